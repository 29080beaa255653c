/** A script in a process of its own, asked over IPC: so that its CPU and memory are told apart. */
import { type ChildProcess, fork } from 'node:child_process';

export interface Usage {
  readonly cpuMs: number;
  readonly rssBytes: number;
  /** Heap and buffers in use. */
  readonly heldBytes: number;
  /** Of `cpuMs`, what it took to ask: collections. */
  readonly askingMs: number;
}

interface Question {
  readonly id: number;
  readonly name: string;
  readonly input: unknown;
}

interface Answer {
  readonly id: number;
  readonly value?: unknown;
  readonly error?: string;
}

/** In the child: answers by name. `usage` is there already. */
export function serve(handlers: Readonly<Record<string, (input: never) => unknown>>): void {
  const all: Readonly<Record<string, (input: never) => unknown>> = { usage, ...handlers };
  process.on('message', ({ id, name, input }: Question) => {
    const work = async (): Promise<unknown> => all[name]?.(input as never);
    work().then(
      (value) => process.send?.({ id, value } satisfies Answer),
      (error: unknown) => process.send?.({ id, error: String(error) } satisfies Answer),
    );
  });
  process.on('disconnect', () => process.exit(0));
}

const cpuMs = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};
let askingMs = 0;

function usage(): Usage {
  const began = cpuMs();
  (globalThis as { gc?: () => void }).gc?.();
  const ended = cpuMs();
  askingMs += ended - began;
  const { rss, heapUsed, external } = process.memoryUsage();
  return { cpuMs: ended, rssBytes: rss, heldBytes: heapUsed + external, askingMs };
}

export class Child {
  readonly #process: ChildProcess;
  readonly #waiting = new Map<number, { resolve(value: never): void; reject(error: Error): void }>();
  #ids = 0;

  /** @param env beside this process' own */
  constructor(script: URL, env: Readonly<Record<string, string>> = {}) {
    const execArgv = [...process.execArgv, '--expose-gc'];
    this.#process = fork(script, { execArgv, env: { ...process.env, ...env } });
    this.#process.on('message', ({ id, value, error }: Answer) => {
      const waiting = this.#waiting.get(id);
      this.#waiting.delete(id);
      if (error === undefined) waiting?.resolve(value as never);
      else waiting?.reject(new Error(error));
    });
    this.#process.once('exit', () => {
      for (const { reject } of this.#waiting.values()) reject(new Error(`${script.pathname} ended`));
    });
  }

  get pid(): number {
    return this.#process.pid ?? 0;
  }

  ask<T>(name: string, input?: unknown): Promise<T> {
    const id = ++this.#ids;
    return new Promise<T>((resolve, reject) => {
      this.#waiting.set(id, { resolve: resolve as (value: never) => void, reject });
      this.#process.send({ id, name, input } satisfies Question);
    });
  }

  kill(): void {
    this.#process.kill('SIGKILL');
  }
}
