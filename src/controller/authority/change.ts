/** What changes between two states of policy, for who asks who made it. Pure. */
import { createHash } from 'node:crypto';
import type { Change, WorldChange } from '../../policy/world-change.js';
import type { PolicySet } from '../differences.js';
import { writeItem } from '../items.js';
import { meaningOf } from './touch.js';

export const betweenContents = (
  said: PolicySet,
  now: PolicySet,
): Pick<WorldChange, 'policies' | 'addressGroups' | 'rollouts'> => ({
  policies: between(said.policies, now.policies),
  addressGroups: between(said.addressGroups, now.addressGroups),
  rollouts: between(said.rollouts ?? [], now.rollouts ?? []),
});

function between<T extends { readonly id: string }>(said: readonly T[], now: readonly T[]): Change<T>[] {
  const old = new Map(said.map((item) => [item.id, item]));
  const changes = now.map((after): Change<T> => {
    const before = old.get(after.id);
    old.delete(after.id);
    return { ...(before !== undefined && { before }), after };
  });
  return [...changes, ...[...old.values()].map((before) => ({ before }))];
}

const POLICY = ['policies', 'addressGroups', 'rollouts'] as const;
export const INVENTORY = ['workloads', 'namespaces', 'nodes', 'services', 'endpointSlices'] as const;

/** What changes in meaning, for a digest. */
export function changesOf(change: Partial<WorldChange>, lists: readonly (keyof WorldChange)[] = POLICY): string[] {
  return lists
    .flatMap((list) =>
      ((change[list] ?? []) as readonly Change<unknown>[]).map(({ before, after }) => [
        writeItem(meaningOf(before ?? null)),
        writeItem(meaningOf(after ?? null)),
      ]),
    )
    .filter(([before, after]) => before !== after)
    .map((pair) => pair.join(' → '))
    .sort();
}

export const digestOf = (parts: unknown): string => createHash('sha256').update(JSON.stringify(parts)).digest('hex');
