/** What the tables cannot hold or what is wrong with them. Nothing has been written when it is thrown. */
export class TablesError extends Error {
  override readonly name = 'TablesError';

  constructor(
    /**
     * `CAPACITY`: does not fit, `counts` has the numbers. `DEPTH`: one walk would touch too many nodes. `PLAN`: the plan
     * breaks its own contract. `LAYOUT`: lines that no encoder of this version wrote.
     */
    readonly code: 'CAPACITY' | 'DEPTH' | 'PLAN' | 'LAYOUT',
    /** What is at fault: a limit, an endpoint, a line. */
    readonly field: string,
    message: string,
    readonly counts: Readonly<Record<string, { readonly found: number; readonly limit: number }>> = {},
  ) {
    super(message);
  }
}
