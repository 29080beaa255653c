/** Who is governed by which policies, kept up with every change of both. */
import type { Address, Prefix } from '../../net/types.js';
import type { Policy, Workload } from '../model.js';
import { compareText } from '../order.js';
import { ingressPortNames } from '../resolve.js';
import { same } from '../same.js';
import { claimsMembers } from '../select.js';
import { selectorId } from '../sets.js';
import type { Change, WorldChange } from '../world-change.js';
import type { Inventory } from './inventory.js';
import type { Governed } from './peer-sets.js';
import type { Selection, Selections } from './selections.js';

export interface PolicyState {
  policy: Policy;
  subject: Selection;
  /** Whose meaning depends on who is governed. */
  portNames: ReadonlySet<string>;
}

/** What concerns whom the policy governs, and by what key. */
const claim = (policy: Policy) => [selectorId(policy.subject), claimsMembers(policy), policy.isDefault === true];

export class Governing implements Governed {
  readonly #inventory: Inventory;
  readonly #selections: Selections;
  readonly #touch: (policy: string, addresses: readonly Address[]) => void;
  readonly #policies = new Map<string, PolicyState>();
  /** Ids of the policies that govern each live workload, sorted. */
  readonly #byWorkload = new Map<string, readonly string[]>();

  /** @param touch hears of policies that may govern others than before at these addresses */
  constructor(
    inventory: Inventory,
    selections: Selections,
    touch: (policy: string, addresses: readonly Address[]) => void,
  ) {
    this.#inventory = inventory;
    this.#selections = selections;
    this.#touch = touch;
  }

  policy(id: string): PolicyState | undefined {
    return this.#policies.get(id);
  }

  *members(id: string): Iterable<Workload> {
    for (const workload of this.#policies.get(id)?.subject.members.values() ?? [])
      if (this.governs(id, workload)) yield workload;
  }

  governs(id: string, workload: Workload): boolean {
    return this.#byWorkload.get(workload.id)?.includes(id) ?? false;
  }

  fixed(id: string): readonly Prefix[] {
    return this.#policies.get(id)?.policy.subject.addresses ?? [];
  }

  /** Those that govern the workload. */
  *of(id: string): Iterable<PolicyState> {
    for (const policy of this.#byWorkload.get(id) ?? []) yield this.#policies.get(policy) as PolicyState;
  }

  /**
   * Takes changes of policies. @returns workloads that may be governed by others, those whose keys may be others, and policies
   * whose members may be
   */
  takePolicies(changes: WorldChange['policies']) {
    const affected = new Set<string>();
    const renamed = new Set<string>();
    const claims = new Set<string>();
    for (const { before, after } of changes) {
      const id = (before ?? after)?.id as string;
      const old = this.#policies.get(id);
      if (before !== undefined && after !== undefined && old !== undefined && same(claim(before), claim(after))) {
        const portNames = ingressPortNames(after);
        if (!same([...old.portNames].sort(), [...portNames].sort()))
          for (const member of old.subject.members.keys()) renamed.add(member);
        Object.assign(old, { policy: after, portNames });
        continue;
      }
      claims.add(id);
      if (old !== undefined) {
        for (const member of old.subject.members.keys()) affected.add(member);
        old.subject.policies.delete(id);
        this.#policies.delete(id);
        this.#selections.release(old.subject);
      }
      if (after === undefined) continue;
      const subject = this.#selections.hold(selectorId(after.subject), after.subject, true);
      subject.policies.add(id);
      this.#policies.set(id, { policy: after, subject, portNames: ingressPortNames(after) });
      for (const member of subject.members.keys()) affected.add(member);
    }
    return { affected, renamed, claims };
  }

  /** Finds anew who governs them. @returns those for whom it is another than before */
  take(affected: Iterable<string>, moved: ReadonlyMap<string, Change<Workload>>): Set<string> {
    const regrouped = new Set<string>();
    for (const id of affected) {
      const workload = this.#inventory.workloads.get(id);
      const old = this.#byWorkload.get(id) ?? [];
      const now = workload === undefined ? [] : this.#policiesOf(workload);
      const change = moved.get(id);
      const addresses = [
        ...(change === undefined ? (workload?.addresses ?? []) : (change.before?.addresses ?? [])),
        ...(change?.after?.addresses ?? []),
      ];
      const changed = change !== undefined && change.before !== change.after;
      const [was, is] = [new Set(old), new Set(now)];
      for (const policy of new Set([...old, ...now]))
        if (changed || was.has(policy) !== is.has(policy)) this.#touch(policy, addresses);
      if (workload === undefined) this.#byWorkload.delete(id);
      else this.#byWorkload.set(id, now);
      if (old.length !== now.length || old.some((policy, i) => policy !== now[i])) regrouped.add(id);
    }
    return regrouped;
  }

  #policiesOf(workload: Workload): string[] {
    const ids: string[] = [];
    const defaults: string[] = [];
    let claimed = false;
    for (const selection of this.#selections.of(workload)) {
      if (!selection.subject) continue;
      for (const id of selection.policies) {
        const { policy } = this.#policies.get(id) as PolicyState;
        claimed ||= claimsMembers(policy);
        (policy.isDefault === true ? defaults : ids).push(id);
      }
    }
    return (claimed ? ids : [...ids, ...defaults]).sort(compareText);
  }
}
