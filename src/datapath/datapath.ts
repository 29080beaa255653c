/**
 * The data plane of one node: programs on interfaces, tables, conntrack. What it makes is pinned and goes on without it;
 * the next `Datapath` of the same folder takes it over.
 */
import type { Plan } from '../compiler/plan.js';
import type { BpfMap } from '../ebpf/binding.js';
import type { AttachFault } from './attach.js';
import { Attachments } from './attachments.js';
import type { Conntrack } from './conntrack.js';
import type { SlotCounters } from './counters.js';
import { Endpoints } from './endpoints.js';
import { DatapathError } from './error.js';
import { type Holder, Holders } from './holders.js';
import { Loaded } from './loaded.js';
import { type Maintained, maintain } from './maintenance.js';
import { NodeAddresses } from './node-addresses.js';
import { closeParts, openParts, type Parts } from './open.js';
import type { Announce, DatapathOptions, Enforced, Interface } from './options.js';
import { type RevisionInForce, removePins } from './predecessor.js';
import type { KernelObject } from './programs.js';
import type { Publisher } from './publisher.js';
import { Revisions } from './revisions.js';
import type { BackedService } from './service-pages.js';
import type { ServiceStatus } from './services.js';
import type { KernelSettings } from './settings.js';
import { type Conversation, conversations, type ReasonCount, reasons } from './stats.js';
import type { SuccessionReport } from './succession.js';
import { Takeover } from './takeover.js';
import { Trials, type TrialWish } from './trials.js';
import { type StateFault, Upkeep } from './upkeep.js';

export type { Announce, DatapathOptions, Enforced, Interface, UnattachedInterface } from './options.js';
export { removePins } from './predecessor.js';
export type { TrialWish } from './trials.js';

export class Datapath {
  readonly #parts: Parts;
  readonly #loaded: Loaded;
  readonly #attachments: Attachments;
  readonly #takeover: Takeover;
  readonly #holders: Holders;
  readonly #endpoints: Endpoints;
  readonly #upkeep: Upkeep;
  readonly #addresses: NodeAddresses;
  readonly #revisions: Revisions;
  readonly trials: Trials;
  /** This process has put a revision in force. */
  #published = false;
  #closed = false;

  private constructor(parts: Parts) {
    this.#parts = parts;
    const { options, place, publisher } = parts;
    const map = (name: string) => (): BpfMap => this.map(name);
    this.#loaded = new Loaded(parts, {
      swap: (next, before, then) => this.#attachments.swap(next.programs, before.programs, then),
      swapped: () => this.#revisions.swapped(),
    });
    this.#attachments = new Attachments(
      place,
      () => this.kernel.programs,
      () => this.#loaded.again(),
    );
    this.#holders = new Holders(map('osg_endpoint_states'), options.recoveryMs);
    this.#endpoints = new Endpoints(parts, this.#holders, (name) => this.map(name));
    this.#revisions = new Revisions(parts, () => this.kernel, map('osg_service_pages'));
    const heir = { loaded: this.#loaded, attachments: this.#attachments, holders: this.#holders };
    this.#takeover = new Takeover(parts, { ...heir, revisions: this.#revisions });
    this.trials = new Trials(
      () => publisher,
      map('osg_trial_counts'),
      () => this.#takeover.succession,
    );
    const [addresses, { onError }] = [map('osg_node_addresses'), options];
    this.#addresses = new NodeAddresses({ map: addresses, netns: place.netns, onError });
    this.#upkeep = new Upkeep(parts, this.#loaded, this.#holders, this.#addresses);
  }

  /** The settings in force. */
  get settings(): KernelSettings {
    return this.#loaded.settings;
  }

  get publisher(): Publisher {
    return this.#parts.publisher;
  }

  get counters(): SlotCounters {
    return this.#parts.counters;
  }

  get conntrack(): Conntrack {
    return this.#parts.conntrack;
  }

  /** Whether an earlier process's state was found and taken over. */
  get adopted(): boolean {
    return this.#parts.adopted;
  }

  /** What was taken over from another layout version; complete once a revision is in force. */
  get succession(): SuccessionReport | undefined {
    return this.#parts.succession?.report;
  }

  /** What the programs go by at this moment, ours or those of an earlier version. Undefined: nothing is in force. */
  get inForce(): RevisionInForce | undefined {
    const { arena, revision } = this.publisher;
    if (arena.root === 0) return this.#takeover.inForce;
    return { revision, digest: arena.digest };
  }

  /**
   * Loads the programs, over the maps that are pinned in the folder or over new ones, and takes over what is attached: at
   * once if our maps hold a revision, else (another layout's maps, lost pins) with the first one.
   * @throws {BpfError} the kernel refuses (with the verifier's log); {PublishError} LOCKED; {DatapathError} LAYOUT, CONFIG;
   *   what was enforced before still is
   */
  static open(options: DatapathOptions): Datapath {
    let datapath: Datapath | undefined;
    const parts = openParts(options, async (bigger) => (datapath as Datapath).#loaded.swapArena(bigger));
    try {
      datapath = new Datapath(parts);
      datapath.#addresses.start();
      if (parts.publisher.arena.root !== 0) datapath.#takeover.proceed();
      return datapath;
    } catch (error) {
      void parts.publisher.close();
      if (datapath === undefined) closeParts(parts, parts.kernel);
      else datapath.#release();
      throw error;
    }
  }

  /** Maps by their C name: `osg_events`, `osg_deny_eps`, … The handles are the datapath's own. */
  map(name: string): BpfMap {
    return this.kernel.map(name);
  }

  get kernel(): KernelObject {
    return this.#loaded.kernel;
  }

  /** How many endpoint indexes there is room for now. */
  get endpoints(): number {
    return this.#loaded.room;
  }

  /** How many there may come to be. */
  get mostEndpoints(): number {
    return this.#loaded.mostRoom;
  }

  /** Interfaces that the programs are on. */
  get attached(): number[] {
    return this.#attachments.ifindexes;
  }

  /**
   * Puts the programs on an interface. Until a revision names it, everything is denied there.
   * @param isNew it appeared just now: there is no earlier process's attachment to be found, and every millisecond counts
   */
  attach(ifindex: number, isNew = false): void {
    this.#attachments.attach(ifindex, isNew);
  }

  /** Whether the programs are on that very interface, and not on an earlier one of that index. */
  enforced(ifindex: number): boolean {
    return this.#attachments.alive(ifindex);
  }

  /** The interface that an endpoint has by what is in force, also by an earlier process; undefined: none that is enforced. */
  interfaceOf(holder: Holder): number | undefined {
    const ifindex = this.#holders.interfaceOf(holder);
    return ifindex !== undefined && this.enforced(ifindex) ? ifindex : undefined;
  }

  /** Takes the programs off an interface: it is open from now on. Harmless where they are not. */
  detach(ifindex: number): void {
    this.#attachments.detach(ifindex);
  }

  /**
   * Puts a plan in force on the interfaces named, then the programs on those that lack them. Endpoints without an interface
   * get no policy. One publication at a time where `announce` is given. @param interfaces by endpoint id
   * @param digest of what the plan was made of: `inForce` of the next process
   * @param wish of the plan's trial; what the kernel has of it already stays
   */
  async publish(
    plan: Plan,
    interfaces: ReadonlyMap<string, Interface>,
    announce?: Announce,
    digest?: bigint,
    wish?: TrialWish,
  ): Promise<Enforced> {
    if (this.#closed) throw new DatapathError('CLOSED', 'publish', 'it is closed');
    await this.#takeover.finishing?.catch(() => undefined);
    const needed = 1 + plan.endpoints.reduce((most, { index }) => Math.max(most, index), 0);
    if (needed > this.endpoints && needed <= this.mostEndpoints) await this.#loaded.grow(needed);
    const trial = wish && this.trials.line(wish);
    const candidates = trial !== undefined && this.trials.counts(trial);
    const bound = this.#endpoints.bind(plan, interfaces, candidates, !this.#published);
    const { bindings } = bound;
    await this.#endpoints.enter(bound.closing);
    announce?.(this.publisher.revision + 1n, bound.holders);
    const published = await this.#revisions.put(plan, bindings, digest, trial);
    // Nothing is enforced yet where the programs are not.
    await this.#endpoints.enter(bound.attaching);
    this.#published = true;
    this.#takeover.proceed();
    this.#revisions.settle();
    const unattached = this.#attachments.attachAll(bindings);
    await this.#takeover.finishing;
    return { ...published, unattached };
  }

  /** Who stands behind services, from the next revision on: asked for where nothing stands behind the translation. */
  know(services: Iterable<BackedService>): void {
    this.#revisions.know(services);
  }

  /** How services are judged here. */
  get services(): ServiceStatus {
    return this.#revisions.services;
  }

  /** The generation of an index's present holder; 0 if it never had one. */
  generation(index: number): number {
    return this.#holders.generation(index);
  }

  /** Forgets the flows of an endpoint: replies are denied until their flow begins anew. */
  flush(index: number): number {
    return this.#endpoints.flush(index);
  }

  /** Counts by reason of one endpoint index; 0 stands for attached interfaces without policy. */
  reasons(index: number): ReasonCount[] {
    return reasons(this.kernel, index);
  }

  /** Conversations of an endpoint index: beginnings counted, traffic sampled. */
  conversations(index: number): Conversation[] {
    return conversations(this.kernel, this.settings.sampleRate, index, this.generation(index));
  }

  /**
   * What the data plane needs done now and then (every few seconds): expired flows are collected, idle conversations forgotten,
   * the clock corrected. Serves the event loop between endpoints.
   */
  async maintain(indexes: Iterable<number>, conversationIdleMs = 86_400_000): Promise<Maintained> {
    this.publisher.arena.setClock();
    const closed = (): boolean => this.#closed;
    const generation = (index: number): number => this.generation(index);
    const parts = { conntrack: this.conntrack, kernel: () => this.kernel, generation, closed };
    return maintain(parts, indexes, conversationIdleMs);
  }

  /** What is wrong with the attachments. */
  inspect(): AttachFault[] {
    return this.#attachments.inspect();
  }

  /** Puts right what `inspect` finds; interfaces that are gone are forgotten. Returns what it found. */
  repair(): AttachFault[] {
    return this.#attachments.repair();
  }

  /** Puts right what a foreign hand did to mount, pins and contents of the maps. Returns what it found. */
  async repairState(): Promise<StateFault[]> {
    return [...(await this.#upkeep.repair()), ...(await this.#revisions.repair())];
  }

  /** Lets go. Programs, tables and flows stay as they are. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#takeover.finishing?.catch(() => undefined);
    await this.publisher.close().finally(() => this.#release());
  }

  /** At once: whoever tries next finds the folder free. */
  #release(): void {
    this.#addresses.close();
    this.trials.close();
    this.#attachments.close();
    this.#revisions.close();
    closeParts(this.#parts, this.kernel);
  }

  /** Takes everything away: interfaces are open, tables and flows gone. */
  async destroy(): Promise<void> {
    for (const ifindex of this.attached) this.detach(ifindex);
    this.#revisions.detach();
    await this.close();
    removePins(this.#parts.options.dir);
  }
}
