/** The one error class of calls between processes, at both ends. */

export type RpcErrorCode =
  /** A listener or dial address that is none, or that cannot be served safely. */
  | 'ADDRESS'
  /** Certificates or keys that cannot be used. */
  | 'TLS'
  /** The caller's certificate does not allow this. */
  | 'IDENTITY'
  /** Dial deadline, keepalive, the end of a stream, a call without an answer. */
  | 'UNREACHABLE'
  /** Another call of the same name took this one's place. */
  | 'REPLACED'
  /** A message that is not allowed here, or not now. */
  | 'PROTOCOL'
  /** What was asked is no sensible question: a field out of range. */
  | 'ARGUMENT'
  /** What was asked for does not exist. */
  | 'NOT_FOUND'
  /** Not in this state: no policy is in force, no controller is set. */
  | 'STATE'
  /** Too much is under way: ask again. */
  | 'BUSY'
  /** A defect at the other end. */
  | 'INTERNAL';

export class RpcError extends Error {
  override readonly name = 'RpcError';
  readonly code: RpcErrorCode;
  /** What was being done, or with whom: an address, `node n1`, `hello`. */
  readonly operation: string;
  readonly field: string | undefined;

  constructor(
    code: RpcErrorCode,
    operation: string,
    message: string,
    options: { field?: string; cause?: unknown } = {},
  ) {
    super(operation === '' ? message : `${operation}: ${message}`, { cause: options.cause });
    this.code = code;
    this.operation = operation;
    this.field = options.field;
  }
}
