/** F35: a trial changes sides under 10,000 rules and traffic. The long form: test/soak/trial.test.ts. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Ending, Flips } from '../support/flips.js';
import { TestNode } from '../support/node.js';

let node: TestNode;
beforeAll(async () => {
  node = await TestNode.create(
    {
      server: { addresses: ['10.1.0.10', 'fd00:1::10'] },
      client: { addresses: ['10.1.0.20', 'fd00:1::20'], governed: false },
    },
    { slots: 16_384 },
  );
});
afterAll(() => node?.close());

it.each(['v4', 'v6'] as const)(
  'F35 no verdict is mixed, and nothing that both sides allow is lost (%s)',
  async (family) => {
    const server = node.workload('server');
    const flips = await Flips.begin(node, server, node.workload('client'), server[family]);
    for (const ending of ['word', 'deadline', 'confirmed'] satisfies Ending[]) {
      const round = await flips.round(ending);
      expect(round, ending).toMatchObject({ mixed: 0, lost: 0, broken: 0 });
      expect(round.odd, ending).toBeLessThanOrEqual(round.changes);
      expect(round.datagrams, ending).toBeGreaterThan(300);
    }
    await flips.end();
  },
);
