/** The flows that the kernel tracks and the conversations it noted, in words: for `osg conntrack` and `osg flows`. */
import type { Plan, PlanEndpoint } from '../compiler/plan.js';
import type { Datapath } from '../datapath/datapath.js';
import type { osg } from '../gen/proto.js';
import { formatAddress } from '../net/address.js';

type V1 = typeof osg.v1;
type Properties<K extends keyof V1> = V1[K] extends abstract new (
  properties?: infer P,
) => unknown
  ? NonNullable<P>
  : never;
export type ConntrackRequest = Properties<'ConntrackRequest'>;
export type ConntrackReply = Properties<'ConntrackReply'>;
export type ConversationsRequest = Properties<'ConversationsRequest'>;
export type ConversationsReply = Properties<'ConversationsReply'>;

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
export function conntrackReply(datapath: Datapath, plan: Plan, request: ConntrackRequest): ConntrackReply {
  const endpoints = selected(plan, request.endpoint);
  const { conntrack } = datapath;
  const tables: NonNullable<ConntrackReply['tables']> = [];
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
  const flows = page.flows.map((flow) => ({
    endpoint: ids.get(flow.endpoint) ?? '',
    egress: flow.direction === 'egress',
    protocol: flow.protocol,
    own: formatAddress(flow.own),
    ownPort: flow.ownPort,
    peer: formatAddress(flow.peer),
    peerPort: flow.peerPort,
    state: flow.state,
    revoked: flow.revoked,
    fromNode: flow.fromNode,
    recovered: flow.recovered,
    rule: ruleOf(plan, flow.slot),
    expiresInMs: flow.expiresInMs,
    ageMs: flow.ageMs,
  }));
  return { flows, tables, truncated: page.next !== undefined, ...(page.next !== undefined && { next: page.next }) };
}

/** The latest first, page by page. @throws {RangeError} no cursor of ours */
export function conversationsReply(datapath: Datapath, plan: Plan, request: ConversationsRequest): ConversationsReply {
  const first = Number(request.cursor ?? '');
  if (!Number.isSafeInteger(first) || first < 0)
    throw new RangeError(`cursor "${request.cursor}": expected one that came with a page`);
  const last = first + Math.min(request.limit || LIMIT, PAGE);
  const found = selected(plan, request.endpoint).flatMap(({ id, index }) =>
    datapath.conversations(index).map((conversation) => ({ id, conversation })),
  );
  found.sort((a, b) => b.conversation.lastMs - a.conversation.lastMs);
  return {
    conversations: found.slice(first, last).map(({ id, conversation: c }) => ({
      endpoint: id,
      egress: c.direction === 'egress',
      peer: formatAddress(c.peer),
      protocol: c.protocol,
      port: c.port,
      rule: ruleOf(plan, c.slot),
      firstUnixUs: c.firstMs * 1000,
      lastUnixUs: c.lastMs * 1000,
      flows: c.flows,
      packets: c.packets,
      bytes: c.bytes,
    })),
    sampleRate: datapath.settings.sampleRate,
    truncated: found.length > last,
    ...(found.length > last && { next: `${last}` }),
  };
}
