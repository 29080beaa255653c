import type { ServerWritableStream } from '@grpc/grpc-js';
import { osg } from '../gen/proto.js';
import { type Asker, Quota, type QuotaOptions } from '../rpc/quota.js';
import { eventAt, type StoredBatch } from './batch.js';
import type { Filter } from './filter.js';

/** An encoded FlowReply: one encoding serves every tail with the same filter. */
export type EncodedReply = Buffer;

export type TailCall = Pick<
  ServerWritableStream<osg.v1.FlowQuery, EncodedReply>,
  'write' | 'end' | 'on' | 'writableLength'
>;

/** What a tail may see beside its filter. */
export type Visible = (event: osg.v1.FlowRecord.$Properties) => boolean;

interface Group {
  readonly filter: Filter;
  readonly scope: TailScope;
  readonly calls: Map<TailCall, Reader>;
}

/** What was given to a tail and is not on its way yet, as far as is known. */
interface Reader {
  readonly lengths: number[];
  bytes: number;
  release(): void;
}

/** Who tails, and what they may see. */
export interface TailScope {
  readonly asker: Asker;
  /** Names what `visible` lets through. */
  readonly key: string;
  readonly visible: Visible;
}

export interface TailOptions {
  readonly quota: QuotaOptions;
  /** Replies, and their bytes, that a tail's reader may lag behind before it is dropped. */
  readonly maxLag: number;
  readonly maxLagBytes: number;
  /** Comparisons of events with patterns that one identity's tails may cost in a second, and in a burst. */
  readonly comparisons: { readonly perSecond: number; readonly burst: number };
}

/** The notice of a tail that ends because the collector does. */
export const SHUTTING_DOWN = 'the collector is shutting down';

/** Events of one reply at most. */
const CHUNK = 512;

export const encodeReply = (reply: osg.v1.FlowReply.$Properties): EncodedReply => {
  const bytes = osg.v1.FlowReply.encode(reply).finish();
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
};

/**
 * Fans stored events out to live tails. A tail that does not keep up is ended with a notice, and so are those that cost more
 * than their share; nobody waits for them.
 */
export class Tails {
  readonly #options: TailOptions;
  readonly #groups = new Map<string, Group>();
  readonly #quota: Quota;
  /** What each identity has left; there are as many as certificates. */
  readonly #left = new Map<string, { comparisons: number; at: number }>();
  #dropped = 0;

  constructor(options: TailOptions) {
    this.#options = options;
    this.#quota = new Quota('tails', options.quota);
  }

  get count(): number {
    return this.#quota.count;
  }

  /** Tails that were dropped, ever. */
  get dropped(): number {
    return this.#dropped;
  }

  /** @throws RpcError BUSY */
  add(call: TailCall, filter: Filter, scope: TailScope): void {
    const release = this.#quota.take(scope.asker);
    const key = `${scope.asker.name}\0${scope.key}\0${filter.key}`;
    const group = this.#groups.get(key) ?? { filter, scope, calls: new Map<TailCall, Reader>() };
    this.#groups.set(key, group);
    group.calls.set(call, { lengths: [], bytes: 0, release });
    const gone = (): void => this.#remove(key, call);
    call.on('cancelled', gone);
    call.on('close', gone);
    call.on('error', gone);
  }

  publish(stored: StoredBatch): void {
    for (const [key, group] of this.#groups) {
      if (!this.#afford(group, stored)) {
        const notice = 'dropped: these tails compare too much: use fewer of them, or filters with fewer patterns';
        for (const call of [...group.calls.keys()]) this.#drop(key, call, notice);
        continue;
      }
      for (const reply of repliesFor(group, stored)) {
        for (const [call, reader] of [...group.calls]) this.#send(key, call, reader, reply);
      }
    }
  }

  /** Ends every tail. */
  close(): void {
    for (const [key, { calls }] of [...this.#groups])
      for (const call of [...calls.keys()]) this.#end(key, call, SHUTTING_DOWN);
  }

  #afford({ filter, scope }: Group, { batch }: StoredBatch): boolean {
    const { perSecond, burst } = this.#options.comparisons;
    const now = performance.now();
    const { comparisons, at } = this.#left.get(scope.asker.name) ?? { comparisons: burst, at: now };
    const cost = filter.cost * ((batch.items?.length ?? 0) + (batch.contexts?.length ?? 0));
    const left = Math.min(burst, comparisons + ((now - at) / 1000) * perSecond) - cost;
    this.#left.set(scope.asker.name, { comparisons: Math.max(left, 0), at: now });
    return left >= 0;
  }

  #send(key: string, call: TailCall, reader: Reader, reply: EncodedReply): void {
    while (reader.lengths.length > call.writableLength) reader.bytes -= reader.lengths.shift() ?? 0;
    if (call.writableLength < this.#options.maxLag && reader.bytes < this.#options.maxLagBytes) {
      call.write(reply);
      reader.lengths.push(reply.length);
      reader.bytes += reply.length;
      return;
    }
    const lag = `${call.writableLength} messages`;
    this.#drop(key, call, `dropped: this tail lagged ${lag} behind; use a narrower filter, or query`);
  }

  #drop(key: string, call: TailCall, notice: string): void {
    this.#dropped++;
    this.#end(key, call, notice);
  }

  #end(key: string, call: TailCall, notice: string): void {
    this.#remove(key, call);
    call.write(encodeReply({ notice }));
    call.end();
  }

  #remove(key: string, call: TailCall): void {
    const group = this.#groups.get(key);
    const reader = group?.calls.get(call);
    if (group === undefined || reader === undefined) return;
    group.calls.delete(call);
    reader.release();
    if (group.calls.size === 0) this.#groups.delete(key);
  }
}

function* repliesFor({ filter, scope: { visible } }: Group, stored: StoredBatch): Generator<EncodedReply> {
  const { contexts, items, node } = stored.batch;
  const may = (contexts ?? []).map((context) => filter.mayMatch(context, node ?? ''));
  if (!may.includes(true)) return;
  let events: osg.v1.FlowRecord.$Properties[] = [];
  for (const [i, item] of (items ?? []).entries()) {
    if (may[item.context ?? 0] !== true) continue;
    const event = eventAt(stored, i);
    if (!filter.matches(event) || !visible(event)) continue;
    events.push(event);
    if (events.length === CHUNK) {
      yield encodeReply({ records: events });
      events = [];
    }
  }
  if (events.length > 0) yield encodeReply({ records: events });
}
