/** A policy of the view, ready to lower: each rule with its slot and its place in the order. */
import type { ViewMatch, ViewPolicy, ViewPort, ViewRule } from '../policy/view.js';
import { diffLists, sameEnds } from './lists.js';
import { GROUP, tierNumber } from './order.js';
import { CompiledRule, type Rank } from './rule.js';
import type { PolicyWords, Slots } from './slots.js';
import { STEP_ITEMS, type Steps } from './steps.js';

export interface CompiledPolicy {
  readonly policy: ViewPolicy;
  readonly words: PolicyWords;
  readonly rules: readonly CompiledRule[];
  /** How it came from the one before: known during the compilation that made it. */
  since: Since | undefined;
}

interface Since extends RuleChange {
  readonly before: CompiledPolicy;
}

export interface RuleChange {
  readonly removed: readonly CompiledRule[];
  readonly added: readonly CompiledRule[];
}

const NO_RULES: readonly CompiledRule[] = [];

/** Which rules a policy has lost and gained; undefined stands for a policy that is not there. */
export function ruleChange(before: CompiledPolicy | undefined, after: CompiledPolicy | undefined): RuleChange {
  if (after?.since !== undefined && after.since.before === before) return after.since;
  return diffLists(before?.rules ?? NO_RULES, after?.rules ?? NO_RULES);
}

/** Small enough that the places of a million rules are small integers. */
const GAP = 2 ** 10;

/** Rules that mean what they meant in the same order keep their compiled form; only the others take or give back slots. */
export function* compilePolicy(
  policy: ViewPolicy,
  previous: CompiledPolicy | undefined,
  slots: Slots,
): Steps<CompiledPolicy> {
  const base = previous !== undefined && sameRank(previous.policy, policy) ? previous : undefined;
  const words =
    base !== undefined && base.policy.owner === policy.owner
      ? base.words
      : { id: policy.id, tier: policy.tier, owner: policy.owner };
  const inner = base === undefined ? undefined : yield* compileMiddle(policy, words, base, slots);
  const rules = inner?.rules ?? (yield* compileAll(policy, words, slots));
  if (previous === undefined) return { policy, words, rules, since: undefined };
  const { begin, end } = inner ?? { begin: 0, end: 0 };
  const middle = [previous.rules, rules].map((list) => list.slice(begin, list.length - end));
  const { removed, added } = diffLists(middle[0] as CompiledRule[], middle[1] as CompiledRule[]);
  for (const rule of removed) slots.releaseRule(rule.rule.id);
  return { policy, words, rules, since: { before: previous, removed, added } };
}

function* compileAll(policy: ViewPolicy, words: PolicyWords, slots: Slots): Steps<CompiledRule[]> {
  const rank = rankOf(policy);
  const compiled: CompiledRule[] = [];
  for (const rule of policy.rules) {
    if (compiled.length % STEP_ITEMS === 0) yield;
    compiled.push(new CompiledRule(rule, rank, (compiled.length + 1) * GAP, slots.rule(rule, words)));
  }
  return compiled;
}

interface Middle {
  readonly rules: CompiledRule[];
  /** How many rules at the beginning and at the end are those of before, by identity. */
  readonly begin: number;
  readonly end: number;
}

/** undefined where rules came so often between the same two that their order has no room left. */
function* compileMiddle(
  policy: ViewPolicy,
  words: PolicyWords,
  base: CompiledPolicy,
  slots: Slots,
): Steps<Middle | undefined> {
  const { policy: before, rules: compiled } = base;
  const [n, m] = [before.rules.length, policy.rules.length];
  const { begin, end } = sameEnds(before.rules, policy.rules);
  const middle = policy.rules.slice(begin, m - end);
  const kept = yield* align(base, begin, n - end, policy, middle);
  const places = spread(kept, compiled[begin - 1]?.place ?? 0, compiled[n - end]?.place);
  if (places === undefined) return undefined;
  const rank = compiled[0]?.rank ?? rankOf(policy);
  const inner: CompiledRule[] = [];
  for (const [i, rule] of middle.entries()) {
    if (i % STEP_ITEMS === 0) yield;
    const same = kept[i];
    if (same !== undefined) slots.describe(same.slot, rule, words);
    inner.push(same ?? new CompiledRule(rule, rank, places[i] as number, slots.rule(rule, words)));
  }
  const rules = compiled.slice(0, begin).concat(inner, compiled.slice(n - end));
  if (base.words !== words) {
    for (const [i, { slot }] of rules.entries()) slots.describe(slot, policy.rules[i] as ViewRule, words);
  }
  return { rules, begin, end };
}

export function releasePolicy({ rules }: CompiledPolicy, slots: Slots): void {
  for (const { rule } of rules) slots.releaseRule(rule.id);
}

function sameRank(a: ViewPolicy, b: ViewPolicy): boolean {
  return a.id === b.id && a.tier === b.tier && a.priority === b.priority;
}

const rankOf = ({ tier, priority, id, key }: ViewPolicy): Rank => ({
  tier: tierNumber(tier),
  priority,
  policy: id,
  policyKey: key,
});

/** For each rule of the middle, the compiled one that it may keep: the same meaning and, where it counts, the same order. */
function* align(
  { policy: before, rules: compiled }: CompiledPolicy,
  from: number,
  to: number,
  { tier }: ViewPolicy,
  middle: readonly ViewRule[],
): Steps<(CompiledRule | undefined)[]> {
  const places = new Map<string, number>();
  for (let i = from; i < to; i++) places.set((before.rules[i] as ViewRule).id, i);
  const ordered = tierNumber(tier) !== GROUP;
  let last = -1;
  const kept: (CompiledRule | undefined)[] = [];
  for (const rule of middle) {
    if (kept.length % STEP_ITEMS === 0) yield;
    const at = places.get(rule.id);
    if (at === undefined || (ordered && at < last) || !meansSame(before.rules[at] as ViewRule, rule)) {
      kept.push(undefined);
      continue;
    }
    places.delete(rule.id);
    last = at;
    kept.push(compiled[at]);
  }
  return kept;
}

/** Places for the rules that keep none, ascending between those of their neighbours; undefined if there is no room. */
function spread(
  kept: readonly (CompiledRule | undefined)[],
  first: number,
  behind: number | undefined,
): Float64Array | undefined {
  const places = new Float64Array(kept.length);
  let [left, from] = [first, 0];
  for (let i = 0; i <= kept.length; i++) {
    const rule = kept[i];
    if (rule === undefined && i < kept.length) continue;
    const count = i - from;
    const right = rule?.place ?? behind ?? left + GAP * (count + 1);
    for (let j = 0; j < count; j++) {
      const place = left + ((right - left) / (count + 1)) * (j + 1);
      // In the group tier the order of declaration does not count, and kept places need not ascend.
      if (rule?.rank.tier !== GROUP && (place === left || place === right)) return undefined;
      places[from + j] = place;
    }
    left = right;
    from = i + 1;
  }
  return places;
}

/** Whether two rules give the same verdicts, whatever their words. */
function meansSame(a: ViewRule, b: ViewRule): boolean {
  if (a === b) return true;
  return (
    a.id === b.id &&
    a.direction === b.direction &&
    a.action === b.action &&
    a.mode === b.mode &&
    a.expiresAt === b.expiresAt &&
    sameLists(a.matches, b.matches, sameMatch)
  );
}

function sameLists<T>(a: 'any' | readonly T[], b: 'any' | readonly T[], same: (x: T, y: T) => boolean): boolean {
  if (a === b) return true;
  return a !== 'any' && b !== 'any' && a.length === b.length && a.every((item, i) => same(item, b[i] as T));
}

function sameMatch(a: ViewMatch, b: ViewMatch): boolean {
  return sameLists(a.peers, b.peers, (x, y) => x === y) && sameLists(a.ports, b.ports, samePort);
}

function samePort(a: ViewPort, b: ViewPort): boolean {
  return (
    a.protocol === b.protocol &&
    a.ports?.first === b.ports?.first &&
    a.ports?.last === b.ports?.last &&
    a.icmp?.type === b.icmp?.type &&
    a.icmp?.code === b.icmp?.code
  );
}
