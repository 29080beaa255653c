/** F141: Services where packets take other ways: while things change, through tunnels and bridges, and where somebody else writes on them. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { features } from '../../src/ebpf/binding.js';
import type { Agent, Handle } from '../support/agent.js';
import { NODE } from '../support/node.js';
import { B1, B2, FAMILIES, ME, PORT, ServiceLab, TO_B1, TO_B2, TO_ME, tcp, udp, VIP } from '../support/service-lab.js';
import { SLOW } from '../support/slow.js';

const [LIVE, TO_LIVE, TO_MOVED, TO_FAR, TO_FAR_DENIED] = [8090, 85, 86, 87, 88];
/** Behind a tunnel. */
const FAR = { v4: '10.2.0.5', v6: 'fd00:2::5' } as const;
const FAR_DENIED = { v4: '10.2.0.6', v6: 'fd00:2::6' } as const;
const at = (address: string, port: number): string => `${address.includes(':') ? `[${address}]` : address}:${port}`;
const l3 = (address: string): string => (address.includes(':') ? 'ip6' : 'ip');
const TAG_OF_CLIENT = { judged: '1:5001', deferred: '1:a001' } as const;

/** What takes programs at netfilter's hooks (Linux 6.4). */
const it = test.skipIf(!features().netfilter);

describe('services, on other ways', () => {
  let lab: ServiceLab;
  beforeAll(async () => {
    lab = await ServiceLab.create();
    const rules = FAMILIES.flatMap((f) =>
      ['tcp', 'udp'].flatMap((protocol) =>
        [
          [TO_LIVE, B1[f], LIVE] as const,
          [TO_FAR, FAR[f], PORT] as const,
          [TO_FAR_DENIED, FAR_DENIED[f], PORT] as const,
        ].map(
          ([port, to, there]) =>
            `add rule inet services pre ${l3(to)} daddr ${VIP[f]} ${protocol} dport ${port} dnat ${l3(to)} to ${at(to, there)}`,
        ),
      ),
    );
    lab.nft(rules.join('\n'));
  });
  afterAll(() => lab?.close());

  const toFirst = (): Promise<void> => lab.allow((f) => [tcp(B1[f]), udp(B1[f]), tcp(B1[f], LIVE)]);
  const gets = async (agent: Agent, handle: Handle, timeout = 2): Promise<string> => {
    try {
      return await agent.recv(handle, timeout);
    } catch {
      return '';
    }
  };
  /** What is sent on an interface bears that class: the kernel writes its lower half where our mark is. */
  const classify = (
    dir: 'ingress' | 'egress',
    netns: ServiceLab['node']['netns'],
    dev: string,
    flowid: string,
  ): (() => void) => {
    const { box } = lab.node;
    box.exec(netns, 'tc', ['qdisc', 'add', 'dev', dev, 'clsact']);
    box.exec(netns, 'tc', [
      ...['filter', 'add', 'dev', dev, dir, 'protocol', 'all', 'u32', 'match', 'u32', '0', '0', 'flowid', flowid],
    ]);
    return () => void box.exec(netns, 'tc', ['qdisc', 'delete', 'dev', dev, 'clsact']);
  };

  it('F141 F32 a live TCP connection stops with its rule, both ways, and goes on with it', async () => {
    const { client, b1 } = lab;
    await toFirst();
    for (const f of FAMILIES) {
      const listener = await b1.agent.tcpListen(f === 'v4' ? '0.0.0.0' : '::', LIVE);
      const mine = await client.agent.tcpConnect(VIP[f], TO_LIVE, 2);
      const theirs = await b1.agent.tcpAccept(listener);
      await client.agent.send(mine, 'one');
      expect(await gets(b1.agent, theirs), f).toBe('one');
      await b1.agent.send(theirs, 'two');
      expect(await gets(client.agent, mine), f).toBe('two');

      await lab.allow(() => []);
      const stale = lab.counted('ingress STALE_FLOW');
      await client.agent.send(mine, 'three');
      await b1.agent.send(theirs, 'four');
      expect(await gets(b1.agent, theirs, 0.3), `${f} revoked, out`).toBe('');
      expect(await gets(client.agent, mine, 0.1), `${f} revoked, in`).toBe('');
      expect(lab.counted('ingress STALE_FLOW'), f).toBeGreaterThan(stale);

      await toFirst();
      expect(await gets(b1.agent, theirs, 10), `${f} restored, out`).toBe('three');
      expect(await gets(client.agent, mine, 10), `${f} restored, in`).toBe('four');
      for (const [agent, handle] of [
        [client.agent, mine],
        [b1.agent, theirs],
        [b1.agent, listener],
      ] as const)
        await agent.close(handle);
    }
  });

  it('F141 a backend that is replaced under a live flow is judged from its first packet on', async () => {
    const { client, b1, b2, node } = lab;
    await toFirst();
    node.box.sysctl(
      node.netns,
      'net/netfilter/nf_conntrack_udp_timeout=1',
      'net/netfilter/nf_conntrack_udp_timeout_stream=1',
    );
    for (const f of FAMILIES) {
      const to = (address: string): string =>
        `add chain inet services moved_${f} { type nat hook prerouting priority dstnat - 1; }
         flush chain inet services moved_${f}
         add rule inet services moved_${f} ${l3(VIP[f])} daddr ${VIP[f]} udp dport ${TO_MOVED} dnat ${l3(address)} to ${at(address, PORT)}`;
      lab.nft(to(B1[f]));
      const any = f === 'v4' ? '0.0.0.0' : '::';
      const first = await b1.agent.udpOpen(any, PORT);
      const second = await b2.agent.udpOpen(any, PORT);
      const mine = await client.agent.udpOpen(any, 0);
      await client.agent.sendTo(mine, VIP[f], TO_MOVED, 'first');
      expect((await b1.agent.recvFrom(first, 2)).data, f).toBe('first');
      lab.nft(to(B2[f]));
      const before = lab.counted('egress RULE_DENY');
      const deadline = Date.now() + 20_000;
      while (lab.counted('egress RULE_DENY') === before && Date.now() < deadline) {
        // The kernel forgets the flow after a second of silence; then it asks the rules of now.
        await new Promise((resolve) => setTimeout(resolve, 1_100));
        await client.agent.sendTo(mine, VIP[f], TO_MOVED, 'second');
      }
      expect(lab.counted('egress RULE_DENY'), f).toBeGreaterThan(before);
      expect(await b2.agent.succeeds('recvfrom', { handle: second, timeout: 0.1 }), `${f} not allowed`).toBe(false);
      await lab.allow((g) => [udp(B2[g])]);
      await client.agent.sendTo(mine, VIP[f], TO_MOVED, 'third');
      expect((await b2.agent.recvFrom(second, 2)).data, `${f} allowed`).toBe('third');
      await toFirst();
      for (const [agent, handle] of [
        [b1.agent, first],
        [b2.agent, second],
        [client.agent, mine],
      ] as const)
        await agent.close(handle);
    }
  });

  it('F141 F17 a smaller hop behind the translation: the sender learns of it, and a stream goes through', async () => {
    const { client, b1, node } = lab;
    await toFirst();
    node.box.ip(node.netns, `link set ${b1.host} mtu 1300`);
    for (const f of FAMILIES) {
      const listener = await b1.agent.tcpListen(f === 'v4' ? '0.0.0.0' : '::', LIVE);
      const mine = await client.agent.tcpConnect(VIP[f], TO_LIVE, 2);
      const theirs = await b1.agent.tcpAccept(listener);
      const related = lab.counted('ingress RELATED');
      const size = 200_000;
      const [, got] = await Promise.all([
        client.agent.call('transfer', { handle: mine, size, timeout: 10 * SLOW }),
        b1.agent.call('drain', { handle: theirs, size, timeout: 10 * SLOW }),
      ]);
      expect(got, f).toBe(size);
      expect(lab.counted('ingress RELATED'), `${f} told by an ICMP error`).toBeGreaterThan(related);
      for (const [agent, handle] of [
        [client.agent, mine],
        [b1.agent, theirs],
        [b1.agent, listener],
      ] as const)
        await agent.close(handle);
    }
    node.box.ip(node.netns, `link set ${b1.host} mtu 1500`);
  });

  it('F141 a backend on another node, by VXLAN: judged before it is encapsulated', async () => {
    const { node } = lab;
    const { box } = node;
    const far = box.netns('far');
    box.veth(
      { netns: node.netns, name: 'u0', addresses: ['192.0.2.1/24'] },
      { netns: far, name: 'u0', addresses: ['192.0.2.2/24'] },
    );
    const tunnel = (remote: string, local: string): string =>
      `link add vx0 type vxlan id 7 dstport 4789 dev u0 local ${local} remote ${remote}`;
    const up = ['link set vx0 up'];
    box.ip(node.netns, tunnel('192.0.2.2', '192.0.2.1'), ...up);
    box.ip(far, tunnel('192.0.2.1', '192.0.2.2'), ...up);
    box.ip(node.netns, 'address add 10.2.0.1/24 dev vx0', 'address add fd00:2::1/64 dev vx0 nodad');
    box.ip(
      far,
      ...[FAR.v4, FAR_DENIED.v4].map((a) => `address add ${a}/24 dev vx0`),
      ...[FAR.v6, FAR_DENIED.v6].map((a) => `address add ${a}/64 dev vx0 nodad`),
      'route add default via 10.2.0.1',
      'route add default via fd00:2::1',
    );
    const there = await box.agent(far);
    await there.tcpListen('::', PORT);
    await lab.allow((f) => [tcp(FAR[f])]);
    for (const f of FAMILIES) {
      expect(await lab.connects(VIP[f], TO_FAR), `${f} allowed`).toBe(true);
      expect(await lab.denied(VIP[f], TO_FAR_DENIED), `${f} denied`).toBe(true);
      expect(await lab.denied(FAR_DENIED[f], PORT), `${f} denied, direct`).toBe(true);
    }
  });

  it('F141 another program that writes where our mark is takes nothing from under the rules', async () => {
    await toFirst();
    const before = lab.node.datapath.services.untagged;
    const undo = classify('ingress', lab.node.netns, lab.client.host, '1:7');
    for (const f of FAMILIES) {
      expect(await lab.connects(VIP[f], TO_B1), `${f} allowed`).toBe(true);
      expect(await lab.denied(VIP[f], TO_B2), `${f} denied`).toBe(true);
      expect(await lab.connects(B1[f], PORT), `${f} direct`).toBe(true);
    }
    expect(lab.node.datapath.services.untagged).toBeGreaterThan(before);
    undo();
  });

  it('F141 a mark that a workload forges opens nothing: its own, or that of another who is not enforced', async () => {
    const { client, b1, b2 } = lab;
    await lab.allow((f) => [tcp(B1[f]), udp(B1[f])]);
    for (const tag of Object.values(TAG_OF_CLIENT)) {
      const undo = [
        classify('egress', client.netns, 'eth0', tag),
        classify('egress', b1.netns, 'eth0', tag),
        classify('egress', b2.netns, 'eth0', tag),
      ];
      for (const f of FAMILIES) {
        expect(await lab.connects(VIP[f], TO_B1), `${f} ${tag} allowed`).toBe(true);
        expect(await lab.denied(VIP[f], TO_B2), `${f} ${tag} denied`).toBe(true);
        // Nobody comes in who is left out, whatever he writes.
        expect(await lab.connects(ME[f], PORT, 0.3, b2), `${f} ${tag} in`).toBe(false);
        // Nor does a server go on whose flow is revoked.
        const any = f === 'v4' ? '0.0.0.0' : '::';
        const server = await b1.agent.udpOpen(any, PORT);
        const mine = await client.agent.udpOpen(any, 0);
        await client.agent.sendTo(mine, VIP[f], TO_B1, 'question');
        const from = await b1.agent.recvFrom(server, 2);
        await lab.allow(() => []);
        await b1.agent.sendTo(server, from.host, from.port, 'late');
        expect(await client.agent.succeeds('recvfrom', { handle: mine, timeout: 0.2 }), `${f} ${tag} revoked`).toBe(
          false,
        );
        await lab.allow((g) => [tcp(B1[g]), udp(B1[g])]);
        await b1.agent.close(server);
        await client.agent.close(mine);
      }
      for (const one of undo) one();
    }
  });

  it.each([0, 1])('F141 on a bridge, with br_netfilter %i', async (on) => {
    const { node } = lab;
    const { box } = node;
    const ports = [lab.client, lab.b1, lab.b2];
    if (on === 0) {
      box.ip(node.netns, 'link add br0 type bridge', 'link set br0 address 02:00:00:00:03:01', 'link set br0 up');
      box.ip(
        node.netns,
        ...ports.map(({ host }) => `link set ${host} master br0`),
        // As the bridge plugin's hairpinMode: with br_netfilter what comes back to its sender never leaves the bridge.
        ...ports.map(({ host }) => `link set ${host} type bridge_slave hairpin on`),
        `address add ${NODE.v4}/32 dev br0`,
        `address add ${NODE.v6}/128 dev br0 nodad`,
        ...ports.flatMap(({ v4, v6 }) => [
          `route replace ${v4}/32 dev br0 src ${NODE.v4}`,
          `route del ${v6}/128`,
          `route add ${v6}/128 dev br0 src ${NODE.v6}`,
        ]),
      );
    }
    box.sysctl(node.netns, `net/bridge/bridge-nf-call-iptables=${on}`, `net/bridge/bridge-nf-call-ip6tables=${on}`);
    node.forgetNeighbours();
    await toFirst();
    for (const f of FAMILIES) {
      expect(await lab.connects(VIP[f], TO_B1, 5), `${f} allowed`).toBe(true);
      expect(await lab.denied(VIP[f], TO_B2), `${f} denied`).toBe(true);
      expect(await lab.connects(B1[f], PORT), `${f} direct`).toBe(true);
      expect(await lab.denied(B2[f], PORT), `${f} direct, denied`).toBe(true);
    }
    await lab.allow(() => []);
    for (const f of FAMILIES) expect(await lab.connects(VIP[f], TO_ME), `${f} itself`).toBe(true);
  });
});
