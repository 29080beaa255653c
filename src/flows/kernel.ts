import { endianness } from 'node:os';
import { OsgDenyControl, OsgDenyEndpoint, OsgEventLimits } from '../gen/abi.js';

const LITTLE = endianness() === 'LE';
const ENDPOINT = OsgDenyEndpoint.fields;
const CONTROL = OsgDenyControl.fields;
const PACKET = new Uint8Array(64);
/** Between two tokens, in nanoseconds: 73 years, more than any burst. */
const NEVER = 2 ** 61;

/** What is needed of a map handle; the data plane's binding has it. */
interface DenyMap {
  readonly info: { readonly maxEntries: number };
  lookup(key: Uint8Array, out?: Buffer): Buffer | undefined;
  update(key: Uint8Array, value: Uint8Array): void;
  lookupBatch(cursor: Uint8Array | undefined, keys: Uint8Array, values: Uint8Array): { count: number; cursor?: Buffer };
}

export interface DenyReader {
  /** Reads one batch now; returns its size. */
  consume(): number;
  close(): void;
  /** `longest…`: one batch, in nanoseconds as they passed, and of this thread's processor time. */
  readonly stats: {
    readonly availableBytes: number;
    readonly ringBytes: number;
    readonly longestNs: number;
    readonly longestCpuNs: number;
  };
}

/** The kernel's side of the deny stream, as bpf/lib/notify.h declares it. */
export interface DenyKernelParts {
  /** Map `osg_deny_eps`. */
  readonly endpoints: DenyMap;
  /** Map `osg_deny_ctl`. */
  readonly control: DenyMap;
  /** Program `osg_deny_sweep`. */
  readonly sweep: { testRun(options: { data: Uint8Array }): unknown };
  /** Opens the reader of the ring `osg_events`. */
  openReader(
    onBatch: (buffer: Buffer, offsets: Uint32Array, count: number) => void,
    onError: (error: unknown) => void,
  ): DenyReader;
}

/** Packets, since the maps were made. `drops` has one item for each endpoint index, direction and reason that is not 0. */
export interface DenyFigures {
  readonly counted: number;
  readonly reported: number;
  readonly suppressed: number;
  readonly lost: number;
  readonly wouldDeny: number;
  readonly flows: number;
  readonly drops: readonly DenyDrop[];
}

export interface DenyDrop {
  readonly endpoint: number;
  readonly egress: boolean;
  /** enum osg_reason; undefined for a number that this version does not know. */
  readonly reason: number | undefined;
  readonly packets: number;
}

export interface SweepOptions {
  /** Least time between two reports of a signature; 0 reports all that is pending. */
  readonly rollupMs: number;
  /** Signatures with nothing pending for so long are forgotten. */
  readonly idleMs: number;
  /** Records at most. */
  readonly limit: number;
}

export interface SweepResult {
  readonly flows: number;
  readonly emitted: number;
  /** Signatures that were due, but found no token, no ring space, or the limit. */
  readonly deferred: number;
  /** Packets that wait for a later sweep. */
  readonly pending: number;
  readonly deleted: number;
}

/** Reads the counters and runs the sweep. */
export class DenyKernel {
  readonly #parts: DenyKernelParts;
  readonly #keys: Buffer;
  readonly #values: Buffer;
  readonly #zero = Buffer.alloc(4);

  constructor(parts: DenyKernelParts) {
    this.#parts = parts;
    this.#keys = Buffer.alloc(4 * parts.endpoints.info.maxEntries);
    this.#values = Buffer.alloc(OsgDenyEndpoint.size * parts.endpoints.info.maxEntries);
  }

  /** Sets the token bucket of every endpoint. */
  setRate(eventsPerSecond: number, burst: number): void {
    const interval = Math.max(1, Math.round(1e9 / eventsPerSecond));
    this.#setTokens(this.#control(), interval, interval * burst);
  }

  /** No record is made while `work` runs: no endpoint has a token. Packets are counted, and wait in their signatures. */
  withoutRecords<T>(work: () => T): T {
    const before = this.#control();
    this.#setTokens(before, NEVER, 0);
    try {
      return work();
    } finally {
      const [interval, burst] = [CONTROL.interval_ns.offset, CONTROL.burst_ns.offset].map((at) => readU64(before, at));
      // Whoever was killed in `work` left no tokens: the default, then.
      if (interval === NEVER) this.#setTokens(before, 0, 0);
      else this.#setTokens(before, interval ?? 0, burst ?? 0);
    }
  }

  /** One walk over the flow signatures; about 50 ns each, and 100 ns for a record. */
  sweep(options: SweepOptions): SweepResult {
    const control = this.#control();
    writeU64(control, CONTROL.now_ns.offset, Date.now() * 1e6);
    writeU64(control, CONTROL.rollup_ns.offset, options.rollupMs * 1e6);
    writeU64(control, CONTROL.idle_ns.offset, options.idleMs * 1e6);
    writeU64(control, CONTROL.limit.offset, options.limit);
    this.#parts.control.update(this.#zero, control);
    this.#parts.sweep.testRun({ data: PACKET });
    const after = this.#control();
    return {
      flows: readU64(after, CONTROL.flows.offset),
      emitted: readU64(after, CONTROL.emitted.offset),
      deferred: readU64(after, CONTROL.deferred.offset),
      pending: readU64(after, CONTROL.pending.offset),
      deleted: readU64(after, CONTROL.deleted.offset),
    };
  }

  figures(): DenyFigures {
    const total = { counted: 0, reported: 0, suppressed: 0, lost: 0, wouldDeny: 0, flows: 0 };
    const drops: DenyDrop[] = [];
    const { count } = this.#parts.endpoints.lookupBatch(undefined, this.#keys, this.#values);
    for (let i = 0; i < count; i++) {
      const at = i * OsgDenyEndpoint.size;
      const reported = readU64(this.#values, at + ENDPOINT.reported.offset);
      total.reported += reported;
      total.suppressed += readU64(this.#values, at + ENDPOINT.suppressed.offset);
      total.lost += readU64(this.#values, at + ENDPOINT.lost.offset);
      total.flows += readU32(this.#values, at + ENDPOINT.flows.offset);
      // The first packet takes a token: an index without one has counted nothing.
      if (readU64(this.#values, at + ENDPOINT.next_ns.offset) === 0) continue;
      const would = readU64(this.#values, at + ENDPOINT.would_deny.offset);
      const wouldOut = readU64(this.#values, at + ENDPOINT.would_deny.offset + 8);
      total.wouldDeny += would + wouldOut;
      total.counted += would + wouldOut;
      for (let cell = 0; cell < ENDPOINT.denied.count; cell++) {
        const packets = readU64(this.#values, at + ENDPOINT.denied.offset + cell * 8);
        if (packets === 0) continue;
        total.counted += packets;
        const endpoint = readU32(this.#keys, i * 4);
        const index = cell % OsgEventLimits.REASONS;
        drops.push({ endpoint, egress: cell >= OsgEventLimits.REASONS, reason: reasonOfIndex(index), packets });
      }
    }
    return { ...total, drops };
  }

  #setTokens(control: Buffer, intervalNs: number, burstNs: number): void {
    const changed = Buffer.from(control);
    writeU64(changed, CONTROL.interval_ns.offset, intervalNs);
    writeU64(changed, CONTROL.burst_ns.offset, burstNs);
    this.#parts.control.update(this.#zero, changed);
  }

  #control(): Buffer {
    return this.#parts.control.lookup(this.#zero) ?? Buffer.alloc(OsgDenyControl.size);
  }
}

/** The inverse of osg_deny_reason_index in bpf/lib/notify.h. */
function reasonOfIndex(index: number): number | undefined {
  if (index < 8) return index + 32;
  return index < OsgEventLimits.REASONS - 1 ? index - 8 + 64 : undefined;
}

const readU32 = (buffer: Buffer, at: number): number => (LITTLE ? buffer.readUInt32LE(at) : buffer.readUInt32BE(at));

function readU64(buffer: Buffer, at: number): number {
  const [high, low] = LITTLE ? [at + 4, at] : [at, at + 4];
  return readU32(buffer, high) * 4294967296 + readU32(buffer, low);
}

function writeU64(buffer: Buffer, at: number, value: number): void {
  if (LITTLE) buffer.writeBigUInt64LE(BigInt(Math.round(value)), at);
  else buffer.writeBigUInt64BE(BigInt(Math.round(value)), at);
}
