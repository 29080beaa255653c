/** Handles of the native addon, and what its functions take and give. Import them from `binding.js`. */
import type { AttachType, MapType, ProgramType } from './binding-constants.js';

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
  /** `ifindex` (tcx, XDP) is 0 once detached or the device is gone; `attachType` of tcx and cgroup links, `priority` of netfilter's. */
  readonly info: {
    type: number;
    id: number;
    progId: number;
    ifindex: number;
    attachType: AttachType;
    priority?: number;
  };
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

/** A filter of a clsact qdisc; `kind` is bpf, flower, u32, … */
export interface TcFilterInfo {
  readonly kind: string;
  /** Lower ones run first. */
  readonly priority: number;
  readonly handle: number;
  /** bpf: of the program, or what its owner calls it. */
  readonly name?: string;
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
  /**
   * From now on a wake-up of the kernel with fewer unread bytes than that is passed over: who has just read and comes again soon
   * needs none for every record. With 0 all count again; what is unread then is to be consumed.
   */
  setLeast(bytes: number): void;
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
