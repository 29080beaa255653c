/** Runs as operators are told of them. */
import { GATE_VERDICTS, RING_STATES, ROLLOUT_STATES } from '../../distribution/words.js';
import type { osg } from '../../gen/proto.js';
import type { Rollouts } from './rollouts.js';
import { currentRing, lasts, type Run } from './state.js';

/** Newest first. */
export async function rolloutRows(rollouts: Rollouts, limit: number): Promise<osg.v1.RolloutRow.$Properties[]> {
  const kept = (await rollouts.kept.all()).reverse().slice(0, limit);
  // What the gates said last of the one that is on its way is not on the disk.
  return kept.map((run) => rolloutRow(run.id === rollouts.run?.id ? rollouts.run : run, rollouts));
}

export function rolloutRow(run: Run, rollouts: Rollouts): osg.v1.RolloutRow.$Properties {
  const at = currentRing(run);
  const under = rollouts.run?.id === run.id;
  const shown = (ms: number): number => (ms === 0 ? 0 : (ms + (under ? rollouts.aheadMs : 0)) * 1000);
  return {
    id: run.id,
    revision: run.revision,
    predecessor: run.predecessor,
    who: run.who,
    subject: run.subject,
    policy: run.policy.name,
    startedUnixUs: run.startedMs * 1000,
    state: ROLLOUT_STATES.value[run.state],
    reason: run.reason,
    by: run.by,
    endedUnixUs: run.endedMs * 1000,
    waits: under ? rollouts.waits : '',
    rings: run.rings.map((ring, i) => {
      const plan = run.policy.rings[i];
      const decides = i === at && plan !== undefined && ring.state !== 'pending';
      return {
        name: ring.name,
        nodes: ring.nodes.length,
        concerned: under ? rollouts.concerned(i) : 0,
        state: RING_STATES.value[ring.state],
        sinceUnixUs: shown(ring.sinceMs),
        decidesUnixUs: decides ? shown(ring.sinceMs + lasts(plan, ring.state)) : 0,
        confirmByUnixUs: shown(ring.confirmByMs),
        gates: ring.gates.map((answer) => ({ ...answer, verdict: GATE_VERDICTS.value[answer.verdict] })),
      };
    }),
  };
}
