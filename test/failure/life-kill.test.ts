import { afterEach, describe, expect, it } from 'vitest';
import { LifeNode, lifePolicy, pause } from '../support/life.js';

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const KILLS = 10;

describe('the agent is killed', () => {
  it(`F46 ${KILLS} times at random under traffic and policy updates: no verdict changes`, async () => {
    const node = await LifeNode.create();
    closers.push(() => node.close());
    const t0 = Date.now();
    let agent = await node.agent().ready();
    console.log('ready', Date.now() - t0);
    const traffic = await node.traffic();
    let extra = 0;
    const updates = setInterval(() => node.shop.policies.write('policy.yaml', lifePolicy(++extra % 20)), 100);
    closers.push(async () => clearInterval(updates));
    for (let kill = 0; kill < KILLS; kill++) {
      await pause(Math.random() * 1500);
      await agent.stop('SIGKILL');
      await pause(Math.random() * 100);
      agent = node.agent();
    }
    await agent.ready();
    console.log('again', Date.now() - t0);
    clearInterval(updates);
    await pause(300);
    const { client, server, rogue } = await node.finish(traffic);
    console.log(JSON.stringify({ client, server, rogue }));
    expect(client).toMatchObject({ broken: '', missing: 0, opened: 0, answered: 0 });
    expect(client.echoed).toBe(client.sent);
    expect(server).toMatchObject({ wrong: 0 });
    expect(rogue).toMatchObject({ opened: 0, answered: 0 });
    expect(rogue.knocks).toBeGreaterThan(500);
  }, 60_000);
});
