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
      taiNs: at(fields.tai_ns),
      bootNs: at(fields.boot_ns),
      unixNs,
    };
  }

  close(): void {
    this.#program.close();
  }
}
