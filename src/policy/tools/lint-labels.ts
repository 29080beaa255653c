/** Lint: labels that nothing bears, and selectors that select only pods on the host network. */
import { nearest } from '../diagnostics.js';
import { selectedWorkloads } from '../members.js';
import type { LabelSelector, Peer, Policy, Rule, Workload, WorkloadSelector, World } from '../model.js';
import { governs, isLive, selectsByLabel } from '../select.js';
import { type Finding, finding } from './findings.js';
import { names } from './words.js';

type Labels = Readonly<Record<string, string>>;

/** What the pods, namespaces and nodes of the inventory bear. */
export class Bearers {
  readonly #values = new Map<string, Set<string>>();

  constructor(all: readonly Labels[]) {
    for (const labels of all)
      for (const [key, value] of Object.entries(labels)) {
        const values = this.#values.get(key);
        if (values === undefined) this.#values.set(key, new Set([value]));
        else values.add(value);
      }
  }

  has(key: string, value: string): boolean {
    return this.#values.get(key)?.has(value) === true;
  }

  /** What was probably meant. */
  near(key: string, value: string): string | undefined {
    const values = this.#values.get(key);
    if (values === undefined) return this.#nearKey(key);
    const near = nearest(value, [...values]);
    return near === undefined ? undefined : `${key}=${near}`;
  }

  /** A long prefix in common makes no two names alike. */
  #nearKey(key: string): string | undefined {
    const [prefix, name] = parts(key);
    const keys = [...this.#values.keys()];
    const near = nearest(
      name,
      keys.flatMap((k) => (parts(k)[0] === prefix ? [parts(k)[1]] : [])),
    );
    if (near !== undefined) return prefix + near;
    return nearest(
      key,
      keys.filter((k) => parts(k)[1] === name),
    );
  }
}

/** `a.example/` and `name`, of a label's key. */
function parts(key: string): [prefix: string, name: string] {
  const at = key.lastIndexOf('/') + 1;
  return [key.slice(0, at), key.slice(at)];
}

/** Usually a typing error, or something that has been removed. */
export function labelLint(world: World): (policy: Policy) => Finding[] {
  const pods = new Bearers(world.workloads.map((w) => w.labels));
  const namespaces = new Bearers([
    ...world.namespaces.map((n) => n.labels),
    ...[...world.namespaces.map((n) => n.name), ...world.workloads.map((w) => w.namespace)].map((name) => ({
      'kubernetes.io/metadata.name': name,
    })),
  ]);
  const nodes = new Bearers(world.nodes.map((n) => n.labels));
  return (policy) => {
    const unknown = (selector: LabelSelector | undefined, bearers: Bearers, rule: Rule | undefined) =>
      asked(selector, bearers).map(([key, value]) => {
        const near = bearers.near(key, value);
        const fix = near === undefined ? 'correct the label, or remove the selector' : `did you mean ${near}?`;
        return finding('unknown-label', policy, rule, `nothing of the inventory has the label ${key}=${value}`, fix);
      });
    const ofPeer = (peer: Peer, rule: Rule) =>
      peer.kind === 'workloads'
        ? [...unknown(peer.selector.pods, pods, rule), ...unknown(peer.selector.namespaces, namespaces, rule)]
        : peer.kind === 'nodes'
          ? unknown(peer.selector, nodes, rule)
          : [];
    return [
      ...unknown(policy.subject.pods, pods, undefined),
      ...unknown(policy.subject.namespaces, namespaces, undefined),
      ...policy.rules.flatMap((rule) => (rule.peers === 'any' ? [] : rule.peers.flatMap((peer) => ofPeer(peer, rule)))),
    ];
  };
}

/** The pairs that nothing bears; of a list of values only if another of them is borne: else all of it selects nothing. */
function asked(selector: LabelSelector | undefined, bearers: Bearers): [key: string, value: string][] {
  if (selector === undefined) return [];
  const lists = selector.matchExpressions.filter(
    ({ key, operator, values }) => operator === 'In' && values.some((value) => bearers.has(key, value)),
  );
  const pairs: [string, string][] = [
    ...Object.entries(selector.matchLabels),
    ...lists.flatMap(({ key, values }) => values.map((value): [string, string] => [key, value])),
  ];
  return pairs.filter(([key, value]) => !bearers.has(key, value));
}

/** Selectors all of whose pods are on the host network, and policies that select nobody at all. */
export function selectionLint(world: World, policy: Policy): Finding[] {
  return [...subjectLint(world, policy), ...policy.rules.flatMap((rule) => peerLint(world, policy, rule))];
}

function onHost(world: World, selector: WorkloadSelector): Workload[] {
  return world.workloads.filter((w) => w.hostNetwork && !w.ended && selectsByLabel(world, selector, w));
}

function subjectLint(world: World, policy: Policy): Finding[] {
  if (policy.subject.addresses !== undefined || world.workloads.some((w) => governs(world, policy, w))) return [];
  const host = onHost(world, policy.subject);
  if (host.length > 0)
    return [
      finding(
        'host-network',
        policy,
        undefined,
        `it selects only ${names(host)}, on the host network: no policy governs such pods`,
        "protect the node's own addresses by other means, or take the pods off the host network",
      ),
    ];
  return [
    finding(
      'selects-nothing',
      policy,
      undefined,
      'no workload of the inventory is selected',
      'correct the selector, or remove the policy',
    ),
  ];
}

function peerLint(world: World, policy: Policy, rule: Rule): Finding[] {
  return (rule.peers === 'any' ? [] : rule.peers).flatMap((peer) => {
    if (peer.kind !== 'workloads' || peer.selector.addresses !== undefined) return [];
    if (selectedWorkloads(world, peer.selector).some(isLive)) return [];
    const host = onHost(world, peer.selector);
    if (host.length === 0) return [];
    const fix =
      policy.kind === 'SecurityGroup' || policy.kind === 'ClusterSecurityGroup'
        ? 'name the nodes by a peer `nodes`, or their addresses by cidr'
        : "name the nodes' addresses by ipBlock or networks";
    return [
      finding(
        'host-network',
        policy,
        rule,
        `its peer selects only ${names(host)}, on the host network: others see the node's address, no selector includes it`,
        fix,
      ),
    ];
  });
}
