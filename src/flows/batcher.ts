import { osg } from '../gen/proto.js';
import type { Batch } from './frame.js';
import type { FlowContext } from './names.js';
import { addressedService, type DenyRecord } from './record.js';

/** How large a batch grows. */
export const BATCH_EVENTS = 4096;
/** Of its encoding; one more event is far from the 4 MiB that a listener takes. */
const BATCH_BYTES = 1 << 20;

/** Who a batch is from. */
export interface BatchOrigin {
  readonly node: string;
  readonly spoolId: string;
}

/** Writes events, one by one, into the ReportBatch that they become. Contexts are written once. */
export class Batcher {
  readonly #origin: BatchOrigin;
  readonly #writer = osg.v1.ReportBatch.encode({});
  readonly #item: osg.v1.FlowItem.$Properties = {};
  readonly #one = { items: [this.#item] };
  readonly #contexts = new Map<FlowContext, number>();
  #contextBytes = 0;
  #events = 0;
  #packets = 0;

  constructor(origin: BatchOrigin) {
    this.#origin = origin;
  }

  get events(): number {
    return this.#events;
  }

  get packets(): number {
    return this.#packets;
  }

  /** True: full, to be taken. Nothing of `record` is kept. @param service `namespace/name` of the one that was addressed */
  add(record: DenyRecord, context: FlowContext, service = ''): boolean {
    let index = this.#contexts.get(context);
    if (index === undefined) {
      index = this.#contexts.size;
      this.#contexts.set(context, index);
      this.#contextBytes += osg.v1.FlowContext.encode(context).len;
    }
    const item = this.#item;
    item.context = index;
    item.source = record.source;
    item.destination = record.destination;
    item.protocol = record.protocol;
    item.sourcePort = record.sourcePort;
    item.destinationPort = record.destinationPort;
    // Of most there is none, and null takes no room.
    const [address, port] = addressedService(record);
    item.serviceAddress = port === 0 ? null : address;
    item.servicePort = port || null;
    item.service = service || null;
    item.tcpFlags = record.tcpFlags;
    item.packets = record.packets;
    item.bytes = record.bytes;
    item.firstSeenUnixUs = record.firstSeenUs;
    item.durationUs = record.durationUs;
    item.kind = record.kind;
    // Fields of a message may come in any order, and piece by piece.
    osg.v1.ReportBatch.encode(this.#one, this.#writer);
    this.#packets += record.packets;
    this.#events++;
    return this.#events >= BATCH_EVENTS || this.#writer.len + this.#contextBytes >= BATCH_BYTES;
  }

  /** Ends the message and forgets what was added. */
  take(sequence: number, accounting: osg.v1.Accounting.$Properties): Batch {
    const contexts = [...this.#contexts.keys()];
    const body = osg.v1.ReportBatch.encode({ ...this.#origin, sequence, contexts, accounting }, this.#writer).finish();
    const batch: Batch = {
      sequence,
      events: this.#events,
      packets: this.#packets,
      body: Buffer.from(body.buffer, body.byteOffset, body.byteLength),
    };
    this.#writer.reset();
    this.#contexts.clear();
    this.#contextBytes = 0;
    this.#events = 0;
    this.#packets = 0;
    return batch;
  }
}
