/** The client's and the server's side of a path: traffic.c, compiled and spoken to. */
import { type ChildProcess, execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { LineProcess } from './lines.js';

const [SOURCE, ...HEADERS] = ['traffic.c', 'traffic-packet.h'].map((name) =>
  fileURLToPath(new URL(name, import.meta.url)),
) as [string, ...string[]];
const FOLDER = fileURLToPath(new URL('../../.cache/bench/', import.meta.url));

/** Compiles traffic.c unless that was done; returns the program's path. */
export function buildTraffic(): string {
  const program = `${FOLDER}traffic`;
  const made = existsSync(program) ? statSync(program).mtimeMs : 0;
  if ([SOURCE, ...HEADERS].some((path) => statSync(path).mtimeMs > made)) {
    mkdirSync(FOLDER, { recursive: true });
    execFileSync('gcc', ['-O2', '-Wall', '-Werror', '-o', program, SOURCE], {
      stdio: ['ignore', 'inherit', 'inherit'],
    });
  }
  return program;
}

export interface Blast {
  readonly sent: number;
  readonly received: number;
  /** CPU time of all that the packets passed, ns. */
  readonly cpu: number;
  readonly wall: number;
}

export interface Probe {
  readonly tries: number;
  readonly received: number;
  /** When it arrived, ns of CLOCK_MONOTONIC, as process.hrtime.bigint(). */
  readonly at: number;
}

export interface Connections {
  readonly done: number;
  readonly failed: number;
  readonly cpu: number;
  readonly wall: number;
}

export interface Pings {
  readonly done: number;
  readonly failed: number;
  /** Round trips, ns. */
  readonly p50: number;
  readonly p99: number;
}

/** See the head of traffic.c. Source lists are files of IPv4 addresses, four bytes each in network order. */
export class Traffic {
  readonly #lines: LineProcess;

  private constructor(lines: LineProcess) {
    this.#lines = lines;
  }

  static async start(child: ChildProcess): Promise<Traffic> {
    const lines = new LineProcess('traffic', child);
    await lines.read();
    return new Traffic(lines);
  }

  async #ask<T>(...words: readonly (string | number)[]): Promise<T> {
    const answer: T = JSON.parse(await this.#lines.ask(words.join(' ')));
    return answer;
  }

  list(name: string, file: string): Promise<{ count: number }> {
    return this.#ask('list', name, file);
  }

  /** New flows, one packet each, at most `count` and for at most `ms`. */
  blast(protocol: 'tcp' | 'udp', list: string, port: number, count: number, ms: number): Promise<Blast> {
    return this.#ask('blast', protocol, list, port, count, ms);
  }

  /** Packets until one arrives; with `ms` 0 a single one. */
  probe(protocol: 'tcp' | 'udp', source: string, port: number, ms: number): Promise<Probe> {
    return this.#ask('probe', protocol, source, port, ms);
  }

  connect(list: string, ms: number): Promise<Connections> {
    return this.#ask('connect', list, ms);
  }

  ping(source: string, count: number): Promise<Pings> {
    return this.#ask('ping', source, count);
  }

  /** Empties the router's conntrack table. */
  flush(): Promise<{ flushed: boolean }> {
    return this.#ask('flush');
  }

  close(): void {
    this.#lines.close();
  }
}
