/**
 * compile: a node's view → the plan. Pure and deterministic: the result depends on the view and on the numbers (slots,
 * endpoint indexes, classes) that the previous state hands on, on nothing else. With the state of the previous view,
 * only what changed is compiled again; unchanged policies, sets and endpoints are known by identity.
 */
import type { NodeView, ViewEndpoint } from '../policy/view.js';
import { arenaBound } from './capacity.js';
import { Cells } from './cell.js';
import { Classes, type ClassNumbers } from './classes.js';
import { withDigest } from './digest.js';
import { CompileError } from './error.js';
import { LIMITS, type Limits, Work, within } from './limits.js';
import { diffLists } from './lists.js';
import { Numbers, type PlanNumbers } from './numbers.js';
import type { Workshop } from './pass.js';
import type { Capacity, Plan, PlanEndpoint } from './plan.js';
import { Rows } from './row.js';
import { Pass } from './rule.js';
import { type CompiledPolicy, compilePolicy, releasePolicy } from './rules.js';
import { Profile, profileKey } from './select.js';
import { ChangedSets, Sets } from './sets.js';
import { Signatures } from './signature.js';
import { Slots } from './slots.js';
import { finish, STEP_CHUNKS, type Steps } from './steps.js';

export { CompileError } from './error.js';
export { LIMITS, type Limits } from './limits.js';
export type { PlanNumbers } from './numbers.js';
export { noteSetChange } from './sets.js';
export type { Steps } from './steps.js';

export interface Compiled {
  readonly plan: Plan;
  /** For the next compilation of the same node. */
  readonly state: CompileState;
}

/**
 * What one compilation leaves to the next. States form a line: once a state has been used, compiling with it again (or
 * after a refusal) still gives a right plan, from scratch, with the line's latest numbers.
 */
export class CompileState {
  readonly #line: Line;
  readonly #revision: number;

  constructor(line: Line) {
    this.#line = line;
    this.#revision = line.revision;
  }

  /** The line to go on with, if this state is its end and it is sound; else only its numbers serve. */
  static open(state: CompileState): { line: Line; usable: boolean } {
    return { line: state.#line, usable: state.#line.sound && state.#line.revision === state.#revision };
  }

  static save(state: CompileState): PlanNumbers {
    return state.#line.save();
  }

  /** The same numbers without anything compiled: the next compilation starts from scratch. */
  numbersOnly(): CompileState {
    return new CompileState(this.#line.fork());
  }
}

/** The latest numbers of the state's line. */
export const numbersOf = (state: CompileState): PlanNumbers => CompileState.save(state);

/**
 * A state that has compiled nothing and knows numbers. The view that they were saved with compiles to the same plan, but
 * for the words of slots at rest; another view keeps the numbers of what it shares with that one.
 * @param limits those of the compilation; numbers beyond them are not kept
 */
export function stateFrom({ slots, endpoints, classes }: PlanNumbers, limits: Limits = LIMITS): CompileState {
  const indexes = Numbers.restore(endpoints, limits.endpoints);
  const names = classes.map((name) => name ?? undefined);
  return new CompileState(new Line(limits, Slots.restore(slots, limits), indexes, names));
}

interface Placed {
  readonly endpoint: ViewEndpoint;
  readonly index: number;
  /** Key of its profile. */
  readonly key: string;
  plan: PlanEndpoint | undefined;
}

/**
 * @param previous the state that compiling the node's previous view gave
 * @throws {CompileError} CAPACITY with numbers if the plan would not fit; UNKNOWN_SET, UNKNOWN_POLICY, DUPLICATE for a
 *   view that contradicts itself. The previous state stays usable.
 */
export function compile(view: NodeView, previous?: CompileState, limits: Limits = LIMITS): Compiled {
  return finish(compileSteps(view, previous, limits));
}

/** The same, for those who must not be kept waiting. The previous state must not be used while it is under way. */
export function* compileSteps(view: NodeView, previous?: CompileState, limits: Limits = LIMITS): Steps<Compiled> {
  let line: Line;
  if (previous === undefined) {
    line = new Line(limits);
  } else {
    const open = CompileState.open(previous);
    line = open.usable && open.line.limits === limits ? open.line : open.line.fork(limits);
  }
  const plan = yield* line.advance(view);
  return { plan, state: new CompileState(line) };
}

/** Everything that is compiled, from one view to the next. */
class Line {
  sound = true;
  revision = 0;
  readonly #rows: Rows;
  readonly #signatures = new Signatures();
  readonly #classes: Classes;
  readonly #sets = new Sets();
  readonly #policies = new Map<string, CompiledPolicy>();
  readonly #profiles = new Map<string, Profile>();
  readonly #placed = new Map<string, Placed>();
  readonly #shop: Workshop;
  #view: NodeView | undefined;
  /** Numbers of the line that this one was forked from, until the first compilation has taken them over. */
  #inherited: ClassNumbers | undefined;

  constructor(
    readonly limits: Limits,
    readonly slots: Slots = Slots.from(undefined, limits),
    readonly indexes: Numbers = new Numbers(limits.endpoints),
    inherited?: ClassNumbers,
  ) {
    this.#rows = new Rows(limits, new Cells(limits));
    this.#classes = new Classes(limits, this.#signatures);
    this.#inherited = inherited;
    this.#shop = {
      limits,
      sets: this.#sets,
      signatures: this.#signatures,
      classes: this.#classes,
      rows: this.#rows,
      work: new Work(limits),
      pass: new Pass(),
      releases: [],
    };
  }

  /** A line of the same numbers, that has compiled nothing. */
  fork(limits: Limits = this.limits): Line {
    return new Line(limits, Slots.from(this.slots, limits), this.indexes.fork(limits.endpoints), this.#classNames());
  }

  save(): PlanNumbers {
    const classes = this.#classNames().map((name) => name ?? null);
    return { slots: this.slots.numbers.save(), endpoints: this.indexes.save(), classes };
  }

  #classNames(): ClassNumbers {
    return this.#inherited ?? this.#classes.names((set) => this.#sets.idOf(set));
  }

  *advance(view: NodeView): Steps<Plan> {
    if (!this.sound) throw new Error('a refused compilation cannot be continued');
    this.sound = false;
    const shop = this.#shop;
    const work = new Work(this.limits);
    shop.work = work;
    const sets = yield* this.#sets.update(this.#view, view);
    const changed = yield* this.#updatePolicies(view);
    const renumbered = yield* this.#classes.update(sets, (set) => this.#sets.idOf(set), this.#inherited, work);
    this.#placeEndpoints(view);
    const around = {
      policies: this.#policies,
      changed,
      sets: new ChangedSets(sets),
      renumbered,
      slots: this.slots,
    };
    const profiles = new Set(view.endpoints.map(({ id }) => this.#profileOf(id)));
    for (const profile of profiles) yield* profile.update(around);
    for (const [key, profile] of this.#profiles) {
      if (profile.users > 0) continue;
      profile.close(this.slots);
      this.#profiles.delete(key);
    }
    const endpoints = view.endpoints.map((endpoint) => this.#planEndpoint(endpoint));
    shop.pass.end();
    for (const [i, release] of shop.releases.entries()) {
      if (i % STEP_CHUNKS === 0) yield;
      release();
    }
    shop.releases = [];
    this.#rows.settle();
    this.#signatures.settle();
    yield* this.#sets.settle(sets);
    if (this.#view === undefined) {
      this.slots.numbers.retireUnused();
      this.indexes.retireUnused();
    }
    this.indexes.settle();
    for (const key of changed) {
      const policy = this.#policies.get(key);
      if (policy !== undefined) policy.since = undefined;
    }
    this.#inherited = undefined;
    this.#view = view;
    const { 4: v4, 6: v6 } = this.#classes.maps;
    const classes = { v4, v6, count: this.#classes.list.length };
    const { node, nodeAddresses, allowNodeProbes } = view;
    const slots = this.slots.settle();
    const capacity = this.#capacity(profiles);
    this.revision++;
    this.sound = true;
    return withDigest({ node, nodeAddresses, allowNodeProbes, endpoints, classes, slots, capacity });
  }

  /** @returns keys of the policies that are new, changed or gone */
  *#updatePolicies(view: NodeView): Steps<Set<string>> {
    const { removed, added } = diffLists(this.#view?.policies ?? [], view.policies);
    const changed = new Set<string>();
    const old = new Map(removed.map(({ key }) => [key, this.#policies.get(key) as CompiledPolicy]));
    for (const key of old.keys()) this.#policies.delete(key);
    for (const policy of added) {
      if (this.#policies.has(policy.key))
        throw new CompileError('DUPLICATE', policy.key, `the view holds two policies ${policy.key}`);
      this.#policies.set(policy.key, yield* compilePolicy(policy, old.get(policy.key), this.slots));
      old.delete(policy.key);
      changed.add(policy.key);
    }
    for (const [key, policy] of old) {
      releasePolicy(policy, this.slots);
      changed.add(key);
    }
    return changed;
  }

  /** Gives each endpoint its index and its profile. */
  #placeEndpoints(view: NodeView): void {
    const { removed, added } = diffLists(this.#view?.endpoints ?? [], view.endpoints);
    const before = new Map(removed.map(({ id }) => [id, this.#placed.get(id) as Placed]));
    for (const [id, { key }] of before) {
      this.#placed.delete(id);
      (this.#profiles.get(key) as Profile).users--;
    }
    const homeless: Placed[] = [];
    for (const endpoint of added) {
      const { id } = endpoint;
      if (this.#placed.has(id)) throw new CompileError('DUPLICATE', id, `the view holds two endpoints ${id}`);
      const index = this.indexes.acquire(id);
      within(this.limits, 'endpoints', index, 'endpoint indexes');
      const placed: Placed = { endpoint, key: profileKey(endpoint), index, plan: undefined };
      this.#placed.set(id, placed);
      const profile = this.#profiles.get(placed.key);
      if (profile === undefined) homeless.push(placed);
      else profile.users++;
    }
    for (const { endpoint, key } of homeless) {
      const profile = this.#profiles.get(key) ?? this.#newProfile(endpoint, before.get(endpoint.id)?.key);
      this.#profiles.set(key, profile);
      profile.users++;
    }
    for (const id of before.keys()) this.indexes.release(id);
  }

  /** The one that the endpoint had, if nobody else has it, so that only the difference is compiled. */
  #newProfile(endpoint: ViewEndpoint, oldKey: string | undefined): Profile {
    const old = oldKey === undefined ? undefined : this.#profiles.get(oldKey);
    if (oldKey === undefined || old === undefined || old.users > 0) return new Profile(endpoint, this.#shop);
    this.#profiles.delete(oldKey);
    old.follow(endpoint);
    return old;
  }

  #profileOf(id: string): Profile {
    return this.#profiles.get((this.#placed.get(id) as Placed).key) as Profile;
  }

  #planEndpoint({ id, addresses, allowedAddresses }: ViewEndpoint): PlanEndpoint {
    const placed = this.#placed.get(id) as Placed;
    const profile = this.#profileOf(id);
    const [ingress, egress] = [profile.ingress.matcher, profile.egress.matcher];
    if (placed.plan === undefined || placed.plan.ingress !== ingress || placed.plan.egress !== egress) {
      placed.plan = { id, index: placed.index, addresses, allowedAddresses, ingress, egress };
    }
    return placed.plan;
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
      endpoints: this.indexes.used,
      slots: this.slots.numbers.used,
      ranges: ranges[4] + ranges[6],
      rows,
      chains: cells.chains,
      arenaBytes,
    };
  }
}
