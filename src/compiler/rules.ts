/** A policy of the view, ready to lower: each rule with its slot and its place in the order. */

import { itemAt, type Place, placeOf, samePlace } from '../policy/bundle.js';
import { placesOf, sameEnds } from '../policy/pieces.js';
import { isCandidateKey } from '../policy/trial.js';
import type { HeldPolicy, ViewPolicy, ViewRule } from '../policy/view.js';
import type { PolicyChange } from '../policy/view-change.js';
import { CompileError } from './error.js';
import { diffLists } from './lists.js';
import { meansSame } from './meaning.js';
import { GROUP, tierNumber } from './order.js';
import { type CompiledRule, compiledRule, type Rank } from './rule.js';
import type { PolicyWords, Slots } from './slots.js';
import { STEP_ITEMS, type Steps } from './steps.js';

/** A policy without its rules. */
export type PolicyHead = Omit<ViewPolicy, 'rules'>;

/** Another one after each change; the list of rules is handed on, and only the latest may be asked for it. */
export interface CompiledPolicy {
  readonly head: PolicyHead;
  readonly words: PolicyWords;
  readonly rules: CompiledRule[];
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

/**
 * Which rules a policy has lost and gained; undefined stands for a policy that is not there.
 * @param latest the policy as the view has it now, which may be another version of one that is not there any more for the asker
 */
export function ruleChange(
  before: CompiledPolicy | undefined,
  after: CompiledPolicy | undefined,
  latest: CompiledPolicy | undefined,
): RuleChange {
  if (after?.since !== undefined && after.since.before === before) return after.since;
  return diffLists(before === undefined ? NO_RULES : rulesOf(before, latest), after?.rules ?? NO_RULES);
}

/** The rules that `before` had: its list has been handed on where the latest version came from it in this compilation. */
function rulesOf(before: CompiledPolicy, latest: CompiledPolicy | undefined): readonly CompiledRule[] {
  if (latest?.since?.before !== before || latest.rules !== before.rules) return before.rules;
  const added = new Set(latest.since.added);
  return [...latest.rules.filter((rule) => !added.has(rule)), ...latest.since.removed];
}

const wordsOf = ({ id, tier, owner, key }: PolicyHead): PolicyWords => ({
  id,
  tier,
  owner,
  ...(isCandidateKey(key) && { candidate: true }),
});

/** Small enough that the places of a million rules are small integers. */
const GAP = 2 ** 10;

/** Rules that mean what they meant in the same order keep their compiled form; only the others take or give back slots. */
export function* compilePolicy(
  policy: HeldPolicy,
  previous: CompiledPolicy | undefined,
  slots: Slots,
): Steps<CompiledPolicy> {
  const { rules, ...head } = policy;
  if (previous === undefined || !sameRank(previous.head, head))
    return yield* compileAnew(head, placesOf(rules), previous, slots);
  const after = Array.from(placesOf(rules));
  yield;
  const { begin, end } = sameEnds<Place<ViewRule>>(previous.rules, after, samePlace);
  const edit = {
    at: begin,
    remove: previous.rules.length - begin - end,
    put: after.slice(begin, after.length - end),
  };
  return yield* edited(previous, head, [edit], slots);
}

function* compileAnew(
  head: PolicyHead,
  list: Iterable<Place<ViewRule>>,
  previous: CompiledPolicy | undefined,
  slots: Slots,
): Steps<CompiledPolicy> {
  const words = wordsOf(head);
  const rules = yield* compileAll(list, rankOf(head), words, slots);
  if (previous === undefined) return { head, words, rules, since: undefined };
  releasePolicy(previous, slots);
  return { head, words, rules, since: { before: previous, removed: previous.rules, added: rules } };
}

/** Changes a policy in places. @throws {CompileError} RANGE */
export function* editPolicy(
  before: CompiledPolicy,
  { key, head, rules }: PolicyChange,
  slots: Slots,
): Steps<CompiledPolicy> {
  checkPlaces(key, rules, before.rules.length);
  const edits = rules.map(({ at, remove, put }) => ({ at, remove, put: put.map(placeOf) }));
  return yield* edited(before, head === undefined ? before.head : { ...head, key }, edits, slots);
}

interface Edit {
  readonly at: number;
  readonly remove: number;
  readonly put: readonly Place<ViewRule>[];
}

function* edited(
  before: CompiledPolicy,
  head: PolicyHead,
  edits: readonly Edit[],
  slots: Slots,
): Steps<CompiledPolicy> {
  if (!sameRank(before.head, head)) {
    const all: Place<ViewRule>[] = before.rules.slice();
    for (const { at, remove, put } of [...edits].reverse()) replace(all, at, remove, put);
    return yield* compileAnew(head, all, before, slots);
  }
  const words = before.words.owner === head.owner ? before.words : wordsOf(head);
  const rank = before.rules[0]?.rank ?? rankOf(head);
  const { rules } = before;
  const removed: CompiledRule[] = [];
  const added = new Set<CompiledRule>();
  const leave = (rule: CompiledRule): void => {
    if (added.delete(rule)) slots.releaseRule(rule.rule.id);
    else removed.push(rule);
  };
  let shift = 0;
  for (const { at: place, remove, put } of edits) {
    const at = place + shift;
    shift += put.length - remove;
    const middle = rules.slice(at, at + remove);
    const kept = yield* align(middle, put, rank.tier);
    const behind = rules[at + remove];
    const places = spread(kept, rules[at - 1]?.place ?? 0, behind?.place, rank.tier);
    if (places === undefined) {
      const all: Place<ViewRule>[] = rules.slice();
      replace(all, at, remove, put);
      const anew = yield* compileAll(all, rank, words, slots);
      for (const rule of rules) leave(rule);
      for (const rule of anew) added.add(rule);
      replace(rules, 0, rules.length, anew);
      continue;
    }
    const inner: CompiledRule[] = [];
    for (const [i, lies] of put.entries()) {
      if (i % STEP_ITEMS === 0) yield;
      const same = kept[i];
      if (same !== undefined) {
        same.become(lies);
        slots.describe(same.slot, lies, words);
        inner.push(same);
      } else {
        const compiled = compiledRule(lies, rank, places[i] as number, slots.rule(lies, words));
        added.add(compiled);
        inner.push(compiled);
      }
    }
    const staying = new Set(kept);
    for (const rule of middle) if (!staying.has(rule)) leave(rule);
    replace(rules, at, remove, inner);
  }
  for (const rule of removed) slots.releaseRule(rule.rule.id);
  if (words !== before.words) for (const rule of rules) slots.describe(rule.slot, rule, words);
  return { head, words, rules, since: { before, removed, added: [...added] } };
}

function checkPlaces(key: string, edits: PolicyChange['rules'], length: number): void {
  let from = 0;
  for (const { at, remove } of edits) {
    if (at < from || at + remove > length)
      throw new CompileError(
        'RANGE',
        key,
        `${remove} rules at ${at} of the policy ${key} change: it has ${length}, and ${from} are behind already`,
      );
    from = at + remove;
  }
}

/** As `splice`, which takes no long lists of arguments. */
function replace<T>(list: T[], at: number, removed: number, added: readonly T[]): void {
  if (added.length <= 1024) return void list.splice(at, removed, ...added);
  const rest = list.splice(at);
  for (const item of added) list.push(item);
  for (let i = removed; i < rest.length; i++) list.push(rest[i] as T);
}
function* compileAll(
  list: Iterable<Place<ViewRule>>,
  rank: Rank,
  words: PolicyWords,
  slots: Slots,
): Steps<CompiledRule[]> {
  const compiled: CompiledRule[] = [];
  for (const lies of list) {
    if (compiled.length % STEP_ITEMS === 0) yield;
    compiled.push(compiledRule(lies, rank, (compiled.length + 1) * GAP, slots.rule(lies, words)));
  }
  return compiled.slice();
}

export function releasePolicy({ rules }: CompiledPolicy, slots: Slots): void {
  for (const { rule } of rules) slots.releaseRule(rule.id);
}

function sameRank(a: PolicyHead, b: PolicyHead): boolean {
  return a.id === b.id && a.tier === b.tier && a.priority === b.priority;
}

const rankOf = ({ tier, priority, id, key }: PolicyHead): Rank => ({
  tier: tierNumber(tier),
  priority,
  policy: id,
  policyKey: key,
});

/** For each rule that comes, the one that goes which it may be: the same meaning and, where it counts, the same order. */
function* align(
  going: readonly CompiledRule[],
  coming: readonly Place<ViewRule>[],
  tier: number,
): Steps<(CompiledRule | undefined)[]> {
  const places = new Map(going.map(({ rule }, i) => [rule.id, i]));
  let last = -1;
  const kept: (CompiledRule | undefined)[] = [];
  for (const lies of coming) {
    if (kept.length % STEP_ITEMS === 0) yield;
    const rule = itemAt(lies);
    const at = places.get(rule.id);
    const old = at === undefined ? undefined : going[at];
    if (at === undefined || old === undefined || (tier !== GROUP && at < last) || !meansSame(old.rule, rule)) {
      kept.push(undefined);
      continue;
    }
    places.delete(rule.id);
    last = at;
    kept.push(old);
  }
  return kept;
}

/** Places for the rules that keep none, ascending between those of their neighbours; undefined if there is no room. */
function spread(
  kept: readonly (CompiledRule | undefined)[],
  first: number,
  behind: number | undefined,
  tier: number,
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
      if (tier !== GROUP && (place === left || place === right)) return undefined;
      places[from + j] = place;
    }
    left = right;
    from = i + 1;
  }
  return places;
}
