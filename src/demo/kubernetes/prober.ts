/** GET in the node's network namespace, as kubelet probes from there. */
import { spawn } from 'node:child_process';

/** Reads `HOST PORT PATH` lines, answers each with its status code, or 0. */
const SCRIPT = `
const http = require('node:http');
require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => {
  const [id, host, port, path] = line.split(' ');
  const say = (status) => process.stdout.write(id + ' ' + status + '\\n');
  const call = http.get({ host, port, path, timeout: 2000, agent: false }, (r) => { r.resume(); say(r.statusCode); });
  call.on('timeout', () => call.destroy(new Error('timeout'))).on('error', () => say(0));
});
`;

export class Prober {
  readonly #child;
  readonly #waiting = new Map<string, (status: number) => void>();
  #asked = 0;

  constructor(inside: readonly string[]) {
    const [file = '', ...args] = [...inside, process.execPath, '-e', SCRIPT];
    this.#child = spawn(file, args, { stdio: ['pipe', 'pipe', 'inherit'] });
    this.#child.stdin.on('error', () => undefined);
    let rest = '';
    this.#child.stdout.setEncoding('utf8').on('data', (text: string) => {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      for (const [id = '', status] of lines.map((line) => line.split(' '))) {
        this.#waiting.get(id)?.(Number(status));
        this.#waiting.delete(id);
      }
    });
    this.#child.once('exit', () => {
      for (const answer of this.#waiting.values()) answer(0);
    });
  }

  /** Whether it answers 2xx or 3xx. */
  async answers(host: string, port: number, path: string): Promise<boolean> {
    if (this.#child.exitCode !== null) return false;
    const id = `${++this.#asked}`;
    const status = await new Promise<number>((resolve) => {
      this.#waiting.set(id, resolve);
      this.#child.stdin.write(`${id} ${host} ${port} ${path}\n`);
    });
    return status >= 200 && status < 400;
  }

  close(): void {
    this.#child.kill('SIGKILL');
  }
}
