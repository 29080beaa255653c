import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { attachClsact, attachTcx, listTcFilters } from '../../src/ebpf/binding.js';
import { loadBasic } from '../native/support.js';
import { LifeNode, type Outcome, pause } from '../support/life.js';
import { osg } from '../support/parts.js';

const THROWING = fileURLToPath(new URL('../support/agent-throwing.mjs', import.meta.url));

const unharmed = ({ client, server, rogue }: Outcome): void => {
  expect(client).toMatchObject({ broken: '', missing: 0, opened: 0, answered: 0 });
  expect(client.sent).toBeGreaterThan(20);
  expect(server.wrong_from).toEqual([]);
  expect(rogue).toMatchObject({ opened: 0, answered: 0 });
};

describe('strange surroundings', () => {
  let node: LifeNode;
  beforeAll(async () => {
    node = await LifeNode.create();
  });
  afterAll(() => node.close());

  it('F54 what throws in a callback of the addon is in the log; the agent goes on, and loses no enforcement', async () => {
    const agent = await node.agent({ main: THROWING }).ready();
    agent.child.kill('SIGUSR2');
    await pause(200);
    const traffic = await node.traffic();
    await expect.poll(() => agent.log, { timeout: 10_000 }).toContain('context throws in a callback');
    for (const action of ['add osg-dummy type bridge', 'set osg-dummy up', 'delete osg-dummy'])
      node.shop.box.ip(node.shop.netns, `link ${action}`);
    await expect.poll(() => agent.log, { timeout: 10_000 }).toContain('again throws in a callback');
    unharmed(await node.finish(traffic));
    expect(agent.running).toBe(true);
    await agent.ready();
    const after = await node.traffic();
    await pause(300);
    unharmed(await node.finish(after));
    await agent.stop('SIGKILL');
  }, 180_000);

  it("F52 a monotonic clock of its own, a day ahead of the kernel's: flows live, and their ages are right", async () => {
    const ahead = ['unshare', '--time', '--monotonic', '86400', '--boottime', '86400', '--fork', '--kill-child'];
    const agent = await node.agent({ prefix: ahead }).ready();
    const traffic = await node.traffic();
    await pause(6_000);
    const { stdout } = await osg(['conntrack', 'list', '--agent', `unix:${node.shop.path('a.sock')}`, '-o', 'json']);
    const ages = [...stdout.matchAll(/"ageMs": ?"?(\d+)/g)].map(([, age]) => Number(age));
    expect(ages.length).toBeGreaterThan(0);
    for (const age of ages) expect(age).toBeLessThan(3_600_000);
    unharmed(await node.finish(traffic));
    await agent.stop('SIGKILL');
  }, 180_000);
});

describe('by clsact', () => {
  let node: LifeNode;
  beforeAll(async () => {
    node = await LifeNode.create();
  });
  afterAll(() => node.close());

  it('F45 what runs ahead of our filters cannot be overtaken: an alarm within 5 s, and none when it is gone', async () => {
    const agent = await node.agent({ args: ['--attach', 'clsact'] }).ready();
    const ifindex = node.shop.box.ifindex(node.shop.netns, 'veth-api');
    const at = { ifindex, direction: 'egress' as const, netns: node.shop.netns.path };
    const object = loadBasic();
    const program = object.program('decide');
    const place = (): Promise<number> => agent.metric('osg_agent_drift_total{kind="place"}');
    const alarmed = async (): Promise<void> => {
      const before = await place();
      await expect.poll(place, { timeout: 5_000 }).toBeGreaterThan(before);
      await expect(agent.ready(500)).rejects.toThrow(
        /drift that is not repaired: place shop\/\w+ \(\S+\) ingress: behind/,
      );
      const { stdout } = await osg(['status', '--agent', `unix:${node.shop.path('a.sock')}`]);
      expect(stdout).toContain('behind');
    };

    // A later filter is no harm.
    const later = attachClsact({ ...at, program, priority: 2 });
    expect(listTcFilters(ifindex, 'egress', at.netns).map(({ kind, priority }) => [kind, priority])).toEqual([
      ['bpf', 1],
      ['bpf', 2],
    ]);
    await pause(2_500);
    expect(await place()).toBe(0);
    later.detach();
    later.close();

    const tcx = attachTcx({ ...at, program });
    await alarmed();
    tcx.detach();
    tcx.close();
    await agent.ready(10_000);

    program.close();
    object.close();
    await agent.stop('SIGKILL');
    // Where the kernel has tcx, links take the filters' place.
    const names = (): (string | undefined)[] => listTcFilters(ifindex, 'egress', at.netns).map(({ name }) => name);
    expect(names()).toEqual([expect.stringMatching(/^osg_ingress/)]);
    const next = await node.agent().ready();
    expect(names()).toEqual([]);
    const traffic = await node.traffic();
    await pause(300);
    unharmed(await node.finish(traffic));
    await next.stop('SIGKILL');
  }, 180_000);
});
