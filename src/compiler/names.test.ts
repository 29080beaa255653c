import fc from 'fast-check';
import { expect, it } from 'vitest';
import { HashIndex } from './hash-index.js';
import { Names } from './names.js';

it('names and numbers are found both ways, whatever came and went', () => {
  const step = fc.record({ name: fc.nat(40), gives: fc.boolean() });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), fc.nat(200), (steps, at) => {
      let names = new Names();
      const wanted = new Map<string, number>();
      const numbers = new Map<number, string>();
      for (const [i, { name, gives }] of steps.entries()) {
        if (i === at) names = names.clone();
        const key = `n${name}`;
        const number = wanted.get(key);
        if (gives && number === undefined) {
          const fresh = [...Array(50).keys()].find((n) => n > 0 && !numbers.has(n)) as number;
          names.give(key, fresh);
          wanted.set(key, fresh);
          numbers.set(fresh, key);
        } else if (!gives && number !== undefined) {
          expect(names.take(number)).toBe(key);
          wanted.delete(key);
          numbers.delete(number);
        }
      }
      for (let n = 0; n <= 40; n++) expect(names.numberOf(`n${n}`)).toBe(wanted.get(`n${n}`) ?? 0);
      for (let n = 1; n < 50; n++) expect(names.nameOf(n)).toBe(numbers.get(n));
      expect(names.size).toBe(wanted.size);
    }),
  );
});

it('numbers of colliding hashes are told apart, and found when others between them are gone', () => {
  // Four hashes for a hundred numbers, at the end of a segment's table: walks wrap.
  const hashOf = (number: number): number => 6 + (number % 4);
  const index = new HashIndex(hashOf);
  const kept = new Set<number>();
  for (let number = 1; number <= 100; number++) {
    index.add(hashOf(number), number);
    kept.add(number);
  }
  for (let number = 1; number <= 100; number += 3) {
    index.delete(hashOf(number), number);
    kept.delete(number);
  }
  for (let number = 1; number <= 100; number++)
    expect(index.find(hashOf(number), (n) => n === number)).toBe(kept.has(number) ? number : 0);
});

it('an index moves few numbers at a time while it grows to many', () => {
  const mixed = (number: number): number => {
    const h = Math.imul(number ^ (number >>> 16), 0x85ebca6b);
    return (Math.imul(h ^ (h >>> 13), 0xc2b2ae35) ^ (h >>> 16)) >>> 0;
  };
  let moved = 0;
  const index = new HashIndex((number) => {
    moved++;
    return mixed(number);
  });
  const [many, some] = [1 << 19, 512];
  let most = 0;
  for (let number = 1; number <= many; number++) {
    index.add(mixed(number), number);
    if (number % some > 0) continue;
    most = Math.max(most, moved);
    moved = 0;
  }
  // A segment holds 2048 of them then.
  expect(most).toBeLessThan(many / 48);
  for (let number = 1; number <= many; number += 997)
    expect(index.find(mixed(number), (n) => n === number)).toBe(number);
});
