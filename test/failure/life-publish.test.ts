import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LifeNode, lifePolicy, pause } from '../support/life.js';

const DYING = fileURLToPath(new URL('../support/agent-unforgiving.mjs', import.meta.url));

/** lifePolicy, and web may also call 9090: what `client.opened` and `wrong` of the server tell. */
const opened = lifePolicy().replaceAll('port: 8080}', 'port: 8080}, {protocol: TCP, port: 9090}');

describe('the agent dies in the middle of a publication', () => {
  let node: LifeNode;
  beforeAll(async () => {
    node = await LifeNode.create();
  });
  afterAll(() => node.close());

  /** Whether web reaches the port that only the newer policy allows; TCP and UDP 8080 go on in any case. */
  async function reaches(): Promise<boolean> {
    const traffic = await node.traffic();
    await pause(700);
    const { client, rogue } = await node.finish(traffic);
    expect(client).toMatchObject({ broken: '', missing: 0, answered: 0 });
    expect(client.sent).toBeGreaterThan(20);
    expect(rogue).toMatchObject({ opened: 0, answered: 0 });
    return client.opened > 0;
  }

  it.each([
    ['prepared', false],
    ['written', false],
    ['published', true],
    ['uncommitted', true],
  ] as const)(
    'F36 F60 %s: what the kernel enforces stays, and is what the next agent enforces alone',
    async (moment, after) => {
      node.shop.policies.write('policy.yaml', lifePolicy());
      if (node.controllerRuns) await node.stopController();
      await node.startController();
      const agent = await node.agent({ main: DYING, prefix: ['env', `OSG_TEST_DIE=${moment}`] }).ready();
      const desired = async (): Promise<number> => Number(node.row().desiredRevision ?? 0);
      await expect
        .poll(async () => (await agent.metric('osg_agent_realised_revision')) === (await desired()), {
          timeout: 10_000,
        })
        .toBe(true);
      const before = await desired();
      await expect.poll(() => existsSync(join(node.stateDir, 'last-good.next'))).toBe(false);
      agent.child.kill('SIGUSR2');
      await pause(200);
      const traffic = await node.traffic();
      node.shop.policies.write('policy.yaml', opened);
      expect(await agent.exited).toBe('SIGKILL');
      const newest = await desired();
      expect(newest).toBeGreaterThan(before);
      await node.stopController();
      await pause(300);
      const { client, rogue } = await node.finish(traffic);
      expect(client).toMatchObject({ broken: '', missing: 0 });
      expect(rogue).toMatchObject({ opened: 0, answered: 0 });
      expect(await reaches()).toBe(after);

      const next = await node.agent().ready();
      expect(next.log).not.toContain('is not on disk');
      expect(await next.metric('osg_agent_realised_revision')).toBe(after ? newest : before);
      expect(existsSync(join(node.stateDir, 'last-good.next'))).toBe(false);
      expect(await reaches()).toBe(after);
      await next.stop('SIGKILL');
    },
    60_000,
  );
});
