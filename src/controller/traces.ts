/** What the store knows of two addresses at all times: what may ever have decided between them, each with its span. Read in turns. */
import { setImmediate } from 'node:timers/promises';
import { prefixContains } from '../net/prefix.js';
import type { Address, Prefix } from '../net/types.js';
import type { AddressGroup, NamespaceInfo, NodeInfo, Policy, Workload } from '../policy/model.js';
import { isLive, type LabelsOf, selectsAsSubject } from '../policy/select.js';
import { RpcError } from '../rpc/error.js';
import { readItem, type StoredSpan } from './items.js';
import type { RevisionRecord, RevisionStore } from './revision-store.js';
import type { WorldHistory } from './world-history.js';

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
  /** Ascending. */
  readonly records: readonly RevisionRecord[];
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

/** @param upTo the newest revision that counts */
export async function readTraces(
  revisions: RevisionStore,
  history: WorldHistory,
  ends: readonly Address[],
  upTo: number,
  pause: () => Promise<void>,
): Promise<Traces> {
  const among = async <T>(
    pages: Iterable<readonly StoredSpan[]> | AsyncIterable<readonly StoredSpan[]>,
    keep: (text: string, item: () => T) => boolean,
  ) => {
    const found: Span<T>[] = [];
    for await (const page of pages) {
      for (const { from, to, text } of page) {
        let item: T | undefined;
        const read = (): T => {
          item ??= readItem<T>(text);
          return item;
        };
        if (keep(text, read)) found.push({ from, to: to === 0 ? Number.POSITIVE_INFINITY : to, item: read() });
        await pause();
      }
      await pause();
    }
    return found;
  };
  const needles = ends.map(({ value }) => `"${value}"`);
  const named = (text: string): boolean => needles.some((needle) => text.includes(needle));
  const workloads = await among<Workload>(
    history.spans('workloads', PAGE),
    (text, read) => named(text) && ends.some((end) => owns(read(), end)),
  );
  const homes = new Set(workloads.map(({ item }) => item.node));
  const nodes = await among<NodeInfo>(
    history.spans('nodes', PAGE),
    (text, read) => named(text) || homes.has(read().name),
  );
  const owned = new Set(workloads.map(({ item }) => item.namespace));
  const namespaces = await among<NamespaceInfo>(history.spans('namespaces', PAGE), (_, read) => owned.has(read().name));
  const selects = selection(workloads, namespaces);
  const contains = (prefixes: readonly Prefix[] = []): boolean =>
    prefixes.some((prefix) => ends.some((end) => prefixContains(prefix, end)));
  const policies = await among<Policy>(revisions.spans('policies', PAGE), (_, read) => {
    const { subject } = read();
    return contains(subject.addresses) || selects(read());
  });
  const addressGroups = await among<AddressGroup>(revisions.spans('addressGroups', PAGE), (_, read) =>
    contains(read().prefixes),
  );
  const records: RevisionRecord[] = [];
  for await (const page of revisions.records(upTo, PAGE)) {
    records.push(...page);
    await pause();
  }
  const inventorySinceMs = history.sinceMs();
  return { policies, addressGroups, workloads, namespaces, nodes, records: records.reverse(), inventorySinceMs };
}

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
