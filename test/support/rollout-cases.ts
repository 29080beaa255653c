/** What is true after a rollout, and nodes for the cases of a file. */
import { afterAll, afterEach, beforeEach, expect } from 'vitest';
import { type NodesOptions, RolloutNodes, type Row, states } from './rollout-nodes.js';

/** It came through all rings: `next` is in force everywhere, and nobody lost anything. */
export async function passed(on: RolloutNodes): Promise<void> {
  // Who waits for a person because a part was away for long is told to go on.
  let run = await on.ended();
  for (let tries = 0; run.state === 'paused' && tries < 3; tries++) {
    await on.decide('resume');
    run = await on.ended();
  }
  expect(run).toMatchObject({ state: 'confirmed', reason: '' });
  expect(states(run)).toEqual(['passed', 'passed', 'passed']);
  on.took();
  await expect.poll(() => on.revisions()).toEqual(on.nodes.map(() => run.revision));
  await on.heard();
  expect(on.lost).toEqual([0, 0, 0]);
}

/** It came back, and nothing of it is left; what the first ring lost meanwhile. */
export async function cameBack(on: RolloutNodes): Promise<{ readonly run: Row; readonly lost: number }> {
  const run = await on.ended();
  expect(run).toMatchObject({ state: 'reverted' });
  expect(states(run).slice(1)).toEqual(['pending', 'pending']);
  await on.heard();
  await expect.poll(() => on.trial(0)).toBe('');
  const { lost } = on;
  await on.heard();
  expect(on.lost).toEqual(lost);
  const [first = 0, ...others] = lost;
  expect(others).toEqual([0, 0]);
  return { run, lost: first };
}

/** For all cases of a file, and others after one that failed. */
export function sharedNodes(options: NodesOptions = {}): () => RolloutNodes {
  let on: RolloutNodes | undefined;
  const close = async (): Promise<void> => {
    await on?.close();
    on = undefined;
  };
  beforeEach(async () => {
    on ??= await RolloutNodes.start(options);
  }, 300_000);
  afterEach(({ task }) => (task.result?.state === 'fail' ? close() : undefined), 120_000);
  afterAll(close, 120_000);
  return () => on as RolloutNodes;
}
