import fc from 'fast-check';
import { expect, it } from 'vitest';
import { NumberMap } from './number-map.js';

it('holds what a map holds, whatever came and went', () => {
  const key = fc.oneof(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 2 ** 32 - 1 }));
  fc.assert(
    fc.property(fc.array(fc.tuple(key, fc.boolean()), { maxLength: 300 }), (steps) => {
      const [map, wanted] = [new NumberMap<number>(), new Map<number, number>()];
      for (const [i, [number, comes]] of steps.entries()) {
        if (comes) {
          map.set(number, i);
          wanted.set(number, i);
        } else expect(map.delete(number)).toBe(wanted.delete(number));
        expect(map.size).toBe(wanted.size);
      }
      for (const [number] of steps) {
        expect(map.get(number)).toBe(wanted.get(number));
        expect(map.has(number)).toBe(wanted.has(number));
      }
      expect([...map.keys()].sort()).toEqual([...wanted.keys()].sort());
    }),
  );
});
