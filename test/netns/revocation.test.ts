/** The matrix of docs/revocation.md, with real sockets. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Agent, Handle } from '../support/agent.js';
import { type Policy, TestNode, type Workload } from '../support/node.js';

type Protocol = 'tcp' | 'udp' | 'icmp';
type Restricted = 'ingress' | 'egress' | 'both';

/** One conversation between C and S, whoever began it. */
interface Conversation {
  /** Whether a message of C (S) arrives at S (C); of TCP: also that its sender is acknowledged is not asked for. */
  fromClient(patience?: number): Promise<boolean>;
  fromServer(patience?: number): Promise<boolean>;
  close(): Promise<void>;
}

/** Seconds to wait for what must not come, and for what must. */
const QUIET = 0.15;
const PATIENT = 3;

const hears = async (speak: (patience?: number) => Promise<boolean>, expected: boolean): Promise<void> =>
  expect(await speak(expected ? PATIENT : QUIET)).toBe(expected);
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
      node.hand('server', 'another');
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

const yes = async (promise: Promise<unknown>): Promise<boolean> => {
  try {
    await promise;
    return true;
  } catch {
    return false;
  }
};

async function tcp(client: Agent, server: Agent, host: string, port: number): Promise<Conversation> {
  const listener = await server.tcpListen(host, port);
  const [near, far] = await Promise.all([client.tcpConnect(host, port), server.tcpAccept(listener)]);
  let n = 0;
  /** Retransmissions may still be under way: the message itself must come. */
  const pass = async (from: Agent, source: Handle, to: Agent, sink: Handle, patience = PATIENT): Promise<boolean> => {
    const text = `<${n++}>`;
    await from.send(source, text);
    return yes(expectText(to, sink, text, patience));
  };
  const talk = {
    fromClient: (patience?: number) => pass(client, near, server, far, patience),
    fromServer: (patience?: number) => pass(server, far, client, near, patience),
    close: async () => {
      await Promise.all([client.close(near, true), server.close(far, true), server.close(listener)]);
    },
  };
  await hears(talk.fromClient, true);
  await hears(talk.fromServer, true);
  return talk;
}

async function expectText(agent: Agent, handle: Handle, text: string, patience: number): Promise<void> {
  for (let got = ''; !got.includes(text); ) got += await agent.recv(handle, patience);
}

async function udp(from: Workload, to: Workload, port: number): Promise<Conversation> {
  const server = await to.agent.udpOpen(to.v4, port);
  const client = await from.agent.udpOpen(from.v4, port + 20000);
  const pass = async (
    a: Workload,
    source: Handle,
    b: Workload,
    sink: Handle,
    toPort: number,
    patience = PATIENT,
  ): Promise<boolean> => {
    const text = `${Math.random()}`;
    await a.agent.sendTo(source, b.v4, toPort, text);
    return yes(
      a.agent.call('ready').then(async () => {
        for (;;) if ((await b.agent.recvFrom(sink, patience)).data === text) return;
      }),
    );
  };
  const talk = {
    fromClient: (patience?: number) => pass(from, client, to, server, port, patience),
    fromServer: (patience?: number) => pass(to, server, from, client, port + 20000, patience),
    close: async () => {
      await Promise.all([to.agent.close(server), from.agent.close(client)]);
    },
  };
  await hears(talk.fromClient, true);
  await hears(talk.fromServer, true);
  return talk;
}

async function icmp(client: Agent, host: string): Promise<Conversation> {
  const handle = await client.call<Handle>('icmp_open', { host: '0.0.0.0' });
  const echo = (patience = PATIENT): Promise<boolean> =>
    yes(client.call('icmp_echo', { handle, host, timeout: patience }));
  expect(await echo()).toBe(true);
  return { fromClient: echo, fromServer: echo, close: async () => void (await client.close(handle)) };
}
