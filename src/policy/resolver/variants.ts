/** Policies as they are on endpoints (see `ViewPolicy.key`), kept up with every change and shared by all nodes. */
import { policyChange } from '../compare-views.js';
import type { Policy, Rule, Workload } from '../model.js';
import { setsOf, variantKey, viewPolicy, viewRule } from '../resolve.js';
import type { ViewPolicy, ViewRule } from '../view.js';
import type { PolicyChange } from '../view-change.js';
import { restrictsEgress } from '../view-services.js';
import type { PeerSets } from './peer-sets.js';

export class Variant {
  /** Its endpoints on each node. */
  readonly nodes = new Map<string, number>();
  /** Before the change that is under way; undefined: not changed yet. */
  before: ViewPolicy | undefined;
  /** Ids of the sets that its rules name. */
  sets: ReadonlySet<string>;
  restrictsEgress: boolean;

  constructor(
    readonly key: string,
    public policy: Policy,
    /** One that has the ports the key names. */
    public endpoint: Workload,
    public now: ViewPolicy,
  ) {
    this.sets = setsOf(now);
    this.restrictsEgress = restrictsEgress(now);
  }
}

const namesPort = ({ direction, ports }: Rule): boolean =>
  direction === 'egress' && ports !== 'any' && ports.some(({ name }) => name !== undefined);

/** Whether the rule's ports are what the endpoint calls so. */
const namesOwnPort = ({ direction, ports }: Rule): boolean =>
  direction === 'ingress' && ports !== 'any' && ports.some(({ name }) => name !== undefined);

/** Whether what its rules say depends on which workloads have ports of a name. */
export const namesPorts = ({ rules }: Policy): boolean => rules.some(namesPort);

export class Variants {
  readonly #sets: PeerSets;
  readonly #byKey = new Map<string, Variant>();
  readonly #byPolicy = new Map<string, Set<Variant>>();
  /** Those whose policy names egress ports. */
  readonly #dynamic = new Set<Variant>();
  readonly #changed = new Set<Variant>();
  readonly #idle = new Set<Variant>();
  /** Those whose endpoint is none of theirs any more, since the policy names other ports: whoever has them tells by `of`. */
  readonly #stale = new Set<Variant>();

  constructor(sets: PeerSets) {
    this.#sets = sets;
  }

  get(key: string): Variant | undefined {
    return this.#byKey.get(key);
  }

  /** The variant of that key, made if it is not there. */
  of(key: string, policy: Policy, endpoint: Workload): Variant {
    let variant = this.#byKey.get(key);
    if (variant === undefined) {
      variant = new Variant(key, policy, endpoint, viewPolicy(key, policy, endpoint, this.#sets));
      this.#byKey.set(key, variant);
      const list = this.#byPolicy.get(policy.id) ?? new Set();
      this.#byPolicy.set(policy.id, list.add(variant));
      if (namesPorts(policy)) this.#dynamic.add(variant);
      this.#idle.add(variant);
    } else if (this.#stale.delete(variant)) {
      variant.endpoint = endpoint;
      this.#rebuild(variant, policy);
    }
    return variant;
  }

  /** Makes the policy's variants anew; rules that are the same objects as before stay as they are. */
  rebuild(policy: Policy, portNames: ReadonlySet<string>): void {
    for (const variant of this.#byPolicy.get(policy.id) ?? []) {
      if (variantKey(policy, portNames, variant.endpoint) !== variant.key) {
        this.#stale.add(variant);
        continue;
      }
      this.#rebuild(variant, policy);
    }
  }

  /** Makes those anew that depend on who has which port. @param names of changed workloads' ports; undefined: any */
  rebuildDynamic(names: ReadonlySet<string> | undefined): void {
    if (names?.size === 0) return;
    for (const variant of this.#dynamic) {
      const concerned = variant.policy.rules.some(
        (rule) =>
          namesPort(rule) &&
          (names === undefined || (rule.ports as Exclude<Rule['ports'], 'any'>).some((p) => names.has(p.name ?? ''))),
      );
      if (concerned && !this.#stale.has(variant)) this.#rebuild(variant, variant.policy);
    }
  }

  #rebuild(variant: Variant, policy: Policy): void {
    const { now, endpoint } = variant;
    if (namesPorts(policy)) this.#dynamic.add(variant);
    else this.#dynamic.delete(variant);
    const known = new Map<Rule, ViewRule>();
    for (const [i, rule] of variant.policy.rules.entries())
      if (!namesPort(rule) && !namesOwnPort(rule)) known.set(rule, now.rules[i] as ViewRule);
    const next = viewPolicy(
      variant.key,
      policy,
      endpoint,
      this.#sets,
      (rule) => known.get(rule) ?? viewRule(rule, endpoint, this.#sets),
    );
    variant.policy = policy;
    variant.before ??= now;
    variant.now = next;
    this.#changed.add(variant);
    const sets = setsOf(next);
    for (const node of variant.nodes.keys()) {
      for (const id of sets) if (!variant.sets.has(id)) this.#named(id, node, 1);
      for (const id of variant.sets) if (!sets.has(id)) this.#named(id, node, -1);
    }
    variant.sets = sets;
    this.#restrict(variant, restrictsEgress(next));
  }

  #restrict(variant: Variant, restricts: boolean): void {
    if (variant.restrictsEgress === restricts) return;
    variant.restrictsEgress = restricts;
    for (const node of variant.nodes.keys()) this.onRestricts(variant.key, node, restricts);
  }

  /** Hears of policies that begin or cease to restrict what endpoints of a node send. */
  onRestricts: (key: string, node: string, restricts: boolean) => void = () => undefined;

  /** Hears of sets that a node begins (1) or ceases (0) to need. */
  onSet: (id: string, node: string, was: boolean) => void = () => undefined;

  #named(id: string, node: string, by: 1 | -1): void {
    const count = this.#sets.name(id, node, by);
    if (by === 1 && count === 1) this.onSet(id, node, false);
    if (by === -1 && count === 0) this.onSet(id, node, true);
  }

  /** One endpoint more or less has it on that node. @returns how many do */
  use(variant: Variant, node: string, by: 1 | -1): number {
    const count = (variant.nodes.get(node) ?? 0) + by;
    if (count > 0) variant.nodes.set(node, count);
    else variant.nodes.delete(node);
    if (variant.restrictsEgress && count === (by === 1 ? 1 : 0)) this.onRestricts(variant.key, node, by === 1);
    if (by === 1 && count === 1) for (const id of variant.sets) this.#named(id, node, 1);
    if (by === -1 && count === 0) for (const id of variant.sets) this.#named(id, node, -1);
    if (variant.nodes.size === 0) this.#idle.add(variant);
    return count;
  }

  /** How each variant changed that did. Ends the change that was under way. */
  *end(): Generator<{ readonly variant: Variant; readonly change: PolicyChange | 'whole' }> {
    for (const variant of this.#changed) {
      const change = variant.before === undefined ? 'same' : policyChange(variant.before, variant.now);
      if (change === 'same' && variant.before !== undefined) variant.now = variant.before;
      variant.before = undefined;
      if (change !== 'same') yield { variant, change };
    }
    this.#changed.clear();
    for (const variant of this.#idle) {
      if (variant.nodes.size > 0) continue;
      this.#byKey.delete(variant.key);
      this.#dynamic.delete(variant);
      this.#stale.delete(variant);
      const list = this.#byPolicy.get(variant.policy.id);
      list?.delete(variant);
      if (list?.size === 0) this.#byPolicy.delete(variant.policy.id);
    }
    this.#idle.clear();
  }
}
