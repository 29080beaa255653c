/** Lowers port maps to rows, and keeps one object for equal rows and equal class tables while something uses them. */

import { Column } from '../policy/column.js';
import { type Cells, type Defaults, type LiveCell, mayDeny } from './cell.js';
import { HashIndex } from './hash-index.js';
import { type Limits, within } from './limits.js';
import type { Decision } from './order.js';
import { type ClassTable, foreverCell, type Row } from './plan.js';
import { NO_PORTS, type PortMap, startsOfRun } from './ports.js';
import type { CompiledRule } from './rule.js';
import { RuleRows } from './rule-rows.js';
import { STEP_ITEMS, type Steps } from './steps.js';
import { hash } from './words.js';

/** A row of its own, or a rule that is one; see rule-rows.ts. */
export type AnyRow = LiveRow | CompiledRule;

/** Bookkeeping, its number too, is private: it is no part of the plan's meaning, and comparisons do not see it. */
export class LiveRow implements Row {
  #users = 0;
  readonly #number: number;

  constructor(
    number: number,
    readonly starts: Uint32Array,
    /** Of most rows, which name one run of keys, the cell in the middle; else all cells. */
    readonly inner: LiveCell | readonly LiveCell[],
    /** The two cells around it; -1: all are in `inner`. */
    readonly outer = -1,
  ) {
    this.#number = number;
  }

  get number(): number {
    return this.#number;
  }

  get cells(): readonly LiveCell[] {
    const { inner, outer } = this;
    return outer < 0 ? (inner as readonly LiveCell[]) : [outer, inner as LiveCell, outer];
  }

  static users = (row: LiveRow): number => row.#users;
  /** Computed anew each time: there may be millions of rows. */
  static hash = (row: AnyRow): number => hashOf(row.starts, row.cells);
  static use(row: LiveRow, by: 1 | -1): number {
    row.#users += by;
    return row.#users;
  }

  static of(number: number, starts: Uint32Array, cells: readonly LiveCell[]): LiveRow {
    const [otherwise, cell, last] = cells;
    return cells.length === 3 && typeof otherwise === 'number' && otherwise === last && cell !== undefined
      ? new LiveRow(number, starts, cell, otherwise)
      : new LiveRow(number, starts, cells.slice());
  }
}

export class LiveTable implements ClassTable {
  #users = 0;
  readonly #hash: number;
  readonly #number: number;

  constructor(
    number: number,
    readonly byClass: readonly AnyRow[],
    hashed: number,
  ) {
    this.#number = number;
    this.#hash = hashed;
  }

  get number(): number {
    return this.#number;
  }

  static users = (table: LiveTable): number => table.#users;
  static hash = (table: LiveTable): number => table.#hash;
  static use(table: LiveTable, by: 1 | -1): number {
    table.#users += by;
    return table.#users;
  }
}

export type LiveRef = AnyRow | LiveTable;

/** Whether some packet may be denied by it. */
export function isRestricted(ref: LiveRef): boolean {
  return ref instanceof LiveTable ? ref.byClass.some(isRestricted) : ref.cells.some(mayDeny);
}

/** Objects found again by hash and content. Each has a number while it is kept. */
class Interned<T extends { readonly number: number }> {
  readonly #items = new Column<T>();
  readonly #index: HashIndex;
  readonly #free: number[] = [];
  #next = 1;
  /** Made in this compilation, by when. */
  #fresh = new Column<T>();
  #made = 0;

  constructor(readonly hashOf: (item: T) => number) {
    this.#index = new HashIndex((number) => hashOf(this.#items.get(number) as T));
  }

  find(hashed: number, same: (item: T) => boolean): T | undefined {
    return this.#items.get(this.#index.find(hashed, (number) => same(this.#items.get(number) as T)));
  }

  /** @param make one of that number */
  add(hashed: number, make: (number: number) => T): T {
    const number = this.#free.pop() ?? this.#next++;
    const item = make(number);
    this.#items.set(number, item);
    this.#index.add(hashed, number);
    this.#fresh.set(this.#made++, item);
    return item;
  }

  delete(item: T): void {
    const { number } = item;
    if (this.#items.get(number) !== item) return;
    this.#index.delete(this.hashOf(item), number);
    this.#items.set(number, undefined);
    this.#free.push(number);
  }

  /** Ends one compilation: what was made and is not used is forgotten. */
  *settle(users: (item: T) => number): Steps<void> {
    for (let i = 0; i < this.#made; i++) {
      if (i % STEP_ITEMS === 0) yield;
      const item = this.#fresh.get(i) as T;
      if (users(item) === 0) this.delete(item);
    }
    this.#fresh = new Column();
    this.#made = 0;
  }
}

/** The live rows and tables of a compilation line, and what they add up to. */
export class Rows {
  readonly #rows = new Interned<LiveRow>(LiveRow.hash);
  readonly #ofRules = new RuleRows();
  readonly #tables = new Interned<LiveTable>(LiveTable.hash);
  /** Distinct rows, their segments, and the entries of distinct class tables, in use. */
  rows = 0;
  segments = 0;
  tables = 0;
  classEntries = 0;

  constructor(
    readonly limits: Limits,
    readonly cells: Cells,
  ) {}

  of(ports: PortMap, defaults: Defaults): AnyRow {
    if (ports.rowDefaults === defaults && this.#isUsed(ports.row as AnyRow)) return ports.row as AnyRow;
    const row = this.#lower(ports, defaults);
    ports.row = row;
    ports.rowDefaults = defaults;
    return row;
  }

  /** A rule that nothing uses any more says the same as ever, but is not found. */
  #isUsed(row: AnyRow): boolean {
    return row instanceof LiveRow && LiveRow.users(row) > 0;
  }

  /** The row of a rule that names one run of keys (see `CompiledRule.begin`), where no other rule says anything; to be retained. */
  ofRule(rule: CompiledRule, defaults: Defaults): AnyRow {
    const otherwise = foreverCell(defaults.verdict, defaults.slot);
    const cell = this.cells.ofRule(rule, defaults);
    if (cell === otherwise) return this.#intern(NO_PORTS.starts, [otherwise]);
    const { begin, end, slot } = rule;
    const known = this.#ofRules.find(slot, begin, end, cell, otherwise);
    if (known !== undefined) return known;
    const cells = [otherwise, cell, otherwise];
    const starts = startsOfRun(begin, end);
    const found = this.#find(starts, cells);
    if (found !== undefined) return found;
    if (!rule.becomeRow(otherwise)) return this.#add(starts, cells);
    this.#ofRules.add(rule);
    return rule;
  }

  #lower(ports: PortMap, defaults: Defaults): AnyRow {
    const cells: LiveCell[] = [];
    const kept: number[] = [];
    for (let i = 0; i < ports.decisions.length; i++) {
      const cell = this.cells.of(ports.decisions[i] as Decision, defaults);
      if (cell === cells.at(-1)) continue;
      cells.push(cell);
      kept.push(ports.starts[i] as number);
    }
    const starts = kept.length === ports.starts.length ? ports.starts : Uint32Array.from(kept);
    return this.#intern(starts, cells);
  }

  #intern(starts: Uint32Array, cells: readonly LiveCell[]): AnyRow {
    const [outer, inner, last] = cells;
    if (cells.length === 3 && outer === last && typeof outer === 'number' && typeof inner === 'number') {
      const [, begin, end] = starts as unknown as readonly [number, number, number];
      const rule = this.#ofRules.find(inner >>> 1, begin, end, inner, outer);
      if (rule !== undefined) return rule;
    }
    return this.#find(starts, cells) ?? this.#add(starts, cells);
  }

  #find(starts: Uint32Array, cells: readonly LiveCell[]): LiveRow | undefined {
    return this.#rows.find(
      hashOf(starts, cells),
      (row) => sameItems(row.starts, starts) && sameItems(row.cells, cells),
    );
  }

  #add(starts: Uint32Array, cells: readonly LiveCell[]): LiveRow {
    return this.#rows.add(hashOf(starts, cells), (number) => LiveRow.of(number, starts, cells));
  }

  table(byClass: readonly AnyRow[]): LiveTable {
    let hashed = 0;
    for (const row of byClass) hashed = hash(hashed, LiveRow.hash(row));
    const found = this.#tables.find(hashed, (table) => sameItems(table.byClass, byClass));
    return found ?? this.#tables.add(hashed, (number) => new LiveTable(number, byClass, hashed));
  }

  retain(ref: LiveRef): void {
    if (ref instanceof LiveTable) {
      if (LiveTable.use(ref, 1) > 1) return;
      this.tables++;
      this.classEntries += ref.byClass.length;
      for (const row of ref.byClass) this.retain(row);
      within(this.limits, 'classEntries', this.classEntries, 'entries of class tables');
      return;
    }
    if (this.#use(ref, 1) > 1) return;
    const { cells } = ref;
    this.rows++;
    this.segments += cells.length;
    for (const cell of cells) this.cells.retain(cell);
    within(this.limits, 'rows', this.rows, 'distinct rows of ports');
    within(this.limits, 'segments', this.segments, 'port segments in distinct rows');
  }

  release(ref: LiveRef): void {
    if (ref instanceof LiveTable) {
      if (LiveTable.use(ref, -1) > 0) return;
      this.tables--;
      this.classEntries -= ref.byClass.length;
      for (const row of ref.byClass) this.release(row);
      this.#tables.delete(ref);
      return;
    }
    if (this.#use(ref, -1) > 0) return;
    const { cells } = ref;
    this.rows--;
    this.segments -= cells.length;
    for (const cell of cells) this.cells.release(cell);
    if (ref instanceof LiveRow) this.#rows.delete(ref);
  }

  #use(row: AnyRow, by: 1 | -1): number {
    return row instanceof LiveRow ? LiveRow.use(row, by) : this.#ofRules.use(row, by);
  }

  /** Forgets what was made but not used. */
  *settle(): Steps<void> {
    yield* this.#tables.settle(LiveTable.users);
    yield* this.#rows.settle(LiveRow.users);
    this.cells.settle();
  }
}

function hashOf(starts: Uint32Array, cells: readonly LiveCell[]): number {
  let hashed = 0;
  for (let i = 0; i < cells.length; i++) {
    const cell = cells[i] as LiveCell;
    const low = typeof cell === 'number' ? cell : (cell.steps[0]?.slot ?? 0);
    hashed = hash(hashed ^ (starts[i] as number), low);
  }
  return hashed;
}

function sameItems<T>(a: ArrayLike<T>, b: ArrayLike<T>): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
