/** What the data plane tells of what it did: counts, would-be denials, conversations. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { conversationPage, flowPage } from '../../src/agent/flows.js';
import { allowedRecords } from '../../src/agent/node-operator.js';
import { Witness } from '../../src/agent/witness.js';
import { DatapathError } from '../../src/datapath/error.js';
import { BpfProgram, entries } from '../../src/ebpf/binding.js';
import { u32Key, uint, uint64 } from '../../src/ebpf/struct.js';
import { OsgDenyEndpoint, OsgDenyKey, OsgEndpointState, OsgEventVerdict, OsgReason } from '../../src/gen/abi.js';
import { osg } from '../../src/gen/proto.js';
import { formatAddress } from '../../src/net/address.js';
import { type Policy, TestNode, type Workload } from '../support/node.js';
import * as p from '../support/packets.js';

const C = '10.1.0.20';
const W = '10.1.0.10';
const { syn, ack } = p.FLAGS;

describe('what is told', () => {
  let node: TestNode;
  let web: Workload;

  beforeAll(async () => {
    node = await TestNode.create(
      { web: { addresses: [W] }, client: { addresses: [C], governed: false } },
      { settings: { sampleRate: 1 } },
    );
    web = node.workload('web');
  });
  afterAll(() => node.close());

  const inward = (packet: Buffer) => node.judge(web, 'ingress', p.frame(packet, { from: web.gatewayMac, to: web.mac }));
  const outward = (packet: Buffer) => node.judge(web, 'egress', p.frame(packet, { from: web.mac, to: web.gatewayMac }));
  const told = (field: 'would_deny' | 'would_allow' | 'denied_bytes', index: number): bigint =>
    uint64(node.datapath.map('osg_deny_eps').lookup(u32Key(web.index)) as Buffer, OsgDenyEndpoint.fields[field], index);

  it('drops are counted exactly, on the wire too', async () => {
    await node.enforce({ web: { ingress: [], egress: [] } });
    const count = () => node.datapath.reasons(web.index).find((c) => c.direction === 'ingress' && c.reason === 32);
    const before = count();
    const frame = p.frame(p.udpPacket({ src: C, dst: W, dport: 9, payload: Buffer.alloc(100) }), {
      from: web.gatewayMac,
      to: web.mac,
    });
    const raw = await node.agent.rawOpen(web.host);
    await node.agent.rawSend(raw, [frame], 5000);
    const after = count();
    expect((after?.packets ?? 0n) - (before?.packets ?? 0n)).toBe(5000n);
    expect((after?.bytes ?? 0n) - (before?.bytes ?? 0n)).toBe(5000n * 128n);
    await node.agent.close(raw);
  });

  it('conversations: who talks to whom, since when, how much; sampled, and labelled so', async () => {
    await node.enforce({
      web: { ingress: [{ peer: `${C}/32`, port: 80 }], egress: [{ peer: 'any', protocol: 17, port: 53 }] },
    });
    for (let i = 0; i < 3; i++)
      expect(inward(p.tcpPacket({ src: C, dst: W, sport: 5000 + i, dport: 80, flags: syn })).pass).toBe(true);
    for (let i = 0; i < 10; i++)
      expect(
        inward(p.tcpPacket({ src: C, dst: W, sport: 5000, dport: 80, flags: ack, payload: Buffer.alloc(60) })).pass,
      ).toBe(true);
    for (let i = 0; i < 4; i++)
      expect(outward(p.udpPacket({ src: W, dst: C, sport: 6000, dport: 53 })).pass).toBe(true);
    const all = node.datapath.conversations(web.index);
    const tcp = all.find((c) => c.protocol === 6);
    expect(tcp).toMatchObject({
      direction: 'ingress',
      port: 80,
      flows: 3,
      sampledPackets: 10,
      packets: 10,
      sampledBytes: 1000,
    });
    expect(formatAddress(tcp!.peer)).toBe(C);
    expect(Math.abs((tcp?.lastMs ?? 0) - Date.now())).toBeLessThan(5000);
    const udp = all.find((c) => c.protocol === 17 && c.port === 53);
    expect(udp).toMatchObject({ direction: 'egress', flows: 1, sampledPackets: 3 });
    // Replies and denied packets are no conversations of their own.
    expect(outward(p.tcpPacket({ src: W, dst: C, sport: 80, dport: 5000, flags: syn | ack })).reason).toBe('REPLY');
    expect(inward(p.tcpPacket({ src: C, dst: W, sport: 5000, dport: 81 })).pass).toBe(false);
    expect(node.datapath.conversations(web.index).length).toBe(all.length);
    expect((await node.datapath.maintain([web.index], 0)).conversations).toBe(0);
  });

  it('conversations are bounded, and an earlier holder’s are not told as its successor’s', async () => {
    await node.enforce({ web: { ingress: [{ peer: '10.0.0.0/8', port: 80 }], egress: [] } });
    const knock = (i: number) => inward(p.tcpPacket({ src: `10.9.${i >> 8}.${i & 255}`, dst: W, dport: 80 })).pass;
    for (let i = 0; i < 3000; i++) if (!knock(i)) throw new Error(`10.9.${i >> 8}.${i & 255} is denied`);
    const full = node.datapath.conversations(web.index);
    expect(full.length).toBeLessThanOrEqual(1024);
    expect(full.length, 'few sets have room left').toBeGreaterThan(900);
    expect(new Set(full.map((c) => formatAddress(c.peer))).size, 'each peer once').toBe(full.length);
    expect(full.every((c) => c.flows === 1 && c.port === 80)).toBe(true);
    // Those that are in are counted further.
    const last = full.at(-1)!;
    expect(inward(p.tcpPacket({ src: formatAddress(last.peer), dst: W, sport: 9, dport: 80 })).pass).toBe(true);
    expect(node.datapath.conversations(web.index).filter((c) => c.flows === 2)).toMatchObject([{ peer: last.peer }]);
    const states = node.datapath.map('osg_endpoint_states');
    const state = states.lookup(u32Key(web.index)) as Buffer;
    const later = Buffer.from(state);
    later.writeUInt32LE(node.datapath.generation(web.index) + 1, OsgEndpointState.fields.generation.offset);
    states.update(u32Key(web.index), later);
    expect(node.datapath.conversations(web.index)).toEqual([]);
    expect((await node.datapath.maintain([web.index])).conversations, 'and make room').toBe(0);
    states.update(u32Key(web.index), state);
    expect(knock(1)).toBe(true);
    expect(node.datapath.conversations(web.index).length).toBe(1);
    expect((await node.datapath.maintain([web.index], 0)).conversations).toBe(0);
  });

  it('flows and conversations are told in words, and may be forgotten', async () => {
    await node.enforce({ web: { ingress: [{ peer: `${C}/32`, port: 80 }], egress: [] } });
    node.datapath.conntrack.flush(web.index);
    for (let i = 0; i < 3; i++)
      expect(inward(p.tcpPacket({ src: C, dst: W, sport: 7000 + i, dport: 80 })).pass).toBe(true);
    const plan = node.plan;
    const listed = flowPage(node.datapath, plan, { endpoint: 'web', limit: 2 });
    expect(listed).toMatchObject({ truncated: true, tables: [{ endpoint: 'web', live: 3, revoked: 0 }] });
    expect(listed.flows?.[0]).toMatchObject({
      own: W,
      ownPort: 80,
      peer: C,
      protocol: 6,
      state: osg.v1.ConntrackState.CONNTRACK_STATE_NEW,
      egress: false,
      rule: 'SecurityGroup/test/web/ingress/0',
    });
    const { conversations } = conversationPage(node.datapath, plan, {});
    expect(allowedRecords(plan, conversations, 1)[0]).toMatchObject({
      context: { endpoint: 'web', egress: false, verdict: 1, reason: 1, rule: 'SecurityGroup/test/web/ingress/0' },
      item: { source: Buffer.of(10, 1, 0, 20), destination: Buffer.of(10, 1, 0, 10), destinationPort: 80 },
    });
    const told: osg.v1.Evidence.$Properties[] = [];
    const witness = new Witness({
      queries: {
        conntrack: (of, request) => flowPage(node.datapath, of, request),
        conversations: (of, request) => conversationPage(node.datapath, of, request),
      },
      send: (part) => told.push(part) > 0,
      now: () => 0,
    });
    await witness.answer({ id: 7 }, () => ({ plan, view: () => expect.unreachable('not asked') }));
    const talks = told.flatMap((part) => part.talks ?? []);
    expect(
      talks.reduce((sum, { live }) => sum + (live ?? 0), 0),
      'evidence of all that is tracked',
    ).toBe(3);
    expect(talks.every(({ peer, port }) => peer !== '' && (port ?? 0) > 0)).toBe(true);
    expect(told.at(-1)).toMatchObject({ id: 7, last: true, truncated: false });
    expect(flowPage(node.datapath, plan, { flush: true }).tables).toMatchObject([{ removed: 3, live: 0 }]);
    expect(outward(p.tcpPacket({ src: W, dst: C, sport: 80, dport: 7000, flags: syn | ack })).reason).toBe('RULE_DENY');
    expect(flowPage(node.datapath, plan, { endpoint: 'nobody' })).toEqual({
      flows: [],
      tables: [],
      truncated: false,
    });
  });

  it('audit rules tell what they would deny, and no reply is among it', async () => {
    await node.enforce({
      web: { ingress: [{ peer: `${C}/32`, port: 25, deny: true, audit: true }, { peer: `${C}/32` }] },
    });
    const before = told('would_deny', 0);
    expect(inward(p.tcpPacket({ src: C, dst: W, dport: 25 })).pass).toBe(true);
    expect(told('would_deny', 0) - before).toBe(1n);
    expect(inward(p.tcpPacket({ src: C, dst: W, dport: 80 })).pass).toBe(true);
    expect(inward(p.tcpPacket({ src: C, dst: W, sport: 443, dport: 25, flags: ack })).pass).toBe(true);
    expect(told('would_deny', 0) - before).toBe(1n);
  });

  it('audit rules tell what they would allow of what is denied, which is told as denied too', async () => {
    await node.enforce({
      web: {
        ingress: [
          { peer: `${C}/32`, port: 25, audit: true },
          { peer: `${C}/32`, port: 80 },
        ],
      },
    });
    const before = [told('would_allow', 0), told('would_deny', 0)];
    const records = (): string[] =>
      [...entries(node.datapath.map('osg_deny_flows'))]
        .filter(({ key }) => uint(key, OsgDenyKey.fields.port) === 25 && uint(key, OsgDenyKey.fields.verdict) !== 1)
        .map(({ key }) =>
          [OsgDenyKey.fields.verdict, OsgDenyKey.fields.reason].map((field) => uint(key, field)).join(),
        );
    expect(inward(p.tcpPacket({ src: C, dst: W, dport: 25 }))).toEqual({ pass: false, reason: 'RULE_DENY' });
    expect(inward(p.tcpPacket({ src: C, dst: W, dport: 26 }))).toEqual({ pass: false, reason: 'RULE_DENY' });
    expect(inward(p.tcpPacket({ src: C, dst: W, dport: 80 })).pass).toBe(true);
    expect([told('would_allow', 0), told('would_deny', 0)]).toEqual([(before[0] ?? 0n) + 1n, before[1]]);
    expect(records()).toEqual(
      expect.arrayContaining([
        [OsgEventVerdict.WOULD_ALLOW, OsgReason.RULE_ALLOW].join(),
        [OsgEventVerdict.DENY, OsgReason.RULE_DENY].join(),
      ]),
    );
  });

  it('what a candidate would allow is told as that, and its deny as one of the policy in force', async () => {
    const rule = (port: number): Policy => ({ ingress: [{ peer: `${C}/32`, port }] });
    await node.enforce({ web: rule(1) }, { candidate: { web: rule(37) }, trial: { id: 'r', unconfirmed: false } });
    expect(inward(p.tcpPacket({ src: C, dst: W, dport: 37 }))).toEqual({ pass: false, reason: 'RULE_DENY' });
    const records = [...entries(node.datapath.map('osg_deny_flows'))]
      .filter(({ key }) => uint(key, OsgDenyKey.fields.port) === 37)
      .map(({ key }) => uint(key, OsgDenyKey.fields.verdict));
    expect(records.sort()).toEqual([OsgEventVerdict.DENY, OsgEventVerdict.WOULD_ALLOW | OsgEventVerdict.TRIAL].sort());
    await node.enforce({ web: rule(1) });
  });

  it('settings that make no sense are refused by name, and change nothing', () => {
    for (const settings of [{ timeouts: { udpNew: 0 } }, { sampleRate: 3 }, { icmpErrorBurst: 0 }]) {
      expect(() => node.open({ settings, dir: '/nonexistent' })).toThrow(DatapathError);
    }
    expect(() => node.open({ endpoints: 1, dir: '/nonexistent' })).toThrow(/endpoints is 1/);
  });

  it('F21 hairpin: the own address as a source on the wire is a peer like any other', async () => {
    await node.enforce({ web: { ingress: [], egress: [] } });
    expect(inward(p.tcpPacket({ src: W, dst: W, dport: 80 })).reason).toBe('RULE_DENY');
    await node.enforce({ web: { ingress: [{ peer: `${W}/32`, port: 80 }], egress: [] } });
    expect(inward(p.tcpPacket({ src: W, dst: W, dport: 80 })).pass).toBe(true);
  });

  it('the programs stay within what old verifiers take', () => {
    const { ingress, egress } = node.datapath.kernel.programs;
    for (const program of [ingress, egress]) {
      const { verifiedInstructions } = BpfProgram.fromId(program.info.id).info;
      expect(verifiedInstructions).toBeLessThan(800_000);
    }
  });
});
