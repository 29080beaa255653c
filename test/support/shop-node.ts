/** A node with routed workloads in namespaces, and the policy folder and state folders of its parts. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Agent } from './agent.js';
import { type Netns, Sandbox } from './netns.js';
import { type Folder, folderWith, nodeYaml, podYaml } from './shop-files.js';

export const GATEWAY = '10.77.0.1';

export interface ShopNodeOptions {
  readonly name?: string;
  /** The first three bytes of its workloads' addresses. */
  readonly subnet?: string;
  /** Where another node's controller listens. */
  readonly controller?: string;
}

export class ShopNode {
  readonly name: string;
  readonly #subnet: string;
  readonly #controller: string;
  readonly box = new Sandbox();
  readonly netns: Netns;
  readonly policies: Folder;
  readonly pods = new Map<string, { readonly netns: Netns; readonly agent: Agent; readonly address: string }>();

  private constructor({ name = 'n1', subnet = '10.77.0', controller }: ShopNodeOptions) {
    this.name = name;
    this.#subnet = subnet;
    this.#controller = controller ?? `unix:${this.path('c.sock')}`;
    this.netns = this.box.netns('node', { forwarding: true });
    this.policies = folderWith();
    for (const name of ['store', 'agent']) mkdirSync(join(this.box.dir, name));
  }

  static async create(names: readonly string[], options: ShopNodeOptions = {}): Promise<ShopNode> {
    const node = new ShopNode(options);
    try {
      for (const name of names) await node.addPod(name);
      node.writeInventory();
      return node;
    } catch (error) {
      node.close();
      throw error;
    }
  }

  /** A namespace with a veth named `veth-<name>` on the node, routed like by the ptp plugin. */
  async addPod(name: string): Promise<void> {
    const netns = this.box.netns(name);
    const address = `${this.#subnet}.${11 + this.pods.size}`;
    this.plug(name, netns, address);
    this.pods.set(name, { netns, agent: await this.box.agent(netns), address });
  }

  plug(name: string, netns: Netns, address: string): void {
    this.box.veth({ netns: this.netns, name: `veth-${name}` }, { netns, name: 'eth0' });
    this.box.ip(
      this.netns,
      `address add ${GATEWAY}/32 dev veth-${name}`,
      `route add ${address}/32 dev veth-${name} src ${GATEWAY}`,
    );
    this.box.ip(
      netns,
      `address add ${address}/32 dev eth0`,
      `route add ${GATEWAY}/32 dev eth0`,
      `route add default via ${GATEWAY} dev eth0`,
    );
  }

  unplug(name: string): void {
    this.box.ip(this.netns, `link delete veth-${name}`);
  }

  writeInventory(): void {
    const pods = [...this.pods].map(([name, { address }]) => podYaml(name, address, { node: this.name }));
    this.policies.write('inventory.yaml', nodeYaml(this.name, GATEWAY) + pods.join(''));
  }

  pod(name: string) {
    const found = this.pods.get(name);
    if (found === undefined) throw new Error(`no pod ${name}`);
    return found;
  }

  path(name: string): string {
    return join(this.box.dir, name);
  }

  get controllerArgs(): string[] {
    return [
      'controller',
      '--policies',
      this.policies.path,
      '--state-dir',
      this.path('store'),
      '--listen',
      `unix:${this.path('c.sock')}`,
      '--operator-listen',
      `unix:${this.path('o.sock')}`,
    ];
  }

  get agentArgs(): string[] {
    return [
      ...['agent', '--node', this.name, '--controller', this.#controller, '--state-dir', this.path('agent')],
      ...[
        '--bpffs-dir',
        join(this.box.bpffs, 'osg'),
        '--netns',
        this.netns.path,
        '--status-listen',
        `unix:${this.path('a.sock')}`,
        '--endpoints',
        '32',
      ],
    ];
  }

  close(): void {
    this.box.close();
    this.policies.remove();
  }
}
