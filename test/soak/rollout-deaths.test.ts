/** Whoever dies in the middle of a rollout, and whenever: nothing is passed unseen, and what was not confirmed comes back. */
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { cameBack, passed, sharedNodes } from '../support/rollout-cases.js';
import { BAD } from '../support/rollout-nodes.js';

const SLOW = 400_000;
/** How long a part stays dead. */
const DEAD_MS = 1_000;

const PHASES = [
  { phase: 'ring one observes', ring: 'canary', state: 'observing', node: 0 },
  { phase: 'ring one is unconfirmed', ring: 'canary', state: 'unconfirmed', node: 0 },
  { phase: 'ring one holds', ring: 'canary', state: 'holding', node: 0 },
  { phase: 'ring two is unconfirmed', ring: 'second', state: 'unconfirmed', node: 1 },
] as const;
const PLAN = { observe: '3s', confirm: '3s', hold: '3s', confirmWithin: '120s' };
/** Nobody is there to say that it is bad: it stays until it is taken back. */
const UNSEEN = { confirm: '100s', confirmWithin: '200s', gates: '[]' };

const nodes = sharedNodes();

describe('the controller is killed', () => {
  for (const { phase, ring, state } of PHASES)
    it(`while ${phase}: the next one brings the change to its end`, { timeout: SLOW }, async () => {
      const on = nodes();
      (await on.plan(PLAN))(on.next);
      await on.ring(ring, state);
      await on.controller.stop('SIGKILL');
      await sleep(DEAD_MS);
      await on.startController();
      await passed(on);
    });

  it('while it takes the change back: the next one does', { timeout: SLOW }, async () => {
    const on = nodes();
    (await on.plan({ confirmWithin: '120s' }))(BAD);
    await on.controller.logged(/the rollout came back/);
    await on.controller.stop('SIGKILL');
    await on.startController();
    expect((await cameBack(on)).lost).toBeGreaterThan(0);
  });
});

describe('the agent is killed', () => {
  for (const { phase, ring, state, node } of PHASES)
    it(`while ${phase}: the next one goes on`, { timeout: SLOW }, async () => {
      const on = nodes();
      (await on.plan(PLAN))(on.next);
      await on.ring(ring, state);
      await on.agents[node]?.stop('SIGKILL');
      await sleep(DEAD_MS);
      await on.startAgent(node);
      await passed(on);
    });

  for (const { also, both } of [
    { also: '', both: false },
    { also: ', and the controller after it', both: true },
  ])
    it(`before the change is taken back${also}: the next one hears of it`, { timeout: SLOW }, async () => {
      const on = nodes();
      (await on.plan(UNSEEN))(BAD);
      await expect.poll(() => on.lost[0]).toBeGreaterThan(0);
      await on.agents[0]?.stop('SIGKILL');
      await on.decide('abort');
      if (both) await on.controller.stop('SIGKILL');
      if (both) await on.startController();
      await on.startAgent(0);
      expect((await cameBack(on)).lost).toBeGreaterThan(0);
    });
});

describe('controller and agent are both dead', () => {
  it('while a ring is unconfirmed: the kernel goes back at its time, alone', { timeout: SLOW }, async () => {
    const on = nodes();
    (await on.plan({ confirm: '15s', confirmWithin: '20s', gates: '[]' }))(BAD);
    await expect.poll(() => on.lost[0]).toBeGreaterThan(0);
    await Promise.all([on.controller.stop('SIGKILL'), on.agents[0]?.stop('SIGKILL')]);
    // Nobody is there.
    await on.talk(0).heard();
    await on.startController();
    await on.startAgent(0);
    const { run } = await cameBack(on);
    expect(run.reason).toMatch(/not confirmed in time|is back by itself: deadline/);
  });
});
