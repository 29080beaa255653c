/** F1–F4, F8: fragments. */
import { describe, expect, it } from 'vitest';
import * as p from '../support/packets.js';
import { C, type Case, into, number, packetLab, udp, W } from '../support/packets-lab.js';

describe('fragments', () => {
  const lab = packetLab();
  const { to, onWire, check, cases } = lab;

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
            : lab.node.judge(lab.web, 'ingress', frame).pass;
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
      const client = lab.node.workload('client').agent;
      const [host, any] = v6 ? [W.v6, '::'] : [W.v4, '0.0.0.0'];
      const server = await lab.web.agent.udpOpen(host, 53);
      const socket = await client.udpOpen(any, 0);
      const data = 'x'.repeat(9000);
      await client.sendTo(socket, host, 53, data);
      expect((await lab.web.agent.recvFrom(server)).data).toBe(data);
      await Promise.all([client.close(socket), lab.web.agent.close(server)]);
    });
  }

  it(
    'F2 F8 a first fragment must hold all headers',
    cases(() => [
      into(
        '8 bytes of TCP',
        'FRAGMENT',
        to(
          p.ipv4({
            src: C.v4,
            dst: W.v4,
            protocol: 6,
            id: 7,
            more: true,
            payload: p.tcp({ src: C.v4, dst: W.v4 }).subarray(0, 8),
          }),
        ),
      ),
      into(
        'half a header in IPv6',
        'FRAGMENT',
        to(
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
      ),
      into(
        'the chain goes on in the next',
        'FRAGMENT',
        to(
          p.ipv6({
            src: C.v6,
            dst: W.v6,
            next: 44,
            payload: Buffer.concat([p.fragmentHeader(60, { id: 8, more: true }), p.extension(6)]),
          }),
        ),
      ),
      into(
        'two fragment headers',
        'FRAGMENT',
        to(
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
      ),
      into(
        'an atomic fragment',
        'RULE_ALLOW',
        to(
          p.ipv6({
            src: C.v6,
            dst: W.v6,
            next: 44,
            payload: Buffer.concat([p.fragmentHeader(6), p.tcp({ src: C.v6, dst: W.v6, dport: 80, seq: number() })]),
          }),
        ),
      ),
      into(
        'an atomic fragment to a denied port',
        'RULE_DENY',
        to(
          p.ipv6({
            src: C.v6,
            dst: W.v6,
            next: 44,
            payload: Buffer.concat([p.fragmentHeader(6), p.tcp({ src: C.v6, dst: W.v6, dport: 81 })]),
          }),
        ),
      ),
      into(
        'no multiple of 8 bytes',
        'FRAGMENT',
        to(
          p.ipv4({
            src: C.v4,
            dst: W.v4,
            protocol: 17,
            id: 11,
            more: true,
            payload: p.udp({ src: C.v4, dst: W.v4, dport: 53, payload: Buffer.alloc(5) }),
          }),
        ),
      ),
      into(
        'beyond 64 KiB',
        'FRAGMENT',
        to(p.ipv4({ src: C.v4, dst: W.v4, protocol: 17, id: 12, offset: 65528, payload: Buffer.alloc(400) })),
      ),
    ]),
  );
});
