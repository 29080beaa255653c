import { describe, expect, it } from 'vitest';
import { type Paced, SharedSlices } from './slices.js';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Each step takes longer than a slice. */
function* slow(name: string, steps: number, done: string[]): Paced {
  for (let i = 0; i < steps; i++) {
    const until = performance.now() + 6;
    while (performance.now() < until);
    done.push(name);
    yield;
  }
}

describe('slices of many', () => {
  it('go on in turns, one of them in each turn of the event loop', async () => {
    const slices = new SharedSlices();
    const done: string[] = [];
    for (const name of ['a', 'b', 'c']) slices.begin(slow(name, 3, done));
    // What came later waits for the next turn.
    expect(done).toEqual(['a']);
    const counts: number[] = [];
    for (let before = done.length; done.length < 9; before = done.length) {
      await turn();
      counts.push(done.length - before);
    }
    expect(Math.max(...counts)).toBe(1);
    expect(done.slice(1, 4).sort()).toEqual(['a', 'b', 'c']);
    expect(['a', 'b', 'c'].map((name) => done.filter((one) => one === name).length)).toEqual([3, 3, 3]);
  });

  it('wait for what one waits for, and serve the others meanwhile', async () => {
    const slices = new SharedSlices();
    const done: string[] = [];
    let go = (): void => undefined;
    const waits = new Promise<void>((resolve) => {
      go = resolve;
    });
    slices.begin(
      (function* () {
        done.push('first');
        yield waits;
        done.push('after it');
      })(),
    );
    slices.begin(slow('other', 2, done));
    for (let i = 0; i < 10 && done.length < 3; i++) await turn();
    expect(done).toEqual(['first', 'other', 'other']);
    go();
    for (let i = 0; i < 10 && done.length < 4; i++) await turn();
    expect(done.at(-1)).toBe('after it');
  });
});
