import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { Reason } from '../../src/flows/index.js';
import { osg as wire } from '../../src/gen/proto.js';
import { LifeNode, lifePolicy } from '../support/life.js';
import { killing, slotPackets } from '../support/life-kill.js';
import { osg } from '../support/parts.js';

/** The agent as it is, without recovery window: a flow goes on by its conntrack entry or not at all. */
const UNFORGIVING = fileURLToPath(new URL('../support/agent-unforgiving.mjs', import.meta.url));

type FlowRecord = wire.v1.FlowRecord.$Properties;
const { ROLLUP } = wire.v1.FlowItem.Kind;

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

describe('the agent is killed', () => {
  it('F46 F36 six times at random under traffic and policy updates: no verdict changes', async () => {
    const node = await LifeNode.create();
    closers.push(() => node.close());
    const { revisions, counted } = await killing(node, { kills: 6, longestLifeMs: 1_500 });
    expect(revisions).toBeGreaterThan(3);
    expect(counted).toBeGreaterThan(500);
  }, 90_000);

  it('F60 a new agent without controller enforces the last good policy', async () => {
    const node = await LifeNode.create();
    closers.push(() => node.close());
    const agent = await node.agent().ready();
    const traffic = await node.traffic();
    await agent.stop('SIGKILL');
    await node.stopController();
    const restarted = Date.now() * 1000;
    const next = await node.agent().ready();
    expect(next.log).toContain('enforcement taken over');
    expect(next.log).toContain('revision in force');
    expect(await next.metric('osg_agent_controller_connected')).toBe(0);
    // What was denied while nobody was there is told as what it was.
    const meanwhile = async (): Promise<FlowRecord[]> =>
      (await node.records()).filter(
        ({ item }) => item?.kind === ROLLUP && Number(item.firstSeenUnixUs) < restarted && (item.durationUs ?? 0) > 0,
      );
    await expect.poll(async () => (await meanwhile()).length, { timeout: 15_000 }).toBeGreaterThan(0);
    for (const { context } of await meanwhile()) {
      expect(context).toMatchObject({ endpoint: 'shop/api', revision: 1, reason: Reason.REASON_DEFAULT_DENY });
      expect(context?.isolatedBy).toEqual([{ policy: 'SecurityGroup/shop/api', owner: 'team-api' }]);
    }
    const { client, server, rogue } = await node.finish(traffic);
    expect(client).toMatchObject({ broken: '', missing: 0, opened: 0, answered: 0 });
    expect(server).toMatchObject({ wrong: 0 });
    expect(rogue).toMatchObject({ opened: 0, answered: 0 });
  }, 180_000);

  it('F46 F60 after a history of edits, counters are still those of the same rule, and a flow goes on', async () => {
    const withOld = lifePolicy().replace(
      '  - id: from-web',
      '  - {id: old, from: [{cidr: 192.0.2.1/32}]}\n  - id: from-web',
    );
    const onlyOld = withOld.replace(/ {2}- id: from-web\n.*\n.*\n/, '');
    const node = await LifeNode.create(['rogue', 'web'], onlyOld);
    closers.push(() => node.close());
    const { shop } = node;
    let agent = await node.agent({ main: UNFORGIVING }).ready();
    const reaches = (revision: number) =>
      expect.poll(() => agent.metric('osg_agent_realised_revision'), { timeout: 10_000 }).toBe(revision);
    // Inventory makes no revision: it is in force when the endpoint is.
    const attached = (endpoints: number) =>
      expect.poll(() => agent.metric('osg_agent_endpoints{state="attached"}'), { timeout: 10_000 }).toBe(endpoints);
    await shop.addPod('api');
    shop.writeInventory();
    await attached(3);
    shop.policies.write('policy.yaml', withOld);
    await reaches(2);
    shop.policies.write('policy.yaml', lifePolicy());
    await reaches(3);
    shop.pods.delete('rogue');
    shop.writeInventory();
    await attached(2);

    const [web, api] = [shop.pod('web'), shop.pod('api')];
    const listening = await api.agent.tcpListen('0.0.0.0', 8080);
    const connection = await web.agent.tcpConnect(api.address, 8080);
    const accepted = await api.agent.tcpAccept(listening);
    const datagrams = await web.agent.udpOpen('0.0.0.0', 0);
    const sink = await api.agent.udpOpen('0.0.0.0', 8080);
    /** Slots that decided forty datagrams of web's to api. */
    const counting = async (): Promise<number[]> => {
      const before = slotPackets(node);
      await web.agent.sendTo(datagrams, api.address, 8080, 'x', 40);
      for (let i = 0; i < 40; i++) await api.agent.recv(sink);
      return slotPackets(node).flatMap((packets, slot) => (packets - (before[slot] ?? 0n) >= 40n ? [slot] : []));
    };
    /** The rule of the established connection, as told by the agent. */
    const ruleOfFlow = async (): Promise<(string | undefined)[]> => {
      const { stdout } = await osg([
        'conntrack',
        'list',
        'shop/api',
        '--agent',
        `unix:${shop.path('a.sock')}`,
        '-o',
        'json',
      ]);
      const { flows } = JSON.parse(stdout) as { flows?: { protocol?: number; rule?: string }[] };
      return (flows ?? []).filter(({ protocol }) => protocol === 6).map(({ rule }) => rule);
    };
    const slots = await counting();
    expect(slots.length).toBeGreaterThan(0);
    expect(await ruleOfFlow()).toEqual([expect.stringContaining('from-web')]);

    for (const withController of [true, false]) {
      // What came into force is on disk a moment later.
      const files = ['last-good', 'last-good.journal'].map((name) => join(node.stateDir, name));
      await expect.poll(() => files.some((file) => readFileSync(file).includes('from-web'))).toBe(true);
      await agent.stop('SIGKILL');
      if (!withController) await node.stopController();
      agent = await node.agent({ main: UNFORGIVING }).ready();
      expect(agent.log).toContain('enforcement taken over');
      expect(agent.log).not.toContain('numbered anew');
      await api.agent.send(accepted, 'still');
      expect(await web.agent.recv(connection)).toBe('still');
      await web.agent.send(connection, 'here');
      expect(await api.agent.recv(accepted)).toBe('here');
      expect(await ruleOfFlow()).toEqual([expect.stringContaining('from-web')]);
      expect(await counting()).toEqual(slots);
    }
  }, 180_000);

  it('F67 F80 a policy that cannot be read is refused end to end, the old one stays, the next one comes', async () => {
    const node = await LifeNode.create();
    closers.push(() => node.close());
    const agent = await node.agent().ready();
    const traffic = await node.traffic();
    node.shop.policies.write('policy.yaml', lifePolicy().replace('port: 8080', 'port: 80800'));
    await expect
      .poll(() => node.controller.controller.status().problems?.[0]?.message, { timeout: 10_000 })
      .toMatch(/80800/);
    expect(node.controller.controller.status().problems?.[0]).toMatchObject({ line: 10 });
    expect(await agent.metric('osg_agent_realised_revision')).toBe(1);
    node.shop.policies.write('policy.yaml', lifePolicy(1));
    await expect.poll(() => agent.metric('osg_agent_realised_revision'), { timeout: 10_000 }).toBe(2);
    const { client, server } = await node.finish(traffic);
    expect(client).toMatchObject({ broken: '', missing: 0, opened: 0 });
    expect(server).toMatchObject({ wrong: 0 });
  }, 180_000);
});
