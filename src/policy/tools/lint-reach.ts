/** Lint: members that cannot do what nearly everything must (resolve names, answer probes), and rules that the other side undoes. */
import { type Family, PROTOCOL } from '../../net/types.js';
import { evaluate } from '../evaluate.js';
import type { Policy, Rule, Workload, World } from '../model.js';
import { backendsOf } from '../services.js';
import { keyClasses, keysOf } from './classes.js';
import { FAMILIES, type Stage, stage } from './ends.js';
import { type Finding, finding } from './findings.js';
import { flowBetween } from './flows.js';
import { workloadsOfUnknownNodes } from './inventory.js';
import { type Context, lintOneSided, lintOpen, type Reach } from './lint-sides.js';
import { Sides } from './sides.js';
import { few } from './words.js';

/** Findings about what ends can reach. */
export function lintReach(world: World, atMs: number): Reach {
  const staged = stage([world], { nodes: true, groupNodes: true, outside: true });
  const sides = new Sides(staged, 0, keyClasses([world]), atMs);
  const context: Context = { world, staged, sides, policies: new Map(world.policies.map((p) => [p.id, p])) };
  const oneSided = lintOneSided(context);
  return {
    findings: [
      ...lintDns(context),
      ...lintProbes(context),
      ...lintOwnNode(context),
      ...lintOpen(context),
      ...oneSided.findings,
    ],
    notChecked: oneSided.notChecked,
  };
}

const workloadEnds = ({ staged }: Context): number[] =>
  [...staged.ends.keys()].filter((i) => staged.ends[i]?.kind === 'workload');

const bitOf = ({ sides }: Context, protocol: number, port: number): bigint =>
  1n << BigInt(sides.keys.findIndex((k) => k.protocol === protocol && k.first <= port && port <= k.last));

const isNameServer = ({ labels }: Workload): boolean =>
  /^(kube-dns|coredns|node-local-dns)$/.test(labels['k8s-app'] ?? '') ||
  /^(coredns|kube-dns)$/.test(labels['app.kubernetes.io/name'] ?? '');

/** Name servers that the inventory knows, with the ports that they answer UDP on. */
function nameServers({ world, staged }: Context): ReadonlyMap<number, readonly number[]> {
  const ports = new Map<string, Set<number>>();
  const add = (id: string, port: number) => ports.set(id, (ports.get(id) ?? new Set()).add(port));
  for (const workload of world.workloads.filter(isNameServer)) add(workload.id, 53);
  for (const service of world.services.filter((s) => /^(.*-)?(kube-dns|coredns|dns)$/.test(s.name)))
    for (const port of service.ports.filter((p) => p.port === 53 && p.protocol === PROTOCOL.udp))
      for (const { workload, port: own } of backendsOf(world, service, port))
        if (workload !== undefined) add(workload.id, own);
  const found = new Map<number, readonly number[]>();
  for (const [end, { members }] of staged.ends.entries()) {
    const own = members.flatMap((id) => [...(ports.get(id) ?? [])]);
    if (own.length > 0) found.set(end, [...new Set(own)]);
  }
  return found;
}

function lintDns(context: Context): Finding[] {
  const { staged, sides } = context;
  const servers = nameServers(context);
  const mute = new Map<Policy, { ends: string[]; why: string; denied: boolean }>();
  for (const end of workloadEnds(context)) {
    if (servers.has(end) || !isLimited(context, end) || !sends(context, end)) continue;
    const known = [...servers]
      .flatMap(([server, ports]) =>
        FAMILIES.flatMap((family) =>
          ports.map((port) => ({ server, family, bit: bitOf(context, PROTOCOL.udp, port) })),
        ),
      )
      .filter(
        ({ server, family }) =>
          staged.ends[server]?.addresses[family] !== undefined && staged.ends[end]?.addresses[family] !== undefined,
      );
    const resolves =
      known.some(({ server, family, bit }) => ((sides.between(end, server, family) ?? 0n) & bit) !== 0n) ||
      asksBeyond(context, end, known.length > 0) ||
      (known.length === 0 && sides.policies(end).some((p) => p.rules.some((rule) => meansDns(rule))));
    if (resolves) continue;
    const blame =
      known[0] === undefined
        ? isolating(context, end)
        : deciding(context, end, known[0].server, known[0].family, known[0].bit);
    if (blame === undefined) continue;
    const { policy, ...cause } = blame;
    const entry = mute.get(policy) ?? { ends: [], ...cause };
    entry.ends.push(staged.ends[end]?.name as string);
    mute.set(policy, entry);
  }
  return [...mute].map(([policy, { ends, why, denied }]) =>
    finding(
      'blocks-dns',
      policy,
      undefined,
      `${few(ends)} may send, but cannot ask a name server (UDP 53): ${why}`,
      denied
        ? 'except UDP and TCP port 53 of the name servers from that rule, by one that comes before it: what is allowed after it does not help'
        : 'allow UDP and TCP port 53 to the name servers',
    ),
  );
}

function isLimited({ sides }: Context, end: number): boolean {
  return sides
    .policies(end)
    .some((p) => p.isolates.egress || p.rules.some((r) => r.direction === 'egress' && r.action === 'deny'));
}

/** It may begin conversations at all: one that may not needs no names. */
function sends({ sides, staged }: Context, end: number): boolean {
  return FAMILIES.some(
    (family) =>
      staged.ends[end]?.addresses[family] !== undefined &&
      sides.row('egress', end, family).allowed.some((set) => set !== 0n),
  );
}

/** UDP 53 to the outside or to nodes; where the inventory has name servers, only by a rule that means it. */
function asksBeyond(context: Context, end: number, meant: boolean): boolean {
  const { staged, sides } = context;
  const bit = bitOf(context, PROTOCOL.udp, 53);
  const rules = sides.policies(end).flatMap((p) => p.rules.filter(meansDns));
  return FAMILIES.some((family) => {
    if (staged.ends[end]?.addresses[family] === undefined) return false;
    return staged.ends.some(
      ({ kind, addresses }, peer) =>
        kind !== 'workload' &&
        addresses[family] !== undefined &&
        (!meant || rules.some((rule) => (sides.matched(rule, end, peer, family) & bit) !== 0n)) &&
        (sides.side('egress', end, peer, family) & bit) !== 0n,
    );
  });
}

function meansDns({ direction, ports, action, mode }: Rule): boolean {
  return (
    direction === 'egress' &&
    action === 'accept' &&
    mode === 'enforce' &&
    ports !== 'any' &&
    ports.some(({ protocol, ports: range, name }) =>
      name !== undefined
        ? /dns|domain/.test(name)
        : (protocol === PROTOCOL.udp || protocol === 'any') && range?.first === 53 && range.last === 53,
    )
  );
}

interface Blame {
  readonly policy: Policy;
  readonly why: string;
  /** By a rule, not for want of one. */
  readonly denied: boolean;
}

function isolating({ sides }: Context, end: number): Blame | undefined {
  const policy = sides.policies(end).find((p) => p.isolates.egress);
  return policy && { policy, why: 'no rule allows it', denied: false };
}

/** What denies one conversation: a rule's policy, or the first that isolates. */
function deciding(
  { sides, policies }: Context,
  from: number,
  to: number,
  family: Family,
  bit: bigint,
): Blame | undefined {
  const [key] = keysOf(bit, sides.keys);
  if (key === undefined) return undefined;
  const decision = evaluate(sides.world, flowBetween(sides, from, to, family, key), sides.atMs, false);
  const side = decision.egress.verdict === 'deny' ? decision.egress : decision.ingress;
  const policy = policies.get(side.rule?.policy ?? side.isolatedBy?.[0] ?? '');
  const there = side === decision.ingress ? `at ${sides.stage.ends[to]?.name} ` : '';
  if (policy === undefined) return undefined;
  const { rule } = side;
  return {
    policy,
    why: there + (rule === undefined ? 'no rule allows it' : `${rule.rule} denies it`),
    denied: rule !== undefined,
  };
}

function lintProbes(context: Context): Finding[] {
  const { world, staged, sides } = context;
  const unknown = workloadsOfUnknownNodes(world);
  if (world.allowNodeProbes && unknown.size === 0) return [];
  const nodeOf = new Map([...unknown].flatMap(([node, pods]) => pods.map((w): [string, string] => [w.id, node])));
  const unprobed = new Map<Policy, { strange: boolean; ends: string[]; nodes: Set<string> }>();
  for (const end of workloadEnds(context)) {
    const { name, members, nodes } = staged.ends[end] as Stage['ends'][number];
    const strange = members.flatMap((id) => nodeOf.get(id) ?? []);
    const ports = sides.workload(end)?.ports.filter((p) => p.protocol === PROTOCOL.tcp) ?? [];
    if ((world.allowNodeProbes && strange.length === 0) || (!world.allowNodeProbes && ports.length === 0)) continue;
    const wanted = ports.map((p) => bitOf(context, PROTOCOL.tcp, p.port));
    const prober = staged.ends.findIndex(({ kind, members: own }) =>
      strange.length > 0 ? kind === 'outside' : kind === 'node' && own.some((n) => nodes.has(n)),
    );
    const family = FAMILIES.find((f) => staged.ends[prober]?.addresses[f] !== undefined);
    if (family === undefined) continue;
    const allowed = sides.side('ingress', end, prober, family);
    if (wanted.length === 0 ? allowed !== 0n : wanted.some((bit) => (allowed & bit) !== 0n)) continue;
    const policy = sides.policies(end).find((p) => p.isolates.ingress);
    if (policy === undefined) continue;
    const entry = unprobed.get(policy) ?? { strange: strange.length > 0, ends: [], nodes: new Set() };
    entry.ends.push(name);
    for (const node of strange) entry.nodes.add(node);
    unprobed.set(policy, entry);
  }
  return [...unprobed].map(([policy, { strange, ends, nodes }]) =>
    strange
      ? finding(
          'unknown-node',
          policy,
          undefined,
          `no Node object declares ${few([...nodes])}: its health probes do not reach ${few(ends)}`,
          'add the Nodes to the inventory, with their addresses',
        )
      : finding(
          'blocks-probes',
          policy,
          undefined,
          `the node cannot reach any port of ${few(ends)}`,
          'allow the nodes, or leave the built-in node exception on',
        ),
  );
}

/** NetworkPolicy's own page says that this is always allowed: its users may count on it. */
function lintOwnNode(context: Context): Finding[] {
  const { staged, sides, world } = context;
  if (world.allowOwnNode === true) return [];
  const hit = new Map<Policy, string[]>();
  for (const end of workloadEnds(context)) {
    const { nodes, name } = staged.ends[end] as Stage['ends'][number];
    const policy = sides.policies(end).find((p) => p.kind === 'NetworkPolicy' && p.isolates.egress);
    if (policy === undefined || !sends(context, end)) continue;
    const node = staged.ends.findIndex((one) => one.kind === 'node' && one.members.some((n) => nodes.has(n)));
    const family = FAMILIES.find(
      (f) => staged.ends[node]?.addresses[f] !== undefined && staged.ends[end]?.addresses[f] !== undefined,
    );
    if (family === undefined || sides.side('egress', end, node, family) !== 0n) continue;
    hit.set(policy, [...(hit.get(policy) ?? []), name]);
  }
  return [...hit].map(([policy, ends]) =>
    finding(
      'own-node',
      policy,
      undefined,
      `${few(ends)} may send, but not to the node that they run on`,
      "allow the node's addresses where that is needed, or set the cluster's switch (docs/semantics.md)",
    ),
  );
}
