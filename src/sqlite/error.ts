/** The one error class of databases. */

export type SqliteErrorCode =
  /** A database cannot be opened or made. */
  | 'OPEN'
  /** A database is a newer program's, or cannot be brought up to date; the message says which step. */
  | 'SCHEMA';

export class SqliteError extends Error {
  override readonly name = 'SqliteError';

  constructor(
    readonly code: SqliteErrorCode,
    readonly operation: string,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
