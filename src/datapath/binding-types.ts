/** Shapes and constants of the native addon. Import them from `binding.js`. */

/** enum bpf_map_type of linux/bpf.h, as far as it is used. */
export enum MapType {
  Hash = 1,
  Array = 2,
  PercpuHash = 5,
  PercpuArray = 6,
  LruHash = 9,
  LruPercpuHash = 10,
  LpmTrie = 11,
  ArrayOfMaps = 12,
  HashOfMaps = 13,
  Ringbuf = 27,
}

/** enum bpf_attach_type, as far as it is used. */
export enum AttachType {
  CgroupInetIngress = 0,
  CgroupInetEgress = 1,
  Xdp = 37,
  TcxIngress = 46,
  TcxEgress = 47,
}

/** enum bpf_prog_type, as far as it is used. */
export enum ProgramType {
  SocketFilter = 1,
  SchedCls = 3,
  Xdp = 6,
  CgroupSkb = 8,
}

/** Update flags: any, only if absent (else `EEXIST`), only if present (else `ENOENT`). */
export const BPF_ANY = 0;
export const BPF_NOEXIST = 1;
export const BPF_EXIST = 2;
/** Map flags. */
export const BPF_F_NO_PREALLOC = 1;
export const BPF_F_RDONLY_PROG = 1 << 7;
export const BPF_F_MMAPABLE = 1 << 10;
export const BPF_F_INNER_MAP = 1 << 12;
/** Link flag: ahead of the relative program, or of all if none is named (tcx). */
export const BPF_F_BEFORE = 1 << 3;
/** sizeof(struct __sk_buff), the context of tc programs in test runs. */
export const SK_BUFF_SIZE = 192;
/** Offsets of fields in struct __sk_buff that a test run may set. */
export const SkBuff = {
  mark: 8,
  priority: 32,
  ingressIfindex: 36,
  ifindex: 40,
  cb: 48,
  tstamp: 152,
  wireLen: 160,
  gsoSegs: 164,
  gsoSize: 176,
} as const;

/** A network namespace: a path (`/proc/N/ns/net`, `/run/netns/x`), a descriptor, or what `openNetns` returned. */
export type Netns = string | number | { readonly fd: number };

export interface Handle {
  readonly closed: boolean;
  /** Gives the descriptor back; harmless when repeated. */
  close(): void;
}

/** A bare descriptor: an open namespace, a held lock, enabled statistics. */
export interface FdHandle extends Handle {
  readonly fd: number;
}

export interface OpenOptions {
  /** Name of an object given as an image. */
  name?: string;
  /** Initial values of `.rodata`, `.data` and `.bss` variables: integers for 1, 2, 4 or 8 bytes, else Buffers. */
  globals?: Record<string, number | bigint | boolean | Uint8Array>;
  /** By map name. `reuse`: an existing map of the same type and sizes instead of a new one. */
  maps?: Record<string, { maxEntries?: number; innerMaxEntries?: number; reuse?: BpfMap }>;
  /** Load these programs only. */
  programs?: readonly string[];
  programTypes?: Record<string, { type?: ProgramType; expectedAttachType?: AttachType; flags?: number }>;
  /** Folder in bpffs for maps that declare `LIBBPF_PIN_BY_NAME`. */
  pinRoot?: string;
  /** Kernel BTF to relocate against, instead of /sys/kernel/btf/vmlinux. */
  btfPath?: string;
}

export interface BpfObject extends Handle {
  globals(): { section: string; name: string; size: number }[];
  mapNames(): string[];
  programNames(): string[];
  setGlobal(name: string, value: Uint8Array): void;
  setMaxEntries(map: string, maxEntries: number): void;
  setInnerMaxEntries(map: string, maxEntries: number): void;
  reuseMap(name: string, map: BpfMap): void;
  setAutoload(program: string, on: boolean): void;
  setProgramType(program: string, type?: ProgramType, expectedAttachType?: AttachType, flags?: number): void;
  /**
   * Creates the maps and verifies the programs. `logLevel` 0 keeps the verifier's log of a refused program only; 1 and 2
   * keep those of all; 4 the statistics.
   * @throws BpfError with `verifierLog` whole, its end in the message. The object is closed then.
   */
  load(logLevel?: 0 | 1 | 2 | 4): void;
  /** After `load()`: a handle of one's own on the map. */
  map(name: string): BpfMap;
  program(name: string): BpfProgram;
  /** What the verifier said of a program, "" if it was not asked. */
  verifierLog(program: string): string;
}

export interface MapInfo {
  type: MapType;
  /** Bytes of a key. */
  keySize: number;
  /** Bytes of a value on one CPU. */
  valueSize: number;
  /** Bytes of a value Buffer: `valueSize`, or for per-CPU maps that rounded up to 8, times the possible CPUs. */
  transferSize: number;
  /** Elements; of a ring buffer its bytes. */
  maxEntries: number;
  flags: number;
  id: number;
  /** Cut to 15 characters by the kernel. */
  name: string;
}

export interface BpfMap extends Handle {
  readonly fd: number;
  readonly info: MapInfo;
  /** The value, in `out` if given, or undefined. */
  lookup(key: Uint8Array, out?: Buffer): Buffer | undefined;
  lookupAndDelete(key: Uint8Array, out?: Buffer): Buffer | undefined;
  update(key: Uint8Array, value: Uint8Array, flags?: number): void;
  /** For maps of maps. Waits for running programs (tens of milliseconds). */
  updateInner(key: Uint8Array, inner: BpfMap, flags?: number): void;
  /** Whether it was there. */
  delete(key: Uint8Array): boolean;
  /** The key after `previous`, the first one if undefined; undefined at the end. Starts anew if `previous` vanished. */
  nextKey(previous?: Uint8Array): Buffer | undefined;
  /**
   * Fills `keys` and `values` (their lengths give the room) from the cursor of the call before; a result without cursor is
   * the last. `andDelete` also removes what it returns. @throws BpfError `ENOSPC`: a hash bucket needs more room.
   */
  lookupBatch(
    cursor: Uint8Array | undefined,
    keys: Uint8Array,
    values: Uint8Array,
    andDelete?: boolean,
  ): { count: number; cursor?: Buffer };
  /** How many were written. @throws BpfError with `count`: those before the failure are written. */
  updateBatch(keys: Uint8Array, values: Uint8Array, flags?: number): number;
  /** How many were deleted. @throws BpfError `ENOENT` with `count` at a key that is not there. */
  deleteBatch(keys: Uint8Array): number;
  /** No more writes by system call, ever. */
  freeze(): void;
  pin(path: string): void;
  /** Maps the elements of an array with BPF_F_MMAPABLE. */
  mmap(writable: boolean): BpfMapping;
}

export interface BpfMapping extends Handle {
  /** The array's memory; `close()` detaches it. Views of it have length 0 from then on. */
  readonly buffer: ArrayBuffer;
  /** Bytes from element to element: the value size rounded up to 8. */
  readonly stride: number;
  /** Offsets in bytes, aligned to the width. @throws BpfError `ERANGE`, or `EACCES` for a store into a read-only mapping. */
  loadAcquire32(offset: number): number;
  loadAcquire64(offset: number): bigint;
  /** All earlier writes to the mapping are visible to whoever sees this one. */
  storeRelease32(offset: number, value: number): void;
  storeRelease64(offset: number, value: bigint): void;
}

export interface ProgramInfo {
  type: ProgramType;
  id: number;
  name: string;
  /** Hash of the instructions, 16 hexadecimal digits. */
  tag: string;
  /** 0 if the JIT is off. */
  jitedBytes: number;
  translatedBytes: number;
  verifiedInstructions: number;
  /** Counted while `enableRunStats()` is open. */
  runTimeNs: bigint;
  runCount: bigint;
  mapIds: number[];
}

export interface TestRunOptions {
  /** The packet from its Ethernet header; at least 14 bytes for tc. */
  data?: Uint8Array;
  /** Room for the packet as the program left it; too little is `ENOSPC`. */
  dataOutSize?: number;
  /** struct __sk_buff for tc programs; its ifindex is looked up in the calling thread's network namespace. */
  ctx?: Uint8Array;
  ctxOutSize?: number;
  repeat?: number;
  flags?: number;
  cpu?: number;
}

export interface BpfProgram extends Handle {
  readonly fd: number;
  readonly info: ProgramInfo;
  /** BPF_PROG_TEST_RUN. `durationNs` is the mean of one run. */
  testRun(options: TestRunOptions): { retval: number; durationNs: number; dataOut: Buffer; ctxOut: Buffer };
  /**
   * One run for each packet, in one call. Packet i is `packets[offsets[i] … offsets[i + 1])`.
   * @param contexts one context for all, or one for each packet; `ctxSize` bytes each (struct __sk_buff unless told).
   */
  testRunMany(packets: Uint8Array, offsets: Uint32Array, contexts?: Uint8Array, ctxSize?: number): Int32Array;
  pin(path: string): void;
}

export interface AttachOptions {
  program: BpfProgram;
  ifindex: number;
  /** As the device sees it: ingress is what it receives. */
  direction: 'ingress' | 'egress';
  netns?: Netns | undefined;
}

export interface BpfLink extends Handle {
  readonly fd: number;
  /** `ifindex` (tcx, XDP) is 0 once detached or the device is gone; `attachType` of tcx and cgroup links. */
  readonly info: { type: number; id: number; progId: number; ifindex: number; attachType: AttachType };
  /** Swaps the program atomically. */
  update(program: BpfProgram): void;
  /** Takes the program off; the handle and pins stay, dead. */
  detach(): void;
  pin(path: string): void;
}

/** A clsact filter. Unlike a link it outlives handle and process: only `detach()` removes it. */
export interface TcFilter extends Handle {
  /** 0 when it is no longer attached. */
  readonly progId: number;
  update(program: BpfProgram): void;
  /** With `removeQdisc`, the clsact qdisc goes too if this handle made it. */
  detach(removeQdisc?: boolean): void;
}

export interface RingReaderOptions {
  /**
   * Record i lies at `buffer[offsets[i]]` (8-byte aligned) and has `lengths[i]` bytes. All arrays are used again for the
   * next batch: decode or copy before returning. What is thrown goes to `onError`, else to 'uncaughtException'; the batch
   * counts as read.
   */
  onBatch: (buffer: Buffer, offsets: Uint32Array, count: number, lengths: Uint32Array) => void;
  onError?: (error: unknown) => void;
  /** Bounds of one batch; the event loop serves everything else between two. */
  maxRecordsPerTick?: number;
  maxBytes?: number;
}

export interface RingReader extends Handle {
  /**
   * Reads one batch now, through `onBatch`; returns its size. For records submitted with BPF_RB_NO_WAKEUP, which wake
   * nobody: call it from a timer.
   */
  consume(): number;
  /** Whether the reader keeps the process alive. */
  setRef(on: boolean): void;
  readonly stats: {
    records: number;
    bytes: number;
    batches: number;
    /** Records that the program threw away. */
    discarded: number;
    /** Records longer than `maxBytes`, skipped. */
    oversize: number;
    /** The longest batch, `onBatch` included: time that passed, and processor time of this thread. */
    longestNs: number;
    longestCpuNs: number;
    /** Bytes, growing for ever; their difference is `availableBytes`. */
    consumerPosition: number;
    producerPosition: number;
    availableBytes: number;
    ringBytes: number;
  };
}

export interface LinkInterface {
  event: 'new' | 'del';
  ifindex: number;
  name: string;
  /** Lower-case, colon-separated; absent for devices without addresses. */
  mac?: string;
  mtu: number;
  up: boolean;
  /** IFF_* flags. */
  flags: number;
  /** IF_OPER_*: 6 is up, 2 down, 0 unknown. */
  operState: number;
  /** Of a veth: the other end's index in its namespace (`peerNetnsId`, absent when it is this one). */
  peerIfindex?: number;
  peerNetnsId?: number;
  masterIfindex?: number;
  /** "veth", "bridge", …; absent for hardware and lo. */
  kind?: string;
  alias?: string;
}

export interface LinkWatcherOptions {
  /** After `overflow` events are missing: list the interfaces anew. */
  onBatch: (changes: LinkInterface[], overflow: boolean) => void;
  onError?: (error: unknown) => void;
  netns?: Netns;
}

export interface LinkWatcher extends Handle {
  setRef(on: boolean): void;
}

export interface BtfType {
  kind: 'int' | 'bool' | 'struct' | 'union' | 'enum' | 'pointer' | 'float' | 'other';
  /** Name of the outermost typedef, else of the type; "" if anonymous. */
  type: string;
  signed: boolean;
  /** Lengths of array dimensions, [] for a scalar. */
  dims: number[];
  /** Bytes of one element, and of the whole. */
  elementSize: number;
  size: number;
  /** Of an anonymous struct or union; offsets count from its start. */
  members?: BtfMember[];
}

export interface BtfMember extends BtfType {
  name: string;
  /** Bytes from the start of the containing struct. */
  offset: number;
  /** Of bit-fields. */
  bitOffset?: number;
  bitSize?: number;
}

export interface BtfStruct {
  name: string;
  kind: 'struct' | 'union';
  size: number;
  members: BtfMember[];
}

export interface BtfEnum {
  /** "" for an enum that only names constants. */
  name: string;
  size: number;
  values: { name: string; value: number }[];
}

export interface Btf {
  structs: BtfStruct[];
  enums: BtfEnum[];
}

/** What loading small programs and maps showed. */
export interface ProbedFeatures {
  loadPrograms: boolean;
  /** Why not, an errno's name. */
  loadError?: string;
  tcx: boolean;
  /** Absent when it cannot be tried: that takes a network namespace of one's own. */
  xdpLink?: boolean;
  ringbuf: boolean;
  mmapableArray: boolean;
  batch: boolean;
  compareExchange: boolean;
  ktimeGetTaiNs: boolean;
  forEachMapElem: boolean;
  loop: boolean;
}

export interface Features extends ProbedFeatures {
  /** The kernel offers its own BTF. */
  btf: boolean;
  jit: boolean;
  kernelRelease: string;
  /** none, integrity or confidentiality; undefined if the kernel has no lockdown or securityfs is not mounted. */
  lockdown: string | undefined;
  capabilities: { bpf: boolean; netAdmin: boolean; perfmon: boolean; sysAdmin: boolean };
}

/** The addon's raw exports. */
export interface Addon {
  setErrorClass(type: unknown): void;
  BpfObject: new (source: string | Uint8Array, name: string, pinRoot?: string, btfPath?: string) => BpfObject;
  TcFilter: new (
    program: BpfProgram | undefined,
    ifindex: number,
    ingress: boolean,
    handle: number,
    priority: number,
    netnsFd?: number,
  ) => TcFilter;
  RingReader: new (
    map: BpfMap,
    onBatch: RingReaderOptions['onBatch'],
    onError: RingReaderOptions['onError'],
    maxRecords: number,
    maxBytes: number,
  ) => RingReader;
  LinkWatcher: new (
    onBatch: LinkWatcherOptions['onBatch'],
    onError: LinkWatcherOptions['onError'],
    netnsFd?: number,
  ) => LinkWatcher;
  createMap(
    type: number,
    keySize: number,
    valueSize: number,
    maxEntries: number,
    flags: number,
    name: string,
    innerMapFd?: number,
  ): BpfMap;
  openPinnedMap(path: string): BpfMap;
  mapFromId(id: number): BpfMap;
  openPinnedProgram(path: string): BpfProgram;
  programFromId(id: number): BpfProgram;
  enableRunStats(): FdHandle;
  linkCreate(
    program: BpfProgram,
    target: number,
    attachType: number,
    flags: number,
    relative: number,
    expectedRevision: bigint,
    netnsFd?: number,
  ): BpfLink;
  openPinnedLink(path: string): BpfLink;
  linkFromId(id: number): BpfLink;
  queryAttached(
    target: number,
    attachType: number,
    netnsFd?: number,
  ): { revision: bigint; programs: { progId: number; linkId: number }[] };
  queryTc(ifindex: number, ingress: boolean, handle: number, priority: number, netnsFd?: number): number | undefined;
  destroyClsact(ifindex: number, netnsFd?: number): void;
  withNetns(netns: string | number, fn: () => unknown): unknown;
  openNetns(path: string): FdHandle;
  ifNameToIndex(name: string): number;
  listLinks(netnsFd?: number): LinkInterface[];
  synchronizeRcu(): Promise<void>;
  clockMonotonic(): bigint;
  clockTai(): bigint;
  mountBpffs(path: string): void;
  unmount(path: string, lazy: boolean): void;
  lockFile(path: string): FdHandle;
  bpfIds(kind: string): number[];
  readBtf(source: string | Uint8Array): Btf;
  probe(): ProbedFeatures;
}
