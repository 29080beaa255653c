/** Sets of addresses as tables: which addresses an endpoint owns, may send from, or belong to the node. */
import type { Address, Family, Prefix } from '../net/types.js';
import type { Block } from './block.js';
import { MEMBER, NO_MEMBER } from './ref.js';
import type { BlockStore } from './store.js';
import { writePieces } from './tree.js';

const BITS = { 4: 32, 6: 128 } as const;

export const hostsOf = (addresses: readonly Address[]): Prefix[] =>
  addresses.map(({ family, value }) => ({ family, value, length: BITS[family] }));

/** Leads to MEMBER for the addresses of the prefixes of one family, to NO_MEMBER for the others. Equal sets are one block. */
export function addressSetBlock(store: BlockStore, prefixes: readonly Prefix[], family: Family): Block {
  const runs = prefixes
    .filter((prefix) => prefix.family === family)
    .map(({ value, length }) => ({ first: value, end: value + (1n << BigInt(BITS[family] - length)) }))
    .sort((a, b) => (a.first < b.first ? -1 : a.first > b.first ? 1 : 0));
  const merged: { first: bigint; end: bigint }[] = [];
  for (const run of runs) {
    const last = merged[merged.length - 1];
    if (last === undefined || run.first > last.end) merged.push({ ...run });
    else if (run.end > last.end) last.end = run.end;
  }
  const key = `set ${family} ${merged.map(({ first, end }) => `${first.toString(16)}-${end.toString(16)}`).join(' ')}`;
  return store.get(key, (writer) => {
    const width = family === 4 ? 1 : 4;
    const starts: number[] = [];
    const refs: number[] = [];
    const add = (start: bigint, ref: number): void => {
      for (let word = width - 1; word >= 0; word--) starts.push(Number((start >> BigInt(32 * word)) & 0xffff_ffffn));
      refs.push(ref);
    };
    if (merged[0]?.first !== 0n) add(0n, NO_MEMBER);
    for (const { first, end } of merged) {
      add(first, MEMBER);
      if (end < 1n << BigInt(BITS[family])) add(end, NO_MEMBER);
    }
    const tree = writePieces(writer, { starts, width, refs, lasts: refs }, 0, 0, refs.length, NO_MEMBER);
    return writer.done(tree.ref, tree.nodes);
  });
}
