import { addressText } from '../flows/index.js';
import type { osg } from '../gen/proto.js';
import { RpcError } from '../rpc/error.js';
import { DENIES, REPORTING } from '../rpc/methods.js';
import type { PeerIdentity } from '../rpc/peer.js';
import { Quota, type QuotaOptions } from '../rpc/quota.js';
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
import { Turns, Work } from './turns.js';

/** Asks the controller why a flow was denied; the signal ends the question. */
export type Explain = (
  request: osg.v1.ExplainRequest.$Properties,
  signal: AbortSignal,
) => Promise<osg.v1.Explanation.$Properties>;

export interface ServiceOptions {
  readonly store: Store;
  readonly inventory: Inventory;
  readonly ingest: Ingest;
  readonly tails: Tails;
  readonly grants: readonly Grant[];
  /** Absent: no controller is known. */
  readonly explain?: Explain;
}

/** Queries, and requests that run one. */
const QUERIES: QuotaOptions = { total: 32, each: 4, reserve: 8 };
/** What the controller is asked at the same time: it distributes policy first of all. */
const EXPLANATIONS: QuotaOptions = { total: 16, each: 4, reserve: 4 };
/** Rows of one Top. */
const MAX_ROWS = 10_000;

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
  serve(REPORTING, 'node', {
    Report: (call, { peer }) =>
      new Promise<void>((resolve, reject) => {
        // Read while there is room here, and while what was answered is read there.
        let full = false;
        let unread = false;
        const flow = (): void => void (full || unread ? call.pause() : call.resume());
        const stream: IngestStream = {
          allows: (node) => mayReport(peer, node),
          ack: (ack) => {
            if (call.write(ack) || unread) return;
            unread = true;
            flow();
            call.once('drain', () => {
              unread = false;
              flow();
            });
          },
          pause: () => {
            full = true;
            flow();
          },
          resume: () => {
            full = false;
            flow();
          },
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
  const turns = new Turns();
  const queries = new Quota('queries', QUERIES);
  const explanations = new Quota('explanations', EXPLANATIONS);

  /** Work in a place that is the caller's until it ends. */
  async function placed<T>(
    quota: Quota,
    scope: Scope,
    over: () => boolean,
    run: (work: Work) => Promise<T>,
  ): Promise<T> {
    const release = quota.take(scope.asker);
    try {
      return await run(new Work(turns, over));
    } finally {
      release();
    }
  }

  return serve(ENCODED, 'anyone', {
    Tail: async (call, { peer }) => {
      const { asker, key, sees: visible } = scopeFor(peer);
      tails.add(call, compileFilter(call.request), { asker, key, visible });
      begin(call);
      await overOr(call);
    },
    Query: (call, { peer, over }) => {
      const scope = scopeFor(peer);
      return placed(queries, scope, over, async (work) => {
        for await (const reply of runQuery(options, call.request, scope, work))
          if (!(await send(call, encodeReply(reply)))) return;
      });
    },
    Top: ({ filter, by, limit }, { peer, over }) => {
      const scope = scopeFor(peer);
      if (!TOP_KEYS.includes(by as TopKey))
        throw new RpcError('ARGUMENT', 'by', `${JSON.stringify(by)} is none of ${TOP_KEYS.join(', ')}`);
      const most = Math.min(limit || 20, MAX_ROWS);
      return placed(queries, scope, over, (work) =>
        runTop(options, filter ?? {}, by as TopKey, most, scope, work, topText),
      );
    },
    Acknowledge: (request, { peer, over }) => {
      const scope = operatorOnly(peer, 'labelling needs');
      const label = { ...request.label, ...(peer !== undefined && { who: peer.names[0] ?? '' }) };
      return placed(queries, scope, over, async (work) => {
        let labelled = 0;
        for await (const { events } of runQuery(options, request.filter ?? {}, scope, work)) {
          store.label(
            events.map(({ id, item }) => ({ id: id ?? 0, packets: item?.packets ?? 0 })),
            label,
          );
          labelled += events.length;
        }
        const totals = store.labelTotals();
        return { labelled, totalLabelledPackets: totals.labelled, totalLegitimatePackets: totals.legitimate };
      });
    },
    Accounts: (_, { peer }) => {
      operatorOnly(peer, 'accounts need');
      return { rows: store.accounts() };
    },
    Explain: ({ id }, { peer, over, gone }) => {
      const scope = scopeFor(peer);
      const event = eventOf(options, id);
      if (event === undefined || !scope.sees(event)) throw new RpcError('NOT_FOUND', '', `there is no event ${id}`);
      const { explain } = options;
      if (explain === undefined)
        throw new RpcError('STATE', '', 'no controller is set here: osg collector --controller ADDRESS');
      return placed(explanations, scope, over, async () => {
        try {
          return trimmed(await explain(explainRequest(event), gone), event, scope);
        } catch (cause) {
          throw new CollectorError('CONTROLLER', 'explain', (cause as Error).message, cause);
        }
      });
    },
  });
}

const OF_A_NAMESPACE = /^(?:SecurityGroup|NetworkPolicy)\/([^/]+)\//;

/** Without rules of namespaces that the caller may not see; it says that something is withheld. */
export function trimmed(
  explanation: osg.v1.Explanation.$Properties,
  event: osg.v1.DenyEvent.$Properties,
  scope: Scope,
): osg.v1.Explanation.$Properties {
  const visible = (rule: string | null | undefined): boolean =>
    scope.all || !rule || rule === event.context?.rule || scope.includes(OF_A_NAMESPACE.exec(rule)?.[1] ?? '');
  const { nearest, rule, ...rest } = explanation;
  const shown = { rule: visible(rule), nearest: nearest == null || visible(nearest.rule) };
  return {
    ...rest,
    ...(shown.rule && { rule }),
    ...(shown.nearest && nearest != null && { nearest }),
    withheld: !shown.rule || !shown.nearest,
  };
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
