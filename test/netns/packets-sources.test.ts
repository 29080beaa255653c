/** F13, F14, F19, F20, F24–F26: who a packet says it is from, to whom it goes, what flow it claims. */
import { describe, expect, it } from 'vitest';
import * as p from '../support/packets.js';
import { C, into, OTHER_MAC, out, packetLab, tcp, udp, W } from '../support/packets-lab.js';

const { ack, rst, fin, syn } = p.FLAGS;

describe('sources and flows', () => {
  const lab = packetLab();
  const { to, from, check, cases, both } = lab;

  it('F13 forged sources leave nothing behind', async () => {
    await cases(() => [
      out('another IPv4 source', 'SPOOFED_ADDRESS', from(tcp({ src: '10.1.0.11', dst: C.v4, dport: 443 }))),
      out('another IPv6 source', 'SPOOFED_ADDRESS', from(tcp({ src: 'fd00:1::11', dst: C.v6, dport: 443 }))),
      out('loopback', 'SPOOFED_ADDRESS', from(tcp({ src: '127.0.0.1', dst: C.v4, dport: 443 }))),
      out('multicast', 'SPOOFED_ADDRESS', from(udp({ src: 'ff02::1', dst: C.v6, dport: 443 }))),
      out('unspecified', 'SPOOFED_ADDRESS', from(tcp({ src: '::', dst: C.v6, dport: 443 }))),
      out('link-local of another MAC', 'SPOOFED_ADDRESS', from(tcp({ src: 'fe80::99', dst: C.v6, dport: 443 }))),
      out(
        'another MAC',
        'SPOOFED_MAC',
        p.frame(tcp({ src: W.v4, dst: C.v4, dport: 443 }), { from: OTHER_MAC, to: lab.web.gatewayMac }),
      ),
    ])();
    expect(flows().filter((f) => f.ownPort === 40000 && f.peerPort === 443 && f.own.value === 0x0a01000bn)).toEqual([]);
    await check(out('an allowed address pair', 'RULE_ALLOW', from(tcp({ src: '10.1.0.99', dst: C.v4, dport: 443 }))));
    await check(out('an allowed address pair', 'RULE_ALLOW', from(tcp({ src: 'fd00:1::99', dst: C.v6, dport: 443 }))));
  });

  const flows = () => [...lab.node.datapath.conntrack.list(lab.web.index, lab.node.datapath.generation(lab.web.index))];

  it('F14 F24 F25 F26 what belongs to no flow is no reply, and makes none', async () => {
    lab.node.datapath.conntrack.flush(lab.web.index);
    const before = lab.node.datapath.conntrack.counts(lab.web.index).created;
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
    expect(lab.node.datapath.conntrack.counts(lab.web.index).created).toBe(before);
    expect(flows()).toEqual([]);
  });

  it(
    'F19 F20 mapped, link-local, metadata, multicast and broadcast addresses',
    cases(
      () => [
        out('IPv4-mapped destination', 'MAPPED_ADDRESS', from(tcp({ src: W.v6, dst: '::ffff:10.1.0.20', dport: 443 }))),
        into('IPv4-mapped source', 'MAPPED_ADDRESS', to(tcp({ src: '::ffff:10.1.0.20', dst: W.v6, dport: 80 }))),
        out('metadata service', 'RULE_DENY', from(tcp({ src: W.v4, dst: '169.254.169.254', dport: 80 }))),
        out('link-local peer', 'RULE_DENY', from(tcp({ src: W.v6, dst: 'fe80::1', dport: 443 }))),
        out('multicast', 'RULE_DENY', from(udp({ src: W.v4, dst: '224.0.0.251', dport: 5353 }))),
        out('IPv6 multicast', 'RULE_DENY', from(udp({ src: W.v6, dst: 'ff02::fb', dport: 5353 }))),
        out('broadcast', 'RULE_DENY', from(udp({ src: W.v4, dst: '255.255.255.255', dport: 53 }))),
        into('multicast to it', 'RULE_DENY', to(udp({ src: '10.1.0.21', dst: '224.0.0.251', dport: 5353 }))),
        out(
          'IGMP',
          'RULE_DENY',
          from(
            p.ipv4({
              src: W.v4,
              dst: '224.0.0.22',
              protocol: 2,
              ttl: 1,
              payload: Buffer.from('2200f9020000000104000000e00000fb', 'hex'),
            }),
          ),
        ),
        out(
          'multicast listener report',
          'NEIGHBOUR',
          from(p.icmpPacket({ src: 'fe80::ff:fe00:101', dst: 'ff02::16', type: 143, rest: Buffer.alloc(24), ttl: 1 })),
        ),
      ],
      false,
    ),
  );
});
