/** Numbers that were saved, brought up to date with those that later compilations gave. */
import type { GivenNumbers, KeptNumbers, SavedName } from './numbers.js';

/** The numbers after further compilations. Names that have gone since are not told from those in use: they come to rest anew. */
export function withGiven(saved: KeptNumbers, given: readonly GivenNumbers[]): KeptNumbers {
  const classes = [...saved.classes];
  for (const one of given)
    for (const [number, name] of one.classes) {
      while (classes.length < number) classes.push(null);
      classes[number] = name;
    }
  const slots = given.flatMap((one) => one.slots);
  const endpoints = given.flatMap((one) => one.endpoints);
  return { slots: latest(saved.slots, slots), endpoints: latest(saved.endpoints, endpoints), classes };
}

/** A number has one name, the last one that it was given to. */
function latest(saved: Iterable<SavedName>, given: GivenNumbers['slots']): Iterable<SavedName> {
  const [byName, byNumber] = [new Map<string, number>(), new Map<number, string>()];
  for (const [name, number] of given) {
    byName.set(name, number);
    byNumber.set(number, name);
  }
  return {
    *[Symbol.iterator]() {
      for (const one of saved) if (!byName.has(one[0]) && !byNumber.has(one[1])) yield one;
      for (const [name, number] of byName) if (byNumber.get(number) === name) yield [name, number, 0];
    },
  };
}
