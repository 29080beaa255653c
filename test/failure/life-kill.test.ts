import { afterEach, describe, expect, it } from 'vitest';
import { LifeNode, lifePolicy, pause } from '../support/life.js';
import { killing } from '../support/life-kill.js';

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

describe('the agent is killed', () => {
  it('F46 F36 ten times at random under traffic and policy updates: no verdict changes', async () => {
    const node = await LifeNode.create();
    closers.push(() => node.close());
    const { revisions, counted } = await killing(node, { kills: 10, longestLifeMs: 1_500 });
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
    const next = await node.agent().ready();
    expect(next.log).toContain('enforcement taken over');
    expect(next.log).toContain('revision in force');
    expect(await next.metric('osg_agent_controller_connected')).toBe(0);
    await pause(300);
    const { client, server, rogue } = await node.finish(traffic);
    expect(client).toMatchObject({ broken: '', missing: 0, opened: 0, answered: 0 });
    expect(server).toMatchObject({ wrong: 0 });
    expect(rogue).toMatchObject({ opened: 0, answered: 0 });
  }, 60_000);

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
  }, 60_000);
});
