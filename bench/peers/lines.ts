import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { PeersError } from './error.js';

/** A child process that answers lines with lines, one at a time. */
export class LineProcess {
  readonly #child: ChildProcess;
  readonly #name: string;
  #waiting: { resolve: (line: string) => void; reject: (error: Error) => void } | undefined;
  #early: string[] = [];
  #ended: Error | undefined;

  constructor(name: string, child: ChildProcess) {
    this.#name = name;
    this.#child = child;
    if (child.stdout === null || child.stdin === null) throw new Error(`${name}: started without pipes`);
    createInterface({ input: child.stdout }).on('line', (line) => {
      const waiting = this.#waiting;
      this.#waiting = undefined;
      if (waiting === undefined) this.#early.push(line);
      else waiting.resolve(line);
    });
    child.stdin.on('error', (error) => this.#end(error));
    child.once('error', (error) => this.#end(error));
    child.once('exit', (code, signal) => this.#end(new Error(`ended with ${signal ?? code}`)));
  }

  #end(cause: Error): void {
    this.#ended ??= new PeersError('COMMAND', this.#name, `${this.#name}: ${cause.message}`, { cause });
    this.#waiting?.reject(this.#ended);
    this.#waiting = undefined;
  }

  /** The next line. */
  read(): Promise<string> {
    const early = this.#early.shift();
    if (early !== undefined) return Promise.resolve(early);
    if (this.#ended !== undefined) return Promise.reject(this.#ended);
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
    });
  }

  /** Sends a line and returns the next one. */
  ask(line: string): Promise<string> {
    this.#child.stdin?.write(`${line}\n`);
    return this.read();
  }

  /** No more lines: the child ends by itself. */
  close(): void {
    this.#child.stdin?.end();
  }
}
