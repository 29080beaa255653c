/** Random small worlds for property tests: few addresses, labels and ports, so that everything collides with everything. */
import fc from 'fast-check';
import { parseAddress } from '../../src/net/address.js';
import { parsePrefix } from '../../src/net/prefix.js';
import { type Address, PROTOCOL, type Prefix } from '../../src/net/types.js';
import type { Flow } from '../../src/policy/flow.js';
import type {
  LabelSelector,
  Peer,
  Policy,
  PortMatch,
  Rule,
  Tier,
  Workload,
  WorkloadSelector,
  World,
} from '../../src/policy/model.js';

const NAMESPACES = ['a', 'b'] as const;
const APPS = ['x', 'y', 'z'] as const;
/** Times at which rules expire; ask at 0, 100, 150, 200. */
const TIMES = [100, 200] as const;

const ADDRESSES = [
  '10.0.0.1',
  '10.0.0.2',
  '10.0.0.3',
  '10.0.0.4',
  '10.0.0.5',
  '10.0.0.9',
  '10.0.1.1',
  '192.0.2.1',
  'fd00::1',
  'fd00::2',
  'fd00::9',
  '2001:db8::1',
].map(parseAddress);
const PREFIXES = [
  '0.0.0.0/0',
  '10.0.0.0/24',
  '10.0.0.0/29',
  '10.0.0.2/32',
  '10.0.0.4/31',
  '192.0.2.0/24',
  '::/0',
  'fd00::/64',
  'fd00::2/128',
].map(parsePrefix);
const HOLES = ['10.0.0.2/31', '10.0.0.3/32', '10.0.0.4/32', 'fd00::1/128'].map(parsePrefix);
const SOURCE = { file: 'random', line: 1 };

const labels = (app: string): LabelSelector => ({ matchLabels: { app }, matchExpressions: [] });
const selector: fc.Arbitrary<LabelSelector> = fc.oneof(
  fc.constant({ matchLabels: {}, matchExpressions: [] }),
  fc.constantFrom(...APPS).map(labels),
  fc.record({
    matchLabels: fc.constant({}),
    matchExpressions: fc.tuple(
      fc.record({
        key: fc.constant('app'),
        operator: fc.constantFrom('In' as const, 'NotIn' as const),
        values: fc.subarray([...APPS], { minLength: 1 }),
      }),
    ),
  }),
);
const namespaceSelector: fc.Arbitrary<LabelSelector> = fc.oneof(
  fc.constant({ matchLabels: {}, matchExpressions: [] }),
  fc
    .constantFrom(...NAMESPACES)
    .map((name) => ({ matchLabels: { 'kubernetes.io/metadata.name': name }, matchExpressions: [] })),
);

const peerSelector: fc.Arbitrary<WorkloadSelector> = fc.oneof(
  fc.record({ namespace: fc.constantFrom(...NAMESPACES), pods: selector }),
  fc.record({ namespaces: namespaceSelector, pods: selector }),
  fc.record({ namespaces: namespaceSelector, serviceAccounts: fc.constant(['sa-x']) }),
);

/** Ids of the policies that a random world may have. */
const GROUP_IDS = ['SecurityGroup/a/g0', 'SecurityGroup/a/g1', 'SecurityGroup/b/g2', 'SecurityGroup/b/g3'] as const;

const peer: fc.Arbitrary<Peer> = fc.oneof(
  fc.record({
    kind: fc.constant('cidr' as const),
    prefix: fc.constantFrom(...PREFIXES),
    except: fc.subarray(HOLES, { maxLength: 2 }),
  }),
  fc.record({ kind: fc.constant('workloads' as const), selector: peerSelector }),
  fc.record({ kind: fc.constant('group' as const), policy: fc.constantFrom(...GROUP_IDS, 'SecurityGroup/a/gone') }),
  fc.record({ kind: fc.constant('addressGroup' as const), name: fc.constant('AddressGroup/a/list') }),
  fc.record({ kind: fc.constant('nodes' as const), selector: fc.constant({ matchLabels: {}, matchExpressions: [] }) }),
);

const range = fc
  .tuple(fc.integer({ min: 78, max: 84 }), fc.integer({ min: 0, max: 4 }))
  .map(([first, more]) => ({ first, last: first + more }));
const port: fc.Arbitrary<PortMatch> = fc.oneof(
  fc.record({ protocol: fc.constantFrom(PROTOCOL.tcp, PROTOCOL.udp, PROTOCOL.sctp), ports: range }),
  fc.record({ protocol: fc.constantFrom<number | 'any'>(PROTOCOL.tcp, 'any'), name: fc.constantFrom('http', 'dns') }),
  fc.record({ protocol: fc.constantFrom<number | 'any'>(PROTOCOL.tcp, PROTOCOL.icmp, 47, 'any') }),
  fc.record({
    protocol: fc.constant(PROTOCOL.icmp),
    icmp: fc.oneof(fc.constant({ type: 8 }), fc.constant({ type: 8, code: 0 }), fc.constant({ type: 13, code: 1 })),
  }),
);

const expiry = fc.option(fc.constantFrom(...TIMES), { nil: undefined, freq: 2 });

function rules(policy: string, tier: Tier, isolates: Policy['isolates']): fc.Arbitrary<Rule[]> {
  const actions: fc.Arbitrary<Rule['action']> =
    tier === 'group' ? fc.constant('accept') : fc.constantFrom('accept', 'deny', 'pass');
  const directions = (['ingress', 'egress'] as const).filter((d) => tier !== 'group' || isolates[d]);
  if (directions.length === 0) return fc.constant([]);
  const one = fc.record({
    direction: fc.constantFrom(...directions),
    action: actions,
    peers: fc.oneof(
      { weight: 1, arbitrary: fc.constant('any' as const) },
      { weight: 4, arbitrary: fc.array(peer, { maxLength: 3 }) },
    ),
    ports: fc.oneof(
      { weight: 1, arbitrary: fc.constant('any' as const) },
      { weight: 3, arbitrary: fc.array(port, { minLength: 1, maxLength: 3 }) },
    ),
    mode: fc.constantFrom('enforce' as const, 'enforce' as const, 'audit' as const),
    expiresAt: expiry,
  });
  return fc.array(one, { maxLength: 4 }).map((list) =>
    list.map(({ expiresAt, ...rule }, i) => ({
      ...rule,
      id: `${policy}/${rule.direction}/${i}`,
      ...(expiresAt !== undefined && { expiresAt }),
      source: SOURCE,
    })),
  );
}

function group(id: string, isDefault: boolean): fc.Arbitrary<Policy> {
  const [, namespace, name] = id.split('/') as [string, string, string];
  return fc.record({ ingress: fc.boolean(), egress: fc.boolean() }).chain((isolates) =>
    fc
      .record({
        subject: fc.oneof(
          fc.record({ namespace: fc.constant(namespace), pods: selector }),
          fc.record({
            namespace: fc.constant(namespace),
            addresses: fc.subarray(PREFIXES, { minLength: 1, maxLength: 2 }),
          }),
        ),
        rules: rules(id, 'group', isolates),
      })
      .map((rest) => ({
        id,
        kind: 'SecurityGroup' as const,
        namespace,
        name,
        tier: 'group' as const,
        priority: 0,
        isolates,
        ...(isDefault && { isDefault }),
        labels: {},
        source: SOURCE,
        ...rest,
      })),
  );
}

function ordered(index: number): fc.Arbitrary<Policy> {
  const id = `ClusterSecurityGroup//c${index}`;
  return fc.constantFrom<Tier>('emergency', 'admin', 'admin', 'baseline').chain((tier) =>
    fc
      .record({
        subject: fc.record({ namespaces: namespaceSelector, pods: selector }),
        rules: rules(id, tier, { ingress: false, egress: false }),
      })
      .map((rest) => ({
        id,
        kind: 'ClusterSecurityGroup' as const,
        namespace: '',
        name: `c${index}`,
        tier,
        priority: index,
        isolates: { ingress: false, egress: false },
        labels: {},
        source: SOURCE,
        ...rest,
      })),
  );
}

/** Workload i of namespace a or b on node n0 or n1, with the addresses 10.0.0.(i+1) and fd00::(i+1). */
function workload(index: number): fc.Arbitrary<Workload> {
  return fc
    .record({
      namespace: fc.constantFrom(...NAMESPACES),
      app: fc.constantFrom(...APPS),
      node: fc.constantFrom('n0', 'n1'),
      state: fc.constantFrom('live', 'live', 'live', 'live', 'ended', 'hostNetwork'),
      http: fc.option(fc.integer({ min: 79, max: 82 })),
      dns: fc.boolean(),
      account: fc.constantFrom('sa-x', 'default'),
    })
    .map(({ namespace, app, node, state, http, dns, account }) => ({
      id: `${namespace}/w${index}`,
      namespace,
      name: `w${index}`,
      labels: { app },
      serviceAccount: account,
      node,
      addresses: [parseAddress(`10.0.0.${index + 1}`), parseAddress(`fd00::${index + 1}`)],
      ports: [
        ...(http === null ? [] : [{ name: 'http', protocol: PROTOCOL.tcp, port: http }]),
        ...(dns
          ? [
              { name: 'dns', protocol: PROTOCOL.udp, port: 80 },
              { name: 'dns', protocol: PROTOCOL.tcp, port: 80 },
            ]
          : []),
      ],
      hostNetwork: state === 'hostNetwork',
      ended: state === 'ended',
      source: SOURCE,
    }));
}

/** A world of up to five workloads, four groups and three ordered policies. Priorities are unique. */
export const worlds: fc.Arbitrary<World> = fc
  .record({
    workloads: fc.tuple(...[0, 1, 2, 3, 4].map(workload)),
    groups: fc.tuple(...GROUP_IDS.map((id, i) => fc.option(group(id, i === 3), { freq: 3 }))),
    clusters: fc.tuple(...[0, 1, 2].map((i) => fc.option(ordered(i), { freq: 2 }))),
    posture: fc.constantFrom('kubernetes' as const, 'closed' as const, 'openstack' as const),
    allowNodeProbes: fc.boolean(),
  })
  .map(({ workloads, groups, clusters, posture, allowNodeProbes }) => ({
    workloads,
    policies: [...groups, ...clusters].filter((p) => p !== null),
    namespaces: NAMESPACES.map((name) => ({ name, labels: {}, source: SOURCE })),
    nodes: ['n0', 'n1'].map((name, i) => ({
      name,
      labels: {},
      addresses: [parseAddress(`10.0.1.${i + 1}`)],
      source: SOURCE,
    })),
    services: [],
    endpointSlices: [],
    serviceCidrs: [],
    addressGroups: [
      {
        id: 'AddressGroup/a/list',
        prefixes: [PREFIXES[4], PREFIXES[8]] as Prefix[],
        groups: ['AddressGroup/a/more', 'AddressGroup/a/gone'],
        source: SOURCE,
      },
      {
        id: 'AddressGroup/a/more',
        prefixes: [PREFIXES[5]] as Prefix[],
        groups: ['AddressGroup/a/list'],
        source: SOURCE,
      },
    ],
    posture,
    allowNodeProbes,
  }))
  .map((world) => structuredClone(world));

const transport: fc.Arbitrary<Pick<Flow, 'protocol' | 'port' | 'icmp'>> = fc.oneof(
  fc.record({
    protocol: fc.constantFrom(PROTOCOL.tcp, PROTOCOL.tcp, PROTOCOL.udp, PROTOCOL.sctp),
    port: fc.integer({ min: 77, max: 90 }),
  }),
  fc.record({
    protocol: fc.constant(PROTOCOL.icmp),
    icmp: fc.constantFrom({ type: 8, code: 0 }, { type: 13, code: 1 }, { type: 13, code: 2 }),
  }),
  fc.record({ protocol: fc.constantFrom(47, 2) }),
);

/** Flows between addresses of one family that such worlds know or do not know. */
export const flows: fc.Arbitrary<Flow> = fc
  .tuple(fc.constantFrom(...ADDRESSES), fc.constantFrom(...ADDRESSES), transport)
  .map(([source, other, rest]) => ({
    source,
    destination:
      other.family === source.family ? other : (ADDRESSES.find((a) => a.family === source.family) as Address),
    ...rest,
  }));

/** Times before, at and after every expiry. */
export const times = fc.constantFrom(0, 99, 100, 150, 200, 1000);
