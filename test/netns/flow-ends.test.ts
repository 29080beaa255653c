/** F111, F113: what ends a flow, and what does not: no reset or FIN that its receiver ignores, no tombstone for what a rule allows. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Allow, type Policy, TestNode, type Workload } from '../support/node.js';
import * as p from '../support/packets.js';

const C = '10.1.0.20';
const W = '10.1.0.10';
const { ack, fin, rst, syn } = p.FLAGS;

let node: TestNode;
let web: Workload;
beforeAll(async () => {
  node = await TestNode.create({ web: { addresses: [W] } });
  web = node.workload('web');
});
afterAll(() => node.close());
beforeEach(() => {
  node.datapath.conntrack.flush(web.index);
});

const flows = () => [...node.datapath.conntrack.list(web.index, node.datapath.generation(web.index))];
const into = (packet: Uint8Array): string =>
  node.judge(web, 'ingress', p.frame(packet, { from: web.gatewayMac, to: web.mac })).reason;
const out = (packet: Uint8Array): string =>
  node.judge(web, 'egress', p.frame(packet, { from: web.mac, to: web.gatewayMac })).reason;

describe('F111 TCP', () => {
  it('F22 a FIN behind more than 64 KiB of data in one packet (big TCP) counts like any other', async () => {
    await node.enforce({ web: { ingress: [{ peer: `${C}/32`, port: 80 }], egress: [] } });
    const [there, back] = [
      { src: C, dst: W, sport: 40000, dport: 80 },
      { src: W, dst: C, sport: 80, dport: 40000, window: 500 },
    ];
    into(p.tcpPacket({ ...there, flags: syn, seq: 1000 }));
    out(p.tcpPacket({ ...back, flags: syn | ack, seq: 5000, ack: 1001 }));
    into(p.tcpPacket({ ...there, flags: ack, seq: 1001, ack: 5001 }));
    const header = p.frame(p.tcpPacket({ ...back, flags: fin | ack, seq: 5001, ack: 1001 }), {
      from: web.mac,
      to: web.gatewayMac,
    });
    header.writeUInt16BE(0, 16);
    const before = node.counts(web).get('egress REPLY') ?? 0n;
    await web.agent.call('raw_big_tcp', { interface: 'eth0', header: header.toString('hex'), size: 100_000 });
    await expect.poll(() => node.counts(web).get('egress REPLY')).toBe(before + 72n);
    into(p.tcpPacket({ ...there, flags: ack, seq: 1001, ack: 5001 + 100_000 + 1 }));
    expect(flows()[0]?.state).toBe('half-closed');
  });

  type Segment = Partial<Parameters<typeof p.tcp>[0]>;
  /** The original side sends; the other answers. By direction of the first packet. */
  const sides = {
    ingress: {
      original: (o: Segment) => into(p.tcpPacket({ src: C, dst: W, sport: 40000, dport: 80, ...o })),
      reply: (o: Segment) => out(p.tcpPacket({ src: W, dst: C, sport: 80, dport: 40000, ...o })),
      policy: { ingress: [{ peer: `${C}/32`, port: 80 }], egress: [] },
    },
    egress: {
      original: (o: Segment) => out(p.tcpPacket({ src: W, dst: C, sport: 40000, dport: 80, ...o })),
      reply: (o: Segment) => into(p.tcpPacket({ src: C, dst: W, sport: 80, dport: 40000, ...o })),
      policy: { ingress: [], egress: [{ peer: `${C}/32`, port: 80 }] },
    },
  };
  /** Window scale 7. */
  const options = Buffer.from([2, 4, 5, 180, 1, 3, 3, 7]);
  const data = Buffer.alloc(100);

  for (const direction of ['ingress', 'egress'] as const) {
    const { original, reply, policy } = sides[direction];
    const state = (): string | undefined => flows()[0]?.state;
    const left = (): number => flows()[0]?.expiresInMs ?? 0;
    /** A sends 1001 next, B 5101. B takes 64,000 bytes. */
    const establish = async (): Promise<void> => {
      await node.enforce({ web: policy });
      original({ flags: syn, seq: 1000 });
      reply({ flags: syn | ack, seq: 5000, ack: 1001, window: 64000, tcpOptions: options });
      original({ flags: ack, seq: 1001, ack: 5001 });
      reply({ flags: ack, seq: 5001, ack: 1001, window: 500, payload: data });
      expect(state()).toBe('established');
    };

    describe(`a flow that began by ${direction}`, () => {
      it('is not shortened by resets that their receiver ignores', async () => {
        await establish();
        const before = left();
        for (const seq of [0, 1000, 1001 + 64_001, 2 ** 31, 2 ** 32 - 1]) original({ flags: rst, seq });
        for (const seq of [0, 5100, 5102, 5101 + 2 ** 31]) reply({ flags: rst | ack, seq, ack: 1001 });
        expect(state()).toBe('established');
        expect(left()).toBeGreaterThan(before - 60_000);
      });

      it('ends by one that stands where the next byte is expected', async () => {
        await establish();
        original({ flags: rst, seq: 1001 });
        expect(state()).toBe('reset');
        await establish();
        reply({ flags: rst | ack, seq: 5101, ack: 1001 });
        expect(state()).toBe('reset');
      });

      it('goes on if the receiver objects to one within its window; then the next has to fit exactly', async () => {
        await establish();
        original({ flags: rst, seq: 1001 + 63_000 });
        expect(state(), 'data and a reset right after it').toBe('reset');
        expect(reply({ flags: ack, seq: 5101, ack: 1001, window: 500 })).toBe('REPLY');
        expect(state(), 'the challenge (RFC 5961)').toBe('established');
        original({ flags: rst, seq: 1001 + 63_000 });
        expect(state()).toBe('established');
        original({ flags: rst, seq: 1001 });
        expect(state()).toBe('reset');
      });

      it('a packet out of nowhere does not prepare a reset', async () => {
        await establish();
        reply({ flags: ack, seq: 0x40000000, ack: 1001, window: 500, payload: data });
        reply({ flags: ack, seq: 5101, ack: 0x40000000, window: 500, payload: data });
        reply({ flags: rst | ack, seq: 0x40000064, ack: 1001 });
        original({ flags: rst, seq: 0x40000000 });
        expect(state()).toBe('established');
      });

      it('a FIN counts when the other side acknowledges it', async () => {
        await establish();
        const before = left();
        original({ flags: fin | ack, seq: 900_000, ack: 5101 });
        reply({ flags: ack, seq: 5101, ack: 1001, window: 500 });
        reply({ flags: fin | ack, seq: 777_777, ack: 1001, window: 500 });
        original({ flags: ack, seq: 1001, ack: 5101 });
        expect(state()).toBe('established');
        expect(left()).toBeGreaterThan(before - 60_000);
        original({ flags: fin | ack, seq: 1001, ack: 5101 });
        reply({ flags: ack, seq: 5101, ack: 1002, window: 500 });
        expect(state()).toBe('half-closed');
        expect(left(), 'half closed flows may be silent for long').toBeGreaterThan(80_000_000);
        expect(reply({ flags: ack, seq: 5101, ack: 1002, window: 500, payload: data })).toBe('REPLY');
        reply({ flags: fin | ack, seq: 5201, ack: 1002, window: 500 });
        original({ flags: ack, seq: 1002, ack: 5202 });
        expect(state()).toBe('closing');
        expect(reply({ flags: fin | ack, seq: 5201, ack: 1002, window: 500 }), 'what was lost comes again').toBe(
          'REPLY',
        );
        expect(left()).toBeLessThan(10_000);
      });

      it('a FIN beyond which data goes on was none', async () => {
        await establish();
        original({ flags: fin | ack, seq: 1050, ack: 5101 });
        original({ flags: ack, seq: 1001, ack: 5101, payload: data });
        reply({ flags: ack, seq: 5101, ack: 1051, window: 500 });
        expect(state()).toBe('half-closed');
        reply({ flags: ack, seq: 5101, ack: 1101, window: 500 });
        expect(state()).toBe('established');
      });

      it('refused: a reset that answers the SYN', async () => {
        await node.enforce({ web: policy });
        original({ flags: syn, seq: 1000 });
        reply({ flags: rst | ack, seq: 0, ack: 123_456_789 });
        expect(state()).toBe('new');
        reply({ flags: rst | ack, seq: 0, ack: 1001 });
        expect(state()).toBe('reset');
      });
    });
  }
});

describe('F113 UDP with equal ports on both sides', () => {
  const PORT = 7946;
  const rule: Allow[] = [{ peer: `${C}/32`, protocol: 17, port: PORT }];
  const heard = (): boolean =>
    ['RULE_ALLOW', 'REPLY'].includes(into(p.udpPacket({ src: C, dst: W, sport: PORT, dport: PORT })));
  const said = (): boolean =>
    ['RULE_ALLOW', 'REPLY'].includes(out(p.udpPacket({ src: W, dst: C, sport: PORT, dport: PORT })));
  const speak = { in: heard, out: said };
  type Side = keyof typeof speak;
  const other = { in: 'out', out: 'in' } as const;
  /** Each direction: closed, allowed by a rule, or open. */
  const KINDS = { closed: [], rule, open: undefined } as const;
  type Kind = keyof typeof KINDS;
  type Pair = Readonly<Record<Side, Kind>>;
  const policyOf = (pair: Pair): Policy => ({
    ...(KINDS[pair.in] && { ingress: KINDS[pair.in] }),
    ...(KINDS[pair.out] && { egress: KINDS[pair.out] }),
  });
  const kinds = Object.keys(KINDS) as Kind[];
  const pairs: Pair[] = kinds.flatMap((i) => kinds.map((o) => ({ in: i, out: o })));

  /** What docs/revocation.md says: the state of one tuple. */
  class Model {
    #original: Side | undefined;
    #revoked = false;
    constructor(public policy: Pair) {}

    speaks(side: Side): boolean {
      const mine = this.policy[side];
      const tracked = this.policy.in !== 'open' || this.policy.out !== 'open';
      if (this.#original !== undefined && mine === 'closed') this.#revoked ||= this.policy[this.#original] === 'closed';
      if (mine !== 'closed') {
        if (!tracked) return true;
        const against = this.#original !== undefined && this.#original !== side;
        if (against && mine === 'rule') this.#revoked ||= this.policy[other[side]] === 'closed';
        if (this.#original === undefined || (this.#revoked && (!against || mine === 'rule'))) {
          this.#original = side;
          this.#revoked = false;
        }
        return true;
      }
      return this.#original === other[side] && !this.#revoked;
    }
  }

  for (const before of pairs)
    it(`from in ${before.in}, out ${before.out} to anything, whoever speaks`, async () => {
      for (const after of pairs)
        for (const order of ['in out in out', 'out in out in'])
          for (const first of ['in', 'out'] as const) {
            node.datapath.conntrack.flush(web.index);
            const name = `${JSON.stringify({ before, after })} first ${first}, then ${order}`;
            await node.enforce({ web: policyOf(before) });
            const model = new Model(before);
            for (const side of [first, other[first]]) expect(speak[side](), name).toBe(model.speaks(side));
            await node.enforce({ web: policyOf(after) });
            model.policy = after;
            const sides = order.split(' ') as Side[];
            expect(
              sides.map((side) => speak[side]()),
              name,
            ).toEqual(sides.map((side) => model.speaks(side)));
          }
    });

  it('gossip between two pods goes on when the rule moves from ingress to egress', async () => {
    await node.enforce({ web: { ingress: rule, egress: [] } });
    expect([heard(), said(), heard()]).toEqual([true, true, true]);
    await node.enforce({ web: { ingress: [], egress: rule } });
    expect([heard(), said(), heard(), heard()]).toEqual([false, true, true, true]);
  });
});
