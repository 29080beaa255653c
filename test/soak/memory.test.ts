/** F120: a thousand edits and a hundred thousand pod changes later, memory is what it was, in all three parts. */
import { describe, expect, it } from 'vitest';
import { run } from '../../bench/footprint.js';

/** What a heap may be fuller by from one look to another. */
const NOISE_MIB = 32;

describe('memory', () => {
  it('F120 is as before after 1,000 edits and 100,000 pod changes', { timeout: 3_600_000 }, async () => {
    const rows = await run(['--endpoints', '100', '--seconds', '1', '--edits', '1000', '--every-ms', '0']);
    const growth = rows.filter(({ case: name }) => name.startsWith('growth'));
    expect(growth).toHaveLength(3);
    for (const { case: name, median } of growth) expect(median, name).toBeLessThan(NOISE_MIB);
  });
});
