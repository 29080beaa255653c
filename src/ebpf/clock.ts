import { fileURLToPath } from 'node:url';
import { OsgClock } from '../gen/abi.js';
import { BpfObject, type BpfProgram } from './binding.js';

/** Beside src/ and dist/ alike. */
const OBJECT = fileURLToPath(new URL('../../bpf/build/clock.bpf.o', import.meta.url));
const { fields, size } = OsgClock;
/** The kernel wants an Ethernet header and something in it. */
const PACKET = 64;

export interface ClockReading {
  readonly jiffies: bigint;
  /** Monotonic nanoseconds at the last tick. */
  readonly coarseNs: bigint;
  readonly taiNs: bigint;
  /** Since boot, suspended time too: what no one can set. */
  readonly bootNs: bigint;
  /** Unix nanoseconds of the same moment, to the millisecond. */
  readonly unixNs: bigint;
}

/** The clocks that packet programs go by, read by a program. */
export class KernelClock {
  readonly #program: BpfProgram;

  private constructor(program: BpfProgram) {
    this.#program = program;
  }

  static open(): KernelClock {
    const object = BpfObject.open(OBJECT);
    try {
      object.load();
      return new KernelClock(object.program('osg_read_clock'));
    } finally {
      object.close();
    }
  }

  read(): ClockReading {
    const { dataOut } = this.#program.testRun({ data: Buffer.alloc(PACKET), dataOutSize: PACKET });
    const unixNs = BigInt(Date.now()) * 1_000_000n;
    const clock = new BigUint64Array(dataOut.buffer.slice(dataOut.byteOffset, dataOut.byteOffset + size));
    const at = (field: { readonly offset: number }): bigint => clock[field.offset / 8]!;
    return {
      jiffies: at(fields.jiffies),
      coarseNs: at(fields.coarse_ns),
      taiNs: at(fields.tai_ns),
      bootNs: at(fields.boot_ns),
      unixNs,
    };
  }

  /** Nanoseconds from tick to tick, by watching some: takes a few ticks (4 ms each where HZ is 250). */
  tickNs(): number {
    const first = this.#atTick(0n);
    const last = this.#atTick(first.jiffies + 3n);
    const hz = Math.round((1e9 * Number(last.jiffies - first.jiffies)) / Number(last.coarseNs - first.coarseNs));
    return Math.round(1e9 / hz);
  }

  /** The reading right after a tick, from jiffies on. */
  #atTick(from: bigint): ClockReading {
    let before = this.read();
    for (;;) {
      const now = this.read();
      if (now.jiffies !== before.jiffies && now.coarseNs !== before.coarseNs && now.jiffies >= from) return now;
      if (now.jiffies !== before.jiffies || now.coarseNs !== before.coarseNs) before = now;
    }
  }

  close(): void {
    this.#program.close();
  }
}
