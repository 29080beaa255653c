import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Bundle, itemAt, placeOf, samePlace } from './bundle.js';
import { RULES_PACKED, RulePacker, spelled } from './packed.js';
import { PackedSet, SETS_PACKED } from './packed-sets.js';
import { Pieces, Pile, placesOf } from './pieces.js';
import { type Order, SortedList } from './sorted-list.js';
import { finish } from './steps.js';
import type { Listed } from './tree.js';
import type { AddressSet, ViewRule } from './view.js';

const WORDS = { read: (text: string) => ({ text }) };
const bundleOf = (texts: readonly string[]) => Bundle.of(texts, WORDS);

describe('a bundle', () => {
  const narrow = fc.string({ unit: fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code)) });

  it('is the list of what was put in, whatever is asked for in between', () => {
    fc.assert(
      fc.property(fc.array(narrow, { minLength: 1, maxLength: 40 }), fc.array(fc.nat(45)), (texts, asked) => {
        const bundle = bundleOf(texts) as Bundle<{ text: string }>;
        const all = texts.map((text) => ({ text }));
        expect([bundle.length, [...bundle], bundle.slice(2, 5)]).toEqual([all.length, all, all.slice(2, 5)]);
        for (const at of asked) expect(bundle.at(at)).toEqual(all[at]);
      }),
    );
  });

  it('is none of what it cannot hold: wide characters, or 64 KiB', () => {
    expect(bundleOf(['a', '\u0100'])).toBeUndefined();
    expect(bundleOf(['x'.repeat(65_535)])?.at(0)).toEqual({ text: 'x'.repeat(65_535) });
    expect(bundleOf(['x'.repeat(65_535), 'y'])).toBeUndefined();
  });

  it('holds items at places, one by itself lies at its own', () => {
    const bundle = bundleOf(['a', 'b']) as Bundle<{ text: string }>;
    const places = [...placesOf<{ text: string }>(Pieces.of([bundle, [{ text: 'c' }]]))];
    expect(places.map(itemAt)).toEqual([{ text: 'a' }, { text: 'b' }, { text: 'c' }]);
    const [a, b, c] = places as [(typeof places)[0], (typeof places)[0], (typeof places)[0]];
    expect(samePlace(a, { home: bundle, at: 0 })).toBe(true);
    expect([samePlace(a, b), samePlace(b, c), samePlace(c, placeOf(itemAt(c)))]).toEqual([false, false, true]);
  });
});

const set = (n: number): AddressSet => {
  const id = `s${String(n).padStart(5, '0')}`;
  const value = BigInt(n) << 8n;
  if (n % 3 === 0) return { id, prefixes: [{ family: 4, value: BigInt(n), length: 32 }] };
  if (n % 3 === 1) return { id, prefixes: [{ family: 4, value, length: 24 }] };
  return { id, prefixes: [{ family: 4, value, length: 25 }, { family: 6, value, length: 120 }] }; // biome-ignore format: one line
};
const plain = ({ id, prefixes }: AddressSet): AddressSet => ({ id, prefixes });
const BY_ID: Order<AddressSet, string> = {
  keyOf: (one) => one.id,
  compare: (a, b) => (a < b ? -1 : a > b ? 1 : 0),
  packing: SETS_PACKED,
};

describe('packed', () => {
  it('sets are found, put and removed as in a list that is not packed, and stay packed', () => {
    fc.assert(
      fc.property(fc.nat(600), fc.array(fc.tuple(fc.nat(700), fc.boolean()), { maxLength: 200 }), (count, edits) => {
        const pile = new Pile<AddressSet>(SETS_PACKED);
        const all = new Map<string, AddressSet>();
        for (let n = 0; n < count; n++) {
          pile.push(PackedSet.of(set(n)));
          all.set(set(n).id, set(n));
        }
        let list = finish(SortedList.steps(BY_ID, pile));
        for (const [n, there] of edits) {
          const one = set(n);
          list = there ? list.edit([], [PackedSet.of(one)]) : list.edit([one.id], []);
          if (there) all.set(one.id, one);
          else all.delete(one.id);
          expect(list.get(one.id)?.prefixes).toEqual(all.get(one.id)?.prefixes);
        }
        const wanted = [...all.values()].sort((a, b) => BY_ID.compare(a.id, b.id));
        expect(list.toArray().map(plain)).toEqual(wanted);
        const homes = [...list.places()].map(({ home }) => home instanceof Bundle);
        if (all.size >= 32 && edits.length === 0) expect(homes.filter(Boolean).length).toBeGreaterThan(all.size - 32);
      }),
      { numRuns: 40 },
    );
  });

  it('rules say what they said, of one file or of several, and an edit leaves them packed', () => {
    const rule = (n: number, file: string): ViewRule => ({
      id: `g/${n % 5 === 0 ? 'egress' : 'ingress'}/${n}`,
      direction: n % 5 === 0 ? 'egress' : 'ingress',
      action: 'accept',
      mode: 'enforce',
      matches: [{ peers: n % 7 === 0 ? 'any' : [`s${n}`], ports: [{ protocol: 6, ports: { first: n, last: n } }] }],
      source: { file, line: n },
    });
    for (const files of [1, 3]) {
      const packer = new RulePacker();
      const rules = Array.from({ length: 300 }, (_, n) => rule(n, `f${n % files}`));
      const pile = new Pile<ViewRule>(RULES_PACKED);
      for (const one of rules) pile.push(packer.pack(one));
      const list = Pieces.of(pile.pieces(), RULES_PACKED);
      const edited = list.edit([{ at: 150, remove: 2, put: [packer.pack(rule(1000, 'new'))] }]);
      rules.splice(150, 2, rule(1000, 'new'));
      expect([...edited].map(spelled)).toEqual(rules);
      const kinds = (of: Listed<ViewRule>[]) => of.map((piece) => piece instanceof Bundle);
      expect([...kinds([...list.pieces()]), ...kinds([...edited.pieces()])]).toEqual(new Array(6).fill(true));
    }
  });

  it('what is wide, spelled out or large stays as it is', () => {
    const packer = new RulePacker();
    const rules = Array.from({ length: 40 }, (_, n) => wideRule(n));
    expect(RULES_PACKED.pack(rules)).toBe(rules);
    const wide = Array.from({ length: 40 }, (_, n) => packer.pack(wideRule(n)));
    expect(RULES_PACKED.pack(wide)).toBe(wide);
    const spelledOut = Array.from({ length: 40 }, (_, n) => set(n));
    expect(SETS_PACKED.pack(spelledOut)).toBe(spelledOut);
  });
});

const wideRule = (n: number): ViewRule => ({
  id: `g/ingress/${n}`,
  direction: 'ingress',
  action: 'deny',
  mode: 'enforce',
  matches: [{ peers: ['\u4e2d'], ports: 'any' }],
  source: { file: 'a', line: n },
});
