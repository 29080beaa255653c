/** The program osg_sweep. */
import type { BpfProgram } from '../ebpf/binding.js';
import { setUint, setUint64 } from '../ebpf/struct.js';
import { OsgSweep } from '../gen/abi.js';

/** Runs the program osg_sweep once; returns struct osg_sweep as it left it. */
export function sweep(
  program: BpfProgram,
  request: { mode: number; endpoint?: number; generation?: number; table?: number; untilNs?: bigint },
): Buffer {
  const { fields, size } = OsgSweep;
  const ctx = Buffer.alloc(size);
  setUint(ctx, fields.mode, request.mode);
  setUint(ctx, fields.endpoint, request.endpoint ?? 0);
  setUint(ctx, fields.generation, request.generation ?? 0);
  setUint(ctx, fields.table, request.table ?? 0);
  setUint64(ctx, fields.until_ns, request.untilNs ?? 0n);
  // The kernel takes neither output nor repetitions from a syscall program, and writes the context back in place.
  program.testRun({ ctx, repeat: 0 });
  return ctx;
}
