/**
 * F1–F26: what a packet can be. Each case runs through the programs by BPF_PROG_TEST_RUN and, as a frame from a raw socket,
 * through the real interface: same verdict, same reason, and behind the interface only what may pass.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Direction } from '../../src/net/types.js';
import type { Handle } from '../support/agent.js';
import { TestNode, type Workload } from '../support/node.js';
import * as p from '../support/packets.js';

const C = { v4: '10.1.0.20', v6: 'fd00:1::20' };
const W = { v4: '10.1.0.10', v6: 'fd00:1::10' };
const { ack, rst, fin, syn } = p.FLAGS;
const OTHER_MAC = '02:00:00:00:09:09';

/** One frame and what must become of it. `reason` as in enum osg_reason; RULE_ALLOW: the rules let it pass. */
interface Case {
  readonly about: string;
  readonly dir: Direction;
  readonly frame: Buffer;
  readonly reason: string;
  /** The kernel's test run refuses such frames. */
  readonly wireOnly?: boolean;
  /** Which workload; default web. */
  readonly at?: string;
}

const PASS = new Set(['RULE_ALLOW', 'REPLY', 'RELATED', 'RECOVERED', 'NEIGHBOUR', 'NODE', 'DHCP']);

describe('packets', () => {
  let node: TestNode;
  let web: Workload;
  const raw = new Map<string, { send: Record<Direction, Handle>; see: Record<Direction, Handle> }>();

  beforeAll(async () => {
    node = await TestNode.create({
      web: { addresses: [W.v4, W.v6], allowed: ['10.1.0.99/32', 'fd00:1::99/128'] },
      client: { addresses: [C.v4, C.v6], governed: false },
      four: { addresses: ['10.1.0.30'], dhcpClient: true },
    });
    web = node.workload('web');
    const client = node.workload('client');
    for (const name of ['web', 'four']) {
      const w = node.workload(name);
      raw.set(name, {
        send: { ingress: await node.agent.rawOpen(w.host), egress: await w.agent.rawOpen('eth0') },
        see: { ingress: await w.agent.rawOpen('eth0'), egress: await client.agent.rawOpen('eth0') },
      });
    }
    await policy();
    // Addresses are resolved before raw frames are to be forwarded.
    for (const host of [W.v4, W.v6]) await client.agent.succeeds('tcp_connect', { host, port: 80, timeout: 0.3 });
  });
  afterAll(() => node.close());

  const policy = (): Promise<void> =>
    node.enforce({
      web: {
        ingress: [
          { peer: `${C.v4}/32`, port: 80 },
          { peer: `${C.v6}/128`, port: 80 },
          { peer: `${C.v4}/32`, protocol: 17, port: 53 },
          { peer: `${C.v6}/128`, protocol: 17, port: 53 },
        ],
        egress: [
          { peer: `${C.v4}/32`, port: 443 },
          { peer: `${C.v6}/128`, port: 443 },
          { peer: `${C.v4}/32`, protocol: 1, icmp: { type: 8 } },
          { peer: `${C.v6}/128`, protocol: 58, icmp: { type: 128 } },
        ],
      },
      four: { ingress: [], egress: [] },
    });

  const workload = (c: Pick<Case, 'at'>): Workload => node.workload(c.at ?? 'web');

  /** Wraps a packet for the wire: to the workload from its gateway, or the other way round. */
  const to = (packet: Uint8Array, at = 'web'): Buffer =>
    p.frame(packet, { from: node.workload(at).gatewayMac, to: node.workload(at).mac });
  const from = (packet: Uint8Array, at = 'web'): Buffer =>
    p.frame(packet, { from: node.workload(at).mac, to: node.workload(at).gatewayMac });

  /** Whether the frame arrived behind the interface (its end: routers change its beginning). */
  async function onWire({ dir, frame, at = 'web' }: Case, patience = 0.04): Promise<boolean> {
    const handles = raw.get(at);
    if (handles === undefined) throw new Error(at);
    const sender = dir === 'ingress' ? node.agent : node.workload(at).agent;
    const receiver = dir === 'ingress' ? node.workload(at).agent : node.workload('client').agent;
    await receiver.rawRead(handles.see[dir], 0.001);
    await sender.rawSend(handles.send[dir], [frame]);
    const end = frame.subarray(-16);
    for (let waited = 0; waited < patience; waited += 0.04) {
      const seen = await receiver.rawRead(handles.see[dir], 0.04);
      if (seen.some((f) => f.subarray(-16).equals(end))) return true;
    }
    return false;
  }

  /** Test run, then wire. `arrives`: whether what passes can be seen behind the interface. */
  async function check(c: Case, arrives = true): Promise<void> {
    const found = c.wireOnly ? { pass: PASS.has(c.reason), reason: c.reason } : node.judge(workload(c), c.dir, c.frame);
    expect({ about: c.about, ...found }).toEqual({ about: c.about, pass: PASS.has(c.reason), reason: c.reason });
    const key = `${c.dir} ${c.reason}`;
    const before = node.counts(workload(c)).get(key) ?? 0n;
    const arrived = await onWire(c, PASS.has(c.reason) && arrives ? 2 : 0.04);
    if (!PASS.has(c.reason) || arrives)
      expect({ about: c.about, arrived }).toEqual({ about: c.about, arrived: PASS.has(c.reason) });
    if (c.reason !== 'RULE_ALLOW')
      expect((node.counts(workload(c)).get(key) ?? 0n) - before, `${c.about}: counted`).toBeGreaterThanOrEqual(1n);
  }

  const cases =
    (list: () => readonly Case[], arrives = true) =>
    async (): Promise<void> => {
      for (const c of list()) await check(c, arrives);
    };

  /** A case for both families: `make` gets source and destination. */
  const both = (
    about: string,
    dir: Direction,
    reason: string,
    make: (src: string, dst: string, v6: boolean) => Uint8Array,
  ): Case[] =>
    (
      [
        ['v4', false],
        ['v6', true],
      ] as const
    ).map(([family, v6]) => {
      const [src, dst] = dir === 'ingress' ? [C[family], W[family]] : [W[family], C[family]];
      const packet = make(src, dst, v6);
      return { about: `${about}, IP${family}`, dir, reason, frame: dir === 'ingress' ? to(packet) : from(packet) };
    });

  const number = (() => {
    let n = 100;
    return () => n++;
  })();
  const tcp = (o: Parameters<typeof p.tcpPacket>[0]): Buffer => p.tcpPacket({ seq: number() * 65537, ...o });
  const udp = (o: Parameters<typeof p.udpPacket>[0]): Buffer =>
    p.udpPacket({ payload: Buffer.from(`datagram ${number()}`), ...o });

  it(
    'rules decide, by family, protocol and port',
    cases(() => [
      ...both('TCP to an allowed port', 'ingress', 'RULE_ALLOW', (src, dst) => tcp({ src, dst, dport: 80 })),
      ...both('TCP to another port', 'ingress', 'RULE_DENY', (src, dst) => tcp({ src, dst, dport: 81 })),
      ...both('UDP to the TCP port', 'ingress', 'RULE_DENY', (src, dst) => udp({ src, dst, dport: 80 })),
      ...both('TCP out to an allowed port', 'egress', 'RULE_ALLOW', (src, dst) => tcp({ src, dst, dport: 443 })),
      ...both('TCP out to another port', 'egress', 'RULE_DENY', (src, dst) => tcp({ src, dst, dport: 80 })),
      {
        about: 'another peer',
        dir: 'ingress',
        reason: 'RULE_DENY',
        frame: to(tcp({ src: '10.1.0.21', dst: W.v4, dport: 80 })),
      },
    ]),
  );

  const fragments = (v6: boolean, packet: Buffer, id: number, cuts: readonly number[]): Buffer[] => {
    const [header, protocol] = v6 ? [40, packet[6] as number] : [20, packet[9] as number];
    const payload = packet.subarray(header);
    return cuts.map((start, i) => {
      const end = cuts[i + 1] ?? payload.length;
      const part = payload.subarray(start, end);
      const more = end < payload.length;
      if (v6)
        return Buffer.concat([
          p.ipv6({
            src: C.v6,
            dst: W.v6,
            next: 44,
            payload: Buffer.concat([p.fragmentHeader(protocol, { id, offset: start, more }), part]),
          }),
        ]);
      return p.ipv4({ src: C.v4, dst: W.v4, protocol, id, offset: start, more, payload: part });
    });
  };
  const large = (v6: boolean, dport = 53): Buffer =>
    udp({ src: v6 ? C.v6 : C.v4, dst: v6 ? W.v6 : W.v4, dport, payload: Buffer.from(`${number()}`.padEnd(56, '.')) });

  for (const v6 of [false, true]) {
    const family = v6 ? 'IPv6' : 'IPv4';
    const ingress = (about: string, reason: string, packet: Buffer): Case => ({
      about: `${about}, ${family}`,
      dir: 'ingress',
      reason,
      frame: to(packet),
    });

    it(`F1 F3 F4 fragments pass in order behind an allowed first one, else not, ${family}`, async () => {
      const [lone] = fragments(v6, large(v6), 1000, [0, 24, 48]).slice(1);
      await check(ingress('a lone later fragment', 'FRAGMENT', lone as Buffer));
      // The kernel reassembles what it delivers: the frames behind the interface are what counts.
      for (const [id, mode] of [
        [1001, 'test run'],
        [1002, 'wire'],
      ] as const) {
        const [first, second, third] = fragments(v6, large(v6), id, [0, 24, 48]).map((f) => to(f)) as [
          Buffer,
          Buffer,
          Buffer,
        ];
        const [, overlap] = fragments(v6, large(v6), id, [0, 16, 40]).map((f) => to(f)) as [Buffer, Buffer];
        const run = async (frame: Buffer): Promise<boolean> =>
          mode === 'wire'
            ? onWire({ about: '', dir: 'ingress', reason: '', frame })
            : node.judge(web, 'ingress', frame).pass;
        expect(await run(second), 'F4 later before first').toBe(false);
        expect(await run(first), 'first').toBe(true);
        expect(await run(overlap), 'F3 overlap').toBe(false);
        expect(await run(third), 'F4 a gap').toBe(false);
        expect(await run(first), 'F3 the first once more').toBe(false);
        expect([await run(second), await run(third)], 'in order').toEqual([true, true]);
        expect(await run(third), 'after the last').toBe(false);
      }
      const [denied, behind] = fragments(v6, large(v6, 54), 1003, [0, 24]) as [Buffer, Buffer];
      await check(ingress('a denied first fragment', 'RULE_DENY', denied));
      await check(ingress('what follows it', 'FRAGMENT', behind));
    });

    it(`F4 fragmented datagrams of sockets arrive whole, ${family}`, async () => {
      const client = node.workload('client').agent;
      const [host, any] = v6 ? [W.v6, '::'] : [W.v4, '0.0.0.0'];
      const server = await web.agent.udpOpen(host, 53);
      const socket = await client.udpOpen(any, 0);
      const data = 'x'.repeat(9000);
      await client.sendTo(socket, host, 53, data);
      expect((await web.agent.recvFrom(server)).data).toBe(data);
      await Promise.all([client.close(socket), web.agent.close(server)]);
    });
  }

  it(
    'F2 F8 a first fragment must hold all headers',
    cases(() => [
      {
        about: '8 bytes of TCP',
        dir: 'ingress',
        reason: 'FRAGMENT',
        frame: to(
          p.ipv4({
            src: C.v4,
            dst: W.v4,
            protocol: 6,
            id: 7,
            more: true,
            payload: p.tcp({ src: C.v4, dst: W.v4 }).subarray(0, 8),
          }),
        ),
      },
      {
        about: 'half a header in IPv6',
        dir: 'ingress',
        reason: 'FRAGMENT',
        frame: to(
          p.ipv6({
            src: C.v6,
            dst: W.v6,
            next: 44,
            payload: Buffer.concat([
              p.fragmentHeader(6, { id: 7, more: true }),
              p.tcp({ src: C.v6, dst: W.v6 }).subarray(0, 16),
            ]),
          }),
        ),
      },
      {
        about: 'the chain goes on in the next',
        dir: 'ingress',
        reason: 'FRAGMENT',
        frame: to(
          p.ipv6({
            src: C.v6,
            dst: W.v6,
            next: 44,
            payload: Buffer.concat([p.fragmentHeader(60, { id: 8, more: true }), p.extension(6)]),
          }),
        ),
      },
      {
        about: 'two fragment headers',
        dir: 'ingress',
        reason: 'FRAGMENT',
        frame: to(
          p.ipv6({
            src: C.v6,
            dst: W.v6,
            next: 44,
            payload: Buffer.concat([
              p.fragmentHeader(44, { id: 9, more: true }),
              p.fragmentHeader(6, { id: 9, more: true }),
              p.tcp({ src: C.v6, dst: W.v6 }),
            ]),
          }),
        ),
      },
      {
        about: 'an atomic fragment',
        dir: 'ingress',
        reason: 'RULE_ALLOW',
        frame: to(
          p.ipv6({
            src: C.v6,
            dst: W.v6,
            next: 44,
            payload: Buffer.concat([p.fragmentHeader(6), p.tcp({ src: C.v6, dst: W.v6, dport: 80, seq: number() })]),
          }),
        ),
      },
      {
        about: 'an atomic fragment to a denied port',
        dir: 'ingress',
        reason: 'RULE_DENY',
        frame: to(
          p.ipv6({
            src: C.v6,
            dst: W.v6,
            next: 44,
            payload: Buffer.concat([p.fragmentHeader(6), p.tcp({ src: C.v6, dst: W.v6, dport: 81 })]),
          }),
        ),
      },
      {
        about: 'no multiple of 8 bytes',
        dir: 'ingress',
        reason: 'FRAGMENT',
        frame: to(
          p.ipv4({
            src: C.v4,
            dst: W.v4,
            protocol: 17,
            id: 11,
            more: true,
            payload: p.udp({ src: C.v4, dst: W.v4, dport: 53, payload: Buffer.alloc(5) }),
          }),
        ),
      },
      {
        about: 'beyond 64 KiB',
        dir: 'ingress',
        reason: 'FRAGMENT',
        frame: to(p.ipv4({ src: C.v4, dst: W.v4, protocol: 17, id: 12, offset: 65528, payload: Buffer.alloc(400) })),
      },
    ]),
  );

  const options = Buffer.from([7, 7, 4, 0, 0, 0, 0, 0]);
  it(
    'F6 IPv4 options do not hide the ports',
    cases(() => [
      {
        about: 'allowed port behind options',
        dir: 'ingress',
        reason: 'RULE_ALLOW',
        frame: to(
          p.ipv4({
            src: C.v4,
            dst: W.v4,
            protocol: 6,
            options,
            payload: p.tcp({ src: C.v4, dst: W.v4, dport: 80, seq: number() }),
          }),
        ),
      },
      {
        about: 'denied port behind options',
        dir: 'ingress',
        reason: 'RULE_DENY',
        frame: to(
          p.ipv4({
            src: C.v4,
            dst: W.v4,
            protocol: 6,
            options,
            payload: p.tcp({ src: C.v4, dst: W.v4, sport: 80, dport: 81 }),
          }),
        ),
      },
      {
        about: 'IHL 4',
        dir: 'ingress',
        reason: 'BAD_HEADER',
        frame: to(
          p.ipv4({ src: C.v4, dst: W.v4, protocol: 6, ihl: 4, payload: p.tcp({ src: C.v4, dst: W.v4, dport: 80 }) }),
        ),
      },
      {
        about: 'IHL beyond the packet',
        dir: 'ingress',
        reason: 'BAD_HEADER',
        frame: to(p.ipv4({ src: C.v4, dst: W.v4, protocol: 6, ihl: 15, payload: Buffer.alloc(20) })),
      },
    ]),
  );

  const chain = (next: number, payload: Uint8Array): Buffer => to(p.ipv6({ src: C.v6, dst: W.v6, next, payload }));
  const segment = (dport: number): Buffer => p.tcp({ src: C.v6, dst: W.v6, dport, seq: number() });
  it(
    'F7 IPv6 extension headers are walked, so far',
    cases(() => [
      {
        about: 'hop-by-hop, destination, routing with nothing left',
        dir: 'ingress',
        reason: 'RULE_ALLOW',
        frame: chain(
          0,
          Buffer.concat([p.extension(60), p.extension(43), p.extension(6, 1, Buffer.from([4, 0])), segment(80)]),
        ),
      },
      {
        about: 'the same to a denied port',
        dir: 'ingress',
        reason: 'RULE_DENY',
        frame: chain(
          0,
          Buffer.concat([p.extension(60), p.extension(43), p.extension(6, 1, Buffer.from([4, 0])), segment(81)]),
        ),
      },
      {
        about: 'routing header 0',
        dir: 'ingress',
        reason: 'EXTENSION_HEADER',
        frame: chain(43, Buffer.concat([p.extension(6, 3, Buffer.from([0, 1])), segment(80)])),
      },
      {
        about: 'segments left',
        dir: 'ingress',
        reason: 'EXTENSION_HEADER',
        frame: chain(43, Buffer.concat([p.extension(6, 3, Buffer.from([4, 1])), segment(80)])),
      },
      {
        about: 'hop-by-hop in second place',
        dir: 'ingress',
        reason: 'EXTENSION_HEADER',
        frame: chain(60, Buffer.concat([p.extension(0), p.extension(6), segment(80)])),
      },
      {
        about: 'a chain of 12',
        dir: 'ingress',
        reason: 'EXTENSION_HEADER',
        frame: chain(
          60,
          Buffer.concat([...Array.from({ length: 11 }, () => p.extension(60)), p.extension(6), segment(80)]),
        ),
      },
      {
        about: 'a header beyond the packet',
        dir: 'ingress',
        reason: 'BAD_HEADER',
        frame: chain(60, Buffer.from([6, 9, 1, 4, 0, 0, 0, 0])),
      },
      {
        about: 'no next header',
        dir: 'ingress',
        reason: 'RULE_DENY',
        frame: chain(59, Buffer.from(`nothing ${number()}`)),
      },
    ]),
  );

  const cut = (frame: Buffer, bytes: number): Buffer => frame.subarray(0, bytes);
  it(
    'F9 runts and wrong lengths',
    cases(() => [
      {
        about: 'half an IPv4 header',
        dir: 'ingress',
        reason: 'TRUNCATED',
        wireOnly: true,
        frame: cut(to(tcp({ src: C.v4, dst: W.v4, dport: 80 })), 24),
      },
      {
        about: 'half an IPv6 header',
        dir: 'ingress',
        reason: 'TRUNCATED',
        wireOnly: true,
        frame: cut(to(tcp({ src: C.v6, dst: W.v6, dport: 80 })), 44),
      },
      {
        about: 'length beyond the frame',
        dir: 'ingress',
        reason: 'TRUNCATED',
        frame: to(
          p.ipv4({
            src: C.v4,
            dst: W.v4,
            protocol: 6,
            totalLength: 60,
            payload: p.tcp({ src: C.v4, dst: W.v4, dport: 80 }),
          }),
        ),
      },
      {
        about: 'length below the header',
        dir: 'ingress',
        reason: 'BAD_HEADER',
        frame: to(
          p.ipv4({
            src: C.v4,
            dst: W.v4,
            protocol: 6,
            totalLength: 12,
            payload: p.tcp({ src: C.v4, dst: W.v4, dport: 80 }),
          }),
        ),
      },
      {
        about: 'payload length beyond the frame',
        dir: 'ingress',
        reason: 'TRUNCATED',
        frame: to(p.ipv6({ src: C.v6, dst: W.v6, next: 6, payloadLength: 60, payload: segment(80) })),
      },
      {
        about: 'TCP shorter than its header',
        dir: 'ingress',
        reason: 'BAD_HEADER',
        frame: to(
          p.ipv4({
            src: C.v4,
            dst: W.v4,
            protocol: 6,
            payload: p.tcp({ src: C.v4, dst: W.v4, dport: 80 }).subarray(0, 12),
          }),
        ),
      },
      {
        about: 'TCP data offset 4',
        dir: 'ingress',
        reason: 'BAD_HEADER',
        frame: to(tcp({ src: C.v4, dst: W.v4, dport: 80, doff: 4 })),
      },
      {
        about: 'TCP data offset beyond the packet',
        dir: 'ingress',
        reason: 'BAD_HEADER',
        frame: to(tcp({ src: C.v4, dst: W.v4, dport: 80, doff: 15 })),
      },
      {
        about: 'UDP length 4',
        dir: 'ingress',
        reason: 'BAD_HEADER',
        frame: to(udp({ src: C.v4, dst: W.v4, dport: 53, length: 4 })),
      },
      {
        about: 'UDP length beyond the packet',
        dir: 'ingress',
        reason: 'BAD_HEADER',
        frame: to(udp({ src: C.v6, dst: W.v6, dport: 53, length: 400 })),
      },
      {
        about: 'IPv6 under the ethertype of IPv4',
        dir: 'ingress',
        reason: 'BAD_HEADER',
        frame: p.ethernet(0x0800, tcp({ src: C.v6, dst: W.v6, dport: 80 }), { from: web.gatewayMac, to: web.mac }),
      },
      {
        about: 'version 5',
        dir: 'ingress',
        reason: 'BAD_HEADER',
        frame: to(
          p.ipv4({
            src: C.v4,
            dst: W.v4,
            protocol: 6,
            version: 5,
            payload: p.tcp({ src: C.v4, dst: W.v4, dport: 80 }),
          }),
        ),
      },
      {
        about: 'trailing bytes',
        dir: 'ingress',
        reason: 'RULE_ALLOW',
        frame: Buffer.concat([to(tcp({ src: C.v4, dst: W.v4, dport: 80 })), Buffer.from(`padding ${number()}`)]),
      },
    ]),
  );

  it(
    'F10 F11 F12 other ethertypes, families, VLAN, tunnels',
    cases(() => [
      {
        about: 'unknown ethertype',
        dir: 'ingress',
        reason: 'ETHERTYPE',
        frame: p.ethernet(0x88b5, Buffer.alloc(50, number()), { from: web.gatewayMac, to: web.mac }),
      },
      {
        about: 'unknown ethertype out',
        dir: 'egress',
        reason: 'ETHERTYPE',
        frame: p.ethernet(0x88b5, Buffer.alloc(50, number()), { from: web.mac, to: web.gatewayMac }),
      },
      {
        about: '802.3 length',
        dir: 'egress',
        reason: 'ETHERTYPE',
        frame: p.ethernet(46, Buffer.alloc(46, number()), { from: web.mac, to: web.gatewayMac }),
      },
      {
        about: 'IPv6 to an endpoint without',
        dir: 'ingress',
        reason: 'ADDRESS_FAMILY',
        at: 'four',
        frame: to(tcp({ src: C.v6, dst: 'fd00:1::30', dport: 80 }), 'four'),
      },
      {
        about: 'VLAN',
        dir: 'ingress',
        reason: 'VLAN',
        frame: p.tagged(to(tcp({ src: C.v4, dst: W.v4, dport: 80 })), { id: 5 }),
      },
      {
        about: 'VLAN 0',
        dir: 'egress',
        reason: 'VLAN',
        frame: p.tagged(from(tcp({ src: W.v4, dst: C.v4, dport: 443 })), { id: 0 }),
      },
      {
        about: 'QinQ',
        dir: 'egress',
        reason: 'VLAN',
        frame: p.tagged(from(tcp({ src: W.v4, dst: C.v4, dport: 443 })), { tpid: 0x88a8, id: 5 }, { id: 6 }),
      },
      {
        about: 'GRE',
        dir: 'egress',
        reason: 'RULE_DENY',
        frame: from(
          p.ipv4({
            src: W.v4,
            dst: C.v4,
            protocol: 47,
            payload: Buffer.concat([Buffer.from([0, 0, 8, 0]), tcp({ src: W.v4, dst: C.v4, dport: 443 })]),
          }),
        ),
      },
      {
        about: 'IP in IP',
        dir: 'egress',
        reason: 'RULE_DENY',
        frame: from(p.ipv4({ src: W.v4, dst: C.v4, protocol: 4, payload: tcp({ src: W.v4, dst: C.v4, dport: 443 }) })),
      },
      {
        about: 'IPv4 in IPv6',
        dir: 'egress',
        reason: 'RULE_DENY',
        frame: from(p.ipv6({ src: W.v6, dst: C.v6, next: 4, payload: tcp({ src: W.v4, dst: C.v4, dport: 443 }) })),
      },
      {
        about: 'VXLAN',
        dir: 'egress',
        reason: 'RULE_DENY',
        frame: from(
          udp({
            src: W.v4,
            dst: C.v4,
            dport: 4789,
            payload: Buffer.concat([
              Buffer.from('0800000000000500', 'hex'),
              from(tcp({ src: W.v4, dst: C.v4, dport: 443 })),
            ]),
          }),
        ),
      },
      {
        about: 'ICMP in IPv6',
        dir: 'egress',
        reason: 'RULE_DENY',
        frame: from(
          p.ipv6({ src: W.v6, dst: C.v6, next: 1, payload: Buffer.from(`0800000000070001${number()}`, 'hex') }),
        ),
      },
    ]),
  );

  it('F13 forged sources leave nothing behind', async () => {
    await cases(() => [
      {
        about: 'another IPv4 source',
        dir: 'egress',
        reason: 'SPOOFED_ADDRESS',
        frame: from(tcp({ src: '10.1.0.11', dst: C.v4, dport: 443 })),
      },
      {
        about: 'another IPv6 source',
        dir: 'egress',
        reason: 'SPOOFED_ADDRESS',
        frame: from(tcp({ src: 'fd00:1::11', dst: C.v6, dport: 443 })),
      },
      {
        about: 'loopback',
        dir: 'egress',
        reason: 'SPOOFED_ADDRESS',
        frame: from(tcp({ src: '127.0.0.1', dst: C.v4, dport: 443 })),
      },
      {
        about: 'multicast',
        dir: 'egress',
        reason: 'SPOOFED_ADDRESS',
        frame: from(udp({ src: 'ff02::1', dst: C.v6, dport: 443 })),
      },
      {
        about: 'unspecified',
        dir: 'egress',
        reason: 'SPOOFED_ADDRESS',
        frame: from(tcp({ src: '::', dst: C.v6, dport: 443 })),
      },
      {
        about: 'link-local of another MAC',
        dir: 'egress',
        reason: 'SPOOFED_ADDRESS',
        frame: from(tcp({ src: 'fe80::99', dst: C.v6, dport: 443 })),
      },
      {
        about: 'another MAC',
        dir: 'egress',
        reason: 'SPOOFED_MAC',
        frame: p.frame(tcp({ src: W.v4, dst: C.v4, dport: 443 }), { from: OTHER_MAC, to: web.gatewayMac }),
      },
    ])();
    expect(flows().filter((f) => f.ownPort === 40000 && f.peerPort === 443 && f.own.value === 0x0a01000bn)).toEqual([]);
    await check({
      about: 'an allowed address pair',
      dir: 'egress',
      reason: 'RULE_ALLOW',
      frame: from(tcp({ src: '10.1.0.99', dst: C.v4, dport: 443 })),
    });
    await check({
      about: 'an allowed address pair',
      dir: 'egress',
      reason: 'RULE_ALLOW',
      frame: from(tcp({ src: 'fd00:1::99', dst: C.v6, dport: 443 })),
    });
  });

  const flows = () => [...node.datapath.conntrack.list(web.index, node.datapath.generation(web.index))];

  it('F14 F24 F25 F26 what belongs to no flow is no reply, and makes none', async () => {
    node.datapath.conntrack.flush(web.index);
    const before = node.datapath.conntrack.totals(web.index).created;
    await cases(() => [
      ...both('F14 forged reply', 'ingress', 'RULE_DENY', (src, dst) =>
        tcp({ src, dst, sport: 443, dport: 50001, flags: ack }),
      ),
      ...both('F14 forged UDP reply', 'egress', 'RULE_DENY', (src, dst) => udp({ src, dst, sport: 53, dport: 50001 })),
      ...both('F24 mid-stream to an allowed port', 'ingress', 'RULE_ALLOW', (src, dst) =>
        tcp({ src, dst, dport: 80, flags: ack }),
      ),
      ...both('F24 mid-stream as a reply', 'egress', 'RULE_DENY', (src, dst) =>
        tcp({ src, dst, sport: 80, dport: 40000, flags: ack }),
      ),
      ...both('F25 FIN', 'ingress', 'RULE_ALLOW', (src, dst) => tcp({ src, dst, dport: 80, flags: fin | ack })),
      ...both('F25 RST', 'ingress', 'RULE_DENY', (src, dst) => tcp({ src, dst, sport: 443, dport: 50001, flags: rst })),
      ...both('F26 lone SYN-ACK', 'ingress', 'RULE_DENY', (src, dst) =>
        tcp({ src, dst, sport: 443, dport: 50001, flags: syn | ack }),
      ),
      ...both('F26 lone SYN-ACK', 'egress', 'RULE_DENY', (src, dst) =>
        tcp({ src, dst, sport: 80, dport: 50001, flags: syn | ack }),
      ),
    ])();
    expect(node.datapath.conntrack.totals(web.index).created).toBe(before);
    expect(flows()).toEqual([]);
  });

  const group = (target: string): string => `ff02::1:ff${target.slice(-2).padStart(2, '0')}:${target.slice(-2)}`;
  it(
    'F15 ARP and neighbour discovery: one may speak for oneself only',
    cases(() => {
      const own = { senderMac: web.mac, sender: W.v4 };
      const mine = 'fe80::ff:fe00:101';
      return [
        {
          about: 'ARP request',
          dir: 'egress',
          reason: 'NEIGHBOUR',
          frame: p.arp({ op: 1, ...own, target: '10.200.0.1' }),
        },
        {
          about: 'ARP probe',
          dir: 'egress',
          reason: 'NEIGHBOUR',
          frame: p.arp({ op: 1, ...own, sender: '0.0.0.0', target: W.v4 }),
        },
        {
          about: 'ARP for an allowed pair',
          dir: 'egress',
          reason: 'NEIGHBOUR',
          frame: p.arp({ op: 2, ...own, sender: '10.1.0.99', target: '10.1.0.99' }),
        },
        {
          about: "another's address",
          dir: 'egress',
          reason: 'NEIGHBOUR_SPOOF',
          frame: p.arp({ op: 2, ...own, sender: '10.200.0.1', target: C.v4 }),
        },
        {
          about: "another's MAC inside",
          dir: 'egress',
          reason: 'NEIGHBOUR_SPOOF',
          frame: p.arp({ op: 2, ...own, senderMac: OTHER_MAC, target: C.v4, from: web.mac }),
        },
        {
          about: "another's MAC outside",
          dir: 'egress',
          reason: 'SPOOFED_MAC',
          frame: p.arp({ op: 2, ...own, target: C.v4, from: OTHER_MAC }),
        },
        {
          about: 'a claim to its address',
          dir: 'ingress',
          reason: 'NEIGHBOUR_SPOOF',
          frame: p.arp({ op: 2, senderMac: OTHER_MAC, sender: W.v4, target: W.v4 }),
        },
        {
          about: 'a question for it',
          dir: 'ingress',
          reason: 'NEIGHBOUR',
          frame: p.arp({ op: 1, senderMac: web.gatewayMac, sender: '10.200.0.1', target: W.v4 }),
        },
        {
          about: 'half an ARP packet',
          dir: 'egress',
          reason: 'TRUNCATED',
          frame: cut(p.arp({ op: 1, ...own, target: C.v4 }), 30),
        },
        {
          about: 'solicitation',
          dir: 'egress',
          reason: 'NEIGHBOUR',
          frame: from(
            p.neighbour({ type: 135, src: W.v6, dst: group('01'), target: 'fd00:200::1', optionMac: web.mac }),
          ),
        },
        {
          about: 'solicitation that routers would carry to a peer',
          dir: 'egress',
          reason: 'NEIGHBOUR_SPOOF',
          frame: from(p.neighbour({ type: 135, src: W.v6, dst: C.v6, target: 'fd00:200::1', optionMac: web.mac })),
        },
        {
          about: 'router solicitation that routers would carry to a peer',
          dir: 'egress',
          reason: 'NEIGHBOUR_SPOOF',
          frame: from(p.icmpPacket({ src: W.v6, dst: C.v6, type: 133, rest: Buffer.alloc(4), ttl: 255 })),
        },
        {
          about: 'is it still there?',
          dir: 'egress',
          reason: 'NEIGHBOUR',
          frame: from(p.neighbour({ type: 135, src: W.v6, dst: 'fd00:200::1', target: 'fd00:200::1' })),
        },
        {
          about: 'duplicate address detection of its own',
          dir: 'egress',
          reason: 'NEIGHBOUR',
          frame: from(p.neighbour({ type: 135, src: '::', dst: group('10'), target: W.v6 })),
        },
        {
          about: "of another's",
          dir: 'egress',
          reason: 'NEIGHBOUR_SPOOF',
          frame: from(p.neighbour({ type: 135, src: '::', dst: group('20'), target: C.v6 })),
        },
        {
          about: 'its advertisement',
          dir: 'egress',
          reason: 'NEIGHBOUR',
          frame: from(p.neighbour({ type: 136, src: W.v6, dst: 'ff02::1', target: W.v6, optionMac: web.mac })),
        },
        {
          about: 'of its link-local address',
          dir: 'egress',
          reason: 'NEIGHBOUR',
          frame: from(p.neighbour({ type: 136, src: mine, dst: 'ff02::1', target: mine, optionMac: web.mac })),
        },
        {
          about: "another's link-local address",
          dir: 'egress',
          reason: 'NEIGHBOUR_SPOOF',
          frame: from(p.neighbour({ type: 136, src: mine, dst: 'ff02::1', target: 'fe80::1', optionMac: web.mac })),
        },
        {
          about: "another's address advertised",
          dir: 'egress',
          reason: 'NEIGHBOUR_SPOOF',
          frame: from(p.neighbour({ type: 136, src: W.v6, dst: 'ff02::1', target: C.v6, optionMac: web.mac })),
        },
        {
          about: 'with the MAC of another',
          dir: 'egress',
          reason: 'NEIGHBOUR_SPOOF',
          frame: from(p.neighbour({ type: 136, src: W.v6, dst: 'ff02::1', target: W.v6, optionMac: OTHER_MAC })),
        },
        {
          about: 'from off-link',
          dir: 'egress',
          reason: 'NEIGHBOUR_SPOOF',
          frame: from(p.neighbour({ type: 136, src: W.v6, dst: 'ff02::1', target: W.v6, hopLimit: 64 })),
        },
        {
          about: 'a claim to its address',
          dir: 'ingress',
          reason: 'NEIGHBOUR_SPOOF',
          frame: to(p.neighbour({ type: 136, src: 'fe80::1', dst: W.v6, target: W.v6, optionMac: OTHER_MAC })),
        },
        {
          about: 'redirect',
          dir: 'ingress',
          reason: 'NEIGHBOUR_SPOOF',
          frame: to(p.icmpPacket({ src: 'fe80::1', dst: W.v6, type: 137, rest: Buffer.alloc(36), ttl: 255 })),
        },
      ];
    }, false),
  );

  it(
    'F16 nobody plays router or DHCP server; a DHCP client where configured',
    cases(
      () => [
        {
          about: 'router advertisement',
          dir: 'egress',
          reason: 'ROUTER_ADVERT',
          frame: from(
            p.icmpPacket({ src: 'fe80::ff:fe00:101', dst: 'ff02::1', type: 134, rest: Buffer.alloc(12), ttl: 255 }),
          ),
        },
        {
          about: 'rogue router advertisement',
          dir: 'ingress',
          reason: 'ROUTER_ADVERT',
          frame: to(p.icmpPacket({ src: 'fe80::1', dst: 'ff02::1', type: 134, rest: Buffer.alloc(12), ttl: 255 })),
        },
        {
          about: 'router solicitation',
          dir: 'egress',
          reason: 'NEIGHBOUR',
          frame: from(
            p.icmpPacket({ src: 'fe80::ff:fe00:101', dst: 'ff02::2', type: 133, rest: Buffer.alloc(4), ttl: 255 }),
          ),
        },
        {
          about: 'DHCP server',
          dir: 'egress',
          reason: 'DHCP_SERVER',
          frame: from(udp({ src: W.v4, dst: C.v4, sport: 67, dport: 68 })),
        },
        {
          about: 'DHCPv6 server',
          dir: 'egress',
          reason: 'DHCP_SERVER',
          frame: from(udp({ src: W.v6, dst: C.v6, sport: 547, dport: 546 })),
        },
        {
          about: 'rogue DHCP server',
          dir: 'ingress',
          reason: 'DHCP_SERVER',
          frame: to(udp({ src: C.v4, dst: W.v4, sport: 67, dport: 68 })),
        },
        {
          about: 'DHCP client, not configured',
          dir: 'egress',
          reason: 'SPOOFED_ADDRESS',
          frame: from(udp({ src: '0.0.0.0', dst: '255.255.255.255', sport: 68, dport: 67 })),
        },
        {
          about: 'DHCP client',
          dir: 'egress',
          reason: 'DHCP',
          at: 'four',
          frame: from(udp({ src: '0.0.0.0', dst: '255.255.255.255', sport: 68, dport: 67 }), 'four'),
        },
        {
          about: 'its answer',
          dir: 'ingress',
          reason: 'DHCP',
          at: 'four',
          frame: to(udp({ src: '10.200.0.1', dst: '10.1.0.30', sport: 67, dport: 68 }), 'four'),
        },
        {
          about: 'a DHCP server all the same',
          dir: 'egress',
          reason: 'DHCP_SERVER',
          at: 'four',
          frame: from(udp({ src: '10.1.0.30', dst: C.v4, sport: 67, dport: 68 }), 'four'),
        },
      ],
      false,
    ),
  );

  it('F18 an echo request does not ride on an echo that is allowed the other way', async () => {
    for (const [family, type, reply] of [
      ['v4', 8, 0],
      ['v6', 128, 129],
    ] as const) {
      const out = (t: number, id: number): Buffer =>
        from(
          p.icmpPacket({
            src: W[family],
            dst: C[family],
            type: t,
            rest: Buffer.concat([p.echo(id, number()), Buffer.from('payload 12345678')]),
          }),
        );
      const back = (t: number, id: number): Buffer =>
        to(
          p.icmpPacket({
            src: C[family],
            dst: W[family],
            type: t,
            rest: Buffer.concat([p.echo(id, number()), Buffer.from('payload 12345678')]),
          }),
        );
      await check({ about: `echo, IP${family}`, dir: 'egress', reason: 'RULE_ALLOW', frame: out(type, 7) });
      await check({ about: 'its reply', dir: 'ingress', reason: 'REPLY', frame: back(reply, 7) });
      await check({
        about: 'a request with its identifier',
        dir: 'ingress',
        reason: 'RULE_DENY',
        frame: back(type, 7),
      });
      await check({ about: 'a reply with another', dir: 'ingress', reason: 'RULE_DENY', frame: back(reply, 8) });
    }
  });

  it(
    'F19 F20 mapped, link-local, metadata, multicast and broadcast addresses',
    cases(
      () => [
        {
          about: 'IPv4-mapped destination',
          dir: 'egress',
          reason: 'MAPPED_ADDRESS',
          frame: from(tcp({ src: W.v6, dst: '::ffff:10.1.0.20', dport: 443 })),
        },
        {
          about: 'IPv4-mapped source',
          dir: 'ingress',
          reason: 'MAPPED_ADDRESS',
          frame: to(tcp({ src: '::ffff:10.1.0.20', dst: W.v6, dport: 80 })),
        },
        {
          about: 'metadata service',
          dir: 'egress',
          reason: 'RULE_DENY',
          frame: from(tcp({ src: W.v4, dst: '169.254.169.254', dport: 80 })),
        },
        {
          about: 'link-local peer',
          dir: 'egress',
          reason: 'RULE_DENY',
          frame: from(tcp({ src: W.v6, dst: 'fe80::1', dport: 443 })),
        },
        {
          about: 'multicast',
          dir: 'egress',
          reason: 'RULE_DENY',
          frame: from(udp({ src: W.v4, dst: '224.0.0.251', dport: 5353 })),
        },
        {
          about: 'IPv6 multicast',
          dir: 'egress',
          reason: 'RULE_DENY',
          frame: from(udp({ src: W.v6, dst: 'ff02::fb', dport: 5353 })),
        },
        {
          about: 'broadcast',
          dir: 'egress',
          reason: 'RULE_DENY',
          frame: from(udp({ src: W.v4, dst: '255.255.255.255', dport: 53 })),
        },
        {
          about: 'multicast to it',
          dir: 'ingress',
          reason: 'RULE_DENY',
          frame: to(udp({ src: '10.1.0.21', dst: '224.0.0.251', dport: 5353 })),
        },
        {
          about: 'IGMP',
          dir: 'egress',
          reason: 'RULE_DENY',
          frame: from(
            p.ipv4({
              src: W.v4,
              dst: '224.0.0.22',
              protocol: 2,
              ttl: 1,
              payload: Buffer.from('2200f9020000000104000000e00000fb', 'hex'),
            }),
          ),
        },
        {
          about: 'multicast listener report',
          dir: 'egress',
          reason: 'NEIGHBOUR',
          frame: from(
            p.icmpPacket({ src: 'fe80::ff:fe00:101', dst: 'ff02::16', type: 143, rest: Buffer.alloc(24), ttl: 1 }),
          ),
        },
      ],
      false,
    ),
  );

  it('F22 segments of a GSO packet are counted one by one', async () => {
    const key = 'ingress RULE_DENY';
    const before = node.counts(web).get(key) ?? 0n;
    const payload = Buffer.alloc(2000, 1);
    expect(node.judge(web, 'ingress', to(tcp({ src: C.v4, dst: W.v4, dport: 81, payload })), { gsoSegs: 4 }).pass).toBe(
      false,
    );
    expect((node.counts(web).get(key) ?? 0n) - before).toBe(4n);
    expect(
      node.judge(web, 'ingress', to(tcp({ src: C.v4, dst: W.v4, dport: 80, flags: ack, payload })), { gsoSegs: 4 })
        .pass,
    ).toBe(true);
  });

  it('F23 SCTP and unknown protocols need a rule that names them, or any protocol', async () => {
    let port = 30000;
    const init = (): Case => ({
      about: 'INIT',
      dir: 'ingress',
      reason: '',
      frame: to(p.sctpPacket({ src: C.v4, dst: W.v4, dport: 9, sport: ++port })),
    });
    const other = (): Case => ({
      about: 'protocol 253',
      dir: 'ingress',
      reason: '',
      frame: to(p.ipv4({ src: C.v4, dst: W.v4, protocol: 253, payload: Buffer.from(`experiment ${number()}`) })),
    });
    await check({ ...init(), reason: 'RULE_DENY' });
    await check({ ...other(), reason: 'RULE_DENY' });
    await node.enforce({
      web: {
        ingress: [
          { peer: `${C.v4}/32`, protocol: 132, port: 9 },
          { peer: `${C.v4}/32`, protocol: 253 },
        ],
        egress: [],
      },
    });
    await check({ ...other(), reason: 'RULE_ALLOW' });
    await check({ ...init(), reason: 'RULE_ALLOW' });
    await check({
      about: 'its INIT ACK',
      dir: 'egress',
      reason: 'REPLY',
      frame: from(p.sctpPacket({ src: W.v4, dst: C.v4, sport: 9, dport: port, chunk: 2 })),
    });
    await check({
      about: 'one of another flow',
      dir: 'egress',
      reason: 'RULE_DENY',
      frame: from(p.sctpPacket({ src: W.v4, dst: C.v4, sport: 9, dport: port + 9, chunk: 2 })),
    });
    await node.enforce({ web: { ingress: [{ peer: `${C.v4}/32` }], egress: [] } });
    await check({ ...init(), reason: 'RULE_ALLOW' });
    await check({ ...other(), reason: 'RULE_ALLOW' });
    await policy();
  });

  it('F26 a simultaneous open follows the rules', async () => {
    await node.enforce({
      web: { ingress: [{ peer: `${C.v4}/32`, port: 7000 }], egress: [{ peer: `${C.v4}/32`, port: 7001 }] },
    });
    await check({
      about: 'SYN out',
      dir: 'egress',
      reason: 'RULE_ALLOW',
      frame: from(tcp({ src: W.v4, dst: C.v4, sport: 7000, dport: 7001 })),
    });
    await check({
      about: 'SYN in',
      dir: 'ingress',
      reason: 'RULE_ALLOW',
      frame: to(tcp({ src: C.v4, dst: W.v4, sport: 7001, dport: 7000 })),
    });
    await check({
      about: 'SYN in that no rule allows',
      dir: 'ingress',
      reason: 'RULE_DENY',
      frame: to(tcp({ src: C.v4, dst: W.v4, sport: 443, dport: 7002 })),
    });
    await policy();
  });
});
