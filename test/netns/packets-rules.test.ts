/** What the rules decide: families, protocols, ports, queries, simultaneous opens. */
import { describe, expect, it } from 'vitest';
import * as p from '../support/packets.js';
import { C, type Case, into, number, out, packetLab, tcp, udp, W } from '../support/packets-lab.js';

const { ack } = p.FLAGS;

describe('packets by rules', () => {
  const lab = packetLab();
  const { policy, to, from, check, cases, both } = lab;

  it(
    'rules decide, by family, protocol and port',
    cases(() => [
      ...both('TCP to an allowed port', 'ingress', 'RULE_ALLOW', (src, dst) => tcp({ src, dst, dport: 80 })),
      ...both('TCP to another port', 'ingress', 'RULE_DENY', (src, dst) => tcp({ src, dst, dport: 81 })),
      ...both('UDP to the TCP port', 'ingress', 'RULE_DENY', (src, dst) => udp({ src, dst, dport: 80 })),
      ...both('TCP out to an allowed port', 'egress', 'RULE_ALLOW', (src, dst) => tcp({ src, dst, dport: 443 })),
      ...both('TCP out to another port', 'egress', 'RULE_DENY', (src, dst) => tcp({ src, dst, dport: 80 })),
      into('another peer', 'RULE_DENY', to(tcp({ src: '10.1.0.21', dst: W.v4, dport: 80 }))),
    ]),
  );

  it('F18 an echo request does not ride on an echo that is allowed the other way', async () => {
    for (const [family, type, reply] of [
      ['v4', 8, 0],
      ['v6', 128, 129],
    ] as const) {
      const sent = (t: number, id: number): Buffer =>
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
      await check(out(`echo, IP${family}`, 'RULE_ALLOW', sent(type, 7)));
      await check(into('its reply', 'REPLY', back(reply, 7)));
      await check(into('a request with its identifier', 'RULE_DENY', back(type, 7)));
      await check(into('a reply with another', 'RULE_DENY', back(reply, 8)));
    }
  });

  it('F22 segments of a GSO packet are counted one by one', async () => {
    const key = 'ingress RULE_DENY';
    const before = lab.node.counts(lab.web).get(key) ?? 0n;
    const payload = Buffer.alloc(2000, 1);
    expect(
      lab.node.judge(lab.web, 'ingress', to(tcp({ src: C.v4, dst: W.v4, dport: 81, payload })), { gsoSegs: 4 }).pass,
    ).toBe(false);
    expect((lab.node.counts(lab.web).get(key) ?? 0n) - before).toBe(4n);
    expect(
      lab.node.judge(lab.web, 'ingress', to(tcp({ src: C.v4, dst: W.v4, dport: 80, flags: ack, payload })), {
        gsoSegs: 4,
      }).pass,
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
    await lab.node.enforce({
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
    await check(
      out('its INIT ACK', 'REPLY', from(p.sctpPacket({ src: W.v4, dst: C.v4, sport: 9, dport: port, chunk: 2 }))),
    );
    await check(
      out(
        'one of another flow',
        'RULE_DENY',
        from(p.sctpPacket({ src: W.v4, dst: C.v4, sport: 9, dport: port + 9, chunk: 2 })),
      ),
    );
    await lab.node.enforce({ web: { ingress: [{ peer: `${C.v4}/32` }], egress: [] } });
    await check({ ...init(), reason: 'RULE_ALLOW' });
    await check({ ...other(), reason: 'RULE_ALLOW' });
    await policy();
  });

  it('F26 a simultaneous open follows the rules', async () => {
    await lab.node.enforce({
      web: { ingress: [{ peer: `${C.v4}/32`, port: 7000 }], egress: [{ peer: `${C.v4}/32`, port: 7001 }] },
    });
    await check(out('SYN out', 'RULE_ALLOW', from(tcp({ src: W.v4, dst: C.v4, sport: 7000, dport: 7001 }))));
    await check(into('SYN in', 'RULE_ALLOW', to(tcp({ src: C.v4, dst: W.v4, sport: 7001, dport: 7000 }))));
    await check(
      into('SYN in that no rule allows', 'RULE_DENY', to(tcp({ src: C.v4, dst: W.v4, sport: 443, dport: 7002 }))),
    );
    await policy();
  });
});
