/**
 * World changes → view changes of the nodes concerned, at the cost of what changes: the incremental form of `resolveNode`,
 * which says the same of a whole world (a test holds them together).
 */

import type { Workload, World } from '../model.js';
import { compareText } from '../order.js';
import { ownNode } from '../own-node.js';
import { variantKey, viewEndpoint } from '../resolve.js';
import { same } from '../same.js';
import type { ViewEndpoint } from '../view.js';
import type { PolicyChange, SetChange, ViewChange } from '../view-change.js';
import { restrictsAll } from '../view-services.js';
import type { Change, WorldChange } from '../world-change.js';
import { Governing } from './governing.js';
import { Inventory } from './inventory.js';
import { NodeState } from './nodes.js';
import { PeerSets } from './peer-sets.js';
import { Selections } from './selections.js';
import { isNothing, Services } from './services.js';
import { Variants } from './variants.js';

export interface Resolved {
  /** Of nodes whose view changes; from the view before, or from `HeldView.empty` for a node that comes. */
  readonly changes: ReadonlyMap<string, ViewChange>;
  /** Nodes that nothing names any more. */
  readonly gone: readonly string[];
}

/** Everything that is known of a world; follows it change by change. */
export class Resolver {
  readonly #settings: Pick<World, 'posture' | 'allowNodeProbes' | 'allowOwnNode'>;
  readonly #inventory = new Inventory();
  readonly #selections = new Selections(this.#inventory);
  readonly #governing: Governing;
  readonly #sets: PeerSets;
  readonly #variants: Variants;
  readonly #services = new Services();
  readonly #nodes = new Map<string, NodeState>();
  /** Where each live workload's endpoint is, with the variants it has. */
  readonly #placed = new Map<string, { readonly node: string; readonly keys: readonly string[] }>();
  readonly #touched = new Set<NodeState>();

  constructor(settings: Pick<World, 'posture' | 'allowNodeProbes' | 'allowOwnNode'>) {
    this.#settings = settings;
    this.#governing = new Governing(this.#inventory, this.#selections, (policy, addresses) =>
      this.#sets.touchGroup(policy, addresses),
    );
    this.#sets = new PeerSets(this.#inventory, this.#selections, this.#governing);
    this.#variants = new Variants(this.#sets);
    this.#variants.onSet = (id, node, was) => this.#node(node).touchSet(id, was);
    this.#variants.onRestricts = (key, name, restricts) => {
      const { restricting } = this.#node(name);
      if (restricts) restricting.add(key);
      else restricting.delete(key);
    };
  }

  /** How many nodes the world names. */
  get nodes(): number {
    return this.#nodes.size - (this.#nodes.has('') ? 1 : 0);
  }

  /** Takes a change. It must fit what was taken before; `inverse` of it leads back. */
  take(change: WorldChange): Resolved {
    const moved = this.#takeInventory(change);
    const { affected, renamed, claims } = this.#governing.takePolicies(change.policies);
    for (const id of moved.keys()) affected.add(id);
    const regrouped = this.#governing.take(affected, moved);
    for (const id of claims) this.#sets.refill(`group:${id}`);
    if (change.addressGroups.length > 0)
      this.#sets.refillAddressGroups(new Set(change.addressGroups.map((c) => (c.before ?? c.after)?.id as string)));
    if (change.nodes.length > 0) this.#sets.refillNodes();
    this.#sets.settle();
    for (const { after } of change.policies)
      if (after !== undefined) this.#variants.rebuild(after, this.#governing.policy(after.id)?.portNames ?? new Set());
    this.#variants.rebuildDynamic(dynamicNames(change, moved));
    // Who is moved by its namespace's labels alone is where and what it was.
    for (const [id, { before, after }] of moved) if (before !== after) regrouped.add(id);
    for (const id of renamed) regrouped.add(id);
    for (const id of regrouped) this.#place(id);
    for (const { before, after } of change.nodes) {
      const name = (before ?? after)?.name as string;
      const state = this.#node(name);
      state.header ||= !same(before?.addresses, after?.addresses);
    }
    if (this.#services.take(change))
      for (const node of this.#nodes.values()) if (node.restricted) this.#touched.add(node);
    return this.#finish();
  }

  /** @returns live workloads that changed or whose namespace did, with what they were and are */
  #takeInventory({ workloads, namespaces, nodes, addressGroups }: WorldChange): Map<string, Change<Workload>> {
    for (const { before, after } of namespaces) swap(this.#inventory.namespaces, (n) => n.name, before, after);
    for (const { before, after } of nodes) swap(this.#inventory.nodes, (n) => n.name, before, after);
    for (const { before, after } of addressGroups) swap(this.#inventory.addressGroups, (g) => g.id, before, after);
    const moved = new Map<string, Change<Workload>>();
    for (const change of workloads) {
      const live = this.#inventory.changeWorkload(change);
      if (live !== undefined) moved.set((live.before ?? live.after)?.id as string, live);
    }
    for (const { before, after } of namespaces)
      for (const workload of this.#inventory.inNamespace((before ?? after)?.name as string))
        if (!moved.has(workload.id)) moved.set(workload.id, { before: workload, after: workload });
    for (const live of moved.values())
      this.#selections.take(live, (selection, { before, after }) => {
        if (before === after) return;
        this.#sets.touchSelection(selection, [...(before?.addresses ?? []), ...(after?.addresses ?? [])]);
      });
    return moved;
  }

  /** Brings the workload's endpoint and its node up to date. */
  #place(id: string): void {
    const workload = this.#inventory.workloads.get(id);
    const old = this.#placed.get(id);
    const keys: string[] = [];
    for (const { policy, portNames } of this.#governing.of(id)) {
      const key = variantKey(policy, portNames, workload as Workload);
      keys.push(key);
      this.#use(this.#variants.of(key, policy, workload as Workload).key, (workload as Workload).node, 1);
    }
    keys.sort(compareText);
    if (old !== undefined) {
      for (const key of old.keys) this.#use(key, old.node, -1);
      if (old.node !== workload?.node) this.#node(old.node).putEndpoint(id, undefined);
    }
    if (workload === undefined) {
      this.#placed.delete(id);
      return;
    }
    this.#placed.set(id, { node: workload.node, keys });
    this.#node(workload.node).putEndpoint(id, viewEndpoint(this.#settings, workload, keys));
  }

  #use(key: string, node: string, by: 1 | -1): void {
    const variant = this.#variants.get(key);
    if (variant === undefined) return;
    const count = this.#variants.use(variant, node, by);
    if (by === 1 && count === 1) this.#node(node).touchPolicy(key, false);
    if (by === -1 && count === 0) this.#node(node).touchPolicy(key, true);
  }

  /** To be changed. */
  #node(name: string): NodeState {
    let node = this.#nodes.get(name);
    if (node === undefined) {
      node = new NodeState(name);
      node.header = true;
      this.#nodes.set(name, node);
    }
    this.#touched.add(node);
    return node;
  }

  #finish(): Resolved {
    const policies = new Map<string, PolicyChange | 'whole'>();
    for (const { variant, change } of this.#variants.end()) {
      policies.set(variant.key, change);
      for (const node of variant.uses.nodes()) this.#node(node).touchPolicy(variant.key, true);
    }
    const sets = new Map<string, SetChange | 'whole'>();
    for (const { set, change } of this.#sets.end()) {
      sets.set(set.id, change);
      for (const node of set.uses.nodes()) this.#node(node).touchSet(set.id, true);
    }
    const changes = new Map<string, ViewChange>();
    const gone: string[] = [];
    for (const node of this.#touched) {
      if (node.name !== '') {
        if (node.endpoints.size === 0 && !this.#inventory.nodes.has(node.name)) gone.push(node.name);
        else {
          const change = this.#changeOf(node, policies, sets);
          if (change !== undefined) changes.set(node.name, change);
        }
      }
      node.end();
    }
    for (const name of gone) this.#nodes.delete(name);
    this.#touched.clear();
    return { changes, gone };
  }

  #changeOf(
    node: NodeState,
    policies: ReadonlyMap<string, PolicyChange | 'whole'>,
    sets: ReadonlyMap<string, SetChange | 'whole'>,
  ): ViewChange | undefined {
    const endpoints = { put: [] as ViewEndpoint[], removed: [] as string[] };
    for (const [id, was] of node.touchedEndpoints) {
      const is = node.endpoints.get(id);
      if (is === undefined) {
        if (was !== undefined) endpoints.removed.push(id);
      } else if (was === undefined || !same(was, is)) endpoints.put.push(is);
    }
    const changedPolicies = listOf(
      node.touchedPolicies,
      policies,
      (key) => this.#variants.get(key)?.uses.has(node.name) === true,
      (key) => this.#variants.get(key)?.now,
    );
    const changedSets = listOf(
      node.touchedSets,
      sets,
      (id) => this.#sets.get(id)?.uses.has(node.name) === true,
      (id) => this.#sets.get(id)?.whole(),
    );
    const has = node.restricting.size > 0 || (node.endpoints.size > 0 && restrictsAll(this.#settings));
    const services = this.#services.changeFor(node.restricted, has);
    node.restricted = has;
    const none = [endpoints, changedPolicies, changedSets].every(
      ({ put, removed }) => put.length === 0 && removed.length === 0,
    );
    if (
      none &&
      isNothing(services) &&
      !node.header &&
      changedPolicies.changed.length === 0 &&
      changedSets.changed.length === 0
    )
      return undefined;
    const { name, header } = node;
    const nodeAddresses = this.#inventory.nodes.get(name)?.addresses ?? [];
    const { allowNodeProbes, allowOwnNode } = this.#settings;
    if (header && allowOwnNode === true) {
      const { policy, set } = ownNode(nodeAddresses);
      changedPolicies.put.push(policy);
      changedSets.put.push(set);
    }
    return {
      node: name,
      ...(header && { header: { nodeAddresses, allowNodeProbes } }),
      endpoints,
      policies: changedPolicies,
      sets: changedSets,
      ...services,
    };
  }
}

function swap<T>(map: Map<string, T>, keyOf: (item: T) => string, before?: T, after?: T): void {
  if (before !== undefined) map.delete(keyOf(before));
  if (after !== undefined) map.set(keyOf(after), after);
}

/** Names of ports whose owners changed; undefined: whatever rules mean by port names may be something else. */
function dynamicNames(change: WorldChange, moved: ReadonlyMap<string, Change<Workload>>): Set<string> | undefined {
  const { policies, namespaces, nodes, addressGroups } = change;
  if (policies.length + namespaces.length + nodes.length + addressGroups.length > 0) return undefined;
  const names = new Set<string>();
  for (const { before, after } of moved.values())
    for (const { name } of [...(before?.ports ?? []), ...(after?.ports ?? [])]) names.add(name);
  return names;
}

/** What comes, goes and changes of objects that a node touched: shared parts are shared. */
function listOf<T, C>(
  touched: ReadonlyMap<string, boolean>,
  changed: ReadonlyMap<string, C | 'whole'>,
  has: (key: string) => boolean,
  get: (key: string) => T | undefined,
): { put: T[]; removed: string[]; changed: C[] } {
  const result = { put: [] as T[], removed: [] as string[], changed: [] as C[] };
  for (const [key, was] of touched) {
    if (!has(key)) {
      if (was) result.removed.push(key);
      continue;
    }
    const change = changed.get(key);
    if (!was || change === 'whole') result.put.push(get(key) as T);
    else if (change !== undefined) result.changed.push(change);
  }
  return result;
}
