/** The one error class of the controller. */

export type ControllerErrorCode =
  /** The durable store cannot be opened, written, or is another writer's. */
  | 'STORE'
  /** The hash chain of the audit log is broken. */
  | 'AUDIT'
  /** The policy source cannot be read. */
  | 'SOURCE'
  /** Files that are no policy, or policy that no node can hold. */
  | 'INVALID'
  /** What an operator names does not exist. */
  | 'NOT_FOUND'
  /** What an operator writes is no port, address or time. */
  | 'ARGUMENT'
  /** What an operator asked for is not allowed, or not now. */
  | 'REQUEST';

export class ControllerError extends Error {
  readonly code: ControllerErrorCode;
  readonly operation: string;
  readonly field: string | undefined;

  constructor(
    code: ControllerErrorCode,
    operation: string,
    message: string,
    options: { field?: string; cause?: unknown } = {},
  ) {
    super(`${operation}: ${message}`, { cause: options.cause });
    this.name = 'ControllerError';
    this.code = code;
    this.operation = operation;
    this.field = options.field;
  }
}
