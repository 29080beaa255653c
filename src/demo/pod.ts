/**
 * The program inside each demo workload: real servers that echo, and clients that probe, commanded over the IPC channel.
 * It runs in a network namespace of its own and ends with its parent.
 */
import { execFile } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { connect, createServer } from 'node:net';
import type { HeldReport, PodReply, PodRequest, Target } from './pod-protocol.js';

const seen = new Set<string>();
const held = new Map<string, { echoes: number; last: number; closed: boolean }>();

function noteTokens(data: Buffer): void {
  for (const token of data.toString('latin1').split('\n')) if (token !== '') seen.add(token);
}

function listen(protocol: 'tcp' | 'udp', port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    if (protocol === 'tcp') {
      const server = createServer((socket) => {
        socket.on('data', (data) => {
          noteTokens(data);
          socket.write(data);
        });
        socket.on('error', () => socket.destroy());
      });
      server.once('error', reject);
      server.listen({ port, host: '::' }, resolve);
      return;
    }
    const server = createSocket({ type: 'udp6' });
    server.on('message', (data, from) => {
      noteTokens(data);
      server.send(data, from.port, from.address);
    });
    server.once('error', reject);
    server.bind(port, '::', resolve);
  });
}

/** True if the echo of the token came back in time. */
function probe(target: Target, token: string, timeoutMs: number): Promise<boolean> {
  if (target.protocol === 'icmp') return ping(target.address, timeoutMs);
  return target.protocol === 'tcp' ? probeTcp(target, token, timeoutMs) : probeUdp(target, token, timeoutMs);
}

function ping(address: string, timeoutMs: number): Promise<boolean> {
  const seconds = String(timeoutMs / 1000);
  return new Promise((resolve) => {
    execFile('ping', ['-n', '-q', '-c', '1', '-W', seconds, address], (error) => resolve(error === null));
  });
}

function probeTcp(target: Target, token: string, timeoutMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: target.address, port: target.port as number });
    let echo = '';
    const finish = (ok: boolean): void => {
      clearTimeout(timer);
      socket.resetAndDestroy();
      resolve(ok);
    };
    const timer = setTimeout(finish, timeoutMs, false);
    socket.on('connect', () => socket.write(`${token}\n`));
    socket.on('data', (data) => {
      echo += data.toString('latin1');
      if (echo.includes(token)) finish(true);
    });
    socket.on('error', () => finish(false));
  });
}

function probeUdp(target: Target, token: string, timeoutMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createSocket(target.address.includes(':') ? 'udp6' : 'udp4');
    const finish = (ok: boolean): void => {
      clearTimeout(timer);
      socket.close();
      resolve(ok);
    };
    const timer = setTimeout(finish, timeoutMs, false);
    socket.on('message', (data) => {
      if (data.toString('latin1').includes(token)) finish(true);
    });
    socket.on('error', () => finish(false));
    socket.send(`${token}\n`, target.port as number, target.address, (error) => {
      if (error !== null) finish(false);
    });
  });
}

/** Keeps one TCP connection or UDP flow talking for as long as the workload lives. */
function hold(name: string, target: Target, intervalMs: number): Promise<void> {
  const state = { echoes: 0, last: 0, closed: false };
  held.set(name, state);
  const heard = (): void => {
    state.echoes++;
    state.last = Date.now();
  };
  return new Promise((resolve) => {
    if (target.protocol === 'tcp') {
      const socket = connect({ host: target.address, port: target.port as number, noDelay: true });
      const timer = setInterval(() => socket.writable && socket.write(`${name}\n`), intervalMs);
      socket.on('connect', resolve);
      socket.on('data', heard);
      socket.on('error', () => resolve());
      socket.on('close', () => {
        state.closed = true;
        clearInterval(timer);
      });
      return;
    }
    const socket = createSocket(target.address.includes(':') ? 'udp6' : 'udp4');
    socket.on('message', heard);
    socket.on('error', () => undefined);
    setInterval(() => socket.send(`${name}\n`, target.port as number, target.address), intervalMs);
    resolve();
  });
}

function report(): { seen: string[]; held: Record<string, HeldReport> } {
  const now = Date.now();
  const rows = [...held].map(([name, s]): [string, HeldReport] => [
    name,
    { silentMs: s.last === 0 ? -1 : now - s.last, echoes: s.echoes, closed: s.closed },
  ]);
  return { seen: [...seen], held: Object.fromEntries(rows) };
}

async function handle(request: PodRequest): Promise<PodReply> {
  const { id } = request;
  switch (request.type) {
    case 'listen':
      await listen(request.protocol, request.port);
      return { id, ok: true };
    case 'probe':
      return { id, ok: true, echoed: await probe(request.target, request.token, request.timeoutMs) };
    case 'hold':
      await hold(request.name, request.target, request.intervalMs);
      return { id, ok: true };
    case 'report':
      return { id, ok: true, report: report() };
  }
}

process.on('message', (request: PodRequest) => {
  handle(request).then(
    (reply) => process.send?.(reply),
    (error: unknown) => process.send?.({ id: request.id, ok: false, error: String(error) } satisfies PodReply),
  );
});
process.on('disconnect', () => process.exit(0));
process.on('SIGINT', () => undefined);
