/**
 * The data plane of one node: programs on interfaces, tables, conntrack. What it makes is pinned and goes on without it;
 * the next `Datapath` of the same folder takes it over.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, renameSync, rmdirSync, unlinkSync } from 'node:fs';
import { totalmem } from 'node:os';
import { join } from 'node:path';
import type { Plan } from '../compiler/plan.js';
import { OSG_LAYOUT_VERSION, OsgEndpointState, OsgLimits } from '../gen/abi.js';
import type { Binding } from '../tables/index.js';
import { Arena } from './arena.js';
import { type AttachFault, Attachment, type AttachPlace } from './attach.js';
import { BpfError, BpfMap, features, type Netns } from './binding.js';
import { Conntrack } from './conntrack.js';
import { SlotCounters } from './counters.js';
import { DatapathError } from './error.js';
import { conntrackTableBytes, ENDPOINT_OBJECT, KernelObject, possibleCpus } from './programs.js';
import { type Published, Publisher } from './publisher.js';
import { DEFAULT_SETTINGS, encodeSettings, type KernelSettings, type Timeouts } from './settings.js';
import { type Conversation, conversations, forgetConversations, type ReasonCount, reasons } from './stats.js';
import { setUint, setUint64, u32Key, uint, uint64 } from './struct.js';
import { type StateFault, Upkeep } from './upkeep.js';

export interface DatapathOptions {
  /** Folder in a bpffs, of this data plane alone; made if absent. */
  readonly dir: string;
  /** File whose lock makes us the only writer; not in bpffs. */
  readonly lock: string;
  /** Where the interfaces are; default: the calling thread's network namespace. */
  readonly netns?: Netns;
  /** Endpoint indexes: 1 … endpoints - 1. Default 256. Adopted state keeps its own sizes. */
  readonly endpoints?: number;
  /** Rule slots that are counted. Default 65,536. */
  readonly slots?: number;
  /** Bytes of the first arena, and of the largest it may grow to. Default 4 MiB and 1 GiB. */
  readonly arenaBytes?: number;
  readonly maxArenaBytes?: number;
  /** Flows that one endpoint may have tracked. Default 16,384. */
  readonly conntrackEntries?: number;
  /**
   * Whether their memory is taken at once, which makes entering a flow a third cheaper. Default: if all endpoints' tables together
   * may take no more than 1/16 of the machine's memory, or of our memory limit. Adopted state keeps its own kind.
   */
  readonly conntrackPreallocate?: boolean;
  /** For how long unknown flows are believed after attaching, or after a direction became restricted. Default 30 s; 0: not at all. */
  readonly recoveryMs?: number;
  readonly settings?: Partial<Omit<KernelSettings, 'timeouts'>> & { readonly timeouts?: Partial<Timeouts> };
  /** Default: tcx where the kernel has it. */
  readonly attach?: 'tcx' | 'clsact';
  readonly object?: string;
}

/** What an endpoint of the plan is on this node. */
export interface Interface {
  readonly ifindex: number;
  /** Six bytes: the only source the workload may send from. Absent: not checked. */
  readonly mac?: Uint8Array;
  readonly dhcpClient?: boolean;
}

/** Who holds an endpoint index. */
export interface Holder {
  readonly id: string;
  readonly index: number;
}

/** Told right before a revision is put in force: by what its records will call it and its endpoints. */
export type Announce = (
  revision: bigint,
  endpoints: readonly { readonly id: string; readonly index: number; readonly generation: number }[],
) => void;

/** The plan is in force, except on these: their interface went away, or the kernel refused. */
export interface Enforced extends Published {
  readonly unattached: readonly UnattachedInterface[];
}

export interface UnattachedInterface {
  readonly id: string;
  readonly ifindex: number;
  readonly error: BpfError;
}

const LINE_BYTES = 64;
const state = OsgEndpointState.fields;

export class Datapath {
  readonly #attachments = new Map<number, Attachment>();
  #kernel: KernelObject;
  readonly #upkeep: Upkeep;
  /** What is attached runs programs over other maps than ours (none, or of another layout) until there is a revision in ours. */
  #unadopted = false;
  #closed = false;

  private constructor(
    private readonly options: Required<Pick<DatapathOptions, 'dir' | 'recoveryMs' | 'object'>>,
    /** The settings in force. */
    readonly settings: KernelSettings,
    private readonly place: AttachPlace,
    kernel: KernelObject,
    readonly publisher: Publisher,
    readonly counters: SlotCounters,
    readonly conntrack: Conntrack,
    /** Whether an earlier process's state was found and taken over. */
    readonly adopted: boolean,
  ) {
    this.#kernel = kernel;
    const mapDir = join(options.dir, `v${OSG_LAYOUT_VERSION}`);
    this.#upkeep = new Upkeep({
      dir: options.dir,
      mapDir,
      linkDir: place.dir,
      maps: () => [...this.#kernel.maps, ['osg_arena', publisher.arena.map], ['osg_slot_counters', counters.map]],
      publisher,
      conntrack,
      settings: encodeSettings(settings),
      settingsMap: () => this.map('osg_settings'),
    });
  }

  /**
   * Loads the programs, over the maps that are pinned in the folder or over new ones, and takes over what is attached: at
   * once if our maps hold a revision, else (another layout's maps, lost pins) with the first one.
   * @throws {BpfError} the kernel refuses (with the verifier's log); {PublishError} LOCKED; {DatapathError} LAYOUT, CONFIG;
   *   what was enforced before still is
   */
  static open(options: DatapathOptions): Datapath {
    const {
      dir,
      endpoints = 256,
      slots = 65_536,
      arenaBytes = 4 << 20,
      maxArenaBytes = 1 << 30,
      conntrackEntries = 16_384,
      conntrackPreallocate = (endpoints - 1) * conntrackTableBytes(conntrackEntries) <= memory() / 16,
    } = options;
    if (!(endpoints > 1 && endpoints <= OsgLimits.MAX_ENDPOINTS)) {
      throw new DatapathError('CONFIG', 'open', `endpoints is ${endpoints}: expected 2 to ${OsgLimits.MAX_ENDPOINTS}`);
    }
    const settings = mergeSettings(options.settings);
    const encoded = encodeSettings(settings);
    const maps = join(dir, `v${OSG_LAYOUT_VERSION}`);
    const links = join(dir, 'links');
    for (const folder of [dir, maps, links]) if (!existsSync(folder)) mkdirSync(folder, { mode: 0o700 });
    const adopted = existsSync(join(maps, 'osg_arena'));
    const arena = adopted
      ? Arena.open(BpfMap.openPinned(join(maps, 'osg_arena')))
      : Arena.create(Math.ceil(arenaBytes / LINE_BYTES));
    let kernel: KernelObject | undefined;
    let counters: SlotCounters | undefined;
    try {
      counters = openCounters(maps, slots);
      let datapath: Datapath;
      const publisher = Publisher.open({
        arena,
        lock: options.lock,
        slots: counters.slots,
        maxLines: Math.ceil(maxArenaBytes / LINE_BYTES),
        swapArena: async (bigger) => datapath.#swapArena(bigger),
      });
      try {
        const object = options.object ?? ENDPOINT_OBJECT;
        kernel = KernelObject.load({
          object,
          dir: maps,
          arena,
          counters,
          endpoints,
          preallocate: conntrackPreallocate,
        });
        kernel.map('osg_settings').update(u32Key(0), encoded);
        if (!adopted) arena.map.pin(join(maps, 'osg_arena'));
        const place = {
          netns: options.netns,
          dir: links,
          tcx: (options.attach ?? (features().tcx ? 'tcx' : 'clsact')) === 'tcx',
        };
        const conntrack = new Conntrack(kernel, maps, conntrackEntries, conntrackPreallocate);
        datapath = new Datapath(
          { dir, recoveryMs: options.recoveryMs ?? 30_000, object },
          settings,
          place,
          kernel,
          publisher,
          counters,
          conntrack,
          adopted,
        );
        if (publisher.revision > 0n) datapath.#adoptAttachments();
        else datapath.#unadopted = true;
        return datapath;
      } catch (error) {
        void publisher.close();
        throw error;
      }
    } catch (error) {
      kernel?.close();
      counters?.close();
      arena.close();
      throw error;
    }
  }

  /** Maps by their C name: `osg_events`, `osg_deny_eps`, … The handles are the datapath's own. */
  map(name: string): BpfMap {
    return this.#kernel.map(name);
  }

  get kernel(): KernelObject {
    return this.#kernel;
  }

  /** How many endpoint indexes there are room for. */
  get endpoints(): number {
    return this.#kernel.map('osg_endpoint_states').info.maxEntries;
  }

  /** Interfaces that the programs are on. */
  get attached(): number[] {
    return [...this.#attachments.keys()];
  }

  /** Puts the programs on an interface. Until a revision names it, everything is denied there. */
  attach(ifindex: number): void {
    this.#open();
    if (this.#attachments.has(ifindex)) return;
    this.#attachments.set(ifindex, Attachment.attach(ifindex, this.#kernel.programs, this.place));
  }

  /** Whether the programs are on that very interface, and not on an earlier one of that index. */
  enforced(ifindex: number): boolean {
    return this.#attachments.get(ifindex)?.alive ?? false;
  }

  /** Takes the programs off an interface: it is open from now on. Harmless where they are not. */
  detach(ifindex: number): void {
    this.#attachments.get(ifindex)?.detach();
    this.#attachments.delete(ifindex);
  }

  /**
   * Puts a plan in force on the interfaces named, then the programs on those that lack them. Endpoints without an interface
   * get no policy. One publication at a time where `announce` is given. @param interfaces by endpoint id
   */
  async publish(plan: Plan, interfaces: ReadonlyMap<string, Interface>, announce?: Announce): Promise<Enforced> {
    this.#open();
    const bindings = new Map<string, Binding>();
    const taken: [Buffer, Buffer][] = [];
    for (const endpoint of plan.endpoints) {
      const at = interfaces.get(endpoint.id);
      if (at === undefined) continue;
      const restricted = (endpoint.ingress.restricted ? 1 : 0) | (endpoint.egress.restricted ? 2 : 0);
      const { generation, key, value } = this.#take(endpoint, at.ifindex, restricted);
      if (value !== undefined) taken.push([key, value]);
      bindings.set(endpoint.id, { ...at, generation });
    }
    // Recovery windows open before the revision that needs them.
    for (const [key, value] of taken) this.#kernel.map('osg_endpoint_states').update(key, value);
    announce?.(
      this.publisher.revision + 1n,
      plan.endpoints.flatMap(({ id, index }) => {
        const binding = bindings.get(id);
        return binding === undefined ? [] : [{ id, index, generation: binding.generation }];
      }),
    );
    const published = await this.publisher.publish(plan, bindings);
    const unattached: UnattachedInterface[] = [];
    for (const [id, { ifindex }] of bindings) {
      try {
        this.attach(ifindex);
      } catch (error) {
        if (!(error instanceof BpfError)) throw error;
        unattached.push({ id, ifindex, error });
      }
    }
    if (this.#unadopted) this.#succeed();
    return { ...published, unattached };
  }

  /** The generation for a holder of an index; a new state for the map if anything about it changes. */
  #take(holder: Holder, ifindex: number, restricted: number): { generation: number; key: Buffer; value?: Buffer } {
    if (!(holder.index > 0 && holder.index < this.endpoints)) {
      throw new DatapathError(
        'ENDPOINT',
        'publish',
        `${holder.id} has index ${holder.index}: there is room for 1 to ${this.endpoints - 1}`,
      );
    }
    this.conntrack.ensure(holder.index);
    const key = u32Key(holder.index);
    const value = this.#kernel.map('osg_endpoint_states').lookup(key) as Buffer;
    const hash = createHash('sha256').update(holder.id).digest().readBigUInt64LE();
    const fresh = uint64(value, state.holder) !== hash || uint(value, state.ifindex) !== ifindex;
    const before = fresh ? 0 : uint(value, state.restricted);
    let generation = uint(value, state.generation);
    if (!fresh && before === restricted) return { generation, key };
    if (fresh) {
      generation = generation >= 0xffffffff ? 1 : generation + 1;
      setUint(value, state.generation, generation);
      setUint64(value, state.holder, hash);
      setUint(value, state.ifindex, ifindex);
    }
    setUint(value, state.restricted, restricted);
    const until = this.conntrack.now() + BigInt(Math.round(this.options.recoveryMs * 1e6));
    for (const direction of [0, 1]) {
      if (restricted & ~before & (1 << direction)) setUint64(value, state.recover_until_ns, until, direction);
    }
    return { generation, key, value };
  }

  /** The generation of an index's present holder; 0 if it never had one. */
  generation(index: number): number {
    const value = this.#kernel.map('osg_endpoint_states').lookup(u32Key(index));
    return value === undefined ? 0 : uint(value, state.generation);
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
   * the clock corrected. Figures by endpoint index are worth a metric.
   */
  maintain(
    indexes: Iterable<number>,
    conversationIdleMs = 86_400_000,
  ): { live: number; capacity: number; collected: number; conversations: number } {
    this.publisher.arena.setClock();
    const sum = { live: 0, capacity: 0, collected: 0, conversations: 0 };
    for (const index of indexes) {
      const generation = this.generation(index);
      sum.conversations += forgetConversations(this.#kernel, index, generation, conversationIdleMs);
      const counts = this.conntrack.collect(index, generation);
      sum.live += counts.live;
      sum.capacity += counts.capacity;
      sum.collected += counts.deleted;
    }
    return sum;
  }

  /** What is wrong with the attachments. */
  inspect(): AttachFault[] {
    return [...this.#attachments.values()].flatMap((attachment) => attachment.inspect());
  }

  /** Puts right what `inspect` finds; interfaces that are gone are forgotten. Returns what it found. */
  repair(): AttachFault[] {
    const faults: AttachFault[] = [];
    let failed: unknown;
    let spare: KernelObject | undefined;
    const again = (): KernelObject['programs'] => {
      spare ??= this.#load(this.publisher.arena);
      return spare.programs;
    };
    for (const [ifindex, attachment] of this.#attachments) {
      try {
        faults.push(...attachment.repair(this.#kernel.programs, again));
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
  repairState(): Promise<StateFault[]> {
    return this.#upkeep.repair();
  }

  /** Lets go. Programs, tables and flows stay as they are. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.publisher.close();
    for (const attachment of this.#attachments.values()) attachment.close();
    this.conntrack.close();
    this.counters.close();
    this.#kernel.close();
  }

  /** Takes everything away: interfaces are open, tables and flows gone. */
  async destroy(): Promise<void> {
    for (const ifindex of [...this.#attachments.keys()]) this.detach(ifindex);
    await this.close();
    removePins(this.options.dir);
  }

  #open(): void {
    if (this.#closed) throw new DatapathError('CLOSED', 'datapath', 'it is closed');
  }

  /** After the first revision: takes over what another layout's agent attached, then removes that one's maps. */
  #succeed(): void {
    this.#adoptAttachments();
    this.#unadopted = false;
    const own = `v${OSG_LAYOUT_VERSION}`;
    for (const name of readdirSync(this.options.dir))
      if (/^v\d+$/.test(name) && name !== own) removePins(join(this.options.dir, name));
  }

  /** Swaps the programs on everything that an earlier process attached for ours. */
  #adoptAttachments(): void {
    const indexes = new Set(Attachment.pinned(this.place.dir));
    if (!this.place.tcx) for (const ifindex of this.#knownInterfaces()) indexes.add(ifindex);
    for (const ifindex of indexes) {
      try {
        this.attach(ifindex);
      } catch (error) {
        if (!(error instanceof BpfError) || (error.code !== 'ENODEV' && error.code !== 'ENOENT')) throw error;
        for (const name of readdirSync(this.place.dir))
          if (name.startsWith(`${ifindex}_`)) unlinkSync(join(this.place.dir, name));
      }
    }
  }

  /** Of the endpoints' last holders: clsact filters have no pins. */
  *#knownInterfaces(): Generator<number> {
    const states = this.#kernel.map('osg_endpoint_states');
    for (let index = 1; index < this.endpoints; index++) {
      const value = states.lookup(u32Key(index));
      if (value !== undefined && uint(value, state.ifindex) !== 0) yield uint(value, state.ifindex);
    }
  }

  /** The programs once more, over the same maps and this arena. */
  #load(arena: Arena): KernelObject {
    const { endpoints, counters } = this;
    const dir = join(this.options.dir, `v${OSG_LAYOUT_VERSION}`);
    // All maps exist: nothing is allocated.
    return KernelObject.load({ object: this.options.object, dir, arena, counters, endpoints, preallocate: false });
  }

  /** Loads the programs over a bigger arena, and swaps them on every interface. The pin follows at the end. */
  #swapArena(arena: Arena): void {
    const maps = join(this.options.dir, `v${OSG_LAYOUT_VERSION}`);
    const next = this.#load(arena);
    const swapped: Attachment[] = [];
    try {
      for (const attachment of this.#attachments.values()) {
        attachment.update(next.programs);
        swapped.push(attachment);
      }
      const pin = join(maps, 'osg_arena');
      if (existsSync(`${pin}_next`)) unlinkSync(`${pin}_next`);
      arena.map.pin(`${pin}_next`);
      renameSync(`${pin}_next`, pin);
    } catch (error) {
      for (const attachment of swapped) attachment.update(this.#kernel.programs);
      next.close();
      throw error;
    }
    const old = this.#kernel;
    this.#kernel = next;
    this.conntrack.use(next);
    old.close();
  }
}

/** Bytes that we may use: the machine's, or our control group's. */
function memory(): number {
  return Math.min(totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY);
}

function openCounters(dir: string, slots: number): SlotCounters {
  const pin = join(dir, 'osg_slot_counters');
  const stripes = 2 ** Math.ceil(Math.log2(possibleCpus()));
  if (existsSync(pin)) {
    const map = BpfMap.openPinned(pin);
    return SlotCounters.open(map, map.info.maxEntries / stripes);
  }
  const counters = SlotCounters.create(slots, stripes);
  counters.map.pin(pin);
  return counters;
}

function mergeSettings(given: DatapathOptions['settings'] = {}): KernelSettings {
  return { ...DEFAULT_SETTINGS, ...given, timeouts: { ...DEFAULT_SETTINGS.timeouts, ...given.timeouts } };
}

/** Removes a data plane's folder. Programs stay on interfaces whose links were not detached only if something else holds them. */
export function removePins(dir: string): void {
  for (const entry of readdirSync(dir, { withFileTypes: true })) {
    const path = join(dir, entry.name);
    if (entry.isDirectory()) removePins(path);
    else unlinkSync(path);
  }
  rmdirSync(dir);
}
