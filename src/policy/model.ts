/**
 * The internal policy model: what every source format (SecurityGroup, NetworkPolicy, …) becomes, and what the
 * reference evaluator judges. Selectors are still symbolic here; `view.ts` holds the resolved form for one node.
 */
import type { Address, Direction, PortRange, Prefix } from '../net/types.js';
import type { LabelSelector, SourceRef } from './declared.js';
import type { RolloutPolicy } from './rollout.js';

export type { LabelSelector, SourceRef } from './declared.js';

/** Evaluation order of tiers; the group tier is a union of allows, the others are first-match by priority. */
export const TIERS = ['emergency', 'admin', 'group', 'baseline'] as const;
export type Tier = (typeof TIERS)[number];

/** What a rule says. In the group tier only `accept` exists. `pass` leaves the tier. */
export type Action = 'accept' | 'deny' | 'pass';

/** `audit` rules are judged and reported beside the enforced verdict, never applied. */
export type Mode = 'enforce' | 'audit';

/** What happens to a direction that nothing isolates: see docs/semantics.md. */
export type Posture = 'kubernetes' | 'openstack' | 'closed';

/**
 * Selects workloads. An absent `namespaces` means the namespace named by `namespace`; both absent means every namespace.
 * `pods` and `serviceAccounts` must both hold where both are given; with neither, only `addresses` select.
 */
export interface WorkloadSelector {
  readonly namespace?: string;
  readonly namespaces?: LabelSelector;
  readonly pods?: LabelSelector;
  readonly serviceAccounts?: readonly string[];
  /** Members named by address, beside those selected by label: as a subject, workloads in scope that own one of these; as a peer, the addresses themselves. */
  readonly addresses?: readonly Prefix[];
}

export type Peer =
  | { readonly kind: 'cidr'; readonly prefix: Prefix; readonly except: readonly Prefix[] }
  | { readonly kind: 'workloads'; readonly selector: WorkloadSelector }
  /** The members of another group, by policy id. */
  | { readonly kind: 'group'; readonly policy: string }
  /** A named list of prefixes, by `AddressGroup/<namespace>/<name>` or `AddressGroup//<name>`. */
  | { readonly kind: 'addressGroup'; readonly name: string }
  | { readonly kind: 'nodes'; readonly selector: LabelSelector };

/**
 * One protocol/port pattern. `protocol` is an IANA number or `any`. `ports` applies to TCP, UDP, SCTP;
 * `name` to a named container port; `icmp` to ICMP and ICMPv6 (absent code: any code).
 */
export interface PortMatch {
  readonly protocol: number | 'any';
  readonly ports?: PortRange;
  readonly name?: string;
  readonly icmp?: { readonly type: number; readonly code?: number };
}

export interface Rule {
  /** Unique in the world and stable over edits of other rules: `<policy id>/<direction>/<rule name or index>`. */
  readonly id: string;
  readonly direction: Direction;
  readonly action: Action;
  /** `any` matches every address; an empty list matches none. */
  readonly peers: readonly Peer[] | 'any';
  readonly ports: readonly PortMatch[] | 'any';
  readonly mode: Mode;
  /** Unix time in milliseconds from which the rule counts as absent. */
  readonly expiresAt?: number;
  readonly owner?: string;
  readonly reason?: string;
  readonly ticket?: string;
  readonly runbook?: string;
  readonly source: SourceRef;
}

export interface Policy {
  /** `<kind>/<namespace>/<name>`; the namespace is empty for cluster kinds. */
  readonly id: string;
  readonly kind:
    | 'SecurityGroup'
    | 'ClusterSecurityGroup'
    | 'NetworkPolicy'
    | 'ClusterNetworkPolicy'
    | 'AdminNetworkPolicy'
    | 'BaselineAdminNetworkPolicy';
  readonly namespace: string;
  readonly name: string;
  readonly tier: Tier;
  /** Lower is evaluated first; equal priorities order by id. Ignored in the group tier. */
  readonly priority: number;
  readonly subject: WorkloadSelector;
  /** The default group of its namespace: it has only those workloads that no other policy of the group tier selects. */
  readonly isDefault?: boolean;
  /** Directions in which selected endpoints become deny-by-default (group tier only). */
  readonly isolates: { readonly ingress: boolean; readonly egress: boolean };
  /** In order of declaration: the order matters outside the group tier. */
  readonly rules: readonly Rule[];
  readonly owner?: string;
  readonly description?: string;
  readonly labels: Readonly<Record<string, string>>;
  /** The whole policy is on trial: its rules are audit rules, it isolates no one and takes no one out of a default group. */
  readonly mode?: Mode;
  /** Made from that policy, not written by an author. */
  readonly derivedFrom?: string;
  /** Lint findings the author has silenced: `<finding id>` or `<finding id>:<rule name>`. */
  readonly lintIgnore?: readonly string[];
  readonly source: SourceRef;
}

export interface NamedPort {
  readonly name: string;
  readonly protocol: number;
  readonly port: number;
}

/** A workload: a pod or a plain host service. */
export interface Workload {
  /** `<namespace>/<name>`. */
  readonly id: string;
  readonly namespace: string;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly serviceAccount: string;
  readonly node: string;
  /** What made it and its like: `Deployment/web`. Absent for a pod of its own. */
  readonly controller?: string;
  readonly addresses: readonly Address[];
  readonly ports: readonly NamedPort[];
  /** On the node's own network: no policy governs it, peers see the node's addresses. */
  readonly hostNetwork: boolean;
  /** Succeeded or Failed pods own no address any more. */
  readonly ended: boolean;
  /** How the agent finds the interface; absent for workloads that only appear as peers. */
  readonly attach?: AttachHint;
  /** Further source addresses the workload may send from (allowed address pairs). */
  readonly allowedAddresses?: readonly Prefix[];
  readonly source: SourceRef;
}

/**
 * The host-side interface by name, or the workload's network namespace whose `eth0` peer is the host side; with neither, the
 * pod by its UID, as the container runtime knows it.
 */
export interface AttachHint {
  readonly uid?: string;
  readonly interface?: string;
  readonly netns?: string;
  readonly mac?: string;
}

export interface NodeInfo {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly addresses: readonly Address[];
  readonly source: SourceRef;
}

export interface NamespaceInfo {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly source: SourceRef;
}

/** A Service, for names in explanations and for probes by service; policy never selects it. */
export interface ServiceInfo {
  readonly namespace: string;
  readonly name: string;
  /** That stand for its backends: cluster addresses, external ones, those of load balancers that keep the destination. */
  readonly addresses: readonly Address[];
  readonly selector: Readonly<Record<string, string>>;
  readonly ports: readonly {
    readonly name: string;
    readonly protocol: number;
    readonly port: number;
    readonly targetPort: number | string;
    /** On which every node's own addresses stand for the backends too. */
    readonly nodePort?: number;
  }[];
  readonly source: SourceRef;
}

/** Who stands behind a Service, as an EndpointSlice says. */
export interface EndpointSlice {
  readonly namespace: string;
  readonly name: string;
  /** In the same namespace; empty: of none. */
  readonly service: string;
  /** Where they listen, by the names of the Service's ports. */
  readonly ports: readonly { readonly name: string; readonly protocol: number; readonly port: number }[];
  readonly endpoints: readonly ServiceEndpoint[];
  readonly source: SourceRef;
}

export interface ServiceEndpoint {
  readonly addresses: readonly Address[];
  /** Id of the pod; absent where it is none. */
  readonly workload?: string;
  /** New connections go to it; where none of a Service is ready, to those that serve though they end. */
  readonly ready: boolean;
  readonly serving: boolean;
  readonly terminating: boolean;
}

/** Of which the addresses of Services are taken, as a ServiceCIDR or the controller's configuration says. */
export interface ServiceCidr {
  readonly name: string;
  readonly prefixes: readonly Prefix[];
  readonly source: SourceRef;
}

export interface AddressGroup {
  /** `AddressGroup/<namespace>/<name>`. */
  readonly id: string;
  readonly prefixes: readonly Prefix[];
  /** Ids of others whose prefixes are its own too; see address-groups.ts. */
  readonly groups?: readonly string[];
  readonly source: SourceRef;
}

/** Everything that decides a verdict, besides the packet and the time. */
export interface World {
  readonly policies: readonly Policy[];
  readonly workloads: readonly Workload[];
  readonly namespaces: readonly NamespaceInfo[];
  readonly nodes: readonly NodeInfo[];
  readonly services: readonly ServiceInfo[];
  readonly endpointSlices: readonly EndpointSlice[];
  readonly serviceCidrs: readonly ServiceCidr[];
  readonly addressGroups: readonly AddressGroup[];
  /** How changes of it go out: decides no verdict. */
  readonly rollouts?: readonly RolloutPolicy[];
  readonly posture: Posture;
  /** A node may reach its own workloads (kubelet probes): built-in rule, on by default. */
  readonly allowNodeProbes: boolean;
  /** A workload may reach its own node: built-in rule, off by default. */
  readonly allowOwnNode?: boolean;
}
