import { addressText } from '../flows/index.js';
import type { osg } from '../gen/proto.js';
import { RpcError } from '../rpc/error.js';
import { DENIES, REPORTING } from '../rpc/methods.js';
import type { PeerIdentity } from '../rpc/peer.js';
import { begin, overOr, type Service, send, serve } from '../rpc/serve.js';
import { type Grant, mayReport, type Scope, scopeOf } from './access.js';
import { CollectorError } from './error.js';
import { compileFilter } from './filter.js';
import type { Ingest, IngestStream } from './ingest.js';
import type { Inventory } from './inventory.js';
import { serviceText } from './line.js';
import { eventOf, runQuery, runTop, TOP_KEYS, type TopKey } from './query.js';
import type { Store } from './store.js';
import { type EncodedReply, encodeReply, type Tails } from './tails.js';

/** Asks the controller why a flow was denied. */
export type Explain = (request: osg.v1.ExplainRequest.$Properties) => Promise<osg.v1.Explanation.$Properties>;

export interface ServiceOptions {
  readonly store: Store;
  readonly inventory: Inventory;
  readonly ingest: Ingest;
  readonly tails: Tails;
  readonly grants: readonly Grant[];
  /** Absent: no controller is known. */
  readonly explain?: Explain;
}

/** What the controller is asked at the same time: it distributes policy first of all. */
const MAX_EXPLAINING = 16;

const encoded = (reply: EncodedReply): Buffer => reply;
/** Replies pass encoded: one encoding serves every tail with the same filter. */
const ENCODED = {
  ...DENIES,
  Tail: { ...DENIES.Tail, responseSerialize: encoded },
  Query: { ...DENIES.Query, responseSerialize: encoded },
} as const;

/** Reporting and Denies as they go onto a listener. */
export const collectorServices = (options: ServiceOptions): Service[] => [reporting(options), denies(options)];

const reporting = ({ ingest }: ServiceOptions): Service =>
  serve(REPORTING, 'anyone', {
    Report: (call, { peer }) =>
      new Promise<void>((resolve, reject) => {
        const stream: IngestStream = {
          allows: (node) => mayReport(peer, node),
          ack: (ack) => void call.write(ack),
          pause: () => void call.pause(),
          resume: () => void call.resume(),
          fail: reject,
        };
        call.on('data', (body) => ingest.push(stream, body));
        call.on('end', resolve);
        void overOr(call).then(() => {
          ingest.forget(stream);
          resolve();
        });
      }),
  });

function denies(options: ServiceOptions): Service {
  const { store, tails, grants } = options;
  /** @throws CollectorError ACCESS */
  const scopeFor = (peer: PeerIdentity | undefined): Scope => {
    const scope = scopeOf(peer, grants);
    if (scope === undefined)
      throw new CollectorError('ACCESS', 'access', 'no namespaces are granted to this certificate');
    return scope;
  };
  const operatorOnly = (peer: PeerIdentity | undefined, what: string): Scope => {
    const scope = scopeFor(peer);
    if (!scope.all) throw new CollectorError('ACCESS', 'access', `${what} the role operator`);
    return scope;
  };
  let explaining = 0;
  return serve(ENCODED, 'anyone', {
    Tail: async (call, { peer }) => {
      const scope = scopeFor(peer);
      const filter = compileFilter(call.request);
      if (!tails.add(call, filter, scope.key, scope.sees)) throw new RpcError('BUSY', '', 'too many tails are open');
      begin(call);
      await overOr(call);
    },
    Query: async (call, { peer }) => {
      const scope = scopeFor(peer);
      for await (const reply of runQuery(options, call.request, scope))
        if (!(await send(call, encodeReply(reply)))) return;
    },
    Top: ({ filter, by, limit }, { peer }) => {
      const scope = scopeFor(peer);
      if (!TOP_KEYS.includes(by as TopKey))
        throw new RpcError('ARGUMENT', 'by', `${JSON.stringify(by)} is none of ${TOP_KEYS.join(', ')}`);
      return runTop(options, filter ?? {}, by as TopKey, limit || 20, scope, topText);
    },
    Acknowledge: async (request, { peer }) => {
      const scope = operatorOnly(peer, 'labelling needs');
      const label = { ...request.label, ...(peer !== undefined && { who: peer.names[0] ?? '' }) };
      let labelled = 0;
      for await (const { events } of runQuery(options, request.filter ?? {}, scope)) {
        store.label(
          events.map(({ id, item }) => ({ id: id ?? 0, packets: item?.packets ?? 0 })),
          label,
        );
        labelled += events.length;
      }
      const totals = store.labelTotals();
      return { labelled, totalLabelledPackets: totals.labelled, totalLegitimatePackets: totals.legitimate };
    },
    Accounts: (_, { peer }) => {
      operatorOnly(peer, 'accounts need');
      return { rows: store.accounts() };
    },
    Explain: async ({ id }, { peer }) => {
      const scope = scopeFor(peer);
      const event = eventOf(options, id);
      if (event === undefined || !scope.sees(event)) throw new RpcError('NOT_FOUND', '', `there is no event ${id}`);
      if (options.explain === undefined)
        throw new RpcError('STATE', '', 'no controller is set here: osg collector --controller ADDRESS');
      if (explaining >= MAX_EXPLAINING)
        throw new RpcError('BUSY', '', 'too many explanations are under way: ask again');
      explaining++;
      try {
        return await options.explain(explainRequest(event));
      } catch (cause) {
        throw new CollectorError('CONTROLLER', 'explain', (cause as Error).message, cause);
      } finally {
        explaining--;
      }
    },
  });
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
