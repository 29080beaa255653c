import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { worlds } from '../../../test/support/worlds.js';
import { hostPrefix } from '../../net/prefix.js';
import type { Address } from '../../net/types.js';
import { applyViewChange } from '../apply-change.js';
import { HeldView } from '../held-view.js';
import type { Policy, Rule, Workload, World } from '../model.js';
import { withDefaultGroups } from '../posture.js';
import { resolveNode } from '../resolve.js';
import { isLive } from '../select.js';
import { inverse, type WorldChange, worldChangeBetween } from '../world-change.js';
import { type Resolved, Resolver } from './resolver.js';

/** Views as those hold them who follow the changes. */
class Follower {
  readonly resolver: Resolver;
  readonly views = new Map<string, HeldView>();

  constructor(world: Pick<World, 'posture' | 'allowNodeProbes' | 'allowOwnNode'>) {
    this.resolver = new Resolver(world);
  }

  take(change: WorldChange): Resolved {
    const resolved = this.resolver.take(change);
    for (const [node, viewChange] of resolved.changes)
      this.views.set(node, applyViewChange(this.views.get(node) ?? HeldView.empty(node), viewChange));
    for (const node of resolved.gone) this.views.delete(node);
    return resolved;
  }

  whole(): Record<string, unknown> {
    return Object.fromEntries([...this.views].sort().map(([node, view]) => [node, view.whole()]));
  }
}

const NOTHING = (world: World): World => ({
  ...world,
  policies: [],
  workloads: [],
  namespaces: [],
  nodes: [],
  services: [],
  endpointSlices: [],
  addressGroups: [],
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
    fc.boolean(),
    fc.nat(4),
  )
  .map(
    ([world, labels, nodes, groups, moved]): World =>
      withDefaultGroups({
        ...world,
        posture: 'openstack',
        allowNodeProbes: true,
        namespaces: world.namespaces.map((n, i) => ({ ...n, labels: labels[i % 4] as Record<string, string> })),
        nodes: world.nodes.filter((_, i) => nodes.includes(i)),
        addressGroups: groups ? world.addressGroups : [],
        // Two workloads of one address for a while (F138).
        workloads: world.workloads.map((w, i) =>
          i === moved ? { ...w, addresses: (world.workloads[(i + 1) % 5] as Workload).addresses } : w,
        ),
      }),
  );

describe('the incremental resolver', () => {
  it('says what resolveNode says, from change to change, and goes back by the inverse', () => {
    fc.assert(
      fc.property(fc.array(varied, { minLength: 2, maxLength: 5 }), fc.boolean(), (random, allowOwnNode) => {
        const list = random.map((world): World => ({ ...world, allowOwnNode }));
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
});
