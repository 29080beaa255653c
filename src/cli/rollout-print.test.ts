import { describe, expect, it } from 'vitest';
import { osg } from '../gen/proto.js';
import { whole } from './json.js';
import { EXIT } from './output.js';
import { exitOf, formatRollout, gistOf } from './rollout-print.js';

const { ROLLOUT_STATE_RUNNING, ROLLOUT_STATE_CONFIRMED, ROLLOUT_STATE_REVERTED } = osg.v1.RolloutState;
const { RING_STATE_PASSED, RING_STATE_UNCONFIRMED } = osg.v1.RingState;
const { GATE_VERDICT_PASS, GATE_VERDICT_FAIL } = osg.v1.GateVerdict;

describe('a rollout', () => {
  const gates = [
    { gate: 'realised', verdict: GATE_VERDICT_PASS, evidence: '1 of 1 node' },
    { gate: 'newDenies', verdict: GATE_VERDICT_FAIL, evidence: '3 newly denied flows, at most 0' },
  ];
  const rings = [
    { name: 'canary', state: RING_STATE_PASSED, nodes: 1, concerned: 1 },
    { name: 'rest', state: RING_STATE_UNCONFIRMED, nodes: 2, concerned: 2, gates },
  ];
  const row = { id: 'r-1', revision: 8, predecessor: 7, who: 'ann', state: ROLLOUT_STATE_RUNNING, rings };

  it('reads the same to people and to programs', () => {
    expect(formatRollout(row, false).slice(1)).toEqual([
      'what was before: revision 7',
      '● canary     passed      1 of 1 node',
      '◐ rest       unconfirmed 2 of 2 nodes',
      '    ✓ realised     1 of 1 node',
      '    ✗ newDenies    3 newly denied flows, at most 0',
      'running',
    ]);
    expect(gistOf(row)).toBe('rest: unconfirmed');
    expect(whole(osg.v1.RolloutRow, row)).toMatchObject({
      state: 'running',
      rings: [{ state: 'passed' }, { state: 'unconfirmed', gates: [{ verdict: 'pass' }, { verdict: 'fail' }] }],
    });
    const exits = [ROLLOUT_STATE_CONFIRMED, ROLLOUT_STATE_REVERTED, ROLLOUT_STATE_RUNNING].map((state) =>
      exitOf({ ...row, state }),
    );
    expect(exits).toEqual([EXIT.ok, EXIT.negative, EXIT.incomplete]);
  });

  it('of a newer controller is not confirmed, whatever that says', () => {
    const newer = { ...row, state: 9 as osg.v1.RolloutState };
    expect([exitOf(newer), gistOf(newer)]).toEqual([EXIT.incomplete, 'rollout-state-9']);
    expect([exitOf({ ...row, state: 0 }), gistOf({ ...row, state: 0 })]).toEqual([
      EXIT.incomplete,
      'its state is not told',
    ]);
    const ring = {
      ...rings[1],
      state: 9 as osg.v1.RingState,
      gates: [{ gate: 'g', verdict: 9 as osg.v1.GateVerdict }],
    };
    const text = formatRollout({ ...row, rings: [ring] }, false).join('\n');
    expect(text).toContain('? rest       ring-state-9');
    expect(text).toContain('    ? g');
  });
});
