import { addressText, reasonText } from '../flows/index.js';
import { osg } from '../gen/proto.js';
import { RpcError } from '../rpc/error.js';
import { DENIES, REPORTING } from '../rpc/methods.js';
import type { PeerIdentity } from '../rpc/peer.js';
import { Quota, type QuotaOptions } from '../rpc/quota.js';
import { begin, type Caller, overOr, type Service, send, serve } from '../rpc/serve.js';
import { type Grant, mayReport, type Scope, scopeOf } from './access.js';
import { placeOfId } from './batch.js';
import { CollectorError } from './error.js';
import { compileFilter } from './filter.js';
import type { FlowStore } from './flow-store.js';
import type { Ingest, IngestStream } from './ingest.js';
import type { Inventory, PeerName } from './inventory.js';
import { groupsText, serviceText } from './line.js';
import { eventOf, runQuery, runTop, TOP_KEYS } from './query.js';
import { explainRequest } from './question.js';
import { type EncodedReply, encodeReply, type Tails } from './tails.js';
import { Turns, Work } from './turns.js';

const { TopKey } = osg.v1;
type TopKey = osg.v1.TopKey;

/** Asks the controller why a flow was denied; the signal ends the question. */
export type Explain = (
  request: osg.v1.ExplainRequest.$Properties,
  signal: AbortSignal,
) => Promise<osg.v1.Explanation.$Properties>;

/** Since when it is. */
export type Blame = (
  request: osg.v1.ExplainRequest.$Properties,
  signal: AbortSignal,
) => Promise<osg.v1.BlameReply.$Properties>;

export interface ServiceOptions {
  readonly store: FlowStore;
  readonly inventory: Inventory;
  readonly ingest: Ingest;
  readonly tails: Tails;
  readonly grants: readonly Grant[];
  /** Absent: no controller is known. */
  readonly explain?: Explain;
  readonly blame?: Blame;
}

/** Queries, and requests that run one. */
const QUERIES: QuotaOptions = { total: 32, each: 4, reserve: 8 };
/** What the controller is asked at the same time: it distributes policy first of all. */
const EXPLANATIONS: QuotaOptions = { total: 16, each: 4, reserve: 4 };
/** Rows of one Top. */
const MAX_ROWS = 10_000;
/** Addresses of one question for names. */
const MAX_NAMES = 4096;

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

  /** What the controller says of an event that the caller may see. */
  async function asked<R>(
    id: string,
    { peer, over, gone }: Caller,
    ask: ((request: osg.v1.ExplainRequest.$Properties, signal: AbortSignal) => Promise<R>) | undefined,
    trim: (reply: R, event: osg.v1.FlowRecord.$Properties, scope: Scope) => R,
  ): Promise<R> {
    const scope = scopeFor(peer);
    const event = await eventOf(options, id);
    if (event === undefined || !scope.sees(event)) throw new RpcError('NOT_FOUND', '', `there is no event ${id}`);
    if (ask === undefined)
      throw new RpcError('STATE', '', 'no controller is set here: osg collector --controller ADDRESS');
    return placed(explanations, scope, over, async () => {
      try {
        return trim(await ask(explainRequest(event), gone), event, scope);
      } catch (cause) {
        throw new CollectorError('CONTROLLER', 'explain', (cause as Error).message, cause);
      }
    });
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
      if (TOP_KEYS.known(by) === undefined)
        throw new RpcError('ARGUMENT', 'by', `${by} is none of ${TOP_KEYS.all.join(', ')}`);
      const most = Math.min(limit || 20, MAX_ROWS);
      return placed(queries, scope, over, (work) => runTop(options, filter ?? {}, by, most, scope, work, topText));
    },
    Acknowledge: (request, { peer, over }) => {
      const scope = operatorOnly(peer, 'labelling needs');
      const label = { ...request.label, ...(peer !== undefined && { who: peer.names[0] ?? '' }) };
      return placed(queries, scope, over, async (work) => {
        let labelled = 0;
        for await (const { records } of runQuery(options, request.filter ?? {}, scope, work)) {
          await store.label(
            records.flatMap(({ id, item }) => {
              const place = placeOfId(store.name, id ?? '');
              return place === undefined ? [] : [{ ...place, packets: item?.packets ?? 0 }];
            }),
            label,
          );
          labelled += records.length;
        }
        const totals = await store.labelTotals();
        return { labelled, totalLabelledPackets: totals.labelled, totalLegitimatePackets: totals.legitimate };
      });
    },
    Names: ({ addresses, timeUnixUs }, { peer }) => {
      const scope = scopeFor(peer);
      if (addresses.length > MAX_NAMES)
        throw new RpcError('ARGUMENT', 'addresses', `${addresses.length}: at most ${MAX_NAMES}`);
      const at = timeUnixUs || Date.now() * 1000;
      const visible = ({ name, workload }: PeerName): boolean =>
        scope.all || !workload || scope.includes(name.split('/')[0] ?? '');
      return {
        names: addresses.map((address) => {
          const found = options.inventory.at(address, at);
          return found !== undefined && visible(found) ? { name: found.name, workload: found.workload } : {};
        }),
      };
    },
    Accounts: async (_, { peer }) => {
      operatorOnly(peer, 'accounts need');
      return { rows: await store.accounts() };
    },
    Explain: ({ id }, caller) => asked(id, caller, options.explain, trimmed),
    Blame: ({ id }, caller) => asked(id, caller, options.blame, trimmedBlame),
  });
}

const OF_A_NAMESPACE = /^(?:SecurityGroup|NetworkPolicy)\/([^/]+)\//;

/** Whether the caller may be told of a rule or policy. */
const visibleTo =
  ({ context }: osg.v1.FlowRecord.$Properties, scope: Scope) =>
  (rule: string | null | undefined): boolean =>
    scope.all || !rule || rule === context?.rule || scope.includes(OF_A_NAMESPACE.exec(rule)?.[1] ?? '');

/** Without rules of namespaces that the caller may not see; it says that something is withheld. */
export function trimmed(
  explanation: osg.v1.Explanation.$Properties,
  event: osg.v1.FlowRecord.$Properties,
  scope: Scope,
): osg.v1.Explanation.$Properties {
  const visible = visibleTo(event, scope);
  const { nearest, rule, ...rest } = explanation;
  const shown = { rule: visible(rule), nearest: nearest == null || visible(nearest.rule) };
  return {
    ...rest,
    ...(shown.rule && { rule }),
    ...(shown.nearest && nearest != null && { nearest }),
    withheld: !shown.rule || !shown.nearest,
  };
}

/** Of a revision that changed what the caller may not see: its number and time alone. Of the inventory: that it changed. */
export function trimmedBlame(
  blame: osg.v1.BlameReply.$Properties,
  event: osg.v1.FlowRecord.$Properties,
  scope: Scope,
): osg.v1.BlameReply.$Properties {
  if (scope.all) return blame;
  const visible = visibleTo(event, scope);
  const { rule, object, verb, change, file, line, source, who, why, inventory, ...rest } = blame;
  const shown = (object ?? '').split(', ').every(visible);
  return {
    ...rest,
    ...(visible(rule) && { rule }),
    ...(shown && { object, verb, change, file, line, source, who, why }),
    withheld: !shown || !visible(rule) || (inventory ?? []).length > 0,
  };
}

function topText({ context, item, peer }: osg.v1.FlowRecord.$Properties, by: TopKey): string {
  const other = peer || addressText((context?.egress ? item?.destination : item?.source) ?? new Uint8Array());
  const endpoint = context?.endpoint ?? '';
  switch (by) {
    case TopKey.TOP_KEY_PAIR:
      return context?.egress ? `${endpoint} → ${other}` : `${other} → ${endpoint}`;
    case TopKey.TOP_KEY_RULE:
      return (
        context?.rule ||
        (context?.isolatedBy?.length ? `default of ${groupsText(context.isolatedBy)}` : reasonText(context?.reason))
      );
    case TopKey.TOP_KEY_OWNER:
      return context?.owner || '(none)';
    case TopKey.TOP_KEY_NAMESPACE:
      return context?.namespace || '(none)';
    case TopKey.TOP_KEY_REASON:
      return reasonText(context?.reason);
    default:
      return serviceText(item ?? {});
  }
}
