/** A named list of prefixes may name others: a list too long for one object of a cluster is several. */
import type { Prefix } from '../net/types.js';
import { memoize } from './memo.js';
import type { AddressGroup, World } from './model.js';

type Get = (id: string) => AddressGroup | undefined;

/** Ids of the group and of all that it names, and those in turn, each once, whether they are there or not. */
export function namedIn(id: string, get: Get): Set<string> {
  const found = new Set([id]);
  for (const one of found) for (const named of get(one)?.groups ?? []) found.add(named);
  return found;
}

/** Those that are there. */
const groupsIn = (id: string, get: Get): AddressGroup[] => [...namedIn(id, get)].flatMap((one) => get(one) ?? []);

/** All prefixes of the group; nested and repeated ones as they are written. */
export function groupPrefixes(id: string, get: Get): readonly Prefix[] {
  const groups = groupsIn(id, get);
  return groups.length === 1 ? (groups[0] as AddressGroup).prefixes : groups.flatMap(({ prefixes }) => prefixes);
}

const byId = memoize((groups: World['addressGroups']) => new Map(groups.map((group) => [group.id, group])));

type Groups = Pick<World, 'addressGroups'>;

export const groupsOf = ({ addressGroups }: Groups, id: string): AddressGroup[] =>
  groupsIn(id, (one) => byId(addressGroups).get(one));

export const groupPrefixesOf = ({ addressGroups }: Groups, id: string): readonly Prefix[] =>
  groupPrefixes(id, (one) => byId(addressGroups).get(one));

/** What the group, or one that it names, names and is not there. */
export const missingGroups = ({ addressGroups }: Groups, id: string): string[] =>
  [...namedIn(id, (one) => byId(addressGroups).get(one))].filter((one) => !byId(addressGroups).has(one));
