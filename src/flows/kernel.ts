import { number64, setUint64, uint } from '../ebpf/struct.js';
import { OsgDenyControl, OsgDenyEndpoint, OsgEventLimits } from '../gen/abi.js';

const ENDPOINT = OsgDenyEndpoint.fields;
const CONTROL = OsgDenyControl.fields;
const PACKET = new Uint8Array(64);
/** Of an endpoint without any deny. */
const NOTHING = new Uint8Array(OsgDenyEndpoint.size);
const NO_PACKETS = { counted: 0, reported: 0, suppressed: 0, lost: 0, wouldDeny: 0, wouldAllow: 0, flows: 0 };
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
  /** With fewer bytes unread than that, no record is read by itself. */
  setLeast(bytes: number): void;
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
  /** So many of its elements, from the first one on, may hold something. Absent: all. */
  readonly room?: () => number;
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
  readonly wouldAllow: number;
  readonly flows: number;
  readonly drops: readonly DenyDrop[];
}

export interface DenyDrop {
  readonly endpoint: number;
  readonly egress: boolean;
  /** enum osg_reason. */
  readonly reason: number;
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
  #keys: Buffer = Buffer.alloc(0);
  #values: Buffer = Buffer.alloc(0);
  /** What `#figures` were made of. */
  #before: Buffer = Buffer.alloc(0);
  #figures: DenyFigures = { ...NO_PACKETS, drops: [] };
  readonly #zero = Buffer.alloc(4);

  constructor(parts: DenyKernelParts) {
    this.#parts = parts;
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
      const [interval, burst] = [CONTROL.interval_ns, CONTROL.burst_ns].map((field) => number64(before, field));
      // Whoever was killed in `work` left no tokens: the default, then.
      if (interval === NEVER) this.#setTokens(before, 0, 0);
      else this.#setTokens(before, interval ?? 0, burst ?? 0);
    }
  }

  /** One walk over the flow signatures; about 50 ns each, and 100 ns for a record. */
  sweep(options: SweepOptions): SweepResult {
    const control = this.#control();
    setUint64(control, CONTROL.now_ns, nanoseconds(Date.now() * 1e6));
    setUint64(control, CONTROL.rollup_ns, nanoseconds(options.rollupMs * 1e6));
    setUint64(control, CONTROL.idle_ns, nanoseconds(options.idleMs * 1e6));
    setUint64(control, CONTROL.limit, nanoseconds(options.limit));
    this.#parts.control.update(this.#zero, control);
    this.#parts.sweep.testRun({ data: PACKET });
    const after = this.#control();
    return {
      flows: number64(after, CONTROL.flows),
      emitted: number64(after, CONTROL.emitted),
      deferred: number64(after, CONTROL.deferred),
      pending: number64(after, CONTROL.pending),
      deleted: number64(after, CONTROL.deleted),
    };
  }

  figures(): DenyFigures {
    const { endpoints, room } = this.#parts;
    const most = Math.min(room?.() ?? Number.POSITIVE_INFINITY, endpoints.info.maxEntries);
    if (this.#keys.length !== 4 * most) {
      this.#keys = Buffer.alloc(4 * most);
      [this.#values, this.#before] = [Buffer.alloc(OsgDenyEndpoint.size * most), Buffer.alloc(0)];
    }
    const { count } = endpoints.lookupBatch(undefined, this.#keys, this.#values);
    const values = this.#values.subarray(0, OsgDenyEndpoint.size * count);
    // As on a node at rest.
    if (values.equals(this.#before)) return this.#figures;
    this.#figures = this.#decode(values);
    [this.#values, this.#before] = [
      this.#before.length === this.#values.length ? this.#before : Buffer.alloc(this.#values.length),
      values,
    ];
    return this.#figures;
  }

  #decode(values: Buffer): DenyFigures {
    const total = { ...NO_PACKETS };
    const drops: DenyDrop[] = [];
    for (let at = 0, i = 0; at < values.length; at += OsgDenyEndpoint.size, i++) {
      const one = values.subarray(at, at + OsgDenyEndpoint.size);
      // As nearly all are.
      if (one.equals(NOTHING)) continue;
      const reported = number64(one, ENDPOINT.reported);
      total.reported += reported;
      total.suppressed += number64(one, ENDPOINT.suppressed);
      total.lost += number64(one, ENDPOINT.lost);
      total.flows += uint(one, ENDPOINT.flows);
      // The first packet takes a token: an index without one has counted nothing.
      if (number64(one, ENDPOINT.next_ns) === 0) continue;
      const would = number64(one, ENDPOINT.would_deny) + number64(one, ENDPOINT.would_deny, 1);
      const wouldAllow = number64(one, ENDPOINT.would_allow) + number64(one, ENDPOINT.would_allow, 1);
      total.wouldDeny += would;
      total.wouldAllow += wouldAllow;
      total.counted += would + wouldAllow;
      for (let cell = 0; cell < ENDPOINT.denied.count; cell++) {
        const packets = number64(one, ENDPOINT.denied, cell);
        if (packets === 0) continue;
        total.counted += packets;
        const endpoint = this.#keys.readUInt32LE(i * 4);
        const index = cell % OsgEventLimits.REASONS;
        drops.push({ endpoint, egress: cell >= OsgEventLimits.REASONS, reason: reasonOfIndex(index), packets });
      }
    }
    return { ...total, drops };
  }

  #setTokens(control: Buffer, intervalNs: number, burstNs: number): void {
    const changed = Buffer.from(control);
    setUint64(changed, CONTROL.interval_ns, nanoseconds(intervalNs));
    setUint64(changed, CONTROL.burst_ns, nanoseconds(burstNs));
    this.#parts.control.update(this.#zero, changed);
  }

  #control(): Buffer {
    return this.#parts.control.lookup(this.#zero) ?? Buffer.alloc(OsgDenyControl.size);
  }
}

/** The inverse of osg_deny_reason_index in bpf/lib/notify.h. */
const reasonOfIndex = (index: number): number => (index < 8 ? index + 32 : index - 8 + 64);

const nanoseconds = (value: number): bigint => BigInt(Math.round(value));
