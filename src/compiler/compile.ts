/**
 * The compiler: changes of a node's view → changes of its plan. Deterministic: a plan depends on the view and on the numbers
 * (slots, endpoint indexes, classes) that were given before, on nothing else; how the view came about makes no difference.
 * What a change costs is in proportion to the change.
 */
import { compareText } from '../policy/order.js';
import type { NodeView, ViewEndpoint } from '../policy/view.js';
import type { ViewChange } from '../policy/view-change.js';
import { arenaBound } from './capacity.js';
import { Cells } from './cell.js';
import { changeOf, wholeView } from './change.js';
import { Classes, type ClassNumbers } from './classes.js';
import { withDigest } from './digest.js';
import { CompileError } from './error.js';
import { LIMITS, type Limits, Work, within } from './limits.js';
import { type GivenNumbers, type KeptNumbers, Numbers, type PlanNumbers } from './numbers.js';
import type { Workshop } from './pass.js';
import type { Capacity, Plan, PlanEndpoint } from './plan.js';
import { Rows } from './row.js';
import { Pass } from './rule.js';
import { type CompiledPolicy, compilePolicy, editPolicy, releasePolicy } from './rules.js';
import { Profile, profileKey } from './select.js';
import { ServiceAddresses } from './services.js';
import { Sets } from './sets.js';
import { Signatures } from './signature.js';
import { Slots } from './slots.js';
import { finish, STEP_CHUNKS, STEP_ITEMS, type Steps } from './steps.js';

export { CompileError } from './error.js';
export { LIMITS, type Limits } from './limits.js';
export type { GivenNumbers, KeptNumbers, PlanNumbers, SavedName } from './numbers.js';
export { withGiven } from './numbers.js';
export type { Steps } from './steps.js';

export interface Compiled {
  readonly plan: Plan;
  /** For the next compilation of the same node. */
  readonly state: CompileState;
}

/**
 * What one compilation of a whole view leaves to the next: for those who have views and no changes. States form a line:
 * once a state has been used, compiling with it again (or after a refusal) still gives a right plan, from scratch, with the
 * line's latest numbers.
 */
export interface CompileState {
  readonly compiler: Compiler;
  readonly view: NodeView | undefined;
  readonly revision: number;
}

/** The latest numbers of the state's line. */
export function numbersOf({ compiler }: CompileState): PlanNumbers {
  const { slots, endpoints, classes } = compiler.numbers;
  return { slots: [...slots], endpoints: [...endpoints], classes };
}

/** The same numbers without anything compiled: the next compilation starts from scratch. */
export function numbersOnly({ compiler }: CompileState): CompileState {
  return { compiler: compiler.fork(), view: undefined, revision: 0 };
}

/** A state that has compiled nothing and knows numbers; see `Compiler.from`. */
export function stateFrom(numbers: PlanNumbers, limits: Limits = LIMITS): CompileState {
  return { compiler: finish(Compiler.from(numbers, limits)), view: undefined, revision: 0 };
}

/**
 * Compiles a whole view, with a state in proportion to what differs by identity: unchanged objects are to be the same.
 * @param previous the state that compiling the node's previous view gave
 * @throws {CompileError} see `Compiler.update`; the previous state stays usable
 */
export function compile(view: NodeView, previous?: CompileState, limits: Limits = LIMITS): Compiled {
  return finish(compileSteps(view, previous, limits));
}

/** The same, for those who must not be kept waiting. The previous state must not be used while it is under way. */
export function* compileSteps(view: NodeView, previous?: CompileState, limits: Limits = LIMITS): Steps<Compiled> {
  let compiler = previous?.compiler ?? new Compiler(limits);
  const usable = previous === undefined || (compiler.revision === previous.revision && compiler.sound);
  if (!usable || compiler.limits !== limits) compiler = compiler.fork(limits);
  const before = compiler.revision === 0 ? undefined : previous?.view;
  const plan = yield* compiler.update(before === undefined ? wholeView(view) : changeOf(before, view));
  return { plan, state: { compiler, view, revision: compiler.revision } };
}

interface Placed {
  readonly endpoint: ViewEndpoint;
  readonly index: number;
  /** Key of its profile. */
  readonly key: string;
  /** In a trial, of the candidate's, where that is another one. */
  readonly candidate: string | undefined;
  plan: PlanEndpoint | undefined;
}

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
  readonly #profiles = new Map<string, Profile>();
  readonly #placed = new Map<string, Placed>();
  readonly #shop: Workshop;
  readonly #slots: Slots;
  readonly #indexes: Numbers;
  #node = '';
  #header: NonNullable<ViewChange['header']> = { nodeAddresses: [], allowNodeProbes: false };
  readonly #serviceAddresses = new ServiceAddresses();
  /** Of the endpoints, ascending. */
  #ids: string[] = [];
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
      uniform: new WeakMap(),
      releases: [],
    };
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
  *update(change: ViewChange): Steps<Plan> {
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
    this.#placeEndpoints(change);
    const around = {
      policies: this.#policies,
      changed,
      sets,
      renumbered,
      slots: this.#slots,
    };
    const placed = this.#ids.map((id) => this.#placed.get(id) as Placed);
    const profiles = new Set(placed.map(({ key }) => this.#profiles.get(key) as Profile));
    // Behind those that they share with.
    for (const { candidate } of placed)
      if (candidate !== undefined) profiles.add(this.#profiles.get(candidate) as Profile);
    for (const profile of profiles) yield* profile.update(around);
    for (const [key, profile] of this.#profiles) {
      if (profile.users > 0) continue;
      profile.close(this.#slots);
      this.#profiles.delete(key);
    }
    const endpoints = placed.map((one) => this.#planEndpoint(one));
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

  *#updateSets({ sets: { removed, put, changed } }: ViewChange): Steps<void> {
    for (const [i, id] of removed.entries()) {
      if (i % STEP_ITEMS === 0) yield;
      this.#sets.remove(id);
    }
    for (const [i, set] of put.entries()) {
      if (i % STEP_ITEMS === 0) yield;
      yield* this.#sets.put(set);
    }
    for (const set of changed) yield* this.#sets.change(set);
  }

  /** @returns keys of the policies that are new, changed or gone */
  *#updatePolicies({ policies: { removed, put, changed } }: ViewChange): Steps<Set<string>> {
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

  /** Gives each endpoint its index and its profile. */
  #placeEndpoints({ endpoints: { removed, put } }: ViewChange): void {
    const before = new Map<string, Placed>();
    const leave = (id: string): void => {
      const placed = this.#placed.get(id);
      if (placed === undefined || before.has(id)) return;
      before.set(id, placed);
      (this.#profiles.get(placed.key) as Profile).users--;
      if (placed.candidate !== undefined) (this.#profiles.get(placed.candidate) as Profile).users--;
    };
    let moved = removed.length > 0;
    for (const id of removed) {
      if (!this.#placed.has(id))
        throw new CompileError('UNKNOWN_ENDPOINT', id, `the endpoint ${id} goes, which the view does not hold`);
      leave(id);
      this.#placed.delete(id);
    }
    // First, so that where all indexes are taken, who comes gets that of one who goes.
    for (const id of before.keys()) this.#indexes.release(id);
    const gone = new Set(before.keys());
    const homeless: Placed[] = [];
    const placedNow = new Set<string>();
    for (const endpoint of put) {
      const { id } = endpoint;
      if (placedNow.has(id)) throw twice('endpoints', id);
      placedNow.add(id);
      if (!this.#placed.has(id)) moved = true;
      leave(id);
      const index = this.#indexes.acquire(id);
      within(this.limits, 'endpoints', index, 'endpoint indexes');
      const key = profileKey(endpoint);
      const other = profileKey(candidateOf(endpoint));
      const placed: Placed = { endpoint, key, candidate: other === key ? undefined : other, index, plan: undefined };
      this.#placed.set(id, placed);
      const profile = this.#profiles.get(key);
      if (profile === undefined) homeless.push(placed);
      else profile.users++;
    }
    for (const { endpoint, key } of homeless) {
      const profile = this.#profiles.get(key) ?? this.#newProfile(endpoint, before.get(endpoint.id)?.key);
      this.#profiles.set(key, profile);
      profile.users++;
    }
    for (const id of placedNow) {
      const { endpoint, key, candidate } = this.#placed.get(id) as Placed;
      if (candidate === undefined) continue;
      const twin = this.#profiles.get(key);
      const profile = this.#profiles.get(candidate) ?? new Profile(candidateOf(endpoint), this.#shop, twin);
      this.#profiles.set(candidate, profile);
      profile.users++;
    }
    for (const id of before.keys()) if (!gone.has(id)) this.#indexes.release(id);
    if (moved) this.#ids = [...this.#placed.keys()].sort(compareText);
  }

  /** The one that the endpoint had, if nobody else has it, so that only the difference is compiled. */
  #newProfile(endpoint: ViewEndpoint, oldKey: string | undefined): Profile {
    const old = oldKey === undefined ? undefined : this.#profiles.get(oldKey);
    if (oldKey === undefined || old === undefined || old.users > 0) return new Profile(endpoint, this.#shop);
    this.#profiles.delete(oldKey);
    old.follow(endpoint);
    return old;
  }

  #planEndpoint(placed: Placed): PlanEndpoint {
    const { id, addresses, allowedAddresses } = placed.endpoint;
    const profile = this.#profiles.get(placed.key) as Profile;
    const own = { ingress: profile.ingress.matcher, egress: profile.egress.matcher };
    const { plan } = placed;
    const other = placed.candidate === undefined ? profile : (this.#profiles.get(placed.candidate) as Profile);
    const candidate = { ingress: other.ingress.matcher, egress: other.egress.matcher };
    const [alone, planned] = [sameMatchers(own, candidate), plan?.candidate ?? plan];
    if (
      plan === undefined ||
      planned === undefined ||
      !sameMatchers(plan, own) ||
      !sameMatchers(planned, candidate) ||
      alone !== (plan.candidate === undefined)
    )
      placed.plan = {
        ...{ id, index: placed.index, addresses, allowedAddresses, ...own },
        ...(!alone && { candidate }),
      };
    return placed.plan as PlanEndpoint;
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

type Matchers = Pick<PlanEndpoint, 'ingress' | 'egress'>;

const sameMatchers = (a: Matchers, b: Matchers): boolean => a.ingress === b.ingress && a.egress === b.egress;

/** As the candidate of a trial sees it. */
const candidateOf = (endpoint: ViewEndpoint): ViewEndpoint =>
  endpoint.candidate === undefined ? endpoint : { ...endpoint, policies: endpoint.candidate };

const twice = (what: string, name: string): CompileError =>
  new CompileError('DUPLICATE', name, `the view holds two ${what} ${name}`);
