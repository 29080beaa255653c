/** Two views → what leads from one to the other, at the cost of what they do not share. */

import { type HeldSet, type HeldView, LargeSet, wholeSet } from './held-view.js';
import { type Listed, sameEnds } from './pieces.js';
import { same } from './same.js';
import type { SortedList } from './sorted-list.js';
import { type HeldPolicy, headerOf, type ViewRule } from './view.js';
import type { PolicyChange, PrefixesChange, RuleEdit, SetChange, ViewChange } from './view-change.js';
import { serviceChange, serviceKey } from './view-services.js';

/**
 * What leads from one view to another of the same node: at the cost of what they do not share, so of little where the one
 * was made from the other. For those who lost count of the changes between; else hand on the change that was made.
 */
export function viewChangeBetween(before: HeldView, after: HeldView): ViewChange {
  const endpoints = changedObjects(before.endpoints, after.endpoints, (e) => e.id);
  const policies = changedObjects(before.policies, after.policies, (p) => p.key, policyChange);
  const sets = changedObjects(before.sets, after.sets, (s) => s.id, setChange);
  const header = headerOf(after);
  const sameHeader = same(header, headerOf(before));
  return {
    node: after.node,
    ...(!sameHeader && { header }),
    endpoints: { put: endpoints.put, removed: endpoints.removed },
    policies,
    sets: { ...sets, put: sets.put.map(wholeSet) },
    services: changedObjects(before.services, after.services, serviceKey, serviceChange),
    serviceAddresses: prefixesChange(before.serviceAddresses, after.serviceAddresses),
  };
}

export function prefixesChange(before: LargeSet, after: LargeSet): PrefixesChange {
  const { added, removed } = before.changeTo(after);
  return { added, removed };
}

function changedObjects<T, C>(
  before: SortedList<T, string>,
  after: SortedList<T, string>,
  keyOf: (item: T) => string,
  changeOf: (before: T, after: T) => C | 'same' | 'whole' = (a, b) => (same(a, b) ? 'same' : 'whole'),
): { put: T[]; removed: string[]; changed: C[] } {
  const result: { put: T[]; removed: string[]; changed: C[] } = { put: [], removed: [], changed: [] };
  for (const pair of before.changesTo(after)) {
    if (pair.after === undefined) result.removed.push(keyOf(pair.before as T));
    else if (pair.before === undefined) result.put.push(pair.after);
    else {
      const change = changeOf(pair.before, pair.after);
      if (change === 'whole') result.put.push(pair.after);
      else if (change !== 'same') result.changed.push(change);
    }
  }
  return result;
}

/** How a policy became another one of the same key; `whole`: saying it whole is not longer. */
export function policyChange(before: HeldPolicy, after: HeldPolicy): PolicyChange | 'same' | 'whole' {
  const { rules: a, key: _key, ...oldHead } = before;
  const { rules: b, key, ...head } = after;
  const rules = a === b ? [] : ruleEdits(listOf(a), listOf(b));
  const sameHead = same(oldHead, head);
  if (rules.length === 0 && sameHead) return 'same';
  const said = rules.reduce((sum, { put }) => sum + put.length, 0);
  if (said >= b.length && b.length > 0) return 'whole';
  return { key, ...(!sameHead && { head }), rules };
}

const listOf = (rules: Listed<ViewRule>): readonly ViewRule[] => (Array.isArray(rules) ? rules : rules.slice());

/** Rules are known by identity or by their ids: what has moved behind others goes and comes. */
function ruleEdits(all: readonly ViewRule[], next: readonly ViewRule[]): RuleEdit[] {
  const { begin, end: behind } = sameEnds(all, next);
  const before = all.slice(begin, all.length - behind);
  const edits = editsBetween(before, next.slice(begin, next.length - behind));
  return edits.map(({ at, remove, put }) => ({ at: begin + at, remove, put }));
}

function editsBetween(before: readonly ViewRule[], after: readonly ViewRule[]): RuleEdit[] {
  const edits: RuleEdit[] = [];
  let at = 0;
  let put: ViewRule[] = [];
  const end = (to: number): void => {
    if (to > at || put.length > 0) edits.push({ at, remove: to - at, put });
    put = [];
  };
  const places = new Map<string, number>();
  const place = (wanted: string): number | undefined => {
    if (places.size === 0) for (const [i, { id }] of before.entries()) places.set(id, i);
    return places.get(wanted);
  };
  for (const rule of after) {
    const next = before[at];
    if (put.length === 0 && next !== undefined && (next === rule || same(next, rule))) {
      at++;
      continue;
    }
    const old = place(rule.id);
    const kept = old !== undefined && old >= at && same(before[old], rule);
    if (!kept) put.push(rule);
    else {
      end(old);
      at = old + 1;
    }
  }
  end(before.length);
  return edits;
}

/** How a set became another one of the same id; `whole`: saying it whole is not longer. */
export function setChange(before: HeldSet, after: HeldSet): SetChange | 'same' | 'whole' {
  const [a, b] = [LargeSet.from(before), LargeSet.from(after)];
  const change = a.changeTo(b);
  if (change.added.length === 0 && change.removed.length === 0) return 'same';
  return change.added.length + change.removed.length >= b.length ? 'whole' : change;
}
