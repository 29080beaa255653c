/** A rule, ready to lower: its place in the order, and its ports as the pass under way needs them. */
import type { Direction } from '../net/types.js';
import type { ViewMatch, ViewRule } from '../policy/view.js';
import { KEY_END, keyBounds } from './keys.js';
import { Entry } from './order.js';
import { FOREVER } from './plan.js';
import { type PortMap, portMapOf } from './ports.js';

/** One rectangle: an entry's ports towards some address sets. */
export interface Term {
  readonly peers: 'any' | readonly string[];
  readonly of: CompiledRule;
  ports(pass: Pass): PortMap;
}

/** What rules have been lowered to in the compilation under way. It is not kept: there may be millions of rules. */
export class Pass {
  #lowered: CompiledRule[] = [];

  note(rule: CompiledRule): void {
    if (this.#lowered.length === MOST_LOWERED) this.end();
    this.#lowered.push(rule);
  }

  end(): void {
    for (const rule of this.#lowered) rule.forget();
    this.#lowered = [];
  }
}

const MOST_LOWERED = 1 << 15;

/** What the rules of a policy have in common. */
export interface Rank {
  readonly tier: number;
  readonly priority: number;
  readonly policy: string;
  readonly policyKey: string;
}

const NO_MATCH: ViewMatch = { peers: [], ports: [] };

/** A rule and its place in the order. Stays the same object while the rule means the same. It is its own first term. */
export class CompiledRule implements Term {
  #entry: Entry | undefined;
  #ports: PortMap | undefined;
  /** The one run of keys that it allows or denies for ever, not from key 0 on; `begin` 0: it says something else. */
  readonly begin: number;
  readonly end: number;

  /** Where a rule has more than one match: a term for each. */
  #terms: readonly Term[] | undefined;

  /** @param rule another one of the same meaning may take its place */
  constructor(
    public rule: ViewRule,
    readonly rank: Rank,
    readonly place: number,
    readonly slot: number,
  ) {
    const { matches, mode, expiresAt } = rule;
    const bounds =
      matches.length === 1 && mode === 'enforce' && expiresAt === undefined
        ? keyBounds((matches[0] as ViewMatch).ports)
        : [];
    const run = bounds.length === 2 && (bounds[1] as number) < KEY_END;
    this.begin = run ? (bounds[0] as number) : 0;
    this.end = run ? (bounds[1] as number) : 0;
  }

  get direction(): Direction {
    return this.rule.direction;
  }
  get of(): CompiledRule {
    return this;
  }
  get peers(): Term['peers'] {
    return (this.rule.matches[0] ?? NO_MATCH).peers;
  }

  /** The same ones at every call. */
  get terms(): readonly Term[] {
    const { matches } = this.rule;
    if (matches.length <= 1) return [this];
    this.#terms ??= matches.map((match, i) => (i === 0 ? this : new FurtherTerm(this, match)));
    return this.#terms;
  }

  entry(pass: Pass): Entry {
    if (this.#entry === undefined) {
      const { rule, rank, place, slot } = this;
      const { id, action, mode, expiresAt = FOREVER } = rule;
      const { tier, priority, policy, policyKey } = rank;
      const audit = mode === 'audit';
      this.#entry = new Entry(tier, priority, policy, policyKey, place, id, action, audit, expiresAt, slot);
      pass.note(this);
    }
    return this.#entry;
  }

  ports(pass: Pass): PortMap {
    this.#ports ??= portMapOf(this.entry(pass), keyBounds((this.rule.matches[0] ?? NO_MATCH).ports));
    return this.#ports;
  }

  forget(): void {
    this.#entry = undefined;
    this.#ports = undefined;
  }
}

class FurtherTerm implements Term {
  constructor(
    readonly of: CompiledRule,
    readonly match: ViewMatch,
  ) {}

  get peers(): Term['peers'] {
    return this.match.peers;
  }

  ports(pass: Pass): PortMap {
    return portMapOf(this.of.entry(pass), keyBounds(this.match.ports));
  }
}
