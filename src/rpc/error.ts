/** The one error class of the gRPC wire. */

export type ControlErrorCode =
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
  /** The other side's certificate does not allow this. */
  | 'IDENTITY'
  /** A listener or dial address that cannot be served safely. */
  | 'ADDRESS'
  /** Certificates or keys that cannot be used. */
  | 'TLS'
  /** Dial deadline, keepalive or stream end. */
  | 'UNREACHABLE';

export class ControlError extends Error {
  readonly code: ControlErrorCode;
  /** What was being done, or the object (`SecurityGroup/shop/api`). */
  readonly operation: string;
  readonly field: string | undefined;

  constructor(
    code: ControlErrorCode,
    operation: string,
    message: string,
    options: { field?: string; cause?: unknown } = {},
  ) {
    super(`${operation}: ${message}`, { cause: options.cause });
    this.name = 'ControlError';
    this.code = code;
    this.operation = operation;
    this.field = options.field;
  }
}
