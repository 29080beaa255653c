/**
 * Documents that are too long to be held as a tree, which takes a hundred times their text: the items of a block sequence are composed
 * as they come, and what is kept of them is what they say, and where each of them is written. Who asks for a place within one has that
 * item parsed once more.
 */
import type { Document, LineCounter, Node } from 'yaml';
import { Composer, type CST, isScalar, Lexer, Parser, Scalar, visit, type YAMLSeq } from 'yaml';

/** The first items of a block sequence. */
export interface Fold {
  readonly values: unknown[];
  /** Where each begins, and what comes behind it. Offsets in the text. */
  readonly from: number[];
  readonly to: number[];
  /** The items that were not folded. */
  rest: YAMLSeq | undefined;
}

/** By the offset at which the sequence begins. In the tree a scalar stands for it. */
export type Folds = ReadonlyMap<number, Fold>;

export interface Composed {
  readonly documents: readonly Document[];
  readonly folds: Folds;
}

/** Pretty errors quote the line, for each error of it anew: as much as there is, squared. */
export const optionsOf = (lineCounter: LineCounter) =>
  ({ lineCounter, merge: true, logLevel: 'silent', prettyErrors: false }) as const;

/** Characters between two foldings. */
const PIECE = 1 << 16;
/** The parser looks back at the item before the last. */
const KEPT = 2;
/** Items are composed apart from what stands before them: what refers to it cannot be. */
const REFERS = /(?:^|[\s,[{:-])[&*!]/m;

/** Whether it can be folded. */
export const canFold = (text: string): boolean => !REFERS.test(text);

/**
 * Nothing is unfolded yet. @param plain what a piece of the document says, unfolded, or undefined after it has reported what is wrong
 * @param characters between two foldings
 */
export function composeFolded(
  text: string,
  lines: LineCounter,
  plain: (piece: Document, folds: Folds) => unknown,
  characters = PIECE,
): Composed {
  const options = optionsOf(lines);
  const folds = new Map<number, Fold>();
  const documents: Document[] = [];
  const parser = new Parser(lines.addNewLine);
  const composer = new Composer(options);
  const take = (tokens: Iterable<CST.Token>): void => {
    for (const token of tokens) documents.push(...composer.next(token));
  };
  lines.addNewLine(0);
  let folded = 0;
  for (const lexeme of new Lexer().lex(text)) {
    take(parser.next(lexeme));
    if (parser.offset - folded < characters) continue;
    folded = parser.offset;
    // What lies within others comes first.
    for (const token of [...parser.stack].reverse()) if (token.type === 'block-seq') fold(token, folds, options, plain);
  }
  take(parser.end());
  documents.push(...composer.end());
  return { documents, folds };
}

/** Takes all items off but the last ones. */
function fold(
  seq: CST.BlockSequence,
  folds: Map<number, Fold>,
  options: ReturnType<typeof optionsOf>,
  plain: (piece: Document, folds: Folds) => unknown,
): void {
  if (seq.items.length <= KEPT) return;
  const items = seq.items.splice(0, seq.items.length - KEPT);
  const known = folds.get(seq.offset) ?? { values: [], from: [], to: [], rest: undefined };
  const offset = offsetOf(items[0]) ?? seq.offset;
  const composer = new Composer(options);
  const piece: CST.Document = { type: 'document', offset, start: [], value: { ...seq, offset, items } };
  for (const document of [...composer.next(piece), ...composer.end()]) {
    const nodes = (document.contents as YAMLSeq | null)?.items ?? [];
    const values = plain(document, folds);
    for (const i of items.keys()) {
      known.values.push(Array.isArray(values) ? values[i] : undefined);
      known.from.push((nodes[i] as Node | undefined)?.range?.[0] ?? offset);
      known.to.push(offsetOf(items[i + 1] ?? seq.items[0]) ?? offset);
    }
  }
  // The first piece begins where the whole does.
  folds.set(seq.offset, known);
}

const offsetOf = (item: CST.BlockSequence['items'][number] | undefined): number | undefined =>
  item?.start[0]?.offset ?? item?.value?.offset;

/** Puts scalars in the place of sequences whose first items were taken off: they say what all items do. Nothing else is left to look at. */
export function unfold(document: Document, folds: Folds): void {
  if (folds.size === 0) return;
  const looked = new Set<YAMLSeq>();
  const visitor: Parameters<typeof visit>[1] = {
    Seq(_key, seq) {
      const found = seq.range == null ? undefined : folds.get(seq.range[0]);
      if (found === undefined || looked.has(seq)) return undefined;
      looked.add(seq);
      visit(seq, visitor);
      found.rest = seq;
      const scalar = new Scalar([...found.values, ...(seq.toJS(document) as unknown[])]);
      if (seq.range != null) scalar.range = seq.range;
      return scalar;
    },
  };
  visit(document, visitor);
}

/** The fold that a node stands for. */
export const foldOf = (node: Node | null, folds: Folds): Fold | undefined =>
  isScalar(node) && Array.isArray(node.value) && node.range != null ? folds.get(node.range[0]) : undefined;
