/**
 * Select: which policies govern which endpoint, and what a direction does by default. Endpoints with the same policies
 * and defaults share a profile, and so their matchers.
 */
import type { Direction } from '../net/types.js';
import type { ViewEndpoint } from '../policy/view.js';
import type { Defaults } from './cell.js';
import { CompileError } from './error.js';
import { diffLists } from './lists.js';
import { Side } from './lower.js';
import type { Workshop } from './pass.js';
import type { CompiledRule } from './rule.js';
import { type CompiledPolicy, type PolicyHead, ruleChange } from './rules.js';
import type { ChangedSets } from './sets.js';
import type { Isolation, Slots } from './slots.js';
import type { Steps } from './steps.js';

export const profileKey = ({ policies, unselected }: ViewEndpoint): string =>
  JSON.stringify([unselected.ingress, unselected.egress, policies]);

/** What changed around the profiles in one compilation. */
export interface Surroundings {
  readonly policies: ReadonlyMap<string, CompiledPolicy>;
  /** Keys of the policies that are new, changed or gone. */
  readonly changed: ReadonlySet<string>;
  readonly sets: ChangedSets;
  readonly renumbered: boolean;
  readonly slots: Slots;
}

const DIRECTIONS = ['ingress', 'egress'] as const;

interface Standing {
  readonly defaults: Defaults;
  readonly isolation: Isolation;
}

export class Profile {
  /** Endpoints that have it. */
  users = 0;
  /** Policies taken in so far, and the keys of those that it is to have. */
  readonly #policies = new Map<string, CompiledPolicy>();
  #taken: readonly string[] = [];
  #endpoint: ViewEndpoint;
  #settledFor: ViewEndpoint | undefined;
  readonly #sides: { readonly [D in Direction]: Side };
  readonly #standing: { [D in Direction]?: Standing } = {};

  /** @param twin one that mostly says the same, and is brought up to date before: what is equal shall be the same objects */
  constructor(endpoint: ViewEndpoint, shop: Workshop, twin?: Profile) {
    this.#endpoint = endpoint;
    this.#sides = { ingress: new Side('ingress', shop, twin?.ingress), egress: new Side('egress', shop, twin?.egress) };
  }

  get ingress(): Side {
    return this.#sides.ingress;
  }
  get egress(): Side {
    return this.#sides.egress;
  }

  /** Becomes the profile of endpoints with other policies; the next update costs in proportion to the difference. */
  follow(endpoint: ViewEndpoint): void {
    this.#endpoint = endpoint;
  }

  /** Brings it up to date. A new profile starts from no policies at all. */
  *update(around: Surroundings): Steps<void> {
    if (this.#settledFor === this.#endpoint && !this.#isConcerned(around)) return;
    const rules = { removed: [] as CompiledRule[], added: [] as CompiledRule[] };
    let isolation = this.#standing.ingress === undefined || this.#settledFor !== this.#endpoint;
    for (const key of this.#keysToCheck(around.changed)) {
      const before = this.#policies.get(key);
      const after = this.#take(key, around);
      if (before === after) continue;
      if (!sameIsolation(before?.head, after?.head)) isolation = true;
      const difference = ruleChange(before, after, around.policies.get(key));
      for (const rule of difference.removed) rules.removed.push(rule);
      for (const rule of difference.added) rules.added.push(rule);
    }
    this.#taken = this.#endpoint.policies;
    if (isolation) this.#settle(around.slots);
    this.#settledFor = this.#endpoint;
    for (const direction of DIRECTIONS) {
      const { defaults } = this.#standing[direction] as Standing;
      yield* this.#sides[direction].update({ ...rules, sets: around.sets, renumbered: around.renumbered, defaults });
    }
  }

  /** Whether anything of what it has may have changed. */
  #isConcerned({ changed, sets, renumbered }: Surroundings): boolean {
    if (renumbered) return true;
    for (const key of changed) if (this.#policies.has(key)) return true;
    return DIRECTIONS.some((direction) => this.#sides[direction].names(sets));
  }

  #keysToCheck(changed: ReadonlySet<string>): Iterable<string> {
    const { removed, added } = diffLists(this.#taken, this.#endpoint.policies);
    const keys = new Set([...removed, ...added]);
    for (const key of changed) if (this.#policies.has(key)) keys.add(key);
    return keys;
  }

  /** @returns the policy as it is now, or undefined if the profile is to have it no more */
  #take(key: string, { policies }: Surroundings): CompiledPolicy | undefined {
    const policy = policies.get(key);
    const wanted = this.#taken === this.#endpoint.policies || this.#endpoint.policies.includes(key);
    if (!wanted) {
      this.#policies.delete(key);
      return undefined;
    }
    if (policy === undefined) {
      const { id } = this.#endpoint;
      throw new CompileError(
        'UNKNOWN_POLICY',
        id,
        `endpoint ${id} names the policy ${key}, which the view does not hold`,
      );
    }
    this.#policies.set(key, policy);
    return policy;
  }

  #settle(slots: Slots): void {
    for (const direction of DIRECTIONS) {
      const before = this.#standing[direction];
      const isolating = [...this.#policies.values()]
        .map(({ head }) => head)
        .filter((head) => isolates(head, direction));
      const owners = new Map(isolating.map(({ id, owner }) => [id, owner ?? '']));
      const isolatedBy = [...owners.keys()].sort();
      const verdict = isolatedBy.length > 0 ? 'deny' : this.#endpoint.unselected[direction];
      const isolation = { isolatedBy, owners: isolatedBy.map((id) => owners.get(id) ?? '') };
      this.#standing[direction] = { defaults: slots.byDefault(direction, verdict, isolation), isolation };
      if (before !== undefined) slots.releaseDefault(direction, before.defaults.verdict, before.isolation);
    }
  }

  /** Lets go of everything: no endpoint has it any more. */
  close(slots: Slots): void {
    for (const direction of DIRECTIONS) {
      const standing = this.#standing[direction];
      if (standing !== undefined) slots.releaseDefault(direction, standing.defaults.verdict, standing.isolation);
      this.#sides[direction].close();
    }
  }
}

function sameIsolation(a: PolicyHead | undefined, b: PolicyHead | undefined): boolean {
  return (
    DIRECTIONS.every((direction) => isolates(a, direction) === isolates(b, direction)) &&
    ((a?.id === b?.id && a?.owner === b?.owner) || !DIRECTIONS.some((direction) => isolates(a ?? b, direction)))
  );
}

function isolates(policy: PolicyHead | undefined, direction: Direction): boolean {
  return policy !== undefined && policy.tier === 'group' && policy.isolates[direction];
}
