/** Lowers port maps to rows, and keeps one object for equal rows and equal class tables while something uses them. */
import { type Cells, type Defaults, type LiveCell, mayDeny } from './cell.js';
import { type Limits, within } from './limits.js';
import type { Decision } from './order.js';
import { type ClassTable, foreverCell, type Row } from './plan.js';
import { NO_PORTS, type PortMap, startsOfRun } from './ports.js';
import type { CompiledRule } from './rule.js';
import { hash } from './words.js';

/** Bookkeeping is private: it is no part of the plan's meaning, and comparisons do not see it. */
export class LiveRow implements Row {
  #users = 0;

  constructor(
    readonly starts: Uint32Array,
    readonly cells: readonly LiveCell[],
  ) {}

  static users = (row: LiveRow): number => row.#users;
  /** Computed anew each time: there may be millions of rows. */
  static hash = (row: LiveRow): number => hashOf(row.starts, row.cells);
  /** Whether some packet may be denied by it. */
  static restricted = (row: LiveRow): boolean => row.cells.some(mayDeny);
  static use(row: LiveRow, by: 1 | -1): number {
    row.#users += by;
    return row.#users;
  }
}

export class LiveTable implements ClassTable {
  #users = 0;
  #hash: number;

  constructor(
    readonly byClass: readonly LiveRow[],
    hashed: number,
  ) {
    this.#hash = hashed;
  }

  static users = (table: LiveTable): number => table.#users;
  static hash = (table: LiveTable): number => table.#hash;
  static use(table: LiveTable, by: 1 | -1): number {
    table.#users += by;
    return table.#users;
  }
}

export type LiveRef = LiveRow | LiveTable;

export function isRestricted(ref: LiveRef): boolean {
  return ref instanceof LiveRow ? LiveRow.restricted(ref) : ref.byClass.some((row) => LiveRow.restricted(row));
}

/** Objects found again by hash and content. */
class Interned<T> {
  readonly #buckets = new Map<number, T | T[]>();
  fresh: T[] = [];

  find(hashed: number, same: (item: T) => boolean): T | undefined {
    const bucket = this.#buckets.get(hashed);
    if (bucket === undefined) return undefined;
    if (Array.isArray(bucket)) return bucket.find(same);
    return same(bucket) ? bucket : undefined;
  }

  add(hashed: number, item: T): void {
    const bucket = this.#buckets.get(hashed);
    if (bucket === undefined) this.#buckets.set(hashed, item);
    else if (Array.isArray(bucket)) bucket.push(item);
    else this.#buckets.set(hashed, [bucket, item]);
    this.fresh.push(item);
  }

  delete(hashed: number, item: T): void {
    const bucket = this.#buckets.get(hashed);
    if (!Array.isArray(bucket)) {
      if (bucket === item) this.#buckets.delete(hashed);
      return;
    }
    const at = bucket.indexOf(item);
    if (at >= 0) bucket.splice(at, 1);
    if (bucket.length === 0) this.#buckets.delete(hashed);
  }
}

/** The live rows and tables of a compilation line, and what they add up to. */
export class Rows {
  readonly #rows = new Interned<LiveRow>();
  readonly #tables = new Interned<LiveTable>();
  /** Distinct rows, their segments, and the entries of distinct class tables, in use. */
  rows = 0;
  segments = 0;
  tables = 0;
  classEntries = 0;

  constructor(
    readonly limits: Limits,
    readonly cells: Cells,
  ) {}

  of(ports: PortMap, defaults: Defaults): LiveRow {
    if (ports.rowDefaults === defaults && LiveRow.users(ports.row as LiveRow) > 0) return ports.row as LiveRow;
    const row = this.#lower(ports, defaults);
    ports.row = row;
    ports.rowDefaults = defaults;
    return row;
  }

  /** The row of a rule that names one run of keys (see `CompiledRule.begin`), where no other rule says anything. */
  ofRule(rule: CompiledRule, defaults: Defaults): LiveRow {
    const otherwise = foreverCell(defaults.verdict, defaults.slot);
    const cell = this.cells.ofRule(rule, defaults);
    if (cell === otherwise) return this.#intern(NO_PORTS.starts, [otherwise]);
    return this.#intern(startsOfRun(rule.begin, rule.end), [otherwise, cell, otherwise]);
  }

  #lower(ports: PortMap, defaults: Defaults): LiveRow {
    const cells: LiveCell[] = [];
    const kept: number[] = [];
    for (let i = 0; i < ports.decisions.length; i++) {
      const cell = this.cells.of(ports.decisions[i] as Decision, defaults);
      if (cell === cells.at(-1)) continue;
      cells.push(cell);
      kept.push(ports.starts[i] as number);
    }
    const starts = kept.length === ports.starts.length ? ports.starts : Uint32Array.from(kept);
    return this.#intern(starts, cells.slice());
  }

  #intern(starts: Uint32Array, cells: readonly LiveCell[]): LiveRow {
    const hashed = hashOf(starts, cells);
    const found = this.#rows.find(hashed, (row) => sameItems(row.cells, cells) && sameItems(row.starts, starts));
    if (found !== undefined) return found;
    const row = new LiveRow(starts, cells);
    this.#rows.add(hashed, row);
    return row;
  }

  table(byClass: readonly LiveRow[]): LiveTable {
    let hashed = 0;
    for (const row of byClass) hashed = hash(hashed, LiveRow.hash(row));
    const found = this.#tables.find(hashed, (table) => sameItems(table.byClass, byClass));
    if (found !== undefined) return found;
    const table = new LiveTable(byClass, hashed);
    this.#tables.add(hashed, table);
    return table;
  }

  retain(ref: LiveRef): void {
    if (ref instanceof LiveRow) {
      if (LiveRow.use(ref, 1) > 1) return;
      this.rows++;
      this.segments += ref.cells.length;
      for (const cell of ref.cells) this.cells.retain(cell);
      within(this.limits, 'rows', this.rows, 'distinct rows of ports');
      within(this.limits, 'segments', this.segments, 'port segments in distinct rows');
      return;
    }
    if (LiveTable.use(ref, 1) > 1) return;
    this.tables++;
    this.classEntries += ref.byClass.length;
    for (const row of ref.byClass) this.retain(row);
    within(this.limits, 'classEntries', this.classEntries, 'entries of class tables');
  }

  release(ref: LiveRef): void {
    if (ref instanceof LiveRow) {
      if (LiveRow.use(ref, -1) > 0) return;
      this.rows--;
      this.segments -= ref.cells.length;
      for (const cell of ref.cells) this.cells.release(cell);
      this.#rows.delete(LiveRow.hash(ref), ref);
      return;
    }
    if (LiveTable.use(ref, -1) > 0) return;
    this.tables--;
    this.classEntries -= ref.byClass.length;
    for (const row of ref.byClass) this.release(row);
    this.#tables.delete(LiveTable.hash(ref), ref);
  }

  /** Forgets what was made but not used. */
  settle(): void {
    for (const table of this.#tables.fresh)
      if (LiveTable.users(table) === 0) this.#tables.delete(LiveTable.hash(table), table);
    for (const row of this.#rows.fresh) if (LiveRow.users(row) === 0) this.#rows.delete(LiveRow.hash(row), row);
    this.#tables.fresh = [];
    this.#rows.fresh = [];
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
