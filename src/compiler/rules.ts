/** A policy of the view, ready to lower: each rule as an entry and the terms it says. */
import type { Direction } from '../net/types.js';
import type { ViewMatch, ViewPolicy, ViewRule } from '../policy/view.js';
import { keyBounds } from './keys.js';
import { diffLists, sameEnds } from './lists.js';
import { Entry, GROUP, tierNumber } from './order.js';
import { FOREVER } from './plan.js';
import { type PortMap, portMapOf } from './ports.js';
import type { PolicyWords, Slots } from './slots.js';

/** One rectangle: an entry's ports towards some address sets. */
export interface Term {
  readonly peers: 'any' | readonly string[];
  readonly ports: PortMap;
}

/** Stays the same object while the rule means the same. */
export interface CompiledRule {
  readonly entry: Entry;
  readonly direction: Direction;
  readonly matches: readonly ViewMatch[];
  readonly terms: readonly Term[];
}

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

const GAP = 2 ** 20;

/** Rules that mean what they meant in the same order keep their compiled form; only the others take or give back slots. */
export function compilePolicy(policy: ViewPolicy, previous: CompiledPolicy | undefined, slots: Slots): CompiledPolicy {
  const base = previous !== undefined && sameRank(previous.policy, policy) ? previous : undefined;
  const words =
    base !== undefined && base.policy.owner === policy.owner
      ? base.words
      : { id: policy.id, tier: policy.tier, owner: policy.owner };
  const inner = base === undefined ? undefined : compileMiddle(policy, words, base, slots);
  const rules = inner?.rules ?? compileAll(policy, words, slots);
  if (previous === undefined) return { policy, words, rules, since: undefined };
  const { begin, end } = inner ?? { begin: 0, end: 0 };
  const middle = [previous.rules, rules].map((list) => list.slice(begin, list.length - end));
  const { removed, added } = diffLists(middle[0] as CompiledRule[], middle[1] as CompiledRule[]);
  for (const rule of removed) slots.releaseRule(rule.entry.rule);
  return { policy, words, rules, since: { before: previous, removed, added } };
}

function compileAll(policy: ViewPolicy, words: PolicyWords, slots: Slots): CompiledRule[] {
  return policy.rules.map((rule, i) => compileRule(rule, policy, words, (i + 1) * GAP, slots));
}

interface Middle {
  readonly rules: CompiledRule[];
  /** How many rules at the beginning and at the end are those of before, by identity. */
  readonly begin: number;
  readonly end: number;
}

/** undefined where rules came so often between the same two that their order has no room left. */
function compileMiddle(policy: ViewPolicy, words: PolicyWords, base: CompiledPolicy, slots: Slots): Middle | undefined {
  const { policy: before, rules: compiled } = base;
  const [n, m] = [before.rules.length, policy.rules.length];
  const { begin, end } = sameEnds(before.rules, policy.rules);
  const middle = policy.rules.slice(begin, m - end);
  const kept = align(base, begin, n - end, policy, middle);
  const places = spread(kept, compiled[begin - 1]?.entry.place ?? 0, compiled[n - end]?.entry.place);
  if (places === undefined) return undefined;
  const inner = middle.map((rule, i) => {
    const same = kept[i];
    if (same === undefined) return compileRule(rule, policy, words, places[i] as number, slots);
    slots.describe(same.entry.slot, rule, words);
    return same;
  });
  const rules = compiled.slice(0, begin).concat(inner, compiled.slice(n - end));
  if (base.words !== words) {
    for (const [i, { entry }] of rules.entries()) slots.describe(entry.slot, policy.rules[i] as ViewRule, words);
  }
  return { rules, begin, end };
}

export function releasePolicy({ rules }: CompiledPolicy, slots: Slots): void {
  for (const { entry } of rules) slots.releaseRule(entry.rule);
}

function sameRank(a: ViewPolicy, b: ViewPolicy): boolean {
  return a.id === b.id && a.tier === b.tier && a.priority === b.priority;
}

function compileRule(
  rule: ViewRule,
  policy: ViewPolicy,
  words: PolicyWords,
  place: number,
  slots: Slots,
): CompiledRule {
  const { id, action, mode, expiresAt = FOREVER, direction, matches } = rule;
  const slot = slots.rule(rule, words);
  const entry = new Entry(
    tierNumber(policy.tier),
    policy.priority,
    policy.id,
    policy.key,
    place,
    id,
    action,
    mode === 'audit',
    expiresAt,
    slot,
  );
  const terms = matches.map(({ peers, ports }) => ({ peers, ports: portMapOf(entry, keyBounds(ports)) }));
  return { entry, direction, matches, terms };
}

/** For each rule of the middle, the compiled one that it may keep: the same meaning and, where it counts, the same order. */
function align(
  { policy: before, rules: compiled }: CompiledPolicy,
  from: number,
  to: number,
  { tier }: ViewPolicy,
  middle: readonly ViewRule[],
): (CompiledRule | undefined)[] {
  const places = new Map<string, number>();
  for (let i = from; i < to; i++) places.set((before.rules[i] as ViewRule).id, i);
  const ordered = tierNumber(tier) !== GROUP;
  let last = -1;
  return middle.map((rule) => {
    const at = places.get(rule.id);
    if (at === undefined || (ordered && at < last) || !meansSame(before.rules[at] as ViewRule, rule)) return undefined;
    places.delete(rule.id);
    last = at;
    return compiled[at];
  });
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
    const right = rule?.entry.place ?? behind ?? left + GAP * (count + 1);
    for (let j = 0; j < count; j++) {
      const place = left + ((right - left) / (count + 1)) * (j + 1);
      // In the group tier the order of declaration does not count, and kept places need not ascend.
      if (rule?.entry.tier !== GROUP && (place === left || place === right)) return undefined;
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
    (a.matches === b.matches || JSON.stringify(a.matches) === JSON.stringify(b.matches))
  );
}
