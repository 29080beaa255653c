/** Connection tracking as user space sees it: the tables of the endpoints, listed, counted, emptied. */
import { existsSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { BpfError, BpfMap, type BpfProgram, entries } from '../ebpf/binding.js';
import { address, setUint, setUint64, u32Key, uint, uint64 } from '../ebpf/struct.js';
import { OsgCtEntry, OsgCtFlags, OsgCtKey, OsgCtState, OsgEndpointState, OsgSweep, OsgSweepMode } from '../gen/abi.js';
import type { Address, Direction, Family } from '../net/types.js';
import { createConntrackTable, type KernelObject } from './programs.js';

export type ConntrackState = 'new' | 'syn-received' | 'established' | 'half-closed' | 'closing' | 'reset';

const STATES: Readonly<Record<number, ConntrackState>> = {
  [OsgCtState.NEW]: 'new',
  [OsgCtState.SYN_RECEIVED]: 'syn-received',
  [OsgCtState.ESTABLISHED]: 'established',
  [OsgCtState.HALF_CLOSED]: 'half-closed',
  [OsgCtState.CLOSING]: 'closing',
  [OsgCtState.RESET]: 'reset',
};

/** One flow. */
export interface ConntrackEntry {
  readonly endpoint: number;
  /** Of the packet that began it. */
  readonly direction: Direction;
  readonly protocol: number;
  readonly own: Address;
  readonly peer: Address;
  /** TCP, UDP, SCTP. ICMP: the identifier of the query. */
  readonly ownPort: number;
  /** ICMP: the type of the query. */
  readonly peerPort: number;
  readonly state: ConntrackState;
  /** Denied when it was last judged: kept so that it cannot come back by the other direction. */
  readonly revoked: boolean;
  readonly fromNode: boolean;
  readonly recovered: boolean;
  /** Slot that allowed it. */
  readonly slot: number;
  readonly revision: bigint;
  /** Milliseconds until it is forgotten if nothing more comes. */
  readonly expiresInMs: number;
  readonly ageMs: number;
}

/** What a table holds; counted by a sweep. */
export interface ConntrackCounts {
  readonly live: number;
  /** Tombstones, among the live. */
  readonly revoked: number;
  readonly deleted: number;
  readonly capacity: number;
}

/** Counters of one endpoint index, since its map was made. */
export interface ConntrackTotals {
  readonly created: bigint;
  /** Flows that found their table full. */
  readonly full: bigint;
}

const ICMP = new Set([1, 58]);

export class Conntrack {
  readonly #tables = new Map<number, BpfMap>();

  constructor(
    private kernel: KernelObject,
    private readonly dir: string,
    private readonly quota: number,
    private preallocate: boolean,
  ) {}

  /** After the programs were loaded anew. */
  use(kernel: KernelObject): void {
    this.kernel = kernel;
  }

  /** Makes sure that an endpoint has a table; it stays for the index's next holder, whose generation tells his flows apart. */
  ensure(endpoint: number): void {
    if (this.table(endpoint) !== undefined) return;
    let table: BpfMap;
    try {
      table = this.#create(endpoint);
    } catch (error) {
      if (!(error instanceof BpfError) || error.code !== 'EINVAL') throw error;
      // An adopted map of tables takes the kind that it was made for only.
      this.preallocate = !this.preallocate;
      table = this.#create(endpoint);
    }
    table.pin(this.#pin(endpoint));
    this.#tables.set(endpoint, table);
  }

  #create(endpoint: number): BpfMap {
    const table = createConntrackTable(this.quota, this.preallocate);
    try {
      this.kernel.map('osg_conntrack').updateInner(u32Key(endpoint), table);
      return table;
    } catch (error) {
      table.close();
      throw error;
    }
  }

  #pin(endpoint: number): string {
    return join(this.dir, `conntrack_${endpoint}`);
  }

  /** An endpoint's table, if it has one. The handle stays ours. */
  table(endpoint: number): BpfMap | undefined {
    let table = this.#tables.get(endpoint);
    if (table === undefined) {
      if (this.kernel.map('osg_conntrack').lookup(u32Key(endpoint)) === undefined || !existsSync(this.#pin(endpoint)))
        return undefined;
      table = BpfMap.openPinned(this.#pin(endpoint));
      this.#tables.set(endpoint, table);
    }
    return table;
  }

  /** By name of their pins. */
  *tables(): Generator<readonly [string, BpfMap]> {
    for (const [endpoint, table] of this.#tables) yield [`conntrack_${endpoint}`, table];
  }

  /** Endpoints whose table the programs do not find. */
  missing(): number[] {
    const outer = this.kernel.map('osg_conntrack');
    return [...this.#tables].flatMap(([endpoint, table]) => {
      const inner = outer.lookup(u32Key(endpoint));
      return inner?.readUInt32LE() === table.info.id ? [] : [endpoint];
    });
  }

  /** Puts back what is `missing`, flows and all. */
  restore(): void {
    for (const endpoint of this.missing())
      this.kernel.map('osg_conntrack').updateInner(u32Key(endpoint), this.#tables.get(endpoint) as BpfMap);
  }

  /** The clock of deadlines: nanoseconds, monotonic, to within a tick of the kernel. */
  now(): bigint {
    return uint64(sweep(this.kernel.sweep, { mode: OsgSweepMode.CLOCK }), OsgSweep.fields.now_ns);
  }

  /** The flows of an endpoint, at most `limit`; what is expired or belongs to an earlier holder is left out. */
  *list(endpoint: number, generation: number, limit = Number.POSITIVE_INFINITY): Generator<ConntrackEntry> {
    const table = this.table(endpoint);
    if (table === undefined) return;
    const now = this.now();
    let left = limit;
    for (const { key, value } of entries(table)) {
      const deadline = uint64(value, OsgCtEntry.fields.deadline_ns);
      if (deadline <= now || uint(key, OsgCtKey.fields.generation) !== generation) continue;
      if (left-- <= 0) return;
      yield decode(endpoint, key, value, now, deadline);
    }
  }

  /** Removes what is expired, or of an earlier generation, and counts the rest. Never removes a live flow. */
  collect(endpoint: number, generation = 0): ConntrackCounts {
    return this.#sweep(OsgSweepMode.EXPIRED, endpoint, generation);
  }

  /** Forgets all flows of an endpoint: replies are denied until their flow begins anew. */
  flush(endpoint: number): ConntrackCounts {
    return this.#sweep(OsgSweepMode.FLUSH, endpoint, 0);
  }

  #sweep(mode: number, endpoint: number, generation: number): ConntrackCounts {
    const table = this.table(endpoint);
    if (table === undefined) return { live: 0, revoked: 0, deleted: 0, capacity: 0 };
    const result = sweep(this.kernel.sweep, { mode, endpoint, generation });
    const { fields } = OsgSweep;
    return {
      live: uint(result, fields.live),
      revoked: uint(result, fields.revoked),
      deleted: uint(result, fields.deleted),
      capacity: table.info.maxEntries,
    };
  }

  totals(endpoint: number): ConntrackTotals {
    const state = this.kernel.map('osg_endpoint_states').lookup(u32Key(endpoint));
    const { created, state_full } = OsgEndpointState.fields;
    return state === undefined
      ? { created: 0n, full: 0n }
      : { created: uint64(state, created), full: uint64(state, state_full) };
  }

  /** Unpins an endpoint's table. */
  drop(endpoint: number): void {
    this.#tables.get(endpoint)?.close();
    this.#tables.delete(endpoint);
    if (existsSync(this.#pin(endpoint))) unlinkSync(this.#pin(endpoint));
  }

  close(): void {
    for (const table of this.#tables.values()) table.close();
    this.#tables.clear();
  }
}

/** Runs the program osg_sweep once; returns struct osg_sweep as it left it. */
export function sweep(
  program: BpfProgram,
  request: { mode: number; endpoint?: number; generation?: number; untilNs?: bigint },
): Buffer {
  const { fields, size } = OsgSweep;
  const ctx = Buffer.alloc(size);
  setUint(ctx, fields.mode, request.mode);
  setUint(ctx, fields.endpoint, request.endpoint ?? 0);
  setUint(ctx, fields.generation, request.generation ?? 0);
  setUint64(ctx, fields.until_ns, request.untilNs ?? 0n);
  // The kernel takes neither output nor repetitions from a syscall program, and writes the context back in place.
  program.testRun({ ctx, repeat: 0 });
  return ctx;
}

function decode(endpoint: number, key: Buffer, value: Buffer, now: bigint, deadline: bigint): ConntrackEntry {
  const k = OsgCtKey.fields;
  const e = OsgCtEntry.fields;
  const family = uint(key, k.family) as Family;
  const protocol = uint(key, k.protocol);
  const flags = uint(value, e.flags);
  const peerPort = uint(key, k.peer_port);
  return {
    endpoint,
    direction: uint(value, e.direction) === 0 ? 'ingress' : 'egress',
    protocol,
    own: address(key, k.own, family),
    peer: address(key, k.peer, family),
    ownPort: uint(key, k.own_port),
    peerPort: ICMP.has(protocol) ? peerPort >> 8 : peerPort,
    state: STATES[uint(value, e.state)] ?? 'new',
    revoked: uint(value, e.revoked) !== 0,
    fromNode: (flags & OsgCtFlags.FROM_NODE) !== 0,
    recovered: (flags & OsgCtFlags.RECOVERED) !== 0,
    slot: uint(value, e.slot),
    revision: uint64(value, e.revision),
    expiresInMs: Number((deadline - now) / 1_000_000n),
    ageMs: Number((now - uint64(value, e.created_ns)) / 1_000_000n),
  };
}
