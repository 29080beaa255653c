import type { ServerWritableStream } from '@grpc/grpc-js';
import { osg } from '../gen/proto.js';
import { eventAt, type StoredBatch } from './batch.js';
import type { Filter } from './filter.js';

/** An encoded DenyReply: one encoding serves every tail with the same filter. */
export type EncodedReply = Buffer;

export type TailCall = Pick<
  ServerWritableStream<osg.v1.DenyQuery, EncodedReply>,
  'write' | 'end' | 'on' | 'writableLength'
>;

/** What a tail may see beside its filter. */
export type Visible = (event: osg.v1.DenyEvent.$Properties) => boolean;

interface Group {
  readonly filter: Filter;
  readonly visible: Visible;
  readonly calls: Set<TailCall>;
}

export interface TailOptions {
  readonly maxTails: number;
  /** Replies that a tail's reader may lag behind before it is dropped. */
  readonly maxLag: number;
}

/** The notice of a tail that ends because the collector does. */
export const SHUTTING_DOWN = 'the collector is shutting down';

/** Events of one reply at most. */
const CHUNK = 512;

export const encodeReply = (reply: osg.v1.DenyReply.$Properties): EncodedReply => {
  const bytes = osg.v1.DenyReply.encode(reply).finish();
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
};

/** Fans stored events out to live tails. A tail that does not keep up is ended with a notice; nobody waits for it. */
export class Tails {
  readonly #options: TailOptions;
  readonly #groups = new Map<string, Group>();
  #count = 0;
  #dropped = 0;

  constructor(options: TailOptions) {
    this.#options = options;
  }

  get count(): number {
    return this.#count;
  }

  /** Tails that were dropped, ever. */
  get dropped(): number {
    return this.#dropped;
  }

  /** False: too many. `scope` names what `visible` lets through. */
  add(call: TailCall, filter: Filter, scope: string, visible: Visible): boolean {
    if (this.#count >= this.#options.maxTails) return false;
    const key = `${scope}\0${filter.key}`;
    const group = this.#groups.get(key) ?? { filter, visible, calls: new Set<TailCall>() };
    this.#groups.set(key, group);
    group.calls.add(call);
    this.#count++;
    const gone = (): void => this.#remove(key, call);
    call.on('cancelled', gone);
    call.on('close', gone);
    call.on('error', gone);
    return true;
  }

  publish(stored: StoredBatch): void {
    for (const [key, group] of this.#groups) {
      for (const reply of repliesFor(group, stored)) {
        for (const call of [...group.calls]) this.#send(key, call, reply);
      }
    }
  }

  /** Ends every tail. */
  close(): void {
    for (const [key, { calls }] of [...this.#groups])
      for (const call of [...calls]) this.#end(key, call, SHUTTING_DOWN);
  }

  #send(key: string, call: TailCall, reply: EncodedReply): void {
    if (call.writableLength < this.#options.maxLag) {
      call.write(reply);
      return;
    }
    this.#dropped++;
    this.#end(
      key,
      call,
      `dropped: this tail lagged ${call.writableLength} messages behind; use a narrower filter, or query`,
    );
  }

  #end(key: string, call: TailCall, notice: string): void {
    this.#remove(key, call);
    call.write(encodeReply({ notice }));
    call.end();
  }

  #remove(key: string, call: TailCall): void {
    const group = this.#groups.get(key);
    if (group === undefined || !group.calls.delete(call)) return;
    this.#count--;
    if (group.calls.size === 0) this.#groups.delete(key);
  }
}

function* repliesFor({ filter, visible }: Group, stored: StoredBatch): Generator<EncodedReply> {
  const { contexts, items, node } = stored.batch;
  const may = (contexts ?? []).map((context) => filter.mayMatch(context, node ?? ''));
  if (!may.includes(true)) return;
  let events: osg.v1.DenyEvent.$Properties[] = [];
  for (const [i, item] of (items ?? []).entries()) {
    if (may[item.context ?? 0] !== true) continue;
    const event = eventAt(stored, i);
    if (!filter.matches(event) || !visible(event)) continue;
    events.push(event);
    if (events.length === CHUNK) {
      yield encodeReply({ events });
      events = [];
    }
  }
  if (events.length > 0) yield encodeReply({ events });
}
