/** Policies as they are on endpoints (see `ViewPolicy.key`), kept up with every change and shared by all nodes. */
import { policyChange } from '../compare-views.js';
import type { Policy, Rule, Workload } from '../model.js';
import { RulePacker } from '../packed.js';
import { sameEnds } from '../pieces.js';
import { setsOf, variantKey, viewHead, viewRule } from '../resolve.js';
import type { ViewPolicy, ViewRule } from '../view.js';
import type { PolicyChange } from '../view-change.js';
import { restrictsEgress } from '../view-services.js';
import { Uses } from './nodes.js';
import type { PeerSets } from './peer-sets.js';

export class Variant {
  /** By its endpoints. */
  readonly uses = new Uses();
  /** Before the change that is under way; undefined: not changed yet. */
  before: ViewPolicy | undefined;
  /** Ids of the sets that its rules name, and how often. */
  readonly sets = new Map<string, number>();
  restrictsEgress: boolean;

  constructor(
    readonly key: string,
    public policy: Policy,
    /** One that has the ports the key names. */
    public endpoint: Workload,
    public now: ViewPolicy,
  ) {
    for (const id of setsOf(now.rules)) this.sets.set(id, (this.sets.get(id) ?? 0) + 1);
    this.restrictsEgress = restrictsEgress(policy);
  }
}

/** Of the policy, one for each of its rules; packed, since there are as many as in the policy, and few are asked for. */
function viewRules(rules: readonly Rule[], ruleOf: (rule: Rule) => ViewRule): ViewRule[] {
  const packer = new RulePacker();
  return rules.map((rule) => packer.pack(ruleOf(rule)));
}

const namesPort = ({ direction, ports }: Rule): boolean =>
  direction === 'egress' && ports !== 'any' && ports.some(({ name }) => name !== undefined);

/** Whether the rule's ports are what the endpoint calls so. */
const namesOwnPort = ({ direction, ports }: Rule): boolean =>
  direction === 'ingress' && ports !== 'any' && ports.some(({ name }) => name !== undefined);

/** Whether the rule may say something else although it is the same. */
const namesAny = (rule: Rule): boolean => namesPort(rule) || namesOwnPort(rule);

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
      const rules = viewRules(policy.rules, (rule) => viewRule(rule, endpoint, this.#sets));
      variant = new Variant(key, policy, endpoint, { rules, ...viewHead(key, policy) });
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
    const [before, after] = [variant.policy.rules, policy.rules];
    const all = before.some(namesAny) || after.some(namesAny);
    const { begin, end } = all ? { begin: 0, end: 0 } : sameEnds(before, after);
    const gone = now.rules.slice(begin, before.length - end);
    const known = new Map<Rule, ViewRule>();
    for (const [i, rule] of gone.entries())
      if (!namesAny(before[begin + i] as Rule)) known.set(before[begin + i] as Rule, rule);
    const packer = new RulePacker();
    const put = after
      .slice(begin, after.length - end)
      .map((rule) => known.get(rule) ?? packer.pack(viewRule(rule, endpoint, this.#sets)));
    variant.policy = policy;
    variant.before ??= now;
    const rules = now.rules.slice(0, begin).concat(put, now.rules.slice(begin + gone.length));
    variant.now = { rules, ...viewHead(variant.key, policy) };
    this.#changed.add(variant);
    for (const id of setsOf(put)) this.#mention(variant, id, 1);
    for (const id of setsOf(gone)) this.#mention(variant, id, -1);
    this.#restrict(variant, restrictsEgress(policy));
  }

  #mention({ sets, uses }: Variant, id: string, by: 1 | -1): void {
    const count = (sets.get(id) ?? 0) + by;
    if (count > 0) sets.set(id, count);
    else sets.delete(id);
    if (count === (by === 1 ? 1 : 0)) for (const node of uses.nodes()) this.#named(id, node, by);
  }

  #restrict(variant: Variant, restricts: boolean): void {
    if (variant.restrictsEgress === restricts) return;
    variant.restrictsEgress = restricts;
    for (const node of variant.uses.nodes()) this.onRestricts(variant.key, node, restricts);
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
    const count = variant.uses.add(node, by);
    if (variant.restrictsEgress && count === (by === 1 ? 1 : 0)) this.onRestricts(variant.key, node, by === 1);
    if (by === 1 && count === 1) for (const id of variant.sets.keys()) this.#named(id, node, 1);
    if (by === -1 && count === 0) for (const id of variant.sets.keys()) this.#named(id, node, -1);
    if (variant.uses.none) this.#idle.add(variant);
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
      if (!variant.uses.none) continue;
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
