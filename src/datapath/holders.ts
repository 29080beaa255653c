/** Who holds which endpoint index: kept in the kernel, so that the next agent tells the same holder from a new one. */
import { createHash } from 'node:crypto';
import type { BpfMap } from '../ebpf/binding.js';
import { number64, setUint, setUint64, u32Key, uint, uint64 } from '../ebpf/struct.js';
import { OsgEndpointState } from '../gen/abi.js';
import { DatapathError } from './error.js';

export interface Holder {
  readonly id: string;
  readonly index: number;
}

const { fields } = OsgEndpointState;
const hashOf = (id: string): bigint => createHash('sha256').update(id).digest().readBigUInt64LE();
/** Clock ticks, and the time from looking at the clock to looking at the window. */
const SLACK_MS = 100;

export class Holders {
  /** @param states the map `osg_endpoint_states`, asked for anew each time */
  constructor(
    private readonly states: () => BpfMap,
    private readonly recoveryMs: number,
  ) {}

  /** How many endpoint indexes there are room for. */
  get room(): number {
    return this.states().info.maxEntries;
  }

  /**
   * The generation for a holder of an index; a new state for the map if anything about it changes.
   * @param restricted 1 << direction @param now of the clock of deadlines
   * @returns also which directions become restricted, and whether the holder is another one
   * @throws {DatapathError} ENDPOINT
   */
  take(
    { id, index }: Holder,
    ifindex: number,
    restricted: number,
    now: () => bigint,
  ): { generation: number; key: Buffer; value?: Buffer; closing: number; fresh: boolean } {
    if (!(index > 0 && index < this.room))
      throw new DatapathError(
        'ENDPOINT',
        'publish',
        `${id} has index ${index}: there is room for 1 to ${this.room - 1}`,
      );
    const key = u32Key(index);
    const value = this.states().lookup(key) as Buffer;
    const hash = hashOf(id);
    const fresh = uint64(value, fields.holder) !== hash || uint(value, fields.ifindex) !== ifindex;
    const before = fresh ? 0 : uint(value, fields.restricted);
    let generation = uint(value, fields.generation);
    const closing = restricted & ~before;
    if (!fresh && before === restricted) return { generation, key, closing, fresh };
    if (fresh) {
      generation = generation >= 0xffffffff ? 1 : generation + 1;
      setUint(value, fields.generation, generation);
      setUint64(value, fields.holder, hash);
      setUint(value, fields.ifindex, ifindex);
    }
    setUint(value, fields.restricted, restricted);
    const until = now() + BigInt(Math.round(this.recoveryMs * 1e6));
    for (const direction of [0, 1]) {
      if (closing & (1 << direction)) setUint64(value, fields.recover_until_ns, until, direction);
    }
    return { generation, key, value, closing, fresh };
  }

  /** The interface that an endpoint had when it last held that index; undefined: it did not. */
  interfaceOf({ id, index }: Holder): number | undefined {
    const value = this.states().lookup(u32Key(index));
    return value !== undefined && uint64(value, fields.holder) === hashOf(id) ? uint(value, fields.ifindex) : undefined;
  }

  /** The generation of an index's present holder; 0 if it never had one. */
  generation(index: number): number {
    const value = this.states().lookup(u32Key(index));
    return value === undefined ? 0 : uint(value, fields.generation);
  }

  /**
   * Recovery windows that reach further than any that we open: a foreign hand let unknown flows in. Closes them.
   * @returns their indexes
   */
  closeForeignWindows(now: bigint): number[] {
    const states = this.states();
    const latest = Number(now) + (this.recoveryMs + SLACK_MS) * 1e6;
    const found: number[] = [];
    const isForeign = (value: Buffer, at: number, direction: number): boolean =>
      number64(value, fields.recover_until_ns, at / 8 + direction) > latest;
    for (const { index, values, at } of this.#all())
      if (isForeign(values, at, 0) || isForeign(values, at, 1)) found.push(index);
    for (const index of found) {
      const value = states.lookup(u32Key(index)) as Buffer;
      for (const direction of [0, 1])
        if (isForeign(value, 0, direction)) setUint64(value, fields.recover_until_ns, 0n, direction);
      states.update(u32Key(index), value);
    }
    return found;
  }

  /** Indexes with the interfaces of their last holders. */
  *interfaces(): Generator<{ readonly index: number; readonly ifindex: number }> {
    for (const { index, values, at } of this.#all())
      yield { index, ifindex: values.readUInt32LE(at + fields.ifindex.offset) };
  }

  /** Those that had a holder, and where their states begin: a multiple of 8. Looked at every two seconds, so little is made of them. */
  *#all(): Generator<{ readonly index: number; readonly values: Buffer; readonly at: number }> {
    const states = this.states();
    const { maxEntries, transferSize } = states.info;
    const values = Buffer.alloc(maxEntries * transferSize);
    states.lookupBatch(undefined, Buffer.alloc(maxEntries * 4), values);
    for (let index = 1; index < maxEntries; index++) {
      const at = index * transferSize;
      if (values.readUInt32LE(at + fields.ifindex.offset) !== 0) yield { index, values, at };
    }
  }
}
