/**
 * Seeded faults: each is one plausible mistake in the compiler or the encoder, made in a copy of the source. Reading the
 * tables back and comparing them with the declared policy must show every one of them, and none where there is none.
 */
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import type { CompileState } from '../../src/compiler/compile.js';
import { OSG_LAYOUT_VERSION, OsgArenaMagic } from '../../src/gen/abi.js';
import { NO_SERVICES, type NodeView } from '../../src/policy/view.js';
import { TableReader, verifyTables } from '../../src/tables/index.js';
import { bindingsOf, view } from '../support/engines.js';
import { type Build, Builds, FAULTS, QUICK, RELEASED, withFault } from '../support/seeded-faults.js';

const LINES = 8192;
const views = [priorities(), ...fc.sample(view, { numRuns: 24, seed: 7 })];

/** Two policies of one tier that contradict each other: rare in random views. */
function priorities(): NodeView {
  const source = { file: 'admin.yaml', line: 1 };
  const policies = (['deny', 'accept'] as const).map((action, priority) => {
    const id = `ClusterSecurityGroup//${action}`;
    const rule = {
      id: `${id}/ingress/0`,
      direction: 'ingress' as const,
      action,
      mode: 'enforce' as const,
      matches: [{ peers: 'any' as const, ports: 'any' as const }],
      source,
    };
    return {
      key: id,
      id,
      tier: 'admin' as const,
      priority,
      isolates: { ingress: false, egress: false },
      rules: [rule],
      source,
    };
  });
  const endpoint = {
    id: 'x/e0',
    namespace: 'x',
    name: 'e0',
    labels: {},
    addresses: [],
    allowedAddresses: [],
    attach: {},
    policies: policies.map(({ key }) => key),
    unselected: { ingress: 'allow' as const, egress: 'allow' as const },
  };
  return {
    node: 'n1',
    nodeAddresses: [],
    allowNodeProbes: true,
    endpoints: [endpoint],
    policies,
    sets: [],
    ...NO_SERVICES,
  };
}

/** Compiles and encodes the views one after the other, each on top of the one before. @returns what gave the fault away */
function compare({ compile, Encoder }: Build): string | undefined {
  const words = new Uint32Array(LINES * 16);
  words.set([OsgArenaMagic.MAGIC, OSG_LAYOUT_VERSION, LINES]);
  const encoder = new Encoder(LINES);
  let state: CompileState | undefined;
  for (const [i, one] of views.entries()) {
    const bindings = bindingsOf(one);
    try {
      const compiled = compile(one, state);
      state = compiled.state;
      const encoding = encoder.encode(compiled.plan, bindings, BigInt(i + 1));
      encoding.patch.apply(words);
      words[3] = encoding.unit;
      encoder.release(encoding.commit());
      const { differences } = verifyTables(one, compiled.plan.slots, new TableReader(words), bindings, {
        exhaustiveUpTo: 6000,
        describe: 1,
        nowMs: 0,
      });
      if (differences[0] !== undefined) return `${differences[0].declared} ≠ ${differences[0].found}`;
    } catch (error) {
      return String(error);
    }
  }
  return undefined;
}

describe('seeded faults', () => {
  const builds = new Builds();
  afterAll(() => builds.close());

  it('none is seen in the source as it is, and there are enough of them', async () => {
    expect(compare(await builds.with())).toBeUndefined();
    expect(QUICK.length).toBeGreaterThanOrEqual(20);
  }, 60_000);

  it('each of the long list has its place in the source too', () => {
    for (const fault of FAULTS) withFault(fault);
  });

  it.each([...QUICK, ...RELEASED])(
    '$says ($file)',
    async (fault) => {
      expect(compare(await builds.with(fault))).toEqual(expect.any(String));
    },
    60_000,
  );
});
