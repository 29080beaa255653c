/** Conversations between a client C and a server S, with real sockets, of which each side can be heard or not. */
import { expect } from 'vitest';
import type { Agent, Handle } from './agent.js';
import type { Workload } from './node.js';

/** One conversation between C and S, whoever began it. */
export interface Conversation {
  /** Whether a message of C (S) arrives at S (C); of TCP: also that its sender is acknowledged is not asked for. */
  fromClient(patience?: number): Promise<boolean>;
  fromServer(patience?: number): Promise<boolean>;
  close(): Promise<void>;
}

/** Seconds to wait for what must not come, and for what must. */
export const QUIET = 0.15;
export const PATIENT = 3;

export const hears = async (speak: (patience?: number) => Promise<boolean>, expected: boolean): Promise<void> =>
  expect(await speak(expected ? PATIENT : QUIET)).toBe(expected);

/** Whether it comes to pass. */
export const yes = async (promise: Promise<unknown>): Promise<boolean> => {
  try {
    await promise;
    return true;
  } catch {
    return false;
  }
};

export async function tcp(client: Agent, server: Agent, host: string, port: number): Promise<Conversation> {
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

export async function udp(from: Workload, to: Workload, port: number): Promise<Conversation> {
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

export async function icmp(client: Agent, host: string): Promise<Conversation> {
  const handle = await client.call<Handle>('icmp_open', { host: '0.0.0.0' });
  const echo = (patience = PATIENT): Promise<boolean> =>
    yes(client.call('icmp_echo', { handle, host, timeout: patience }));
  expect(await echo()).toBe(true);
  return { fromClient: echo, fromServer: echo, close: async () => void (await client.close(handle)) };
}
