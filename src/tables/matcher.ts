/** Encodes what decides: cells, rows, class tables, range chunks, range maps, class maps. */
import {
  type Cell,
  type CellStep,
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
import { sameEnds } from '../policy/pieces.js';
import type { Block, BlockWriter } from './block.js';
import { TablesError } from './error.js';
import { cellRef, classCell, OsgNode, refOf } from './ref.js';
import { STEP_BLOCKS, type Steps } from './steps.js';
import type { BlockStore } from './store.js';
import { LEAF_REFS, Partition, type Pieces, type Tree, writeNode, writePartition, writePieces } from './tree.js';

/** Words 0 and 1 of an IPv6 address lead to a chunk's piece; chunks are cut at multiples of 2^64. */
const CHUNK_WORDS = { 4: 1, 6: 2 } as const;
const ADDRESS_WORDS = { 4: 1, 6: 4 } as const;

/** A chunk, cut where the first word changes: `pieces` is (start words, ref, last) by `CHUNK_WORDS`, see `Pieces`. */
interface ChunkBlock extends Block {
  readonly starts: readonly number[];
  readonly refs: readonly number[];
  readonly lasts: readonly number[];
}

type Refs = (writer: BlockWriter, index: number) => number;

/**
 * The ref of a range map's or class map's root.
 * @param before a map that is encoded, and shares most chunks with this one: they need not be looked for
 */
export function rangeMapBlock(store: BlockStore, map: RangeMap, family: Family, before?: RangeMap): Steps<Block> {
  return mapBlock(
    store,
    map,
    family,
    (chunk) => (writer, i) => rowRef(store, writer, (chunk as RangeChunk).rows[i]!),
    before,
  );
}

export function classMapBlock(store: BlockStore, map: ClassMap, family: Family, before?: ClassMap): Steps<Block> {
  return mapBlock(
    store,
    map,
    family,
    (chunk) => (_, i) => classCell((chunk as ClassMap['chunks'][number]).classes[i]!),
    before,
  );
}

type AnyChunk = RangeChunk | ClassMap['chunks'][number];

/** What the tree above the chunks is made of: the pieces of all chunks, in order. */
interface MapBlock extends Block, Pieces {
  readonly starts: Uint32Array;
  readonly refs: Uint32Array;
  readonly lasts: Uint32Array;
  /** Of each chunk its first piece; at the end, how many there are. */
  readonly begins: Uint32Array;
}

function* mapBlock(
  store: BlockStore,
  map: RangeMap | ClassMap,
  family: Family,
  refsOf: (chunk: AnyChunk) => Refs,
  before: RangeMap | ClassMap | undefined,
): Steps<Block> {
  const found = store.find(map);
  if (found !== undefined) return found;
  const writer = store.open(map);
  const known = before && (store.find(before) as MapBlock | undefined);
  const [old, now] = [known === undefined ? [] : (before?.chunks ?? []), map.chunks];
  // What stands before the first chunk that is new and behind the last one is copied: only those between are looked for.
  const { begin, end } = sameEnds<AnyChunk>(old, now);
  const fresh: ChunkBlock[] = [];
  for (let at = begin; at < now.length - end; at++) {
    if (at % STEP_BLOCKS === 0) yield;
    const chunk = now[at] as AnyChunk;
    fresh.push(
      store.get(chunk, (inner) => chunkBlock(inner, chunk.starts, family, refsOf(chunk))) as unknown as ChunkBlock,
    );
  }
  const children = (known?.children.slice(0, begin) ?? []).concat(fresh, known?.children.slice(old.length - end) ?? []);
  writer.leadTo(children);
  const pieces = piecesOf(known, fresh, begin, old.length - end, CHUNK_WORDS[family]);
  const tree = writePieces(writer, pieces, 0, 0, pieces.refs.length, 0);
  return store.keep(Object.assign(writer.done(tree.ref, tree.nodes), pieces));
}

type MapPieces = Pick<MapBlock, 'starts' | 'width' | 'refs' | 'lasts' | 'begins'>;
const NO_PIECES = new Uint32Array(1);

/** The pieces of the known chunks up to `to`, of the fresh ones, and of the known ones from `from` on. */
function piecesOf(
  known: MapBlock | undefined,
  fresh: readonly ChunkBlock[],
  to: number,
  from: number,
  width: number,
): MapPieces {
  const old = known?.begins ?? NO_PIECES;
  const [head, tail, all] = [old[to] as number, old[from] as number, old[old.length - 1] as number];
  const added = fresh.reduce((sum, { refs }) => sum + refs.length, 0);
  const shift = head + added - tail;
  const count = all + shift;
  const begins = new Uint32Array(to + fresh.length + old.length - from);
  begins.set(old.subarray(0, to));
  const words = (name: 'starts' | 'refs' | 'lasts', wide: number): Uint32Array => {
    const list = new Uint32Array(count * wide);
    const before = known?.[name] ?? NO_PIECES;
    list.set(before.subarray(0, head * wide));
    let at = head * wide;
    for (const chunk of fresh) {
      list.set(chunk[name], at);
      at += chunk[name].length;
    }
    list.set(before.subarray(tail * wide, all * wide), at);
    return list;
  };
  let at = head;
  for (const [i, { refs }] of fresh.entries()) {
    begins[to + i] = at;
    at += refs.length;
  }
  for (let i = from; i < old.length; i++) begins[to + fresh.length + i - from] = (old[i] as number) + shift;
  return { starts: words('starts', width), width, refs: words('refs', 1), lasts: words('lasts', 1), begins };
}

function chunkBlock(writer: BlockWriter, starts: Uint32Array, family: Family, refOfRange: Refs): ChunkBlock {
  const count = starts.length / ADDRESS_WORDS[family];
  if (count === 0) throw new TablesError('PLAN', 'chunk', 'a chunk holds no range');
  const refs = Array.from({ length: count }, (_, i) => refOfRange(writer, i));
  return family === 4 ? narrowChunk(writer, starts, refs) : wideChunk(writer, starts, refs);
}

function narrowChunk(writer: BlockWriter, starts: Uint32Array, refs: readonly number[]): ChunkBlock {
  const partition = new Partition();
  for (const [i, ref] of refs.entries()) partition.add(i === 0 ? 0 : starts[i]!, ref);
  const tree = writePartition(writer, OsgKeyWord.ADDRESS, partition);
  const only = [tree.ref];
  return Object.assign(writer.done(0, tree.nodes), { starts: [starts[0]!], refs: only, lasts: only });
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
  return Object.assign(writer.done(0, nodes), out);
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
  for (const [i, one] of row.cells.entries()) partition.add(row.starts[i]!, foreverRef(one as number));
  let [unit, size] = [0, 0];
  const node = writeNode(writer, OsgKeyWord.PORT, partition, (units) => {
    [unit, size] = [writer.allocateForRow(units), units];
    return unit;
  }) as Tree;
  if (size === 0) return node.ref;
  return writer.leadRow(store.rows.add(row, node.ref, unit, size));
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
