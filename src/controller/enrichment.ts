/** The controller's answers to a collector: the inventory's history as it grows, and why a flow was denied. */
import { setTimeout as sleep, setImmediate as turn } from 'node:timers/promises';
import type { ServerWritableStream } from '@grpc/grpc-js';
import type { osg } from '../gen/proto.js';
import { RpcError } from '../rpc/error.js';
import { ENRICHMENT } from '../rpc/methods.js';
import { begin, overOr, type Service, serve } from '../rpc/serve.js';
import type { InventoryHistory } from './inventory-history.js';

type Message = osg.v1.InventoryMessage.$Properties;
type Watch = ServerWritableStream<osg.v1.InventoryRequest, Message>;
/** What of it is asked here. */
export type Teller = Pick<Watch, 'request' | 'cancelled' | 'write' | 'once' | 'off'>;
export type History = Pick<InventoryHistory, 'epoch' | 'sinceUs' | 'pruned' | 'nowUs' | 'reaches' | 'after' | 'watch'>;

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
export async function tell(inventory: History, call: Teller): Promise<void> {
  // One promise for the life of the stream would remember everybody who ever waited for it.
  let wake = (): void => undefined;
  let over = false;
  void overOr(call).then(() => {
    over = true;
    wake();
  });
  const { epoch } = inventory;
  const asked = { epoch: call.request.epoch ?? 0, sequence: call.request.sequence ?? 0 };
  const known = await inventory.reaches(asked.epoch, asked.sequence);
  const { pruned } = inventory;
  let sequence = known ? asked.sequence : 0;
  let head: Message = known ? {} : { reset: { sinceUnixUs: inventory.sinceUs } };
  while (!over && !call.cancelled) {
    // What changes while it reads counts, too.
    const change = nextChange(inventory);
    wake = change.stop;
    try {
      // Owners that last may be older than all that was forgotten: whoever begins with a reset passes them.
      const reached = (!known && inventory.pruned === pruned) || (await inventory.reaches(epoch, sequence));
      if (inventory.epoch !== epoch || !reached)
        throw new RpcError('UNREACHABLE', 'inventory', 'another history has begun: come again');
      const rows = await inventory.after(sequence, CHUNK);
      const whole = rows.length < CHUNK;
      sequence = rows.at(-1)?.sequence ?? sequence;
      const owners = rows.map(({ owner }) => owner);
      const flows = call.write({ ...head, epoch, sequence, timeUnixUs: whole ? inventory.nowUs : 0, owners });
      head = {};
      if (!flows) await overOr(call, 'drain');
      // Between two parts of a long history everybody else has their turn; nothing is sent before.
      await (whole ? change.come : turn());
    } finally {
      change.stop();
    }
  }
}

/** `come` resolves at the next change, when it is time to say that there is none, or when stopped. */
function nextChange(inventory: History): { readonly come: Promise<void>; stop(): void } {
  const abort = new AbortController();
  const unwatch = inventory.watch(() => abort.abort());
  const come = sleep(HEARTBEAT_MS, undefined, { signal: abort.signal, ref: false }).catch(() => undefined);
  return {
    come,
    stop: () => {
      unwatch();
      abort.abort();
    },
  };
}
