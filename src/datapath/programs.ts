/** The kernel object: its maps, created or found pinned, and its programs, loaded over them. */
import { existsSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  AttachType,
  BPF_F_NO_PREALLOC,
  BpfError,
  BpfMap,
  BpfObject,
  type BpfProgram,
  MapType,
  ProgramType,
} from '../ebpf/binding.js';
import { possibleCpus } from '../ebpf/cpus.js';
import { OsgConntrackLimits, OsgCtEntry, OsgCtKey, OsgReason, OsgServiceLimits } from '../gen/abi.js';
import type { Arena } from './arena.js';
import type { Programs } from './attach.js';
import type { SlotCounters } from './counters.js';

export { possibleCpus } from '../ebpf/cpus.js';

/** Beside src/ and dist/ alike. */
export const ENDPOINT_OBJECT = fileURLToPath(new URL('../../bpf/build/endpoint.bpf.o', import.meta.url));

/** The program at netfilter's hooks. */
export const SERVICE_OBJECT = fileURLToPath(new URL('../../bpf/build/service.bpf.o', import.meta.url));

/** Elements for each endpoint index in the maps that are indexed by it. */
export const PER_ENDPOINT: Readonly<Record<string, number>> = {
  osg_reasons: 2 * OsgReason.MAX,
  osg_endpoint_states: 1,
  osg_conntrack_accounts: 1,
  osg_handshakes: OsgConntrackLimits.HANDSHAKES,
  osg_fragments: 1,
  osg_sockets: 1,
  osg_conversation_sets: OsgConntrackLimits.CONVERSATION_SETS,
  osg_conversation_tags: OsgConntrackLimits.CONVERSATION_SETS,
};
const ARENA = 'osg_arena';
const COUNTERS = 'osg_slot_counters';
const CONNTRACK = 'osg_conntrack';
const SERVICE_STATES = 'osg_service_states';
const SERVICE_PAGES = 'osg_service_pages';
const CONNTRACK_SHARDS = 'osg_conntrack_more';

export interface LoadOptions {
  readonly object: string;
  /** Folder in bpffs. Maps that are pinned there are used again, the others are pinned. */
  readonly dir: string;
  readonly arena: Arena;
  readonly counters: SlotCounters;
  /** Endpoint indexes: 0 … endpoints - 1. For maps that are not pinned yet. */
  readonly endpoints: number;
  /** Flows whose memory is taken at once. For a map that is not pinned yet. */
  readonly conntrackEntries: number;
  /** The kernel has programs at netfilter's hooks. Else services are judged by all who stand behind them, if it takes programs that do. */
  readonly netfilter: boolean;
  /** The maps that are indexed by endpoint are made anew whatever is pinned, and not pinned. */
  readonly grown?: boolean;
}

export class KernelObject {
  private constructor(
    readonly programs: Programs,
    readonly sweep: BpfProgram,
    /** Runs the deny stream's sweep. */
    readonly denySweep: BpfProgram,
    /** Adds to counters that are in use (`counts.ts`). */
    readonly addition: BpfProgram,
    /** Enters tracked flows (`conntrack.ts`). */
    readonly insertion: BpfProgram,
    readonly maps: Map<string, BpfMap>,
    private readonly options: LoadOptions,
    /** The programs on interfaces judge services by all who stand behind them; or why not. */
    readonly together: true | Error,
  ) {}

  #service: BpfProgram | Error | undefined;

  /** @throws {BpfError} with the verifier's log if the kernel refuses a program: nothing has changed then */
  static load(options: LoadOptions): KernelObject {
    if (options.netfilter) return KernelObject.#load(options, new Error('netfilter judges them'));
    try {
      return KernelObject.#load(options, true);
    } catch (error) {
      // The verifier's: without it there is less to verify.
      if (!(error instanceof BpfError)) throw error;
      return KernelObject.#load(options, error);
    }
  }

  static #load(options: LoadOptions, together: true | Error): KernelObject {
    const { object: path, dir, arena, counters, endpoints, conntrackEntries, netfilter, grown } = options;
    const probe = BpfObject.open(path);
    const names = probe.mapNames().filter((name) => !name.includes('.'));
    probe.close();
    const maps: Record<string, { maxEntries?: number; reuse?: BpfMap }> = {
      [ARENA]: { reuse: arena.map },
      [COUNTERS]: { reuse: counters.map },
    };
    const reused: BpfMap[] = [];
    try {
      // A megabyte that only the last resort has a use for; else there are the few services that the node itself serves.
      const pages = together === true ? OsgServiceLimits.SERVICE_PAGES : OsgServiceLimits.NEAR_PAGES;
      dropUnlessSized(join(dir, SERVICE_PAGES), pages);
      for (const name of names) {
        if (name in maps) continue;
        const pin = join(dir, name);
        if (existsSync(pin) && !(grown === true && name in PER_ENDPOINT)) {
          const reuse = BpfMap.openPinned(pin);
          reused.push(reuse);
          maps[name] = { reuse };
        } else if (name === CONNTRACK_SHARDS) {
          const reuse = createConntrackShards();
          reused.push(reuse);
          maps[name] = { reuse };
        } else if (name === CONNTRACK) {
          maps[name] = { maxEntries: conntrackEntries };
        } else if (name === SERVICE_PAGES) {
          maps[name] = { maxEntries: pages };
        } else if (name in PER_ENDPOINT) {
          maps[name] = { maxEntries: endpoints * (PER_ENDPOINT[name] as number) };
        }
      }
      const globals = {
        ...counters.globals(possibleCpus()),
        osg_kernel_skb: netfilter ? 1 : 0,
        osg_together: together === true ? 1 : 0,
      };
      const object = BpfObject.open(path, { maps, globals });
      try {
        object.load();
        const kernel = new KernelObject(
          { ingress: object.program('osg_ingress'), egress: object.program('osg_egress') },
          object.program('osg_sweep'),
          object.program('osg_deny_sweep'),
          object.program('osg_add'),
          object.program('osg_ct_insert'),
          new Map(names.filter((name) => name !== ARENA && name !== COUNTERS).map((name) => [name, object.map(name)])),
          options,
          together,
        );
        for (const [name, map] of kernel.maps) if (!existsSync(join(dir, name))) map.pin(join(dir, name));
        return kernel;
      } finally {
        object.close();
      }
    } finally {
      for (const map of reused) map.close();
    }
  }

  /** The program that judges who gets what is sent to a service (`services.ts`), loaded once it is asked for; or why there is none. */
  get service(): BpfProgram | Error {
    this.#service ??= this.options.netfilter ? this.#loadService() : new Error('the kernel has no netfilter programs');
    return this.#service;
  }

  /** Over the maps of the others and its own. */
  #loadService(): BpfProgram | Error {
    const { arena, counters, dir } = this.options;
    const opened: { close(): void }[] = [];
    const known = new Map([...this.maps, [ARENA, arena.map], [COUNTERS, counters.map]]);
    const pin = join(dir, SERVICE_STATES);
    try {
      if (!known.has(SERVICE_STATES) && existsSync(pin)) known.set(SERVICE_STATES, BpfMap.openPinned(pin));
      const probe = BpfObject.open(SERVICE_OBJECT);
      opened.push(probe);
      const maps: Record<string, { reuse: BpfMap }> = {};
      for (const name of probe.mapNames()) {
        const reuse = known.get(name);
        if (reuse !== undefined) maps[name] = { reuse };
      }
      const object = BpfObject.open(SERVICE_OBJECT, {
        maps,
        globals: counters.globals(possibleCpus()),
        programTypes: { osg_service: { type: ProgramType.Netfilter, expectedAttachType: AttachType.Netfilter } },
      });
      opened.push(object);
      object.load();
      const states = known.get(SERVICE_STATES) ?? object.map(SERVICE_STATES);
      if (!existsSync(pin)) states.pin(pin);
      this.maps.set(SERVICE_STATES, states);
      return object.program('osg_service');
    } catch (error) {
      if (!(error instanceof BpfError)) throw error;
      return error;
    } finally {
      for (const one of opened) one.close();
    }
  }

  map(name: string): BpfMap {
    const map = this.maps.get(name);
    if (map === undefined) throw new Error(`the kernel object has no map ${name}`);
    return map;
  }

  close(): void {
    const { maps, programs, sweep, denySweep, addition, insertion } = this;
    for (const handle of [...maps.values(), ...Object.values(programs), sweep, denySweep, addition, insertion])
      handle.close();
    if (this.#service !== undefined && !(this.#service instanceof Error)) this.#service.close();
  }
}

/** What is pinned for another way of judging services: whoever uses it goes on with it. */
function dropUnlessSized(pin: string, maxEntries: number): void {
  if (!existsSync(pin)) return;
  const map = BpfMap.openPinned(pin);
  if (map.info.maxEntries !== maxEntries) unlinkSync(pin);
  map.close();
}

export const CONNTRACK_SHAPE = { type: MapType.Hash, keySize: OsgCtKey.size, valueSize: OsgCtEntry.size };

/** A table of flows. @param preallocate all memory at once: entering a flow costs a third less */
export function createConntrackTable(entries: number, preallocate: boolean): BpfMap {
  return BpfMap.create({
    ...CONNTRACK_SHAPE,
    maxEntries: entries,
    flags: preallocate ? 0 : BPF_F_NO_PREALLOC,
    name: 'osg_ct',
  });
}

/** Bytes of a flow in a shard, and of its bucket (Linux 6.1 to 6.18). */
export const CONNTRACK_ENTRY_BYTES = 192 + 16;

/** What shards must hold, so that `entries` flows spread over them at random find room. */
export function shardEntries(entries: number): number {
  const mean = entries / OsgConntrackLimits.CT_SHARDS;
  return Math.ceil(mean + 6 * Math.sqrt(mean)) + 16;
}

/** By number of the shard. Made here: before Linux 6.2 an inner map is not of the kind that the object describes (its BTF). */
export function createConntrackShards(): BpfMap {
  const innerMap = createConntrackTable(1, false);
  try {
    return BpfMap.create({
      type: MapType.ArrayOfMaps,
      keySize: 4,
      valueSize: 4,
      maxEntries: OsgConntrackLimits.CT_SHARDS,
      name: CONNTRACK_SHARDS,
      innerMap,
    });
  } finally {
    innerMap.close();
  }
}
