/** Rounds of a trial under 10,000 rules and traffic: observed, unconfirmed, back; `npm run test:soak`. OSG_ROUNDS: how many, 300. */
import { describe, expect, it } from 'vitest';
import { type Ending, type Figures, Flips } from '../support/flips.js';
import { TestNode } from '../support/node.js';

const ENDINGS = ['word', 'deadline', 'confirmed'] satisfies Ending[];
const ROUNDS = Number(process.env['OSG_ROUNDS'] ?? 300);

describe.each(['v4', 'v6'] as const)('a trial changes sides again and again (%s)', (family) => {
  it('F35 no verdict is mixed, and nothing that both allow is cut or lost', async () => {
    const node = await TestNode.create(
      {
        server: { addresses: ['10.1.0.10', 'fd00:1::10'] },
        client: { addresses: ['10.1.0.20', 'fd00:1::20'], governed: false },
      },
      { slots: 16_384 },
    );
    const sums: Record<keyof Figures, number> = {
      changes: 0,
      datagrams: 0,
      answers: 0,
      mixed: 0,
      lost: 0,
      exchanges: 0,
      opened: 0,
      broken: 0,
      handshakes: 0,
      odd: 0,
    };
    try {
      const server = node.workload('server');
      const flips = await Flips.begin(node, server, node.workload('client'), server[family]);
      for (let n = 0; n < ROUNDS; n++) {
        const round = await flips.round(ENDINGS[n % ENDINGS.length] as Ending);
        expect(round, `round ${n}`).toMatchObject({ changes: 2, mixed: 0, lost: 0, broken: 0 });
        expect(round.odd, `round ${n}`).toBeLessThanOrEqual(round.changes);
        for (const figure of Object.keys(sums) as (keyof Figures)[]) sums[figure] += round[figure];
      }
      await flips.end();
    } finally {
      await node.close();
    }
    console.log(`F35 ${family}, ${ROUNDS} rounds: ${JSON.stringify(sums)}`);
  }, 3_600_000);
});
