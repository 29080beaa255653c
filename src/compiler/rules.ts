/** A policy of the view, ready to lower: each rule as an entry and the terms it says. */
import type { Direction } from '../net/types.js';
import type { ViewMatch, ViewPolicy, ViewRule } from '../policy/view.js';
import { keyBounds } from './keys.js';
import { Entry, GROUP, tierNumber } from './order.js';
import { FOREVER } from './plan.js';
import { type PortMap, portMapOf } from './ports.js';
import type { Slots } from './slots.js';

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
  readonly rules: readonly CompiledRule[];
}

const GAP = 2 ** 20;

/** Rules that mean what they meant in the same order keep their compiled form; only the others take or give back slots. */
export function compilePolicy(policy: ViewPolicy, previous: CompiledPolicy | undefined, slots: Slots): CompiledPolicy {
  const base = previous !== undefined && sameRank(previous.policy, policy) ? previous : undefined;
  let kept = base === undefined ? [] : alignRules(base, policy, slots);
  kept.length = policy.rules.length;
  let places = spread(kept);
  if (places === undefined) {
    kept = new Array<CompiledRule | undefined>(policy.rules.length);
    places = spread(kept) as Float64Array;
  }
  const rules = policy.rules.map((rule, i) => kept[i] ?? compileRule(rule, policy, (places as Float64Array)[i] as number, slots));
  if (previous === undefined) return { policy, rules };
  const still = new Set(kept);
  for (const rule of previous.rules) if (!still.has(rule)) slots.releaseRule(rule.entry.rule);
  return { policy, rules };
}

export function releasePolicy({ rules }: CompiledPolicy, slots: Slots): void {
  for (const { entry } of rules) slots.releaseRule(entry.rule);
}

function sameRank(a: ViewPolicy, b: ViewPolicy): boolean {
  return a.id === b.id && a.tier === b.tier && a.priority === b.priority;
}

function compileRule(rule: ViewRule, policy: ViewPolicy, place: number, slots: Slots): CompiledRule {
  const { id, action, mode, expiresAt = FOREVER, direction, matches } = rule;
  const slot = slots.rule(rule, policy);
  const entry = new Entry(tierNumber(policy.tier), policy.priority, policy.id, policy.key, place, id, action, mode === 'audit', expiresAt, slot);
  const terms = matches.map(({ peers, ports }) => ({ peers, ports: portMapOf(entry, keyBounds(ports)) }));
  return { entry, direction, matches, terms };
}

/** For each rule of the policy, the compiled one that it may keep. */
function alignRules({ policy: before, rules: compiled }: CompiledPolicy, policy: ViewPolicy, slots: Slots): (CompiledRule | undefined)[] {
  const { rules, tier } = policy;
  const kept = new Array<CompiledRule | undefined>(rules.length);
  const [n, m] = [before.rules.length, rules.length];
  let begin = 0;
  while (begin < n && begin < m && before.rules[begin] === rules[begin]) kept[begin] = compiled[begin++];
  let end = 0;
  while (end < n - begin && end < m - begin && before.rules[n - 1 - end] === rules[m - 1 - end]) {
    kept[m - 1 - end] = compiled[n - 1 - end];
    end++;
  }
  const places = new Map<string, number>();
  for (let i = begin; i < n - end; i++) places.set((before.rules[i] as ViewRule).id, i);
  const ordered = tierNumber(tier) !== GROUP;
  let last = -1;
  for (let i = begin; i < m - end; i++) {
    const rule = rules[i] as ViewRule;
    const at = places.get(rule.id);
    if (at === undefined || (ordered && at < last) || !meansSame(before.rules[at] as ViewRule, rule)) continue;
    kept[i] = compiled[at];
    slots.describe((compiled[at] as CompiledRule).entry.slot, rule, policy);
    places.delete(rule.id);
    last = at;
  }
  if (before.owner !== policy.owner) kept.forEach((same, i) => same && slots.describe(same.entry.slot, rules[i] as ViewRule, policy));
  return kept;
}

/** Places between the kept ones, ascending where the order counts; undefined if there is no room left. */
function spread(kept: readonly (CompiledRule | undefined)[]): Float64Array | undefined {
  const places = new Float64Array(kept.length);
  let [left, from] = [0, 0];
  for (let i = 0; i <= kept.length; i++) {
    const rule = kept[i];
    if (rule === undefined && i < kept.length) continue;
    const count = i - from;
    const right = rule?.entry.place ?? left + GAP * (count + 1);
    const step = (right - left) / (count + 1);
    for (let j = 0; j < count; j++) {
      places[from + j] = left + step * (j + 1);
      if (rule?.entry.tier === GROUP) continue;
      if (!((places[from + j] as number) > left) || !((places[from + j] as number) < right)) return undefined;
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
