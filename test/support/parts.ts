/** Parts of the product as processes of their own (as built), and what they say on their health sockets. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const RUN = [`${ROOT}dist/cli/main.js`];

export interface CliResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `osg` to its end. */
export function osg(args: readonly string[], env: Record<string, string> = {}): Promise<CliResult> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [...RUN, ...args],
      { env: { ...process.env, ...env }, encoding: 'utf8', maxBuffer: 256 << 20 },
      (error, stdout, stderr) => {
        resolve({ code: error === null ? 0 : Number(error.code ?? -1), stdout, stderr });
      },
    );
  });
}

export function httpGet(
  socketPath: string,
  path: string,
  timeout = 10_000,
): Promise<{ readonly status: number; readonly body: string }> {
  return new Promise((resolve, reject) => {
    const call = request({ socketPath, path, timeout }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (text: string) => {
        body += text;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
    });
    call.on('error', reject).on('timeout', () => call.destroy(new Error('timeout')));
    call.end();
  });
}

export class PartProcess {
  readonly child: ChildProcess;
  readonly healthSocket: string;
  readonly #exited: Promise<number>;
  log = '';

  /**
   * @param healthSocket path that the part is told to listen on
   * @param under a command that becomes the part; `env` beside this process' own
   */
  constructor(
    args: readonly string[],
    healthSocket: string,
    { under = [], env = {} }: { readonly under?: readonly string[]; readonly env?: Record<string, string> } = {},
  ) {
    this.healthSocket = healthSocket;
    const [command = '', ...rest] = [...under, process.execPath, ...RUN, ...args, '--health', `unix:${healthSocket}`];
    this.child = spawn(command, rest, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } });
    for (const stream of [this.child.stdout, this.child.stderr])
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.log += text;
      });
    this.#exited = new Promise((resolve) =>
      this.child.once('exit', (code, signal) => resolve(code ?? (signal === null ? -1 : 128))),
    );
  }

  /** Waits until /readyz says so. @throws with the log */
  async ready(timeoutMs = 60_000): Promise<this> {
    const deadline = Date.now() + timeoutMs;
    for (let why = 'not started'; ; ) {
      try {
        const { status, body } = await httpGet(this.healthSocket, '/readyz');
        if (status === 200) return this;
        why = body;
      } catch (error) {
        why = (error as Error).message;
      }
      if (this.child.exitCode !== null || Date.now() > deadline) throw new Error(`not ready: ${why}\n${this.log}`);
      await sleep(30);
    }
  }

  /** Waits until its log says so. @throws with the log */
  async logged(what: RegExp, timeoutMs = 120_000): Promise<void> {
    for (const deadline = Date.now() + timeoutMs; !what.test(this.log); await sleep(5))
      if (Date.now() > deadline) throw new Error(`not logged: ${what}\n${this.log}`);
  }

  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number> {
    this.child.kill(signal);
    return this.#exited;
  }
}
