export type CollectorErrorCode = 'config' | 'store' | 'filter' | 'listen' | 'access' | 'inventory' | 'controller';

/** A failure of the collector. `operation` says what was tried, `field` which setting or filter is meant. */
export class CollectorError extends Error {
  override readonly name = 'CollectorError';

  constructor(
    readonly code: CollectorErrorCode,
    readonly operation: string,
    message: string,
    cause?: unknown,
  ) {
    super(`${operation}: ${message}`, cause === undefined ? undefined : { cause });
  }
}
