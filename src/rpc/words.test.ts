import { describe, expect, expectTypeOf, it } from 'vitest';
import { osg } from '../gen/proto.js';
import { type Enumeration, type Word, wordOf, wordsOf } from './words.js';

/** Every enumeration of the protocol. */
function enumerations(space: object, name = 'osg'): [string, Enumeration][] {
  return Object.entries(space).flatMap(([key, value]): [string, Enumeration][] => {
    if (value === null || (typeof value !== 'object' && typeof value !== 'function')) return [];
    return typeof value[0] === 'string' ? [[`${name}.${key}`, value]] : enumerations(value, `${name}.${key}`);
  });
}

describe('words of enumerations', () => {
  const states = wordsOf(osg.v1.EndpointState);

  it('are the names without their prefix', () => {
    expectTypeOf<Word<typeof osg.v1.EndpointState>>().toEqualTypeOf<'attached' | 'waiting' | 'failed' | 'denied'>();
    expectTypeOf<Word<typeof osg.v1.Tier>>().toEqualTypeOf<'emergency' | 'admin' | 'group' | 'baseline'>();
    expect(states.all).toEqual(['attached', 'waiting', 'failed', 'denied']);
    expect(states.value.denied).toBe(osg.v1.EndpointState.ENDPOINT_STATE_DENIED);
    expect(wordsOf(osg.v1.Verdict).all).toEqual(['allow', 'deny', 'would-deny', 'would-allow']);
    expect(wordsOf(osg.v1.Tier).all).toEqual(['emergency', 'admin', 'group', 'baseline']);
    expect(wordsOf(osg.v1.NackCode).all).toContain('STALE_BASE');
    expect(wordsOf(osg.v1.BlameVerb).all).toContain('no longer isolated by');
  });

  it('of what is not said there is none', () => {
    for (const value of [0, null, undefined])
      expect([states.text(value), states.known(value)]).toEqual(['', undefined]);
    for (const word of ['', 'unspecified', 'ATTACHED', '0', 'endpoint-state-1', 'constructor', '__proto__'])
      expect(states.of(word), word).toBeUndefined();
  });

  it('what only a newer peer knows has its number, and no word that could be taken for another', () => {
    for (const value of [5, 99, -3, 2 ** 31 - 1]) {
      const text = `endpoint-state-${value}`;
      expect([states.text(value), states.known(value), states.of(text)]).toEqual([text, undefined, value]);
    }
    expect(wordOf(osg.v1.NackCode, 99)).toBe('nack-code-99');
  });

  it('say each value of each enumeration as no other, and are read back', () => {
    const all = enumerations(osg);
    expect(all.map(([name]) => name)).toEqual(expect.arrayContaining(['osg.v1.Verdict', 'osg.v1.FlowItem.Kind']));
    for (const [name, values] of all) {
      const words = wordsOf(values);
      const numbers = Object.values(values).filter((value) => typeof value === 'number');
      expect(new Set(numbers.map((value) => wordOf(values, value))).size, name).toBe(numbers.length);
      for (const number of numbers.filter((value) => value !== 0))
        expect(words.of(words.text(number)), `${name} ${number}`).toBe(number);
    }
  });
});
