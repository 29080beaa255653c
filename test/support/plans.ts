/** Plans made by hand, for tests of the tables without the compiler. */

import type {
  Cell,
  ClassMap,
  Matcher,
  Plan,
  PlanEndpoint,
  RangeChunk,
  RangeMap,
  Row,
  RowRef,
  SlotInfo,
} from '../../src/compiler/plan.js';
import { foreverCell } from '../../src/compiler/plan.js';
import type { Address, Family } from '../../src/net/types.js';
import { Pieces } from '../../src/policy/pieces.js';
import { NO_SERVICES } from '../../src/policy/view.js';

export const cellOf = (verdict: 'allow' | 'deny', slot: number): Cell => foreverCell(verdict, slot);

let rows = 0;

/** A row that is `cell` within [first, last] of the key axis and `otherwise` elsewhere. */
export function rowOf(otherwise: Cell, segments: readonly { first: number; last: number; cell: Cell }[] = []): Row {
  const starts = [0];
  const cells = [otherwise];
  for (const { first, last, cell } of segments) {
    if (first === starts[starts.length - 1]) cells[cells.length - 1] = cell;
    else {
      starts.push(first);
      cells.push(cell);
    }
    if (last < 0xffffff) {
      starts.push(last + 1);
      cells.push(otherwise);
    }
  }
  return { number: ++rows, starts: Uint32Array.from(starts), cells };
}

/** What a range of addresses leads to, from `start` on. */
export interface Piece<T> {
  readonly start: bigint;
  readonly value: T;
}

/** A range map; cut into chunks before those starts for which `cut` holds (IPv6: only at multiples of 2^64). */
export function rangeMapOf(
  family: Family,
  pieces: readonly Piece<RowRef>[],
  cut: (start: bigint, index: number) => boolean = every(60),
): RangeMap {
  const chunks = chunksOf(family, pieces, cut).map(({ starts, values }): RangeChunk => ({ starts, rows: values }));
  return { chunks: Pieces.from(chunks) };
}

export function classMapOf(
  family: Family,
  pieces: readonly Piece<number>[],
  cut: (start: bigint, index: number) => boolean = every(60),
): ClassMap {
  const chunks = chunksOf(family, pieces, cut).map(({ starts, values }) => ({
    starts,
    classes: Uint32Array.from(values),
  }));
  return { chunks: Pieces.from(chunks) };
}

export const every =
  (n: number) =>
  (_start: bigint, index: number): boolean =>
    index % n === 0;

function chunksOf<T>(
  family: Family,
  pieces: readonly Piece<T>[],
  cut: (start: bigint, index: number) => boolean,
): { starts: Uint32Array; values: T[] }[] {
  const chunks: Piece<T>[][] = [];
  pieces.forEach((piece, index) => {
    const allowed = family === 4 || (piece.start & 0xffff_ffff_ffff_ffffn) === 0n;
    if (chunks.length === 0 || (allowed && cut(piece.start, index))) chunks.push([piece]);
    else chunks[chunks.length - 1]!.push(piece);
  });
  const width = family === 4 ? 1 : 4;
  return chunks.map((chunk) => ({
    starts: Uint32Array.from(
      chunk.flatMap(({ start }) =>
        Array.from({ length: width }, (_, k) => Number((start >> BigInt(32 * (width - 1 - k))) & 0xffff_ffffn)),
      ),
    ),
    values: chunk.map(({ value }) => value),
  }));
}

export const matcherOf = (v4: RangeMap, v6: RangeMap): Matcher => ({ v4, v6, restricted: true });

export const everything = (family: Family, row: RowRef): RangeMap => rangeMapOf(family, [{ start: 0n, value: row }]);

export function endpointOf(
  id: string,
  index: number,
  ingress: Matcher,
  egress: Matcher,
  addresses: readonly Address[] = [],
): PlanEndpoint {
  return { id, index, addresses, allowedAddresses: [], ingress, egress };
}

const SLOT: SlotInfo = { kind: 'default', direction: 'ingress', verdict: 'deny', isolatedBy: [], owners: [] };

export function planOf(endpoints: readonly PlanEndpoint[], slots: number, classes?: Plan['classes']): Plan {
  const one = (family: Family): ClassMap => classMapOf(family, [{ start: 0n, value: 0 }]);
  return {
    node: 'node',
    nodeAddresses: [],
    allowNodeProbes: true,
    ...NO_SERVICES,
    endpoints,
    classes: classes ?? { v4: one(4), v6: one(6), count: 1 },
    slots: Array.from({ length: slots }, (_, i) => (i === 0 ? undefined : SLOT)),
    capacity: { endpoints: endpoints.length, slots, ranges: 0, rows: 0, chains: 0, arenaBytes: 0 },
    digest: () => '',
  };
}
