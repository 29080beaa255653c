/** What a report must be to be stored: a node that was taken over may say what it likes, but harms nobody else by it. */
import protobuf from 'protobufjs/minimal.js';
import { modernContext } from '../flows/index.js';
import { osg } from '../gen/proto.js';
import { decodeWith } from '../rpc/reader.js';
import { MAX_ITEMS } from './batch.js';

/** Contexts of one batch at most: as many as events of an agent's. */
const MAX_CONTEXTS = 4096;
const CONTEXTS = 4;
const ITEMS = 5;

/** @throws RangeError naming the field, or protobuf.js's error: it is no report */
export function decodeReport(body: Buffer): osg.v1.ReportBatch {
  // An item of two bytes becomes an object of a hundred: they are counted before they are made.
  checkCounts(body);
  const batch = decodeWith(osg.v1.ReportBatch, body);
  if (batch.node === '' || batch.spoolId === '') throw new RangeError('a batch without node or spool_id');
  for (const item of batch.items) checkItem(item, batch.contexts.length);
  batch.contexts = batch.contexts.map(modernContext);
  return batch;
}

function checkCounts(body: Buffer): void {
  const reader = protobuf.Reader.create(body);
  let contexts = 0;
  let items = 0;
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    if (tag >>> 3 === CONTEXTS && ++contexts > MAX_CONTEXTS)
      throw new RangeError(`a batch of more than ${MAX_CONTEXTS} contexts`);
    if (tag >>> 3 === ITEMS && ++items >= MAX_ITEMS)
      throw new RangeError(`a batch of more than ${MAX_ITEMS - 1} events`);
    reader.skipType(tag & 7);
  }
}

function checkItem(item: osg.v1.FlowItem.$Properties, contexts: number): void {
  if ((item.context ?? 0) >= contexts) throw new RangeError('an event without its context');
  for (const field of ['source', 'destination'] as const) {
    const length = item[field]?.length ?? 0;
    if (length !== 0 && length !== 4 && length !== 16)
      throw new RangeError(`${field}: an address has 4 or 16 bytes, not ${length}`);
  }
}
