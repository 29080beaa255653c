import { execFileSync } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { folder, LifeNode, lifePolicy, type Outcome, pause } from '../support/life.js';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function create(): Promise<LifeNode> {
  const node = await LifeNode.create();
  closers.push(() => node.close());
  return node;
}

const unharmed = ({ client, server, rogue }: Outcome): void => {
  expect(client).toMatchObject({ broken: '', missing: 0, opened: 0, answered: 0 });
  expect(client.sent).toBeGreaterThan(20);
  expect(server.wrong_from).toEqual([]);
  expect(rogue).toMatchObject({ opened: 0, answered: 0 });
};

async function short(node: LifeNode): Promise<void> {
  const traffic = await node.traffic();
  await pause(300);
  unharmed(await node.finish(traffic));
}

/** A small file system of its own below a folder. */
function tmpfs(path: string, size: string): string {
  folder(path);
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'osg-life', path]);
  closers.push(() => execFileSync('umount', ['-l', path]));
  return path;
}

describe('hardship', () => {
  it('F50 the heap is exhausted: the process ends, the tables stay, the next one takes over', async () => {
    const node = await create();
    const agent = await node.agent({ nodeOptions: ['--max-old-space-size=24'] }).ready();
    const traffic = await node.traffic();
    const rules = Array.from(
      { length: 8_000 },
      (_, i) =>
        `  - {id: r${i}, from: [{cidr: 10.${100 + (i >> 16)}.${(i >> 8) & 255}.${i & 255}/32}], ports: [{port: ${1000 + (i % 5000)}}]}\n`,
    );
    node.shop.policies.write('policy.yaml', lifePolicy().replace('  egress: []\n', `${rules.join('')}  egress: []\n`));
    const ended = await Promise.race([agent.exited, pause(40_000)]);
    expect(ended).toBe('SIGABRT');
    expect(agent.log).toContain('heap');
    await pause(200);
    const next = await node.agent().ready(60_000);
    expect(next.log).toContain('enforcement taken over');
    unharmed(await node.finish(traffic));
  }, 240_000);

  it('F51 the state folder is full, then read-only: enforcement goes on, also over a restart', async () => {
    const node = await create();
    const state = tmpfs(node.stateDir, '1m');
    let agent = await node.agent().ready();
    await expect.poll(() => readdirSync(state)).toContain('last-good');
    try {
      writeFileSync(join(state, 'filler'), Buffer.alloc(2 << 20));
    } catch {
      // Full now: what was meant.
    }
    const traffic = await node.traffic();
    node.shop.policies.write('policy.yaml', lifePolicy(500));
    await expect.poll(() => agent.metric('osg_agent_last_good_unsaved'), { timeout: 10_000 }).toBe(1);
    expect(await agent.metric('osg_agent_realised_revision')).toBe(2);
    await agent.stop('SIGKILL');
    execFileSync('mount', ['-o', 'remount,ro', state]);
    agent = await node.agent().ready();
    node.shop.policies.write('policy.yaml', lifePolicy(4));
    await expect.poll(() => agent.metric('osg_agent_realised_revision'), { timeout: 10_000 }).toBe(3);
    expect(await agent.metric('osg_agent_last_good_unsaved')).toBe(1);
    unharmed(await node.finish(traffic));
    expect(agent.running).toBe(true);
  }, 180_000);

  it('F53 the event loop stalls for 10 s: nothing is lost uncounted', async () => {
    const node = await create();
    const agent = await node.agent().ready();
    const traffic = await node.traffic();
    await pause(500);
    agent.child.kill('SIGSTOP');
    node.shop.policies.write('policy.yaml', lifePolicy(5));
    await pause(10_000);
    agent.child.kill('SIGCONT');
    await expect.poll(() => agent.metric('osg_agent_realised_revision'), { timeout: 20_000 }).toBe(2);
    unharmed(await node.finish(traffic));
    const sums = await node.settledAccounts();
    expect(sums.counted).toBeGreaterThan(1000);
    expect(sums.stored).toBe(sums.reported);
  }, 180_000);

  it('F57 descriptors run out: it degrades, and mends itself when there are some', async () => {
    const node = await create();
    const agent = await node.agent().ready();
    const traffic = await node.traffic();
    const limit = (n: number): void => void execFileSync('prlimit', ['--pid', String(agent.pid), `--nofile=${n}:4096`]);
    limit(agent.descriptors);
    node.shop.policies.write('policy.yaml', lifePolicy(2));
    await pause(4_000);
    expect(agent.running).toBe(true);
    limit(4096);
    await expect.poll(() => agent.metric('osg_agent_realised_revision').catch(() => 0), { timeout: 20_000 }).toBe(2);
    unharmed(await node.finish(traffic));
    await agent.ready();
  }, 180_000);

  it('F57 a start with too few descriptors is refused at once, and what was enforced still is', async () => {
    const node = await create();
    const agent = await node.agent().ready();
    await agent.stop('SIGKILL');
    const traffic = await node.traffic();
    for (const files of [26, 48]) {
      const poor = node.agent({ prefix: ['prlimit', `--nofile=${files}:${files}`] });
      expect(await poor.exited).toBe(5);
      expect(poor.log).toMatch(/^osg: /m);
    }
    unharmed(await node.finish(traffic));
    await (await node.agent().ready()).stop();
    await short(node);
  }, 180_000);
});
