import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LifeNode, lifePolicy, type Outcome } from '../support/life.js';

/** Only these, in every set; nothing can be gained by exec. */
const only = (...names: string[]): string[] => {
  const list = names.map((name) => `+${name}`).join(',');
  return ['setpriv', '--bounding-set', `-all,${list}`, '--inh-caps', `-all,${list}`, '--no-new-privs'];
};

const unharmed = ({ client, server, rogue }: Outcome): void => {
  expect(client).toMatchObject({ broken: '', missing: 0, opened: 0, answered: 0 });
  expect(client.sent).toBeGreaterThan(10);
  expect(server.wrong_from).toEqual([]);
  expect(rogue).toMatchObject({ opened: 0, answered: 0 });
};

describe('privileges', () => {
  let node: LifeNode;
  beforeAll(async () => {
    node = await LifeNode.create();
    await (await node.agent().ready()).stop('SIGKILL');
  });
  afterAll(() => node.close());

  it.each([
    ['bpf', ['net_admin', 'perfmon'], /lacks CAP_BPF\./],
    ['net_admin', ['bpf', 'perfmon'], /lacks CAP_NET_ADMIN\./],
    ['perfmon', ['bpf', 'net_admin'], /lacks CAP_PERFMON\./],
  ] as const)('F55 without CAP_%s it says so, and what was enforced still is', async (_, rest, words) => {
    const traffic = await node.traffic();
    const agent = node.agent({ prefix: only(...rest), inside: true });
    expect(await agent.exited).toBe(5);
    // Behind the log lines one sentence, and no stack.
    const said = agent.log.split('\n').filter((line) => line !== '' && !line.startsWith('{'));
    expect(said).toEqual([expect.stringMatching(words)]);
    unharmed(await node.finish(traffic));
  });

  it('F55 without a bpffs it says so, and what was enforced still is', async () => {
    const traffic = await node.traffic();
    const agent = node.agent({ args: ['--bpffs-dir', node.shop.path('nowhere')] });
    expect(await agent.exited).toBe(5);
    expect(agent.log).toMatch(/nowhere is in no bpffs: mount one/);
    unharmed(await node.finish(traffic));
  });

  it("F55 without the kernel's BTF it says so, and what was enforced still is", async () => {
    const traffic = await node.traffic();
    const hidden = ['unshare', '-m', 'sh', '-c', 'mount -t tmpfs none /sys/kernel/btf && exec "$0" "$@"'];
    const agent = node.agent({ prefix: hidden });
    expect(await agent.exited).toBe(5);
    expect(agent.log).toContain('failed to find valid kernel BTF');
    unharmed(await node.finish(traffic));
  });

  it('F55 another namespace needs CAP_SYS_ADMIN, which is said', async () => {
    const agent = node.agent({ prefix: only('bpf', 'net_admin', 'perfmon') });
    expect(await agent.exited).toBe(5);
    expect(agent.log).toContain('lacks CAP_SYS_ADMIN (to enter the network namespace');
  });

  it('F94 CAP_BPF, CAP_NET_ADMIN and CAP_PERFMON suffice in its own namespace', async () => {
    const agent = await node.agent({ prefix: only('bpf', 'net_admin', 'perfmon'), inside: true }).ready();
    expect(agent.log).toContain('enforcement taken over');
    const traffic = await node.traffic();
    await expect.poll(() => agent.metric('osg_agent_controller_connected')).toBe(1);
    node.shop.policies.write('policy.yaml', lifePolicy(2));
    await expect.poll(() => agent.metric('osg_agent_realised_revision'), { timeout: 10_000 }).toBe(2);
    unharmed(await node.finish(traffic));
    expect(agent.log).not.toMatch(/EPERM|EACCES/);
    await agent.stop();
  });
});
