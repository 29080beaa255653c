/** The matrix of docs/revocation.md, with real sockets. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Agent, Handle } from '../support/agent.js';
import { type Conversation, hears, icmp, PATIENT, QUIET, tcp, udp, yes } from '../support/conversations.js';
import { type Policy, TestNode, type Workload } from '../support/node.js';

type Protocol = 'tcp' | 'udp' | 'icmp';
type Restricted = 'ingress' | 'egress' | 'both';

let nextPort = 20000;

describe('revocation', () => {
  let node: TestNode;
  let S: Workload;
  let C: Workload;

  beforeAll(async () => {
    node = await TestNode.create({
      server: { addresses: ['10.1.0.10', 'fd00:1::10'] },
      client: { addresses: ['10.1.0.20', 'fd00:1::20'], governed: false },
    });
    [S, C] = [node.workload('server'), node.workload('client')];
  });
  afterAll(() => node.close());

  /** C begins a flow to S and data goes both ways. */
  async function converse(
    protocol: Protocol,
    port: number,
    from: Workload = C,
    to: Workload = S,
  ): Promise<Conversation> {
    if (protocol === 'tcp') return tcp(from.agent, to.agent, to.v4, port);
    if (protocol === 'udp') return udp(from, to, port);
    return icmp(from.agent, to.v4);
  }

  const allow = (restricted: Restricted, allowed: boolean): Policy => ({
    ...(restricted !== 'egress' && { ingress: allowed ? [{ peer: '10.1.0.20/32' }] : [] }),
    ...(restricted !== 'ingress' && { egress: [] }),
  });

  describe('F32 a rule is removed', () => {
    for (const protocol of ['tcp', 'udp', 'icmp'] as const) {
      for (const restricted of ['ingress', 'both'] as const) {
        for (const first of ['client', 'server', 'idle'] as const) {
          it(`${protocol}, ${restricted} restricted, ${first} speaks first`, async () => {
            const port = nextPort++;
            await node.enforce({ server: allow(restricted, true) });
            const talk = await converse(protocol, port);
            await node.enforce({ server: allow(restricted, false) });
            if (first === 'idle') await new Promise((resolve) => setTimeout(resolve, 300));
            if (first === 'server' && protocol !== 'icmp') {
              // Egress is open with an ingress-only policy: what S says still leaves, but opens nothing.
              await hears(talk.fromServer, restricted === 'ingress');
            }
            for (let attempt = 0; attempt < 2; attempt++) await hears(talk.fromClient, false);
            // A second small TCP segment waits for the acknowledgement of the first, which is cut.
            const silent = protocol === 'tcp' && first === 'server';
            if (protocol !== 'icmp') await hears(talk.fromServer, restricted === 'ingress' && !silent);
            await hears(talk.fromClient, false);
            await talk.close();
          });
        }
      }
    }
  });

  describe('F32 a rule expires, judged by the kernel alone', () => {
    for (const protocol of ['tcp', 'udp', 'icmp'] as const) {
      for (const restricted of ['ingress', 'both'] as const) {
        it(`${protocol}, ${restricted} restricted`, async () => {
          const until = Date.now() + 900;
          await node.enforce({
            server: { ingress: [{ peer: '10.1.0.20/32', until }], ...(restricted === 'both' && { egress: [] }) },
          });
          const talk = await converse(protocol, nextPort++);
          expect(Date.now()).toBeLessThan(until);
          await new Promise((resolve) => setTimeout(resolve, until - Date.now() + 20));
          if (protocol !== 'icmp') await hears(talk.fromServer, restricted === 'ingress');
          await hears(talk.fromClient, false);
          await talk.close();
        });
      }
    }

    it('F32b a temporary rule over a permanent one: the permanent one goes on', async () => {
      const until = Date.now() + 700;
      await node.enforce({
        server: { ingress: [{ peer: '10.1.0.20/32', until }, { peer: '10.1.0.0/24' }], egress: [] },
      });
      const talk = await converse('tcp', nextPort++);
      await new Promise((resolve) => setTimeout(resolve, until - Date.now() + 20));
      await hears(talk.fromServer, true);
      await hears(talk.fromClient, true);
      await talk.close();
    });
  });

  describe('a trial: a candidate beside the policy in force', () => {
    const [both, old, fresh] = [1, 2, 3].map((n) => 30000 + n * 10) as [number, number, number];
    const predecessor: Policy = {
      ingress: [
        { peer: '10.1.0.20/32', port: both },
        { peer: '10.1.0.20/32', port: old },
      ],
      egress: [],
    };
    const candidate = {
      server: {
        ingress: [
          { peer: '10.1.0.20/32', port: both },
          { peer: '10.1.0.20/32', port: fresh },
        ],
        egress: [],
      } as Policy,
    };
    const lay = (id: string, withinMs?: number): Promise<void> =>
      node.enforce(
        { server: predecessor },
        { candidate, trial: { id, unconfirmed: withinMs !== undefined, ...(withinMs !== undefined && { withinMs }) } },
      );
    const standing = (id: string) => node.datapath.trials.report(id);
    const connects = async (port: number, expected: boolean): Promise<void> => {
      const listener = await S.agent.tcpListen(S.v4, port);
      const connected = C.agent.tcpConnect(S.v4, port, expected ? PATIENT : QUIET);
      expect(await yes(connected)).toBe(expected);
      await S.agent.close(listener);
    };
    it('observed: the predecessor counts, and every packet that the candidate judges otherwise is counted', async () => {
      await node.enforce({ server: predecessor });
      const talk = await converse('tcp', old);
      await lay('t1');
      expect(standing('t1')).toMatchObject({ state: 'observing', counts: { denied: 0n, allowed: 0n } });
      await hears(talk.fromClient, true);
      await hears(talk.fromServer, true);
      // A live flow that it would cut, by its packets in both directions' rules.
      const denied = standing('t1')?.counts.denied ?? 0n;
      expect(denied).toBeGreaterThan(0n);
      await connects(fresh, false);
      expect(standing('t1')?.counts.allowed).toBeGreaterThan(0n);
      const judged = standing('t1')?.counts.judged ?? 0n;
      await connects(both, true);
      // What both say alike is judged by both too: that nothing differs is to be told from no traffic.
      expect(standing('t1')?.counts.judged).toBeGreaterThan(judged);
      await talk.close();
    });

    it('unconfirmed: the candidate counts until its time, then the kernel goes back, whoever is dead', async () => {
      await node.enforce({ server: predecessor });
      const [kept, cut] = [await converse('tcp', both), await converse('tcp', old)];
      await lay('t2', 2_500);
      expect(standing('t2')).toMatchObject({ state: 'unconfirmed' });
      await hears(cut.fromClient, false);
      await hears(kept.fromClient, true);
      const opened = await converse('tcp', fresh);
      expect(standing('t2')?.counts).toMatchObject({ denied: expect.any(BigInt), allowed: expect.any(BigInt) });
      expect(standing('t2')?.counts.denied).toBeGreaterThan(0n);
      expect(standing('t2')?.counts.allowed).toBeGreaterThan(0n);
      // Nobody is there: neither agent nor controller.
      await node.datapath.close();
      await new Promise((resolve) => setTimeout(resolve, 2_600));
      await hears(cut.fromClient, true);
      await hears(kept.fromClient, true);
      await hears(kept.fromServer, true);
      await hears(opened.fromClient, false);
      await hears(opened.fromServer, false);
      // Who comes after finds it so, and does not try again.
      node.open();
      expect(standing('t2')).toMatchObject({ state: 'reverted' });
      await lay('t2', 60_000);
      expect(standing('t2')).toMatchObject({ state: 'reverted' });
      await hears(kept.fromClient, true);
      for (const talk of [kept, cut, opened]) await talk.close();
    });

    it('a successor adopts it as it stands; confirmed and abandoned are one word each', async () => {
      await lay('t3', 60_000);
      await node.datapath.close();
      node.open();
      const { leftMs = 0 } = standing('t3') ?? {};
      expect(leftMs).toBeGreaterThan(20_000);
      expect(leftMs).toBeLessThanOrEqual(60_000);
      const kept = await converse('tcp', both);
      // Without a message nobody knows the time: the kernel does.
      await node.enforce({}, { candidate, trial: { id: 't3', unconfirmed: true } });
      expect(standing('t3')).toMatchObject({ state: 'unconfirmed' });
      expect(node.datapath.trials.decide('t4', true)).toBeUndefined();
      expect(node.datapath.trials.decide('t3', true)).toBe('confirmed');
      await connects(fresh, true);
      await connects(old, false);
      expect(node.datapath.trials.decide('t3', false)).toBe('reverted');
      await connects(fresh, false);
      await connects(old, true);
      expect(node.datapath.trials.decide('t3', true)).toBe('reverted');
      await hears(kept.fromClient, true);
      expect(await node.datapath.repairState()).toEqual([]);
      await kept.close();
      // After a reboot nothing is pinned, and the time is not known.
      await node.enforce({}, { candidate, trial: { id: 't5', unconfirmed: true } });
      expect(standing('t5')).toMatchObject({ state: 'reverted' });
      await node.enforce({ server: predecessor });
      expect(standing('t5')).toBeUndefined();
    });
  });

  describe('F32 mirror: flows that the endpoint began, egress rule removed', () => {
    for (const protocol of ['tcp', 'udp', 'icmp'] as const) {
      for (const restricted of ['egress', 'both'] as const) {
        it(`${protocol}, ${restricted} restricted`, async () => {
          const policy = (allowed: boolean): Policy => ({
            egress: allowed ? [{ peer: '10.1.0.20/32' }] : [],
            ...(restricted === 'both' && { ingress: [] }),
          });
          await node.enforce({ server: policy(true) });
          const talk = await converse(protocol, nextPort++, S, C);
          await node.enforce({ server: policy(false) });
          await hears(talk.fromClient, false);
          if (protocol !== 'icmp') await hears(talk.fromServer, restricted === 'egress');
          await hears(talk.fromClient, false);
          await talk.close();
        });
      }
    }
  });

  describe('F32a a direction becomes restricted while flows are live', () => {
    for (const protocol of ['tcp', 'udp'] as const) {
      it(`${protocol}: a flow that is allowed goes on, by the recovery window`, async () => {
        await reopen(30_000);
        await node.enforce({ server: {} });
        const port = nextPort++;
        const talk = await converse(protocol, port);
        const own = await converse(protocol, nextPort++, S, C);
        await node.enforce({
          server: { ingress: [{ peer: '10.1.0.20/32', protocol: protocol === 'tcp' ? 6 : 17, port }], egress: [] },
        });
        const before = node.counts(S).get('egress RECOVERED') ?? 0n;
        await hears(talk.fromServer, true);
        await hears(talk.fromClient, true);
        expect(node.counts(S).get('egress RECOVERED') ?? 0n).toBeGreaterThan(before);
        // S began this one, and nothing allows that any more.
        await hears(own.fromClient, false);
        await Promise.all([talk.close(), own.close()]);
        await reopen(0);
      });

      it(`${protocol}: ingress newly restricted, egress open: own flows go on, the others are cut`, async () => {
        await reopen(30_000);
        await node.enforce({ server: {} });
        const talk = await converse(protocol, nextPort++);
        const own = await converse(protocol, nextPort++, S, C);
        await node.enforce({ server: { ingress: [] } });
        await hears(talk.fromClient, false);
        await hears(own.fromServer, true);
        await hears(own.fromClient, true);
        await Promise.all([talk.close(), own.close()]);
        await reopen(0);
      });
    }

    it('without a window, an unknown flow is cut', async () => {
      await node.enforce({ server: {} });
      const talk = await converse('udp', nextPort++);
      await node.enforce({ server: { ingress: [{ peer: '10.1.0.20/32' }], egress: [] } });
      await hears(talk.fromServer, false);
      await talk.close();
    });
  });

  describe('F112 a direction becomes restricted while flows are idle, and no recovery window is open', () => {
    const families = [
      ['IPv4', '10.1.0.10', '10.1.0.20'],
      ['IPv6', 'fd00:1::10', 'fd00:1::20'],
    ] as const;
    for (const [family, server, client] of families) {
      const enforce = (ingress: boolean, egress: boolean, allowed: boolean): Promise<void> => {
        const any = allowed ? [{ peer: `${client}/${family === 'IPv4' ? 32 : 128}` }] : [];
        return node.enforce({ server: { ...(ingress && { ingress: any }), ...(egress && { egress: any }) } });
      };

      it(`TCP that its rules allow lives, whoever began it and whoever speaks first; other flows are cut, ${family}`, async () => {
        for (const first of ['server', 'client'] as const) {
          for (const closes of ['ingress', 'egress', 'both'] as const) {
            await node.enforce({ server: {} });
            const accepted = await tcp(C.agent, S.agent, server, nextPort++);
            const begun = await tcp(S.agent, C.agent, client, nextPort++);
            const speak = (talk: Conversation, by: 'server' | 'client'): Conversation['fromClient'] =>
              (talk === accepted) === (by === 'client') ? talk.fromClient : talk.fromServer;
            await enforce(closes !== 'egress', closes !== 'ingress', true);
            for (const talk of [accepted, begun]) {
              await hears(speak(talk, first), true);
              await hears(speak(talk, first === 'server' ? 'client' : 'server'), true);
            }
            await Promise.all([accepted.close(), begun.close()]);
          }
        }
        await node.enforce({ server: {} });
        const accepted = await tcp(C.agent, S.agent, server, nextPort++);
        const begun = await tcp(S.agent, C.agent, client, nextPort++);
        await enforce(true, false, false);
        await hears(accepted.fromClient, false);
        await hears(begun.fromServer, true);
        await enforce(true, true, false);
        await hears(begun.fromServer, false);
        await hears(begun.fromClient, false);
        await hears(accepted.fromServer, false);
        await Promise.all([accepted.close(), begun.close()]);
      });

      it(`a listener that has closed meanwhile makes no accepted connection one of its own, ${family}`, async () => {
        await node.enforce({ server: {} });
        const port = nextPort++;
        const listener = await S.agent.tcpListen(server, port);
        const [near, far] = [await C.agent.tcpConnect(server, port), await S.agent.tcpAccept(listener)];
        await S.agent.close(listener);
        await enforce(true, false, false);
        await C.agent.send(near, 'more');
        expect(await yes(S.agent.recv(far, QUIET))).toBe(false);
        await Promise.all([C.agent.close(near, true), S.agent.close(far, true)]);
      });

      it(`answers reach a UDP socket that is connected to whom its rules allow, and no other, ${family}`, async () => {
        await node.enforce({ server: {} });
        const far = await C.agent.udpOpen(client, nextPort++);
        const near = await S.agent.udpOpen(server, nextPort);
        await S.agent.call('udp_connect', { handle: near, host: client, port: nextPort - 1 });
        await S.agent.send(near, 'question');
        expect((await C.agent.recvFrom(far)).data).toBe('question');
        await node.enforce({ server: { ingress: [] } });
        const stranger = await C.agent.udpOpen(client, 0);
        await C.agent.sendTo(stranger, server, nextPort, 'forged');
        await C.agent.sendTo(far, server, nextPort++, 'answer');
        expect(await S.agent.recv(near, PATIENT)).toBe('answer');
        await Promise.all([C.agent.close(far), C.agent.close(stranger), S.agent.close(near)]);
      });
    }

    it('UDP that the node tracks lives: answers of a server, and equal ports on both sides (F113), both families', async () => {
      node.box.exec(
        node.netns,
        'nft',
        ['-f', '-'],
        'table inet osgtest { chain forward { type filter hook forward priority 0; ct state established accept; }; }',
      );
      try {
        for (const [, server, client] of families) {
          await node.enforce({ server: {} });
          const [port, other] = [nextPort++, nextPort++];
          const asked = await S.agent.udpOpen(server, port);
          const asking = await C.agent.udpOpen(client, other);
          const symmetric = [await S.agent.udpOpen(server, 7946), await C.agent.udpOpen(client, 7946)] as const;
          const say = async (by: Agent, from: Handle, to: string, toPort: number, at: Agent, handle: Handle) => {
            const text = `${Math.random()}`;
            await by.sendTo(from, to, toPort, text);
            return yes(at.recvFrom(handle, 1).then(({ data }) => expect(data).toBe(text)));
          };
          expect(await say(C.agent, asking, server, port, S.agent, asked)).toBe(true);
          expect(await say(S.agent, asked, client, other, C.agent, asking)).toBe(true);
          expect(await say(S.agent, symmetric[0], client, 7946, C.agent, symmetric[1])).toBe(true);
          expect(await say(C.agent, symmetric[1], server, 7946, S.agent, symmetric[0])).toBe(true);
          const peer = `${client}/${client.includes(':') ? 128 : 32}`;
          await node.enforce({
            server: { ingress: [{ peer, protocol: 17, port }], egress: [{ peer, protocol: 17, port: 7946 }] },
          });
          expect(await say(S.agent, asked, client, other, C.agent, asking), 'an answer').toBe(true);
          expect(await say(C.agent, symmetric[1], server, 7946, S.agent, symmetric[0]), 'F113 an answer').toBe(true);
          const stranger = await C.agent.udpOpen(client, 0);
          expect(await say(C.agent, stranger, server, 7946, S.agent, symmetric[0]), 'no answer').toBe(false);
          await Promise.all([
            ...[asking, symmetric[1], stranger].map((handle) => C.agent.close(handle)),
            ...[asked, symmetric[0]].map((handle) => S.agent.close(handle)),
          ]);
        }
      } finally {
        node.box.exec(node.netns, 'nft', ['delete', 'table', 'inet', 'osgtest']);
      }
    });

    it('what an operator forgets stays forgotten', async () => {
      await node.enforce({ server: {} });
      const begun = await tcp(S.agent, C.agent, '10.1.0.20', nextPort++);
      await node.enforce({ server: { ingress: [] } });
      await hears(begun.fromClient, true);
      node.datapath.flush(S.index);
      await hears(begun.fromServer, false);
      await begun.close();
    });
  });

  it('F32 a rule that comes back lets the flow go on', async () => {
    const port = nextPort++;
    await node.enforce({ server: allow('both', true) });
    const talk = await converse('udp', port);
    await node.enforce({ server: allow('both', false) });
    await hears(talk.fromClient, false);
    await node.enforce({ server: allow('both', true) });
    await hears(talk.fromClient, true);
    await hears(talk.fromServer, true);
    await talk.close();
  });

  for (const protocol of ['tcp', 'udp'] as const) {
    it(`F33 ${protocol}: the next holder of address and index inherits no flow`, async () => {
      const policy: Policy = {
        ingress: [{ peer: '10.1.0.20/32', protocol: protocol === 'tcp' ? 6 : 17, port: nextPort }],
        egress: [],
      };
      await node.enforce({ server: policy });
      const talk = await converse(protocol, nextPort++);
      const generation = node.datapath.generation(S.index);
      node.hand('server', 'another', 'client');
      await node.enforce({ server: policy });
      expect(node.datapath.generation(S.index)).toBe(generation + 1);
      expect([...node.datapath.conntrack.list(S.index, generation + 1)]).toEqual([]);
      await hears(talk.fromServer, false);
      await talk.close();
      node.hand('server', 'server');
    });
  }

  /** The same data plane with another recovery window. */
  async function reopen(recoveryMs: number): Promise<void> {
    await node.datapath.close();
    node.open({ recoveryMs });
  }
});
