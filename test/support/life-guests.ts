/** Workloads that come to a node and go again, ten at a time. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { queryTcx } from '../../src/ebpf/binding.js';
import type { AgentProcess, LifeNode } from './life.js';
import type { Netns } from './netns.js';
import { nodeYaml, podYaml } from './shop-files.js';
import { GATEWAY } from './shop-node.js';

/** Programs on both hooks of an interface of the node. @throws ENODEV if there is none */
export const programsOn = (node: LifeNode, ifindex: number): number =>
  queryTcx(ifindex, 'ingress', node.shop.netns.path).programs.length +
  queryTcx(ifindex, 'egress', node.shop.netns.path).programs.length;

export interface Held {
  readonly descriptors: number;
  readonly links: number;
  readonly pins: number;
  readonly residentKiB: number;
}

export class Guests {
  readonly #netns: Netns;
  #number = 0;

  constructor(
    readonly node: LifeNode,
    readonly agent: AgentProcess,
  ) {
    this.#netns = node.shop.box.netns('guests');
  }

  /** What the agent holds of the kernel. */
  held(): Held {
    const status = readFileSync(`/proc/${this.agent.pid}/status`, 'utf8');
    return {
      descriptors: this.agent.descriptors,
      links: readdirSync(join(this.node.bpffsDir, 'links')).length,
      pins: this.node.objects().maps.length,
      residentKiB: Number(/^VmRSS:\s*(\d+)/m.exec(status)?.[1]),
    };
  }

  /** `count` workloads come, are enforced, and go again without a trace. */
  async round(count: number): Promise<void> {
    const { shop } = this.node;
    const base = nodeYaml('n1', GATEWAY) + [...shop.pods].map(([name, { address }]) => podYaml(name, address)).join('');
    const attached = (): Promise<number> => this.agent.metric('osg_agent_endpoints{state="attached"}');
    const guests = Array.from({ length: count }, () => {
      const n = this.#number++;
      return { name: `g${n}`, address: `10.${78 + ((n >> 16) & 63)}.${(n >> 8) & 255}.${n & 255}` };
    });
    const pods = guests.map(({ name, address }) => podYaml(name, address, { app: 'api' })).join('');
    for (const { name } of guests)
      shop.box.ip(
        shop.netns,
        `link add veth-${name} type veth peer name e-${name} netns ${this.#netns.name}`,
        `link set veth-${name} up`,
      );
    shop.policies.write('inventory.yaml', base + pods);
    await expect.poll(attached, { timeout: 10_000 }).toBe(shop.pods.size + count);
    for (const { name } of guests) expect(programsOn(this.node, shop.box.ifindex(shop.netns, `veth-${name}`))).toBe(2);
    for (const { name } of guests) shop.box.ip(shop.netns, `link delete veth-${name}`);
    shop.policies.write('inventory.yaml', base);
    const links = (): number => readdirSync(join(this.node.bpffsDir, 'links')).length;
    await expect.poll(links, { timeout: 10_000 }).toBe(2 * shop.pods.size);
    await expect.poll(() => this.agent.metric('osg_agent_endpoints'), { timeout: 5_000 }).toBe(shop.pods.size);
  }
}
