/**
 * Declared objects as texts. Rules of a long policy are texts of their own, some dozens each, named by what they say: a
 * change of one rule writes those around it and the list of names, and what stays is there once for all revisions.
 */
import { createHash } from 'node:crypto';
import { memoize } from '../../policy/memo.js';
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

/** The part that begins with a rule, as it was last. */
const lastNamed = memoize((_first: Rule): { part?: Named } => ({}));

export function splitItem(item: DeclaredItem): SplitItem {
  const { rules } = item as Policy;
  if (rules === undefined || rules.length <= WHOLE) return { text: writeItem(item), parts: NO_PARTS };
  const parts = new Map<string, readonly Rule[]>();
  for (let from = 0, at = 1; at <= rules.length; at++) {
    if (at < rules.length && at - from < LONGEST && !begins(rules[at] as Rule)) continue;
    const { name, rules: held } = named(rules.slice(from, at));
    parts.set(name, held);
    from = at;
  }
  return { text: writeItem({ ...item, rules: { $parts: [...parts.keys()] } }), parts };
}

function begins({ id }: Rule): boolean {
  let hash = 0;
  for (let i = 0; i < id.length; i++) hash = (Math.imul(hash, 31) + id.charCodeAt(i)) | 0;
  return ((hash ^ (hash >>> 15)) & (PART - 1)) === 0;
}

function named(rules: readonly Rule[]): Named {
  const last = lastNamed(rules[0] as Rule);
  const { part } = last;
  if (part?.rules.length === rules.length && part.rules.every((rule, i) => rule === rules[i])) return part;
  const name = createHash('sha256').update(writeItem(rules)).digest('base64url').slice(0, 32);
  last.part = { rules, name };
  return last.part;
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
