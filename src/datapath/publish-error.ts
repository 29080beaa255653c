/** Why nothing could be published; who may publish. */
import { BpfError, type FdHandle, lockFile } from '../ebpf/binding.js';

export type PublishErrorCode =
  /** Another process writes these tables. */
  | 'LOCKED'
  /** Does not fit and cannot grow. */
  | 'CAPACITY'
  /** Used after close. */
  | 'CLOSED';

/** A publication that could not be done. The revision in force is as it was. */
export class PublishError extends Error {
  override readonly name = 'PublishError';

  constructor(
    readonly code: PublishErrorCode,
    readonly operation: string,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** Makes us the only writer; the kernel releases it when we die. @throws {PublishError} LOCKED */
export function takeLock(path: string): FdHandle {
  try {
    return lockFile(path);
  } catch (cause) {
    if (cause instanceof BpfError && cause.code === 'EAGAIN') {
      throw new PublishError('LOCKED', 'open', `another process writes these tables: ${path} is locked`, { cause });
    }
    throw cause;
  }
}
