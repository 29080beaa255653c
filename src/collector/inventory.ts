/** The controller's inventory as the collector knows it: who owned which address when. Times are Unix microseconds. */
import type { osg } from '../gen/proto.js';
import { CollectorError } from './error.js';
import type { InventoryChange, InventoryRecord, InventoryState, NameStore, PeerName } from './name-store.js';

export type { PeerName } from './name-store.js';

/** `address`: 4 or 16 bytes, network order. */
export interface Inventory {
  /** False: what was known of that time is forgotten, or never was. */
  covers(timeUs: number): boolean;
  at(address: Uint8Array, timeUs: number): PeerName | undefined;
  /** Where that workload ran about that time; more than one: it moved. Empty: that is not known. */
  nodesOf(name: string, timeUs: number): ReadonlySet<string>;
}

/** An event may be stamped a little before its workload was known to the controller. */
const LEAD_US = 5_000_000;
/** Ended owners that are kept at most. */
const MAX_ENDED = 500_000;
/** Between two saves that only say that nothing has changed. */
const SAVE_US = 30_000_000;
const NOTHING: InventoryState = { epoch: 0, sequence: 0, sinceUs: 0, syncedUs: 0 };

/** A copy of the controller's history. An address that moves to another workload keeps its old name for older events. */
export class TimedInventory implements Inventory {
  readonly #store: NameStore | undefined;
  /** By address, each by `fromUs`. */
  readonly #records = new Map<Key, InventoryRecord[]>();
  /** The same of workloads, by name; made when it is asked for. */
  #byName: Map<string, InventoryRecord[]> | undefined;
  #state = NOTHING;
  #savedUs = 0;

  /** What was kept is there, and what comes is kept. */
  static async open(store: NameStore): Promise<TimedInventory> {
    const { records, state } = await store.load();
    const inventory = new TimedInventory(store);
    for (const record of records) inventory.#put(record);
    inventory.#state = state;
    return inventory;
  }

  /** @param store absent: it is remembered by nobody else */
  constructor(store?: NameStore) {
    this.#store = store;
  }

  /** Addresses that are known. */
  get size(): number {
    return this.#records.size;
  }

  /** When it was last as the controller's; 0: never. */
  get syncedUs(): number {
    return this.#state.syncedUs;
  }

  /** What to ask the controller to go on from. */
  position(): osg.v1.InventoryRequest.$Properties {
    const { epoch, sequence } = this.#state;
    return { epoch, sequence };
  }

  /** Takes one message of the controller's, in turn. @throws CollectorError INVENTORY: it is none; nothing has changed then */
  receive(message: osg.v1.InventoryMessage.$Properties): Promise<void> {
    return this.#inTurn(() => this.#receive(message));
  }

  async #receive(message: osg.v1.InventoryMessage.$Properties): Promise<void> {
    const { reset, owners } = message;
    const epoch = message.epoch ?? 0;
    const before = this.#state;
    if (reset == null && epoch !== before.epoch)
      throw new CollectorError(
        'INVENTORY',
        'take inventory',
        `epoch ${epoch} without a reset, ${before.epoch} is held`,
      );
    const since = reset?.sinceUnixUs ?? 0;
    const state = {
      epoch,
      sequence: message.sequence ?? 0,
      sinceUs: reset == null ? before.sinceUs : Math.min(before.sinceUs || since, since),
      syncedUs: Math.max(before.syncedUs, message.timeUnixUs ?? 0),
    };
    const cut = reset == null ? {} : { cut: { sinceUs: since, untilUs: Math.min(before.syncedUs, since) } };
    await this.#apply({ ...cut, records: (owners ?? []).map(recordOf), state });
  }

  #last: Promise<unknown> = Promise.resolve();
  #inTurn(work: () => Promise<void>): Promise<void> {
    const done = this.#last.then(work);
    this.#last = done.catch(() => undefined);
    return done;
  }

  async #apply(change: InventoryChange): Promise<void> {
    const news = change.cut !== undefined || change.records.length > 0;
    if (news || change.state.syncedUs >= this.#savedUs + SAVE_US) {
      await this.#store?.save(change);
      this.#savedUs = change.state.syncedUs;
    }
    if (change.cut !== undefined) {
      const held = [...this.#records.values()].flat();
      this.#records.clear();
      this.#byName = undefined;
      for (const record of held) {
        const kept = cutRecord(record, change.cut);
        if (kept !== undefined) this.#put(kept);
      }
    }
    for (const record of change.records) this.#put(record);
    this.#state = change.state;
  }

  covers(timeUs: number): boolean {
    return this.#state.epoch !== 0 && timeUs >= this.#state.sinceUs;
  }

  at(address: Uint8Array, timeUs: number): PeerName | undefined {
    const records = this.#records.get(keyOf(address));
    if (records === undefined) return undefined;
    for (let i = records.length - 1; i >= 0; i--) {
      const record = records[i] as InventoryRecord;
      if (timeUs < record.fromUs - LEAD_US) continue;
      // Where nobody owned the address before, a record reaches a little back.
      const from = Math.min(record.fromUs, Math.max(record.fromUs - LEAD_US, records[i - 1]?.toUs ?? 0));
      if (timeUs >= from && (record.toUs === 0 || timeUs < record.toUs)) return record;
    }
    return undefined;
  }

  nodesOf(name: string, timeUs: number): ReadonlySet<string> {
    const nodes = new Set<string>();
    for (const { node, fromUs, toUs } of this.#named().get(name) ?? [])
      if (node && timeUs >= fromUs - LEAD_US && (toUs === 0 || timeUs < toUs + LEAD_US)) nodes.add(node);
    return nodes;
  }

  #named(): Map<string, InventoryRecord[]> {
    if (this.#byName !== undefined) return this.#byName;
    this.#byName = new Map();
    for (const records of this.#records.values()) for (const record of records) name(this.#byName, record);
    return this.#byName;
  }

  /** Forgets who ended before, and the oldest beyond the bound; in turn. */
  forget(beforeUs: number): Promise<void> {
    return this.#inTurn(() => this.#forget(beforeUs));
  }

  async #forget(beforeUs: number): Promise<void> {
    const ends: number[] = [];
    for (const records of this.#records.values()) for (const { toUs } of records) if (toUs > 0) ends.push(toUs);
    const surplus = ends.length - MAX_ENDED;
    const horizon = surplus <= 0 ? beforeUs : Math.max(beforeUs, ends.sort((a, b) => a - b)[surplus] as number);
    if (!ends.some((to) => to < horizon)) return;
    for (const [address, records] of this.#records) {
      const kept = records.filter(({ toUs }) => toUs === 0 || toUs >= horizon);
      if (kept.length === 0) this.#records.delete(address);
      else this.#records.set(address, kept);
    }
    this.#byName = undefined;
    this.#state = { ...this.#state, sinceUs: Math.max(this.#state.sinceUs, horizon) };
    await this.#store?.forget(horizon);
  }

  #put(record: InventoryRecord): void {
    const key = keyOf(Buffer.from(record.address, 'hex'));
    const records = this.#records.get(key) ?? [];
    let place = records.length;
    while (place > 0 && (records[place - 1] as InventoryRecord).fromUs > record.fromUs) place--;
    const same = records[place - 1]?.fromUs === record.fromUs;
    const [replaced] = records.splice(same ? place - 1 : place, same ? 1 : 0, record);
    if (this.#byName !== undefined) name(this.#byName, record, replaced);
    this.#records.set(key, records);
  }
}

function name(byName: Map<string, InventoryRecord[]>, record: InventoryRecord, replaced?: InventoryRecord): void {
  const before = replaced && byName.get(replaced.name);
  const place = before?.indexOf(replaced as InventoryRecord) ?? -1;
  if (place >= 0) before?.splice(place, 1);
  if (!record.workload) return;
  const same = byName.get(record.name);
  if (same === undefined) byName.set(record.name, [record]);
  else same.push(record);
}

/** Of an address in the map: a number for IPv4, since every event asks for one. */
type Key = number | string;

function keyOf(address: Uint8Array): Key {
  const [a = 0, b = 0, c = 0, d = 0] = address;
  if (address.length === 4) return ((a << 24) | (b << 16) | (c << 8) | d) >>> 0;
  return Buffer.from(address.buffer, address.byteOffset, address.length).toString('latin1');
}

/** What is left of a record when all from `sinceUs` on is void. */
function cutRecord(record: InventoryRecord, { sinceUs, untilUs }: NonNullable<InventoryChange['cut']>) {
  if (record.toUs !== 0 && record.toUs <= sinceUs) return record;
  return record.fromUs >= untilUs ? undefined : { ...record, toUs: untilUs };
}

function recordOf({
  address,
  name,
  workload,
  fromUnixUs,
  toUnixUs,
  node,
}: osg.v1.AddressOwner.$Properties): InventoryRecord {
  const bytes = address ?? new Uint8Array();
  if (bytes.length !== 4 && bytes.length !== 16)
    throw new CollectorError('INVENTORY', 'take inventory', `an address has 4 or 16 bytes, not ${bytes.length}`);
  return {
    address: Buffer.from(bytes).toString('hex'),
    name: name ?? '',
    workload: workload === true,
    fromUs: fromUnixUs ?? 0,
    toUs: toUnixUs ?? 0,
    node: node ?? '',
  };
}
