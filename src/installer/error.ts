/** The one error class of the installer. */

export type InstallerErrorCode =
  /** The CNI's configuration is none that a plugin can be chained to; it is as it was. */
  | 'CONFLIST'
  /** A folder or file of the node cannot be read or written. */
  | 'FILES';

export class InstallerError extends Error {
  override readonly name = 'InstallerError';

  constructor(
    readonly code: InstallerErrorCode,
    /** The file that is meant. */
    readonly operation: string,
    message: string,
    options?: ErrorOptions,
  ) {
    super(`${operation}: ${message}`, options);
  }
}
