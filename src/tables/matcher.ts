/** Encodes what decides: cells, rows, class tables, range chunks, range maps, class maps. */
import {
  type Cell,
  type CellStep,
  type ClassChunk,
  type ClassMap,
  type ClassTable,
  FOREVER,
  type RangeChunk,
  type RangeMap,
  type Row,
  type RowRef,
} from '../compiler/plan.js';
import { OsgKeyWord, OsgLimits } from '../gen/abi.js';
import type { Family } from '../net/types.js';
import type { Block, BlockWriter } from './block.js';
import { TablesError } from './error.js';
import { type ChunkBlock, mapBlock } from './range-map.js';
import { cellRef, classCell, OsgNode, refOf } from './ref.js';
import type { Steps } from './steps.js';
import type { BlockStore } from './store.js';
import { LEAF_REFS, Partition, type Pieces, type Tree, writeNode, writePartition, writePieces } from './tree.js';

const ADDRESS_WORDS = { 4: 1, 6: 4 } as const;

type Refs = (writer: BlockWriter, index: number) => number;

/**
 * The ref of a range map's or class map's root.
 * @param before a map that is encoded, and shares most chunks with this one: they need not be looked for
 */
export function rangeMapBlock(store: BlockStore, map: RangeMap, family: Family, before?: RangeMap): Steps<Block> {
  const of = (chunk: RangeChunk) =>
    chunkBlock(store, chunk, family, (writer, i) => rowRef(store, writer, chunk.rows[i]!));
  return mapBlock(store, map, family, (chunk) => of(chunk as RangeChunk), before);
}

export function classMapBlock(store: BlockStore, map: ClassMap, family: Family, before?: ClassMap): Steps<Block> {
  const of = (chunk: ClassChunk) => chunkBlock(store, chunk, family, (_, i) => classCell(chunk.classes[i]!));
  return mapBlock(store, map, family, (chunk) => of(chunk as ClassChunk), before);
}

function chunkBlock(
  store: BlockStore,
  chunk: { readonly starts: Uint32Array },
  family: Family,
  refOfRange: Refs,
): ChunkBlock {
  const { starts } = chunk;
  return store.get(chunk, (writer) => {
    const count = starts.length / ADDRESS_WORDS[family];
    if (count === 0) throw new TablesError('PLAN', 'chunk', 'a chunk holds no range');
    const refs = Array.from({ length: count }, (_, i) => refOfRange(writer, i));
    return family === 4 ? narrowChunk(writer, starts, refs) : wideChunk(writer, starts, refs);
  }) as ChunkBlock;
}

function narrowChunk(writer: BlockWriter, starts: Uint32Array, refs: readonly number[]): ChunkBlock {
  const partition = new Partition();
  for (const [i, ref] of refs.entries()) partition.add(i === 0 ? 0 : starts[i]!, ref);
  const tree = writePartition(writer, OsgKeyWord.ADDRESS, partition);
  return writer.done(tree.ref, tree.nodes) as ChunkBlock;
}

function wideChunk(writer: BlockWriter, starts: Uint32Array, refs: readonly number[]): ChunkBlock {
  const out = { starts: [] as number[], refs: [] as number[], lasts: [] as number[] };
  const pieces: Pieces = { starts, width: ADDRESS_WORDS[6], refs, lasts: refs };
  let nodes = 0;
  for (let i = 0; i < refs.length; ) {
    let end = i + 1;
    while (end < refs.length && starts[end * 4] === starts[i * 4]) end++;
    // The first piece begins with the chunk; before it the map leads elsewhere. The others begin with their word.
    const before = i === 0 ? refs[0]! : refs[i - 1]!;
    const tree = writePieces(writer, pieces, 1, i, end, before);
    out.starts.push(starts[i * 4]!, i === 0 ? starts[1]! : 0);
    out.refs.push(tree.ref);
    out.lasts.push(refs[end - 1]!);
    nodes = Math.max(nodes, tree.nodes);
    i = end;
  }
  return Object.assign(writer.done(0, nodes), { wide: out }) as ChunkBlock;
}

/** The ref of a row or a class table that the block under construction leads to. */
function rowRef(store: BlockStore, writer: BlockWriter, row: RowRef): number {
  if ('byClass' in row) return writer.lead(store.get(row, (inner) => classTable(store, inner, row)));
  const { cells } = row;
  const [only] = cells;
  if (cells.length === 1 && typeof only === 'number') return foreverRef(only);
  if (cells.length > LEAF_REFS || !cells.every((one) => typeof one === 'number'))
    return writer.lead(store.get(row, (inner) => segments(store, inner, row)));
  return flatRow(store, writer, row);
}

/** A row of few segments that hold for ever: at most one node. */
function flatRow(store: BlockStore, writer: BlockWriter, row: Row): number {
  const known = store.rows.find(row);
  if (known !== undefined) return writer.leadRow(known);
  const partition = new Partition();
  const { starts } = row;
  for (const [i, one] of row.cells.entries()) partition.add(starts[i]!, foreverRef(one as number));
  const node = writeNode(writer, OsgKeyWord.PORT, partition, (units) => writer.allocateForRow(units)) as Tree;
  return node.nodes === 0 ? node.ref : writer.leadRow(store.rows.add(row, node.ref));
}

function segments(store: BlockStore, writer: BlockWriter, row: Row): Block {
  const partition = new Partition();
  for (const [i, one] of row.cells.entries()) partition.add(row.starts[i]!, cell(store, writer, one));
  const tree = writePartition(writer, OsgKeyWord.PORT, partition);
  return writer.done(tree.ref, tree.nodes);
}

function classTable(store: BlockStore, writer: BlockWriter, table: ClassTable): Block {
  const partition = new Partition();
  for (let i = 0; i < table.byClass.length; i++) partition.add(i, rowRef(store, writer, table.byClass[i]!));
  const tree = writePartition(writer, OsgKeyWord.CLASS, partition);
  if (tree.nodes === 0) return writer.done(tree.ref, 0);
  const unit = writer.allocate(1);
  const at = writer.reserve(unit, 1);
  writer.words[at] = tree.ref;
  return writer.done(refOf(OsgNode.CLASS, 0, unit), tree.nodes + 1);
}

function cell(store: BlockStore, writer: BlockWriter, of: Cell): number {
  if (typeof of === 'number') return foreverRef(of);
  const { steps } = of;
  const [only] = steps;
  if (only === undefined) throw new TablesError('PLAN', 'cell', 'a cell has no step');
  if (steps.length === 1 && only.audit === undefined) return stepCell(only);
  return writer.lead(store.get(steps, (inner) => chain(inner, steps)));
}

const foreverRef = (cell: number): number => cellRef(cell % 2 === 1, cell >>> 1);

const stepCell = ({ verdict, slot }: Pick<CellStep, 'verdict' | 'slot'>): number => cellRef(verdict === 'allow', slot);

function chain(writer: BlockWriter, steps: readonly CellStep[]): Block {
  if (steps.length > OsgLimits.CHAIN_MAX_STEPS) {
    throw new TablesError(
      'CAPACITY',
      'steps',
      `a cell has ${steps.length} steps, but at most ${OsgLimits.CHAIN_MAX_STEPS} fit`,
      {
        steps: { found: steps.length, limit: OsgLimits.CHAIN_MAX_STEPS },
      },
    );
  }
  const unit = writer.allocate(steps.length);
  let at = writer.reserve(unit, steps.length);
  const words = writer.words;
  for (const step of steps) {
    const until = step.until === FOREVER ? 0xffff_ffff_ffff_ffffn : BigInt(Math.ceil(step.until)) * 1_000_000n;
    words[at] = Number(until & 0xffff_ffffn);
    words[at + 1] = Number(until >> 32n);
    words[at + 2] = stepCell(step);
    words[at + 3] = step.audit === undefined ? 0 : stepCell(step.audit);
    at += 4;
  }
  return writer.done(refOf(OsgNode.CHAIN, 0, unit), 0);
}
