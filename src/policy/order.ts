/** The orders that make evaluation and attribution the same on every machine. */

/** Which of several rules with the same say is named: the latest expiry (never is latest), then the lowest id. */
export function compareAttribution(
  a: { readonly id: string; readonly expiresAt?: number },
  b: { readonly id: string; readonly expiresAt?: number },
): number {
  const [x, y] = [a.expiresAt ?? Number.POSITIVE_INFINITY, b.expiresAt ?? Number.POSITIVE_INFINITY];
  return x === y ? compareText(a.id, b.id) : y > x ? 1 : -1;
}

/** Order by UTF-16 code units, the same on every machine. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
