export type DatapathErrorCode =
  /** Pinned state of another version that cannot be taken over. */
  | 'LAYOUT'
  /** An index out of range, or held by another endpoint. */
  | 'ENDPOINT'
  /** A setting that makes no sense. */
  | 'CONFIG'
  /** Another agent holds the folder in bpffs. */
  | 'OWNED'
  /** Used after close. */
  | 'CLOSED';

/** A failure of the data plane as a whole; failures of single kernel calls are `BpfError`, of publishing `PublishError`. */
export class DatapathError extends Error {
  override readonly name = 'DatapathError';

  constructor(
    readonly code: DatapathErrorCode,
    readonly operation: string,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
