/**
 * Declared objects as texts. Rules of a long policy are texts of their own, some dozens each, named by what they say: a
 * change of one rule writes those around it and the list of names, and what stays is there once for all revisions.
 */
import { createHash } from 'node:crypto';
import type { Policy, Rule } from '../../policy/model.js';
import { writeItem } from '../items.js';
import type { DeclaredItem } from '../revision-store.js';

/** Rules of a policy that is one text, at most. */
const WHOLE = 64;
/** One rule in so many begins a part, and it has this many at most. */
const PART = 32;
const LONGEST = 128;
const PLACE = '"rules":{"$parts":';

export interface SplitItem {
  readonly text: string;
  /** Rules of each part, by its name. */
  readonly parts: ReadonlyMap<string, readonly Rule[]>;
}

const NO_PARTS: SplitItem['parts'] = new Map();

interface Named {
  readonly rules: readonly Rule[];
  readonly name: string;
}

/** By the id of the first rule. */
type NamedParts = ReadonlyMap<string, Named>;

/** Splits objects, again and again as they change: rules that stayed are not written out for their name anew. */
export class ItemParts {
  /** The parts of each long policy, by its id, as it was split last. */
  readonly #last = new Map<string, NamedParts>();

  split(item: DeclaredItem): SplitItem {
    const { id, rules } = item as Policy;
    if (rules === undefined) return { text: writeItem(item), parts: NO_PARTS };
    if (rules.length <= WHOLE) {
      this.forget(id);
      return { text: writeItem(item), parts: NO_PARTS };
    }
    const last = this.#last.get(id);
    const now = new Map<string, Named>();
    const parts = new Map<string, readonly Rule[]>();
    for (let from = 0, at = 1; at <= rules.length; at++) {
      if (at < rules.length && at - from < LONGEST && !begins(rules[at] as Rule)) continue;
      const first = (rules[from] as Rule).id;
      const part = named(rules.slice(from, at), last?.get(first));
      now.set(first, part);
      parts.set(part.name, part.rules);
      from = at;
    }
    this.#last.set(id, now);
    return { text: writeItem({ ...item, rules: { $parts: [...parts.keys()] } }), parts };
  }

  /** The policy is gone. */
  forget(id: string): void {
    this.#last.delete(id);
  }
}

function begins({ id }: Rule): boolean {
  let hash = 0;
  for (let i = 0; i < id.length; i++) hash = (Math.imul(hash, 31) + id.charCodeAt(i)) | 0;
  return ((hash ^ (hash >>> 15)) & (PART - 1)) === 0;
}

function named(rules: readonly Rule[], last: Named | undefined): Named {
  if (last?.rules.length === rules.length && last.rules.every((rule, i) => rule === rules[i])) return last;
  const name = createHash('sha256').update(writeItem(rules)).digest('base64url').slice(0, 32);
  return { rules, name };
}

/** The whole text. @param read the text of a part */
export function joinedText(text: string, read: (name: string) => string): string {
  // Within a text quotation marks are escaped: the place is found where nothing else says it.
  const begin = text.indexOf(PLACE);
  if (begin < 0) return text;
  const end = text.indexOf(']', begin) + 1;
  const names = JSON.parse(text.slice(begin + PLACE.length, end)) as string[];
  const rules = names.map((name) => read(name).slice(1, -1)).join(',');
  return `${text.slice(0, begin)}"rules":[${rules}]${text.slice(end + 1)}`;
}
