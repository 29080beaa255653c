import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { servicesOfWorlds } from '../../../test/support/services.js';
import { worlds } from '../../../test/support/worlds.js';
import { formatPrefix, hostPrefix } from '../../net/prefix.js';
import type { Address } from '../../net/types.js';
import { applyViewChange, SharedResults } from '../apply-change.js';
import { HeldView } from '../held-view.js';
import type { Policy, Rule, Workload, World } from '../model.js';
import { spelledView } from '../packed.js';
import { withDefaultGroups } from '../posture.js';
import { resolveNode } from '../resolve.js';
import { isLive } from '../select.js';
import { emptyLists, inverse, type WorldChange, worldChangeBetween } from '../world-change.js';
import { type Resolved, Resolver } from './resolver.js';

const ALL = { matchLabels: {}, matchExpressions: [] };

/** Views as those hold them who follow the changes. */
class Follower {
  readonly resolver: Resolver;
  readonly views = new Map<string, HeldView>();
  readonly results = new SharedResults();

  constructor(world: Pick<World, 'posture' | 'allowNodeProbes' | 'allowOwnNode'>) {
    this.resolver = new Resolver(world);
  }

  take(change: WorldChange): Resolved {
    const resolved = this.resolver.take(change);
    for (const [node, viewChange] of resolved.changes)
      this.views.set(node, applyViewChange(this.views.get(node) ?? HeldView.empty(node), viewChange, this.results));
    for (const node of resolved.gone) this.views.delete(node);
    return resolved;
  }

  whole(): Record<string, unknown> {
    return Object.fromEntries([...this.views].sort().map(([node, view]) => [node, spelledView(view.whole())]));
  }
}

const NOTHING = (world: World): World => ({
  ...world,
  ...emptyLists(),
});

function resolvedWhole(world: World): Record<string, unknown> {
  const names = [...world.nodes.map((n) => n.name), ...world.workloads.filter(isLive).map((w) => w.node)];
  return Object.fromEntries(
    [...new Set(names)]
      .filter((name) => name !== '')
      .sort()
      .map((name) => [name, HeldView.of(resolveNode(world, name)).whole()]),
  );
}

/** Worlds whose namespaces, nodes and address groups vary too. */
const varied = fc
  .tuple(
    worlds,
    fc.array(fc.constantFrom<Record<string, string>>({}, { team: 'x' }, { team: 'y' }), { minLength: 4, maxLength: 4 }),
    fc.subarray([0, 1]),
    fc.subarray([0, 1]),
    fc.nat(4),
    servicesOfWorlds,
  )
  .map(
    ([world, labels, nodes, groups, moved, services]): World => ({
      ...world,
      ...services,
      allowNodeProbes: true,
      namespaces: world.namespaces.map((n, i) => ({ ...n, labels: labels[i % 4] as Record<string, string> })),
      nodes: world.nodes.filter((_, i) => nodes.includes(i)),
      addressGroups: world.addressGroups.filter((_, i) => groups.includes(i)),
      // Two workloads of one address for a while (F138).
      workloads: world.workloads.map((w, i) =>
        i === moved ? { ...w, addresses: (world.workloads[(i + 1) % 5] as Workload).addresses } : w,
      ),
    }),
  );

const settings = fc.record({
  allowOwnNode: fc.boolean(),
  posture: fc.constantFrom('openstack' as const, 'openstack' as const, 'kubernetes' as const, 'closed' as const),
});

describe('the incremental resolver', () => {
  it('says what resolveNode says, from change to change, and goes back by the inverse', () => {
    fc.assert(
      fc.property(fc.array(varied, { minLength: 2, maxLength: 5 }), settings, (random, more) => {
        const list = random.map((world): World => withDefaultGroups({ ...world, ...more }));
        let before = NOTHING(list[0] as World);
        const follower = new Follower(before);
        for (const world of list) {
          const change = worldChangeBetween(before, world);
          follower.take(change);
          expect(follower.whole()).toEqual(resolvedWhole(world));
          const there = follower.whole();
          follower.take(inverse(change));
          expect(follower.whole()).toEqual(resolvedWhole(before));
          follower.take(change);
          expect(follower.whole()).toEqual(there);
          before = world;
        }
      }),
      { numRuns: 60 },
    );
  });

  it('hands on one change of a large group, the same object for every node, and nothing to others', () => {
    const source = { file: 'x', line: 1 };
    const address = (n: number): Address => ({ family: 4, value: BigInt(0x0a000000 + n) });
    const workload = (n: number, app: string, node: string): Workload => ({
      id: `shop/${app}-${n}`,
      namespace: 'shop',
      name: `${app}-${n}`,
      labels: { app },
      serviceAccount: 'default',
      node,
      addresses: [address(n)],
      ports: [],
      hostNetwork: false,
      ended: false,
      source,
    });
    const group = (name: string, app: string, rules: readonly Rule[]): Policy => ({
      id: `SecurityGroup/shop/${name}`,
      kind: 'SecurityGroup',
      namespace: 'shop',
      name,
      tier: 'group',
      priority: 0,
      subject: { namespace: 'shop', pods: { matchLabels: { app }, matchExpressions: [] } },
      isolates: { ingress: true, egress: false },
      rules,
      labels: {},
      source,
    });
    const allows = (name: string): Rule => ({
      id: `SecurityGroup/shop/${name}/ingress/0`,
      direction: 'ingress',
      action: 'accept',
      peers: [{ kind: 'group', policy: 'SecurityGroup/shop/clients' }],
      ports: 'any',
      mode: 'enforce',
      source,
    });
    const world: World = {
      ...NOTHING({ posture: 'kubernetes', allowNodeProbes: true } as World),
      workloads: [
        ...Array.from({ length: 3000 }, (_, i) => workload(i, 'client', 'far')),
        workload(5001, 'a', 'n1'),
        workload(5002, 'b', 'n2'),
        workload(5003, 'other', 'n3'),
      ],
      policies: [group('clients', 'client', []), group('a', 'a', [allows('a')]), group('b', 'b', [allows('b')])],
    };
    const follower = new Follower(world);
    follower.take(worldChangeBetween(NOTHING(world), world));
    const joins = workload(9000, 'client', 'far');
    const { changes } = follower.take({
      ...worldChangeBetween(world, world),
      workloads: [{ after: joins }],
    });
    expect([...changes.keys()].sort()).toEqual(['far', 'n1', 'n2']);
    const [one, two] = [changes.get('n1')?.sets, changes.get('n2')?.sets];
    expect(one).toEqual({
      put: [],
      removed: [],
      changed: [{ id: 'group:SecurityGroup/shop/clients', added: joins.addresses.map(hostPrefix), removed: [] }],
    });
    expect(one?.changed[0]).toBe(two?.changed[0]);
    expect(changes.get('n1')?.endpoints).toEqual({ put: [], removed: [] });
  });

  it('makes no endpoint anew when the labels of a namespace change what its pods mean to others', () => {
    let made = 0;
    const source = { file: 'x', line: 1 };
    const workload = (n: number, namespace: string): Workload => ({
      id: `${namespace}/p${n}`,
      namespace,
      name: `p${n}`,
      labels: {},
      serviceAccount: 'default',
      node: n === 0 ? 'n1' : 'far',
      addresses: [{ family: 4, value: BigInt(0x0a000000 + n) }],
      ports: [],
      hostNetwork: false,
      ended: false,
      source,
      // Who makes an endpoint reads it.
      get attach() {
        made++;
        return {};
      },
    });
    const front = { namespaces: { matchLabels: { team: 'front' }, matchExpressions: [] }, pods: ALL };
    const web: Policy = {
      id: 'SecurityGroup/shop/web',
      kind: 'SecurityGroup',
      namespace: 'shop',
      name: 'web',
      tier: 'group',
      priority: 0,
      subject: { namespace: 'shop', pods: ALL },
      isolates: { ingress: true, egress: false },
      rules: [
        {
          id: 'SecurityGroup/shop/web/ingress/0',
          direction: 'ingress',
          action: 'accept',
          peers: [{ kind: 'workloads', selector: front }],
          ports: 'any',
          mode: 'enforce',
          source,
        },
      ],
      labels: {},
      source,
    };
    const space = (team: string) => ({ name: 'other', labels: { team }, source });
    const world: World = {
      ...NOTHING({ posture: 'kubernetes', allowNodeProbes: true } as World),
      namespaces: [space('back')],
      workloads: [workload(0, 'shop'), ...Array.from({ length: 300 }, (_, i) => workload(i + 1, 'other'))],
      policies: [web],
    };
    const follower = new Follower(world);
    follower.take(worldChangeBetween(NOTHING(world), world));
    made = 0;
    const namespaces = [{ before: space('back'), after: space('front') }];
    const { changes } = follower.take({ ...emptyLists(), namespaces });
    expect([...changes.keys()]).toEqual(['n1']);
    expect(changes.get('n1')?.sets.changed[0]?.added ?? changes.get('n1')?.sets.put[0]?.prefixes).toHaveLength(300);
    expect(made).toBe(0);
  });

  describe('of services', () => {
    const source = { file: 'x', line: 1 };
    const address = (n: number): Address => ({ family: 4, value: BigInt(0x0a000000 + n) });
    const pod = (n: number, node: string): Workload => ({
      id: `shop/p${n}`,
      namespace: 'shop',
      name: `p${n}`,
      labels: { node },
      serviceAccount: 'default',
      node,
      addresses: [address(n)],
      ports: [],
      hostNetwork: false,
      ended: false,
      source,
    });
    const group = (rules: readonly Rule[], egress: boolean): Policy => ({
      id: 'SecurityGroup/shop/g',
      kind: 'SecurityGroup',
      namespace: 'shop',
      name: 'g',
      tier: 'group',
      priority: 0,
      subject: { namespace: 'shop', pods: { matchLabels: { node: 'n1' }, matchExpressions: [] } },
      isolates: { ingress: true, egress },
      rules,
      labels: {},
      source,
    });
    const slice = (i: number, ready = true): World['endpointSlices'][number] => ({
      namespace: 'shop',
      name: `web-${i}`,
      service: 'web',
      ports: [{ name: 'http', protocol: 6, port: 8080 }],
      endpoints: Array.from({ length: 100 }, (_, k) => ({
        addresses: [address(1000 + 100 * i + k)],
        ready: k > 0 || ready,
        serving: true,
        terminating: false,
      })),
      source,
    });
    const service = (name: string, vip: number): World['services'][number] => ({
      namespace: 'shop',
      name,
      addresses: [address(vip)],
      selector: {},
      ports: [{ name: 'http', protocol: 6, port: 80, targetPort: 8080 }],
      source,
    });
    const world = (egress: boolean): World => ({
      ...NOTHING({ posture: 'kubernetes', allowNodeProbes: true } as World),
      workloads: [pod(1, 'n1'), pod(2, 'n2')],
      policies: [group([], egress)],
      services: [service('web', 9001), service('headless', 9002)].map((s, i) =>
        i === 1 ? { ...s, addresses: [] } : s,
      ),
      endpointSlices: Array.from({ length: 50 }, (_, i) => slice(i)),
      serviceCidrs: [],
    });

    it('gives them to nodes with restricted egress alone, and takes them back when it is so no more', () => {
      const follower = new Follower(world(true));
      follower.take(worldChangeBetween(NOTHING(world(true)), world(true)));
      const view = follower.views.get('n1')?.whole();
      expect(view?.services.map(({ name, ports }) => [name, ports[0]?.endpoints.length])).toEqual([['web', 5000]]);
      expect(view?.serviceAddresses).toEqual([hostPrefix(address(9001))]);
      expect(follower.views.get('n2')?.whole()).toMatchObject({ services: [], serviceAddresses: [] });
      const { changes } = follower.take(worldChangeBetween(world(true), world(false)));
      expect([...changes.keys()]).toEqual(['n1']);
      expect(follower.views.get('n1')?.whole()).toMatchObject({ services: [], serviceAddresses: [] });
    });

    it('says of a slice what changes in it, the same object for every node', () => {
      const both = { ...world(true), posture: 'closed' as const };
      const follower = new Follower(both);
      follower.take(worldChangeBetween(NOTHING(both), both));
      const { changes } = follower.take({
        ...worldChangeBetween(both, both),
        endpointSlices: [{ before: slice(7), after: slice(7, false) }],
      });
      expect([...changes.keys()].sort()).toEqual(['n1', 'n2']);
      const [one, two] = [changes.get('n1')?.services, changes.get('n2')?.services];
      expect(one).toBe(two);
      const unready = { address: address(1700), port: 8080, ready: false, serving: true, terminating: false };
      expect(one).toEqual({
        put: [],
        removed: [],
        changed: [{ key: 'shop/web', ports: [{ at: 0, put: [unready], removed: [] }] }],
      });
      expect(follower.views.get('n1')?.services).toBe(follower.views.get('n2')?.services);
    });

    it('holds the ranges of the cluster, and addresses outside of them one by one', () => {
      const range = { name: 'kubernetes', prefixes: [{ family: 4 as const, value: 0x0a000000n, length: 8 }], source };
      const outside = { ...service('lb', 0), addresses: [address(9003), { family: 4 as const, value: 0xcb007107n }] };
      const before = { ...world(true), services: [...world(true).services, outside] };
      const after = { ...before, serviceCidrs: [range] };
      const follower = new Follower(before);
      follower.take(worldChangeBetween(NOTHING(before), before));
      const of = () => follower.views.get('n1')?.whole().serviceAddresses.map(formatPrefix);
      expect(of()).toEqual(['10.0.35.41/32', '10.0.35.43/32', '203.0.113.7/32']);
      follower.take(worldChangeBetween(before, after));
      expect(of()).toEqual(['10.0.0.0/8', '203.0.113.7/32']);
    });
  });
});
