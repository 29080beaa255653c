/** A rule, ready to lower: its place in the order, and its ports as the pass under way needs them. */
import type { Direction } from '../net/types.js';
import { type Bundle, itemAt, type Place } from '../policy/bundle.js';
import type { Action } from '../policy/model.js';
import { peersOf } from '../policy/packed.js';
import type { ViewMatch, ViewRule } from '../policy/view.js';
import { KEY_END, keyBounds } from './keys.js';
import { Entry } from './order.js';
import { FOREVER, foreverCell, type Row } from './plan.js';
import { type PortMap, portMapOf } from './ports.js';

/** One rectangle: an entry's ports towards some address sets. */
export interface Term {
  readonly peers: 'any' | readonly string[];
  readonly of: CompiledRule;
  ports(pass: Pass): PortMap;
}

const MOST_LOWERED = 1 << 15;

/** What rules have been lowered to in the compilation under way. It is not kept: there may be millions of rules. */
export class Pass {
  readonly #entries = new Map<CompiledRule, Entry>();
  readonly #ports = new Map<CompiledRule, PortMap>();

  entry(rule: CompiledRule): Entry {
    let entry = this.#entries.get(rule);
    if (entry === undefined) {
      if (this.#entries.size === MOST_LOWERED) this.end();
      entry = entryOf(rule);
      this.#entries.set(rule, entry);
    }
    return entry;
  }

  /** Of its first match. */
  ports(rule: CompiledRule): PortMap {
    let ports = this.#ports.get(rule);
    if (ports === undefined) {
      ports = portMapOf(this.entry(rule), keyBounds((rule.rule.matches[0] ?? NO_MATCH).ports));
      this.#ports.set(rule, ports);
    }
    return ports;
  }

  end(): void {
    this.#entries.clear();
    this.#ports.clear();
  }
}

/** What the rules of a policy have in common. */
export interface Rank {
  readonly tier: number;
  readonly priority: number;
  readonly policy: string;
  readonly policyKey: string;
}

const NO_MATCH: ViewMatch = { peers: [], ports: [] };

const ACTIONS: readonly Action[] = ['accept', 'deny', 'pass'];

/**
 * A rule, which lies where the view has it, and its place in the order. Stays the same object while the rule means the same. It is its own
 * first term, and may be a row: its run of keys with what it says, and around it a default.
 */
export class CompiledRule implements Term, Row, Place<ViewRule> {
  home: ViewRule | Bundle<ViewRule>;
  at: number;
  /** What is asked for again and again: begin × 8 + number of the action × 2 + 1 where the direction is egress. */
  readonly #shape: number;
  /** As a row, the cell around the run; -1: it is none. */
  #outer = -1;

  /** See `compiledRule`. */
  constructor(
    { home, at }: Place<ViewRule>,
    readonly rank: Rank,
    readonly place: number,
    readonly slot: number,
    begin: number,
  ) {
    this.home = home;
    this.at = at;
    const { action, direction } = this.rule;
    this.#shape = begin * 8 + ACTIONS.indexOf(action) * 2 + (direction === 'egress' ? 1 : 0);
  }

  get rule(): ViewRule {
    return itemAt(this);
  }

  /** Another one of the same meaning takes the rule's place. */
  become({ home, at }: Place<ViewRule>): void {
    this.home = home;
    this.at = at;
  }

  /** Of the run that `begin` tells of: most name one port. */
  get end(): number {
    return this.begin === 0 ? 0 : this.begin + 1;
  }
  /** The one run of keys that it allows or denies for ever, not from key 0 on; 0: it says something else. */
  get begin(): number {
    return this.#shape >>> 3;
  }
  get action(): Action {
    return ACTIONS[(this.#shape >>> 1) & 3] as Action;
  }
  get direction(): Direction {
    return (this.#shape & 1) === 0 ? 'ingress' : 'egress';
  }
  get of(): CompiledRule {
    return this;
  }
  get peers(): Term['peers'] {
    return peersOf(this.rule);
  }

  /** The same ones at every call. */
  get terms(): readonly Term[] {
    return [this];
  }

  ports(pass: Pass): PortMap {
    return pass.ports(this);
  }

  /** Once and for all: what plans have of it stays. @returns false: it is the row of another default */
  becomeRow(outer: number): boolean {
    if (this.#outer < 0) this.#outer = outer;
    return this.#outer === outer;
  }

  isRow(begin: number, end: number, inner: number, outer: number): boolean {
    return this.#outer === outer && innerOf(this) === inner && this.begin === begin && this.end === end;
  }

  /** Of rows that are rules, negative. */
  get number(): number {
    return -this.slot;
  }
  get starts(): Uint32Array {
    return Uint32Array.of(0, this.begin, this.end);
  }
  get cells(): readonly number[] {
    return [this.#outer, innerOf(this), this.#outer];
  }
}

/** No private method: each object would have a word for it. */
const innerOf = ({ action, slot }: CompiledRule): number => foreverCell(action === 'accept' ? 'allow' : 'deny', slot);

class RuleOfRun extends CompiledRule {
  readonly #end: number;

  constructor(lies: Place<ViewRule>, rank: Rank, place: number, slot: number, begin: number, end: number) {
    super(lies, rank, place, slot, begin);
    this.#end = end;
  }

  override get end(): number {
    return this.#end;
  }
}

class RuleOfMatches extends CompiledRule {
  readonly #terms: readonly Term[] = this.rule.matches.map((match, i) =>
    i === 0 ? this : new FurtherTerm(this, match),
  );

  override get terms(): readonly Term[] {
    return this.#terms;
  }
}

/**
 * @param lies where the view has it
 * @param place in the order of its policy
 */
export function compiledRule(lies: Place<ViewRule>, rank: Rank, place: number, slot: number): CompiledRule {
  const { matches, mode, expiresAt } = itemAt(lies);
  if (matches.length > 1) return new RuleOfMatches(lies, rank, place, slot, 0);
  const bounds =
    matches.length === 1 && mode === 'enforce' && expiresAt === undefined
      ? keyBounds((matches[0] as ViewMatch).ports)
      : [];
  const [begin = 0, end = KEY_END] = bounds;
  if (bounds.length !== 2 || end === KEY_END) return new CompiledRule(lies, rank, place, slot, 0);
  return begin > 0 && end > begin + 1
    ? new RuleOfRun(lies, rank, place, slot, begin, end)
    : new CompiledRule(lies, rank, place, slot, begin);
}

function entryOf({ rule, rank, place, slot }: CompiledRule): Entry {
  const { id, action, mode, expiresAt = FOREVER } = rule;
  const { tier, priority, policy, policyKey } = rank;
  return new Entry(tier, priority, policy, policyKey, place, id, action, mode === 'audit', expiresAt, slot);
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
    return portMapOf(pass.entry(this.of), keyBounds(this.match.ports));
  }
}
