/** The one error class of a process as such. */

export type PartErrorCode =
  /** The configuration is wrong: file, variable or flag; the message has a line for each error. */
  | 'CONFIG'
  /** Health and metrics cannot be served at their address. */
  | 'HEALTH';

export class PartError extends Error {
  override readonly name = 'PartError';

  constructor(
    readonly code: PartErrorCode,
    /** The setting or address that is meant. */
    readonly operation: string,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
