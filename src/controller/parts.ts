/** What documents of policy files became, remembered over a restart: parsing thousands of them takes seconds. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { deserialize, serialize } from 'node:v8';
import type { ParsedPart } from '../policy/convert/part.js';
import { splitDocuments, type TextFile } from '../policy/document.js';
import type { Documents } from './file-source.js';

/** So many documents that nothing may have any more are kept before they are looked for. */
const SLACK = 10_000;

/** Where they are kept; a cache. An interface: SQLite implements it. */
export interface DocumentStore {
  /** All of them, by digest. */
  documents(): Promise<Map<string, Buffer>>;
  /** Written when its time comes; what cannot be written is told there. */
  soon(change: () => DocumentChange): void;
}

export interface DocumentChange {
  readonly put: readonly (readonly [digest: string, document: Buffer])[];
  /** Digests: all others go. Absent: all stay. */
  readonly only?: ReadonlySet<string>;
}

/** By text. What other code has parsed is not believed. */
export class StoredParts implements Documents {
  readonly #store: DocumentStore;
  readonly #code: string | undefined;
  /** Of the store, not asked for yet, by digest. */
  #stored: Map<string, Buffer>;
  readonly #parts = new Map<string, ParsedPart>();
  #fresh: string[] = [];
  /** How many were kept when it was last looked what is needed. */
  #needed = Number.NEGATIVE_INFINITY;

  /** @throws ControllerError STORE */
  static async open(store: DocumentStore): Promise<StoredParts> {
    const code = codeDigest();
    return new StoredParts(store, code, code === undefined ? new Map() : await store.documents());
  }

  private constructor(store: DocumentStore, code: string | undefined, stored: Map<string, Buffer>) {
    this.#store = store;
    this.#code = code;
    this.#stored = stored;
  }

  /**
   * When the agents have theirs: nobody waits for it.
   * @param files in force: what is in none of them may be forgotten
   */
  saveSoon(files: readonly TextFile[]): void {
    this.#store.soon(() => this.#change(files));
  }

  get(text: string): ParsedPart | undefined {
    return this.#parts.get(text) ?? this.#load(text);
  }

  put(text: string, part: ParsedPart): void {
    if (!this.#parts.has(text)) this.#fresh.push(text);
    this.#parts.set(text, part);
  }

  #load(text: string): ParsedPart | undefined {
    if (this.#stored.size === 0) return undefined;
    const bytes = this.#stored.get(this.#digest(text));
    const part = bytes && partOf(bytes);
    if (part !== undefined) this.#parts.set(text, part);
    return part;
  }

  #digest(text: string): string {
    const hash = createHash('sha256').update(this.#code ?? '');
    return hash.update(text).digest('hex');
  }

  #change(files: readonly TextFile[]): DocumentChange {
    const put: [string, Buffer][] = [];
    for (const text of this.#code === undefined ? [] : this.#fresh) {
      const part = this.#parts.get(text);
      if (part !== undefined) put.push([this.#digest(text), rowOf(part)]);
    }
    this.#fresh = [];
    if (this.#parts.size <= this.#needed + SLACK) return { put };
    const texts = new Set(files.flatMap((file) => splitDocuments(file).map(({ text }) => text)));
    for (const text of this.#parts.keys()) if (!texts.has(text)) this.#parts.delete(text);
    this.#needed = this.#parts.size;
    this.#stored = new Map();
    return { put, only: new Set([...texts].map((text) => this.#digest(text))) };
  }
}

/** The digest of what follows, and the part: a disk may bring back other bytes than it was given (F171). */
function rowOf(part: ParsedPart): Buffer {
  const bytes = serialize(part);
  return Buffer.concat([createHash('sha256').update(bytes).digest(), bytes]);
}

/** Undefined where it is damaged: it is parsed again, and written in its place. */
function partOf(row: Buffer): ParsedPart | undefined {
  const bytes = row.subarray(32);
  if (!createHash('sha256').update(bytes).digest().equals(row.subarray(0, 32))) return undefined;
  return deserialize(bytes) as ParsedPart;
}

/** Of the code that parses; undefined where it is not in files of its own. */
function codeDigest(): string | undefined {
  try {
    const hash = createHash('sha256');
    for (const folder of ['../policy/', '../net/']) {
      const path = fileURLToPath(new URL(folder, import.meta.url));
      const files = readdirSync(path, { recursive: true, encoding: 'utf8' });
      for (const file of files.filter((name) => /(?<!\.test|\.d)\.[jt]s$/.test(name)).sort())
        hash.update(file).update(readFileSync(join(path, file)));
    }
    return hash.digest('hex');
  } catch {
    return undefined;
  }
}
