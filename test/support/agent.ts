/** A process inside a network namespace that opens sockets and sends frames as told: real clients and servers for tests. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { SLOW } from './slow.js';

const SCRIPT = fileURLToPath(new URL('agent.py', import.meta.url));

/** A socket that the agent holds. */
export type Handle = number;

export class Agent {
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  #next = 0;

  private constructor(child: ChildProcess) {
    this.#child = child;
    createInterface({ input: child.stdout as NodeJS.ReadableStream }).on('line', (line) => this.#answer(line));
    child.once('exit', () => {
      for (const { reject } of this.#waiting.values()) reject(new Error('the agent ended'));
      this.#waiting.clear();
    });
    child.stdin?.on('error', () => undefined);
  }

  /** Starts in the namespace at `netns` (a path); resolves when it answers. */
  static async start(netns: string): Promise<Agent> {
    const agent = new Agent(
      spawn('nsenter', [`--net=${netns}`, '/usr/bin/python3', '-u', SCRIPT], { stdio: ['pipe', 'pipe', 'inherit'] }),
    );
    await agent.call('ready');
    return agent;
  }

  /** Any operation of agent.py, by its name without `op_`. Rejects with the error's text. */
  call<T = unknown>(op: string, args: Record<string, unknown> = {}): Promise<T> {
    const id = ++this.#next;
    return new Promise<T>((resolve, reject) => {
      this.#waiting.set(id, { resolve: (value) => resolve(value as T), reject });
      this.#child.stdin?.write(`${JSON.stringify({ id, op, ...args })}\n`);
    });
  }

  /** True if the operation succeeds within its own timeout. */
  async succeeds(op: string, args: Record<string, unknown> = {}): Promise<boolean> {
    try {
      await this.call(op, args);
      return true;
    } catch {
      return false;
    }
  }

  tcpListen(host: string, port: number): Promise<Handle> {
    return this.call('tcp_listen', { host, port });
  }

  tcpAccept(handle: Handle, timeout = 2 * SLOW): Promise<Handle> {
    return this.call('tcp_accept', { handle, timeout });
  }

  /** `timeout` in seconds; what is to succeed waits longer where all is slow. */
  tcpConnect(host: string, port: number, timeout = SLOW, sourcePort = 0): Promise<Handle> {
    return this.call('tcp_connect', { host, port, timeout, source_port: sourcePort });
  }

  udpOpen(host: string, port: number): Promise<Handle> {
    return this.call('udp_open', { host, port });
  }

  send(handle: Handle, data: string): Promise<boolean> {
    return this.call('send', { handle, data });
  }

  sendTo(handle: Handle, host: string, port: number, data: string, repeat = 1): Promise<boolean> {
    return this.call('sendto', { handle, host, port, data, repeat });
  }

  recv(handle: Handle, timeout = SLOW): Promise<string> {
    return this.call('recv', { handle, timeout });
  }

  recvFrom(handle: Handle, timeout = SLOW): Promise<{ data: string; host: string; port: number }> {
    return this.call('recvfrom', { handle, timeout });
  }

  close(handle: Handle, reset = false): Promise<boolean> {
    return this.call('close', { handle, reset });
  }

  /** A packet socket on an interface: sends frames, and reads what came in since it was opened. */
  rawOpen(interfaceName: string): Promise<Handle> {
    return this.call('raw_open', { interface: interfaceName });
  }

  rawSend(handle: Handle, frames: readonly Uint8Array[], repeat = 1): Promise<number> {
    return this.call('raw_send', { handle, frames: frames.map((f) => Buffer.from(f).toString('hex')), repeat });
  }

  /** @param which frames that others sent, or those of this host's own */
  async rawRead(handle: Handle, quiet = 0.1, which: 'received' | 'sent' = 'received'): Promise<Buffer[]> {
    const frames = await this.call<string[]>('raw_read', { handle, quiet, sent: which === 'sent' });
    return frames.map((f) => Buffer.from(f, 'hex'));
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }

  #answer(line: string): void {
    const { id, ok, error } = JSON.parse(line) as { id: number; ok?: unknown; error?: string };
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (error !== undefined) waiting?.reject(new Error(error));
    else waiting?.resolve(ok);
  }
}
