/** The long forms; `npm run test:soak`. */
import { afterEach, describe, expect, it } from 'vitest';
import { LifeNode } from '../support/life.js';
import { killing } from '../support/life-kill.js';

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

describe('long lives', () => {
  it('F46 a thousand kills at random', async () => {
    const node = await LifeNode.create();
    closers.push(() => node.close());
    const { revisions } = await killing(node, { kills: 1_000, longestLifeMs: 1_500 });
    expect(revisions).toBeGreaterThan(300);
  }, 7_200_000);
});
