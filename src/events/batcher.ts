import { osg } from '../gen/proto.js';
import type { Batch } from './frame.js';
import type { DenyContext } from './names.js';
import type { DenyRecord } from './record.js';

/** How large a batch grows. */
export const BATCH_EVENTS = 4096;

/** Who a batch is from. */
export interface BatchOrigin {
  readonly node: string;
  readonly bootId: string;
}

/** Collects events and encodes them as one ReportBatch. Contexts are written once. */
export class Batcher {
  readonly #origin: BatchOrigin;
  #contexts = new Map<DenyContext, number>();
  #items: osg.v1.DenyItem.$Properties[] = [];
  #packets = 0;

  constructor(origin: BatchOrigin) {
    this.#origin = origin;
  }

  get events(): number {
    return this.#items.length;
  }

  get packets(): number {
    return this.#packets;
  }

  /** True: full, to be taken. */
  add(record: DenyRecord, context: DenyContext): boolean {
    let index = this.#contexts.get(context);
    if (index === undefined) {
      index = this.#contexts.size;
      this.#contexts.set(context, index);
    }
    this.#items.push({
      context: index,
      source: record.source,
      destination: record.destination,
      protocol: record.protocol,
      sourcePort: record.sourcePort,
      destinationPort: record.destinationPort,
      tcpFlags: record.tcpFlags,
      packets: record.packets,
      bytes: record.bytes,
      firstSeenUnixUs: record.firstSeenUs,
      durationUs: record.durationUs,
      kind: record.kind,
    });
    this.#packets += record.packets;
    return this.#items.length >= BATCH_EVENTS;
  }

  /** Encodes and forgets what was added. */
  take(sequence: number, accounting: osg.v1.Accounting.$Properties): Batch {
    const contexts = [...this.#contexts.keys()];
    const body = osg.v1.ReportBatch.encode({
      ...this.#origin,
      sequence,
      contexts,
      items: this.#items,
      accounting,
    }).finish();
    const batch: Batch = {
      sequence,
      events: this.#items.length,
      packets: this.#packets,
      body: Buffer.from(body.buffer, body.byteOffset, body.byteLength),
    };
    this.#contexts = new Map();
    this.#items = [];
    this.#packets = 0;
    return batch;
  }
}
