/** What a ring must pass. Each gate says `pass`, `fail` or `inconclusive`, and by what: what it could not see, it does not pass. */
import type { GatePlan, RolloutAssertion } from '../../policy/rollout.js';
import { type FetchText, prometheusValue, webhookAnswer } from './ask.js';
import type { RingNode, RingQuestion } from './question.js';
import type { GateResult, Verdict } from './state.js';

export interface GateParts {
  readonly fetch: FetchText;
  /** Denies a minute of all causes on those nodes, in that time; undefined: not known. */
  denies(nodes: readonly string[], fromMs: number, untilMs: number): number | undefined;
  /** Each assertion that does not hold by the candidate, and what of the nodes' tables is not as it should be or not known. */
  assertions(
    assertions: readonly RolloutAssertion[],
    nodes: readonly string[],
  ): Promise<{ readonly failed: readonly string[]; readonly unknown: readonly string[] }>;
}

export interface Gate {
  /** Before the ring has anything; null: no answer. Absent: it compares with nothing. */
  baseline?(nodes: readonly string[], nowMs: number): Promise<number | null>;
  /** Undefined: it has nothing to say of this state. */
  ask(question: RingQuestion): Promise<Omit<GateResult, 'gate'> | undefined>;
}

type Answer = Omit<GateResult, 'gate'>;

const answer = (verdict: Verdict, evidence: string): Answer => ({ verdict, evidence });
const few = (names: readonly string[]): string =>
  names.length > 3 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', ');
const round = (value: number): string => String(Number(value.toPrecision(4)));

/** Is one of every ring. */
export const REALISED: Gate = {
  ask: async ({ nodes }) => {
    const refused = nodes.find(({ refusal }) => refusal !== undefined);
    if (refused !== undefined) return answer('fail', `node ${refused.node} refuses it: ${refused.refusal}`);
    const away = nodes.filter(({ connected }) => !connected).map(({ node }) => node);
    if (away.length > 0) return answer('inconclusive', `not connected: ${few(away)}`);
    const late = nodes.filter(({ realised }) => !realised).map(({ node }) => node);
    if (late.length > 0) return answer('inconclusive', `not realised yet: ${few(late)}`);
    return answer('pass', `${nodes.length} of ${nodes.length} ${nodes.length === 1 ? 'node' : 'nodes'}`);
  },
};

export function gateOf(plan: GatePlan, parts: GateParts): Gate {
  switch (plan.kind) {
    case 'newDenies':
      return counted(plan.atMost, ['newly denied flow', 'newly denied flows'], (trial) => [
        trial.deniedFlows,
        trial.deniedPackets,
      ]);
    case 'newAllows':
      return counted(plan.atMost, ['newly allowed flow', 'newly allowed flows'], (trial) => [
        trial.allowedFlows,
        trial.allowedPackets,
      ]);
    case 'cutFlows':
      return counted(plan.atMost, ['live flow cut', 'live flows cut'], (trial) => [trial.cutFlows, 0]);
    case 'denies':
      return denies(plan, parts);
    case 'assertions':
      return { ask: (question) => asserted(plan.assertions, question, parts) };
    case 'prometheus':
      return prometheus(plan, parts.fetch);
    case 'webhook':
      return { ask: (question) => webhookAnswer(plan, question, parts.fetch) };
  }
}

type Trial = NonNullable<RingNode['trial']>;

/**
 * Exact, since both revisions judge every packet: flows as they were reported; packets tell where no report came through.
 * @param count flows and packets of one node
 */
const counted = (
  atMost: number,
  [one, more]: readonly [string, string],
  count: (trial: Trial) => readonly [number, number],
): Gate => ({
  ask: async ({ nodes, state }) => {
    // Once it is confirmed there is no predecessor to compare with.
    if (state === 'holding') return undefined;
    const silent = nodes.filter(({ trial }) => trial === undefined).map(({ node }) => node);
    const trials = nodes.flatMap(({ trial }) => trial ?? []);
    let flows = 0;
    for (const trial of trials) {
      const [some, packets] = count(trial);
      flows += Math.max(some, packets > 0 ? 1 : 0);
    }
    const found = `${flows} ${flows === 1 ? one : more}, at most ${atMost}`;
    if (flows > atMost) return answer('fail', found);
    if (silent.length > 0) return answer('inconclusive', `not told by ${few(silent)}`);
    const lost = nodes.filter(({ trial }) => (trial?.lostEvents ?? 0) > 0);
    if (lost.length > 0) {
      const events = lost.reduce((sum, { trial }) => sum + (trial?.lostEvents ?? 0), 0);
      return answer(
        'inconclusive',
        `${events} ${events === 1 ? 'packet' : 'packets'} that no record tells of on ${few(lost.map(({ node }) => node))}`,
      );
    }
    // There is nobody yet whom it concerns.
    if (nodes.length > 0 && nodes.every(({ realised, trial }) => realised && trial?.endpoints === 0))
      return answer('pass', `${found}; no endpoint is judged otherwise`);
    const judged = trials.reduce((sum, trial) => sum + trial.judgedPackets, 0);
    if (judged === 0) return answer('inconclusive', 'no traffic was judged by both revisions');
    return answer('pass', `${found}; ${judged} ${judged === 1 ? 'packet' : 'packets'} judged by both`);
  },
});

function denies(plan: Extract<GatePlan, { kind: 'denies' }>, parts: GateParts): Gate {
  const { name, timesBaseline, baselineMs, atLeast } = plan;
  const began = new Map<string, number>();
  return {
    baseline: async (nodes, nowMs) => parts.denies(nodes, nowMs - baselineMs, nowMs) ?? null,
    ask: async ({ rollout, ring, state, nodes, baselines, nowMs }) => {
      const key = `${rollout} ${ring} ${state}`;
      const fromMs = began.get(key) ?? nowMs;
      began.set(key, fromMs);
      const before = baselines[name] ?? null;
      const names = nodes.map(({ node }) => node);
      const now = parts.denies(names, fromMs, nowMs);
      if (now === undefined) return answer('inconclusive', 'the nodes have not told of their denies');
      if (now < atLeast) return answer('pass', `${round(now)} denies a minute, fewer than ${atLeast}`);
      if (before === null) return answer('inconclusive', `${round(now)} denies a minute; not known what it was before`);
      const found = `${round(now)} denies a minute, ${round(before)} before`;
      if (before === 0) return answer('inconclusive', `${found}: nothing to compare with`);
      return answer(now > before * timesBaseline ? 'fail' : 'pass', found);
    },
  };
}

async function asserted(
  assertions: readonly RolloutAssertion[],
  { nodes }: RingQuestion,
  parts: GateParts,
): Promise<Answer> {
  const { failed, unknown } = await parts.assertions(
    assertions,
    nodes.map(({ node }) => node),
  );
  if (failed.length > 0) return answer('fail', few(failed));
  if (unknown.length > 0) return answer('inconclusive', few(unknown));
  return answer(
    'pass',
    `${assertions.length} ${assertions.length === 1 ? 'holds' : 'hold'}; the tables of ${nodes.length} ${nodes.length === 1 ? 'node are' : 'nodes are'} as the policy says`,
  );
}

function prometheus(plan: Extract<GatePlan, { kind: 'prometheus' }>, fetch: FetchText): Gate {
  const { name, atMost, atLeast, timesBaseline } = plan;
  return {
    ...(timesBaseline !== undefined && {
      baseline: async () => {
        const value = await prometheusValue(plan, fetch);
        return typeof value === 'number' ? value : null;
      },
    }),
    ask: async ({ baselines }) => {
      const value = await prometheusValue(plan, fetch);
      if (typeof value === 'string') return answer('inconclusive', value);
      if (atMost !== undefined && value > atMost) return answer('fail', `${round(value)}, at most ${atMost}`);
      if (atLeast !== undefined && value < atLeast) return answer('fail', `${round(value)}, at least ${atLeast}`);
      if (timesBaseline === undefined) return answer('pass', round(value));
      const before = baselines[name] ?? null;
      if (before === null) return answer('inconclusive', `${round(value)}; not known what it was before`);
      if (before <= 0 && value > 0)
        return answer('inconclusive', `${round(value)}, ${round(before)} before: nothing to compare with`);
      const found = `${round(value)}, ${round(before)} before`;
      return answer(value > before * timesBaseline ? 'fail' : 'pass', found);
    },
  };
}
