/** The worlds of the bench, as objects of a source, and the one change that each case makes back and forth. */

import type { SourceObject } from '../../src/controller/source.js';
import { parseAddress } from '../../src/net/address.js';
import { hostPrefix } from '../../src/net/prefix.js';
import type { Address } from '../../src/net/types.js';
import type { NamespaceInfo, NodeInfo, Peer, Policy, Rule, Workload } from '../../src/policy/model.js';

export const CASES = ['join', 'label', 'rule', 'namespace'] as const;
export type Case = (typeof CASES)[number];

/** On n1, at 4×. */
export const MOST_RULES = 500_000;

/** The two pods that are there on the kernel: `api` on n1 is asked by `web`, which is somewhere else. */
export interface Real {
  readonly web: string;
  readonly api: string;
}

export interface CaseWorld {
  readonly objects: readonly SourceObject[];
  /** With it, packets from web reach port 7000 of api; without, they do not. Made anew each time, as a source does. */
  readonly change: { on(): SourceObject; off(): SourceObject };
  readonly say: string;
}

const PORT = 7000;
const SOURCE = { file: 'bench', line: 1 };
const number = (n: number): Address => ({ family: 4, value: BigInt(0x0b000000 + n) });

function object(list: SourceObject['list'], key: string, item: SourceObject['items'][number]): SourceObject {
  return { key, list, items: [item], provenance: SOURCE };
}

function pod(name: string, address: Address, where: Partial<Workload> = {}): SourceObject {
  const { namespace = 'shop' } = where;
  const workload: Workload = {
    id: `${namespace}/${name}`,
    namespace,
    name,
    labels: {},
    serviceAccount: 'default',
    node: 'far',
    addresses: [address],
    ports: [],
    hostNetwork: false,
    ended: false,
    source: SOURCE,
    ...where,
  };
  return object('workloads', `Pod/${workload.id}`, workload);
}

const node = (name: string, address: string): SourceObject =>
  object('nodes', `Node//${name}`, {
    name,
    labels: {},
    addresses: [parseAddress(address)],
    source: SOURCE,
  } satisfies NodeInfo);

const space = (name: string, labels: Record<string, string>): SourceObject =>
  object('namespaces', `Namespace//${name}`, { name, labels, source: SOURCE } satisfies NamespaceInfo);

function rule(policy: string, index: number, peer: Peer, port: number): Rule {
  return {
    id: `SecurityGroup/shop/${policy}/ingress/${index}`,
    direction: 'ingress',
    action: 'accept',
    peers: [peer],
    ports: [{ protocol: 17, ports: { first: port, last: port } }],
    mode: 'enforce',
    source: SOURCE,
  };
}

const labelled = (labels: Readonly<Record<string, string>>) => ({ matchLabels: labels, matchExpressions: [] });

function group(name: string, app: string, rules: readonly Rule[]): SourceObject {
  const policy: Policy = {
    id: `SecurityGroup/shop/${name}`,
    kind: 'SecurityGroup',
    namespace: 'shop',
    name,
    tier: 'group',
    priority: 0,
    subject: { namespace: 'shop', pods: labelled({ app }) },
    isolates: { ingress: true, egress: false },
    rules,
    labels: {},
    source: SOURCE,
  };
  return object('policies', policy.id, policy);
}

const many = <T>(count: number, make: (i: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i));

export function worldOf(name: Case, scale: number, { web, api }: Real): CaseWorld {
  const webAt = parseAddress(web);
  const base = [
    node('n1', '10.77.0.1'),
    node('far', '10.99.0.1'),
    pod('api', parseAddress(api), { node: 'n1', labels: { app: 'api' }, attach: { interface: 'veth-api' } }),
  ];
  const members: Peer = { kind: 'group', policy: 'SecurityGroup/shop/clients' };
  switch (name) {
    case 'join': {
      const size = 100_000 * scale;
      return {
        objects: [
          ...base,
          group('clients', 'client', []),
          ...many(100, (p) => group(`p${p}`, 'api', [rule(`p${p}`, 0, members, PORT + p)])),
          ...many(size, (i) => pod(`c${i}`, number(i), { labels: { app: 'client' } })),
        ],
        change: {
          on: () => pod('web', webAt, { labels: { app: 'client' } }),
          off: () => pod('web', webAt, { labels: { app: 'web' } }),
        },
        say: `one pod joins a group of ${size} that 100 policies name`,
      };
    }
    case 'label': {
      const [pods, policies, nodes] = [5_000 * scale, 500 * scale, 100 * scale];
      const peer = (app: string): Peer => ({
        kind: 'workloads',
        selector: { namespace: 'shop', pods: labelled({ app }) },
      });
      return {
        objects: [
          ...base,
          ...many(nodes, (n) => node(`m${n}`, `10.98.${n >> 8}.${n & 255}`)),
          group('api', 'api', [rule('api', 0, peer('front'), PORT)]),
          ...many(policies, (p) => group(`g${p}`, `a${p}`, [rule(`g${p}`, 0, peer(`a${(p + 1) % policies}`), PORT)])),
          ...many(pods, (i) => pod(`p${i}`, number(i), { node: `m${i % nodes}`, labels: { app: `a${i % policies}` } })),
        ],
        change: {
          on: () => pod('web', webAt, { node: 'm0', labels: { app: 'front' } }),
          off: () => pod('web', webAt, { node: 'm0', labels: { app: 'a0' } }),
        },
        say: `one pod's label changes among ${pods} pods, ${policies} policies, ${nodes} nodes`,
      };
    }
    case 'rule': {
      const [policies, rules] = [200 * scale, 500];
      const made = (p: number, special: Address | undefined): SourceObject =>
        group(
          `r${p}`,
          'api',
          many(rules, (r) => {
            const address = special !== undefined && r === rules >> 1 ? special : number(p * rules + r);
            const peer: Peer = { kind: 'cidr', prefix: hostPrefix(address), except: [] };
            return rule(`r${p}`, r, peer, PORT);
          }),
        );
      return {
        objects: [...base, pod('web', webAt), ...many(policies, (p) => made(p, undefined))],
        change: { on: () => made(7, webAt), off: () => made(7, undefined) },
        say: `one rule of ${policies * rules} changes (${policies} policies of ${rules} rules)`,
      };
    }
    case 'namespace': {
      const size = 1_000 * scale;
      const peer: Peer = {
        kind: 'workloads',
        selector: { namespaces: labelled({ team: 'front' }), pods: labelled({}) },
      };
      return {
        objects: [
          ...base,
          space('other', { team: 'back' }),
          group('api', 'api', [rule('api', 0, peer, PORT)]),
          pod('web', webAt, { namespace: 'other' }),
          ...many(999, (i) => pod(`p${i}`, number(i), { namespace: 'other' })),
          ...many(100 * size, (i) => pod(`q${i}`, number(1_000_000 + i), { namespace: `n${i % 1000}` })),
        ],
        change: { on: () => space('other', { team: 'front' }), off: () => space('other', { team: 'back' }) },
        say: `the label of a namespace of 1,000 pods changes, among ${100 * size} pods`,
      };
    }
  }
}
