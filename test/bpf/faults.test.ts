/**
 * Seeded faults: each is one plausible mistake in the compiler or the encoder, made in a copy of the source. Reading the
 * tables back and comparing them with the declared policy must show every one of them, and none where there is none.
 */
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { OSG_LAYOUT_VERSION, OsgArenaMagic } from '../../src/gen/abi.js';
import type { NodeView } from '../../src/policy/view.js';
import { TableReader, verifyTables } from '../../src/tables/index.js';
import { bindingsOf, view } from '../support/engines.js';

const SRC = fileURLToPath(new URL('../../src/', import.meta.url));
/** Inside the project, so that packages are found from there. */
const COPIES = fileURLToPath(new URL(`../../.cache/faults-${process.pid}/`, import.meta.url));
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
  return { node: 'n1', nodeAddresses: [], allowNodeProbes: true, endpoints: [endpoint], policies, sets: [] };
}

interface Fault {
  readonly file: string;
  readonly right: string;
  readonly wrong: string;
}

const compiler: Record<string, Fault> = {
  'the last port of a range is left out': {
    file: 'compiler/keys.ts',
    right: 'p * 65536 + ports.last + 1',
    wrong: 'p * 65536 + ports.last',
  },
  'SCTP is forgotten among the protocols with ports': {
    file: 'compiler/keys.ts',
    right: '[PROTOCOL.tcp, PROTOCOL.udp, PROTOCOL.sctp]',
    wrong: '[PROTOCOL.tcp, PROTOCOL.udp]',
  },
  'any ICMP code means code 0': { file: 'compiler/keys.ts', right: 'icmp.code === undefined ? 256 : 1', wrong: '1' },
  'the rule that expires first is named': {
    file: 'compiler/order.ts',
    right: 'a.expiresAt > b.expiresAt ? -1 : 1',
    wrong: 'a.expiresAt > b.expiresAt ? 1 : -1',
  },
  'a temporary rule hides a permanent one': {
    file: 'compiler/order.ts',
    right: 'other.expiresAt >= entry.expiresAt && (',
    wrong: '(',
  },
  'priorities are turned round': {
    file: 'compiler/order.ts',
    right: 'return a.priority - b.priority',
    wrong: 'return b.priority - a.priority',
  },
  'an audit rule hides an enforced one': {
    file: 'compiler/order.ts',
    right: '(!other.audit || entry.audit)',
    wrong: 'true',
  },
  'tiers are turned round': {
    file: 'compiler/order.ts',
    right: 'return a.tier - b.tier',
    wrong: 'return b.tier - a.tier',
  },
  'a nested prefix cuts the one around it short': {
    file: 'compiler/coverage.ts',
    right: 'compareAt(pairs, i * 2 + 1, joined, n - 1, w) <= 0) continue',
    wrong: 'false) continue',
  },
  'a prefix is twice as wide': {
    file: 'compiler/words.ts',
    right: '2 ** (31 - ((length - 1) & 31))',
    wrong: '2 ** (32 - ((length - 1) & 31))',
  },
  'audit rules are enforced': {
    file: 'compiler/cell.ts',
    right: 'alive.filter((entry) => !entry.audit)',
    wrong: 'alive',
  },
  'a rule lives one step longer': {
    file: 'compiler/cell.ts',
    right: 'entry.expiresAt > since',
    wrong: 'entry.expiresAt >= since',
  },
};

const encoder: Record<string, Fault> = {
  'bounds are first values, not the ones before': {
    file: 'tables/tree.ts',
    right: 'entry + 1 < to ? starts[entry + 1]! - 1',
    wrong: 'entry + 1 < to ? starts[entry + 1]!',
  },
  'a range is one too long': {
    file: 'tables/tree.ts',
    right: 'words[at + 1] = last - first;',
    wrong: 'words[at + 1] = last - first + 1;',
  },
  'inside and outside are exchanged': {
    file: 'tables/tree.ts',
    right: 'starts[1]! - 1, refs[0]!, refs[1]!)',
    wrong: 'starts[1]! - 1, refs[1]!, refs[0]!)',
  },
  'what lies before the first start of a word is forgotten': {
    file: 'tables/tree.ts',
    right: 'if (starts[from * width + word] !== 0) partition.add(0, before);',
    wrong: '',
  },
  'behind a word comes what its first piece says': {
    file: 'tables/tree.ts',
    right: 'partition.add(value + 1, lasts[end - 1]!)',
    wrong: 'partition.add(value + 1, lasts[i]!)',
  },
  'one host stands for its whole network': {
    file: 'tables/tree.ts',
    right: 'words[at + 3] = different;',
    wrong: 'words[at + 3] = equal;',
  },
  'two neighbours are taken for one host': {
    file: 'tables/tree.ts',
    right: 'starts[(from + 1) * width + word + 1] !== low + 1',
    wrong: 'false',
  },
  'inner lines point one child too far': {
    file: 'tables/tree.ts',
    right: 'starts[below[first + i + 1]!]! - 1',
    wrong: 'starts[below[first + i]!]!',
  },
  'expiry is in microseconds': {
    file: 'tables/matcher.ts',
    right: 'BigInt(Math.ceil(step.until)) * 1_000_000n',
    wrong: 'BigInt(Math.ceil(step.until)) * 1_000n',
  },
  'audit verdicts are left out': {
    file: 'tables/matcher.ts',
    right: 'words[at + 3] = step.audit === undefined ? 0 : stepCell(step.audit);',
    wrong: 'words[at + 3] = 0;',
  },
  'class numbers are off by one': {
    file: 'tables/matcher.ts',
    right: 'partition.add(i, rowRef(store, writer, table.byClass[i]!))',
    wrong: 'partition.add(i === 0 ? 0 : i + 1, rowRef(store, writer, table.byClass[i]!))',
  },
  'ingress and egress are exchanged': {
    file: 'tables/endpoint.ts',
    right: "(['ingress', 'egress'] as const).flatMap",
    wrong: "(['egress', 'ingress'] as const).flatMap",
  },
  'ingress is restricted if egress is': {
    file: 'tables/endpoint.ts',
    right: '(ingress.restricted ?',
    wrong: '(egress.restricted ?',
  },
  'a unit is given out twice': {
    file: 'tables/memory.ts',
    right: 'if (mask === 0 || mask === FULL || (mask & wanted) !== 0) continue;',
    wrong: '',
  },
  'a block that others still lead to is freed': {
    file: 'tables/store.ts',
    right: 'if (--child.uses === 0) gone.push(child);',
    wrong: 'if (--child.uses >= 0) gone.push(child);',
  },
  'a changed endpoint keeps its old tables': {
    file: 'tables/encoder.ts',
    right: 'before.source === endpoint && ',
    wrong: '',
  },
};

type Compile = typeof import('../../src/compiler/compile.js');
type Tables = typeof import('../../src/tables/encoder.js');

/** Compiles and encodes the views one after the other, each on top of the one before. @returns what gave the fault away */
function compare({ compile }: Compile, { Encoder }: Tables): string | undefined {
  const words = new Uint32Array(LINES * 16);
  words.set([OsgArenaMagic.MAGIC, OSG_LAYOUT_VERSION, LINES]);
  const encoder = new Encoder(LINES);
  let state: ReturnType<typeof compile>['state'] | undefined;
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

let copies = 0;

/** Imports a copy of the compiler and the encoder in which one text is replaced. */
async function mutant({ file, right, wrong }: Fault): Promise<[Compile, Tables]> {
  const folder = `${COPIES}${++copies}/`;
  mkdirSync(folder, { recursive: true });
  for (const part of ['compiler', 'tables', 'policy', 'net', 'gen'])
    cpSync(`${SRC}${part}`, `${folder}${part}`, { recursive: true, filter: (path) => !path.endsWith('.test.ts') });
  const source = readFileSync(`${SRC}${file}`, 'utf8');
  expect(source.split(right).length - 1, `${file} holds ${right} once`).toBe(1);
  writeFileSync(
    `${folder}${file}`,
    source.replace(right, () => wrong),
  );
  const load = (path: string): Promise<unknown> => import(/* @vite-ignore */ pathToFileURL(`${folder}${path}`).href);
  return [(await load('compiler/compile.ts')) as Compile, (await load('tables/encoder.ts')) as Tables];
}

describe('seeded faults', () => {
  afterAll(() => rmSync(COPIES, { recursive: true, force: true }));

  it('none is seen in the source as it is, and there are enough of them', async () => {
    const [compile, tables] = await mutant({
      file: 'tables/tree.ts',
      right: 'const LEAF_REFS = 8;',
      wrong: 'const LEAF_REFS = 8; ',
    });
    expect(compare(compile, tables)).toBeUndefined();
    expect(Object.keys(compiler).length + Object.keys(encoder).length).toBeGreaterThanOrEqual(20);
  }, 60_000);

  for (const [part, faults] of Object.entries({ compiler, encoder })) {
    for (const [name, fault] of Object.entries(faults)) {
      it(`${part}: ${name}`, async () => {
        const [compile, tables] = await mutant(fault);
        expect(compare(compile, tables)).toEqual(expect.any(String));
      }, 60_000);
    }
  }
});
