/** Why a view cannot become a plan. `counts` says what was found against what is allowed, for CAPACITY. */
export class CompileError extends Error {
  override readonly name = 'CompileError';

  constructor(
    readonly code: 'CAPACITY' | 'UNKNOWN_SET' | 'UNKNOWN_POLICY' | 'UNKNOWN_ENDPOINT' | 'RANGE' | 'DUPLICATE',
    /** The object that is at fault: a policy, rule, endpoint or limit. */
    readonly field: string,
    message: string,
    readonly counts: Readonly<Record<string, { readonly found: number; readonly limit: number }>> = {},
  ) {
    super(message);
  }
}
