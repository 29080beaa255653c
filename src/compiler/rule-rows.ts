/**
 * The rows that are rules: of most rules, which name one run of keys and decide for ever, the compiled rule itself is the row, so
 * that a million of them need no objects of their own. Found by the rule's slot, which no other cell has.
 */
import { Column, Words } from '../policy/column.js';
import type { CompiledRule } from './rule.js';

interface Further {
  readonly rule: CompiledRule;
  users: number;
}

export class RuleRows {
  /** By slot: a rule, and how many use it. */
  readonly #first = new Column<CompiledRule>();
  readonly #users = new Words();
  /** By slot: the others where there are several, as while a rule with other ports takes the place of one. */
  readonly #more = new Map<number, Further[]>();

  /** The one that says the same. */
  find(slot: number, begin: number, end: number, inner: number, outer: number): CompiledRule | undefined {
    const same = (rule: CompiledRule): boolean => rule.isRow(begin, end, inner, outer);
    const first = this.#first.get(slot);
    if (first === undefined || same(first)) return first;
    return this.#more.get(slot)?.find(({ rule }) => same(rule))?.rule;
  }

  /** One that is not there. */
  add(rule: CompiledRule): void {
    const { slot } = rule;
    if (this.#first.get(slot) === undefined) {
      this.#first.set(slot, rule);
      this.#users.set(slot, 0);
    } else this.#more.set(slot, [...(this.#more.get(slot) ?? []), { rule, users: 0 }]);
  }

  /** @returns how many use it now; it is forgotten when none does any more */
  use(rule: CompiledRule, by: 1 | -1): number {
    const { slot } = rule;
    if (this.#first.get(slot) === rule) {
      const users = this.#users.get(slot) + by;
      this.#users.set(slot, users);
      if (users === 0) this.#succeed(slot);
      return users;
    }
    const more = this.#more.get(slot) ?? [];
    const further = more.find((one) => one.rule === rule) as Further;
    further.users += by;
    if (further.users === 0)
      this.#keep(
        slot,
        more.filter((one) => one !== further),
      );
    return further.users;
  }

  #succeed(slot: number): void {
    const [next, ...more] = this.#more.get(slot) ?? [];
    this.#first.set(slot, next?.rule);
    this.#users.set(slot, next?.users ?? 0);
    this.#keep(slot, more);
  }

  #keep(slot: number, more: Further[]): void {
    if (more.length === 0) this.#more.delete(slot);
    else this.#more.set(slot, more);
  }
}
