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

/** Lists or flushes; counts each table in passing, which also removes what has expired. */
export function conntrackReply(datapath: Datapath, plan: Plan, request: ConntrackRequest): ConntrackReply {
  const limit = request.limit || LIMIT;
  const flows: NonNullable<ConntrackReply['flows']> = [];
  const tables: NonNullable<ConntrackReply['tables']> = [];
  let truncated = false;
  for (const { id, index } of selected(plan, request.endpoint)) {
    const generation = datapath.generation(index);
    const counts = request.flush ? datapath.conntrack.flush(index) : datapath.conntrack.collect(index, generation);
    const { created, full } = datapath.conntrack.totals(index);
    const { live, revoked, capacity, deleted } = counts;
    tables.push({
      endpoint: id,
      live,
      revoked,
      capacity,
      removed: deleted,
      created: Number(created),
      full: Number(full),
    });
    if (request.flush) continue;
    for (const flow of datapath.conntrack.list(index, generation, limit - flows.length + 1)) {
      if (flows.length === limit) {
        truncated = true;
        break;
      }
      flows.push({
        endpoint: id,
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
      });
    }
  }
  return { flows, tables, truncated };
}

/** The latest first. */
export function conversationsReply(datapath: Datapath, plan: Plan, request: ConversationsRequest): ConversationsReply {
  const limit = request.limit || LIMIT;
  const found = selected(plan, request.endpoint).flatMap(({ id, index }) =>
    datapath.conversations(index).map((conversation) => ({ id, conversation })),
  );
  found.sort((a, b) => b.conversation.lastMs - a.conversation.lastMs);
  return {
    conversations: found.slice(0, limit).map(({ id, conversation: c }) => ({
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
    truncated: found.length > limit,
  };
}
