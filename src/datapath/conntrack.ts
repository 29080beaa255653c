/** Connection tracking as user space sees it: the node's tables, listed, counted, emptied, added to. */
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { BpfMap } from '../ebpf/binding.js';
import { setUint, setUint64, u32Key, uint, uint64 } from '../ebpf/struct.js';
import {
  OsgConntrackLimits,
  OsgCtAccount,
  OsgCtEntry,
  OsgCtInsertFlags,
  OsgCtInsertion,
  OsgCtInsertResult,
  OsgCtKey,
  OsgCtNode,
  OsgCtState,
  OsgSweep,
  OsgSweepMode,
} from '../gen/abi.js';
import { BATCH, batches } from './conntrack-batches.js';
import {
  type ConntrackEntry,
  decodeEntry,
  encodeFlow,
  generationOf,
  type KnownFlow,
  lives,
} from './conntrack-entry.js';
import { type ConntrackQuota, fills, limitOf } from './conntrack-fill.js';
import { openPin } from './pins.js';
import { CONNTRACK_SHAPE, createConntrackTable, type KernelObject } from './programs.js';
import { sweep } from './sweeping.js';

export type { ConntrackEntry, ConntrackState, KnownFlow } from './conntrack-entry.js';
export type { ConntrackQuota } from './conntrack-fill.js';

/** What an endpoint has. */
export interface ConntrackCounts {
  readonly live: number;
  /** Tombstones, among the live. */
  readonly revoked: number;
  /** How many it may have as things are: its guarantee, and its part of what all share. */
  readonly limit: number;
  /** Since its state was made. */
  readonly created: bigint;
  /** Flows that found no room. */
  readonly full: bigint;
}

export interface ConntrackPage {
  readonly flows: ConntrackEntry[];
  /** Where the next page begins; absent: this was the last. */
  readonly next?: string;
}

export type Inserted = 'entered' | 'exists' | 'full' | 'no-endpoint' | 'denied';
const INSERTED: Readonly<Record<number, Inserted>> = {
  [OsgCtInsertResult.DONE]: 'entered',
  [OsgCtInsertResult.EXISTS]: 'exists',
  [OsgCtInsertResult.FULL]: 'full',
  [OsgCtInsertResult.NO_ENDPOINT]: 'no-endpoint',
  [OsgCtInsertResult.DENIED]: 'denied',
};

/** The table whose memory is taken at once, and the shards. */
const TABLES = 1 + OsgConntrackLimits.CT_SHARDS;

/** Of so many sweeps one looks at the tables although nobody has any flow. */
const SPARED = 12;

export class Conntrack {
  readonly #shards: BpfMap[] = [];
  /** Sweeps that had nothing to do, since the last one that looked. */
  #spared = SPARED;

  /** @param dir where the shards are pinned, or found @param shardEntries of new ones */
  constructor(
    private kernel: KernelObject,
    dir: string,
    public quota: ConntrackQuota,
    shardEntries: number,
  ) {
    try {
      for (let shard = 0; shard < OsgConntrackLimits.CT_SHARDS; shard++) {
        const pin = join(dir, pinOf(shard));
        const found = existsSync(pin);
        const map = found ? openPin(pin, CONNTRACK_SHAPE) : createConntrackTable(shardEntries, false);
        this.#shards.push(map);
        if (!found) map.pin(pin);
      }
      this.restore();
      this.#seed();
    } catch (error) {
      this.close();
      throw error;
    }
  }

  /** Nobody outside shall know which shard a flow lies in; whoever adopts the tables must go on with the same numbers. */
  #seed(): void {
    const node = this.#node();
    const { fields } = OsgCtNode;
    if (uint64(node, fields.seed) !== 0n) return;
    for (let i = 0; i < 4; i++) setUint64(node, fields.seed, randomBytes(8).readBigUInt64LE() | 1n, i);
    this.kernel.map('osg_conntrack_node').update(u32Key(0), node);
  }

  #node(): Buffer {
    return this.kernel.map('osg_conntrack_node').lookup(u32Key(0)) as Buffer;
  }

  /** After the programs were loaded anew. */
  use(kernel: KernelObject): void {
    this.kernel = kernel;
  }

  /** Entries that there is room for in all tables together. */
  get capacity(): number {
    return this.#tables.reduce((sum, table) => sum + table.info.maxEntries, 0);
  }

  get #tables(): readonly BpfMap[] {
    return [this.kernel.map('osg_conntrack'), ...this.#shards];
  }

  /** Shards, by name of their pins. */
  *tables(): Generator<readonly [string, BpfMap]> {
    for (const [shard, table] of this.#shards.entries()) yield [pinOf(shard), table];
  }

  /** Shards that the programs do not find. */
  missing(): number[] {
    const outer = this.kernel.map('osg_conntrack_more');
    return this.#shards.flatMap((table, shard) =>
      outer.lookup(u32Key(shard))?.readUInt32LE() === table.info.id ? [] : [shard],
    );
  }

  /** Puts back what is `missing`, flows and all. */
  restore(): void {
    const missing = this.missing();
    if (missing.length > 0) setShards(this.kernel.map('osg_conntrack_more'), this.#shards, missing);
  }

  /** The clock of deadlines: nanoseconds, monotonic, to within a tick of the kernel. */
  now(): bigint {
    return uint64(sweep(this.kernel.sweep, { mode: OsgSweepMode.CLOCK }), OsgSweep.fields.now_ns);
  }

  /** The flows of an endpoint; what is expired or belongs to an earlier holder is left out. */
  *list(endpoint: number, generation: number): Generator<ConntrackEntry> {
    const holders = new Map([[endpoint, generation]]);
    for (let cursor: string | undefined = ''; cursor !== undefined; ) {
      const page = this.page(holders, BATCH, cursor);
      yield* page.flows;
      cursor = page.next;
    }
  }

  /**
   * Flows of endpoints by index, with their generations: `most`, unless there are fewer, and those that share a hash bucket with
   * the last one. A flow that lives through all pages is in one of them.
   * @param cursor `next` of the page before @throws {RangeError} it is none
   */
  page(holders: ReadonlyMap<number, number>, most: number, cursor = ''): ConntrackPage {
    const match = /^(?:(\d{1,2})(?::((?:[0-9a-f]{2}){1,256}))?)?$/.exec(cursor);
    if (match === null) throw new RangeError(`cursor "${cursor}": expected one that came with a page`);
    const now = this.now();
    const flows: ConntrackEntry[] = [];
    let table = Number(match[1] ?? 0);
    let at: Buffer | undefined = match[2] === undefined ? undefined : Buffer.from(match[2], 'hex');
    const tables = this.#tables;
    const read = batches();
    for (; table < tables.length; table++) {
      do {
        const batch = read(tables[table] as BpfMap, at, Math.min(BATCH, most - flows.length));
        at = batch.cursor;
        for (const { key, value } of batch.entries) {
          const generation = holders.get(uint(key, OsgCtKey.fields.endpoint));
          if (generation !== undefined && generation === generationOf(key, value) && lives(value, now))
            flows.push(decodeEntry(key, value, now));
        }
        if (flows.length >= most) {
          const next =
            at === undefined ? (table + 1 < TABLES ? `${table + 1}` : undefined) : `${table}:${at.toString('hex')}`;
          return { flows, ...(next !== undefined && { next }) };
        }
      } while (at !== undefined);
    }
    return { flows };
  }

  /**
   * Removes what is expired, or of an earlier generation, and never a live flow: table by table, which is what one turn of the
   * event loop should bear.
   */
  *sweep(): Generator<{ readonly live: number; readonly deleted: number }> {
    const { fields } = OsgSweep;
    // The accounts say so; now and then the tables are looked at all the same.
    if (++this.#spared < SPARED && fills(this.kernel, this.quota).size === 0) return;
    this.#spared = 0;
    // Empty shards are not looked at by packets either.
    const tables = uint64(this.#node(), OsgCtNode.fields.more) === 0n ? 1 : TABLES;
    for (let table = 0; table < tables; table++) {
      const result = sweep(this.kernel.sweep, { mode: OsgSweepMode.EXPIRED, table });
      yield { live: uint(result, fields.live), deleted: uint(result, fields.deleted) };
    }
    sweep(this.kernel.sweep, {
      mode: OsgSweepMode.RECOUNT,
      endpoint: this.kernel.map('osg_conntrack_accounts').info.maxEntries,
    });
  }

  /** The whole `sweep` at once. */
  collect(): { readonly live: number; readonly deleted: number } {
    let [live, deleted] = [0, 0];
    for (const table of this.sweep()) {
      live += table.live;
      deleted += table.deleted;
    }
    return { live, deleted };
  }

  /** Forgets all flows of an endpoint: replies are denied until their flow begins anew. Returns how many there were. */
  flush(endpoint: number): number {
    let deleted = 0;
    for (let table = 0; table < TABLES; table++)
      deleted += uint(sweep(this.kernel.sweep, { mode: OsgSweepMode.FLUSH, endpoint, table }), OsgSweep.fields.deleted);
    return deleted;
  }

  counts(endpoint: number): ConntrackCounts {
    const account = this.kernel.map('osg_conntrack_accounts').lookup(u32Key(endpoint));
    if (account === undefined) return { live: 0, revoked: 0, limit: 0, created: 0n, full: 0n };
    const { created, removed, revoked, state_full } = OsgCtAccount.fields;
    const live = Math.max(0, Number(uint64(account, created) - uint64(account, removed)));
    return {
      live,
      revoked: uint(account, revoked),
      limit: limitOf(live, this.quota, this.#node()),
      created: uint64(account, created),
      full: uint64(account, state_full),
    };
  }

  /**
   * Enters a flow that user space knows of, such as one that a socket tells of: it is judged by the rules of its original
   * direction before its first reply is believed, and counts against its endpoint's quota.
   * @param generation of the endpoint index's present holder
   */
  insert(endpoint: number, generation: number, flow: KnownFlow): Inserted {
    return this.insertRaw(...encodeFlow(endpoint, flow), { generation, flags: 0 });
  }

  /** As `insert`, but judged now, by what is in force at an interface. @param established both sides have spoken */
  enter(ifindex: number, flow: KnownFlow, established: boolean): Inserted {
    const [key, entry] = encodeFlow(0, flow);
    if (!established) setUint(entry, OsgCtEntry.fields.state, OsgCtState.NEW);
    return this.insertRaw(key, entry, { ifindex, flags: OsgCtInsertFlags.JUDGE });
  }

  /** See struct osg_ct_insertion. */
  insertRaw(key: Buffer, entry: Buffer, of: Insertion): Inserted {
    const { fields, size } = OsgCtInsertion;
    const ctx = Buffer.alloc(size);
    key.copy(ctx, fields.key.offset);
    entry.copy(ctx, fields.entry.offset);
    setUint(ctx, fields.generation, of.generation ?? 0);
    setUint(ctx, fields.ifindex, of.ifindex ?? 0);
    setUint(ctx, fields.known_deadline, of.knownDeadline ?? 0);
    setUint(ctx, fields.flags, of.flags);
    this.kernel.insertion.testRun({ ctx, repeat: 0 });
    return INSERTED[uint(ctx, fields.result)] as Inserted;
  }

  close(): void {
    for (const table of this.#shards) table.close();
    this.#shards.length = 0;
  }
}

export { OsgCtInsertFlags as InsertFlag };

type Insertion = Readonly<{ flags: number; generation?: number; ifindex?: number; knownDeadline?: number }>;

/** In one call: each would wait for running programs. */
export function setShards(outer: BpfMap, shards: readonly BpfMap[], which: readonly number[]): void {
  const fds = which.map((shard) => u32Key((shards[shard] as BpfMap).fd));
  outer.updateBatch(Buffer.concat(which.map(u32Key)), Buffer.concat(fds));
}

const pinOf = (shard: number): string => `conntrack_shard_${shard}`;
