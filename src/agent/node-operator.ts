/** What operators may ask of an agent: on its own socket alone. */
import type { Plan } from '../compiler/plan.js';
import { addressBytes, Reason, slotWords, Verdict } from '../flows/index.js';
import { osg } from '../gen/proto.js';
import { formatAddress } from '../net/address.js';
import { RpcError } from '../rpc/error.js';
import { NODE_OPERATOR } from '../rpc/methods.js';
import { type Service, serve } from '../rpc/serve.js';
import type { Agent } from './agent.js';
import type { ConversationPage, NamedConversation } from './flows.js';
import type { QueryPort } from './queries.js';

export function nodeOperator(agent: Agent, queries: QueryPort | undefined): Service {
  const inForce = (): NonNullable<Agent['realised']> => {
    if (agent.realised === undefined) throw new RpcError('STATE', '', 'no policy is in force');
    return agent.realised;
  };
  const kernel = (): QueryPort => {
    if (queries === undefined) throw new RpcError('STATE', '', 'nothing is enforced here');
    return queries;
  };
  return serve(NODE_OPERATOR, 'operator', {
    Status: () => agent.report(),
    Verify: async (_request, caller) => {
      inForce();
      const result = await kernel().verify(() => agent.held(), caller.over);
      return { ...result, differences: result.differences.slice(0, 50) };
    },
    Conntrack: (request) => kernel().conntrack(inForce().plan, request),
    Conversations: (request) => {
      const { plan } = inForce();
      const { conversations, ...page } = kernel().conversations(plan, request);
      return { ...page, records: allowedRecords(plan, conversations, page.sampleRate) };
    },
  });
}

/** As flow records; other sides that are of this node have names. */
export function allowedRecords(
  plan: Plan,
  conversations: ConversationPage['conversations'],
  sampleRate: number,
): osg.v1.FlowRecord.$Properties[] {
  const names = new Map<string, { readonly peer: string; readonly peerIsWorkload: boolean }>();
  for (const address of plan.nodeAddresses)
    names.set(formatAddress(address), { peer: `node ${plan.node}`, peerIsWorkload: false });
  for (const { id, addresses } of plan.endpoints)
    for (const address of addresses) names.set(formatAddress(address), { peer: id, peerIsWorkload: true });
  return conversations.map((one) => allowedRecord(plan.node, one, sampleRate, names.get(formatAddress(one.peer))));
}

function allowedRecord(
  node: string,
  one: NamedConversation,
  sampleRate: number,
  peer: { readonly peer: string; readonly peerIsWorkload: boolean } | undefined,
): osg.v1.FlowRecord.$Properties {
  const { id, addresses } = one.of;
  const slash = id.indexOf('/');
  const egress = one.direction === 'egress';
  const address = addresses.find(({ family }) => family === one.peer.family);
  const own = address === undefined ? new Uint8Array() : addressBytes(formatAddress(address));
  const other = addressBytes(formatAddress(one.peer));
  return {
    node,
    ...peer,
    context: {
      endpoint: id,
      namespace: id.slice(0, Math.max(0, slash)),
      workload: id.slice(slash + 1),
      egress,
      verdict: Verdict.VERDICT_ALLOW,
      reason: one.by?.kind === 'default' ? Reason.REASON_DEFAULT_ALLOW : Reason.REASON_RULE_ALLOW,
      ...(one.by !== undefined && slotWords(one.by)),
    },
    item: {
      source: egress ? own : other,
      destination: egress ? other : own,
      protocol: one.protocol,
      destinationPort: one.port,
      packets: one.packets,
      bytes: one.bytes,
      beginnings: one.flows,
      sampleRate,
      firstSeenUnixUs: one.firstMs * 1000,
      durationUs: Math.max(0, one.lastMs - one.firstMs) * 1000,
      kind: osg.v1.FlowItem.Kind.SAMPLED,
    },
  };
}
