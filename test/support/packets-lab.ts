/**
 * What a packet can be, tried twice: through the programs by BPF_PROG_TEST_RUN and, as a frame from a raw socket, through the
 * real interface. Same verdict, same reason, and behind the interface only what may pass.
 */
import { afterAll, beforeAll, expect } from 'vitest';
import type { Direction } from '../../src/net/types.js';
import type { Handle } from './agent.js';
import { TestNode, type Workload } from './node.js';
import * as p from './packets.js';

/** The client's addresses, and the workload's. */
export const C = { v4: '10.1.0.20', v6: 'fd00:1::20' };
export const W = { v4: '10.1.0.10', v6: 'fd00:1::10' };
export const OTHER_MAC = '02:00:00:00:09:09';

/** One frame and what must become of it. `reason` as in enum osg_reason; RULE_ALLOW: the rules let it pass. */
export interface Case {
  readonly about: string;
  readonly dir: Direction;
  readonly frame: Buffer;
  readonly reason: string;
  /** The kernel's test run refuses such frames. */
  readonly wireOnly?: boolean;
  /** Which workload; default web. */
  readonly at?: string;
}
type More = Pick<Case, 'at' | 'wireOnly'>;

/** A frame to the workload, and one from it. */
export const into = (about: string, reason: string, frame: Buffer, more: More = {}): Case => ({
  ...{ about, dir: 'ingress', reason, frame },
  ...more,
});
export const out = (about: string, reason: string, frame: Buffer, more: More = {}): Case => ({
  ...{ about, dir: 'egress', reason, frame },
  ...more,
});

export const number = (() => {
  let n = 100;
  return () => n++;
})();
/** Segments and datagrams that differ from one another, so that each is known again behind the interface. */
export const tcp = (o: Parameters<typeof p.tcpPacket>[0]): Buffer => p.tcpPacket({ seq: number() * 65537, ...o });
export const udp = (o: Parameters<typeof p.udpPacket>[0]): Buffer =>
  p.udpPacket({ payload: Buffer.from(`datagram ${number()}`), ...o });
export const cut = (frame: Buffer, bytes: number): Buffer => frame.subarray(0, bytes);

const PASS = new Set(['RULE_ALLOW', 'REPLY', 'RELATED', 'RECOVERED', 'NEIGHBOUR', 'NODE', 'DHCP']);

export type PacketLab = ReturnType<typeof packetLab>;

/** A node for the tests of one file: `web` has both families, `four` IPv4 alone and a DHCP client. Made before them, removed behind them. */
export function packetLab() {
  let node: TestNode;
  const raw = new Map<string, { send: Record<Direction, Handle>; see: Record<Direction, Handle> }>();

  beforeAll(async () => {
    node = await TestNode.create({
      web: { addresses: [W.v4, W.v6], allowed: ['10.1.0.99/32', 'fd00:1::99/128'] },
      client: { addresses: [C.v4, C.v6], governed: false },
      four: { addresses: ['10.1.0.30'], dhcpClient: true },
    });
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
  afterAll(() => node?.close());

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

  /** Whether the frame arrived behind the interface: from the addresses on, since routers change MACs, TTL and checksum before them. */
  async function onWire({ dir, frame, at = 'web' }: Case, patience = 0.04): Promise<boolean> {
    const handles = raw.get(at);
    if (handles === undefined) throw new Error(at);
    const sender = dir === 'ingress' ? node.agent : node.workload(at).agent;
    const receiver = dir === 'ingress' ? node.workload(at).agent : node.workload('client').agent;
    await receiver.rawRead(handles.see[dir], 0.001);
    await sender.rawSend(handles.send[dir], [frame]);
    const end = frame.subarray(Math.min(26, Math.max(0, frame.length - 16)));
    for (let waited = 0; waited < patience; waited += 0.04) {
      const seen = await receiver.rawRead(handles.see[dir], 0.04);
      if (seen.some((f) => f.subarray(-end.length).equals(end))) return true;
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

  return {
    /** Once made. */
    get node(): TestNode {
      return node;
    },
    get web(): Workload {
      return node.workload('web');
    },
    ...{ policy, to, from, onWire, check, cases, both },
  };
}
