import { Reason } from '../flows/index.js';
import { osg } from '../gen/proto.js';
import { RpcError } from '../rpc/error.js';
import { wordsOf } from '../rpc/words.js';
import type { Scope } from './access.js';
import { eventAt, lastSeenUs, placeOfId, type RecordPlace, type StoredBatch } from './batch.js';
import { compileFilter, type Filter, type Query } from './filter.js';
import type { FlowStore } from './flow-store.js';
import type { Inventory } from './inventory.js';
import type { Work } from './turns.js';

type Event = osg.v1.FlowRecord.$Properties;

/** Where events are read from: what is stored, and who the other sides were. */
export interface Archive {
  readonly store: FlowStore;
  readonly inventory?: Inventory;
}

/** Events that are looked at in one go. */
const PORTION = 64;
/** Events of one query without `last`. */
export const MAX_EVENTS = 1_000_000;

/** Batches that may match, newest first. */
async function* batches(
  store: FlowStore,
  filter: Filter,
  work: Work,
  after?: RecordPlace,
): AsyncGenerator<StoredBatch> {
  for await (const stored of store.scan(filter, work)) {
    if (stored.id < (after?.batch ?? 0)) return;
    yield stored;
    await work.pause();
  }
}

/** What matches in one batch, in its order, in small portions. */
async function* matches(
  stored: StoredBatch,
  filter: Filter,
  scope: Scope,
  work: Work,
  inventory?: Inventory,
  after?: RecordPlace,
): AsyncGenerator<Event[]> {
  const { contexts, node } = stored.batch;
  const items = stored.batch.items ?? [];
  const may = (contexts ?? []).map((context) => filter.mayMatch(context, node ?? ''));
  const first = stored.id === after?.batch ? after.place + 1 : 0;
  for (let from = first; from < items.length; from += PORTION) {
    const events: Event[] = [];
    for (let i = from; i < Math.min(items.length, from + PORTION); i++) {
      if (may[items[i]?.context ?? 0] !== true) continue;
      const event = eventAt(stored, i, inventory);
      if (filter.matches(event) && scope.sees(event)) events.push(event);
    }
    if (events.length > 0) yield events;
    await work.pause();
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
  work: Work,
): AsyncGenerator<{ records: Event[]; notice?: string }> {
  const filter = compileFilter(query);
  const after = query.after ? placeOfId(store.name, query.after) : undefined;
  if (query.after && after === undefined)
    throw new RpcError('NOT_FOUND', 'after', `this store has no record ${query.after}`);
  const wanted = query.last || MAX_EVENTS;
  const found: { id: number; count: number }[] = [];
  let total = 0;
  for await (const stored of batches(store, filter, work, after)) {
    let count = 0;
    for await (const events of matches(stored, filter, scope, work, inventory, after)) count += events.length;
    if (count === 0) continue;
    found.push({ id: stored.id, count });
    total += count;
    if (total >= wanted) break;
  }
  let skip = Math.max(0, total - wanted);
  const cut = !query.last && skip > 0;
  for (const { id } of found.reverse()) {
    const stored = await store.batch(id);
    if (stored === undefined) continue;
    const labels = await store.labelsOf(id);
    let events: Event[] = [];
    for await (const portion of matches(stored, filter, scope, work, inventory, after)) {
      const shown = portion.slice(skip);
      skip -= portion.length - shown.length;
      for (const event of shown) {
        const label = labels.get(placeOfId(store.name, event.id ?? '')?.place ?? -1);
        events.push(label === undefined ? event : { ...event, label });
      }
      if (events.length < CHUNK) continue;
      yield { records: events };
      events = [];
    }
    if (events.length > 0) yield { records: events };
  }
  if (cut) yield { records: [], notice: `only the newest ${MAX_EVENTS} events are shown: narrow the filter` };
}

/** Events of one reply, about. */
const CHUNK = 512;

type TopKey = osg.v1.TopKey;
/** The words of `--by`. */
export const TOP_KEYS = wordsOf(osg.v1.TopKey);

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
  work: Work,
  textOf: (event: Event, by: TopKey) => string,
): Promise<osg.v1.TopReply.$Properties> {
  const filter = compileFilter(query, true);
  let chatter = 0;
  const rows = new Map<string, TopRow>();
  const add = (event: Event): void => {
    if (!filter.chatter && event.context?.reason === Reason.REASON_LINK_CHATTER) {
      chatter += event.item?.packets ?? 0;
      return;
    }
    let key = textOf(event, by);
    if (!rows.has(key) && rows.size >= MAX_KEYS) key = '(other)';
    const row = rows.get(key) ?? { key, packets: 0, bytes: 0, events: 0, lastSeenUnixUs: 0 };
    row.packets += event.item?.packets ?? 0;
    row.bytes += event.item?.bytes ?? 0;
    row.events++;
    row.lastSeenUnixUs = Math.max(row.lastSeenUnixUs, lastSeenUs(event.item ?? {}));
    rows.set(key, row);
  };
  for await (const stored of batches(store, filter, work))
    for await (const events of matches(stored, filter, scope, work, inventory)) events.forEach(add);
  const sorted = [...rows.values()].sort((a, b) => b.packets - a.packets || a.key.localeCompare(b.key));
  return {
    rows: sorted.slice(0, limit),
    notice: rows.size > limit ? `${rows.size - limit} more` : '',
    chatterPackets: chatter,
  };
}

/** The stored record of that id. */
export async function eventOf({ store, inventory }: Archive, id: string): Promise<Event | undefined> {
  const at = placeOfId(store.name, id);
  const stored = at && (await store.batch(at.batch));
  if (stored === undefined || at === undefined || at.place >= (stored.batch.items ?? []).length) return undefined;
  return eventAt(stored, at.place, inventory);
}
