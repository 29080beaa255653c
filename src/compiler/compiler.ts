/**
 * The compiler: changes of a node's view → changes of its plan. Deterministic: a plan depends on the view and on the numbers
 * (slots, endpoint indexes, classes) that were given before, on nothing else; how the view came about makes no difference.
 * What a change costs is in proportion to the change.
 */
import type { HeldSet } from '../policy/held-view.js';
import { compareText } from '../policy/order.js';
import { placesOf } from '../policy/pieces.js';
import type { ViewChange } from '../policy/view-change.js';
import { arenaBound } from './capacity.js';
import { Cells } from './cell.js';
import type { CompilerChange } from './change.js';
import { Classes, type ClassNumbers } from './classes.js';
import { withDigest } from './digest.js';
import { CompileError, twice } from './error.js';
import { LIMITS, type Limits, Work, within } from './limits.js';
import { type GivenNumbers, type KeptNumbers, Numbers } from './numbers.js';
import type { Workshop } from './pass.js';
import { Placement } from './placement.js';
import type { Capacity, Plan } from './plan.js';
import { Rows } from './row.js';
import { Pass } from './rule.js';
import { type CompiledPolicy, compilePolicy, editPolicy, releasePolicy } from './rules.js';
import type { Profile } from './select.js';
import { ServiceAddresses } from './services.js';
import { Sets } from './sets.js';
import { Signatures } from './signature.js';
import { Slots } from './slots.js';
import { STEP_CHUNKS, STEP_ITEMS, STEP_NAMES, type Steps } from './steps.js';

/** Everything of one node that is compiled. */
export class Compiler {
  /** Changes taken in. */
  revision = 0;
  #sound = true;
  readonly #rows: Rows;
  readonly #signatures = new Signatures();
  readonly #classes: Classes;
  readonly #sets = new Sets();
  readonly #policies = new Map<string, CompiledPolicy>();
  readonly #uniform: Workshop['uniform'] = new WeakMap();
  readonly #shop: Workshop;
  readonly #slots: Slots;
  readonly #indexes: Numbers;
  readonly #placement: Placement;
  #node = '';
  #header: NonNullable<ViewChange['header']> = { nodeAddresses: [], allowNodeProbes: false };
  readonly #serviceAddresses = new ServiceAddresses();
  /** Numbers that were given before, until the first compilation has taken them over. */
  #inherited: ClassNumbers | undefined;

  constructor(
    readonly limits: Limits = LIMITS,
    slots: Slots = Slots.from(undefined, limits),
    indexes: Numbers = new Numbers(limits.endpoints),
    inherited?: ClassNumbers,
  ) {
    this.#slots = slots;
    this.#indexes = indexes;
    this.#inherited = inherited;
    this.#rows = new Rows(limits, new Cells(limits));
    this.#classes = new Classes(limits, this.#signatures);
    this.#shop = {
      limits,
      sets: this.#sets,
      signatures: this.#signatures,
      classes: this.#classes,
      rows: this.#rows,
      work: new Work(limits),
      pass: new Pass(),
      uniform: this.#uniform,
      releases: [],
    };
    this.#placement = new Placement(this.#shop, indexes);
  }

  /**
   * One that has compiled nothing and knows numbers. The view that they were saved with compiles to the same plan, but
   * for the words of slots at rest; another view keeps the numbers of what it shares with that one.
   * @param limits numbers beyond them are not kept
   */
  static *from({ slots, endpoints, classes }: KeptNumbers, limits: Limits = LIMITS): Steps<Compiler> {
    return new Compiler(
      limits,
      yield* Slots.restore(slots, limits),
      Numbers.restore(endpoints, limits.endpoints),
      classes.map((name) => name ?? undefined),
    );
  }

  /** One of the same numbers that has compiled nothing: what is to go on after a refusal. */
  fork(limits: Limits = this.limits): Compiler {
    return new Compiler(
      limits,
      Slots.from(this.#slots, limits),
      this.#indexes.fork(limits.endpoints),
      this.#classNames(),
    );
  }

  /** False after a refusal: it can only be forked then, and told the whole view. */
  get sound(): boolean {
    return this.#sound;
  }

  /** The numbers as they are when they are walked over, to be kept outside of this process. */
  get numbers(): KeptNumbers {
    const [slots, indexes] = [this.#slots.numbers, this.#indexes];
    return {
      slots: { [Symbol.iterator]: () => slots.saved() },
      endpoints: { [Symbol.iterator]: () => indexes.saved() },
      classes: this.#classNames().map((name) => name ?? null),
    };
  }

  /** Whether an endpoint of that id has an index, or had until lately. */
  isPlaced(id: string): boolean {
    return this.#indexes.has(id);
  }

  /** Numbers that the last change got, beside those that were there; not told where there were none. */
  get given(): GivenNumbers {
    return { slots: this.#slots.numbers.given, endpoints: this.#indexes.given, classes: this.#classes.given };
  }

  #classNames(): ClassNumbers {
    return this.#inherited ?? this.#classes.names((set) => this.#sets.idOf(set));
  }

  /**
   * Takes a change in. The first one is the whole view.
   * @throws {CompileError} CAPACITY with numbers if the plan would not fit; UNKNOWN_SET, UNKNOWN_POLICY, UNKNOWN_ENDPOINT,
   *   RANGE, DUPLICATE for a change that does not fit the view or makes one that contradicts itself
   */
  *update(change: CompilerChange): Steps<Plan> {
    if (!this.#sound) throw new Error('a refused compilation cannot be continued');
    this.#sound = false;
    const shop = this.#shop;
    const work = new Work(this.limits);
    shop.work = work;
    this.#node = change.node;
    if (change.header !== undefined) this.#header = change.header;
    this.#serviceAddresses.update(change);
    yield* this.#updateSets(change);
    const sets = this.#sets.changed;
    const changed = yield* this.#updatePolicies(change);
    const renumbered = yield* this.#classes.update(sets.list, (set) => this.#sets.idOf(set), this.#inherited, work);
    this.#placement.update(change);
    const around = {
      policies: this.#policies,
      changed,
      sets,
      renumbered,
      slots: this.#slots,
    };
    const { profiles } = this.#placement;
    for (const profile of profiles) yield* profile.update(around);
    this.#placement.settle(this.#slots);
    const { endpoints } = this.#placement;
    shop.pass.end();
    for (const [i, release] of shop.releases.entries()) {
      if (i % STEP_CHUNKS === 0) yield;
      release();
    }
    shop.releases = [];
    yield* this.#rows.settle();
    this.#signatures.settle();
    yield* this.#sets.settle();
    if (this.revision === 0) {
      yield* this.#slots.numbers.retireUnused();
      yield* this.#indexes.retireUnused();
    }
    this.#indexes.settle();
    for (const key of changed) {
      const policy = this.#policies.get(key);
      if (policy !== undefined) policy.since = undefined;
    }
    this.#inherited = undefined;
    const { 4: v4, 6: v6 } = this.#classes.maps;
    const classes = { v4, v6, count: this.#classes.list.length };
    const slots = this.#slots.settle();
    const capacity = this.#capacity(profiles);
    this.revision++;
    this.#sound = true;
    const { trial } = this.#header;
    const words = this.#slots.candidates(trial !== undefined);
    const candidateSlots = trial !== undefined && { candidateSlots: new Map(words) };
    return withDigest({
      node: this.#node,
      ...this.#header,
      serviceAddresses: this.#serviceAddresses.list,
      endpoints,
      classes,
      slots,
      ...candidateSlots,
      capacity,
    });
  }

  *#updateSets({ sets: { removed, put, changed } }: CompilerChange): Steps<void> {
    for (const [i, id] of removed.entries()) {
      if (i % STEP_ITEMS === 0) yield;
      this.#sets.remove(id);
    }
    let done = 0;
    for (const set of placesOf<HeldSet>(put)) {
      if (done++ % STEP_NAMES === 0) yield;
      yield* this.#sets.put(set);
    }
    for (const set of changed) yield* this.#sets.change(set);
  }

  /** @returns keys of the policies that are new, changed or gone */
  *#updatePolicies({ policies: { removed, put, changed } }: Pick<ViewChange, 'policies'>): Steps<Set<string>> {
    const done = new Set<string>();
    const old = new Map<string, CompiledPolicy>();
    for (const key of removed) {
      old.set(key, this.#known(key));
      this.#policies.delete(key);
    }
    // In an order that does not depend on how the change is said: so are new numbers given.
    for (const part of [...put, ...changed].sort((a, b) => compareText(a.key, b.key))) {
      const { key } = part;
      if (done.has(key)) throw twice('policies', key);
      done.add(key);
      this.#policies.set(
        key,
        'source' in part
          ? yield* compilePolicy(part, old.get(key) ?? this.#policies.get(key), this.#slots)
          : yield* editPolicy(this.#known(key), part, this.#slots),
      );
      old.delete(key);
    }
    for (const [key, policy] of old) {
      releasePolicy(policy, this.#slots);
      done.add(key);
    }
    return done;
  }

  #known(key: string): CompiledPolicy {
    const policy = this.#policies.get(key);
    if (policy === undefined)
      throw new CompileError('UNKNOWN_POLICY', key, `the policy ${key} changes or goes, which the view does not hold`);
    return policy;
  }

  #capacity(profiles: ReadonlySet<Profile>): Capacity {
    const ranges = { 4: this.#classes.ranges[4], 6: this.#classes.ranges[6] };
    for (const { ingress, egress } of profiles) {
      for (const family of [4, 6] as const) ranges[family] += ingress.ranges[family] + egress.ranges[family];
    }
    const { rows, segments, tables, classEntries, cells } = this.#rows;
    const arenaBytes = arenaBound({ ranges, rows, segments, tables, classEntries, chainSteps: cells.chainSteps });
    within(this.limits, 'ranges', ranges[4] + ranges[6], 'ranges of addresses');
    return {
      endpoints: this.#indexes.used,
      slots: this.#slots.numbers.used,
      ranges: ranges[4] + ranges[6],
      rows,
      chains: cells.chains,
      arenaBytes,
    };
  }
}
