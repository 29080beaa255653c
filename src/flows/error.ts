export type EventsErrorCode =
  /** The ring of records does not come to rest. */
  | 'RING'
  /** Bytes of the ring that are no record. */
  | 'RECORD'
  /** The spool on disk cannot be opened or written. */
  | 'SPOOL';

/** A failure of the deny stream on the node. It never reaches enforcement. */
export class EventsError extends Error {
  override readonly name = 'EventsError';

  constructor(
    readonly code: EventsErrorCode,
    readonly operation: string,
    message: string,
    cause?: unknown,
  ) {
    super(`${operation}: ${message}`, cause === undefined ? undefined : { cause });
  }
}
