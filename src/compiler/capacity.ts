/** How much room a plan needs in the table arena, before anything is encoded. */

export interface Amounts {
  readonly ranges: { readonly 4: number; readonly 6: number };
  readonly rows: number;
  readonly segments: number;
  readonly tables: number;
  readonly classEntries: number;
  readonly chainSteps: number;
}

/** Bytes of table for each, with the inner nodes and the padding to whole lines that they bring. */
const BYTES = { range4: 16, range6: 48, row: 64, segment: 16, table: 64, classEntry: 4, chainStep: 64 } as const;

/** Upper bound of arena bytes. */
export function arenaBound({ ranges, rows, segments, tables, classEntries, chainSteps }: Amounts): number {
  return (
    ranges[4] * BYTES.range4 +
    ranges[6] * BYTES.range6 +
    rows * BYTES.row +
    segments * BYTES.segment +
    tables * BYTES.table +
    classEntries * BYTES.classEntry +
    chainSteps * BYTES.chainStep
  );
}
