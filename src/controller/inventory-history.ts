/** Who owned which address when, as this controller saw it: kept in its store, for collectors that name the other sides of denies. */
import type Database from 'libsql';
import type { osg } from '../gen/proto.js';
import type { Clock } from '../part/clock.js';
import { isLive } from '../policy/select.js';
import type { WorldChange } from '../policy/world-change.js';
import { type Claimant, hex, type Inventory, nodeOwner, type Owner, ownerOf, ownersIn, sameOwner } from './owners.js';
import type { Store } from './store.js';

/** What has ended longer ago is forgotten. */
const KEPT_US = 24 * 3_600_000_000;
/** Ended owners that are kept at most; the oldest go. */
const KEPT_OWNERS = 500_000;
/** How often it notes that it is alive: what changed while it was not, changed after that. */
const ALIVE_MS = 10_000;
/** Changes that come within so long are one write: the disk is asked once for many. */
const TOGETHER_MS = 50;
const FORGET_EVERY = 60;

/** One statement for all rows: the event loop waits for it. */
const CLOSE = `UPDATE inventory SET to_us = value ->> 2, sequence = value ->> 3
  FROM json_each(?) WHERE address = value ->> 0 AND from_us = value ->> 1`;
const OPEN = `INSERT OR REPLACE INTO inventory (address, from_us, to_us, name, workload, sequence, node)
  SELECT value ->> 0, value ->> 1, 0, value ->> 2, value ->> 3, value ->> 4, value ->> 5 FROM json_each(?)`;

interface Row {
  address: string;
  from_us: number;
  to_us: number;
  name: string;
  workload: number;
  sequence: number;
  node: string;
}

interface Current extends Owner {
  readonly fromUs: number;
}

/** Every beginning and end of an ownership has a sequence of its own; an owner's row has the newest of its two. */
export class InventoryHistory {
  readonly #store: Store;
  readonly #db: Database.Database;
  readonly #clock: Clock;
  /** By address, hexadecimal. */
  readonly #current = new Map<string, Current>();
  readonly #failed: (error: unknown) => void;
  readonly #listeners = new Set<() => void>();
  readonly #timer: NodeJS.Timeout;
  #seen: Inventory | undefined;
  #begun = false;
  /** Addresses whose owners may have changed since the last write, with when; Unix microseconds. */
  readonly #touched = new Map<string, number>();
  #soon: NodeJS.Timeout | undefined;
  /** Who claims each address, by name. */
  readonly #claims = new Map<string, Map<string, Owner>>();
  #sequence: number;
  #beats = 0;

  /** @param failed hears of writes that failed: policy does not wait for the history, and the next write catches up */
  constructor(store: Store, clock: Clock, failed: (error: unknown) => void) {
    this.#failed = failed;
    this.#store = store;
    this.#clock = clock;
    this.#db = store.database;
    if (this.#meta('epoch') === 0) this.#setMeta('epoch', clock.now());
    const rows = this.#db.prepare('SELECT * FROM inventory WHERE to_us = 0').all() as Row[];
    for (const { address, name, workload, node, from_us: fromUs } of rows)
      this.#current.set(address, { name, workload: workload !== 0, node, fromUs });
    const { last } = this.#db.prepare('SELECT max(sequence) AS last FROM inventory').get() as { last: number | null };
    this.#sequence = Math.max(last ?? 0, this.#meta('pruned'));
    this.#timer = setInterval(() => this.#guard(() => this.#beat()), ALIVE_MS).unref();
  }

  /** Of this history: a store made anew has another one. */
  get epoch(): number {
    return this.#meta('epoch');
  }

  /** The history is whole from here on. Unix microseconds. */
  get sinceUs(): number {
    return this.#meta('since');
  }

  get nowUs(): number {
    return Math.round(this.#clock.now() * 1000);
  }

  close(): void {
    clearInterval(this.#timer);
    this.#flush();
    this.#guard(() => this.#beat(false));
  }

  /** The store is an old copy: what collectors have of this history may be another one. */
  renew(): void {
    this.#setMeta('epoch', Math.max(Math.round(this.#clock.now()), this.epoch + 1));
    this.#tell();
  }

  /** Takes the inventory as of now: at the start, or from those who know no changes. */
  update(world: Inventory): void {
    this.#guard(() => this.#update(world));
  }

  /** What changes in the inventory now; written soon. */
  take({ workloads, nodes }: Pick<WorldChange, 'workloads' | 'nodes'>): void {
    for (const { before, after } of workloads) {
      if (before !== undefined && isLive(before)) this.#claim(before, ownerOf(before), -1);
      if (after !== undefined && isLive(after)) this.#claim(after, ownerOf(after), 1);
    }
    for (const { before, after } of nodes) {
      if (before !== undefined) this.#claim(before, nodeOwner(before), -1);
      if (after !== undefined) this.#claim(after, nodeOwner(after), 1);
    }
    this.#soon ??= setTimeout(() => this.#flush(), TOGETHER_MS).unref();
  }

  /** What a write that failed left is written with the next one. */
  #flush(): void {
    clearTimeout(this.#soon);
    this.#soon = undefined;
    if (this.#touched.size === 0) return;
    this.#guard(() => {
      this.#write([...this.#touched].map(([address, at]) => [address, this.#ownerOf(address), at]));
      this.#touched.clear();
    });
  }

  #claim({ addresses }: Claimant, owner: Owner, by: 1 | -1): void {
    const now = this.nowUs;
    for (const address of addresses) {
      const key = hex(address);
      this.#touched.set(key, now);
      const claims = this.#claims.get(key) ?? new Map<string, Owner>();
      if (by === 1) claims.set(owner.name, owner);
      else claims.delete(owner.name);
      if (claims.size > 0) this.#claims.set(key, claims);
      else this.#claims.delete(key);
    }
  }

  /** Who has the address keeps it as long as they claim it; then workloads come before nodes. */
  #ownerOf(address: string): Owner | undefined {
    const claims = this.#claims.get(address);
    const now = claims?.get(this.#current.get(address)?.name ?? '');
    return now ?? [...(claims?.values() ?? [])].sort((a, b) => Number(b.workload) - Number(a.workload))[0];
  }

  #update(world: Inventory): void {
    const before = this.#seen;
    if (before?.workloads === world.workloads && before.nodes === world.nodes) return;
    const owners = ownersIn(world);
    this.#claims.clear();
    for (const workload of world.workloads) if (isLive(workload)) this.#claim(workload, ownerOf(workload), 1);
    for (const node of world.nodes) this.#claim(node, nodeOwner(node), 1);
    this.#touched.clear();
    const now = this.nowUs;
    this.#write([...new Set([...this.#current.keys(), ...owners.keys()])].map((key) => [key, owners.get(key), now]));
    this.#seen = world;
  }

  #write(owners: readonly (readonly [address: string, owner: Owner | undefined, atUs: number])[]): void {
    const now = this.nowUs;
    // While it did not run, owners may have changed at any time.
    const latest = this.#begun ? now : Math.min(now, this.#meta('alive') || now);
    this.#begun = true;
    let sequence = this.#sequence;
    const closed: [address: string, fromUs: number, toUs: number, sequence: number][] = [];
    const opened: [address: string, fromUs: number, name: string, workload: number, sequence: number, node: string][] =
      [];
    for (const [address, owner, at] of owners) {
      const current = this.#current.get(address);
      if (current !== undefined && !sameOwner(current, owner))
        closed.push([address, current.fromUs, Math.max(Math.min(at, latest), current.fromUs + 1), ++sequence]);
    }
    for (const [address, owner, at] of owners)
      if (owner !== undefined && !sameOwner(owner, this.#current.get(address)))
        opened.push([address, at, owner.name, owner.workload ? 1 : 0, ++sequence, owner.node]);
    if (closed.length === 0 && opened.length === 0 && this.sinceUs !== 0) return;
    this.#store.transaction(() => {
      this.#db.prepare(CLOSE).run(JSON.stringify(closed));
      this.#db.prepare(OPEN).run(JSON.stringify(opened));
      if (this.sinceUs === 0) this.#setMeta('since', now);
    });
    for (const [address] of closed) this.#current.delete(address);
    for (const [address, fromUs, name, workload, , node] of opened)
      this.#current.set(address, { name, workload: workload !== 0, node, fromUs });
    this.#sequence = sequence;
    this.#tell();
  }

  /** Whether what follows that sequence is all here. */
  reaches(epoch: number, sequence: number): boolean {
    this.#flush();
    return epoch === this.epoch && sequence >= this.#meta('pruned') && sequence <= this.#sequence;
  }

  /** Owners that began or ended after that sequence, in its order. */
  after(sequence: number, limit: number): { readonly owner: osg.v1.AddressOwner.$Properties; sequence: number }[] {
    this.#flush();
    const rows = this.#db
      .prepare('SELECT * FROM inventory WHERE sequence > ? ORDER BY sequence LIMIT ?')
      .all(sequence, limit) as Row[];
    return rows.map((row) => ({
      sequence: row.sequence,
      owner: {
        address: Buffer.from(row.address, 'hex'),
        name: row.name,
        workload: row.workload !== 0,
        node: row.node,
        fromUnixUs: row.from_us,
        toUnixUs: row.to_us,
      },
    }));
  }

  /** Calls back after each change; the answer ends that. */
  watch(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Forgets owners that ended longer ago than is kept. */
  forget(): void {
    const ended = this.#db.prepare('SELECT to_us FROM inventory WHERE to_us > 0 ORDER BY to_us DESC LIMIT 1 OFFSET ?');
    const surplus = (ended.get(KEPT_OWNERS) as { to_us: number } | undefined)?.to_us ?? 0;
    const horizon = Math.max(this.nowUs - KEPT_US, surplus);
    if (horizon <= this.sinceUs) return;
    this.#store.transaction(() => {
      const gone = this.#db.prepare('SELECT max(sequence) AS last FROM inventory WHERE to_us > 0 AND to_us <= ?');
      const { last } = gone.get(horizon) as { last: number | null };
      this.#db.prepare('DELETE FROM inventory WHERE to_us > 0 AND to_us <= ?').run(horizon);
      this.#setMeta('pruned', Math.max(last ?? 0, this.#meta('pruned')));
      this.#setMeta('since', horizon);
    });
  }

  #guard(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#failed(error);
    }
  }

  #beat(forgets = true): void {
    if (this.#begun) this.#setMeta('alive', this.nowUs);
    if (forgets && this.#beats++ % FORGET_EVERY === 0) this.forget();
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) listener();
  }

  #meta(key: string): number {
    return Number(this.#store.meta(`inventory-${key}`) ?? 0);
  }

  #setMeta(key: string, value: number): void {
    this.#store.setMeta(`inventory-${key}`, String(Math.round(value)));
  }
}
