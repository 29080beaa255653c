/** The layouts that BTF tells, what probing shows, and the addon's raw exports. Import them from `binding.js`. */
import type {
  BpfLink,
  BpfMap,
  BpfObject,
  BpfProgram,
  FdHandle,
  RingReader,
  RingReaderOptions,
  TcFilter,
  TcFilterInfo,
} from './binding-types.js';
import type {
  HeldAddress,
  HostRoute,
  LinkInterface,
  LinkWatcher,
  LinkWatcherOptions,
  Neighbour,
} from './netlink-types.js';

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
  /** Programs at netfilter's hooks. */
  netfilter: boolean;
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
  RtnlWatcher: new <Change>(
    onBatch: (changes: Change[], overflow: boolean) => void,
    onError: LinkWatcherOptions['onError'],
    addresses: boolean,
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
  netfilterLink(program: BpfProgram, family: number, hook: number, priority: number, netnsFd?: number): BpfLink;
  openPinnedLink(path: string): BpfLink;
  linkFromId(id: number): BpfLink;
  queryAttached(
    target: number,
    attachType: number,
    netnsFd?: number,
  ): { revision: bigint; programs: { progId: number; linkId: number }[] };
  firstAttached(target: number, attachType: number, netnsFd?: number): number | undefined;
  firstAttachedAll(targets: Uint32Array, attachType: number, netnsFd?: number): Uint32Array;
  queryTc(ifindex: number, ingress: boolean, handle: number, priority: number, netnsFd?: number): number | undefined;
  destroyClsact(ifindex: number, netnsFd?: number): void;
  withNetns(netns: string | number, fn: () => unknown): unknown;
  openNetns(path: string): FdHandle;
  ifNameToIndex(name: string): number;
  listLinks(netnsFd?: number): LinkInterface[];
  listAddresses(netnsFd?: number): HeldAddress[];
  listHostRoutes(netnsFd?: number): HostRoute[];
  listNeighbours(bridge: boolean, netnsFd?: number): Neighbour[];
  listFlows(addresses: Uint8Array, most: number, netnsFd?: number): Promise<Buffer>;
  listTcFilters(ifindex: number, ingress: boolean, netnsFd?: number): TcFilterInfo[];
  synchronizeRcu(): Promise<void>;
  clockMonotonic(): bigint;
  clockTai(): bigint;
  tickNs(): number;
  mountBpffs(path: string): void;
  unmount(path: string, lazy: boolean): void;
  lockFile(path: string): FdHandle;
  bpfIds(kind: string): number[];
  readBtf(source: string | Uint8Array): Btf;
  probe(): ProbedFeatures;
}
