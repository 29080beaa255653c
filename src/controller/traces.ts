/**
 * What the store knows of two addresses up to a time: what may ever have decided between them, each with its span. Only that is
 * asked for, whatever else the store has. Read in turns.
 */
import { setImmediate } from 'node:timers/promises';
import { prefixContains } from '../net/prefix.js';
import type { Address, Prefix } from '../net/types.js';
import type { AddressGroup, NamespaceInfo, NodeInfo, Policy, Workload } from '../policy/model.js';
import { isLive, type LabelsOf, selectsAsSubject } from '../policy/select.js';
import { RpcError } from '../rpc/error.js';
import { readItem, type StoredSpan } from './items.js';
import type { RevisionRecord } from './revision-store.js';
import type { PastReader } from './stores.js';

/** From when (inclusive) to when: milliseconds of inventory, revisions of policy. */
export interface Span<T> {
  readonly from: number;
  /** Infinity: still. */
  readonly to: number;
  readonly item: T;
}

export interface Traces {
  readonly policies: readonly Span<Policy>[];
  readonly addressGroups: readonly Span<AddressGroup>[];
  readonly workloads: readonly Span<Workload>[];
  readonly namespaces: readonly Span<NamespaceInfo>[];
  readonly nodes: readonly Span<NodeInfo>[];
  /** Newest first; each is read when it is asked for. */
  readonly records: AsyncIterable<RevisionRecord>;
  /** The inventory of earlier times is not kept. */
  readonly inventorySinceMs: number;
}

/** How long reading goes on before others have a turn. */
const SLICE_MS = 5;
const DEADLINE_MS = 15_000;
const PAGE = 64;

/** Lets others have their turn when the slice is used up. @throws RpcError UNREACHABLE: nobody waits any more, BUSY: it takes too long */
export function turns(over: () => boolean): () => Promise<void> {
  let since = performance.now();
  const until = since + DEADLINE_MS;
  return async () => {
    if (performance.now() - since < SLICE_MS) return;
    await setImmediate();
    if (over()) throw new RpcError('UNREACHABLE', '', 'the caller is gone');
    if (performance.now() > until) throw new RpcError('BUSY', '', 'the answer took too long: ask again');
    since = performance.now();
  };
}

export const owns = (workload: Workload, { family, value }: Address): boolean =>
  isLive(workload) && workload.addresses.some((own) => own.family === family && own.value === value);

/** Later revisions, and what came to the inventory later, do not count. */
export interface UpTo {
  readonly revision: number;
  readonly atMs: number;
}

export async function readTraces(
  { revisions, inventory }: PastReader,
  ends: readonly Address[],
  { revision: upTo, atMs: untilMs }: UpTo,
  pause: () => Promise<void>,
): Promise<Traces> {
  const among = async <T>(pages: AsyncIterable<readonly StoredSpan[]>, keep: (item: T) => boolean) => {
    const found: Span<T>[] = [];
    for await (const page of pages) {
      for (const { from, to, text } of page) {
        const item = readItem<T>(text);
        if (keep(item)) found.push({ from, to: to === 0 ? Number.POSITIVE_INFINITY : to, item });
        await pause();
      }
      await pause();
    }
    return found;
  };
  const workloads = await among<Workload>(
    inventory.spans({ list: 'workloads', addresses: ends, untilMs }, PAGE),
    (workload) => ends.some((end) => owns(workload, end)),
  );
  const homes = new Set(workloads.flatMap(({ item }) => item.node ?? []));
  const nodes = await among<NodeInfo>(
    inventory.spans({ list: 'nodes', keys: homes, addresses: ends, untilMs }, PAGE),
    () => true,
  );
  const owned = new Set(workloads.map(({ item }) => item.namespace));
  const namespaces = await among<NamespaceInfo>(
    inventory.spans({ list: 'namespaces', keys: owned, untilMs }, PAGE),
    () => true,
  );
  const selects = selection(workloads, namespaces);
  const contains = (prefixes: readonly Prefix[] = []): boolean =>
    prefixes.some((prefix) => ends.some((end) => prefixContains(prefix, end)));
  // A policy of a namespace selects in it, but by addresses.
  const policies = await among<Policy>(
    revisions.spans({ list: 'policies', upTo, namespaces: [...owned, ''], addressed: true }, PAGE),
    (policy) => contains(policy.subject.addresses) || selects(policy),
  );
  const addressGroups = await groupsBelow(groupsNamed(policies.map(({ item }) => item)), async (ids) => {
    const spans = await among<AddressGroup>(revisions.spans({ list: 'addressGroups', upTo, ids }, PAGE), () => true);
    return spans.map((span) => ({ ...span, groups: span.item.groups }));
  });
  const once = new Map(policies.map((span) => [`${span.item.id} ${span.from}`, span]));
  return {
    ...{ policies: [...once.values()], addressGroups, workloads, namespaces, nodes },
    records: one(revisions.records(upTo, PAGE)),
    inventorySinceMs: await inventory.sinceMs(),
  };
}

async function* one<T>(pages: AsyncIterable<readonly T[]>): AsyncGenerator<T> {
  for await (const page of pages) yield* page;
}

/** Those of these ids, and all that they name, and those in turn. @param read all that is kept of these ids */
export async function groupsBelow<T extends Pick<AddressGroup, 'groups'>>(
  ids: ReadonlySet<string>,
  read: (ids: readonly string[]) => Promise<readonly T[]>,
): Promise<T[]> {
  const known = new Set(ids);
  const found: T[] = [];
  for (let next = [...known]; next.length > 0; ) {
    const groups = await read(next);
    found.push(...groups);
    next = [...new Set(groups.flatMap((one) => one.groups ?? []))].filter((id) => !known.has(id));
    for (const id of next) known.add(id);
  }
  return found;
}

export const groupsNamed = (policies: readonly Policy[]): Set<string> =>
  new Set(
    policies.flatMap((policy) =>
      policy.rules.flatMap(({ peers }) =>
        peers === 'any' ? [] : peers.flatMap((peer) => (peer.kind === 'addressGroup' ? peer.name : [])),
      ),
    ),
  );

/** Whether the policy's subject selects one of the two ends as it was at any time. */
function selection(workloads: readonly Span<Workload>[], namespaces: readonly Span<NamespaceInfo>[]) {
  const labels = new Map<string, NamespaceInfo['labels'][]>();
  for (const { item } of namespaces) labels.set(item.name, [...(labels.get(item.name) ?? []), item.labels]);
  const most = Math.max(1, ...[...labels.values()].map((list) => list.length));
  const views: LabelsOf[] = Array.from({ length: most }, (_, i) => (name) => {
    const known = labels.get(name) ?? [];
    return { ...(known[i] ?? known.at(-1)), 'kubernetes.io/metadata.name': name };
  });
  return ({ subject }: Policy): boolean =>
    views.some((labelsOf) => workloads.some(({ item }) => selectsAsSubject(labelsOf, subject, item)));
}
