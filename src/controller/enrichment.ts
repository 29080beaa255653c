/** The controller's answers to a collector: the inventory's history as it grows, and why a flow was denied. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { ServerWritableStream } from '@grpc/grpc-js';
import type { osg } from '../gen/proto.js';
import { RpcError } from '../rpc/error.js';
import { ENRICHMENT } from '../rpc/methods.js';
import { begin, overOr, type Service, serve } from '../rpc/serve.js';
import type { InventoryHistory } from './inventory-history.js';

type Message = osg.v1.InventoryMessage.$Properties;
type Watch = ServerWritableStream<osg.v1.InventoryRequest, Message>;

/** Owners in one message. */
const CHUNK = 1024;
/** The longest silence on a stream. */
const HEARTBEAT_MS = 5_000;

export interface Enrichment {
  readonly inventory: InventoryHistory;
  blame(request: osg.v1.ExplainRequest.$Properties, over: () => boolean): Promise<osg.v1.BlameReply.$Properties>;
  explain(request: osg.v1.ExplainRequest.$Properties, over: () => boolean): Promise<osg.v1.Explanation.$Properties>;
}

export const enrichmentService = ({ inventory, explain, blame }: Enrichment): Service =>
  serve(ENRICHMENT, 'collector', {
    Watch: (stream) => {
      begin(stream);
      return tell(inventory, stream);
    },
    Explain: (request, { over }) => explain(request, over),
    Blame: (request, { over }) => blame(request, over),
  });

/** Sends what the collector lacks, then every change, until it goes. */
async function tell(inventory: InventoryHistory, call: Watch): Promise<void> {
  const over = overOr(call);
  const { epoch } = inventory;
  const asked = { epoch: call.request.epoch ?? 0, sequence: call.request.sequence ?? 0 };
  const known = inventory.reaches(asked.epoch, asked.sequence);
  let sequence = known ? asked.sequence : 0;
  let head: Message = known ? {} : { reset: { sinceUnixUs: inventory.sinceUs } };
  while (!call.cancelled) {
    if (inventory.epoch !== epoch || (head.reset === undefined && !inventory.reaches(epoch, sequence)))
      throw new RpcError('UNREACHABLE', 'inventory', 'another history has begun: come again');
    const rows = inventory.after(sequence, CHUNK);
    const whole = rows.length < CHUNK;
    const changed = whole ? nextChange(inventory) : undefined;
    sequence = rows.at(-1)?.sequence ?? sequence;
    const owners = rows.map(({ owner }) => owner);
    const flows = call.write({ ...head, epoch, sequence, timeUnixUs: whole ? inventory.nowUs : 0, owners });
    head = {};
    if (!flows) await overOr(call, 'drain');
    await Promise.race([changed, over]);
  }
}

/** Resolves at the next change, or when it is time to say that there is none. */
async function nextChange(inventory: InventoryHistory): Promise<void> {
  const abort = new AbortController();
  const stop = inventory.watch(() => abort.abort());
  await sleep(HEARTBEAT_MS, undefined, { signal: abort.signal, ref: false }).catch(() => undefined);
  stop();
}
