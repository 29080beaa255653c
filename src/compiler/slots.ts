/** The slot table: numbers for rules and defaults, and back to words. */
import type { Direction } from '../net/types.js';
import { type Bundle, itemAt, type Place } from '../policy/bundle.js';
import type { SourceRef, Tier } from '../policy/model.js';
import { type ListEdit, Pieces } from '../policy/pieces.js';
import type { ViewPolicy, ViewRule } from '../policy/view.js';
import type { Defaults } from './cell.js';
import { type Limits, within } from './limits.js';
import { Numbers, type SavedName } from './numbers.js';
import type { SlotInfo, SlotTable, Verdict } from './plan.js';
import type { Steps } from './steps.js';

/** What slots say of a policy, without holding on to its rules. */
export type PolicyWords = Pick<ViewPolicy, 'id' | 'tier' | 'owner'> & {
  /** It is the candidate's version of a policy that both sides of a trial have. */
  readonly candidate?: boolean;
};

/** Refers to the rule and the policy instead of copying them: there may be millions. */
class RuleSlot {
  readonly #rule: ViewRule;
  readonly #policy: PolicyWords;

  constructor(rule: ViewRule, policy: PolicyWords) {
    this.#rule = rule;
    this.#policy = policy;
  }

  get kind(): 'rule' {
    return 'rule';
  }
  get policy(): string {
    return this.#policy.id;
  }
  get tier(): Tier {
    return this.#policy.tier;
  }
  get rule(): string {
    return this.#rule.id;
  }
  get owner(): string | undefined {
    return this.#rule.owner ?? this.#policy.owner;
  }
  get reason(): string | undefined {
    return this.#rule.reason;
  }
  get ticket(): string | undefined {
    return this.#rule.ticket;
  }
  get runbook(): string | undefined {
    return this.#rule.runbook;
  }
  get source(): SourceRef {
    return this.#rule.source;
  }
  get expiresAt(): number | undefined {
    return this.#rule.expiresAt;
  }

  /** All of it, as JSON.stringify and structured clones want it. */
  toJSON(): object {
    const { kind, rule, policy, tier, owner, reason, ticket, runbook, source, expiresAt } = this;
    return { kind, rule, policy, tier, owner, reason, ticket, runbook, source, expiresAt };
  }
}

/** Who isolates a direction: the policies' ids, sorted, and the owner of each, empty where it has none; both empty: no one does. */
export interface Isolation {
  readonly isolatedBy: readonly string[];
  readonly owners: readonly string[];
}

/** No rule id begins with NUL. */
const defaultKey = (direction: Direction, verdict: Verdict, { isolatedBy, owners }: Isolation) =>
  `\u0000${JSON.stringify([direction, verdict, isolatedBy, owners.some(Boolean) ? owners : ''])}`;

/** Slots of a page. */
const PAGE = 256;

/** What a slot stands for, a rule where it lies (see `Place`), or words of its own. */
type What = ViewRule | Bundle<ViewRule> | SlotInfo;

const isWords = (what: What | undefined): what is SlotInfo => what !== undefined && 'kind' in what;

/** Of a rule, words are made when asked for. */
class SlotPage {
  constructor(
    readonly what: (What | undefined)[] = new Array(PAGE).fill(undefined),
    /** Of rules in bundles, at which index: pieces are no longer than pages. */
    readonly at = new Uint8Array(PAGE),
    /** Of the rules' policy; where they are of several, of each rule. */
    private words?: PolicyWords | (PolicyWords | undefined)[],
  ) {}

  info(i: number): SlotInfo | undefined {
    const [place, words] = [this.placeAt(i), this.wordsAt(i)];
    if (place !== undefined && words !== undefined) return new RuleSlot(itemAt(place), words);
    return isWords(this.what[i]) ? this.what[i] : undefined;
  }

  /** Of a rule. */
  placeAt(i: number): Place<ViewRule> | undefined {
    const home = this.what[i];
    return home === undefined || isWords(home) ? undefined : { home, at: this.at[i] as number };
  }

  wordsAt(i: number): PolicyWords | undefined {
    if (Array.isArray(this.words)) return this.words[i];
    const what = this.what[i];
    return what === undefined || isWords(what) ? undefined : this.words;
  }

  put(i: number, what: Place<ViewRule> | SlotInfo | undefined, words: PolicyWords | undefined): void {
    if (words !== undefined && words !== this.words && !Array.isArray(this.words))
      this.words = this.words === undefined ? words : Array.from(this.what, (_, k) => this.wordsAt(k));
    if (Array.isArray(this.words)) this.words[i] = words;
    const isPlace = what !== undefined && 'home' in what;
    this.what[i] = isPlace ? what.home : what;
    this.at[i] = isPlace ? what.at : 0;
  }

  clone(): SlotPage {
    const words = Array.isArray(this.words) ? this.words.slice() : this.words;
    return new SlotPage(this.what.slice(), this.at.slice(), words);
  }
}

type PageList = Pieces<SlotPage | undefined>;

const NO_PAGES: PageList = Pieces.from<SlotPage | undefined>([]);

/** A table that does not change, made of pages that others share. */
class Pages implements SlotTable {
  readonly #pages: PageList;

  constructor(
    pages: PageList,
    readonly length: number,
  ) {
    this.#pages = pages;
  }

  at(slot: number): SlotInfo | undefined {
    return this.#pages.at(Math.floor(slot / PAGE))?.info(slot % PAGE);
  }

  *[Symbol.iterator](): Generator<SlotInfo | undefined> {
    for (let slot = 0; slot < this.length; slot++) yield this.at(slot);
  }
}

export class Slots {
  #pages = NO_PAGES;
  #length = 1;
  #table: SlotTable = new Pages(NO_PAGES, 1);
  /** Pages that take the place of those, or come behind them, and that no table shares yet. */
  readonly #own = new Map<number, SlotPage>();
  readonly #defaults = new Map<string, Defaults>();
  #candidates = new Map<number, SlotInfo>();

  private constructor(
    readonly limits: Limits,
    readonly numbers: Numbers,
  ) {
    numbers.onReclaimed = (name) => this.#forget(name);
    numbers.elsewhere = (slot) => {
      const place = this.#page(Math.floor(slot / PAGE))?.placeAt(slot % PAGE);
      return place && itemAt(place).id;
    };
  }

  /** A table that keeps the numbers of an earlier one. */
  static from(previous: Slots | undefined, limits: Limits): Slots {
    const slots = new Slots(limits, previous?.numbers.fork(limits.slots) ?? new Numbers(limits.slots));
    if (previous !== undefined) [slots.#pages, slots.#length] = [previous.#withOwn(), previous.#length];
    slots.#table = new Pages(slots.#pages, slots.#length);
    return slots;
  }

  /** A table that keeps the numbers of one in an earlier process, without its words. */
  static *restore(saved: Iterable<SavedName>, limits: Limits): Steps<Slots> {
    return new Slots(limits, yield* Numbers.restoreSteps(saved, limits.slots));
  }

  rule(rule: Place<ViewRule>, policy: PolicyWords): number {
    const slot = this.numbers.acquire(itemAt(rule).id);
    this.describe(slot, rule, policy);
    return slot;
  }

  releaseRule(rule: string): void {
    this.numbers.release(rule);
  }

  /** Says what a rule's slot stands for, where its words may have changed and its meaning has not. */
  describe(slot: number, rule: Place<ViewRule>, policy: PolicyWords): void {
    const page = this.#page(Math.floor(slot / PAGE));
    const [known, words] = [page?.what[slot % PAGE], page?.wordsAt(slot % PAGE)];
    if (policy.candidate === true) {
      this.#candidates.set(slot, new RuleSlot(itemAt(rule), policy));
      if (known !== undefined) return;
    }
    const same = known === rule.home && page?.at[slot % PAGE] === rule.at;
    if (same && words?.id === policy.id && words.tier === policy.tier && words.owner === policy.owner) return;
    this.#put(slot, { home: rule.home, at: rule.at }, policy);
    this.numbers.leave(slot);
  }

  /** Of slots that both sides of a trial use, the candidate's words. @param keep false: there is no trial any more */
  candidates(keep: boolean): ReadonlyMap<number, SlotInfo> {
    if (!keep && this.#candidates.size > 0) this.#candidates = new Map();
    return this.#candidates;
  }

  /** The default of a direction. Equal defaults are one object while something uses them. */
  byDefault(direction: Direction, verdict: Verdict, isolation: Isolation): Defaults {
    const key = defaultKey(direction, verdict, isolation);
    const { isolatedBy, owners } = isolation;
    const slot = this.numbers.acquire(key);
    if (this.#page(Math.floor(slot / PAGE))?.what[slot % PAGE] === undefined)
      this.#put(slot, { kind: 'default', direction, verdict, isolatedBy, owners });
    let defaults = this.#defaults.get(key);
    if (defaults === undefined) {
      defaults = { isolated: isolatedBy.length > 0, verdict, slot };
      this.#defaults.set(key, defaults);
    }
    return defaults;
  }

  releaseDefault(direction: Direction, verdict: Verdict, isolation: Isolation): void {
    this.numbers.release(defaultKey(direction, verdict, isolation));
  }

  #forget({ key, number }: { readonly key: string; readonly number: number }): void {
    this.#put(number, undefined);
    this.#candidates.delete(number);
    this.#defaults.delete(key);
  }

  #page(number: number): SlotPage | undefined {
    return this.#own.get(number) ?? this.#pages.at(number);
  }

  #withOwn(): PageList {
    const { length } = this.#pages;
    const edits: ListEdit<SlotPage | undefined>[] = [];
    const behind: (SlotPage | undefined)[] = [];
    for (const [number, page] of [...this.#own].sort(([a], [b]) => a - b)) {
      if (number < length) edits.push({ at: number, remove: 1, put: [page] });
      else behind[number - length] = page;
    }
    if (behind.length > 0) edits.push({ at: length, remove: 0, put: Array.from(behind) });
    return this.#pages.edit(edits);
  }

  #put(slot: number, what: Place<ViewRule> | SlotInfo | undefined, words?: PolicyWords): void {
    within(this.limits, 'slots', slot, 'rule slots');
    const number = Math.floor(slot / PAGE);
    let page = this.#own.get(number);
    if (page === undefined) {
      page = this.#pages.at(number)?.clone() ?? new SlotPage();
      this.#own.set(number, page);
    }
    page.put(slot % PAGE, what, words);
    this.#length = Math.max(this.#length, slot + 1);
  }

  /** Ends one compilation. @returns the table by slot; a later compilation does not change it */
  settle(): SlotTable {
    for (const name of this.numbers.settle()) this.#forget(name);
    if (this.#own.size === 0 && this.#table.length === this.#length) return this.#table;
    this.#pages = this.#withOwn();
    this.#own.clear();
    this.#table = new Pages(this.#pages, this.#length);
    return this.#table;
  }
}
