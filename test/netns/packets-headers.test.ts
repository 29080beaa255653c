/** F6–F12: options, extension headers, lengths, ethertypes, tags, tunnels. */
import { describe, it } from 'vitest';
import * as p from '../support/packets.js';
import { C, into, number, out, packetLab, tcp, udp, W } from '../support/packets-lab.js';

describe('headers', () => {
  const lab = packetLab();
  const { to, from, cases } = lab;

  const options = Buffer.from([7, 7, 4, 0, 0, 0, 0, 0]);
  it(
    'F6 IPv4 options do not hide the ports',
    cases(() => [
      into(
        'allowed port behind options',
        'RULE_ALLOW',
        to(
          p.ipv4({
            src: C.v4,
            dst: W.v4,
            protocol: 6,
            options,
            payload: p.tcp({ src: C.v4, dst: W.v4, dport: 80, seq: number() }),
          }),
        ),
      ),
      into(
        'denied port behind options',
        'RULE_DENY',
        to(
          p.ipv4({
            src: C.v4,
            dst: W.v4,
            protocol: 6,
            options,
            payload: p.tcp({ src: C.v4, dst: W.v4, sport: 80, dport: 81 }),
          }),
        ),
      ),
      into(
        'IHL 4',
        'BAD_HEADER',
        to(p.ipv4({ src: C.v4, dst: W.v4, protocol: 6, ihl: 4, payload: p.tcp({ src: C.v4, dst: W.v4, dport: 80 }) })),
      ),
      into(
        'IHL beyond the packet',
        'BAD_HEADER',
        to(p.ipv4({ src: C.v4, dst: W.v4, protocol: 6, ihl: 15, payload: Buffer.alloc(20) })),
      ),
    ]),
  );

  const chain = (next: number, payload: Uint8Array): Buffer => to(p.ipv6({ src: C.v6, dst: W.v6, next, payload }));
  const segment = (dport: number): Buffer => p.tcp({ src: C.v6, dst: W.v6, dport, seq: number() });
  it(
    'F7 IPv6 extension headers are walked, so far',
    cases(() => [
      into(
        'hop-by-hop, destination, routing with nothing left',
        'RULE_ALLOW',
        chain(
          0,
          Buffer.concat([p.extension(60), p.extension(43), p.extension(6, 1, Buffer.from([4, 0])), segment(80)]),
        ),
      ),
      into(
        'the same to a denied port',
        'RULE_DENY',
        chain(
          0,
          Buffer.concat([p.extension(60), p.extension(43), p.extension(6, 1, Buffer.from([4, 0])), segment(81)]),
        ),
      ),
      into(
        'routing header 0',
        'EXTENSION_HEADER',
        chain(43, Buffer.concat([p.extension(6, 3, Buffer.from([0, 1])), segment(80)])),
      ),
      into(
        'segments left',
        'EXTENSION_HEADER',
        chain(43, Buffer.concat([p.extension(6, 3, Buffer.from([4, 1])), segment(80)])),
      ),
      into(
        'hop-by-hop in second place',
        'EXTENSION_HEADER',
        chain(60, Buffer.concat([p.extension(0), p.extension(6), segment(80)])),
      ),
      into(
        'a chain of 12',
        'EXTENSION_HEADER',
        chain(60, Buffer.concat([...Array.from({ length: 11 }, () => p.extension(60)), p.extension(6), segment(80)])),
      ),
      into('a header beyond the packet', 'BAD_HEADER', chain(60, Buffer.from([6, 9, 1, 4, 0, 0, 0, 0]))),
      into('no next header', 'RULE_DENY', chain(59, Buffer.from(`nothing ${number()}`))),
    ]),
  );

  const cut = (frame: Buffer, bytes: number): Buffer => frame.subarray(0, bytes);
  it(
    'F9 runts and wrong lengths',
    cases(() => [
      into('half an IPv4 header', 'TRUNCATED', cut(to(tcp({ src: C.v4, dst: W.v4, dport: 80 })), 24), {
        wireOnly: true,
      }),
      into('half an IPv6 header', 'TRUNCATED', cut(to(tcp({ src: C.v6, dst: W.v6, dport: 80 })), 44), {
        wireOnly: true,
      }),
      into(
        'length beyond the frame',
        'TRUNCATED',
        to(
          p.ipv4({
            src: C.v4,
            dst: W.v4,
            protocol: 6,
            totalLength: 60,
            payload: p.tcp({ src: C.v4, dst: W.v4, dport: 80 }),
          }),
        ),
      ),
      into(
        'length below the header',
        'BAD_HEADER',
        to(
          p.ipv4({
            src: C.v4,
            dst: W.v4,
            protocol: 6,
            totalLength: 12,
            payload: p.tcp({ src: C.v4, dst: W.v4, dport: 80 }),
          }),
        ),
      ),
      into(
        'payload length beyond the frame',
        'TRUNCATED',
        to(p.ipv6({ src: C.v6, dst: W.v6, next: 6, payloadLength: 60, payload: segment(80) })),
      ),
      into(
        'TCP shorter than its header',
        'BAD_HEADER',
        to(
          p.ipv4({
            src: C.v4,
            dst: W.v4,
            protocol: 6,
            payload: p.tcp({ src: C.v4, dst: W.v4, dport: 80 }).subarray(0, 12),
          }),
        ),
      ),
      into('TCP data offset 4', 'BAD_HEADER', to(tcp({ src: C.v4, dst: W.v4, dport: 80, doff: 4 }))),
      into('TCP data offset beyond the packet', 'BAD_HEADER', to(tcp({ src: C.v4, dst: W.v4, dport: 80, doff: 15 }))),
      into('UDP length 4', 'BAD_HEADER', to(udp({ src: C.v4, dst: W.v4, dport: 53, length: 4 }))),
      into('UDP length beyond the packet', 'BAD_HEADER', to(udp({ src: C.v6, dst: W.v6, dport: 53, length: 400 }))),
      into(
        'IPv6 under the ethertype of IPv4',
        'BAD_HEADER',
        p.ethernet(0x0800, tcp({ src: C.v6, dst: W.v6, dport: 80 }), { from: lab.web.gatewayMac, to: lab.web.mac }),
      ),
      into(
        'version 5',
        'BAD_HEADER',
        to(
          p.ipv4({
            src: C.v4,
            dst: W.v4,
            protocol: 6,
            version: 5,
            payload: p.tcp({ src: C.v4, dst: W.v4, dport: 80 }),
          }),
        ),
      ),
      into(
        'trailing bytes',
        'RULE_ALLOW',
        Buffer.concat([to(tcp({ src: C.v4, dst: W.v4, dport: 80 })), Buffer.from(`padding ${number()}`)]),
      ),
    ]),
  );

  it(
    'F10 F11 F12 other ethertypes, families, VLAN, tunnels',
    cases(() => [
      into(
        'unknown ethertype',
        'ETHERTYPE',
        p.ethernet(0x88b5, Buffer.alloc(50, number()), { from: lab.web.gatewayMac, to: lab.web.mac }),
      ),
      out(
        'unknown ethertype out',
        'ETHERTYPE',
        p.ethernet(0x88b5, Buffer.alloc(50, number()), { from: lab.web.mac, to: lab.web.gatewayMac }),
      ),
      out(
        '802.3 length',
        'ETHERTYPE',
        p.ethernet(46, Buffer.alloc(46, number()), { from: lab.web.mac, to: lab.web.gatewayMac }),
      ),
      into(
        'IPv6 to an endpoint without',
        'ADDRESS_FAMILY',
        to(tcp({ src: C.v6, dst: 'fd00:1::30', dport: 80 }), 'four'),
        { at: 'four' },
      ),
      into('VLAN', 'VLAN', p.tagged(to(tcp({ src: C.v4, dst: W.v4, dport: 80 })), { id: 5 })),
      out('VLAN 0', 'VLAN', p.tagged(from(tcp({ src: W.v4, dst: C.v4, dport: 443 })), { id: 0 })),
      out(
        'QinQ',
        'VLAN',
        p.tagged(from(tcp({ src: W.v4, dst: C.v4, dport: 443 })), { tpid: 0x88a8, id: 5 }, { id: 6 }),
      ),
      out(
        'GRE',
        'RULE_DENY',
        from(
          p.ipv4({
            src: W.v4,
            dst: C.v4,
            protocol: 47,
            payload: Buffer.concat([Buffer.from([0, 0, 8, 0]), tcp({ src: W.v4, dst: C.v4, dport: 443 })]),
          }),
        ),
      ),
      out(
        'IP in IP',
        'RULE_DENY',
        from(p.ipv4({ src: W.v4, dst: C.v4, protocol: 4, payload: tcp({ src: W.v4, dst: C.v4, dport: 443 }) })),
      ),
      out(
        'IPv4 in IPv6',
        'RULE_DENY',
        from(p.ipv6({ src: W.v6, dst: C.v6, next: 4, payload: tcp({ src: W.v4, dst: C.v4, dport: 443 }) })),
      ),
      out(
        'VXLAN',
        'RULE_DENY',
        from(
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
      ),
      out(
        'ICMP in IPv6',
        'RULE_DENY',
        from(p.ipv6({ src: W.v6, dst: C.v6, next: 1, payload: Buffer.from(`0800000000070001${number()}`, 'hex') })),
      ),
    ]),
  );
});
