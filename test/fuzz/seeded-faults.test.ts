/**
 * Are the proofs any good? Every fault seeded into the compiler or the encoder must be caught: by the comparison of
 * encoded tables with the declared policy, or by that of a changed plan with one from scratch. The sound build must pass.
 */
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { type CompileState, numbersOnly } from '../../src/compiler/compile.js';
import { OSG_LAYOUT_VERSION, OsgArenaMagic } from '../../src/gen/abi.js';
import type { NodeView } from '../../src/policy/view.js';
import { type Binding, TableReader, verifyTables } from '../../src/tables/index.js';
import { change, crowd, meeting, swapped } from '../support/churn.js';
import { type Build, Builds, FAULTS } from '../support/seeded-faults.js';
import { view as anyView, viewEdit } from '../support/views.js';

const LINES = 1 << 14;

/** Views in the order in which a node would get them; the same ones in every run. */
type History = readonly NodeView[];

const history = (
  first: fc.Arbitrary<NodeView>,
  edit: fc.Arbitrary<(view: NodeView) => NodeView>,
  length: number,
): fc.Arbitrary<History> =>
  fc.tuple(first, fc.array(edit, { minLength: length, maxLength: length })).map(([view, edits]) => {
    const views = [view];
    for (const apply of edits) views.push(apply(views.at(-1) as NodeView));
    return views;
  });

const HISTORIES: readonly History[] = [
  meeting,
  swapped,
  ...fc.sample(history(anyView, viewEdit, 3), { numRuns: 60, seed: 7 }),
  ...fc.sample(history(crowd, change, 8), { numRuns: 1, seed: 7 }),
];

/** @returns what is wrong with the build, or undefined if nothing was found */
function trouble({ compile, Encoder }: Build): string | undefined {
  for (const views of HISTORIES) {
    let state: CompileState | undefined;
    for (const view of views) {
      const scratch = compile(view, state && numbersOnly(state)).plan;
      const next = compile(view, state);
      state = next.state;
      if (next.plan.digest() !== scratch.digest()) return 'a changed plan differs from one from scratch';
      const words = new Uint32Array(LINES * 16);
      words.set([OsgArenaMagic.MAGIC, OSG_LAYOUT_VERSION, LINES]);
      const bindings = new Map(
        view.endpoints.map(({ id }, i): [string, Binding] => [id, { ifindex: i + 1, generation: 1 }]),
      );
      const encoding = new Encoder(LINES).encode(next.plan, bindings, 1n);
      encoding.patch.apply(words);
      words[3] = encoding.unit;
      const { differing, differences } = verifyTables(view, next.plan.slots, new TableReader(words), bindings, {
        exhaustiveUpTo: 200,
        sample: 2,
        nowMs: 0,
      });
      if (differing > 0)
        return JSON.stringify(differences[0], (_, value) => (typeof value === 'bigint' ? value.toString() : value));
    }
  }
  return undefined;
}

function caught(build: Build): string | undefined {
  try {
    return trouble(build);
  } catch (error) {
    return String(error);
  }
}

describe('faults seeded into compiler and encoder', () => {
  const builds = new Builds();
  afterAll(() => builds.close());

  it('a sound build passes', { timeout: 300_000 }, async () => {
    expect(trouble(await builds.with())).toBeUndefined();
  });

  it.each(FAULTS)('caught: $says ($file)', { timeout: 300_000 }, async (fault) => {
    expect(caught(await builds.with(fault))).toBeDefined();
  });
});
