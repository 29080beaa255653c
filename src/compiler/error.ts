export type CompileErrorCode =
  /** More than the tables can hold; `counts` has the numbers. */
  | 'CAPACITY'
  /** A rule names an address set that the view lacks. */
  | 'UNKNOWN_SET'
  /** An endpoint names a policy that the view lacks. */
  | 'UNKNOWN_POLICY'
  /** A change is about an endpoint that the view lacks. */
  | 'UNKNOWN_ENDPOINT'
  /** A number that its field cannot hold. */
  | 'RANGE'
  /** One id twice. */
  | 'DUPLICATE';

/** Why a view cannot become a plan. `counts` says what was found against what is allowed, for CAPACITY. */
export class CompileError extends Error {
  override readonly name = 'CompileError';

  constructor(
    readonly code: CompileErrorCode,
    /** The object that is at fault: a policy, rule, endpoint or limit. */
    readonly field: string,
    message: string,
    readonly counts: Readonly<Record<string, { readonly found: number; readonly limit: number }>> = {},
  ) {
    super(message);
  }
}

export const twice = (what: string, name: string): CompileError =>
  new CompileError('DUPLICATE', name, `the view holds two ${what} ${name}`);
