/** F1–F5, F8, F115: fragments. */
import { describe, expect, it } from 'vitest';
import type { Handle } from '../support/agent.js';
import * as p from '../support/packets.js';
import { C, type Case, into, number, packetLab, udp, W } from '../support/packets-lab.js';

/** The same order every time. */
function shuffled<T>(list: readonly T[]): T[] {
  const out = [...list];
  let seed = 7;
  for (let i = out.length - 1; i > 0; i--) {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    const j = Math.floor((seed / 2 ** 32) * (i + 1));
    [out[i], out[j]] = [out[j] as T, out[i] as T];
  }
  return out;
}

describe('fragments', () => {
  const lab = packetLab();
  const { to, onWire, check, cases } = lab;

  const fragments = (v6: boolean, packet: Buffer, id: number, cuts: readonly number[], from?: string): Buffer[] => {
    const [header, protocol] = v6 ? [40, packet[6] as number] : [20, packet[9] as number];
    const src = from ?? (v6 ? C.v6 : C.v4);
    const payload = packet.subarray(header);
    return cuts.map((start, i) => {
      const end = cuts[i + 1] ?? payload.length;
      const part = payload.subarray(start, end);
      const more = end < payload.length;
      if (v6)
        return Buffer.concat([
          p.ipv6({
            src,
            dst: W.v6,
            next: 44,
            payload: Buffer.concat([p.fragmentHeader(protocol, { id, offset: start, more }), part]),
          }),
        ]);
      return p.ipv4({ src, dst: W.v4, protocol, id, offset: start, more, payload: part });
    });
  };
  /** Eight bytes at a time like no others: a frame is known by its end, wherever it is cut, and others may come late. */
  const distinct = (length: number): Buffer => {
    const id = number();
    return Buffer.concat(
      Array.from({ length: length / 8 }, (_, i) => Buffer.from(`${i}`.padEnd(2, '.') + `${id}`.padStart(6, '.'))),
    );
  };
  const large = (v6: boolean, dport = 53): Buffer =>
    udp({ src: v6 ? C.v6 : C.v4, dst: v6 ? W.v6 : W.v4, dport, payload: distinct(56) });

  for (const v6 of [false, true]) {
    const family = v6 ? 'IPv6' : 'IPv4';
    const ingress = (about: string, reason: string, packet: Buffer): Case => ({
      about: `${about}, ${family}`,
      dir: 'ingress',
      reason,
      frame: to(packet),
    });

    it(`F1 F3 fragments follow the verdict of their first one, and never overlap, ${family}`, async () => {
      const later = (src: string, protocol: number): Buffer =>
        (fragments(
          v6,
          p.ip({ src, dst: v6 ? W.v6 : W.v4, protocol, payload: distinct(48) }),
          1000,
          [0, 24, 48],
          src,
        )[1] ?? Buffer.alloc(0)) as Buffer;
      await check(
        ingress(
          'a lone later fragment of who may send nothing',
          'FRAGMENT',
          later(v6 ? 'fd00:1::21' : '10.1.0.21', 17),
        ),
      );
      await check(ingress('one of a protocol that he may not send', 'FRAGMENT', later(v6 ? C.v6 : C.v4, 47)));
      expect(
        lab.node.judge(lab.web, 'ingress', to(later(v6 ? C.v6 : C.v4, 17))),
        'one that he may: no datagram forms',
      ).toEqual({
        pass: true,
        reason: 'RELATED',
      });
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
        const [, shorter] = fragments(v6, large(v6).subarray(0, v6 ? 72 : 52), id, [0, 24]).map((f) => to(f)) as [
          Buffer,
          Buffer,
        ];
        const passes = async (frame: Buffer, expected: boolean, about: string): Promise<void> => {
          const seen =
            mode === 'wire'
              ? await onWire({ about, dir: 'ingress', reason: '', frame }, expected ? 5 : 0.04)
              : lab.node.judge(lab.web, 'ingress', frame).pass;
          expect(seen, `${mode}: ${about}`).toBe(expected);
        };
        await passes(third, true, 'F115 the last one ahead');
        await passes(shorter, false, 'F3 another end');
        await passes(first, true, 'the first');
        await passes(overlap, false, 'F3 overlap');
        await passes(first, false, 'F3 the first once more');
        await passes(third, false, 'F3 the last once more');
        await passes(second, true, 'what is missing');
      }
      const [denied, behind] = fragments(v6, large(v6, 54), 1003, [0, 24]) as [Buffer, Buffer];
      await check(ingress('a denied first fragment', 'RULE_DENY', denied));
      await check(ingress('what follows it', 'FRAGMENT', behind));
      const [late, ahead, more] = fragments(v6, large(v6, 54), 1004, [0, 24, 48]) as [Buffer, Buffer, Buffer];
      expect(lab.node.judge(lab.web, 'ingress', to(ahead)).pass, 'ahead of a denied first one').toBe(true);
      await check(ingress('the denied first one', 'RULE_DENY', late));
      await check(ingress('what follows it', 'FRAGMENT', more));
    });

    it(`F115 datagrams whose fragments come in any order form if they are allowed, and only then, ${family}`, async () => {
      const [src, dst] = v6 ? [C.v6, W.v6] : [C.v4, W.v4];
      const raw = await lab.node.agent.rawOpen(lab.web.host);
      // Else IPv4 gives up a datagram when 64 other fragments of its sender came in between.
      lab.node.box.sysctl(lab.web.netns, 'net/ipv4/ipfrag_max_dist=0');
      const [open, shut] = [await lab.web.agent.udpOpen(dst, 53), await lab.web.agent.udpOpen(dst, 54)];
      const received = async (handle: Handle, count: number): Promise<string[]> => {
        const all: string[] = [];
        while (all.length < count) all.push((await lab.web.agent.recvFrom(handle, 5)).data);
        return all.map((data) => data.slice(0, 8)).sort();
      };
      const datagrams = (
        port: number,
        sport: number,
        count: number,
        ids: number,
      ): { text: string; frames: Buffer[] }[] =>
        Array.from({ length: count }, (_, i) => {
          const text = `${port} ${i}`.padEnd(8);
          const packet = p.udpPacket({
            src,
            dst,
            sport,
            dport: port,
            payload: Buffer.from(text.padEnd(8 * (20 + i), '.')),
          });
          const cuts = [0, 24, 32, 64, 96, 128];
          return { text, frames: fragments(v6, packet, ids + i, cuts).map((f) => to(f)) };
        });
      const arrives = async (frames: readonly Buffer[], texts: readonly string[]): Promise<void> => {
        await lab.node.agent.rawSend(raw, frames);
        expect(await received(open, texts.length)).toEqual([...texts].sort());
      };
      try {
        const inTurn = datagrams(53, 40001, 20, 2000);
        // All first ones, then all second ones, …; and the other way round.
        const interleaved = [0, 1, 2, 3, 4, 5].flatMap((k) => inTurn.map(({ frames }) => frames[k] as Buffer));
        await arrives(
          interleaved,
          inTurn.map(({ text }) => text),
        );
        await arrives(
          datagrams(53, 40001, 20, 2100).flatMap(({ frames }) => [...frames].reverse()),
          inTurn.map(({ text }) => text),
        );
        const [allowed, denied] = [datagrams(53, 40001, 20, 2200), datagrams(54, 40001, 10, 2300)];
        await arrives(
          shuffled([...allowed, ...denied].flatMap(({ frames }) => frames)),
          allowed.map(({ text }) => text),
        );
        await expect(lab.web.agent.recvFrom(shut, 0.1), 'a denied datagram').rejects.toThrow();

        // As replies, where no rule of their own direction lets them in.
        await lab.node.enforce({ web: { ingress: [], egress: [{ protocol: 17, port: 4053 }] } });
        await lab.web.agent.sendTo(open, src, 4053, 'question');
        const replies = datagrams(53, 4053, 20, 2400);
        await arrives(
          shuffled(replies.flatMap(({ frames }) => frames)),
          replies.map(({ text }) => text),
        );
      } finally {
        await lab.policy();
        await Promise.all([lab.node.agent.close(raw), lab.web.agent.close(open), lab.web.agent.close(shut)]);
      }
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
        'where the header of TCP is',
        'FRAGMENT',
        to(p.ipv4({ src: C.v4, dst: W.v4, protocol: 6, id: 13, offset: 16, payload: Buffer.alloc(40) })),
      ),
      into(
        'beyond 64 KiB',
        'FRAGMENT',
        to(p.ipv4({ src: C.v4, dst: W.v4, protocol: 17, id: 12, offset: 65528, payload: Buffer.alloc(400) })),
      ),
    ]),
  );

  // Last: what they leave occupies every place for a while.
  for (const v6 of [false, true]) {
    const family = v6 ? 'IPv6' : 'IPv4';

    it(`F115 where no policy selects the workload more datagrams pass than are kept in mind, ${family}`, async () => {
      await lab.node.enforce({ web: {} });
      const frames = (k: number): Buffer[] =>
        Array.from({ length: 100 }, (_, i) => to(fragments(v6, large(v6), 2500 + i, [0, 24, 48])[k] as Buffer));
      const passed = lab.node.judgeMany(lab.web, 'ingress', [...frames(2), ...frames(1), ...frames(0)]);
      expect(passed.filter((pass) => !pass)).toEqual([]);
      await lab.policy();
    });

    it(`F5 a flood of later fragments is bounded, and harms no datagram that begins with its first, ${family}`, async () => {
      const frame = (id: number, k: number): Buffer => to(fragments(v6, large(v6), id, [0, 24, 48])[k] as Buffer);
      const run = (id: number, k: number): boolean => lab.node.judge(lab.web, 'ingress', frame(id, k)).pass;
      const lone = Array.from({ length: 300 }, (_, i) => frame(3000 + i, 1));
      const passed = lab.node.judgeMany(lab.web, 'ingress', lone).filter(Boolean).length;
      expect(passed).toBeLessThanOrEqual(64);
      expect([run(3500, 0), run(3500, 1), run(3500, 2)]).toEqual([true, true, true]);
    });
  }
});
