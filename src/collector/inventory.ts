/** Who an address was at a time. */
export interface PeerName {
  /** `<namespace>/<name>` of a workload, or the name of a node. */
  readonly name: string;
  readonly workload: boolean;
}

/** The controller's inventory, as the collector needs it. `address`: 4 or 16 bytes, network order. */
export interface Inventory {
  at(address: Uint8Array, timeUs: number): PeerName | undefined;
}

export interface InventoryEntry extends PeerName {
  readonly address: Uint8Array;
}

/** One owner of an address. `toUs` is absent while it lasts. */
export interface InventoryRecord extends PeerName {
  /** Hexadecimal. */
  readonly address: string;
  readonly fromUs: number;
  toUs?: number;
}

/** Where the records are kept over a restart. */
export interface InventoryLog {
  load(): readonly InventoryRecord[];
  save(opened: readonly InventoryRecord[], closed: readonly InventoryRecord[]): void;
  /** Forgets what ended before. */
  forget(beforeUs: number): void;
}

/** An event may be stamped a little before its workload was known here. */
const LEAD_US = 5_000_000;

/**
 * Time-versioned names: `update` takes the whole inventory as of a time; an address that moves to another workload keeps
 * its old name for older events.
 */
export class TimedInventory implements Inventory {
  readonly #records = new Map<string, InventoryRecord[]>();
  readonly #log: InventoryLog | undefined;
  readonly #lastSeen = new Set<string>();

  constructor(log?: InventoryLog) {
    this.#log = log;
    for (const record of log?.load() ?? []) {
      this.#list(record.address).push(record);
      if (record.toUs === undefined) this.#lastSeen.add(record.address);
    }
  }

  get size(): number {
    return this.#lastSeen.size;
  }

  update(entries: Iterable<InventoryEntry>, timeUs: number): void {
    const opened: InventoryRecord[] = [];
    const closed: InventoryRecord[] = [];
    const seen = new Set<string>();
    const end = (address: string): void => {
      const last = this.#records.get(address)?.at(-1);
      if (last === undefined || last.toUs !== undefined) return;
      last.toUs = timeUs;
      closed.push(last);
    };
    for (const entry of entries) {
      const address = Buffer.from(entry.address).toString('hex');
      if (seen.has(address)) continue;
      seen.add(address);
      const last = this.#records.get(address)?.at(-1);
      if (last !== undefined && last.toUs === undefined && last.name === entry.name && last.workload === entry.workload)
        continue;
      end(address);
      const record: InventoryRecord = { address, name: entry.name, workload: entry.workload, fromUs: timeUs };
      this.#list(address).push(record);
      opened.push(record);
    }
    for (const address of this.#lastSeen) if (!seen.has(address)) end(address);
    this.#lastSeen.clear();
    for (const address of seen) this.#lastSeen.add(address);
    this.#log?.save(opened, closed);
  }

  at(address: Uint8Array, timeUs: number): PeerName | undefined {
    const records = this.#records.get(Buffer.from(address).toString('hex'));
    if (records === undefined) return undefined;
    for (let i = records.length - 1; i >= 0; i--) {
      const record = records[i] as InventoryRecord;
      // Where nobody owned the address before, a record reaches a little back.
      const before = records[i - 1]?.toUs ?? Number.NEGATIVE_INFINITY;
      const from = Math.min(record.fromUs, Math.max(record.fromUs - LEAD_US, before));
      if (timeUs >= from && timeUs < (record.toUs ?? Number.POSITIVE_INFINITY)) return record;
    }
    return undefined;
  }

  /** Forgets owners that ended before. */
  forget(beforeUs: number): void {
    for (const [address, records] of this.#records) {
      const kept = records.filter(({ toUs }) => toUs === undefined || toUs >= beforeUs);
      if (kept.length === 0) this.#records.delete(address);
      else this.#records.set(address, kept);
    }
    this.#log?.forget(beforeUs);
  }

  #list(address: string): InventoryRecord[] {
    let list = this.#records.get(address);
    if (list === undefined) {
      list = [];
      this.#records.set(address, list);
    }
    return list;
  }
}
