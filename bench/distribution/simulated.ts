/** One controller and many simulated agents over mTLS on loopback, each side in a process of its own. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { viewDigest } from '../../src/distribution/digest.js';
import { parseSources } from '../../src/policy/load.js';
import { resolveNode } from '../../src/policy/resolve.js';
import { folderWith } from '../../test/support/shop-files.js';
import type { Measured } from '../row/entry.js';
import { certificates } from './certificates.js';
import { Child, type Usage } from './child.js';
import type { Start, Started } from './fleet.js';
import { inventory, policies } from './inventory.js';

const script = (name: string): URL => new URL(`${name}.ts`, import.meta.url);
const now = (): number => performance.timeOrigin + performance.now();

/** Every simulated node holds what the policy's own resolver says. */
function check(held: Readonly<Record<string, string>>, files: Readonly<Record<string, string>>): void {
  const { world } = parseSources(Object.entries(files).map(([path, text]) => ({ path, text })));
  const none = { file: '', line: 0 };
  for (const [name, meaning] of Object.entries(held)) {
    const view = resolveNode(world, name);
    const policies_ = view.policies.map((p) => ({
      ...p,
      source: none,
      rules: p.rules.map((r) => ({ ...r, source: none })),
    }));
    if (viewDigest({ ...view, policies: policies_ }) !== meaning)
      throw new Error(`node ${name} holds another policy than it should`);
  }
}

/** @throws when a node holds what it should not */
export async function simulated(nodes: number, rounds: number): Promise<Measured[]> {
  const text = { 'inventory.yaml': inventory(nodes), 'policies.yaml': policies(8080) };
  const files = folderWith(text);
  const state = folderWith();
  mkdirSync(join(state.path, 'store'));
  const names = Array.from({ length: nodes }, (_, n) => `n${n}`);
  const { tls, ca, agents } = await certificates(state.path, names);
  const options = { policies: files.path, stateDir: join(state.path, 'store'), tls };
  const fleet = new Child(script('fleet'));
  let controller = new Child(script('controller'));
  try {
    const results: Measured[] = [];
    const put = (name: string, unit: string, samples: readonly number[]): void =>
      void results.push({ name, unit, samples });
    const first = now();
    const address = await controller.ask<string>('start', { ...options, listen: '127.0.0.1:0' });
    put(`first start of the controller, ${nodes * 6} objects, until it listens`, 'ms', [now() - first]);
    const idle = await controller.ask<Usage>('usage');
    const idleFleet = await fleet.ask<Usage>('usage');
    const { open, held } = await fleet.ask<Started>('start', { address, ca, nodes: agents } satisfies Start);
    const full = await controller.ask<Usage>('usage');
    const fullFleet = await fleet.ask<Usage>('usage');
    put('all dial at once: until the stream is open', 'ms', open);
    put('all dial at once: until the first snapshot is held', 'ms', held);
    put('CPU of the controller for that', 'ms', [full.cpuMs - idle.cpuMs]);
    put('CPU of the agents for that', 'ms', [fullFleet.cpuMs - idleFleet.cpuMs]);
    check(await fleet.ask('meanings'), text);
    put('memory of the controller for each agent, resident', 'KiB', [(full.rssBytes - idle.rssBytes) / nodes / 1024]);
    put('memory of the controller for each agent, in use', 'KiB', [(full.heldBytes - idle.heldBytes) / nodes / 1024]);

    // One rule of app0: every fourth node has a workload of it.
    const concerned = await fleet.ask<number>('concerned', 'app0');
    const last: number[] = [];
    const each: number[] = [];
    const before = await controller.ask<Usage>('usage');
    for (let round = 1; round <= rounds; round++) {
      await fleet.ask('arm');
      const edited = now();
      text['policies.yaml'] = policies(8080 + round);
      files.write('policies.yaml', text['policies.yaml']);
      const took = (await fleet.ask<number[]>('answers', concerned)).map((time) => time - edited);
      each.push(...took);
      last.push(Math.max(...took));
    }
    const after = await controller.ask<Usage>('usage');
    check(await fleet.ask('meanings'), text);
    put(`file edit of one rule to each ACK, ${concerned} nodes concerned`, 'ms', each);
    put(`file edit of one rule to last ACK, ${concerned} nodes concerned`, 'ms', last);
    put('CPU of the controller for each edit', 'ms', [(after.cpuMs - before.cpuMs) / rounds]);

    controller.kill();
    await fleet.ask('cut');
    const began = now();
    controller = new Child(script('controller'));
    await controller.ask('start', { ...options, listen: address });
    const listens = now();
    const { times, dials } = await fleet.ask<{ times: number[]; dials: number }>('back');
    const { cpuMs } = await controller.ask<Usage>('usage');
    put('killed and started again: until it listens', 'ms', [listens - began]);
    put(
      'from then until each agent is connected again',
      'ms',
      times.map((time) => time - listens),
    );
    put('from then until all agents are connected again', 'ms', [Math.max(...times) - listens]);
    put('dials for each agent in the storm', '', [dials / nodes]);
    put('CPU of the controller until then, start included', 'ms', [cpuMs]);
    return results;
  } finally {
    fleet.kill();
    controller.kill();
    files.remove();
    state.remove();
  }
}
