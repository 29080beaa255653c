export type CollectorErrorCode =
  /** The database cannot be opened, read or written, or is a later version's. */
  | 'STORE'
  /** A filter field that cannot be understood. */
  | 'FILTER'
  /** The caller's certificate does not allow this: a node's report, a namespace, a label. */
  | 'ACCESS'
  /** What the controller tells of owners makes no sense. */
  | 'INVENTORY'
  /** The controller could not explain an event. */
  | 'CONTROLLER';

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
