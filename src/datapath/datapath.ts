/**
 * The data plane of one node: programs on interfaces, tables, conntrack. What it makes is pinned and goes on without it;
 * the next `Datapath` of the same folder takes it over.
 */
import { join } from 'node:path';
import type { Plan } from '../compiler/plan.js';
import { BpfError, type BpfMap } from '../ebpf/binding.js';
import { LAYOUT_MAP } from '../ebpf/layout.js';
import { u32Key } from '../ebpf/struct.js';
import type { Binding, TrialLine } from '../tables/index.js';
import type { Arena } from './arena.js';
import { type AttachFault, Attachment, glanceAt, inPlace, inspectAll, swapAll, unpinAll } from './attach.js';
import type { Conntrack } from './conntrack.js';
import type { SlotCounters } from './counters.js';
import { DatapathError } from './error.js';
import { grow, nextRoom, pinGrown, quotaOf, repin } from './growth.js';
import { type Holder, Holders } from './holders.js';
import { type Closing, enterKnown } from './known-flows.js';
import { NodeAddresses } from './node-addresses.js';
import { closeParts, openParts, type Parts } from './open.js';
import type { Announce, DatapathOptions, Enforced, Interface, UnattachedInterface } from './options.js';
import { mapFolder, otherFolders, type RevisionInForce, removeFolder, removePins } from './predecessor.js';
import { KernelObject } from './programs.js';
import type { Published, Publisher } from './publisher.js';
import { type BackedService, ServicePages } from './service-pages.js';
import { type ServiceStatus, Services } from './services.js';
import { encodeSettings, type KernelSettings } from './settings.js';
import { Sockets } from './sockets.js';
import { type Conversation, conversations, forgetConversations, type ReasonCount, reasons } from './stats.js';
import type { Succession, SuccessionReport } from './succession.js';
import { Trials, type TrialWish } from './trials.js';
import { type StateFault, Upkeep } from './upkeep.js';

export type { Announce, DatapathOptions, Enforced, Interface, UnattachedInterface } from './options.js';
export { removePins } from './predecessor.js';
export type { TrialWish } from './trials.js';

/** Sweeping in one turn of the event loop; a table of 32,768 flows takes about 4 ms. */
const SWEEP_MS = 4;

export class Datapath {
  readonly #attachments = new Map<number, Attachment>();
  readonly #parts: Parts;
  #kernel: KernelObject;
  #settings: KernelSettings;
  readonly #holders: Holders;
  readonly #upkeep: Upkeep;
  readonly #addresses: NodeAddresses;
  readonly #services: Services;
  readonly #servicePages: ServicePages;
  #known: Iterable<BackedService> = [];
  /** What to put in force again when the hooks for services cannot be mended. */
  #last: (() => Promise<unknown>) | undefined;
  readonly #sockets = new Sockets(() => this.map('osg_sockets'));
  readonly trials = new Trials(
    () => this.publisher,
    () => this.map('osg_trial_counts'),
    () => this.#succession,
  );
  /** What is attached may run other programs than ours, over maps of another layout, until there is a revision in ours. */
  #unadopted = true;
  /** What there is to take over from another layout version, until it is done. */
  #succession: Succession | undefined;
  #succeeding: Promise<void> | undefined;
  /** This process has put a revision in force. */
  #published = false;
  #closed = false;

  private constructor(parts: Parts) {
    this.#parts = parts;
    this.#kernel = parts.kernel;
    this.#succession = parts.succession;
    this.#holders = new Holders(() => this.map('osg_endpoint_states'), parts.options.recoveryMs);
    this.#settings = parts.settings;
    const { options, place, publisher, conntrack, counters, layout } = parts;
    this.#addresses = new NodeAddresses({
      map: () => this.map('osg_node_addresses'),
      netns: place.netns,
      onError: options.onError,
    });
    this.#services = new Services(place, () => this.#kernel, options.services);
    const pages = (): BpfMap => this.map('osg_service_pages');
    this.#servicePages = new ServicePages(pages, options.nodeLocalServices, options.onError ?? (() => undefined));
    this.#upkeep = new Upkeep({
      dir: options.dir,
      mapDir: mapFolder(options.dir),
      linkDir: place.dir,
      maps: () => [
        ...this.#kernel.maps,
        ['osg_arena', publisher.arena.map],
        ['osg_slot_counters', counters.map],
        [LAYOUT_MAP, layout],
      ],
      renew: () => parts.owner.renew(),
      publisher,
      conntrack,
      holders: this.#holders,
      addresses: this.#addresses,
      settings: () => encodeSettings(this.#settings),
      settingsMap: () => this.map('osg_settings'),
    });
  }

  /** The settings in force. */
  get settings(): KernelSettings {
    return this.#settings;
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
    if (arena.root === 0) return this.#succession?.inForce;
    return { revision, digest: arena.digest };
  }

  /**
   * Loads the programs, over the maps that are pinned in the folder or over new ones, and takes over what is attached: at
   * once if our maps hold a revision, else (another layout's maps, lost pins) with the first one.
   * @throws {BpfError} the kernel refuses (with the verifier's log); {PublishError} LOCKED; {DatapathError} LAYOUT, CONFIG;
   *   what was enforced before still is
   */
  static open(options: DatapathOptions): Datapath {
    const parts = openParts(options, async (bigger) => datapath.#swapArena(bigger));
    const datapath = new Datapath(parts);
    try {
      datapath.#addresses.start();
      if (parts.publisher.arena.root !== 0) datapath.#succeed();
    } catch (error) {
      void datapath.publisher.close();
      datapath.#release();
      throw error;
    }
    return datapath;
  }

  /** Maps by their C name: `osg_events`, `osg_deny_eps`, … The handles are the datapath's own. */
  map(name: string): BpfMap {
    return this.#kernel.map(name);
  }

  get kernel(): KernelObject {
    return this.#kernel;
  }

  /** How many endpoint indexes there is room for now. */
  get endpoints(): number {
    return this.#holders.room;
  }

  /** How many there may come to be. */
  get mostEndpoints(): number {
    return Math.max(this.endpoints, this.#parts.options.endpoints);
  }

  /** Interfaces that the programs are on. */
  get attached(): number[] {
    return [...this.#attachments.keys()];
  }

  /**
   * Puts the programs on an interface. Until a revision names it, everything is denied there.
   * @param isNew it appeared just now: there is no earlier process's attachment to be found, and every millisecond counts
   */
  attach(ifindex: number, isNew = false): void {
    this.#open();
    if (this.#attachments.has(ifindex)) return;
    const { place } = this.#parts;
    const attach = isNew ? Attachment.attachNew : Attachment.attach;
    this.#attachments.set(ifindex, attach(ifindex, this.#kernel.programs, place));
    if (!isNew) Attachment.withdrawFilters(ifindex, place);
  }

  /** Whether the programs are on that very interface, and not on an earlier one of that index. */
  enforced(ifindex: number): boolean {
    return this.#attachments.get(ifindex)?.alive ?? false;
  }

  /** The interface that an endpoint has by what is in force, also by an earlier process; undefined: none that is enforced. */
  interfaceOf(holder: Holder): number | undefined {
    const ifindex = this.#holders.interfaceOf(holder);
    return ifindex !== undefined && this.enforced(ifindex) ? ifindex : undefined;
  }

  /** Takes the programs off an interface: it is open from now on. Harmless where they are not. */
  detach(ifindex: number): void {
    this.#attachments.get(ifindex)?.detach();
    this.#attachments.delete(ifindex);
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
    this.#open();
    await this.#succeeding?.catch(() => undefined);
    const needed = 1 + plan.endpoints.reduce((most, { index }) => Math.max(most, index), 0);
    if (needed > this.endpoints && needed <= this.mostEndpoints) await this.#grow(needed);
    const bindings = new Map<string, Binding>();
    const taken: [Buffer, Buffer][] = [];
    const closed: Closing[] = [];
    const trial = wish && this.trials.line(wish);
    const candidates = trial !== undefined && this.trials.counts(trial);
    const attaching: Closing[] = [];
    for (const endpoint of plan.endpoints) {
      const at = interfaces.get(endpoint.id);
      if (at === undefined) continue;
      const { ingress, egress } = candidates ? (endpoint.candidate ?? endpoint) : endpoint;
      const restricted = (ingress.restricted ? 1 : 0) | (egress.restricted ? 2 : 0);
      const now = (): bigint => this.conntrack.now();
      const { generation, key, value, closing, fresh } = this.#holders.take(endpoint, at.ifindex, restricted, now);
      if (value !== undefined) {
        taken.push([key, value]);
        this.#sockets.set(endpoint.index, generation, at.netnsId);
      }
      // A workload that came while we were here has nothing that was there before.
      if (closing !== 0 && (!fresh || !this.#published))
        (fresh ? attaching : closed).push({ ifindex: at.ifindex, addresses: endpoint.addresses, directions: closing });
      bindings.set(endpoint.id, { ...at, generation });
    }
    // Recovery windows open before the revision that needs them.
    for (const [key, value] of taken) this.map('osg_endpoint_states').update(key, value);
    // What is there has its entries before the revision that would cut it.
    await this.#enter(closed);
    announce?.(
      this.publisher.revision + 1n,
      plan.endpoints.flatMap(({ id, index }) => {
        const binding = bindings.get(id);
        return binding === undefined ? [] : [{ id, index, generation: binding.generation }];
      }),
    );
    const published = await this.#put(plan, bindings, digest, trial);
    // Nothing is enforced yet where the programs are not.
    await this.#enter(attaching);
    this.#published = true;
    const unattached: UnattachedInterface[] = [];
    if (this.#unadopted) this.#succeed();
    else if (this.#succession !== undefined) this.#finish();
    this.#services.settle();
    for (const [id, { ifindex }] of bindings) {
      try {
        this.attach(ifindex);
      } catch (error) {
        if (!(error instanceof BpfError)) throw error;
        unattached.push({ id, ifindex, error });
      }
    }
    await this.#succeeding;
    return { ...published, unattached };
  }

  /** The links that it relies on come before the revision. */
  async #put(
    plan: Plan,
    bindings: ReadonlyMap<string, Binding>,
    digest?: bigint,
    trial?: TrialLine,
  ): Promise<Published> {
    const used = plan.serviceAddresses.length > 0;
    if (used) this.publisher.serviceMode = inPlace(this.#parts.place, () => this.#services.prepare());
    const published = await this.publisher.publish(plan, bindings, digest, trial);
    if (!used) this.#services.unused();
    this.#servicePages.know(this.#known, this.#services.mode);
    this.#last = () => this.#put(plan, bindings, digest, trial);
    return published;
  }

  /** Who stands behind services, from the next revision on: asked for where nothing stands behind the translation. */
  know(services: Iterable<BackedService>): void {
    this.#known = services;
  }

  /** How services are judged here. */
  get services(): ServiceStatus {
    return this.#services.status;
  }

  /** The generation of an index's present holder; 0 if it never had one. */
  generation(index: number): number {
    return this.#holders.generation(index);
  }

  /** Forgets the flows of an endpoint: replies are denied until their flow begins anew. */
  flush(index: number): number {
    this.#sockets.forget(index);
    return this.conntrack.flush(index);
  }

  /** Counts by reason of one endpoint index; 0 stands for attached interfaces without policy. */
  reasons(index: number): ReasonCount[] {
    return reasons(this.#kernel, index);
  }

  /** Conversations of an endpoint index: beginnings counted, traffic sampled. */
  conversations(index: number): Conversation[] {
    return conversations(this.#kernel, this.settings.sampleRate, index, this.generation(index));
  }

  /**
   * What the data plane needs done now and then (every few seconds): expired flows are collected, idle conversations forgotten,
   * the clock corrected. Serves the event loop between endpoints.
   */
  async maintain(
    indexes: Iterable<number>,
    conversationIdleMs = 86_400_000,
  ): Promise<{ live: number; collected: number; conversations: number }> {
    this.publisher.arena.setClock();
    const sum = { live: 0, collected: 0, conversations: 0 };
    let until = performance.now() + SWEEP_MS;
    const breathe = async (): Promise<boolean> => {
      if (performance.now() > until) {
        await new Promise((resolve) => setImmediate(resolve));
        until = performance.now() + SWEEP_MS;
      }
      return !this.#closed;
    };
    for (const { live, deleted } of this.conntrack.sweep()) {
      sum.live += live;
      sum.collected += deleted;
      if (!(await breathe())) return sum;
    }
    for (const index of indexes) {
      sum.conversations += forgetConversations(this.#kernel, index, this.generation(index), conversationIdleMs);
      if (!(await breathe())) return sum;
    }
    return sum;
  }

  /** What is wrong with the attachments. */
  inspect(): AttachFault[] {
    return inPlace(this.#parts.place, () => inspectAll(this.#attachments, this.#parts.place));
  }

  /** Puts right what `inspect` finds; interfaces that are gone are forgotten. Returns what it found. */
  repair(): AttachFault[] {
    return inPlace(this.#parts.place, () => this.#repair());
  }

  #repair(): AttachFault[] {
    const faults: AttachFault[] = [];
    let failed: unknown;
    let spare: KernelObject | undefined;
    const glance = glanceAt(this.#parts.place, this.#attachments.keys());
    const again = (): KernelObject['programs'] => {
      spare ??= this.#load(this.publisher.arena);
      return spare.programs;
    };
    for (const [ifindex, attachment] of this.#attachments) {
      try {
        faults.push(...attachment.repair(this.#kernel.programs, again, glance));
      } catch (error) {
        if (error instanceof BpfError && error.code === 'ENODEV') this.detach(ifindex);
        else failed ??= error;
      }
    }
    spare?.close();
    if (failed !== undefined) throw failed;
    return faults;
  }

  /** Puts right what a foreign hand did to mount, pins and contents of the maps. Returns what it found. */
  async repairState(): Promise<StateFault[]> {
    const faults = await this.#upkeep.repair();
    const before = this.#services.mode;
    const links = inPlace(this.#parts.place, () => this.#services.repair());
    if (this.#services.mode !== before) await this.#last?.();
    this.#services.settle();
    return [...faults, ...links.map((fault) => ({ kind: 'link' as const, ...fault }))];
  }

  /** Lets go. Programs, tables and flows stay as they are. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#succeeding?.catch(() => undefined);
    await this.publisher.close();
    this.#release();
  }

  /** At once: whoever tries next finds the folder free. */
  #release(): void {
    this.#addresses.close();
    this.trials.close();
    for (const attachment of this.#attachments.values()) attachment.close();
    this.#services.close();
    closeParts(this.#parts, this.#kernel);
  }

  /** Takes everything away: interfaces are open, tables and flows gone. */
  async destroy(): Promise<void> {
    for (const ifindex of [...this.#attachments.keys()]) this.detach(ifindex);
    this.#services.detach();
    await this.close();
    removePins(this.#parts.options.dir);
  }

  /** Entries for what the node's own connection tracking knows of these endpoints. */
  async #enter(closing: readonly Closing[]): Promise<void> {
    const { place, options } = this.#parts;
    // Flows may be cut; that is no reason to leave the endpoint open.
    await enterKnown(closing, this.conntrack, place.netns).catch((error: unknown) => options.onError?.(error));
  }

  #open(): void {
    if (this.#closed) throw new DatapathError('CLOSED', 'datapath', 'it is closed');
  }

  /**
   * Our tables hold a revision: swaps the programs on everything that an earlier process attached for ours. With it comes
   * what another layout's maps hold; they are removed when that is done.
   */
  #succeed(): void {
    const { place, options } = this.#parts;
    const indexes = new Map([...this.#holders.interfaces()].map(({ index, ifindex }) => [ifindex, index]));
    const attached = new Set(Attachment.pinned(place.dir));
    if (!place.tcx) for (const ifindex of indexes.keys()) attached.add(ifindex);
    this.#succession?.conversations(this);
    for (const ifindex of attached) {
      this.#succession?.flows(this, indexes.get(ifindex));
      this.#adopt(ifindex);
      this.#succession?.flows(this, indexes.get(ifindex));
    }
    this.#succession?.flows(this);
    // By another setting they are left to what is in force, and go a minute after the first revision that needs them no more.
    if (options.services === 'auto' && this.#services.pinned && !this.#services.attached) {
      inPlace(place, () => this.#services.prepare());
      this.#services.settle();
    }
    this.#unadopted = false;
    if (this.#succession !== undefined) this.#finish();
    else for (const path of otherFolders(options.dir)) removeFolder(path);
  }

  #finish(): void {
    const done = (): void => {
      this.#succession = undefined;
    };
    this.#succeeding = this.#succession
      ?.finish(this, this.#parts.options.dir)
      .then(done)
      .finally(() => {
        this.#succeeding = undefined;
      });
    // Who waits for it hears of a failure; nobody may be waiting yet. The next publication tries again.
    this.#succeeding?.catch(() => undefined);
  }

  #adopt(ifindex: number): void {
    try {
      this.attach(ifindex);
    } catch (error) {
      if (!(error instanceof BpfError) || (error.code !== 'ENODEV' && error.code !== 'ENOENT')) throw error;
      unpinAll(this.#parts.place.dir, ifindex);
    }
  }

  /** The programs once more, over the same maps and this arena. */
  #load(arena: Arena, room?: number): KernelObject {
    const { counters } = this;
    const { dir, object, netfilter } = this.#parts.options;
    // All other maps exist: nothing is allocated for them.
    const sizes = { endpoints: room ?? this.endpoints, grown: room !== undefined, conntrackEntries: 1, netfilter };
    return KernelObject.load({ object, dir: mapFolder(dir), arena, counters, ...sizes });
  }

  /** Room for more endpoints: quotas are divided anew, within the tables of flows that there are. */
  async #grow(needed: number): Promise<void> {
    const room = nextRoom(needed, this.endpoints, this.mostEndpoints);
    const [old, next] = [this.#kernel, this.#load(this.publisher.arena, room)];
    await grow(old, next, () => this.#swap(next, (maps) => pinGrown(maps, next))).finally(() =>
      this.#closeUnused(old, next),
    );
    this.conntrack.quota = quotaOf(this.#parts.settings.conntrack, this.conntrack.capacity, room - 1);
    this.#settings = { ...this.#settings, conntrack: this.conntrack.quota };
    this.map('osg_settings').update(u32Key(0), encodeSettings(this.#settings));
  }

  /** Loads the programs over a bigger arena. */
  #swapArena(arena: Arena): void {
    const [old, next] = [this.#kernel, this.#load(arena)];
    try {
      this.#swap(next, (maps) => repin(join(maps, 'osg_arena'), arena.map));
    } finally {
      this.#closeUnused(old, next);
    }
  }

  #closeUnused(old: KernelObject, next: KernelObject): void {
    (this.#kernel === next ? old : next).close();
  }

  /** Swaps the programs on every interface. The pins follow at the end. */
  #swap(next: KernelObject, pin: (maps: string) => void): void {
    const maps = mapFolder(this.#parts.options.dir);
    swapAll([...this.#attachments.values()], next.programs, this.#kernel.programs, () => pin(maps));
    this.#kernel = next;
    this.conntrack.use(next);
    inPlace(this.#parts.place, () => this.#services.swap());
  }
}
