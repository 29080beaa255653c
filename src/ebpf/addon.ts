/** The native addon, loaded. This file alone does that; `binding.ts` is its typed face. */
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { Addon } from './binding-addon.js';

/** A failure of the native layer or of the kernel below it. */
export class BpfError extends Error {
  override readonly name = 'BpfError';
  /** Name of the errno (`ENOENT`, `EPERM`, …), `CLOSED` for use after close, `ADDON` when the addon cannot be loaded. */
  readonly code: string;
  /** What was tried: `map update`, `link create`, … */
  readonly operation: string;
  readonly errno: number | undefined;
  /** The whole log of the verifier for the program that it refused. */
  readonly verifierLog: string | undefined;
  /** Of a batch that failed midway: how many elements took effect. */
  readonly count: number | undefined;

  constructor(
    message: string,
    fields: { code: string; operation: string; errno?: number; verifierLog?: string; count?: number; cause?: unknown },
  ) {
    super(message, fields.cause === undefined ? undefined : { cause: fields.cause });
    this.code = fields.code;
    this.operation = fields.operation;
    this.errno = fields.errno;
    this.verifierLog = fields.verifierLog;
    this.count = fields.count;
  }
}

export const addon = load();

function load(): Addon {
  const path = fileURLToPath(new URL('../../native/build/osg_native.node', import.meta.url));
  try {
    const loaded = createRequire(import.meta.url)(path) as Addon;
    loaded.setErrorClass(BpfError);
    return loaded;
  } catch (cause) {
    throw new BpfError(`cannot load ${path}: build it with "make -C native" (needs libbpf): ${String(cause)}`, {
      code: 'ADDON',
      operation: 'load addon',
      cause,
    });
  }
}

export function invalid(operation: string, message: string): BpfError {
  return new BpfError(`${operation}: ${message}`, { code: 'EINVAL', operation });
}
