/** A process that plays one host of the demo: it runs `pod.js`, in a network namespace of its own or in the node's. */
import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { PodReply, PodReport, PodRequest, Target } from './pod-protocol.js';

type WithoutId<T> = T extends { id: number } ? Omit<T, 'id'> : never;

export class Actor {
  readonly name: string;
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, { resolve(reply: PodReply): void; reject(error: Error): void }>();
  #nextId = 1;

  /** `ownNamespace` false: the actor is the node itself. */
  constructor(name: string, ownNamespace: boolean) {
    this.name = name;
    const node = [process.execPath, fileURLToPath(new URL('./pod.js', import.meta.url))];
    const command = ownNamespace ? ['unshare', '--net', ...node] : node;
    this.#child = spawn(command[0] as string, command.slice(1), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    this.#child.on('message', (reply: PodReply) => {
      this.#waiting.get(reply.id)?.resolve(reply);
      this.#waiting.delete(reply.id);
    });
    const fail = (why: string): void => {
      for (const { reject } of this.#waiting.values()) reject(new Error(`${name}: ${why}`));
      this.#waiting.clear();
    };
    this.#child.once('error', (error) => fail(error.message));
    this.#child.once('exit', (code, signal) => fail(`ended early (${signal ?? code})`));
  }

  /** The process whose network namespace this is. */
  get pid(): number {
    if (this.#child.pid === undefined) throw new Error(`${this.name}: could not be started`);
    return this.#child.pid;
  }

  async #ask(request: WithoutId<PodRequest>): Promise<PodReply & { ok: true }> {
    const id = this.#nextId++;
    const reply = await new Promise<PodReply>((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#child.send({ ...request, id }, (error) => {
        if (error === null) return;
        this.#waiting.delete(id);
        reject(error);
      });
    });
    if (!reply.ok) throw new Error(`${this.name}: ${reply.error}`);
    return reply;
  }

  async listen(protocol: 'tcp' | 'udp', port: number): Promise<void> {
    await this.#ask({ type: 'listen', protocol, port });
  }

  /** True if the target answered this very token. */
  async probe(target: Target, token: string, timeoutMs: number): Promise<boolean> {
    return (await this.#ask({ type: 'probe', target, token, timeoutMs })).echoed === true;
  }

  async hold(name: string, target: Target, intervalMs: number): Promise<void> {
    await this.#ask({ type: 'hold', name, target, intervalMs });
  }

  async report(): Promise<PodReport> {
    return (await this.#ask({ type: 'report' })).report as PodReport;
  }

  async ready(): Promise<this> {
    await this.report();
    return this;
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const gone = new Promise((resolve) => this.#child.once('exit', resolve));
    this.#child.disconnect();
    await gone;
  }
}
