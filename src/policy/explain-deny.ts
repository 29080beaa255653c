/** Why one side of a flow is denied, and what would allow it: what `osg denies --explain` tells. */
import { evaluate } from './evaluate.js';
import type { DirectionDecision, Flow } from './flow.js';
import type { World } from './model.js';
import { type Advice, adviseAllow, adviseWithin, BEYOND } from './tools/advice.js';

export interface DeniedFlow {
  readonly flow: Flow;
  /** The side that denied it, as the workload sees it. */
  readonly egress: boolean;
  /** Unix milliseconds. */
  readonly atMs: number;
  /** It would have been denied if audit rules were enforced. */
  readonly audit: boolean;
}

export interface ExplainedDeny extends DirectionDecision {
  /** What to write; absent where these policies allow the flow. */
  readonly advice?: Advice;
}

export function explainDeny(given: World, { flow, egress, atMs, audit }: DeniedFlow): ExplainedDeny {
  const world = audit ? enforced(given) : given;
  const decision = evaluate(world, flow, atMs);
  const advice = adviseAllow(world, [flow], atMs);
  return { ...(egress ? decision.egress : decision.ingress), ...(advice && { advice }) };
}

/**
 * The same, from what is known of the namespaces of the two ends: their workloads, and all policies that may govern these.
 * Undefined: what to write may change more than that, and the whole world is to be asked.
 */
export function explainWithin(
  given: World,
  namespaces: ReadonlySet<string>,
  { flow, egress, atMs, audit }: DeniedFlow,
): ExplainedDeny | undefined {
  const world = audit ? enforced(given) : given;
  const advice = adviseWithin(world, namespaces, [flow], atMs);
  if (advice === BEYOND) return undefined;
  const decision = evaluate(world, flow, atMs);
  return { ...(egress ? decision.egress : decision.ingress), ...(advice && { advice }) };
}

/** The world if its audit rules were enforced. */
const enforced = (world: World): World => ({
  ...world,
  policies: world.policies.map((policy) => ({
    ...policy,
    rules: policy.rules.map((rule) => ({ ...rule, mode: 'enforce' as const })),
  })),
});
