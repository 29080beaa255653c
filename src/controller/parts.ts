/** What documents of policy files became, remembered over a restart: parsing thousands of them takes seconds. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { deserialize, serialize } from 'node:v8';
import type Database from 'libsql';
import type { ParsedPart } from '../policy/convert/part.js';
import { splitDocuments, type TextFile } from '../policy/document.js';
import type { Documents } from './file-source.js';

/** So many documents that nothing may have any more are kept before they are looked for. */
const SLACK = 10_000;

/** A cache in the store, by text. What other code has parsed is not believed. */
export class StoredParts implements Documents {
  readonly #db: Database.Database;
  readonly #code = codeDigest();
  /** Of the store, not asked for yet, by digest. */
  #stored: Map<string, ArrayBuffer> | undefined;
  readonly #parts = new Map<string, ParsedPart>();
  #fresh: string[] = [];
  /** How many were kept when it was last looked what is needed. */
  #needed = Number.NEGATIVE_INFINITY;

  readonly #soon: (write: () => void) => void;

  /** @param soon makes a write in some transaction */
  constructor(db: Database.Database, soon: (write: () => void) => void) {
    this.#db = db;
    this.#soon = soon;
  }

  /** When the agents have theirs: nobody waits for it. */
  saveSoon(files: readonly TextFile[]): void {
    this.#soon(() => this.save(files));
  }

  get(text: string): ParsedPart | undefined {
    return this.#parts.get(text) ?? this.#load(text);
  }

  put(text: string, part: ParsedPart): void {
    if (!this.#parts.has(text)) this.#fresh.push(text);
    this.#parts.set(text, part);
  }

  #load(text: string): ParsedPart | undefined {
    if (this.#code === undefined) return undefined;
    const rows = (): { digest: string; part: ArrayBuffer }[] =>
      this.#db.prepare('SELECT digest, part FROM parts').all() as { digest: string; part: ArrayBuffer }[];
    this.#stored ??= new Map(rows().map(({ digest, part }) => [digest, part]));
    const bytes = this.#stored.get(this.#digest(text));
    if (bytes === undefined) return undefined;
    const part = partOf(Buffer.from(bytes));
    if (part !== undefined) this.#parts.set(text, part);
    return part;
  }

  #digest(text: string): string {
    const hash = createHash('sha256').update(this.#code ?? '');
    return hash.update(text).digest('hex');
  }

  /** Writes what is new. To be called in a transaction. @param files in force: what is in none of them may be forgotten */
  save(files: readonly TextFile[]): void {
    if (this.#code !== undefined) {
      const put = this.#db.prepare('INSERT OR REPLACE INTO parts VALUES (?, ?)');
      for (const text of this.#fresh) {
        const part = this.#parts.get(text);
        if (part !== undefined) put.run(this.#digest(text), rowOf(part));
      }
    }
    this.#fresh = [];
    if (this.#parts.size > this.#needed + SLACK) this.#forget(files);
  }

  #forget(files: readonly TextFile[]): void {
    const texts = new Set(files.flatMap((file) => splitDocuments(file).map(({ text }) => text)));
    for (const text of this.#parts.keys()) if (!texts.has(text)) this.#parts.delete(text);
    this.#needed = this.#parts.size;
    const digests = new Set([...texts].map((text) => this.#digest(text)));
    const remove = this.#db.prepare('DELETE FROM parts WHERE digest = ?');
    for (const { digest } of this.#db.prepare('SELECT digest FROM parts').all() as { digest: string }[])
      if (!digests.has(digest)) remove.run(digest);
    this.#stored = new Map();
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
