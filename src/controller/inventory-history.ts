/** Who owned which address when, as this controller saw it: kept in its store, for collectors that name the other sides of denies. */
import type { osg } from '../gen/proto.js';
import type { Clock } from '../part/clock.js';
import { isLive } from '../policy/select.js';
import type { WorldChange } from '../policy/world-change.js';
import type { Bounds, Ended, OwnerStore, StoredOwner } from './owner-store.js';
import { type Claimant, hex, type Inventory, nodeOwner, type Owner, ownerOf, ownersIn, sameOwner } from './owners.js';
import { Sequence } from './sequence.js';

/** What has ended longer ago is forgotten. */
const KEPT_US = 24 * 3_600_000_000;
/** Ended owners that are kept at most; the oldest go. */
const KEPT_OWNERS = 500_000;
/** How often it notes that it is alive: what changed while it was not, changed after that. */
const ALIVE_MS = 10_000;
/** Changes that come within so long are one write: the disk is asked once for many. */
const TOGETHER_MS = 50;
const FORGET_EVERY = 60;

/** Addresses whose owners may have changed, with when; Unix microseconds. */
type Touched = readonly (readonly [address: string, owner: Owner | undefined, atUs: number])[];

export class InventoryHistory {
  readonly #store: OwnerStore;
  readonly #clock: Clock;
  /** By address, hexadecimal: as written. */
  readonly #current = new Map<string, StoredOwner>();
  readonly #failed: (error: unknown) => void;
  readonly #listeners = new Set<() => void>();
  /** One write after the other. */
  readonly #writes = new Sequence();
  #timer: NodeJS.Timeout | undefined;
  #seen: Inventory | undefined;
  #begun = false;
  readonly #touched = new Map<string, number>();
  #soon: NodeJS.Timeout | undefined;
  /** Who claims each address, by name. */
  readonly #claims = new Map<string, Map<string, Owner>>();
  #bounds: Bounds = { epoch: 0, sinceUs: 0, pruned: 0, aliveUs: 0 };
  #sequence = 0;
  #beats = 0;

  /** @param failed hears of writes that failed: policy does not wait for the history, and the next write catches up */
  constructor(store: OwnerStore, clock: Clock, failed: (error: unknown) => void) {
    this.#failed = failed;
    this.#store = store;
    this.#clock = clock;
  }

  /** What an earlier life left. To be called first. @throws ControllerError STORE */
  async load(): Promise<void> {
    const { bounds, sequence, current } = await this.#store.load();
    this.#bounds = bounds;
    if (bounds.epoch === 0) await this.#bind({ epoch: Math.round(this.#clock.now()) });
    for (const owner of current) this.#current.set(owner.address, owner);
    this.#sequence = sequence;
    this.#timer = setInterval(() => this.#write(() => this.#beat()), ALIVE_MS).unref();
  }

  /** Of this history: a store made anew has another one. */
  get epoch(): number {
    return this.#bounds.epoch;
  }

  /** The history is whole from here on. Unix microseconds. */
  get sinceUs(): number {
    return this.#bounds.sinceUs;
  }

  /** The newest sequence that was forgotten. */
  get pruned(): number {
    return this.#bounds.pruned;
  }

  get nowUs(): number {
    return Math.round(this.#clock.now() * 1000);
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#flush();
    await this.#write(() => this.#alive());
  }

  /** The store is an old copy: what collectors have of this history may be another one. */
  renew(): Promise<void> {
    return this.#write(async () => {
      await this.#bind({ epoch: Math.max(Math.round(this.#clock.now()), this.epoch + 1) });
      this.#tell();
    });
  }

  /** Takes the inventory as of now: at the start, or from those who know no changes. */
  update(world: Inventory): Promise<void> {
    const before = this.#seen;
    if (before?.workloads === world.workloads && before.nodes === world.nodes) return this.#writes.settled();
    const owners = ownersIn(world);
    this.#claims.clear();
    for (const workload of world.workloads) if (isLive(workload)) this.#claim(workload, ownerOf(workload), 1);
    for (const node of world.nodes) this.#claim(node, nodeOwner(node), 1);
    this.#touched.clear();
    const now = this.nowUs;
    return this.#write(async () => {
      const touched = new Set([...this.#current.keys(), ...owners.keys()]);
      await this.#record([...touched].map((key) => [key, owners.get(key), now]));
      this.#seen = world;
    });
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
    this.#soon ??= setTimeout(() => void this.#flush(), TOGETHER_MS).unref();
  }

  /** What a write that failed left is written with the next one. */
  #flush(): Promise<void> {
    clearTimeout(this.#soon);
    this.#soon = undefined;
    if (this.#touched.size === 0) return this.#writes.settled();
    return this.#write(async () => {
      const touched = [...this.#touched];
      this.#touched.clear();
      try {
        await this.#record(touched.map(([address, at]) => [address, this.#ownerOf(address), at]));
      } catch (error) {
        for (const [address, at] of touched) if (!this.#touched.has(address)) this.#touched.set(address, at);
        throw error;
      }
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

  async #record(owners: Touched): Promise<void> {
    const now = this.nowUs;
    // While it did not run, owners may have changed at any time.
    const latest = this.#begun ? now : Math.min(now, this.#bounds.aliveUs || now);
    this.#begun = true;
    let sequence = this.#sequence;
    const ended: Ended[] = [];
    const begun: StoredOwner[] = [];
    for (const [address, owner, at] of owners) {
      const current = this.#current.get(address);
      if (current === undefined || sameOwner(current, owner)) continue;
      const toUs = Math.max(Math.min(at, latest), current.fromUs + 1);
      ended.push({ address, fromUs: current.fromUs, toUs, sequence: ++sequence });
    }
    for (const [address, owner, at] of owners)
      if (owner !== undefined && !sameOwner(owner, this.#current.get(address)))
        begun.push({ ...owner, address, fromUs: at, toUs: 0, sequence: ++sequence });
    const first = this.sinceUs === 0;
    if (ended.length === 0 && begun.length === 0 && !first) return;
    await this.#store.write(ended, begun, first ? { sinceUs: now } : {});
    if (first) this.#bounds = { ...this.#bounds, sinceUs: now };
    for (const { address } of ended) this.#current.delete(address);
    for (const owner of begun) this.#current.set(owner.address, owner);
    this.#sequence = sequence;
    this.#tell();
  }

  /** Whether what follows that sequence is all here. */
  async reaches(epoch: number, sequence: number): Promise<boolean> {
    await this.#flush();
    return epoch === this.epoch && sequence >= this.#bounds.pruned && sequence <= this.#sequence;
  }

  /** Owners that began or ended after that sequence, in its order. */
  async after(
    sequence: number,
    limit: number,
  ): Promise<{ readonly owner: osg.v1.AddressOwner.$Properties; sequence: number }[]> {
    await this.#flush();
    const rows = await this.#store.after(sequence, limit);
    return rows.map(({ address, name, workload, node, fromUs, toUs, sequence: own }) => ({
      sequence: own,
      owner: {
        ...{ address: Buffer.from(address, 'hex'), name, workload, node },
        ...{ fromUnixUs: fromUs, toUnixUs: toUs },
      },
    }));
  }

  /** Calls back after each change; the answer ends that. */
  watch(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Forgets owners that ended longer ago than is kept. */
  forget(): Promise<void> {
    return this.#write(() => this.#forget());
  }

  async #forget(): Promise<void> {
    const bounds = await this.#store.forget(this.nowUs - KEPT_US, KEPT_OWNERS);
    if (bounds !== undefined) this.#bounds = { ...this.#bounds, ...bounds };
  }

  /** In turn; a failure is told, and ends nothing. */
  #write(work: () => Promise<void>): Promise<void> {
    return this.#writes.run(work).catch((error: unknown) => this.#failed(error));
  }

  async #beat(): Promise<void> {
    await this.#alive();
    if (this.#beats++ % FORGET_EVERY === 0) await this.#forget();
  }

  async #alive(): Promise<void> {
    if (this.#begun) await this.#bind({ aliveUs: this.nowUs });
  }

  async #bind(bounds: Partial<Bounds>): Promise<void> {
    await this.#store.write([], [], bounds);
    this.#bounds = { ...this.#bounds, ...bounds };
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}
