/**
 * eBPF for TypeScript: the typed face of the native addon (`native/`), over libbpf.
 *
 * Every handle owns a descriptor of its own: `close()` may be called twice, a collected handle closes itself, and any
 * other use after `close()` throws `BpfError` with code `CLOSED`. Programs and maps taken from a `BpfObject` outlive it.
 * Failures throw `BpfError` whose `code` is the errno's name. Keys and values are Buffers of exactly the map's sizes in
 * the machine's byte order. Works the same in Workers; handles cannot be sent between threads.
 */
import { readFileSync } from 'node:fs';
import { release } from 'node:os';
import { addon, BpfError, invalid } from './addon.js';
import type { Features } from './binding-addon.js';
import {
  AttachType,
  BPF_F_BEFORE,
  type MapType,
  type NetfilterFamily,
  type NetfilterHook,
} from './binding-constants.js';
import type * as Types from './binding-types.js';
import type { AttachOptions, Netns, OpenOptions, RingReaderOptions } from './binding-types.js';
import { again, withNetnsFd } from './netns.js';

export { BpfError } from './addon.js';
export type * from './binding-addon.js';
export * from './binding-constants.js';
export * from './binding-types.js';
export * from './netlink-types.js';
export {
  ifNameToIndex,
  listAddresses,
  listFlows,
  listHostRoutes,
  listInterfaces,
  listNeighbours,
  openNetns,
  watchAddresses,
  watchInterfaces,
  withNetns,
} from './netns.js';

/** The type of handles is `BpfObject`; the value of the same name makes them. */
export const BpfObject = {
  /**
   * Opens an ELF object from a path or an image and applies the options. Nothing reaches the kernel before `load()`.
   * @throws BpfError `ENOENT` for a name in the options that the object does not have.
   */
  open(source: string | Uint8Array, options: OpenOptions = {}): BpfObject {
    const object = new addon.BpfObject(source, options.name ?? 'object', options.pinRoot, options.btfPath);
    try {
      configure(object, options);
    } catch (error) {
      object.close();
      throw error;
    }
    return object;
  },
};
export type BpfObject = Types.BpfObject;

function configure(object: BpfObject, options: OpenOptions): void {
  const sizes = new Map(object.globals().map((variable) => [variable.name, variable.size]));
  for (const [name, value] of Object.entries(options.globals ?? {})) {
    const size = sizes.get(name);
    if (size === undefined) {
      throw new BpfError(`set global: no global variable ${name}`, { code: 'ENOENT', operation: 'set global' });
    }
    object.setGlobal(name, value instanceof Uint8Array ? value : integer(name, value, size));
  }
  for (const [name, map] of Object.entries(options.maps ?? {})) {
    if (map.maxEntries !== undefined) object.setMaxEntries(name, map.maxEntries);
    if (map.innerMaxEntries !== undefined) object.setInnerMaxEntries(name, map.innerMaxEntries);
    if (map.reuse !== undefined) object.reuseMap(name, map.reuse);
  }
  const names = object.programNames();
  if (options.programs !== undefined) {
    const wanted = new Set(options.programs);
    for (const name of wanted) if (!names.includes(name)) object.setAutoload(name, true);
    for (const name of names) object.setAutoload(name, wanted.has(name));
  }
  for (const [name, type] of Object.entries(options.programTypes ?? {})) {
    object.setProgramType(name, type.type, type.expectedAttachType, type.flags);
  }
}

/** An integer as the bytes of a variable of `size` bytes, little or big endian as the machine is (x86-64, arm64: little). */
function integer(name: string, value: number | bigint | boolean, size: number): Buffer {
  if (![1, 2, 4, 8].includes(size)) throw invalid('set global', `${name} has ${size} bytes: give a Buffer`);
  const wide = BigInt(value);
  if (wide < -(1n << BigInt(size * 8 - 1)) || wide >= 1n << BigInt(size * 8)) {
    throw invalid('set global', `${wide} does not fit the ${size} bytes of ${name}`);
  }
  const bytes = Buffer.from(BigUint64Array.of(BigInt.asUintN(64, wide)).buffer);
  return littleEndian ? bytes.subarray(0, size) : bytes.subarray(8 - size);
}
const littleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

export const BpfMap = {
  /** A map that belongs to no object. `innerMap` is the template of a map of maps. */
  create(options: {
    type: MapType;
    keySize: number;
    valueSize: number;
    maxEntries: number;
    flags?: number;
    name?: string;
    innerMap?: BpfMap;
  }): BpfMap {
    const { type, keySize, valueSize, maxEntries, flags = 0, name = '', innerMap } = options;
    return addon.createMap(type, keySize, valueSize, maxEntries, flags, name, innerMap?.fd);
  },
  openPinned: (path: string): BpfMap => addon.openPinnedMap(path),
  fromId: (id: number): BpfMap => addon.mapFromId(id),
};
export type BpfMap = Types.BpfMap;

/**
 * All elements of a hash, LRU or array map (per-CPU ones too), read in batches: a snapshot of each bucket, not of the map.
 * Key and value are views into a buffer that the next batch replaces: copy what is kept.
 * @param batch elements asked for at once; a hash bucket with more makes it grow.
 */
export function* entries(map: BpfMap, batch = 1024): Generator<{ key: Buffer; value: Buffer }> {
  const { keySize, transferSize, maxEntries } = map.info;
  let room = Math.min(batch, maxEntries);
  let keys = Buffer.alloc(room * keySize);
  let values = Buffer.alloc(room * transferSize);
  let cursor: Buffer | undefined;
  for (;;) {
    let got: { count: number; cursor?: Buffer };
    try {
      got = map.lookupBatch(cursor, keys, values);
    } catch (error) {
      if (!(error instanceof BpfError) || error.code !== 'ENOSPC') throw error;
      room *= 2;
      keys = Buffer.alloc(room * keySize);
      values = Buffer.alloc(room * transferSize);
      continue;
    }
    for (let i = 0; i < got.count; i++) {
      yield {
        key: keys.subarray(i * keySize, (i + 1) * keySize),
        value: values.subarray(i * transferSize, (i + 1) * transferSize),
      };
    }
    cursor = got.cursor;
    if (cursor === undefined) return;
  }
}

export const BpfProgram = {
  openPinned: (path: string): BpfProgram => addon.openPinnedProgram(path),
  fromId: (id: number): BpfProgram => addon.programFromId(id),
};
export type BpfProgram = Types.BpfProgram;

export const BpfLink = {
  openPinned: (path: string): BpfLink => addon.openPinnedLink(path),
  fromId: (id: number): BpfLink => addon.linkFromId(id),
};
export type BpfLink = Types.BpfLink;

/** A link of any attach type (XDP on an ifindex, a cgroup's on its descriptor). The link ends with its last descriptor or pin. */
export function linkCreate(
  program: BpfProgram,
  attachType: AttachType,
  target: number,
  options: { flags?: number; relative?: number; expectedRevision?: bigint; netns?: Netns } = {},
): BpfLink {
  const { flags = 0, relative = 0, expectedRevision = 0n, netns } = options;
  return withNetnsFd(netns, (fd) =>
    addon.linkCreate(program, target, attachType, flags, relative, expectedRevision, fd),
  );
}

/**
 * A link at a netfilter hook (Linux 6.4). Its program cannot be swapped; it ends with its last descriptor or pin.
 * @throws BpfError `EBUSY`: a BPF program is there at this priority. `EINVAL`: the kernel has no such links
 */
export const netfilterLink = (
  program: BpfProgram,
  at: { family: NetfilterFamily; hook: NetfilterHook; priority: number },
  netns?: Netns,
): BpfLink => withNetnsFd(netns, (fd) => addon.netfilterLink(program, at.family, at.hook, at.priority, fd));

const tcxType = (direction: AttachOptions['direction']): AttachType =>
  direction === 'ingress' ? AttachType.TcxIngress : AttachType.TcxEgress;

/** Attaches a tc program to a device as a tcx link (Linux 6.6), by default ahead of all others. */
export function attachTcx(options: AttachOptions & { first?: boolean }): BpfLink {
  const flags = (options.first ?? true) ? BPF_F_BEFORE : 0;
  return linkCreate(options.program, tcxType(options.direction), options.ifindex, { flags, netns: options.netns });
}

/** The tcx programs of a device in the order in which they run; `linkId` is 0 for one attached without a link. */
export const queryTcx = (ifindex: number, direction: AttachOptions['direction'], netns?: Netns) =>
  withNetnsFd(netns, (fd) => addon.queryAttached(ifindex, tcxType(direction), fd));

/** Id of the link of the tcx program that runs first on a device, 0 if it has none; undefined: there is no program. */
export const firstTcxLink = (ifindex: number, direction: AttachOptions['direction'], netns?: Netns) =>
  withNetnsFd(netns, (fd) => addon.firstAttached(ifindex, tcxType(direction), fd));

/** As `firstTcxLink` of many devices at once; 0 also where there is no program, or the kernel does not say. */
export const firstTcxLinks = (all: Uint32Array, direction: AttachOptions['direction'], netns?: Netns): Uint32Array =>
  withNetnsFd(netns, (fd) => addon.firstAttachedAll(all, tcxType(direction), fd));

/** Handle and priority by which our filters are found again. Priority 1 runs before all others. */
export const CLSACT_HANDLE = 1;
export const CLSACT_PRIORITY = 1;

/** Attaches a tc program as a direct-action filter of a clsact qdisc (made if absent): for kernels without tcx. */
export function attachClsact(options: AttachOptions & { handle?: number; priority?: number }) {
  const { program, ifindex, direction, handle = CLSACT_HANDLE, priority = CLSACT_PRIORITY, netns } = options;
  return withNetnsFd(
    netns,
    (fd) => new addon.TcFilter(program, ifindex, direction === 'ingress', handle, priority, fd),
  );
}

/** A handle on the filter that is attached already, or undefined. */
export function adoptClsact(options: Omit<AttachOptions, 'program'> & { handle?: number; priority?: number }) {
  const { ifindex, direction, handle = CLSACT_HANDLE, priority = CLSACT_PRIORITY, netns } = options;
  const ingress = direction === 'ingress';
  return withNetnsFd(netns, (fd) =>
    addon.queryTc(ifindex, ingress, handle, priority, fd) === undefined
      ? undefined
      : new addon.TcFilter(undefined, ifindex, ingress, handle, priority, fd),
  );
}

/** The filters of a device's clsact qdisc in the order in which they run, other people's too. */
export const listTcFilters = (ifindex: number, direction: AttachOptions['direction'], netns?: Netns) =>
  withNetnsFd(netns, (fd) => again(() => addon.listTcFilters(ifindex, direction === 'ingress', fd)));

/** Removes the clsact qdisc of a device with all its filters, other people's too. */
export function destroyClsact(ifindex: number, netns?: Netns): void {
  withNetnsFd(netns, (fd) => addon.destroyClsact(ifindex, fd));
}

/** Reads a ring buffer on the event loop. Keeps the process alive until closed or unref'd. One reader for each ring. */
export function readRing(map: BpfMap, options: RingReaderOptions) {
  const { onBatch, onError, maxRecordsPerTick = 1024, maxBytes = 1 << 20 } = options;
  return new addon.RingReader(map, onBatch, onError, maxRecordsPerTick, maxBytes);
}

/** Resolves when every program run that had begun before the call is over. Does not block the event loop. */
export const synchronizeRcu = (): Promise<void> => addon.synchronizeRcu();

/** Nanoseconds of CLOCK_MONOTONIC, the clock of `bpf_ktime_get_ns`. */
export const clockMonotonic = (): bigint => addon.clockMonotonic();
/** Nanoseconds of CLOCK_TAI, the clock of `bpf_ktime_get_tai_ns`. */
export const clockTai = (): bigint => addon.clockTai();
/** Nanoseconds from one tick (jiffy) of the kernel to the next: 4,000,000 where HZ is 250. */
export const tickNs = (): number => addon.tickNs();

export const mountBpffs = (directory: string): void => addon.mountBpffs(directory);
export const unmount = (path: string, lazy = false): void => addon.unmount(path, lazy);

/** Takes an exclusive lock on a file (made if absent) or a folder at once, or throws `EAGAIN`. Held until `close()`; the kernel releases it when the process dies. */
export const lockFile = (path: string) => addon.lockFile(path);

/** Ids of all that the kernel holds, our own and other people's. */
export const bpfIds = (kind: 'program' | 'map' | 'link' | 'btf'): number[] => addon.bpfIds(kind);

/** Programs count their runs and time (`info.runCount`, `info.runTimeNs`) while the handle is open; costs a little. */
export const enableRunStats = () => addon.enableRunStats();

/** The layout of all named structs, unions and enums in an ELF object's (or raw) BTF, from a path or an image. */
export const readBtf = (source: string | Uint8Array) => addon.readBtf(source);

/** What this kernel and this process can do, each found out by trying it, never from a version. */
export function features(): Features {
  const status = readFileSync('/proc/self/status', 'latin1');
  const effective = BigInt(`0x${/^CapEff:\s*([0-9a-f]+)$/m.exec(status)?.[1] ?? '0'}`);
  const has = (bit: bigint): boolean => (effective & (1n << bit)) !== 0n;
  const text = (path: string): string | undefined => {
    try {
      return readFileSync(path, 'latin1').trim();
    } catch {
      return undefined;
    }
  };
  return {
    ...addon.probe(),
    btf: text('/sys/kernel/btf/vmlinux') !== undefined,
    jit: text('/proc/sys/net/core/bpf_jit_enable') !== '0',
    kernelRelease: release(),
    lockdown: /\[(\w+)\]/.exec(text('/sys/kernel/security/lockdown') ?? '')?.[1],
    capabilities: { bpf: has(39n) || has(21n), netAdmin: has(12n), perfmon: has(38n) || has(21n), sysAdmin: has(21n) },
  };
}
