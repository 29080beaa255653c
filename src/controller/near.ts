/**
 * What the store knows of one moment that may decide between two addresses, and about what else is in the namespaces of their
 * owners: their workloads, and every policy that may govern one of these. What is elsewhere is not read.
 */
import type { Address } from '../net/types.js';
import type { AddressGroup, NamespaceInfo, NodeInfo, Policy, Workload, World } from '../policy/model.js';
import { readItem, type StoredSpan } from './items.js';
import type { PastReader } from './stores.js';
import { groupsBelow, groupsNamed, owns, type UpTo } from './traces.js';

const PAGE = 64;

export interface Near extends Pick<World, 'policies' | 'addressGroups' | 'workloads' | 'namespaces' | 'nodes'> {
  /** Names of the namespaces of which all is here. */
  readonly known: ReadonlySet<string>;
}

/** @param at the revision whose policies are meant, and the time of the inventory */
export async function readNear(
  { revisions, inventory }: PastReader,
  ends: readonly Address[],
  { revision, atMs }: UpTo,
): Promise<Near> {
  const moment = { untilMs: atMs, fromMs: atMs };
  const owners = await itemsOf<Workload>(inventory.spans({ list: 'workloads', addresses: ends, ...moment }, PAGE));
  const known = new Set(owners.filter((one) => ends.some((end) => owns(one, end))).map(({ namespace }) => namespace));
  const workloads = await itemsOf<Workload>(inventory.spans({ list: 'workloads', namespaces: known, ...moment }, PAGE));
  const homes = new Set(workloads.flatMap(({ node }) => node ?? []));
  const nodes = await itemsOf<NodeInfo>(
    inventory.spans({ list: 'nodes', keys: homes, addresses: ends, ...moment }, PAGE),
  );
  const namespaces = await itemsOf<NamespaceInfo>(
    inventory.spans({ list: 'namespaces', keys: known, ...moment }, PAGE),
  );
  const declared = { upTo: revision, from: revision };
  // A policy of a namespace selects in it, but by addresses.
  const policies = await itemsOf<Policy>(
    revisions.spans({ ...declared, list: 'policies', namespaces: [...known, ''], addressed: true }, PAGE),
  );
  const addressGroups = await groupsBelow(groupsNamed(policies), (ids) =>
    itemsOf<AddressGroup>(revisions.spans({ ...declared, list: 'addressGroups', ids }, PAGE)),
  );
  return {
    ...{ known, workloads, nodes, namespaces, addressGroups },
    policies: [...new Map(policies.map((policy) => [policy.id, policy])).values()],
  };
}

async function itemsOf<T>(pages: AsyncIterable<readonly StoredSpan[]>): Promise<T[]> {
  const items: T[] = [];
  for await (const page of pages) for (const { text } of page) items.push(readItem<T>(text));
  return items;
}
