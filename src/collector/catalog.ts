import { createHash } from 'node:crypto';
import type Database from 'libsql';
import { osg } from '../gen/proto.js';
import type { Filter } from './filter.js';
import { type Blob, bytesOf, type Statements } from './statements.js';

/** One boot of one node, and how much of it is stored. */
export interface Source {
  readonly id: number;
  sequence: number;
  events: number;
  packets: number;
}

/** What batches refer to, held in memory: sources, and contexts of events. After a failed transaction it is read again. */
export class Catalog {
  readonly #db: Database.Database;
  readonly #statements: Statements;
  readonly #sources = new Map<string, Source>();
  readonly #contexts = new Map<number, { readonly node: string; readonly context: osg.v1.DenyContext }>();
  readonly #contextIds = new Map<string, number>();

  constructor(db: Database.Database, statements: Statements) {
    this.#db = db;
    this.#statements = statements;
    this.load();
  }

  /** Made where it is new. */
  source(node: string, boot: string): Source {
    const key = `${node}\0${boot}`;
    let source = this.#sources.get(key);
    if (source === undefined) {
      const { lastInsertRowid } = this.#statements.insertSource.run([node, boot]);
      source = { id: Number(lastInsertRowid), sequence: 0, events: 0, packets: 0 };
      this.#sources.set(key, source);
    }
    return source;
  }

  /** Its id; made where it is new. */
  context(node: string, context: osg.v1.DenyContext.$Properties): number {
    const body = Buffer.from(osg.v1.DenyContext.encode(context).finish());
    const digest = createHash('sha256').update(node).update('\0').update(body).digest('base64');
    let id = this.#contextIds.get(digest);
    if (id === undefined) {
      id = Number(this.#statements.insertContext.run([digest, node, body]).lastInsertRowid);
      this.#contextIds.set(digest, id);
      this.#contexts.set(id, { node, context: osg.v1.DenyContext.decode(body) });
    }
    return id;
  }

  /** Ids of the contexts of which an event might match; undefined: all of them. */
  matching(filter: Filter): number[] | undefined {
    const ids = [...this.#contexts].filter(([, { context, node }]) => filter.mayMatch(context, node)).map(([id]) => id);
    return ids.length > 0 && ids.length === this.#contexts.size ? undefined : ids;
  }

  load(): void {
    this.#sources.clear();
    this.#contexts.clear();
    this.#contextIds.clear();
    this.#loadSources();
    this.#loadContexts();
  }

  #loadSources(): void {
    const rows = this.#db
      .prepare('SELECT id, node, boot, sequence, events, packets FROM sources')
      .all([]) as (Source & {
      node: string;
      boot: string;
    })[];
    for (const { id, node, boot, sequence, events, packets } of rows) {
      this.#sources.set(`${node}\0${boot}`, { id, sequence, events, packets });
    }
  }

  #loadContexts(): void {
    const rows = this.#db.prepare('SELECT id, digest, node, body FROM contexts').all([]) as {
      id: number;
      digest: string;
      node: string;
      body: Blob;
    }[];
    for (const { id, digest, node, body } of rows) {
      this.#contextIds.set(digest, id);
      this.#contexts.set(id, { node, context: osg.v1.DenyContext.decode(bytesOf(body)) });
    }
  }
}
