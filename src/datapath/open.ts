/** What a datapath is made of: found in its folder, or made. */
import { existsSync, mkdirSync } from 'node:fs';
import { totalmem } from 'node:os';
import { join } from 'node:path';
import { type BpfMap, features } from '../ebpf/binding.js';
import { layoutMap } from '../ebpf/layout.js';
import { u32Key } from '../ebpf/struct.js';
import { OsgArenaSizes, OsgConntrackLimits, OsgLimits } from '../gen/abi.js';
import { ARENA_SHAPE, Arena } from './arena.js';
import type { AttachPlace } from './attach.js';
import { Conntrack } from './conntrack.js';
import { openCounters, type SlotCounters } from './counters.js';
import { DatapathError } from './error.js';
import { FIRST_ENDPOINTS, mostEndpoints, quotaOf } from './growth.js';
import type { DatapathOptions } from './options.js';
import { Owner } from './owner.js';
import { openPin } from './pins.js';
import { mapFolder } from './predecessor.js';
import { CONNTRACK_ENTRY_BYTES, ENDPOINT_OBJECT, KernelObject, shardEntries } from './programs.js';
import { Publisher } from './publisher.js';
import type { ServiceSetting } from './services.js';
import { DEFAULT_SETTINGS, encodeSettings, type KernelSettings, MOST_ENTRIES, mergeSettings } from './settings.js';
import { Succession } from './succession.js';

export interface Parts {
  readonly options: {
    readonly dir: string;
    readonly object: string;
    readonly recoveryMs: number;
    /** Endpoint indexes at most. */
    readonly endpoints: number;
    readonly services: ServiceSetting;
    readonly nodeLocalServices: readonly string[];
    readonly netfilter: boolean;
    readonly onError?: ((error: unknown) => void) | undefined;
  };
  readonly settings: KernelSettings;
  readonly place: AttachPlace;
  readonly kernel: KernelObject;
  readonly publisher: Publisher;
  readonly counters: SlotCounters;
  readonly conntrack: Conntrack;
  /** Says how the maps are to be read. */
  readonly layout: BpfMap;
  /** They were found. */
  readonly adopted: boolean;
  readonly succession: Succession | undefined;
  readonly owner: Owner;
}

/** @param swapArena see `PublisherOptions` @throws as `Datapath.open` */
export function openParts(options: DatapathOptions, swapArena: (arena: Arena) => Promise<void>): Parts {
  const {
    dir,
    endpoints = mostEndpoints(memory()),
    slots = 65_536,
    arenaBytes = 4 << 20,
    maxArenaBytes = 1 << 30,
    recoveryMs = 30_000,
    object = ENDPOINT_OBJECT,
    who = `process ${process.pid}`,
  } = options;
  if (!(endpoints > 1 && endpoints <= OsgLimits.MAX_ENDPOINTS)) {
    throw new DatapathError('CONFIG', 'open', `endpoints is ${endpoints}: expected 2 to ${OsgLimits.MAX_ENDPOINTS}`);
  }
  const {
    guaranteed = DEFAULT_SETTINGS.conntrack.guaranteed,
    shared = Math.min(DEFAULT_SETTINGS.conntrack.shared, Math.floor(memory() / 16 / CONNTRACK_ENTRY_BYTES)),
    preallocated = OsgConntrackLimits.CT_ENTRIES,
  } = options.conntrack ?? {};
  let settings = mergeSettings({ ...options.settings, conntrack: { guaranteed, shared } });
  encodeSettings(settings);
  const first = Math.min(endpoints, FIRST_ENDPOINTS);
  const flows = (first - 1) * guaranteed + shared;
  if (!(Number.isInteger(preallocated) && preallocated > 0 && preallocated <= MOST_ENTRIES))
    throw new DatapathError(
      'CONFIG',
      'open',
      `conntrack preallocated is ${preallocated}: expected 1 to ${MOST_ENTRIES}`,
    );
  const maps = mapFolder(dir);
  const links = join(dir, 'links');
  for (const folder of [dir, maps, links]) if (!existsSync(folder)) mkdirSync(folder, { mode: 0o700 });
  // Nothing that others use is touched before.
  const owner = Owner.take(dir, who);
  const opened: { close(): void }[] = [owner];
  const lines = (bytes: number): number => Math.ceil(bytes / OsgArenaSizes.LINE_BYTES);
  const adopted = existsSync(join(maps, 'osg_arena'));
  try {
    const arena = adopted ? Arena.open(openPin(join(maps, 'osg_arena'), ARENA_SHAPE)) : Arena.create(lines(arenaBytes));
    opened.push(arena);
    const inUse = arena.root !== 0;
    const succession = Succession.find(dir, maps, inUse);
    let counters: SlotCounters | undefined;
    const publisher = Publisher.open({
      arena,
      lock: options.lock,
      get slots() {
        return counters?.slots ?? 0;
      },
      maxLines: lines(maxArenaBytes),
      ...(succession !== undefined && { revision: succession.inForce.revision }),
      swapArena,
    });
    opened.push({ close: () => void publisher.close() });
    if (!inUse) succession?.share();
    counters = openCounters(maps, slots);
    opened.push(counters);
    const layout = layoutMap(maps);
    opened.push(layout);
    const has = features();
    const { services = 'auto', nodeLocalServices = [] } = options;
    const netfilter = services === 'auto' && has.netfilter;
    const kernel = KernelObject.load({
      object,
      dir: maps,
      arena,
      counters,
      endpoints: Math.max(first, succession?.endpoints ?? 0),
      conntrackEntries: Math.min(preallocated, flows),
      netfilter,
    });
    opened.push(kernel);
    const conntrack = new Conntrack(kernel, maps, settings.conntrack, shardEntries(flows));
    opened.push(conntrack);
    // Adopted tables have their own sizes.
    const rooms = kernel.map('osg_endpoint_states').info.maxEntries - 1;
    settings = { ...settings, conntrack: quotaOf(settings.conntrack, conntrack.capacity, rooms) };
    conntrack.quota = settings.conntrack;
    kernel.map('osg_settings').update(u32Key(0), encodeSettings(settings));
    succession?.states({ kernel, conntrack });
    if (!adopted) arena.map.pin(join(maps, 'osg_arena'));
    const tcx = (options.attach ?? (has.tcx ? 'tcx' : 'clsact')) === 'tcx';
    return {
      options: { dir, object, recoveryMs, endpoints, services, nodeLocalServices, netfilter, onError: options.onError },
      settings,
      place: { netns: options.netns, dir: links, tcx },
      kernel,
      publisher,
      counters,
      conntrack,
      layout,
      adopted,
      succession,
      owner,
    };
  } catch (error) {
    for (const one of opened.reverse()) one.close();
    throw error;
  }
}

/** @param kernel in the place of the one that it was opened with */
export function closeParts({ conntrack, counters, layout, owner }: Parts, kernel: KernelObject): void {
  for (const one of [conntrack, counters, layout, kernel, owner]) one.close();
}

/** Bytes that we may use: the machine's, or our control group's. */
function memory(): number {
  return Math.min(totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY);
}
