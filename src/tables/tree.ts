/**
 * Partitions of one word, or of the words of an address, as nodes. See bpf/abi/tables.h for the nodes and
 * docs/classifier.md for why they are these.
 */
import { OsgArenaSizes } from '../gen/abi.js';
import type { BlockWriter } from './block.js';
import { OsgNode, refOf } from './ref.js';

const { LINE_WORDS, LINE_UNITS } = OsgArenaSizes;
export const LEAF_REFS = 8;
const INNER_CHILDREN = 16;
/** A bound that no value exceeds. */
const NONE = 0xffffffff;

/** A ref, and how many nodes of this tree a walk to its end touches. */
export interface Tree {
  readonly ref: number;
  readonly nodes: number;
}

/** A partition of one word under construction: `refs[i]` from `starts[i]` on. The first start is 0. */
export class Partition {
  readonly starts: number[] = [];
  readonly refs: number[] = [];

  /** Starts ascend; one that leads where the one before it leads is left out. */
  add(start: number, ref: number): void {
    const last = this.refs.length - 1;
    if (last >= 0 && this.refs[last] === ref) return;
    this.starts.push(start);
    this.refs.push(ref);
  }
}

/** Writes the nodes of a partition by key word `word`. */
export function writePartition(writer: BlockWriter, word: number, partition: Partition): Tree {
  return (
    writeNode(writer, word, partition, (units) => writer.allocate(units)) ??
    writeTree(writer, word, partition.starts, partition.refs)
  );
}

/** Writes a partition that fits one node. @returns undefined for one that does not */
export function writeNode(
  writer: BlockWriter,
  word: number,
  { starts, refs }: Partition,
  allocate: (units: number) => number,
): Tree | undefined {
  const n = refs.length;
  if (n === 1) return { ref: refs[0]!, nodes: 0 };
  if (n === 2) return writeRange(writer, allocate(1), word, 0, starts[1]! - 1, refs[0]!, refs[1]!);
  if (n === 3 && refs[0] === refs[2])
    return writeRange(writer, allocate(1), word, starts[1]!, starts[2]! - 1, refs[1]!, refs[0]!);
  if (n > LEAF_REFS) return undefined;
  const half = n <= LEAF_REFS / 2;
  const units = half ? LINE_UNITS / 2 : LINE_UNITS;
  const unit = allocate(units);
  writeRefs(writer, unit, units, half ? LEAF_REFS / 2 : LEAF_REFS, starts, refs, 0, n);
  return { ref: refOf(half ? OsgNode.HALF : OsgNode.LEAF, word, unit), nodes: 1 };
}

function writeRange(
  writer: BlockWriter,
  unit: number,
  word: number,
  first: number,
  last: number,
  inside: number,
  outside: number,
): Tree {
  const at = writer.reserve(unit, 1);
  const words = writer.words;
  words[at] = first;
  words[at + 1] = last - first;
  words[at + 2] = inside;
  words[at + 3] = outside;
  return { ref: refOf(OsgNode.RANGE, word, unit), nodes: 1 };
}

/** A node of `room` bounds (the last unused) and as many refs, for entries `from` to `to`. */
function writeRefs(
  writer: BlockWriter,
  unit: number,
  units: number,
  room: number,
  starts: number[],
  refs: number[],
  from: number,
  to: number,
): void {
  const at = writer.reserve(unit, units);
  const words = writer.words;
  for (let i = 0; i < room; i++) {
    const entry = from + i;
    words[at + i] = entry + 1 < to ? starts[entry + 1]! - 1 : NONE;
    words[at + room + i] = refs[entry < to ? entry : to - 1]!;
  }
}

/** Leaves under inner lines. The children of an inner line are consecutive lines. */
function writeTree(writer: BlockWriter, word: number, starts: number[], refs: number[]): Tree {
  /** First entry under each node of each level, leaves first. */
  const levels: number[][] = [spread(refs.length, LEAF_REFS)];
  while (levels[levels.length - 1]!.length > 1) {
    const below = levels[levels.length - 1]!;
    levels.push(spread(below.length, INNER_CHILDREN).map((i) => below[i]!));
  }
  const top = levels.length - 1;

  /** Writes the nodes that begin at entries from..to at a level, into consecutive lines. */
  const write = (level: number, from: number, to: number, unit: number): void => {
    const firsts = levels[level]!;
    for (let i = lowerBound(firsts, from), at = unit; i < firsts.length && firsts[i]! < to; i++, at += LINE_UNITS) {
      const end = firsts[i + 1] ?? refs.length;
      if (level === 0) writeRefs(writer, at, LINE_UNITS, LEAF_REFS, starts, refs, firsts[i]!, end);
      else writeInner(level, firsts[i]!, end, at);
    }
  };

  const writeInner = (level: number, from: number, to: number, unit: number): void => {
    const below = levels[level - 1]!;
    const first = lowerBound(below, from);
    const last = lowerBound(below, to);
    const base = writer.allocate((last - first) * LINE_UNITS);
    const at = writer.reserve(unit, LINE_UNITS);
    const words = writer.words;
    for (let i = 0; i < LINE_WORDS - 1; i++)
      words[at + i] = first + i + 1 < last ? starts[below[first + i + 1]!]! - 1 : NONE;
    words[at + LINE_WORDS - 1] = refOf(level === 1 ? OsgNode.LEAF : OsgNode.INNER, word, base);
    write(level - 1, from, to, base);
  };

  const root = writer.allocate(LINE_UNITS);
  writeInner(top, 0, refs.length, root);
  return { ref: refOf(OsgNode.INNER, word, root), nodes: top + 1 };
}

/** First members of groups of at most `most` out of `count`, evenly filled. */
function spread(count: number, most: number): number[] {
  const groups = Math.ceil(count / most);
  return Array.from({ length: groups }, (_, g) => Math.floor((g * count) / groups));
}

function lowerBound(ascending: readonly number[], value: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Consecutive pieces of an address space, as words. */
export interface Pieces {
  /** `width` words for each piece, most significant first, ascending. */
  readonly starts: ArrayLike<number>;
  readonly width: number;
  /** Where an address leads that has the words of the piece's start, as far as the tree compares them. */
  readonly refs: ArrayLike<number>;
  /** Where addresses lead that lie behind those, before the next piece. Mostly the same. */
  readonly lasts: ArrayLike<number>;
}

/**
 * Writes the nodes for pieces `from` to `to`, which agree in the words before `word`; compares words `word` to
 * `pieces.width - 1`, key word k being word k of the starts.
 * @param before where addresses lead that lie before the first piece
 */
export function writePieces(
  writer: BlockWriter,
  pieces: Pieces,
  word: number,
  from: number,
  to: number,
  before: number,
): Tree {
  const { starts, width, refs, lasts } = pieces;
  const host = exactHost(pieces, word, from, to, before);
  if (host !== undefined) return writeExact(writer, word, host[0], host[1], refs[from]!, before);
  const partition = new Partition();
  let nodes = 0;
  if (starts[from * width + word] !== 0) partition.add(0, before);
  for (let i = from; i < to; ) {
    const value = starts[i * width + word]!;
    let end = i + 1;
    if (word < width - 1) while (end < to && starts[end * width + word] === value) end++;
    if (word === width - 1 || (end === i + 1 && startsAtZero(pieces, word + 1, i))) {
      partition.add(value, refs[i]!);
    } else {
      const below = writePieces(writer, pieces, word + 1, i, end, i > from ? lasts[i - 1]! : before);
      nodes = Math.max(nodes, below.nodes);
      partition.add(value, below.ref);
    }
    if (word < width - 1 && value < NONE && (end === to || starts[end * width + word]! > value + 1))
      partition.add(value + 1, lasts[end - 1]!);
    i = end;
  }
  const tree = writePartition(writer, word, partition);
  return { ref: tree.ref, nodes: tree.nodes + nodes };
}

/** Whether the words from `word` on are 0. */
function startsAtZero({ starts, width }: Pieces, word: number, i: number): boolean {
  for (let k = word; k < width; k++) if (starts[i * width + k] !== 0) return false;
  return true;
}

/** The last two words of the one address that leads elsewhere than `before`, if that is all there is. */
function exactHost(
  { starts, width, refs, lasts }: Pieces,
  word: number,
  from: number,
  to: number,
  before: number,
): [number, number] | undefined {
  if (word !== width - 2 || to - from !== 2 || refs[from + 1] !== before || lasts[from + 1] !== before)
    return undefined;
  const high = starts[from * width + word]!;
  const low = starts[from * width + word + 1]!;
  if (starts[(from + 1) * width + word] !== high || starts[(from + 1) * width + word + 1] !== low + 1) return undefined;
  return [high, low];
}

function writeExact(
  writer: BlockWriter,
  word: number,
  high: number,
  low: number,
  equal: number,
  different: number,
): Tree {
  const unit = writer.allocate(1);
  const at = writer.reserve(unit, 1);
  const words = writer.words;
  words[at] = high;
  words[at + 1] = low;
  words[at + 2] = equal;
  words[at + 3] = different;
  return { ref: refOf(OsgNode.EXACT, word, unit), nodes: 1 };
}
