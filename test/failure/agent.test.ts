import { afterEach, describe, expect, it } from 'vitest';
import { PartProcess } from '../support/parts.js';
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
  return node.pod(from).agent.succeeds('tcp_connect', { host: node.pod(to).address, port, timeout: 0.4, source_port: 0 });
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

    const again = await part(node, node.agentArgs, 'agent2').ready();
    expect(again.log).toContain('enforcement taken over');
    expect(await connects(node, 'web', 'api', 8080)).toBe(true);
    expect(await connects(node, 'rogue', 'api', 8080)).toBe(false);

    await part(node, node.controllerArgs, 'controller2').ready();
    node.policies.write('policy.yaml', groupYaml('api', 'rogue', 9090));
    await expect.poll(() => connects(node, 'rogue', 'api', 9090), { timeout: 10_000 }).toBe(true);
    expect(await connects(node, 'web', 'api', 8080)).toBe(false);
  });
});
