/** Places in a document, by the paths of its values. */
import { type Document, isAlias, isMap, isScalar, isSeq, LineCounter, type Node } from 'yaml';
import { composeFolded, type Fold, type Folds, foldOf, unfold } from './long-document.js';
import type { SourceRef } from './model.js';
import type { Path } from './path.js';

/** A scalar that `kubectl` and the API server read by YAML 1.1: as what. */
export interface Trap {
  readonly written: string;
  readonly read: number | boolean;
  readonly offset: number;
}

export interface Written {
  readonly text: string;
  readonly lines: LineCounter;
  readonly folds: Folds;
}

/** Where the values of a document were written. */
export class Locator {
  /** The item of a fold that was looked into last. */
  private item: { readonly fold: Fold; readonly i: number; readonly locator: Locator; readonly by: number } | undefined;

  constructor(
    private readonly document: Document,
    private readonly written: Written,
    readonly file: string,
    private readonly linesBefore: number,
    readonly traps: readonly Trap[],
  ) {}

  locate(path: Path, of: 'key' | 'value' = 'value'): Required<SourceRef> {
    const { line, col } = this.written.lines.linePos(this.offsetOf(path, of));
    return { file: this.file, line: Math.max(1, line) + this.linesBefore, column: Math.max(1, col) };
  }

  trapAt(path: Path, of: 'key' | 'value' = 'value'): Trap | undefined {
    const offset = this.offsetOf(path, of);
    return this.traps.find((trap) => trap.offset === offset);
  }

  private offsetOf(path: Path, of: 'key' | 'value'): number {
    let node: Node | null = this.document.contents;
    let offset = node?.range?.[0] ?? 0;
    for (const [i, segment] of path.entries()) {
      if (isAlias(node)) node = node.resolve(this.document) ?? null;
      const fold = foldOf(node, this.written.folds);
      if (fold !== undefined && typeof segment === 'number') {
        if (segment < fold.values.length) return this.within(fold, segment, path.slice(i + 1), of);
        node = (fold.rest?.items[segment - fold.values.length] as Node | undefined) ?? null;
      } else if (isSeq(node) && typeof segment === 'number') node = (node.items[segment] as Node | undefined) ?? null;
      else if (isMap(node)) {
        const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(segment));
        const last = i === path.length - 1;
        node =
          (last && of === 'key' ? (pair?.key as Node | undefined) : (pair?.value as Node | null | undefined)) ?? null;
        if (node === null && pair !== undefined) offset = (pair.key as Node).range?.[0] ?? offset;
      } else node = null;
      if (node === null) break;
      offset = node.range?.[0] ?? offset;
    }
    return offset;
  }

  /** A place in an item that is not held as a tree. */
  private within(fold: Fold, i: number, path: Path, of: 'key' | 'value'): number {
    const from = fold.from[i] as number;
    if (path.length === 0) return from;
    if (this.item?.fold !== fold || this.item.i !== i) {
      const { text, lines } = this.written;
      const margin = Math.max(0, lines.linePos(from).col - 1);
      const piece = `${' '.repeat(margin)}${text.slice(from, fold.to[i])}`;
      const own = new LineCounter();
      const { documents, folds } = composeFolded(piece, own, (one, within) => {
        unfold(one, within);
        return one.toJS() as unknown;
      });
      const [document] = documents;
      if (document === undefined) return from;
      unfold(document, folds);
      const written = { text: piece, lines: own, folds };
      const locator = new Locator(document, written, this.file, 0, []);
      this.item = { fold, i, locator, by: from - margin };
    }
    return this.item.locator.offsetOf(path, of) + this.item.by;
  }
}
