export type EventsErrorCode = 'record' | 'spool' | 'send' | 'closed';

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
