/** More endpoints than the maps have room for: bigger ones in their place, while programs run. */
import { existsSync, renameSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { type BpfMap, entries, synchronizeRcu } from '../ebpf/binding.js';
import { uint, uint64 } from '../ebpf/struct.js';
import { OsgAdditionKind, OsgCtAccount, OsgLimits, OsgReasonCounter } from '../gen/abi.js';
import { inSlices } from '../part/slices.js';
import type { ConntrackQuota } from './conntrack.js';
import { add } from './counts.js';
import { type KernelObject, PER_ENDPOINT, possibleCpus } from './programs.js';

/** Bytes of kernel memory for one more endpoint, about: conversations above all. */
export const ENDPOINT_BYTES = 96 << 10;
/** Of the memory that the agent may use, for endpoints beyond the first. */
const MEMORY_SHARE = 1 / 8;
/** Made at first. */
export const FIRST_ENDPOINTS = 256;

/** Endpoint indexes that a node may come to have where nothing else is configured. @param memory bytes that the agent may use */
export const mostEndpoints = (memory: number): number =>
  Math.min(OsgLimits.MAX_ENDPOINTS, FIRST_ENDPOINTS + Math.floor((memory * MEMORY_SHARE) / ENDPOINT_BYTES));

/** So that growing is rare. */
export const nextRoom = (needed: number, room: number, most: number): number =>
  Math.min(most, Math.max(needed, 2 * room));

/**
 * What tables for so many flows can promise: what is configured, but to endpoints no more than half of it all.
 * @param endpoints how many there may be
 */
export function quotaOf(configured: ConntrackQuota, capacity: number, endpoints: number): ConntrackQuota {
  const guaranteed = Math.min(configured.guaranteed, Math.max(1, Math.floor(capacity / 2 / Math.max(1, endpoints))));
  if (configured.guaranteed * endpoints + configured.shared <= capacity) return configured;
  return { guaranteed, shared: Math.max(0, Math.min(configured.shared, capacity - guaranteed * endpoints)) };
}

/** Elements copied at once. */
const BATCH = 1024;
/** Copied in steps before programs are swapped: that a little of it is missed then does not matter. Datagrams' fragments begin anew. */
const EARLY = ['osg_conversation_sets', 'osg_conversation_tags', 'osg_handshakes'];
/** Copied in the moment of the swap. */
const LATE = ['osg_endpoint_states', 'osg_sockets', 'osg_conntrack_accounts'];
const { created, removed, state_full, revoked } = OsgCtAccount.fields;

/** From the maps of `old` to those of `next`, which are bigger and not used yet. */
class Growth {
  readonly #accounts = new Map<number, Buffer>();

  constructor(
    private readonly old: KernelObject,
    private readonly next: KernelObject,
  ) {}

  /** Long; in steps. */
  *prepare(): Generator<void> {
    for (const name of EARLY) yield* copy(this.old.map(name), this.next.map(name));
  }

  /** Short, and in one turn with the swap: nobody but programs changes the maps in between. */
  copy(): void {
    for (const name of LATE) for (const _ of copy(this.old.map(name), this.next.map(name)));
    for (const [index, account] of accounts(this.old)) this.#accounts.set(index, account);
  }

  /** When the programs over the old maps have gone: what their last runs counted is added. */
  async settle(): Promise<void> {
    await synchronizeRcu();
    for (const [index, account] of accounts(this.old)) {
      const before = this.#accounts.get(index) ?? Buffer.alloc(account.length);
      const more = [created, state_full, removed].map((field) => uint64(account, field) - uint64(before, field));
      const tombstones = BigInt.asUintN(64, BigInt(uint(account, revoked) - uint(before, revoked)));
      if (more.some(Boolean) || tombstones !== 0n)
        add(this.next, OsgAdditionKind.ACCOUNT, index, [...more, tombstones]);
    }
    const { packets, bytes } = OsgReasonCounter.fields;
    let looked = 0;
    for (const { key, value } of entries(this.old.map('osg_reasons'))) {
      if (++looked % (8 * BATCH) === 0) await new Promise((resolve) => setImmediate(resolve));
      const sums: [bigint, bigint] = [0n, 0n];
      for (let cpu = 0; cpu < possibleCpus(); cpu++) {
        const counter = value.subarray(cpu * OsgReasonCounter.size, (cpu + 1) * OsgReasonCounter.size);
        sums[0] += uint64(counter, packets);
        sums[1] += uint64(counter, bytes);
      }
      if (sums[0] !== 0n) add(this.next, OsgAdditionKind.REASON, key.readUInt32LE(), sums);
    }
  }
}

/** @param swap the programs of `old`, everywhere, for those of `next`. Rejects before that, or when counts were not fetched after */
export async function grow(old: KernelObject, next: KernelObject, swap: () => void): Promise<void> {
  const growth = new Growth(old, next);
  await inSlices(growth.prepare());
  growth.copy();
  swap();
  await growth.settle();
}

function* copy(from: BpfMap, to: BpfMap): Generator<void> {
  const { keySize, valueSize } = from.info;
  const keys = Buffer.alloc(BATCH * keySize);
  const values = Buffer.alloc(BATCH * Math.ceil(valueSize / 8) * 8);
  for (let cursor: Buffer | undefined, first = true; first || cursor !== undefined; first = false) {
    const got = from.lookupBatch(cursor, keys, values);
    cursor = got.cursor;
    if (got.count > 0) to.updateBatch(keys.subarray(0, got.count * keySize), values.subarray(0, got.count * valueSize));
    yield;
  }
}

function* accounts(kernel: KernelObject): Generator<[number, Buffer]> {
  for (const { key, value } of entries(kernel.map('osg_conntrack_accounts')))
    if (value.some((byte) => byte !== 0)) yield [key.readUInt32LE(), Buffer.from(value)];
}

/** The bigger maps take the old ones' pins; the one that says how many there are comes last. */
export function pinGrown(dir: string, next: KernelObject): void {
  const names = Object.keys(PER_ENDPOINT).filter((name) => name !== 'osg_endpoint_states' && next.maps.has(name));
  for (const name of [...names, 'osg_endpoint_states']) repin(join(dir, name), next.map(name));
}

/** Puts a map in the place of another, with no moment in between. */
export function repin(pin: string, map: BpfMap): void {
  const next = `${pin}_next`;
  if (existsSync(next)) unlinkSync(next);
  map.pin(next);
  renameSync(next, pin);
}
