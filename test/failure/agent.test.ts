import { writeFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { httpGet, osg, PartProcess } from '../support/parts.js';
import { groupYaml } from '../support/shop-files.js';
import { ShopNode } from '../support/shop-node.js';

const closers: (() => Promise<unknown> | unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function shop(): Promise<ShopNode> {
  const node = await ShopNode.create(['web', 'api', 'rogue']);
  closers.push(() => node.close());
  node.policies.write('policy.yaml', groupYaml('api', 'web', 8080));
  return node;
}

function part(node: ShopNode, args: readonly string[], name: string): PartProcess {
  const process = new PartProcess(args, node.path(`${name}.health`));
  closers.push(() => process.stop('SIGKILL'));
  return process;
}

/** Whether a new TCP connection from one pod to a listening one comes about. */
async function connects(node: ShopNode, from: string, to: string, port: number): Promise<boolean> {
  return node
    .pod(from)
    .agent.succeeds('tcp_connect', { host: node.pod(to).address, port, timeout: 0.4, source_port: 0 });
}

/** Packets dropped at ingress by policy, as the agent tells them by workload. */
async function drops(agent: PartProcess): Promise<{ api: number; all: number; series: number }> {
  const { body } = await httpGet(agent.healthSocket, '/metrics');
  const lines = body.split('\n').filter((line) => line.startsWith('osg_workload_denied_packets_total{'));
  const packets = (word: string): number =>
    lines
      .filter((line) => line.includes(word) && line.includes('direction="ingress",reason="policy"'))
      .reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' '))), 0);
  const series = lines.filter((line) => !line.includes('workload="other"')).length;
  return { api: packets('workload="api"'), all: packets(''), series };
}

describe('agent and controller as processes, on the kernel', () => {
  it('F46 F60: enforces, survives kill -9 and a missing controller, follows a file edit', async () => {
    const node = await shop();
    await node.pod('api').agent.tcpListen('0.0.0.0', 8080);
    await node.pod('api').agent.tcpListen('0.0.0.0', 9090);
    const controller = await part(node, node.controllerArgs, 'controller').ready();
    const agent = await part(node, node.agentArgs, 'agent').ready();
    expect(await connects(node, 'web', 'api', 8080)).toBe(true);
    expect(await connects(node, 'rogue', 'api', 8080)).toBe(false);
    expect(await connects(node, 'web', 'api', 9090)).toBe(false);

    await agent.stop('SIGKILL');
    await controller.stop('SIGKILL');
    expect(await connects(node, 'web', 'api', 8080)).toBe(true);
    expect(await connects(node, 'rogue', 'api', 8080)).toBe(false);

    writeFileSync(node.path('agent.yaml'), 'metrics: { workloadSeries: 4 }\n');
    const again = await part(node, [...node.agentArgs, '--config', node.path('agent.yaml')], 'agent2').ready();
    const taken = await drops(again);
    expect(taken).toMatchObject({ api: 0, series: 4 });
    expect(taken.all).toBeGreaterThan(0);
    expect(again.log).toContain('enforcement taken over');
    expect(await connects(node, 'web', 'api', 8080)).toBe(true);
    expect(await connects(node, 'rogue', 'api', 8080)).toBe(false);

    await part(node, node.controllerArgs, 'controller2').ready();
    node.policies.write('policy.yaml', groupYaml('api', 'rogue', 9090));
    await expect.poll(() => connects(node, 'rogue', 'api', 9090), { timeout: 10_000 }).toBe(true);
    expect(await connects(node, 'web', 'api', 8080)).toBe(false);

    const before = await drops(again);
    expect(before.api).toBeGreaterThan(0);
    expect(before.all).toBeGreaterThanOrEqual(taken.all + before.api);
    node.pods.delete('api');
    node.writeInventory();
    await expect.poll(async () => (await drops(again)).api, { timeout: 10_000 }).toBe(0);
    expect((await drops(again)).all).toBeGreaterThanOrEqual(before.all);
  });

  it('tells and obeys people: status, verify, emergencies that cut live connections and end by themselves, rollback', async () => {
    const node = await shop();
    const api = node.pod('api').agent;
    const listening = await api.tcpListen('0.0.0.0', 8080);
    await part(node, node.controllerArgs, 'controller').ready();
    await part(node, node.agentArgs, 'agent').ready();
    const operator = ['--controller', `unix:${node.path('o.sock')}`];
    const run = async (...args: string[]): Promise<string> => {
      const { code, stdout, stderr } = await osg([...args]);
      expect({ args, code, stderr }).toEqual({ args, code: 0, stderr: '' });
      return stdout;
    };

    await expect
      .poll(() => osg(['status', ...operator]), { timeout: 10_000 })
      .toMatchObject({ code: 0, stdout: expect.stringMatching(/n1 +current +1 /) });
    expect(await run('verify', '--agent', `unix:${node.path('a.sock')}`)).toMatch(
      /flows compared: the kernel holds the policy/,
    );
    expect(await run('status', '--agent', `unix:${node.path('a.sock')}`)).toMatch(/shop\/api +attached +veth-api/);

    const web = node.pod('web').agent;
    const connection = await web.tcpConnect(node.pod('api').address, 8080);
    const accepted = await api.tcpAccept(listening);
    await web.send(connection, 'before');
    expect(await api.recv(accepted)).toBe('before');

    expect((await osg(['emergency', 'isolate', 'shop/web', '--reason', 'x', ...operator])).code).toBe(2);
    expect(await run('emergency', 'isolate', 'shop/web', '--for', '3s', '--reason', 'incident', ...operator)).toContain(
      'e-1',
    );
    await expect.poll(() => connects(node, 'web', 'api', 8080), { timeout: 5_000 }).toBe(false);
    await web.send(connection, 'during');
    await expect(api.recv(accepted, 0.3)).rejects.toThrow();
    await expect.poll(() => connects(node, 'web', 'api', 8080), { timeout: 8_000 }).toBe(true);

    expect(
      await run(
        'emergency',
        'allow',
        '--from',
        'shop/rogue',
        '--to',
        'shop/api',
        '--port',
        'tcp/8080',
        '--for',
        '60s',
        '--reason',
        'look',
        '--ticket',
        'T-1',
        ...operator,
      ),
    ).toContain('e-2');
    await expect.poll(() => connects(node, 'rogue', 'api', 8080), { timeout: 5_000 }).toBe(true);
    expect(await run('emergency', 'list', ...operator)).toMatch(/e-2 +allow shop\/rogue → shop\/api tcp\/8080/);
    await run('emergency', 'end', 'e-2', ...operator);
    await expect.poll(() => connects(node, 'rogue', 'api', 8080), { timeout: 5_000 }).toBe(false);

    node.policies.write('policy.yaml', groupYaml('api', 'rogue', 8080));
    await expect.poll(() => connects(node, 'rogue', 'api', 8080), { timeout: 5_000 }).toBe(true);
    await run('rollback', '1', '--reason', 'rogue got in', ...operator);
    await expect.poll(() => connects(node, 'rogue', 'api', 8080), { timeout: 5_000 }).toBe(false);
    expect(await connects(node, 'web', 'api', 8080)).toBe(true);
    expect(await run('history', ...operator)).toMatch(/rollback +local:/);
    expect(await run('audit', 'verify', ...operator)).toMatch(/records, unbroken/);
  }, 90_000);
});
