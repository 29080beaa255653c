import { type ChildProcess, fork } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import Table from 'cli-table3';
import { viewDigest } from '../src/control/digest.js';
import { loadSources } from '../src/policy/load.js';
import { resolveNode } from '../src/policy/resolve.js';
import { folderWith, groupYaml, nodeYaml, podYaml } from '../test/support/shop-files.js';
import type { Usage } from './distribution/controller.js';
import { SimulatedFleet } from './distribution/fleet.js';
import { editToVerdict } from './distribution/real.js';
import { type Row, row } from './row/row.js';

export const summary =
  'one controller, 1,000 simulated agents: connect, change, storm; and one real agent: file edit to packet verdict';

interface Entry extends Row {
  readonly p50: number;
  readonly p99: number;
}

const at = (sorted: readonly number[], q: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? 0;

function entry(name: string, unit: string, samples: readonly number[]): Entry {
  const sorted = [...samples].sort((a, b) => a - b);
  return { ...row('distribution', name, {}, unit, samples), p50: at(sorted, 0.5), p99: at(sorted, 0.99) };
}

const APPS = 20;
const address = (i: number): string => `10.${64 + (i >> 16)}.${(i >> 8) & 255}.${i & 255}`;

/** `nodes` nodes with five workloads each, of twenty applications. */
function inventory(nodes: number): string {
  return Array.from({ length: nodes }, (_, n) => {
    const pods = Array.from({ length: 5 }, (_, p) =>
      podYaml(`p${n}-${p}`, address(n * 5 + p + 1), { node: `n${n}`, app: `app${(n + p) % APPS}` }),
    );
    return nodeYaml(`n${n}`, `10.1.${n >> 8}.${n & 255}`) + pods.join('');
  }).join('');
}

const policies = (port: number): string =>
  Array.from({ length: APPS }, (_, i) => groupYaml(`app${i}`, `app${(i + 1) % APPS}`, i === 0 ? port : 8080)).join('');

class ControllerProcess {
  readonly #child: ChildProcess;

  constructor(args: readonly string[]) {
    const script = fileURLToPath(new URL('distribution/controller.ts', import.meta.url));
    this.#child = fork(script, args, { execArgv: process.execArgv });
  }

  ready(): Promise<this> {
    return new Promise((resolve, reject) => {
      this.#child.once('message', () => resolve(this));
      this.#child.once('exit', () => reject(new Error('the controller ended')));
    });
  }

  usage(): Promise<Usage> {
    return new Promise((resolve) => {
      this.#child.once('message', (usage) => resolve(usage as Usage));
      this.#child.send('usage');
    });
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }
}

/** Every simulated node holds what the policy's own resolver says. */
async function check(fleet: SimulatedFleet, path: string, nodes: number): Promise<void> {
  const { world } = await loadSources([path]);
  for (let n = 0; n < nodes; n += Math.max(1, Math.floor(nodes / 50))) {
    const held = fleet.views.get(`n${n}`);
    const wanted = resolveNode(world, `n${n}`);
    const strip = (view: typeof wanted): string =>
      viewDigest({
        ...view,
        policies: view.policies.map((p) => ({
          ...p,
          source: { file: '', line: 0 },
          rules: p.rules.map((r) => ({ ...r, source: { file: '', line: 0 } })),
        })),
      });
    if (held === undefined || strip(held.view) !== strip(wanted))
      throw new Error(`node n${n} holds another policy than it should`);
  }
}

async function until(done: () => boolean, timeoutMs = 120_000): Promise<void> {
  const limit = Date.now() + timeoutMs;
  while (!done()) {
    if (Date.now() > limit) throw new Error('it did not settle');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

async function simulated(nodes: number, rounds: number): Promise<Entry[]> {
  const files = folderWith({ 'inventory.yaml': inventory(nodes), 'policies.yaml': policies(8080) });
  const state = folderWith();
  mkdirSync(join(state.path, 'store'));
  const args = [files.path, join(state.path, 'store'), join(state.path, 'c.sock')];
  const fleet = new SimulatedFleet(
    Array.from({ length: nodes }, (_, n) => `n${n}`),
    `unix:${state.path}/c.sock`,
  );
  let controller = await new ControllerProcess(args).ready();
  try {
    const results: Entry[] = [];
    const idle = await controller.usage();
    const first = fleet.answers(nodes);
    const started = await fleet.start();
    const times = [...(await first)].map(([node, time]) => time - (started.get(node) ?? 0));
    await check(fleet, files.path, nodes);
    const full = await controller.usage();
    results.push(entry('dial to first snapshot, a hundred new agents a second', 'ms', times));
    results.push(entry('controller memory for each agent', 'KiB', [(full.rssBytes - idle.rssBytes) / nodes / 1024]));

    // One rule of app0: every fourth node or so has a workload of it.
    const concerned = [...fleet.views.values()].filter(({ view }) =>
      view.endpoints.some((e) => e.labels['app'] === 'app0'),
    ).length;
    const last: number[] = [];
    const each: number[] = [];
    for (let round = 1; round <= rounds; round++) {
      const answers = fleet.answers(concerned);
      const edited = performance.now();
      files.write('policies.yaml', policies(8080 + round));
      const took = [...(await answers).values()].map((time) => time - edited);
      each.push(...took);
      last.push(Math.max(...took));
    }
    await check(fleet, files.path, nodes);
    results.push(entry(`file edit of one rule to each ACK, ${concerned} nodes concerned`, 'ms', each));
    results.push(entry(`file edit of one rule to last ACK, ${concerned} nodes concerned`, 'ms', last));

    controller.kill();
    await until(() => fleet.live === 0);
    fleet.connected = 0;
    fleet.dials = 0;
    const storm = performance.now();
    controller = await new ControllerProcess(args).ready();
    const up = performance.now();
    await until(() => fleet.live === nodes);
    const steady = performance.now();
    const { cpuMs } = await controller.usage();
    results.push(entry('restart of the controller until it listens', 'ms', [up - storm]));
    results.push(entry('from then until all agents are connected again', 'ms', [steady - up]));
    results.push(entry('dials for each agent in the storm', '', [fleet.dials / nodes]));
    results.push(entry('CPU of the controller until then, start included', 'ms', [cpuMs]));
    return results;
  } finally {
    fleet.close();
    controller.kill();
    files.remove();
    state.remove();
  }
}

export async function run(args: readonly string[]): Promise<Entry[]> {
  const { values } = parseArgs({
    args: [...args],
    options: { nodes: { type: 'string', default: '1000' }, rounds: { type: 'string', default: '20' } },
  });
  const results = [
    ...(await simulated(Number(values.nodes), Number(values.rounds))),
    entry('real agent: file edit to first packet by the new rule', 'ms', await editToVerdict(Number(values.rounds))),
  ];
  const table = new Table({ head: ['case', 'p50', 'p99', 'unit'], style: { head: [] } });
  for (const { case: name, p50, p99, unit } of results) table.push([name, p50.toFixed(1), p99.toFixed(1), unit]);
  console.log(table.toString());
  return results;
}
