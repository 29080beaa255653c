import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { OSG_LAYOUT_VERSION } from '../../src/gen/abi.js';
import { type AgentProcess, LifeNode, pause } from '../support/life.js';
import { build, OTHER_LAYOUT, unforgiving } from '../support/life-build.js';
import { denials, slotPackets } from '../support/life-kill.js';

/** Without recovery window: a flow goes on by its conntrack entry or not at all. */
const UNFORGIVING = fileURLToPath(new URL('../support/agent-unforgiving.mjs', import.meta.url));

/** Where an agent dies that takes over: all in the long form (`npm run test:soak`). */
const MOMENTS =
  process.env['OSG_SOAK'] === undefined
    ? ['copied', 'half', 'counts']
    : ['shared', 'copied', 'half', 'swapped', 'counts'];

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function create(): Promise<LifeNode> {
  const node = await LifeNode.create();
  closers.push(() => node.close());
  return node;
}

const exists = (node: LifeNode, layout: number): boolean => existsSync(join(node.bpffsDir, `v${layout}`));
const sum = (numbers: readonly bigint[]): bigint => numbers.reduce((a, b) => a + b, 0n);

/** Every message answered, every knock denied and counted, none twice. */
async function exact(node: LifeNode, traffic: Awaited<ReturnType<LifeNode['traffic']>>): Promise<void> {
  const { client, server, rogue } = await node.finish(traffic);
  expect(client).toMatchObject({ broken: '', missing: 0, opened: 0, answered: 0 });
  expect(client.echoed).toBe(client.sent);
  expect(client.sent).toBeGreaterThan(100);
  expect(server).toMatchObject({ wrong: 0 });
  expect(rogue).toMatchObject({ opened: 0, answered: 0 });
  const tcpKnocks = client.tcp_knocks + rogue.tcp_knocks;
  const knocks = client.knocks + rogue.knocks + tcpKnocks;
  const denied = denials(node);
  expect(denied).toBeGreaterThanOrEqual(BigInt(knocks));
  // A machine that stalls for a second has them knock twice.
  expect(denied).toBeLessThanOrEqual(BigInt(knocks + tcpKnocks));
  expect(sum(slotPackets(node))).toBeGreaterThanOrEqual(BigInt(client.datagrams + client.sent + knocks));
  console.log(
    `F47 ${client.datagrams} datagrams and ${client.sent} messages answered, ${knocks} knocks denied, counted ${denied}`,
  );
}

describe('another layout', () => {
  it('F47 fields in another order, wider ones, new ones, other numbers: flows and counts go on, forth and back', async () => {
    const node = await create();
    const next = unforgiving(build(node.shop.path('next'), { layout: 'structs' }));
    let agent = await node.agent({ main: UNFORGIVING }).ready();
    const links = node.objects().links;
    const traffic = await node.traffic();
    await pause(500);
    let before = sum(slotPackets(node));
    await agent.stop('SIGKILL');
    agent = await node.agent({ main: next }).ready();
    expect(agent.log).toMatch(new RegExp(`"from":${OSG_LAYOUT_VERSION},"to":${OTHER_LAYOUT}.*"lost":\\[\\]`));
    expect([exists(node, OSG_LAYOUT_VERSION), exists(node, OTHER_LAYOUT)]).toEqual([false, true]);
    await pause(500);
    await agent.stop('SIGKILL');
    agent = await node.agent({ main: UNFORGIVING }).ready();
    expect([exists(node, OSG_LAYOUT_VERSION), exists(node, OTHER_LAYOUT)]).toEqual([true, false]);
    expect(sum(slotPackets(node))).toBeGreaterThan(before);
    before = sum(slotPackets(node));
    expect(node.objects().links).toEqual(links);
    expect(agent.log).not.toContain('"refused":1');
    await exact(node, traffic);
    expect(sum(slotPackets(node))).toBeGreaterThan(before);
  }, 240_000);

  it('F47 F46 an agent that dies in the middle is finished by the next one, of either version', async () => {
    const node = await create();
    const next = unforgiving(build(node.shop.path('next'), { layout: 'structs' }));
    let agent: AgentProcess = await node.agent({ main: UNFORGIVING }).ready();
    const traffic = await node.traffic();
    let [from, to] = [UNFORGIVING, next];
    for (const moment of MOMENTS) {
      await agent.stop('SIGKILL');
      const dying = node.agent({ main: to, prefix: ['env', `OSG_TEST_DIE=${moment}`] });
      expect(await dying.exited, `${moment}\n${dying.log.slice(-2000)}`).toBe('SIGKILL');
      // Once the version that it came from, once the one that it went to.
      const survivor = moment === 'half' || moment === 'counts' ? from : to;
      agent = await node.agent({ main: survivor }).ready();
      await pause(200);
      const layout = survivor === next ? OTHER_LAYOUT : OSG_LAYOUT_VERSION;
      expect([moment, exists(node, OSG_LAYOUT_VERSION), exists(node, OTHER_LAYOUT)]).toEqual([
        moment,
        layout === OSG_LAYOUT_VERSION,
        layout === OTHER_LAYOUT,
      ]);
      if (survivor === to) [from, to] = [to, from];
    }
    if (from !== UNFORGIVING) {
      await agent.stop('SIGKILL');
      await node.agent({ main: UNFORGIVING }).ready();
    }
    await exact(node, traffic);
  }, 180_000);
});
