import { expect, it } from 'vitest';
import { systemClock } from '../part/clock.js';
import { Tidy } from './tidy.js';

const MIB = 1 << 20;

it('what a change leaves is collected once it is quiet, and only where it is much', () => {
  let quiet: (() => void) | undefined;
  const clock = {
    ...systemClock,
    after: (_ms: number, callback: () => void) => {
      quiet = callback;
      return () => {
        quiet = undefined;
      };
    },
  };
  let used = 20 * MIB;
  let collected = 0;
  const tidy = new Tidy(clock, {
    used: () => used,
    collect: () => {
      collected++;
      used = 15 * MIB;
    },
  });
  const change = (): void => {
    tidy.changed();
    quiet?.();
  };
  tidy.changed();
  expect(collected).toBe(0);
  quiet?.();
  expect(collected).toBe(1);
  used = 22 * MIB;
  change();
  expect(collected).toBe(1);
  used = 23 * MIB;
  change();
  expect(collected).toBe(2);
  // Others would wait for too long.
  used = 65 * MIB;
  change();
  expect(collected).toBe(2);
  tidy.changed();
  tidy.close();
  expect(quiet).toBeUndefined();
});
