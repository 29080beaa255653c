import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { candidateOf, packetsOf } from '../../test/support/engines.js';
import { view as anyView } from '../../test/support/views.js';
import { HeldView } from './held-view.js';
import { judgeView } from './judge.js';
import { onSide, withCandidate } from './trial.js';
import type { NodeView, Trial } from './view.js';

const TRIAL: Trial = { id: 'r1', revision: 2, mode: 'observe' };

const beside = (a: NodeView, b: NodeView): NodeView => withCandidate(HeldView.of(a), HeldView.of(b), TRIAL).whole();

describe('a candidate beside the policy in force', () => {
  it('is one view, of which each side judges as if it were alone', () => {
    fc.assert(
      fc.property(anyView, anyView, (a, other) => {
        const b = candidateOf(a, other);
        const both = beside(a, b);
        for (const { id, direction, peer, key, atMs } of packetsOf(a, 80)) {
          const judge = (view: NodeView) => judgeView(view, id, direction, peer, key, atMs);
          expect(judge(onSide(both, 'predecessor'))).toEqual(judge(a));
          expect(judge(onSide(both, 'candidate'))).toEqual(judge(b));
        }
      }),
      { numRuns: 40 },
    );
  });

  it('holds once what both say alike', () => {
    fc.assert(
      fc.property(anyView, (made) => {
        const a = structuredClone(made);
        const both = beside(a, structuredClone(a));
        expect(both).toEqual({ ...HeldView.of(a).whole(), trial: TRIAL });
      }),
      { numRuns: 20 },
    );
  });
});
