/** An enforcement port that records what it is told, for tests of the protocol. It is no kernel and proves nothing about one. */

import type { Applied, ApplyRequest, Drift, EndpointState, EnforcementPort } from '../../src/agent/enforcement.js';
import type { Figures } from '../../src/distribution/figures.js';

export class RecordingPort implements EnforcementPort {
  readonly capabilities = ['recording'];
  budget = { arenaBytes: 1 << 30, slots: 65_536, endpoints: 255 };
  readonly applied: ApplyRequest[] = [];
  /** Awaited before each application: to hold it back, or to make it fail. */
  gate: (request: ApplyRequest) => Promise<void> = async () => undefined;
  drift: Drift[] = [];
  closed = false;
  #listener: (why: string) => void = () => undefined;
  #waiters: { readonly done: (request: ApplyRequest) => boolean; readonly resolve: () => void }[] = [];

  async apply(request: ApplyRequest): Promise<Applied> {
    await this.gate(request);
    this.applied.push(request);
    const met = this.#waiters.filter((waiter) => waiter.done(request));
    this.#waiters = this.#waiters.filter((waiter) => !met.includes(waiter));
    for (const waiter of met) waiter.resolve();
    const endpoints = request.endpoints.map(({ id }): EndpointState => ({ id, state: 'attached', detail: '' }));
    return { endpoints, publishUs: 1 };
  }

  /** Resolves when a request that satisfies the condition is, or was last, applied. */
  until(done: (request: ApplyRequest) => boolean): Promise<void> {
    const last = this.applied.at(-1);
    if (last !== undefined && done(last)) return Promise.resolve();
    return new Promise((resolve) => this.#waiters.push({ done, resolve }));
  }

  /** What it was told last to deny altogether. */
  denied: readonly string[] = [];
  deny(endpoints: readonly { readonly id: string }[], why: string): readonly EndpointState[] {
    this.denied = endpoints.map(({ id }) => id);
    return this.denied.map((id) => ({ id, state: 'denied', detail: why }));
  }

  change(why: string): void {
    this.#listener(why);
  }

  onChange(listener: (why: string) => void): void {
    this.#listener = listener;
  }

  async inspect(): Promise<readonly Drift[]> {
    const found = this.drift;
    this.drift = [];
    return found;
  }

  figures(): Figures {
    return { endpoints_attached: this.applied.length };
  }

  async close(): Promise<void> {
    this.closed = true;
  }
}
