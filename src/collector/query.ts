import type { osg } from '../gen/proto.js';
import type { Scope } from './access.js';
import { eventAt, lastSeenUs, MAX_ITEMS, type StoredBatch } from './batch.js';
import { compileFilter, type Query } from './filter.js';
import type { Inventory } from './inventory.js';
import type { Store } from './store.js';

type Event = osg.v1.DenyEvent.$Properties;

/** Where events are read from: what is stored, and who the other sides were. */
export interface Archive {
  readonly store: Store;
  readonly inventory?: Inventory;
}

const PAGE = 16;
/** Events of one query without `last`. */
export const MAX_EVENTS = 1_000_000;

/** Batches that may match, newest first, with the event loop served after each. */
async function* batches(store: Store, query: Query): AsyncGenerator<StoredBatch> {
  const filter = compileFilter(query);
  let beforeId = Number.MAX_SAFE_INTEGER;
  for (;;) {
    const page = store.scan({ filter, beforeId, limit: PAGE });
    for (const stored of page) {
      yield stored;
      await new Promise((resolve) => setImmediate(resolve));
    }
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) return;
    beforeId = last.id;
  }
}

/** What matches in one batch, in its order. */
function* matches(stored: StoredBatch, query: Query, scope: Scope, inventory?: Inventory): Generator<Event> {
  const filter = compileFilter(query);
  const { contexts, items, node } = stored.batch;
  const may = (contexts ?? []).map((context) => filter.mayMatch(context, node ?? ''));
  for (const [i, item] of (items ?? []).entries()) {
    if (may[item.context ?? 0] !== true) continue;
    const event = eventAt(stored, i, inventory);
    if (filter.matches(event) && scope.sees(event)) yield event;
  }
}

/**
 * Runs a query, oldest first, in chunks. Which batches hold matches is found newest first, as `last` wants it; memory
 * holds the batch ids, and of `last` events at most that many.
 */
export async function* runQuery(
  { store, inventory }: Archive,
  query: Query,
  scope: Scope,
): AsyncGenerator<{ events: Event[]; notice?: string }> {
  const wanted = query.last || MAX_EVENTS;
  const found: { id: number; count: number }[] = [];
  let total = 0;
  for await (const stored of batches(store, query)) {
    let count = 0;
    for (const _ of matches(stored, query, scope, inventory)) count++;
    if (count === 0) continue;
    found.push({ id: stored.id, count });
    total += count;
    if (total >= wanted) break;
  }
  let skip = Math.max(0, total - wanted);
  const cut = !query.last && skip > 0;
  for (const { id } of found.reverse()) {
    const stored = store.batch(id);
    if (stored === undefined) continue;
    const labels = store.labelsOf(id);
    const events: Event[] = [];
    let place = 0;
    for (const event of matches(stored, query, scope, inventory)) {
      if (place++ < skip) continue;
      const label = labels.get((event.id ?? 0) % MAX_ITEMS);
      events.push(label === undefined ? event : { ...event, label });
    }
    skip = Math.max(0, skip - place);
    for (let i = 0; i < events.length; i += 512) yield { events: events.slice(i, i + 512) };
  }
  if (cut) yield { events: [], notice: `only the newest ${MAX_EVENTS} events are shown: narrow the filter` };
}

export const TOP_KEYS = ['pair', 'rule', 'owner', 'namespace', 'reason', 'port'] as const;
export type TopKey = (typeof TOP_KEYS)[number];

interface TopRow {
  readonly key: string;
  packets: number;
  bytes: number;
  events: number;
  lastSeenUnixUs: number;
}

/** Keys that one Top request holds at most; beyond, the rest is summed under `(other)`. */
const MAX_KEYS = 100_000;

/** Sums what matches by a key, most packets first. */
export async function runTop(
  { store, inventory }: Archive,
  query: Query,
  by: TopKey,
  limit: number,
  scope: Scope,
  textOf: (event: Event, by: TopKey) => string,
): Promise<osg.v1.TopReply.$Properties> {
  const rows = new Map<string, TopRow>();
  for await (const stored of batches(store, query)) {
    for (const event of matches(stored, query, scope, inventory)) {
      let key = textOf(event, by);
      if (!rows.has(key) && rows.size >= MAX_KEYS) key = '(other)';
      const row = rows.get(key) ?? { key, packets: 0, bytes: 0, events: 0, lastSeenUnixUs: 0 };
      row.packets += event.item?.packets ?? 0;
      row.bytes += event.item?.bytes ?? 0;
      row.events++;
      row.lastSeenUnixUs = Math.max(row.lastSeenUnixUs, lastSeenUs(event.item ?? {}));
      rows.set(key, row);
    }
  }
  const sorted = [...rows.values()].sort((a, b) => b.packets - a.packets || a.key.localeCompare(b.key));
  return { rows: sorted.slice(0, limit), notice: rows.size > limit ? `${rows.size - limit} more` : '' };
}

/** The stored event of that id. */
export function eventOf({ store, inventory }: Archive, id: number): Event | undefined {
  const stored = store.batch(Math.floor(id / MAX_ITEMS));
  const place = id % MAX_ITEMS;
  return stored === undefined || place >= (stored.batch.items ?? []).length
    ? undefined
    : eventAt(stored, place, inventory);
}
