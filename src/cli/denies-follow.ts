/** `osg denies` and `-f`: what is stored, then what comes, over a restart of the collector too. */
import { setTimeout } from 'node:timers/promises';
import type { DeniesClient } from '../client/index.js';
import { SHUTTING_DOWN } from '../collector/index.js';
import type { osg } from '../gen/proto.js';
import { RpcError } from '../rpc/error.js';
import type { CollectorOptions } from './connect.js';
import type { Query } from './denies-options.js';
import type { DenyOutput, Printer } from './denies-print.js';

type Event = osg.v1.FlowRecord.$Properties;

export interface ListOptions extends CollectorOptions {
  readonly follow?: boolean;
  readonly last?: number;
  readonly output: DenyOutput;
  readonly explain?: boolean;
  readonly blame?: boolean;
  readonly policies?: string[];
}

/** Between attempts to follow a collector that went away. */
const AWAY_MS = 500;
/** Events of one answer where no --last says otherwise. */
const NEWEST = 1000;
/** More than a tail brings while a query runs. */
const REMEMBERED_IDS = 20_000;

/** Prints what is stored; with `--follow` goes on with the tail, over a restart of the collector too. */
export async function show(
  client: DeniesClient,
  query: Query,
  options: ListOptions,
  print: Printer,
  signal: AbortSignal,
): Promise<void> {
  const follow = options.follow === true;
  const last = options.last ?? (follow ? 20 : NEWEST);
  const seen = new Seen();
  if (!follow) {
    await stored(client.query({ ...query, last }, signal), seen, print);
    if (seen.shown === 0) print.note('osg: nothing that is stored matches');
    if (options.last === undefined && seen.shown >= NEWEST)
      print.note(`osg: only the newest ${NEWEST} events are shown: --last COUNT for more`);
    return;
  }
  let away = false;
  while (!signal.aborted) {
    try {
      // The tail is opened first: nothing falls between the two.
      const live = client.tail({ ...query, last: 0 }, signal);
      const first = live.next();
      first.catch(() => undefined);
      if (seen.last === '') await stored(client.query({ ...query, last }, signal), seen, print);
      else await missed(client, query, signal, seen, print);
      if (away) print.note('osg: the collector is back');
      away = false;
      for (let next = await first; !next.done; next = await live.next()) {
        await print.add(seen.fresh(next.value.records));
        await print.flush();
        const { notice } = next.value;
        if (notice === SHUTTING_DOWN) throw new RpcError('UNREACHABLE', '', notice);
        if (notice) throw new RpcError('BUSY', '', notice);
      }
    } catch (error) {
      if (!(error instanceof RpcError) || error.code !== 'UNREACHABLE') throw error;
      if (!away) print.note(`osg: ${error.message}; waiting for it`);
      away = true;
    }
    await setTimeout(AWAY_MS, undefined, { signal }).catch(() => undefined);
  }
}

/** Records that were shown: the tail may bring again what a query brought. */
class Seen {
  /** Id of the last one. */
  last = '';
  shown = 0;
  readonly #ids = new Set<string>();

  /** Those that were not shown yet. */
  fresh(records: readonly Event[]): Event[] {
    const fresh = records.filter(({ id }) => !this.#ids.has(id ?? ''));
    for (const { id } of fresh) this.#ids.add(id ?? '');
    for (const id of this.#ids) {
      if (this.#ids.size <= REMEMBERED_IDS) break;
      this.#ids.delete(id);
    }
    this.last = fresh.at(-1)?.id ?? this.last;
    this.shown += fresh.length;
    return fresh;
  }
}

/** What came while the collector was away; where its store is another one, the newest of that. */
async function missed(client: DeniesClient, query: Query, signal: AbortSignal, seen: Seen, print: Printer) {
  try {
    await stored(client.query({ ...query, after: seen.last, last: NEWEST }, signal), seen, print);
  } catch (error) {
    if (!(error instanceof RpcError) || error.code !== 'NOT_FOUND') throw error;
    await stored(client.query({ ...query, last: NEWEST }, signal), seen, print);
  }
}

async function stored(replies: AsyncIterable<osg.v1.FlowReply>, seen: Seen, print: Printer): Promise<void> {
  for await (const { records, notice } of replies) {
    await print.add(seen.fresh(records));
    if (notice) print.note(`osg: ${notice}`);
  }
  await print.flush();
}
