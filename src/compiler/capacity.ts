/** How much room a plan needs in the table arena, before anything is encoded. */

export interface Amounts {
  readonly ranges: { readonly 4: number; readonly 6: number };
  readonly rows: number;
  readonly segments: number;
  readonly tables: number;
  readonly classEntries: number;
  readonly chainSteps: number;
}

/**
 * Bytes of table for each bound, with the inner nodes and the padding that it may bring: a leaf line holds 8 of them and is
 * at least half full under an inner line. An IPv6 start may bring two bounds in each of four words.
 */
const BYTES = { bound4: 24, bound6: 192, table: 16, chainStep: 16 } as const;

/** Upper bound of arena bytes. A partition of n parts has n - 1 bounds; a row of one segment takes no room at all. */
export function arenaBound({ ranges, rows, segments, tables, classEntries, chainSteps }: Amounts): number {
  return (
    ranges[4] * BYTES.bound4 +
    ranges[6] * BYTES.bound6 +
    (segments - rows) * BYTES.bound4 +
    tables * BYTES.table +
    classEntries * BYTES.bound4 +
    chainSteps * BYTES.chainStep
  );
}
