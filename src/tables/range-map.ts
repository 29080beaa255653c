/**
 * A map of one family's addresses: the blocks of its chunks, under groups of them, under one tree. A change of some chunks
 * writes those, their groups and the tree above the groups; the other groups stay where they are.
 */
import type { ClassChunk, ClassMap, RangeChunk, RangeMap } from '../compiler/plan.js';
import type { Family } from '../net/types.js';
import type { Pieces as List } from '../policy/pieces.js';
import type { Block } from './block.js';
import { STEP_BLOCKS, type Steps } from './steps.js';
import type { BlockStore } from './store.js';
import { type Pieces, writePieces } from './tree.js';

/** Words 0 and 1 of an IPv6 address lead to a chunk's piece; chunks are cut at multiples of 2^64. */
const CHUNK_WORDS = { 4: 1, 6: 2 } as const;

/** A chunk, cut where the first word changes: pieces by `CHUNK_WORDS`. Of IPv4 there is one: it begins with the chunk, and is the block. */
export interface ChunkBlock extends Block {
  readonly key: AnyChunk;
  readonly wide?: {
    readonly starts: readonly number[];
    readonly refs: readonly number[];
    readonly lasts: readonly number[];
  };
}

const startsOf = ({ key, wide }: ChunkBlock): readonly number[] => wide?.starts ?? [key.starts[0] as number];

/** Chunks that follow each other. */
interface GroupBlock extends Block {
  readonly children: readonly ChunkBlock[];
}

interface MapBlock extends Block {
  readonly children: readonly GroupBlock[];
}

/** Chunks of a group, at most: with one piece each, two lines of a walk lead to a chunk. A map of no more has no tree above. */
const MOST = 128;
/** And mostly at least. */
const LEAST = 32;
/** Of groups made anew, about: they may grow before they are cut. */
const FAIR = 96;

type AnyChunk = RangeChunk | ClassChunk;

/**
 * The ref of a map's root.
 * @param before a map that is encoded, and shares most chunks with this one: their groups stay
 */
export function* mapBlock(
  store: BlockStore,
  map: RangeMap | ClassMap,
  family: Family,
  blockOf: (chunk: AnyChunk) => ChunkBlock,
  before: RangeMap | ClassMap | undefined,
): Steps<Block> {
  const found = store.find(map);
  if (found !== undefined) return found;
  const writer = store.open(map);
  const known = before && (store.find(before) as MapBlock | undefined);
  const groups = yield* new Grouping(store, family, blockOf).groups(known, before?.chunks, map.chunks);
  writer.leadTo(groups);
  const width = CHUNK_WORDS[family];
  const refs = groups.map(({ ref }) => ref);
  const starts = groups.flatMap(({ children: [first] }) => startsOf(first as ChunkBlock).slice(0, width));
  const tree = writePieces(writer, { starts, width, refs, lasts: refs }, 0, 0, refs.length, 0);
  return store.keep(writer.done(tree.ref, tree.nodes));
}

const NOTHING_SHARED = { begin: 0, end: 0 };

class Grouping {
  readonly #groups: GroupBlock[] = [];
  /** Behind those. */
  #loose: ChunkBlock[] = [];

  constructor(
    readonly store: BlockStore,
    readonly family: Family,
    readonly blockOf: (chunk: AnyChunk) => ChunkBlock,
  ) {}

  *groups(
    known: MapBlock | undefined,
    old: List<AnyChunk> | undefined,
    now: List<AnyChunk>,
  ): Steps<readonly GroupBlock[]> {
    const groups = known?.children ?? [];
    const { begin, end } = known === undefined || old === undefined ? NOTHING_SHARED : old.sharedEnds(now);
    // Whole groups before the first chunk that is new, and behind the last one.
    let [head, from] = [0, 0];
    for (const group of groups) {
      if (from + group.children.length > begin) break;
      this.#keep(group);
      head++;
      from += group.children.length;
    }
    let [tail, to] = [groups.length, now.length];
    for (const group of groups.slice(head).reverse()) {
      if (to - group.children.length < now.length - end) break;
      tail--;
      to -= group.children.length;
    }
    const between = new Map(groups.slice(head, tail).map((group) => [group.children[0]?.key, group]));
    for (let at = from; at < to; ) {
      const chunk = now.at(at) as AnyChunk;
      const group = between.get(chunk);
      if (group?.children.every(({ key }, i) => key === now.at(at + i)) === true) {
        yield* this.#close();
        this.#keep(group);
        at += group.children.length;
        continue;
      }
      if (at % STEP_BLOCKS === 0) yield;
      this.#loose.push(this.blockOf(chunk));
      at++;
    }
    yield* this.#close();
    for (let i = tail; i < groups.length; i++) this.#keep(groups[i] as GroupBlock);
    return this.#groups;
  }

  #keep(group: GroupBlock): void {
    this.#groups.push(group);
  }

  /** Groups of what is loose; what is little goes with the group before it. */
  *#close(): Steps<void> {
    let chunks = this.#loose;
    if (chunks.length === 0) return;
    this.#loose = [];
    const last = chunks.length < LEAST ? this.#groups.pop() : undefined;
    if (last !== undefined) chunks = [...last.children, ...chunks];
    const count = chunks.length <= MOST ? 1 : Math.ceil(chunks.length / FAIR);
    for (let g = 0; g < count; g++) {
      yield;
      const [from, to] = [g, g + 1].map((part) => Math.floor((part * chunks.length) / count));
      this.#keep(this.#write(chunks.slice(from, to)));
    }
  }

  #write(chunks: readonly ChunkBlock[]): GroupBlock {
    const writer = this.store.open('group');
    writer.leadTo(chunks);
    const pieces: Pieces & { readonly refs: number[] } = {
      starts: chunks.flatMap(startsOf),
      width: CHUNK_WORDS[this.family],
      refs: chunks.flatMap(({ ref, wide }) => wide?.refs ?? ref),
      lasts: chunks.flatMap(({ ref, wide }) => wide?.lasts ?? ref),
    };
    // No address before the first piece comes here.
    const tree = writePieces(writer, pieces, 0, 0, pieces.refs.length, pieces.refs[0] as number);
    return writer.done(tree.ref, tree.nodes) as GroupBlock;
  }
}
