/**
 * `npm run bench -- change [--rounds N] [--scales 1,2,4] [--cases join,label,rule,namespace]`: how long one change takes on
 * the product's own way, from the event in the controller to the packet judged on the kernel. The controller and the agent
 * are processes of their own; the source is the bench's, everything behind it the product's. Each change is made and taken
 * back; a packet that passes before it, or after it was taken back, fails the bench. The bench's own step between two
 * packets, about a millisecond, is in the times.
 */
import { mkdirSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import Table from 'cli-table3';
import { PartProcess } from '../test/support/parts.js';
import { ShopNode } from '../test/support/shop-node.js';
import type { Changed } from './change/controller.js';
import { CASES, type Case } from './change/worlds.js';
import { Child } from './distribution/child.js';
import { type Row, row } from './row/row.js';

export const summary =
  'one change from the event in the controller to the packet judged: time, CPU of each side, bytes';

const PORT = 7000;
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** CPU time of a process, milliseconds; clock ticks are 10 ms. */
function cpuOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

interface Measured {
  readonly say: string;
  readonly ms: number[];
  readonly controllerMs: number[];
  readonly agentMs: number;
  readonly bytes: number;
}

async function measure(name: Case, scale: number, rounds: number): Promise<Measured> {
  const node = await ShopNode.create(['web', 'api']);
  const controller = new Child(new URL('./change/controller.ts', import.meta.url));
  let agent: PartProcess | undefined;
  try {
    mkdirSync(node.path('state'));
    const { agent: web, address: from } = node.pod('web');
    const { agent: api, address: to } = node.pod('api');
    const listen = `unix:${node.path('c.sock')}`;
    const real = { web: from, api: to };
    const say = await controller.ask<string>('start', { name, scale, real, stateDir: node.path('state'), listen });
    agent = new PartProcess(node.agentArgs, node.path('agent.health'));
    await agent.ready(600_000);
    const sender = await web.udpOpen('0.0.0.0', 0);
    const receiver = await api.udpOpen('0.0.0.0', PORT);
    const ms: number[] = [];
    const controllerMs: number[] = [];
    let bytes = 0;
    const cpuBefore = cpuOf(agent.child.pid ?? 0);
    for (let round = -1; round < rounds; round++) {
      await web.sendTo(sender, to, PORT, `early ${round}`);
      await pause(50);
      let arrived = 0;
      const arrival = api.recv(receiver, 30).then((data) => {
        if (data !== `now ${round}`) throw new Error(`${say}: a packet passed that no policy allowed: ${data}`);
        arrived = performance.timeOrigin + performance.now();
      });
      const changed = await controller.ask<Changed>('change', true);
      while (arrived === 0) await Promise.race([web.sendTo(sender, to, PORT, `now ${round}`), arrival]);
      await arrival;
      // The first one warms up.
      if (round >= 0) {
        ms.push(arrived - changed.at);
        controllerMs.push(changed.cpuMs);
        bytes = changed.bytes;
      }
      await controller.ask<Changed>('change', false);
      await closed(web, api, sender, receiver, to, say);
    }
    return { say, ms, controllerMs, agentMs: (cpuOf(agent.child.pid ?? 0) - cpuBefore) / (2 * (rounds + 1)), bytes };
  } finally {
    controller.kill();
    await agent?.stop('SIGKILL');
    node.close();
  }
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

export async function run(args: readonly string[]): Promise<Row[]> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      rounds: { type: 'string', default: '20' },
      scales: { type: 'string', default: '1,2,4' },
      cases: { type: 'string', default: CASES.join(',') },
    },
  });
  const rows: Row[] = [];
  const head = ['change', 'world', 'p50 ms', 'p99 ms', 'controller CPU ms', 'agent CPU ms', 'bytes'];
  const table = new Table({ head, style: { head: [], border: [] } });
  for (const name of values.cases.split(',') as Case[])
    for (const scale of values.scales.split(',').map(Number)) {
      const { say, ms, controllerMs, agentMs, bytes } = await measure(name, scale, Number(values.rounds));
      const figures = [at(ms, 0.5), at(ms, 0.99), at(controllerMs, 0.5), agentMs].map((x) => x.toFixed(1));
      table.push([say, `${scale}×`, ...figures, String(bytes)]);
      const params = { scale, controllerCpuMs: at(controllerMs, 0.5), agentCpuMs: agentMs, bytes };
      rows.push(row('change', `${name}: event to packet`, params, 'ms', ms));
    }
  console.log(table.toString());
  return rows;
}
