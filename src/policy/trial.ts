/**
 * A trial: a candidate policy beside the one in force, its predecessor, in one view of a node. The kernel judges by both, and
 * one word says which of the two counts. What both say alike is there once.
 */

import { policyChange, setChange } from './compare-views.js';
import { type HeldSet, HeldView, LargeSet } from './held-view.js';
import { memoize } from './memo.js';
import { compareText } from './order.js';
import { spelled } from './packed.js';
import { same } from './same.js';
import { type HeldPolicy, headerOf, type NodeView, type Trial, type TrialSide, type ViewEndpoint } from './view.js';

const SUFFIX = '#candidate';

/** Whether it is the candidate's version of a policy that the predecessor has too. */
export const isCandidateKey = (key: string): boolean => key.endsWith(SUFFIX);

/**
 * The view with the candidate's policies beside its own. Inventory (who is there with which address, and what a direction does
 * that no policy decides) is the predecessor's. Costs what the two do not share.
 */
export function withCandidate(predecessor: HeldView, candidate: HeldView, trial: Trial): HeldView {
  const sets = new Map<string, HeldSet>();
  const renamed = new Set<string>();
  for (const { before, after } of predecessor.sets.changesTo(candidate.sets)) {
    if (after === undefined || (before !== undefined && setChange(before, after) === 'same')) continue;
    if (before === undefined) sets.set(after.id, after);
    else {
      renamed.add(after.id);
      sets.set(
        after.id,
        after instanceof LargeSet ? after.named(after.id + SUFFIX) : { ...after, id: after.id + SUFFIX },
      );
    }
  }
  const policies: HeldPolicy[] = [];
  const split = new Set<string>();
  const put = (policy: HeldPolicy): void => {
    const both = predecessor.policies.has(policy.key);
    if (both) split.add(policy.key);
    policies.push(withNames(policy, both, renamed));
  };
  for (const { before, after } of predecessor.policies.changesTo(candidate.policies))
    if (after !== undefined && (before === undefined || policyChange(before, after) !== 'same')) put(after);
  if (renamed.size > 0)
    for (const policy of candidate.policies)
      if (!split.has(policy.key) && predecessor.policies.has(policy.key) && names(policy, renamed)) put(policy);
  const endpoints: ViewEndpoint[] = [];
  for (const endpoint of predecessor.endpoints) {
    const other = candidate.endpoints.get(endpoint.id);
    const keys = (other ?? endpoint).policies;
    if (keys === endpoint.policies && !keys.some((key) => split.has(key))) continue;
    const candidates = keys.map((key) => (split.has(key) ? key + SUFFIX : key)).sort(compareText);
    if (!same(candidates, endpoint.policies)) endpoints.push({ ...endpoint, candidate: candidates });
  }
  // Both sides know the same services; one of them may have no use for them.
  const { services, serviceAddresses } = predecessor.serviceAddresses.length > 0 ? predecessor : candidate;
  return new HeldView(
    { node: predecessor.node, ...headerOf(predecessor), trial },
    predecessor.endpoints.edit([], endpoints),
    predecessor.policies.edit([], policies),
    predecessor.sets.edit([], sets.values()),
    services,
    serviceAddresses,
  );
}

const setsOf = memoize(
  ({ rules }: HeldPolicy): ReadonlySet<string> =>
    new Set(rules.slice().flatMap(({ matches }) => matches.flatMap(({ peers }) => (peers === 'any' ? [] : peers)))),
);

function names(policy: HeldPolicy, sets: ReadonlySet<string>): boolean {
  for (const id of setsOf(policy)) if (sets.has(id)) return true;
  return false;
}

/** Under a key of its own where both sides have it, and naming the candidate's sets. */
function withNames(policy: HeldPolicy, both: boolean, renamed: ReadonlySet<string>): HeldPolicy {
  const key = both ? policy.key + SUFFIX : policy.key;
  if (!names(policy, renamed)) return both ? { ...policy, key } : policy;
  const rules = Array.from(policy.rules, (rule) => ({
    ...spelled(rule),
    matches: rule.matches.map((match) =>
      match.peers === 'any'
        ? match
        : { ...match, peers: match.peers.map((id) => (renamed.has(id) ? id + SUFFIX : id)) },
    ),
  }));
  return { ...policy, key, rules };
}

const candidateSide = memoize((view: NodeView): NodeView => {
  const { trial: _, ...rest } = view;
  const endpoints = view.endpoints.map(({ candidate, ...endpoint }) =>
    candidate === undefined ? endpoint : { ...endpoint, policies: candidate },
  );
  return { ...rest, endpoints };
});

/** The view as one side sees it; for those who judge. Without a trial both see the same. */
export const onSide = (view: NodeView, side: TrialSide): NodeView =>
  view.trial === undefined || side === 'predecessor' ? view : candidateSide(view);
