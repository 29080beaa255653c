/** F94a, F114: the node reaches its workloads from any of its own addresses; nobody else does by bearing one. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestNode, type Workload } from '../support/node.js';
import * as p from '../support/packets.js';

const W = { v4: '10.1.0.10', v6: 'fd00:1::10' } as const;
const PORT = 8006;

describe("the node's own addresses", () => {
  let node: TestNode;
  let web: Workload;

  beforeAll(async () => {
    node = await TestNode.create({
      web: { addresses: [W.v4, W.v6] },
      other: { addresses: ['10.1.0.20'], governed: false },
    });
    web = node.workload('web');
    await node.enforce({ web: { ingress: [], egress: [] } }, { probes: true });
    await web.agent.tcpListen('::', PORT);
  });
  afterAll(() => node?.close());

  const reaches = (host: string): Promise<boolean> =>
    node.agent.succeeds('tcp_connect', { host, port: PORT, timeout: 1 });
  const packet = (src: string): Buffer =>
    p.frame(p.tcpPacket({ src, dst: src.includes(':') ? W.v6 : W.v4, dport: PORT }), {
      from: web.gatewayMac,
      to: web.mac,
    });
  /** As if the node's own socket had sent it, or an interface had brought it. */
  const own = (src: string): string => node.judge(web, 'ingress', packet(src), { ingressIfindex: 0 }).reason;
  const forwarded = (src: string): string =>
    node.judge(web, 'ingress', packet(src), { ingressIfindex: node.workload('other').ifindex }).reason;
  const becomes = async (src: string, reason: string): Promise<void> => {
    for (const end = Date.now() + 20_000; own(src) !== reason && Date.now() < end; )
      await new Promise((resolve) => setTimeout(resolve, 5));
    expect(own(src)).toBe(reason);
  };

  it('F114 F94a bridge, gateway and link-local addresses that no inventory names: its sockets pass, the same address forwarded is judged', async () => {
    const local = 'fe80::ff:fe00:101';
    expect(own(`fe80::ff:fe00:201`), 'as if from its link-local address').toBe('NODE');
    expect(await reaches(`${local}%${web.host}`), 'from its link-local address').toBe(true);
    node.box.ip(
      node.netns,
      'link add cni0 type bridge',
      'link set cni0 up',
      'address add 10.244.3.1/24 dev cni0',
      'address add fd00:244::1/64 dev cni0 nodad',
      `address add 169.254.1.1/32 dev ${web.host}`,
    );
    for (const [src, dst] of [
      ['10.244.3.1', W.v4],
      ['169.254.1.1', W.v4],
      ['fd00:244::1', W.v6],
    ] as const) {
      node.box.ip(node.netns, `route replace ${dst}/${dst.includes(':') ? 128 : 32} dev ${web.host} src ${src}`);
      await becomes(src, 'NODE');
      const before = node.counts(web).get('ingress NODE') ?? 0n;
      // The workload answers through its gateway.
      if (src.includes(':')) node.box.ip(web.netns, `route add ${src}/128 via fd00:200::1 dev eth0`);
      expect(await reaches(dst), src).toBe(true);
      expect(node.counts(web).get('ingress NODE')).toBeGreaterThan(before);
      expect(forwarded(src), `${src}, forwarded`).toBe('RULE_DENY');
    }
    expect(own('10.244.3.2'), 'another address of the same network').toBe('RULE_DENY');
    expect(own('198.51.100.7'), 'F94a no address of its own').toBe('RULE_DENY');
  });

  it('F114 addresses come and go, on one interface or on several', async () => {
    node.box.ip(node.netns, `address add 10.9.9.9/32 dev ${web.host}`, `address add 10.9.9.9/32 dev lo`);
    await becomes('10.9.9.9', 'NODE');
    node.box.ip(node.netns, 'address del 10.9.9.9/32 dev lo', 'address add 10.9.9.8/32 dev lo');
    await becomes('10.9.9.8', 'NODE');
    expect(own('10.9.9.9'), 'still on the other').toBe('NODE');
    node.box.ip(node.netns, `address del 10.9.9.9/32 dev ${web.host}`);
    await becomes('10.9.9.9', 'RULE_DENY');
    node.box.ip(node.netns, 'address del 10.9.9.8/32 dev lo');
    await becomes('10.9.9.8', 'RULE_DENY');
  });

  it('F44 F114 an address that a foreign hand enters is taken out and told', async () => {
    const key = Buffer.alloc(20);
    key.writeUInt32LE(0xc6336407, 0);
    key.writeUInt32LE(4, 16);
    node.datapath.map('osg_node_addresses').update(key, Buffer.alloc(4, 1));
    expect(own('198.51.100.7')).toBe('NODE');
    const faults = await node.datapath.repairState();
    expect(faults.map(({ kind, repaired }) => ({ kind, repaired }))).toEqual([{ kind: 'map', repaired: true }]);
    expect(own('198.51.100.7')).toBe('RULE_DENY');
    expect(await node.datapath.repairState()).toEqual([]);
  });

  it('F114 what changed while no agent ran is right when the next one opens', async () => {
    await node.datapath.close();
    node.box.ip(node.netns, 'address add 10.9.9.7/32 dev lo', `address del 169.254.1.1/32 dev ${web.host}`);
    node.open();
    expect([own('10.9.9.7'), own('169.254.1.1')]).toEqual(['NODE', 'RULE_DENY']);
  });
});
