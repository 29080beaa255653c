/** The flows that the kernel tracks and the conversations it noted, in words: for `osg conntrack` and `osg flows`. */
import type { Plan, PlanEndpoint, SlotInfo } from '../compiler/plan.js';
import type { Datapath } from '../datapath/datapath.js';
import type { Conversation } from '../datapath/stats.js';
import { CONNTRACK_STATES } from '../distribution/words.js';
import type { osg } from '../gen/proto.js';
import { formatAddress } from '../net/address.js';

/** What is asked for: a page of one endpoint or of all. */
export interface PageRequest {
  /** Absent or empty: all of the node. */
  readonly endpoint?: string | null;
  /** Of one page; absent or 0: 1000. */
  readonly limit?: number | null;
  /** `next` of the page before. */
  readonly cursor?: string | null;
}

export interface Page {
  readonly truncated: boolean;
  /** Cursor of the next page; absent: this was the last. */
  readonly next?: string;
}

/** Flows that an endpoint's quota has, and its part of what all share. */
export interface FlowTable {
  readonly endpoint: string;
  readonly live: number;
  readonly revoked: number;
  readonly capacity: number;
  /** Just now: flushed. */
  readonly removed: number;
  readonly created: number;
  readonly full: number;
}

/** A tracked flow in words. */
export interface NamedFlow {
  readonly endpoint: string;
  readonly egress: boolean;
  readonly protocol: number;
  readonly own: string;
  readonly ownPort: number;
  readonly peer: string;
  readonly peerPort: number;
  readonly state: osg.v1.ConntrackState;
  readonly revoked: boolean;
  readonly fromNode: boolean;
  readonly recovered: boolean;
  /** Empty: a default. */
  readonly rule: string;
  readonly expiresInMs: number;
  readonly ageMs: number;
}

export interface FlowPage extends Page {
  readonly flows: NamedFlow[];
  readonly tables: FlowTable[];
}

/** An allowed conversation: the endpoint, and what let it talk. */
export interface NamedConversation extends Conversation {
  readonly of: PlanEndpoint;
  /** Absent: not known any more. */
  readonly by?: SlotInfo;
}

export interface ConversationPage extends Page {
  /** The latest first. */
  readonly conversations: readonly NamedConversation[];
  readonly sampleRate: number;
}

const LIMIT = 1000;

/** An empty id selects all. */
const selected = (plan: Plan, id: string | null | undefined): readonly PlanEndpoint[] =>
  plan.endpoints.filter((endpoint) => !id || endpoint.id === id);

/** The id of the rule that a slot stands for; empty for a default. */
function ruleOf(plan: Plan, slot: number): string {
  const info = plan.slots.at(slot);
  return info?.kind === 'rule' ? info.rule : '';
}

const PAGE = 10_000;

/** Lists a page, or flushes. The first page also says how full the quotas are. @throws {RangeError} no cursor of ours */
export function flowPage(
  datapath: Datapath,
  plan: Plan,
  request: PageRequest & { readonly flush?: boolean | null },
): FlowPage {
  const endpoints = selected(plan, request.endpoint);
  const { conntrack } = datapath;
  const tables: FlowTable[] = [];
  if (!request.cursor) {
    for (const { id, index } of endpoints) {
      const removed = request.flush ? datapath.flush(index) : 0;
      const { live, revoked, limit, created, full } = conntrack.counts(index);
      tables.push({
        endpoint: id,
        live,
        revoked,
        capacity: limit,
        removed,
        created: Number(created),
        full: Number(full),
      });
    }
  }
  if (request.flush) return { flows: [], tables, truncated: false };
  const ids = new Map(endpoints.map(({ id, index }) => [index, id]));
  const holders = new Map(endpoints.map(({ index }) => [index, datapath.generation(index)]));
  const page = conntrack.page(holders, Math.min(request.limit || LIMIT, PAGE), request.cursor ?? '');
  const flows = page.flows.map(
    (flow): NamedFlow => ({
      endpoint: ids.get(flow.endpoint) ?? '',
      egress: flow.direction === 'egress',
      protocol: flow.protocol,
      own: formatAddress(flow.own),
      ownPort: flow.ownPort,
      peer: formatAddress(flow.peer),
      peerPort: flow.peerPort,
      state: CONNTRACK_STATES.value[flow.state],
      revoked: flow.revoked,
      fromNode: flow.fromNode,
      recovered: flow.recovered,
      rule: ruleOf(plan, flow.slot),
      expiresInMs: flow.expiresInMs,
      ageMs: flow.ageMs,
    }),
  );
  return { flows, tables, truncated: page.next !== undefined, ...(page.next !== undefined && { next: page.next }) };
}

/** @throws {RangeError} no cursor of ours */
export function conversationPage(datapath: Datapath, plan: Plan, request: PageRequest): ConversationPage {
  const first = Number(request.cursor ?? '');
  if (!Number.isSafeInteger(first) || first < 0)
    throw new RangeError(`cursor "${request.cursor}": expected one that came with a page`);
  const last = first + Math.min(request.limit || LIMIT, PAGE);
  const found = selected(plan, request.endpoint).flatMap((of) =>
    datapath.conversations(of.index).map((conversation) => ({ of, ...conversation })),
  );
  found.sort((a, b) => b.lastMs - a.lastMs);
  return {
    conversations: found.slice(first, last).map((one) => {
      const by = plan.slots.at(one.slot);
      return by === undefined ? one : { ...one, by };
    }),
    sampleRate: datapath.settings.sampleRate,
    truncated: found.length > last,
    ...(found.length > last && { next: `${last}` }),
  };
}
