/**
 * `npm run bench -- change [--work] [--warm-up N] [--rounds N] [--scales 1,2,4] [--cases join,label,rule,namespace]`: how long one
 * change takes on the product's own way, from the event in the controller to the packet judged on the kernel. The controller
 * and the agent are processes of their own; the source is the bench's, everything behind it the product's. Each change is
 * made and taken back; a packet that passes before it, or after it was taken back, fails the bench. A packet is sent every
 * half millisecond, which is in the times. Each world's figures are printed when they are there.
 *
 * Both are told: the first rounds after the start (`--warm-up`), and those after them (`--rounds`), as of processes that have
 * run for a while. What the first ones warm is the machine code of both processes (the engine compiles what it
 * has seen often, and after a long start it has seen other things), the sizes of their heaps, and the pages of the store. Every
 * round makes the same change of the same world, there and back, in objects that are made anew as a source makes them.
 *
 * `--work` counts instead: how many blocks of JavaScript both processes run for one change. Counting makes them slow, so no time is told
 * of it; but it is the same on every machine, and shows what grows with the world, which times of a large heap do not.
 */
import { mkdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { PartProcess } from '../test/support/parts.js';
import { ShopNode } from '../test/support/shop-node.js';
import type { Sent } from './change/controller.js';
import { blocks, CPU, type Meter } from './change/meters.js';
import { CASES, type Case, MOST_RULES } from './change/worlds.js';
import { Child } from './distribution/child.js';
import { type Row, row } from './row/row.js';

export const summary =
  'one change from the event in the controller to the packet judged: time, CPU of each side, bytes';

const PORT = 7000;
/** What a change leaves to be done behind it (journal, history, reports) is done by then. */
const QUIET_MS = 100;
const START_MS = 600_000;
const PULSE_S = 0.0005;
const GOAL_MS: { readonly [C in Case]: number } = { join: 25, label: 10, rule: 15, namespace: 50 };
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

interface Measured {
  readonly say: string;
  readonly startMs: number;
  readonly rounds: readonly Round[];
}

interface Round {
  readonly ms: number;
  /** In the unit of the meter. */
  readonly controller: number;
  readonly agent: number;
  readonly bytes: number;
}

async function measure(
  name: Case,
  scale: number,
  count: number,
  meterIn: (folder: string) => Meter,
): Promise<Measured> {
  const node = await ShopNode.create(['web', 'api']);
  const meter = meterIn(node.path('meter'));
  const controller = new Child(new URL('./change/controller.ts', import.meta.url), meter.env);
  let agent: PartProcess | undefined;
  try {
    mkdirSync(node.path('state'));
    const { agent: web, address: from } = node.pod('web');
    const { agent: api, address: to } = node.pod('api');
    const listen = `unix:${node.path('c.sock')}`;
    const real = { web: from, api: to };
    const began = performance.now();
    const say = await controller.ask<string>('start', { name, scale, real, stateDir: node.path('state'), listen });
    const agentArgs = [...node.agentArgs, '--rules', String(MOST_RULES)];
    agent = new PartProcess(agentArgs, node.path('agent.health'), { env: meter.env });
    await agent.ready(START_MS);
    const startMs = performance.now() - began;
    const sender = await web.udpOpen('0.0.0.0', 0);
    const receiver = await api.udpOpen('0.0.0.0', PORT);
    const read = async (): Promise<readonly [number, number]> => [
      await meter.read(controller.pid),
      await meter.read(agent?.child.pid ?? 0),
    ];
    const rounds: Round[] = [];
    for (let round = 0; round < count; round++) {
      await web.sendTo(sender, to, PORT, `early ${round}`);
      await pause(QUIET_MS);
      const arrival = api.call<Arrival>('recv_at', { handle: receiver, timeout: 30 });
      const before = await read();
      const pulse = web.call('pulse', { handle: sender, host: to, port: PORT, data: `now ${round}`, every: PULSE_S });
      const at = await controller.ask<number>('change', true);
      const arrived = await arrival;
      await web.call('still', { handle: sender });
      await pulse;
      if (arrived.data !== `now ${round}`) throw new Error(`${say}: a packet passed that no policy allowed`);
      if (arrived.at < at) throw new Error(`${say}: a packet passed before the change`);
      await pause(QUIET_MS);
      const after = await read();
      const sent = await controller.ask<Sent>('sent');
      if (sent.kind !== 'change') throw new Error(`${say}: it went out as a whole view, not as a change`);
      rounds.push({
        ms: (arrived.at - at) / 1e6,
        controller: after[0] - before[0],
        agent: after[1] - before[1],
        bytes: sent.bytes,
      });
      await controller.ask('change', false);
      await closed(web, api, sender, receiver, to, say);
    }
    return { say, startMs, rounds };
  } catch (error) {
    throw new Error(`${name} at ${scale}×; the agent's last words:\n${agent?.log.slice(-4_000) ?? ''}`, {
      cause: error,
    });
  } finally {
    controller.kill();
    await agent?.stop('SIGKILL');
    node.close();
  }
}

interface Arrival {
  /** CLOCK_MONOTONIC, nanoseconds. */
  readonly at: number;
  readonly data: string;
}

type Pod = ReturnType<ShopNode['pod']>['agent'];

/** Until a packet does not arrive any more; what is on its way is received. */
async function closed(web: Pod, api: Pod, sender: number, receiver: number, to: string, say: string): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    await web.sendTo(sender, to, PORT, 'late');
    const got = await api.recv(receiver, 0.1).catch(() => undefined);
    if (got === undefined) return;
  }
  throw new Error(`${say}: packets pass although the change was taken back`);
}

const at = (samples: readonly number[], q: number): number =>
  [...samples].sort((a, b) => a - b)[Math.min(samples.length - 1, Math.floor(samples.length * q))] ?? 0;

const tenth = (value: number): number => Number(value.toFixed(1));

interface Figures {
  readonly ms: readonly number[];
  readonly controllerCpuMs: number;
  readonly agentCpuMs: number;
}

const figuresOf = (rounds: readonly Round[]): Figures => ({
  ms: rounds.map(({ ms }) => ms),
  controllerCpuMs: tenth(middle(rounds, 'controller')),
  agentCpuMs: tenth(middle(rounds, 'agent')),
});

const middle = (rounds: readonly Round[], of: 'controller' | 'agent'): number =>
  at(
    rounds.map((round) => round[of]),
    0.5,
  );

const line = (what: string, { ms, controllerCpuMs, agentCpuMs }: Figures): string =>
  `  ${what}: p50 ${at(ms, 0.5).toFixed(1)} ms, fastest ${at(ms, 0).toFixed(1)}, p99 ${at(ms, 0.99).toFixed(1)}; ` +
  `CPU of controller ${controllerCpuMs} ms, of agent ${agentCpuMs} ms`;

interface World {
  readonly name: Case;
  readonly scale: number;
  readonly warmUp: number;
  readonly rounds: number;
}

async function times({ name, scale, warmUp, rounds: count }: World): Promise<Row> {
  const { say, startMs, rounds } = await measure(name, scale, warmUp + count, () => CPU);
  const first = figuresOf(rounds.slice(0, warmUp));
  const settled = figuresOf(rounds.slice(warmUp));
  const bytes = rounds.at(-1)?.bytes ?? 0;
  console.log(
    `${say} (${scale}×; ready after ${(startMs / 1000).toFixed(1)} s; goal ${GOAL_MS[name]} ms; ${bytes} bytes)`,
  );
  console.log(line(`the first ${warmUp} after the start`, first));
  console.log(line(`the ${settled.ms.length} after them`, settled));
  const params = {
    scale,
    goalMs: GOAL_MS[name],
    controllerCpuMs: settled.controllerCpuMs,
    agentCpuMs: settled.agentCpuMs,
    bytes,
    warmUp,
    firstMs: tenth(at(first.ms, 0.5)),
    firstLongestMs: tenth(at(first.ms, 1)),
    firstControllerCpuMs: first.controllerCpuMs,
    firstAgentCpuMs: first.agentCpuMs,
  };
  return row('change', `${name}: event to packet`, params, 'ms', settled.ms);
}

async function work({ name, scale, warmUp, rounds: count }: World): Promise<Row> {
  const { say, rounds } = await measure(name, scale, warmUp + count, (folder) => blocks(folder));
  const settled = rounds.slice(warmUp);
  const params = { scale, controller: middle(settled, 'controller'), agent: middle(settled, 'agent') };
  const [controller, agent] = [params.controller, params.agent].map((count) => count.toLocaleString('en'));
  console.log(`${say} (${scale}×): blocks run for one change: controller ${controller}, agent ${agent}`);
  const samples = settled.map((round) => round.controller + round.agent);
  return row('change', `${name}: work`, params, 'blocks', samples);
}

export async function run(args: readonly string[]): Promise<Row[]> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      work: { type: 'boolean', default: false },
      'warm-up': { type: 'string' },
      rounds: { type: 'string' },
      scales: { type: 'string', default: '1,2,4' },
      cases: { type: 'string', default: CASES.join(',') },
    },
  });
  const warmUp = Math.max(1, Number(values['warm-up'] ?? (values.work ? 5 : 60)));
  const rounds = Number(values.rounds ?? (values.work ? 15 : 40));
  const rows: Row[] = [];
  for (const name of values.cases.split(',') as Case[])
    for (const scale of values.scales.split(',').map(Number))
      rows.push(await (values.work ? work : times)({ name, scale, warmUp, rounds }));
  return rows;
}
