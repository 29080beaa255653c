/** The one error class of views, inventory and explanations on the wire. */

export type DistributionErrorCode =
  /** Bytes that are no message, a field out of range. */
  | 'MALFORMED'
  /** A message that the state machine does not allow here. */
  | 'PROTOCOL'
  /** A delta on a base that is not ours. */
  | 'STALE_BASE'
  /** An empty view without the explicit marker. */
  | 'EMPTY'
  /** The view is not the one whose digest was sent. */
  | 'DIGEST'
  /** The view of another node. */
  | 'IDENTITY';

export class DistributionError extends Error {
  readonly code: DistributionErrorCode;
  /** What was being done, or the object (`SecurityGroup/shop/api`). */
  readonly operation: string;
  readonly field: string | undefined;

  constructor(
    code: DistributionErrorCode,
    operation: string,
    message: string,
    options: { field?: string; cause?: unknown } = {},
  ) {
    super(`${operation}: ${message}`, { cause: options.cause });
    this.name = 'DistributionError';
    this.code = code;
    this.operation = operation;
    this.field = options.field;
  }
}
