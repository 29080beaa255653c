/** F15, F16: neighbours, routers and DHCP servers. */
import { describe, expect, it } from 'vitest';
import { entries } from '../../src/ebpf/binding.js';
import { uint } from '../../src/ebpf/struct.js';
import { OsgDenyKey } from '../../src/gen/abi.js';
import * as p from '../support/packets.js';
import { C, cut, into, OTHER_MAC, out, packetLab, udp, W } from '../support/packets-lab.js';

describe('neighbours', () => {
  const lab = packetLab();
  const { to, from, cases } = lab;

  const group = (target: string): string => `ff02::1:ff${target.slice(-2).padStart(2, '0')}:${target.slice(-2)}`;
  it(
    'F15 ARP and neighbour discovery: one may speak for oneself only',
    cases(() => {
      const own = { senderMac: lab.web.mac, sender: W.v4 };
      const mine = 'fe80::ff:fe00:101';
      return [
        out('ARP request', 'NEIGHBOUR', p.arp({ op: 1, ...own, target: '10.200.0.1' })),
        out('ARP probe', 'NEIGHBOUR', p.arp({ op: 1, ...own, sender: '0.0.0.0', target: W.v4 })),
        out('ARP for an allowed pair', 'NEIGHBOUR', p.arp({ op: 2, ...own, sender: '10.1.0.99', target: '10.1.0.99' })),
        out("another's address", 'NEIGHBOUR_SPOOF', p.arp({ op: 2, ...own, sender: '10.200.0.1', target: C.v4 })),
        out(
          "another's MAC inside",
          'NEIGHBOUR_SPOOF',
          p.arp({ op: 2, ...own, senderMac: OTHER_MAC, target: C.v4, from: lab.web.mac }),
        ),
        out("another's MAC outside", 'SPOOFED_MAC', p.arp({ op: 2, ...own, target: C.v4, from: OTHER_MAC })),
        into(
          'a claim to its address',
          'NEIGHBOUR_SPOOF',
          p.arp({ op: 2, senderMac: OTHER_MAC, sender: W.v4, target: W.v4 }),
        ),
        into(
          'a question for it',
          'NEIGHBOUR',
          p.arp({ op: 1, senderMac: lab.web.gatewayMac, sender: '10.200.0.1', target: W.v4 }),
        ),
        out('half an ARP packet', 'TRUNCATED', cut(p.arp({ op: 1, ...own, target: C.v4 }), 30)),
        out(
          'solicitation',
          'NEIGHBOUR',
          from(p.neighbour({ type: 135, src: W.v6, dst: group('01'), target: 'fd00:200::1', optionMac: lab.web.mac })),
        ),
        out(
          'solicitation that routers would carry to a peer',
          'NEIGHBOUR_SPOOF',
          from(p.neighbour({ type: 135, src: W.v6, dst: C.v6, target: 'fd00:200::1', optionMac: lab.web.mac })),
        ),
        out(
          'router solicitation that routers would carry to a peer',
          'NEIGHBOUR_SPOOF',
          from(p.icmpPacket({ src: W.v6, dst: C.v6, type: 133, rest: Buffer.alloc(4), ttl: 255 })),
        ),
        out(
          'is it still there?',
          'NEIGHBOUR',
          from(p.neighbour({ type: 135, src: W.v6, dst: 'fd00:200::1', target: 'fd00:200::1' })),
        ),
        out(
          'duplicate address detection of its own',
          'NEIGHBOUR',
          from(p.neighbour({ type: 135, src: '::', dst: group('10'), target: W.v6 })),
        ),
        out(
          "of another's",
          'NEIGHBOUR_SPOOF',
          from(p.neighbour({ type: 135, src: '::', dst: group('20'), target: C.v6 })),
        ),
        out(
          'its advertisement',
          'NEIGHBOUR',
          from(p.neighbour({ type: 136, src: W.v6, dst: 'ff02::1', target: W.v6, optionMac: lab.web.mac })),
        ),
        out(
          'of its link-local address',
          'NEIGHBOUR',
          from(p.neighbour({ type: 136, src: mine, dst: 'ff02::1', target: mine, optionMac: lab.web.mac })),
        ),
        out(
          "another's link-local address",
          'NEIGHBOUR_SPOOF',
          from(p.neighbour({ type: 136, src: mine, dst: 'ff02::1', target: 'fe80::1', optionMac: lab.web.mac })),
        ),
        out(
          "another's address advertised",
          'NEIGHBOUR_SPOOF',
          from(p.neighbour({ type: 136, src: W.v6, dst: 'ff02::1', target: C.v6, optionMac: lab.web.mac })),
        ),
        out(
          'with the MAC of another',
          'NEIGHBOUR_SPOOF',
          from(p.neighbour({ type: 136, src: W.v6, dst: 'ff02::1', target: W.v6, optionMac: OTHER_MAC })),
        ),
        out(
          'from off-link',
          'NEIGHBOUR_SPOOF',
          from(p.neighbour({ type: 136, src: W.v6, dst: 'ff02::1', target: W.v6, hopLimit: 64 })),
        ),
        into(
          'a claim to its address',
          'NEIGHBOUR_SPOOF',
          to(p.neighbour({ type: 136, src: 'fe80::1', dst: W.v6, target: W.v6, optionMac: OTHER_MAC })),
        ),
        into(
          'redirect',
          'NEIGHBOUR_SPOOF',
          to(p.icmpPacket({ src: 'fe80::1', dst: W.v6, type: 137, rest: Buffer.alloc(36), ttl: 255 })),
        ),
      ];
    }, false),
  );

  it(
    'F16 nobody plays router or DHCP server; a DHCP client where configured',
    cases(
      () => [
        out(
          'router advertisement',
          'ROUTER_ADVERT',
          from(p.icmpPacket({ src: 'fe80::ff:fe00:101', dst: 'ff02::1', type: 134, rest: Buffer.alloc(12), ttl: 255 })),
        ),
        into(
          'rogue router advertisement',
          'ROUTER_ADVERT',
          to(p.icmpPacket({ src: 'fe80::1', dst: 'ff02::1', type: 134, rest: Buffer.alloc(12), ttl: 255 })),
        ),
        out(
          'router solicitation',
          'NEIGHBOUR',
          from(p.icmpPacket({ src: 'fe80::ff:fe00:101', dst: 'ff02::2', type: 133, rest: Buffer.alloc(4), ttl: 255 })),
        ),
        out('DHCP server', 'DHCP_SERVER', from(udp({ src: W.v4, dst: C.v4, sport: 67, dport: 68 }))),
        out('DHCPv6 server', 'DHCP_SERVER', from(udp({ src: W.v6, dst: C.v6, sport: 547, dport: 546 }))),
        into('rogue DHCP server', 'DHCP_SERVER', to(udp({ src: C.v4, dst: W.v4, sport: 67, dport: 68 }))),
        out(
          'DHCP client, not configured',
          'SPOOFED_ADDRESS',
          from(udp({ src: '0.0.0.0', dst: '255.255.255.255', sport: 68, dport: 67 })),
        ),
        out(
          'DHCP client',
          'DHCP',
          from(udp({ src: '0.0.0.0', dst: '255.255.255.255', sport: 68, dport: 67 }), 'four'),
          { at: 'four' },
        ),
        into('its answer', 'DHCP', to(udp({ src: '10.200.0.1', dst: '10.1.0.30', sport: 67, dport: 68 }), 'four'), {
          at: 'four',
        }),
        out(
          'a DHCP server all the same',
          'DHCP_SERVER',
          from(udp({ src: '10.1.0.30', dst: C.v4, sport: 67, dport: 68 }), 'four'),
          { at: 'four' },
        ),
      ],
      false,
    ),
  );

  it('F10 what the ends of a link say by themselves in a family that its workload does not have is one flow each way', async () => {
    const four = lab.node.workload('four');
    const said = [
      { dst: 'ff02::16', type: 143, ttl: 1 },
      { dst: 'ff02::2', type: 133, ttl: 255 },
      { dst: 'ff02::1:ff00:103', type: 135, ttl: 255 },
      { dst: 'ff02::16', type: 131, ttl: 1 },
    ].flatMap((o) => ['::', 'fe80::ff:fe00:103'].map((src) => p.icmpPacket({ ...o, src, rest: Buffer.alloc(20) })));
    const told = (): number =>
      [...entries(lab.node.datapath.map('osg_deny_flows'))].filter(
        ({ key }) => uint(key, OsgDenyKey.fields.endpoint) === four.index && uint(key, OsgDenyKey.fields.family) === 6,
      ).length;
    for (const packet of said)
      expect(lab.node.judge(four, 'egress', from(packet, 'four'))).toEqual({ pass: false, reason: 'LINK_CHATTER' });
    expect(told()).toBe(1);
    for (const packet of said)
      expect(lab.node.judge(four, 'ingress', to(packet, 'four'))).toEqual({ pass: false, reason: 'LINK_CHATTER' });
    expect(told(), 'of the other end').toBe(2);
    lab.node.judge(four, 'egress', from(p.tcpPacket({ src: W.v6, dst: C.v6, dport: 443 }), 'four'));
    expect(told(), 'a real flow').toBe(3);
    const reasons = ['LINK_CHATTER', 'LINK_CHATTER', 'NEIGHBOUR', 'LINK_CHATTER'].flatMap((one) => [one, one]);
    expect(said.map((packet) => lab.node.judge(lab.web, 'ingress', to(packet)).reason)).toEqual(reasons);
    const to6 = p.icmpPacket({ src: 'fe80::1', dst: 'ff02::1', type: 128, rest: Buffer.alloc(4) });
    expect(lab.node.judge(lab.web, 'ingress', to(to6)).reason, 'who is called, is told').toBe('RULE_DENY');
  });
});
