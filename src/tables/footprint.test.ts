/** What view, compiler and encoder hold for each rule of a full node: `bench -- memory` says what a million of them take. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { heldWhole } from '../compiler/change.js';
import { Compiler } from '../compiler/compile.js';
import type { Prefix } from '../net/types.js';
import { type HeldSet, HeldView } from '../policy/held-view.js';
import { RULES_PACKED, RulePacker } from '../policy/packed.js';
import { PackedSet, SETS_PACKED } from '../policy/packed-sets.js';
import { Pieces, Pile } from '../policy/pieces.js';
import { finish } from '../policy/steps.js';
import { type HeldPolicy, NO_SERVICES, type ViewRule } from '../policy/view.js';
import { Encoder } from './encoder.js';

const ENDPOINTS = 4;
const RULES = 5000;
/** Bytes a rule, for what is seen plus a margin. */
const MOST = 355;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

async function inUse(): Promise<number> {
  // Array buffers are given back by another thread.
  for (let i = 0; i < 3; i++) {
    collect();
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

/** Half hosts, half /24, no two alike. */
function prefix(n: number): Prefix {
  const scattered = Math.imul((n >> 1) + 1, 0x9e3779b1) >>> 0;
  return n % 2 === 0
    ? { family: 4, value: BigInt(scattered >>> 1), length: 32 }
    : { family: 4, value: BigInt(2 ** 31 + ((scattered >>> 1) & 0x7fffff00)), length: 24 };
}

/** As an agent takes it in: packed. */
function view(count: number): HeldView {
  const source = { file: 'full.yaml', line: 1 };
  const sets = new Pile<HeldSet>(SETS_PACKED);
  const policies: HeldPolicy[] = [];
  for (let e = 0; e < ENDPOINTS; e++) {
    const packer = new RulePacker();
    const id = `SecurityGroup/full/e${e}`;
    const pile = new Pile<ViewRule>(RULES_PACKED);
    for (let r = 0; r < count; r++) {
      // Of one piece, as it comes from the wire.
      const peer = Buffer.from(`cidr:${e}/${r}`).toString('latin1');
      sets.push(PackedSet.of({ id: peer, prefixes: [prefix(e * count + r)] }));
      const port = 1 + (r % 500);
      const rule = packer.pack({
        id: `${id}/ingress/${r}`,
        direction: 'ingress',
        action: 'accept',
        mode: 'enforce',
        matches: [{ peers: [peer], ports: [{ protocol: 6, ports: { first: port, last: port } }] }],
        source: { file: 'full.yaml', line: 10 + 8 * r },
      });
      pile.push(rule);
    }
    const rules = Pieces.of(pile.pieces(), RULES_PACKED);
    const isolates = { ingress: true, egress: false };
    policies.push({ key: id, id, tier: 'group', priority: 0, isolates, rules, source });
  }
  const endpoints = policies.map(({ key }, e) => ({
    id: `full/e${e}`,
    namespace: 'full',
    name: `e${e}`,
    labels: {},
    addresses: [{ family: 4 as const, value: BigInt(0x0a000000 + e) }],
    allowedAddresses: [],
    attach: {},
    policies: [key],
    unselected: { ingress: 'allow' as const, egress: 'allow' as const },
  }));
  const header = { node: 'full', nodeAddresses: [], allowNodeProbes: true };
  return finish(HeldView.steps({ ...header, endpoints, policies, sets, ...NO_SERVICES }));
}

interface Node {
  readonly compiler: Compiler;
  readonly encoder: Encoder;
  readonly held: HeldView;
}

function nodeOf(rules: number): Node {
  const compiler = new Compiler();
  const encoder = new Encoder(2 ** 17);
  const held = view(rules);
  const bindings = new Map([...held.endpoints].map(({ id }, e) => [id, { ifindex: e + 1, generation: 1 }]));
  const encoding = encoder.encode(finish(compiler.update(heldWhole(held))), bindings, 1n);
  encoder.release(encoding.commit());
  return { compiler, encoder, held };
}

it('a rule of a full node takes so many bytes in view, compiler and encoder, and no more', async () => {
  // What is there once for all, compiled code too.
  nodeOf(RULES / 2);
  const before = await inUse();
  const node = nodeOf(RULES);
  const bytes = ((await inUse()) - before) / (ENDPOINTS * RULES);
  expect([node.held.policies.length, node.compiler.revision, node.encoder.memory.lines]).toEqual([
    ENDPOINTS,
    1,
    2 ** 17,
  ]);
  expect(bytes).toBeLessThan(MOST);
});
