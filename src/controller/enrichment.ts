/** The controller's answers to a collector: the inventory's history as it grows, and why a flow was denied. */
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type handleServerStreamingCall,
  type handleUnaryCall,
  Metadata,
  type ServerUnaryCall,
  status,
  type UntypedServiceImplementation,
} from '@grpc/grpc-js';
import { type Service, statusOf } from '../distribution/server.js';
import type { osg } from '../distribution/wire.js';
import { ControlError } from '../rpc/error.js';
import { ENRICHMENT } from '../rpc/methods.js';
import { peerIdentity } from '../rpc/tls.js';
import { ControllerError } from './error.js';
import type { InventoryHistory } from './inventory-history.js';

type Request = osg.v1.InventoryRequest.$Properties;
type Message = osg.v1.InventoryMessage.$Properties;
type Watch = Parameters<handleServerStreamingCall<Request, Message>>[0];

/** Owners in one message. */
const CHUNK = 1024;
/** The longest silence on a stream. */
const HEARTBEAT_MS = 5_000;

/** @throws ControlError IDENTITY: only certificates with the role collector */
function checkCollector(call: Pick<ServerUnaryCall<unknown, unknown>, 'getAuthContext'>): void {
  const peer = peerIdentity(call.getAuthContext());
  if (peer === undefined || peer.role === 'collector') return;
  const name = peer.names[0] ?? 'certificate';
  throw new ControlError('IDENTITY', name, `has the role ${peer.role ?? 'none'}, collector is needed`);
}

export interface Enrichment {
  readonly inventory: InventoryHistory;
  explain(request: osg.v1.ExplainRequest.$Properties): osg.v1.Explanation.$Properties;
}

export function enrichmentService({ inventory, explain }: Enrichment): Service {
  const watch: handleServerStreamingCall<Request, Message> = (call) => {
    const fail = (error: unknown): void => void call.emit('error', failure(error));
    try {
      checkCollector(call);
      call.sendMetadata(new Metadata());
      stream(inventory, call).catch(fail);
    } catch (error) {
      fail(error);
    }
  };
  const answer: handleUnaryCall<osg.v1.ExplainRequest.$Properties, osg.v1.Explanation.$Properties> = (call, reply) => {
    try {
      checkCollector(call);
      reply(null, explain(call.request));
    } catch (error) {
      reply(failure(error));
    }
  };
  const implementation = { Watch: watch, Explain: answer };
  return { methods: ENRICHMENT, implementation: implementation as unknown as UntypedServiceImplementation };
}

/** Sends what the collector lacks, then every change, until it goes. */
async function stream(inventory: InventoryHistory, call: Watch): Promise<void> {
  const over = once(call, 'close');
  const { epoch } = inventory;
  const asked = { epoch: call.request.epoch ?? 0, sequence: call.request.sequence ?? 0 };
  const known = inventory.reaches(asked.epoch, asked.sequence);
  let sequence = known ? asked.sequence : 0;
  let head: Message = known ? {} : { reset: { sinceUnixUs: inventory.sinceUs } };
  while (!call.cancelled) {
    if (inventory.epoch !== epoch || (head.reset === undefined && !inventory.reaches(epoch, sequence)))
      throw new ControlError('UNREACHABLE', 'inventory', 'another history has begun: come again');
    const rows = inventory.after(sequence, CHUNK);
    const whole = rows.length < CHUNK;
    const changed = whole ? nextChange(inventory) : undefined;
    sequence = rows.at(-1)?.sequence ?? sequence;
    const owners = rows.map(({ owner }) => owner);
    const flows = call.write({ ...head, epoch, sequence, timeUnixUs: whole ? inventory.nowUs : 0, owners });
    head = {};
    if (!flows) await once(call, 'drain');
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

/** Resolves at that event, or when the call is over. */
const once = (call: Watch, event: string): Promise<void> =>
  new Promise((resolve) => {
    const names = [event, 'cancelled', 'close', 'error'];
    const done = (): void => {
      for (const name of names) call.off(name, done);
      resolve();
    };
    for (const name of names) call.once(name, done);
  });

function failure(error: unknown): { code: status; details: string; message: string; name: string } {
  const details = error instanceof Error ? error.message : String(error);
  const code = error instanceof ControllerError ? status.FAILED_PRECONDITION : statusOf(error);
  return { name: 'ServiceError', code, details, message: details };
}
