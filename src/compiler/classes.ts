/** The node-wide class map of the large sets: one class for each combination of them that covers some address. */
import type { Family } from '../net/types.js';
import { Pieces } from '../policy/pieces.js';
import { type Edited, edit, Operations, type Run, spliced } from './edit.js';
import { CompileError } from './error.js';
import { type Limits, type Work, within } from './limits.js';
import { type Chunk, emptyPartition, type Partition } from './partition.js';
import type { ClassChunk, ClassMap } from './plan.js';
import { pushOperations } from './set-operations.js';
import type { NumberedSet } from './sets.js';
import type { Signature, Signatures } from './signature.js';
import { finish, STEP_CHUNKS, STEP_ITEMS, type Steps } from './steps.js';
import { wordsOf } from './words.js';

export interface Family46<T> {
  readonly 4: T;
  readonly 6: T;
}

/** Class numbers by what they mean, handed from one compilation to the next. */
export type ClassNumbers = readonly (string | undefined)[];

export class Classes {
  #parts: { 4: Partition<ClassChunk>; 6: Partition<ClassChunk> };
  #maps: { 4: ClassMap; 6: ClassMap };
  /** Ranges of each live class. */
  readonly #ranges = new Map<Signature, number>();
  readonly #numbers = new Map<Signature, number>();
  /** By class number; undefined where a number is free. Class 0 is in none of the sets. */
  #bySignature: (Signature | undefined)[];
  ranges: { 4: number; 6: number } = { 4: 0, 6: 0 };
  /** Numbers that got a meaning in the last update. */
  given: [number: number, name: string][] = [];

  constructor(
    readonly limits: Limits,
    readonly signatures: Signatures,
  ) {
    this.#parts = { 4: emptyPartition(4, signatures.none), 6: emptyPartition(6, signatures.none) };
    this.#maps = { 4: { chunks: Pieces.from([]) }, 6: { chunks: Pieces.from([]) } };
    this.#bySignature = [signatures.none];
    this.#numbers.set(signatures.none, 0);
    for (const family of [4, 6] as const) {
      const put = this.#parts[family].chunks.slice();
      finish(this.#lower(family, put, [], [{ at: 0, remove: 0, put }]));
    }
  }

  get list(): readonly (Signature | undefined)[] {
    return this.#bySignature;
  }

  get maps(): Family46<ClassMap> {
    return this.#maps;
  }

  /** The meaning of each number, in words that outlive this object. */
  names(idOf: (set: number) => string): ClassNumbers {
    return this.#bySignature.map((signature) => (signature === undefined ? undefined : this.#nameOf(signature, idOf)));
  }

  /**
   * @param inherited the numbers of an earlier compilation, for one from scratch
   * @returns whether class numbers changed their meaning: then every class table must be made again
   */
  *update(
    changed: Iterable<NumberedSet>,
    idOf: (set: number) => string,
    inherited: ClassNumbers | undefined,
    work: Work,
  ): Steps<boolean> {
    const edited: (Edited<ClassChunk> & { readonly family: Family })[] = [];
    for (const family of [4, 6] as const) {
      const operations = new Operations(wordsOf(family));
      let done = 0;
      for (const set of changed) {
        if (done++ % STEP_ITEMS === 0) yield;
        const [was, is] = [set.wasLarge, set.isLarge];
        if (!was && !is) continue;
        yield* pushOperations(operations, set, family, was, is, false);
      }
      const result = yield* edit(this.#parts[family], operations, this.signatures, work);
      this.#parts[family] = result.partition;
      for (const [chunks, by] of [
        [result.fresh, 1],
        [result.gone, -1],
      ] as const) {
        for (const [i, chunk] of chunks.entries()) {
          if (i % STEP_CHUNKS === 0) yield;
          this.#count(chunk, by);
        }
      }
      edited.push({ family, ...result });
    }
    const renumbered = this.#renumber(idOf, inherited);
    for (const { family, fresh, gone, runs } of edited) yield* this.#lower(family, fresh, gone, runs);
    return renumbered;
  }

  #count(chunk: Chunk<ClassChunk>, by: 1 | -1): void {
    for (const signature of chunk.signatures) {
      if (by === 1) this.signatures.retain(signature);
      const ranges = (this.#ranges.get(signature) ?? 0) + by;
      if (ranges === 0) this.#ranges.delete(signature);
      else this.#ranges.set(signature, ranges);
      if (by === -1) this.signatures.release(signature);
    }
  }

  /** Keeps the numbers of classes that live on; new classes, in order of their names, get the lowest numbers. */
  #renumber(idOf: (set: number) => string, inherited: ClassNumbers | undefined): boolean {
    let changed = false;
    this.given = [];
    for (const [signature, number] of this.#numbers) {
      if (number === 0 || this.#ranges.has(signature)) continue;
      this.#numbers.delete(signature);
      this.#bySignature[number] = undefined;
      changed = true;
    }
    const fresh = [...this.#ranges.keys()].filter((signature) => !this.#numbers.has(signature));
    if (fresh.length === 0) return changed && this.#trim();
    const named = fresh.map((signature) => ({ signature, name: this.#nameOf(signature, idOf) }));
    named.sort((a, b) => (a.name < b.name ? -1 : 1));
    const heir = new Map(inherited?.map((name, number) => [name, number]));
    for (const { signature, name } of named) this.#assign(signature, heir.get(name));
    let lowest = 1;
    for (const { signature } of named) {
      if (this.#numbers.has(signature)) continue;
      while (this.#bySignature[lowest] !== undefined) lowest++;
      this.#assign(signature, lowest);
    }
    for (const { signature, name } of named) this.given.push([this.#numbers.get(signature) as number, name]);
    this.#trim();
    within(this.limits, 'classes', this.#bySignature.length, 'classes of addresses by large sets');
    return true;
  }

  #assign(signature: Signature, number: number | undefined): void {
    if (number === undefined) return;
    this.#numbers.set(signature, number);
    while (this.#bySignature.length <= number) this.#bySignature.push(undefined);
    this.#bySignature[number] = signature;
  }

  /** The same for the same sets, whatever their numbers here. */
  #nameOf(signature: Signature, idOf: (set: number) => string): string {
    return JSON.stringify(this.signatures.setsOf(signature).map(idOf).sort());
  }

  #trim(): boolean {
    while (this.#bySignature.at(-1) === undefined) this.#bySignature.pop();
    return true;
  }

  *#lower(
    family: Family,
    fresh: readonly Chunk<ClassChunk>[],
    gone: readonly Chunk<ClassChunk>[],
    runs: readonly Run<ClassChunk>[],
  ): Steps<void> {
    if (fresh.length === 0 && gone.length === 0) return;
    const w = wordsOf(family);
    for (const [i, chunk] of fresh.entries()) {
      if (i % STEP_CHUNKS === 0) yield;
      chunk.lowered = {
        starts: chunk.starts,
        classes: chunk.signatures.map((signature) => this.#numbers.get(signature) as number),
      };
      this.ranges[family] += chunk.starts.length / w;
    }
    for (const chunk of gone) this.ranges[family] -= chunk.starts.length / w;
    const chunks = spliced(this.#maps[family].chunks, runs, (chunk) => chunk.lowered as ClassChunk);
    this.#maps = { ...this.#maps, [family]: { chunks } };
    if (this.ranges[4] + this.ranges[6] > this.limits.ranges) {
      throw new CompileError(
        'CAPACITY',
        'ranges',
        `the large address sets need ${this.ranges[4] + this.ranges[6]} ranges, but at most ${this.limits.ranges} fit`,
        {
          ranges: { found: this.ranges[4] + this.ranges[6], limit: this.limits.ranges },
        },
      );
    }
  }
}
