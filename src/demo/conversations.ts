/** Who could talk to whom in the sandbox, what the reference evaluator says of it, and what the hosts themselves saw. */
import { parseAddress } from '../net/address.js';
import { PROTOCOL } from '../net/types.js';
import { evaluate } from '../policy/evaluate.js';
import type { FlowDecision } from '../policy/flow.js';
import type { World } from '../policy/model.js';
import type { Target } from './pod-protocol.js';
import { type Host, pairs, type Sandbox } from './sandbox.js';

export interface Conversation {
  readonly from: Host;
  readonly to: Host;
  readonly source: string;
  readonly target: Target;
  /** `tcp 8080`, `udp 53`, `icmp echo`. */
  readonly service: string;
}

export interface Observation {
  readonly conversation: Conversation;
  readonly expected: FlowDecision;
  /** The client got its echo. */
  readonly echoed: boolean;
  /** The server received the token; for ICMP the kernel answers, so only the client can tell. */
  readonly received: boolean | undefined;
  readonly asExpected: boolean;
}

/** Every host to every service of every workload, in both families. */
export function allConversations(sandbox: Sandbox): Conversation[] {
  return sandbox.hosts.flatMap((to) =>
    to.workload === undefined
      ? []
      : sandbox.hosts
          .filter((from) => from !== to)
          .flatMap((from) =>
            pairs(from, to).flatMap(({ source, destination }) =>
              services(to).map((s) => ({
                from,
                to,
                source,
                service: s.service,
                target: { ...s.target, address: destination },
              })),
            ),
          ),
  );
}

function services(to: Host): { service: string; target: Omit<Target, 'address'> }[] {
  const ports = (to.workload?.ports ?? [])
    .filter((p) => p.protocol === PROTOCOL.tcp || p.protocol === PROTOCOL.udp)
    .map(({ protocol, port }) => {
      const name = protocol === PROTOCOL.tcp ? 'tcp' : 'udp';
      return { service: `${name} ${port}`, target: { protocol: name, port } as const };
    });
  return [...ports, { service: 'icmp echo', target: { protocol: 'icmp' } }];
}

/** What the semantics say of a conversation that begins at `atMs`. */
export function expectation(world: World, { source, target }: Conversation, atMs: number): FlowDecision {
  const from = parseAddress(source);
  const to = parseAddress(target.address);
  const base = { source: from, destination: to };
  if (target.protocol !== 'icmp')
    return evaluate(world, { ...base, protocol: PROTOCOL[target.protocol], port: target.port as number }, atMs);
  const v4 = to.family === 4;
  return evaluate(
    world,
    { ...base, protocol: v4 ? PROTOCOL.icmp : PROTOCOL.icmpv6, icmp: { type: v4 ? 8 : 128, code: 0 } },
    atMs,
  );
}

/** An allowed exchange takes a millisecond, but a busy machine may be slow: only silence that is expected is believed soon. */
const ALLOWED_MS = 5000;

let nextToken = 1;

/** Begins every conversation anew, all at once, and asks both sides what they saw. */
export async function observe(
  sandbox: Sandbox,
  world: World,
  conversations: readonly Conversation[],
  deniedMs: number,
): Promise<Observation[]> {
  const now = Date.now();
  const attempts = conversations.map((conversation) => ({
    conversation,
    token: `t${nextToken++}`,
    expected: expectation(world, conversation, now),
  }));
  const echoes = await inGroups(attempts, 64, ({ conversation: c, token, expected }) =>
    c.from.actor.probe(c.target, token, expected.verdict === 'allow' ? ALLOWED_MS : deniedMs),
  );
  const seen = new Map(
    await Promise.all(sandbox.hosts.map(async (h) => [h.name, new Set((await h.actor.report()).seen)] as const)),
  );
  return attempts.map(({ conversation, token, expected }, i) => {
    const echoed = echoes[i] as boolean;
    const received =
      conversation.target.protocol === 'icmp' ? undefined : seen.get(conversation.to.name)?.has(token) === true;
    const allowed = expected.verdict === 'allow';
    return {
      conversation,
      expected,
      echoed,
      received,
      asExpected: echoed === allowed && (received ?? echoed) === allowed,
    };
  });
}

async function inGroups<T, R>(items: readonly T[], size: number, work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let i = 0; i < items.length; i += size) results.push(...(await Promise.all(items.slice(i, i + size).map(work))));
  return results;
}
