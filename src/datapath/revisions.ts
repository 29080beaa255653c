/** Revisions with the links for services that they rely on: links come before the revision, and go behind it. */
import type { Plan } from '../compiler/plan.js';
import type { BpfMap } from '../ebpf/binding.js';
import type { Binding, ServiceMode, TrialLine } from '../tables/index.js';
import { inPlace } from './attach.js';
import type { Parts } from './open.js';
import type { KernelObject } from './programs.js';
import type { Published } from './publisher.js';
import { type BackedService, ServicePages } from './service-pages.js';
import { type ServiceStatus, Services } from './services.js';
import type { StateFault } from './upkeep.js';

export class Revisions {
  readonly #parts: Parts;
  readonly #services: Services;
  readonly #pages: ServicePages;
  #known: Iterable<BackedService> = [];
  /** The revision that was asked for last, unless it was refused: what to put in force again when the hooks cannot be mended. */
  #again: (() => Promise<unknown>) | undefined;
  /** What it was written for. */
  #mode: ServiceMode | undefined;

  /** @param kernel, pages (the map `osg_service_pages`): asked for anew each time */
  constructor(parts: Parts, kernel: () => KernelObject, pages: () => BpfMap) {
    const { place, options } = parts;
    this.#parts = parts;
    this.#services = new Services(place, kernel, options.services);
    this.#pages = new ServicePages(pages, options.nodeLocalServices, options.onError ?? (() => undefined));
  }

  /** How services are judged here. */
  get services(): ServiceStatus {
    return this.#services.status;
  }

  /** Who stands behind services, from the next revision on. */
  know(services: Iterable<BackedService>): void {
    this.#known = services;
  }

  /** Puts a plan in force; `settle` when programs on interfaces go by it. */
  async put(
    plan: Plan,
    bindings: ReadonlyMap<string, Binding>,
    digest?: bigint,
    trial?: TrialLine,
  ): Promise<Published> {
    const { publisher, place } = this.#parts;
    const used = plan.serviceAddresses.length > 0;
    if (used) publisher.serviceMode = inPlace(place, () => this.#services.prepare());
    const before = { again: this.#again, mode: this.#mode };
    // From now on, not once it is in force: an older one would go behind it.
    const again = used ? (): Promise<unknown> => this.put(plan, bindings, digest, trial) : undefined;
    this.#again = again;
    this.#mode = this.#services.mode;
    try {
      const published = await publisher.publish(plan, bindings, digest, trial);
      if (!used) this.#services.unused();
      this.#pages.know(this.#known, this.#services.mode);
      return published;
    } catch (error) {
      if (this.#again === again) ({ again: this.#again, mode: this.#mode } = before);
      throw error;
    }
  }

  settle(): void {
    this.#services.settle();
  }

  /**
   * Takes over links that an earlier process left. By another setting than `auto` they are left to what is in force, and go
   * a minute after the first revision that needs them no more.
   */
  adopt(): void {
    if (this.#parts.options.services !== 'auto' || !this.#services.pinned || this.#services.attached) return;
    inPlace(this.#parts.place, () => this.#services.prepare());
    this.#services.settle();
  }

  /** Programs were loaded anew. */
  swapped(): void {
    inPlace(this.#parts.place, () => this.#services.swap());
  }

  /** Puts right what happened to the links; where that cannot be, the revision is one that does without. */
  async repair(): Promise<StateFault[]> {
    const faults = inPlace(this.#parts.place, () => this.#services.repair());
    if (this.#services.mode !== this.#mode) await this.#again?.();
    this.#services.settle();
    return faults.map((fault) => ({ kind: 'link', ...fault }));
  }

  /** Takes the links off. */
  detach(): void {
    this.#services.detach();
  }

  /** Lets go; the links stay. */
  close(): void {
    this.#services.close();
  }
}
