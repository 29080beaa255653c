/** Clocks of the parts that jump while a change is on its way; the machine's own is left alone. */
import { describe, expect, it } from 'vitest';
import { cameBack, passed, sharedNodes } from '../support/rollout-cases.js';
import { BAD, type RolloutNodes } from '../support/rollout-nodes.js';

const SLOW = 400_000;
const HOUR_MS = 3_600_000;
const AHEAD_SECONDS = 10 * 86_400;
const JUMPS = [
  { jump: 'an hour ahead', ms: HOUR_MS },
  { jump: 'an hour back', ms: -HOUR_MS },
];

const nodes = sharedNodes({ ahead: { node: 0, seconds: AHEAD_SECONDS } });

describe("the controller's clock jumps", () => {
  const plan = { observe: '6s', confirm: '6s', hold: '6s', confirmWithin: '60s' };
  for (const { jump, ms } of JUMPS)
    for (const state of ['observing', 'unconfirmed', 'holding'])
      it(`${jump} while ring one is ${state}: it takes the time that it should`, { timeout: SLOW }, async () => {
        const on = nodes();
        (await on.plan(plan))(on.next);
        await on.ring('canary', state);
        const began = performance.now();
        on.jump(ms);
        const left = await on.until('left', ({ rings }) => rings[0]?.state !== state);
        // Not at once, and not an hour later.
        expect(performance.now() - began).toBeGreaterThan(3_000);
        expect(left.state).toBe('running');
        await passed(on);
      });
});

describe("the agent's clock", () => {
  const alone = { confirm: '15s', confirmWithin: '20s', gates: '[]' };
  /** With the controller dead, whatever the agent's own clocks say. */
  async function goesBack(on: RolloutNodes, jump: () => void): Promise<void> {
    (await on.plan(alone))(BAD);
    await expect.poll(() => on.lost[0]).toBeGreaterThan(0);
    jump();
    await on.controller.stop('SIGKILL');
    await on.talk(0).heard();
    await expect.poll(() => on.trial(0)).toBe('reverted');
    await on.startController();
    await cameBack(on);
  }

  for (const { jump, ms } of JUMPS)
    it(`jumps ${jump} while its ring is unconfirmed: the kernel goes back at its time`, { timeout: SLOW }, async () => {
      const on = nodes();
      await goesBack(on, () => on.jumpAgent(0, ms));
    });

  it('since boot is not the one that the kernel goes by (a time namespace): it goes back at its time', {
    timeout: SLOW,
  }, async () => {
    await goesBack(nodes(), () => undefined);
  });
});
