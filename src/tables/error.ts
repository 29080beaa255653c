export type TablesErrorCode =
  /** Does not fit; `counts` has the numbers. */
  | 'CAPACITY'
  /** One walk would touch too many nodes. */
  | 'DEPTH'
  /** The plan breaks its own contract. */
  | 'PLAN'
  /** Lines that no encoder of this version wrote. */
  | 'LAYOUT';

/** What the tables cannot hold or what is wrong with them. Nothing has been written when it is thrown. */
export class TablesError extends Error {
  override readonly name = 'TablesError';

  constructor(
    readonly code: TablesErrorCode,
    /** What is at fault: a limit, an endpoint, a line. */
    readonly field: string,
    message: string,
    readonly counts: Readonly<Record<string, { readonly found: number; readonly limit: number }>> = {},
  ) {
    super(message);
  }
}
