import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ListEdit, Pieces, Pile } from './pieces.js';

const upTo = (count: number, from = 0): number[] => Array.from({ length: count }, (_, i) => from + i);

function edited(list: readonly number[], edits: readonly ListEdit<number>[]): number[] {
  const next = list.slice();
  for (const { at, remove, put } of [...edits].reverse()) next.splice(at, remove, ...put);
  return next;
}

/** Ascending, within a list of that length. */
const editsOf = (length: number) =>
  fc
    .array(fc.record({ skip: fc.nat(400), remove: fc.nat(300), put: fc.array(fc.nat(), { maxLength: 300 }) }), {
      maxLength: 5,
    })
    .map((steps) => {
      let from = 0;
      return steps.flatMap(({ skip, remove, put }): ListEdit<number>[] => {
        const at = from + skip;
        if (at > length) return [];
        const gone = Math.min(remove, length - at);
        from = at + gone;
        return [{ at, remove: gone, put }];
      });
    });

describe('a list in pieces', () => {
  it('is what an array would be after any edits, and stays what it was', () => {
    fc.assert(
      fc.property(fc.nat(1500), fc.infiniteStream(fc.nat()), (length, seeds) => {
        let [list, array] = [Pieces.from(upTo(length)), upTo(length)];
        for (let round = 0; round < 4; round++) {
          const [edits = []] = fc.sample(editsOf(array.length), { numRuns: 1, seed: seeds.next().value as number });
          const [before, kept] = [list, array];
          list = list.edit(edits);
          array = edited(array, edits);
          expect([...list]).toEqual(array);
          expect(list.length).toBe(array.length);
          expect([...before]).toEqual(kept);
          for (const i of [0, 1, array.length >> 1, array.length - 1]) {
            if (i < 0) continue;
            expect(list.at(i)).toBe(array[i]);
            expect(list.slice(i, i + 200)).toEqual(array.slice(i, i + 200));
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it('makes as many new slots for an edit where it is four times as long', () => {
    const slots = [102_400, 409_600].map((length) => {
      const list = Pieces.from(upTo(length));
      return [0, length >> 1, length - 1, length].map((at) =>
        list.edit([{ at, remove: at < length ? 1 : 0, put: [-1] }]).slotsBeside(list),
      );
    });
    for (const [i, few] of (slots[0] as number[]).entries()) {
      expect(few).toBeLessThan(300);
      // One level of the tree more, at most.
      expect(slots[1]?.[i]).toBeLessThanOrEqual(few + 64);
    }
  });

  it('does not fall into ever smaller pieces', () => {
    let list = Pieces.from(upTo(5_000));
    for (let i = 0; i < 4_000; i++) list = list.edit([{ at: (i * 7919) % list.length, remove: 1, put: [] }]);
    expect([...list.pieces()].length).toBeLessThan(45);
  });
});

describe('a pile', () => {
  it('is the list of what was pushed', () => {
    for (const count of [0, 1, 1023, 1024, 1025, 3000]) {
      const [pile, all] = [new Pile<number>(), upTo(count)];
      for (const item of all) pile.push(item);
      expect([...pile]).toEqual(all);
      expect([pile.length, pile.last, pile.at(1024), pile.at(count)]).toEqual([
        count,
        all.at(-1),
        all[1024],
        undefined,
      ]);
      for (const [from, to] of [
        [0, 5],
        [1000, 1100],
        [2900, 4000],
        [1024, 1024],
      ] as const)
        expect(pile.slice(from, to)).toEqual(all.slice(from, to));
    }
  });
});
