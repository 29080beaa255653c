/**
 * Enumerations of the protocol in the words that people read and type, and that JSON and stores have: `would-deny` for VERDICT_WOULD_DENY.
 * They are made of the generated names alone, without the prefix that the first value shows (`VERDICT_UNSPECIFIED`). Of an enumeration
 * that is called …Code they stay as they are (`STALE_BASE`), of one that is called …Verb they are of a sentence (`was by`).
 *
 * What is not said has no word (''). What only a newer peer knows is named by its number (`verdict-9`), and read back as that: whoever
 * decides asks for the values that are well, so that one it does not know never is.
 */

/** As it is generated: names to numbers, and back. */
export type Enumeration = Readonly<Record<string, string | number>>;

type Name<E> = Extract<keyof E, string>;
type Prefix<E> = Name<E> extends infer N ? (N extends `${infer P}UNSPECIFIED` ? P : never) : never;
type Joined<S extends string, By extends string> = S extends `${infer A}_${infer B}` ? `${A}${By}${Joined<B, By>}` : S;
type Spelled<P, S extends string> = P extends `${string}CODE_`
  ? S
  : Joined<Lowercase<S>, P extends `${string}VERB_` ? ' ' : '-'>;

/** The words of one: `'allow' | 'deny' | …`. */
export type Word<E> = {
  [N in Name<E>]: N extends `${string}UNSPECIFIED`
    ? never
    : Spelled<Prefix<E>, N extends `${Prefix<E>}${infer S}` ? S : N>;
}[Name<E>];

/** Its values, and no other number. */
export type Value<E> = E[Extract<keyof E, string>];

export interface Words<E> {
  /** In the order of the enumeration. */
  readonly all: readonly Word<E>[];
  readonly value: Readonly<Record<Word<E>, Value<E>>>;
  text(value: number | null | undefined): string;
  /** Undefined: of a newer peer, or none. */
  known(value: number | null | undefined): Word<E> | undefined;
  /** What `text` says, read back. Undefined: no such word. */
  of(word: string): Value<E> | undefined;
}

const UNSPECIFIED = 'UNSPECIFIED';
/** Empty of one whose first value is a word like the others. */
function prefixOf(values: Enumeration): string {
  const first = String(values[0]);
  return first.endsWith(UNSPECIFIED) ? first.slice(0, -UNSPECIFIED.length) : '';
}

function spelled(prefix: string, name: string): string {
  const bare = name.startsWith(prefix) ? name.slice(prefix.length) : name;
  if (prefix.endsWith('CODE_')) return bare;
  return bare.toLowerCase().replaceAll('_', prefix.endsWith('VERB_') ? ' ' : '-');
}

/** Of what only a newer peer knows, before its number. */
const unknownOf = (values: Enumeration): string => prefixOf(values).toLowerCase().replaceAll('_', '-');

/** One value in words, of any enumeration. */
export function wordOf(values: Enumeration, value: number): string {
  const [prefix, name] = [prefixOf(values), values[value]];
  if (name === undefined) return `${unknownOf(values)}${value}`;
  return value === 0 && prefix !== '' ? '' : spelled(prefix, String(name));
}

export function wordsOf<E extends Enumeration>(values: E): Words<E> {
  const numbers = Object.values(values).filter((value) => typeof value === 'number' && value !== 0) as number[];
  const words = new Map(numbers.map((value) => [value, wordOf(values, value) as Word<E>]));
  const value = new Map<string, number>([...words].map(([number, word]) => [word, number]));
  const numbered = (word: string): number | undefined => {
    const number = Number(word.slice(unknownOf(values).length));
    return Number.isInteger(number) && wordOf(values, number) === word ? number : undefined;
  };
  return {
    all: [...words.values()],
    value: Object.fromEntries(value) as Words<E>['value'],
    text: (number) => words.get(number ?? 0) ?? wordOf(values, number ?? 0),
    known: (number) => words.get(number ?? 0),
    of: (word) => (word === '' ? undefined : ((value.get(word) ?? numbered(word)) as Value<E> | undefined)),
  };
}
