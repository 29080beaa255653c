/** Imported by a part (`NODE_OPTIONS=--import`): its wall clock is off by the milliseconds that a file says at that moment. */
import { readFileSync } from 'node:fs';

const file = process.env.OSG_TEST_WALL_CLOCK;
const real = Date.now;
const off = () => {
  try {
    return Number(readFileSync(file, 'utf8'));
  } catch {
    return 0;
  }
};
Date.now = () => real() + off();
