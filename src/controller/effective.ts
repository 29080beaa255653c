/**
 * What is in force of what is declared: a rollback holds earlier policies, emergencies add theirs, the posture its default
 * groups. Follows changes; what it says leads from one world in force to the next.
 */

import type { AddressGroup, Policy, Posture, Workload, World } from '../policy/model.js';
import { defaultGroup } from '../policy/posture.js';
import type { RolloutPolicy } from '../policy/rollout.js';
import { same } from '../policy/same.js';
import {
  type Change,
  eachList,
  KEY_OF,
  keepingRules,
  WORLD_LISTS,
  type WorldChange,
  type WorldList,
} from '../policy/world-change.js';
import type { PolicySet } from './differences.js';
import { type Emergency, emergencyPolicies, type Names } from './emergency.js';
import type { WorldItem } from './source.js';

export interface WorldOptions {
  readonly posture: Posture;
  readonly allowNodeProbes: boolean;
  readonly allowOwnNode?: boolean;
}

/** A rollback in force. */
export interface Pinned {
  readonly revision: number;
  readonly policies: PolicySet;
  /**
   * Absent: an operator's rollback. `rollout`: what is on its way; changes wait behind it. `aborted`: what was before a rollout
   * that came back, until something else is declared. `start`: until all sources have said what they have.
   */
  readonly by?: 'rollout' | 'aborted' | 'start';
  /** Which rollout came back. */
  readonly rollout?: string;
}

/** The revision that an operator's rollback, or the end of a rollout, holds; 0: none. */
export const heldRevision = ({ pinned }: Overlay): number =>
  pinned === undefined || pinned.by === 'rollout' || pinned.by === 'start' ? 0 : pinned.revision;

/** What operators have put over what is declared. */
export interface Overlay {
  readonly pinned: Pinned | undefined;
  readonly emergencies: readonly Emergency[];
}

export const NO_OVERLAY: Overlay = { pinned: undefined, emergencies: [] };

type Kept = ReadonlyMap<string, Policy>;

export class Effective implements Names {
  readonly #options: WorldOptions;
  readonly #declared: Record<WorldList, Map<string, WorldItem>> = eachList(() => new Map());
  /** Of each namespace: how many workloads it has, and namespace objects. */
  readonly #uses = new Map<string, number>();
  #base: Kept = new Map();
  #baseGroups: ReadonlyMap<string, AddressGroup> = new Map();
  readonly #defaults = new Map<string, Policy>();
  #emergency: Kept = new Map();
  #overlay: Overlay = NO_OVERLAY;
  #world: World | undefined;

  constructor(options: WorldOptions) {
    this.#options = options;
    this.#base = this.#declared.policies as Map<string, Policy>;
    this.#baseGroups = this.#declared.addressGroups as Map<string, AddressGroup>;
  }

  get overlay(): Overlay {
    return this.#overlay;
  }

  /** Policies, address groups and how they go out, as declared, whatever is in force. */
  get declared(): PolicySet {
    const { policies, addressGroups, rollouts } = this.#declared;
    return {
      policies: [...policies.values()] as Policy[],
      addressGroups: [...addressGroups.values()] as AddressGroup[],
      rollouts: [...rollouts.values()] as RolloutPolicy[],
    };
  }

  /** How a change of what is in force goes out. */
  get rollouts(): readonly RolloutPolicy[] {
    return this.#overlay.pinned?.policies.rollouts ?? ([...this.#declared.rollouts.values()] as RolloutPolicy[]);
  }

  /** All that is declared, as what comes. */
  whole(): WorldChange {
    const come = (list: WorldList) => [...this.#declared[list].values()].map((after) => ({ after }));
    return Object.fromEntries(
      Object.keys(this.#declared).map((list) => [list, come(list as WorldList)]),
    ) as unknown as WorldChange;
  }

  /** That are in force, without emergencies and default groups. */
  get content(): PolicySet {
    return this.#overlay.pinned?.policies ?? this.declared;
  }

  policy(id: string): Policy | undefined {
    return this.#base.get(id) ?? this.#defaults.get(id);
  }

  workload(id: string): Workload | undefined {
    return this.#declared.workloads.get(id) as Workload | undefined;
  }

  hasNode(name: string): boolean {
    return this.#declared.nodes.has(name);
  }

  /** All that is in force; costs as much as there is. */
  world(): World {
    const list = <L extends WorldList>(name: L): World[L] => [...this.#declared[name].values()] as unknown as World[L];
    this.#world ??= {
      ...(eachList(list) as unknown as Pick<World, WorldList>),
      policies: [...this.#base.values(), ...this.#defaults.values(), ...this.#emergency.values()],
      addressGroups: [...this.#baseGroups.values()],
      ...this.#options,
    };
    return this.#world;
  }

  /**
   * Takes what changes in what is declared, and the overlay that is in force from now on.
   * To go back, take the inverse and the overlay before. @returns what changes in what is in force
   */
  take(change: WorldChange, overlay: Overlay): WorldChange {
    this.#world = undefined;
    const repinned = overlay.pinned !== this.#overlay.pinned;
    const [before, groupsBefore] = [this.#base, this.#baseGroups];
    const old = repinned ? { policies: new Map(before), groups: new Map(groupsBefore) } : undefined;
    for (const name of WORLD_LISTS) this.#apply(name, change[name] as Change<WorldItem>[]);
    this.#overlay = overlay;
    if (overlay.pinned === undefined) {
      this.#base = this.#declared.policies as Map<string, Policy>;
      this.#baseGroups = this.#declared.addressGroups as Map<string, AddressGroup>;
    } else if (repinned) {
      this.#base = new Map(overlay.pinned.policies.policies.map((p) => [p.id, p]));
      this.#baseGroups = new Map(overlay.pinned.policies.addressGroups.map((g) => [g.id, g]));
    }
    const held = overlay.pinned !== undefined;
    const policies = old !== undefined ? between(old.policies, this.#base) : held ? [] : change.policies;
    const addressGroups = old !== undefined ? between(old.groups, this.#baseGroups) : held ? [] : change.addressGroups;
    const defaults = this.#takeDefaults(change, policies, repinned);
    const emergency = this.#emergencyPolicies();
    const emergencies = between(this.#emergency, emergency);
    this.#emergency = emergency;
    return {
      ...change,
      policies: [...policies.map(keepingRules), ...defaults, ...emergencies.map(keepingRules)],
      addressGroups,
    };
  }

  #apply(name: WorldList, changes: readonly Change<WorldItem>[]): void {
    const keyOf = KEY_OF[name] as (item: WorldItem) => string;
    const map = this.#declared[name];
    for (const { before, after } of changes) {
      if (after !== undefined) map.set(keyOf(after), after);
      else if (before !== undefined) map.delete(keyOf(before));
      if (name !== 'workloads' && name !== 'namespaces') continue;
      if (before !== undefined) this.#use(namespaceOf(before), -1);
      if (after !== undefined) this.#use(namespaceOf(after), 1);
    }
  }

  #use(namespace: string, by: number): void {
    const count = (this.#uses.get(namespace) ?? 0) + by;
    if (count > 0) this.#uses.set(namespace, count);
    else this.#uses.delete(namespace);
  }

  /** Default groups that the posture adds or takes back, in the namespaces concerned. */
  #takeDefaults(change: WorldChange, policies: readonly Change<Policy>[], all: boolean): Change<Policy>[] {
    if (this.#options.posture !== 'openstack') return [];
    const touched = new Set<string>(all ? [...this.#uses.keys(), ...this.#declaredDefaults()] : []);
    for (const list of [change.workloads, change.namespaces] as const)
      for (const { before, after } of list as readonly Change<WorldItem>[])
        for (const item of [before, after]) if (item !== undefined) touched.add(namespaceOf(item));
    for (const { before, after } of policies)
      for (const policy of [before, after]) if (policy?.isDefault === true) touched.add(policy.namespace);
    const changes: Change<Policy>[] = [];
    const declared = touched.size > 0 ? new Set(this.#declaredDefaults()) : undefined;
    for (const namespace of touched) {
      const fresh = defaultGroup(namespace);
      const before = this.#defaults.get(fresh.id);
      const needed = this.#uses.has(namespace) && declared?.has(namespace) !== true;
      if (needed === (before !== undefined)) continue;
      if (needed) this.#defaults.set(fresh.id, fresh);
      else this.#defaults.delete(fresh.id);
      changes.push(before === undefined ? { after: fresh } : { before });
    }
    return changes;
  }

  *#declaredDefaults(): Iterable<string> {
    for (const policy of this.#base.values()) if (policy.isDefault === true) yield policy.namespace;
  }

  /** Workloads are meant by name: what an emergency says follows their addresses. One whose workload is gone says nothing. */
  #emergencyPolicies(): Kept {
    const policies = new Map<string, Policy>();
    for (const emergency of this.#overlay.emergencies)
      try {
        for (const policy of emergencyPolicies(emergency, this)) policies.set(policy.id, policy);
      } catch {
        // Checked when it was made: whom it names is gone.
      }
    return policies;
  }
}

const namespaceOf = (item: WorldItem): string =>
  'namespace' in item ? (item.namespace as string) : (item as { readonly name: string }).name;

function between<T>(before: ReadonlyMap<string, T>, after: ReadonlyMap<string, T>): Change<T>[] {
  const changes: Change<T>[] = [];
  for (const [key, item] of after) {
    const old = before.get(key);
    if (old === undefined) changes.push({ after: item });
    else if (old !== item && !same(old, item)) changes.push({ before: old, after: item });
  }
  for (const [key, item] of before) if (!after.has(key)) changes.push({ before: item });
  return changes;
}
