import {
  Metadata,
  type ServerDuplexStream,
  type ServerUnaryCall,
  type ServerWritableStream,
  type sendUnaryData,
  status,
  type UntypedServiceImplementation,
} from '@grpc/grpc-js';
import { addressText, DENIES, type EncodedBatch, REPORTING } from '../flows/index.js';
import type { osg } from '../gen/proto.js';
import { type Caller, type Grant, mayReport, type Scope, scopeOf } from './access.js';
import { CollectorError } from './error.js';
import { compileFilter } from './filter.js';
import type { Ingest, IngestStream } from './ingest.js';
import type { Inventory } from './inventory.js';
import { serviceText } from './line.js';
import { eventOf, runQuery, runTop, TOP_KEYS, type TopKey } from './query.js';
import type { Store } from './store.js';
import { type EncodedReply, encodeReply, type Tails } from './tails.js';

/** A gRPC service and who answers it, for a listener. */
export interface CollectorService {
  readonly methods: object;
  readonly implementation: UntypedServiceImplementation;
}

/** Who is at the other end of a call. */
export type Identify = (call: {
  getAuthContext(): { sslPeerCertificate?: { raw: Buffer } | undefined } | null;
}) => Caller | undefined;

/** Asks the controller why a flow was denied. */
export type Explain = (request: osg.v1.ExplainRequest.$Properties) => Promise<osg.v1.Explanation.$Properties>;

export interface ServiceOptions {
  readonly store: Store;
  readonly inventory: Inventory;
  readonly ingest: Ingest;
  readonly tails: Tails;
  readonly grants: readonly Grant[];
  readonly identify: Identify;
  /** Absent: no controller is known. */
  readonly explain?: Explain;
}

/** What the controller is asked at the same time: it distributes policy first of all. */
const MAX_EXPLAINING = 16;

type Unary<Q, R> = (call: ServerUnaryCall<Q, R>, reply: sendUnaryData<R>) => void;

class Refused extends Error {
  constructor(
    readonly code: status,
    message: string,
  ) {
    super(message);
  }
}

/** Reporting and Denies as they go onto a listener. */
export function collectorServices(options: ServiceOptions): CollectorService[] {
  const { store, tails, identify, grants } = options;
  const scopeFor = (call: Parameters<Identify>[0]): Scope => {
    const scope = scopeOf(identify(call), grants);
    if (scope === undefined)
      throw new Refused(status.PERMISSION_DENIED, 'no namespaces are granted to this certificate');
    return scope;
  };

  const report = (call: ServerDuplexStream<EncodedBatch, osg.v1.ReportAck.$Properties>): void => {
    const caller = identify(call);
    const stream: IngestStream = {
      allows: (node) => mayReport(caller, node),
      ack: (ack) => void call.write(ack),
      pause: () => void call.pause(),
      resume: () => void call.resume(),
      fail: (error) => void call.emit('error', failure(error)),
    };
    call.on('data', (body: EncodedBatch) => options.ingest.push(stream, body));
    call.on('end', () => call.end());
    const gone = (): void => options.ingest.forget(stream);
    call.on('cancelled', gone);
    call.on('close', gone);
    call.on('error', gone);
  };

  const tail = (call: ServerWritableStream<osg.v1.DenyQuery, EncodedReply>): void => {
    guard(
      (error) => void call.emit('error', error),
      () => {
        const scope = scopeFor(call);
        const filter = compileFilter(call.request);
        if (tails.add(call, filter, scope.key, scope.sees)) call.sendMetadata(new Metadata());
        else throw new Refused(status.RESOURCE_EXHAUSTED, 'too many tails are open');
      },
    );
  };

  const query = (call: ServerWritableStream<osg.v1.DenyQuery, EncodedReply>): void => {
    const run = async (): Promise<void> => {
      const scope = scopeFor(call);
      for await (const reply of runQuery(options, call.request, scope)) {
        if (call.cancelled) return;
        if (!call.write(encodeReply(reply))) await drained(call);
      }
      call.end();
    };
    run().catch((error) => void call.emit('error', failure(error)));
  };

  const top: Unary<osg.v1.TopRequest, osg.v1.TopReply.$Properties> = (call, reply) => {
    const run = async (): Promise<osg.v1.TopReply.$Properties> => {
      const scope = scopeFor(call);
      const { filter, by, limit } = call.request;
      if (!TOP_KEYS.includes(by as TopKey))
        throw new Refused(status.INVALID_ARGUMENT, `by: ${JSON.stringify(by)} is none of ${TOP_KEYS.join(', ')}`);
      return runTop(options, filter ?? {}, by as TopKey, limit || 20, scope, topText);
    };
    run().then(
      (answer) => reply(null, answer),
      (error) => reply(failure(error)),
    );
  };

  const acknowledge: Unary<osg.v1.AcknowledgeRequest, osg.v1.AcknowledgeReply.$Properties> = (call, reply) => {
    const run = async (): Promise<osg.v1.AcknowledgeReply.$Properties> => {
      const scope = scopeFor(call);
      if (!scope.all) throw new Refused(status.PERMISSION_DENIED, 'labelling needs the role operator');
      const caller = identify(call);
      const label = { ...call.request.label, ...(caller === undefined ? {} : { who: caller.names[0] ?? '' }) };
      let labelled = 0;
      for await (const { events } of runQuery(options, call.request.filter ?? {}, scope)) {
        store.label(
          events.map(({ id, item }) => ({ id: id ?? 0, packets: item?.packets ?? 0 })),
          label,
        );
        labelled += events.length;
      }
      const totals = store.labelTotals();
      return { labelled, totalLabelledPackets: totals.labelled, totalLegitimatePackets: totals.legitimate };
    };
    run().then(
      (answer) => reply(null, answer),
      (error) => reply(failure(error)),
    );
  };

  const accounts: Unary<osg.v1.AccountsRequest, osg.v1.AccountsReply.$Properties> = (call, reply) => {
    guard(
      (error) => reply(error),
      () => {
        if (!scopeFor(call).all) throw new Refused(status.PERMISSION_DENIED, 'accounts need the role operator');
        reply(null, { rows: store.accounts() });
      },
    );
  };

  let explaining = 0;
  const explain: Unary<osg.v1.ExplainEventRequest, osg.v1.Explanation.$Properties> = (call, reply) => {
    const run = async (): Promise<osg.v1.Explanation.$Properties> => {
      const scope = scopeFor(call);
      const event = eventOf(options, call.request.id);
      if (event === undefined || !scope.sees(event))
        throw new Refused(status.NOT_FOUND, `there is no event ${call.request.id}`);
      if (options.explain === undefined)
        throw new Refused(status.FAILED_PRECONDITION, 'no controller is set here: osg collector --controller ADDRESS');
      if (explaining >= MAX_EXPLAINING)
        throw new Refused(status.RESOURCE_EXHAUSTED, 'too many explanations are under way: ask again');
      explaining++;
      try {
        return await options.explain(explainRequest(event));
      } catch (cause) {
        throw new CollectorError('controller', 'explain', (cause as Error).message, cause);
      } finally {
        explaining--;
      }
    };
    run().then(
      (answer) => reply(null, answer),
      (error) => reply(failure(error)),
    );
  };

  const encoded = (reply: EncodedReply): Buffer => reply;
  return [
    { methods: REPORTING, implementation: { report } },
    {
      methods: {
        ...DENIES,
        tail: { ...DENIES.tail, responseSerialize: encoded },
        query: { ...DENIES.query, responseSerialize: encoded },
      },
      implementation: { tail, query, top, acknowledge, accounts, explain },
    },
  ];
}

/** What is asked about an event. */
export const explainRequest = ({ context, item }: osg.v1.DenyEvent.$Properties): osg.v1.ExplainRequest.$Properties => ({
  source: item?.source ?? new Uint8Array(),
  destination: item?.destination ?? new Uint8Array(),
  protocol: item?.protocol ?? 0,
  destinationPort: item?.destinationPort ?? 0,
  egress: context?.egress ?? false,
  timeUnixUs: item?.firstSeenUnixUs ?? 0,
  revision: context?.revision ?? 0,
  audit: context?.verdict !== 'deny',
});

function topText({ context, item, peer }: osg.v1.DenyEvent.$Properties, by: TopKey): string {
  const other = peer || addressText((context?.egress ? item?.destination : item?.source) ?? new Uint8Array());
  const endpoint = context?.endpoint ?? '';
  switch (by) {
    case 'pair':
      return context?.egress ? `${endpoint} → ${other}` : `${other} → ${endpoint}`;
    case 'rule':
      return (
        context?.rule ||
        (context?.isolatedBy?.length ? `default of ${context.isolatedBy.join(', ')}` : (context?.reason ?? ''))
      );
    case 'owner':
      return context?.owner || '(none)';
    case 'namespace':
      return context?.namespace || '(none)';
    case 'reason':
      return context?.reason ?? '';
    case 'port':
      return serviceText(item ?? {});
  }
}

const drained = (call: ServerWritableStream<osg.v1.DenyQuery, EncodedReply>): Promise<void> =>
  new Promise((resolve) => {
    call.once('drain', resolve);
    call.once('cancelled', resolve);
    call.once('close', resolve);
  });

function guard(
  fail: (error: { code: status; details: string; message: string; name: string }) => void,
  work: () => void,
): void {
  try {
    work();
  } catch (error) {
    fail(failure(error));
  }
}

/** Foreign errors become gRPC's, once. */
function failure(error: unknown): { code: status; details: string; message: string; name: string } {
  const details = error instanceof Error ? error.message : String(error);
  return { name: 'ServiceError', code: codeOf(error), details, message: details };
}

function codeOf(error: unknown): status {
  if (error instanceof Refused) return error.code;
  if (error instanceof CollectorError) {
    if (error.code === 'filter') return status.INVALID_ARGUMENT;
    return error.code === 'access' ? status.PERMISSION_DENIED : status.UNAVAILABLE;
  }
  return error instanceof RangeError ? status.INVALID_ARGUMENT : status.INTERNAL;
}
