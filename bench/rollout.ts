/**
 * `npm run bench -- rollout [--nodes N] [--rounds N] [--previews N] [--flows N]`: how long a change is there that should not be.
 * One controller, as built; three real agents on the kernel, and simulated ones at the protocol. Each round lets a change out
 * that cuts what flows, unconfirmed on every node, and takes it back: a packet of each real node says when, and each simulated
 * agent when the word came and that its view is again what it was before. Before that a preview asks all of them.
 */

import { parseArgs } from 'node:util';
import Table from 'cli-table3';
import { osg } from '../test/support/parts.js';
import { database, PORT, RolloutNodes } from '../test/support/rollout-nodes.js';
import { folderWith, nodeYaml, podYaml } from '../test/support/shop-files.js';
import { Child } from './distribution/child.js';
import type { Decided, Start } from './rollout/fleet.js';
import { Line } from './rollout/real.js';
import { type Entry, entryOf, type Measured } from './row/entry.js';

export const summary =
  'a bad change taken back: decision to last node, 3 real and 100 simulated agents; preview of 100 nodes × 1,000 flows';

const now = (): number => performance.timeOrigin + performance.now();
/** Which a candidate goes on allowing, and which it does not: nine in ten, and one. */
const [KEPT, CUT] = ['198.18.0.0/16', '198.19.0.0/16'];

function more(nodes: readonly string[]): string {
  const pods = nodes.map((node, i) => {
    const high = 1 + (i >> 8);
    return (
      nodeYaml(node, `10.90.${high}.${i & 255}`) +
      podYaml(`db-${node}`, `10.91.${high}.${i & 255}`, { node, app: 'db' }) +
      podYaml(`web-${node}`, `10.92.${high}.${i & 255}`, { node, app: 'web' })
    );
  });
  return pods.join('');
}

/** One in ten of those that a candidate cuts. */
const peersOf = (flows: number): string[] =>
  Array.from({ length: flows }, (_, i) => `198.${i % 10 === 0 ? 19 : 18}.${1 + (i >> 8)}.${i & 255}`);

async function takenBack(on: RolloutNodes, fleet: Child, rounds: number): Promise<Measured[]> {
  const lines = await Promise.all(on.nodes.map((_, i) => Line.open(on, i)));
  const write = await on.plan({ rings: '{name: all, share: 100%, confirm: 5m}', confirmWithin: '10m', gates: '[]' });
  const samples = { real: [] as number[], simulated: [] as number[], last: [] as number[] };
  for (let round = 0; round < rounds; round++) {
    await Promise.all(lines.map((line) => line.until(true)));
    const before = await fleet.ask<string[]>('digests');
    write(database(KEPT, `192.0.2.${round + 1}/32`));
    const id = await fleet.ask<string>('unconfirmed');
    await Promise.all(lines.map((line) => line.until(false)));
    const decided = now();
    const aborted = on.decide('abort', 'the bench');
    const real = (await Promise.all(lines.map((line) => line.first(`back ${round}`)))).map((at) => at - decided);
    await aborted;
    const words = await fleet.ask<Decided[]>('back');
    if (words.some((word) => word.id !== id || word.confirm)) throw new Error(`${id}: a node was told otherwise`);
    if ((await fleet.ask<string[]>('digests')).join() !== before.join())
      throw new Error(`${id}: a node is not what it was`);
    const simulated = words.map(({ at }) => at - decided);
    samples.real.push(...real);
    samples.simulated.push(...simulated);
    samples.last.push(Math.max(...real, ...simulated));
  }
  const nodes = `${samples.simulated.length / rounds} simulated`;
  return [
    { name: 'decision to a packet judged by the predecessor again, each real node', unit: 'ms', samples: samples.real },
    { name: 'decision to the word at each simulated node', unit: 'ms', samples: samples.simulated },
    { name: `decision to the last node back, 3 real and ${nodes}`, unit: 'ms', samples: samples.last },
  ];
}

async function previewed(on: RolloutNodes, nodes: number, flows: number, rounds: number): Promise<Measured> {
  const candidate = folderWith({ 'policy.yaml': database('web', KEPT) });
  const samples: number[] = [];
  try {
    for (let round = 0; round < rounds; round++) {
      const began = now();
      const { stdout, stderr } = await osg([
        'preview',
        candidate.path,
        '--no-denies',
        '-o',
        'json',
        '--controller',
        on.operator,
      ]);
      samples.push((now() - began) / 1000);
      const found = JSON.parse(stdout || '{}') as { conversations?: number; cut?: unknown[]; notAsked?: string[] };
      const cut = nodes * Math.ceil(flows / 10);
      if (found.notAsked?.length !== 0 || found.cut?.length !== cut || (found.conversations ?? 0) < nodes * flows)
        throw new Error(
          `${found.cut?.length} of ${found.conversations} are cut, not ${cut}: ${found.notAsked} ${stderr}`,
        );
    }
  } finally {
    candidate.remove();
  }
  return { name: `osg preview: ${nodes} nodes × ${flows} flows, one in ten cut`, unit: 's', samples };
}

export async function run(args: readonly string[]): Promise<Entry[]> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      nodes: { type: 'string', default: '100' },
      rounds: { type: 'string', default: '20' },
      previews: { type: 'string', default: '5' },
      flows: { type: 'string', default: '1000' },
    },
  });
  const [nodes, flows] = [Number(values.nodes), Number(values.flows)];
  const names = Array.from({ length: nodes }, (_, i) => `s${i}`);
  const on = await RolloutNodes.start({ talks: false, inventory: more(names), base: database('web', KEPT, CUT) });
  const fleet = new Child(new URL('./rollout/fleet.ts', import.meta.url));
  try {
    const address = `unix:${on.node(0).path('c.sock')}`;
    await fleet.ask('start', { address, nodes: names, peers: peersOf(flows), port: PORT } satisfies Start);
    const preview = await previewed(on, nodes, flows, Number(values.previews));
    const measured = [...(await takenBack(on, fleet, Number(values.rounds))), preview];
    const results = measured.map((one) => entryOf('rollout', one));
    const table = new Table({ head: ['case', 'p50', 'p99', 'unit'], style: { head: [], border: [] } });
    for (const { case: name, p50, p99, unit } of results) table.push([name, p50.toFixed(1), p99.toFixed(1), unit]);
    console.log(table.toString());
    return results;
  } finally {
    fleet.kill();
    await on.close();
  }
}
