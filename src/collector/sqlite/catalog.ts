import { createHash } from 'node:crypto';
import { modernContext } from '../../flows/index.js';
import { osg } from '../../gen/proto.js';
import { type Blob, bytesOf, type Db } from '../../sqlite/database.js';
import type { Filter } from '../filter.js';
import type { Work } from '../turns.js';
import type { Statements } from './statements.js';

/** One spool of one node, and how much of it is stored. */
export interface Source {
  readonly id: number;
  sequence: number;
  events: number;
  packets: number;
}

/** Spools of one node that are remembered, those in touch last. */
const MAX_SPOOLS = 256;
/** Kinds of one node, and bytes of each, that are told apart. */
const MAX_KINDS = 4096;
const MAX_KIND_BYTES = 4096;

/** What filters ask of a context. The rest differs from workload to workload and from revision to revision. */
const kindOf = (context: osg.v1.FlowContext.$Properties): osg.v1.FlowContext.$Properties => {
  const { verdict, reason, egress, rule, policy, owner, isolatedBy, rollout } = context;
  // Which one it was, is no kind: there are ever more of them.
  return { verdict, reason, egress, rule, policy, owner, isolatedBy, rollout: rollout ? 'some' : '' };
};
/** A kind that may match whatever is asked: of what is not told apart. */
const ANY = Buffer.alloc(0);

/** What batches refer to, held in memory: sources, and kinds of contexts of events. Bounded for each node. After a failed transaction it is read again. */
export class Catalog {
  readonly #db: Db;
  readonly #statements: Statements;
  readonly #sources = new Map<string, Source>();
  readonly #contexts = new Map<number, { readonly node: string; readonly context: osg.v1.FlowContext | undefined }>();
  readonly #kindsOf = new Map<string, number>();
  readonly #contextIds = new Map<string, number>();

  constructor(db: Db, statements: Statements) {
    this.#db = db;
    this.#statements = statements;
    this.load();
  }

  /** Made where it is new. */
  source(node: string, spool: string): Source {
    const key = `${node}\0${spool}`;
    let source = this.#sources.get(key);
    if (source === undefined) {
      this.#trim(node);
      const { lastInsertRowid } = this.#statements.insertSource.run([node, spool]);
      source = { id: Number(lastInsertRowid), sequence: 0, events: 0, packets: 0 };
      this.#sources.set(key, source);
    }
    return source;
  }

  /** The id of its kind; made where it is new. */
  context(node: string, context: osg.v1.FlowContext.$Properties): number {
    const body = Buffer.from(osg.v1.FlowContext.encode(kindOf(context)).finish());
    if (body.length > MAX_KIND_BYTES) return this.#kind(node, ANY);
    return this.#contextIds.get(digestOf(node, body)) ?? this.#kind(node, this.#full(node) ? ANY : body);
  }

  /** Ids of the contexts of which an event might match; undefined: all of them. */
  async matching(filter: Filter, work: Work): Promise<number[] | undefined> {
    const ids: number[] = [];
    let looked = 0;
    for (const [id, { context, node }] of this.#contexts) {
      if (context === undefined || filter.mayMatch(context, node)) ids.push(id);
      if (++looked % 64 === 0) await work.pause();
    }
    return ids.length > 0 && ids.length === this.#contexts.size ? undefined : ids;
  }

  #full(node: string): boolean {
    return (this.#kindsOf.get(node) ?? 0) >= MAX_KINDS;
  }

  #kind(node: string, body: Buffer): number {
    const digest = digestOf(node, body);
    let id = this.#contextIds.get(digest);
    if (id === undefined) {
      id = Number(this.#statements.insertContext.run([digest, node, body]).lastInsertRowid);
      this.#remember(id, digest, node, body);
    }
    return id;
  }

  #remember(id: number, digest: string, node: string, body: Buffer): void {
    this.#contextIds.set(digest, id);
    this.#contexts.set(id, {
      node,
      context: body.length === 0 ? undefined : modernContext(osg.v1.FlowContext.decode(body)),
    });
    this.#kindsOf.set(node, (this.#kindsOf.get(node) ?? 0) + 1);
  }

  /** Before a node's next spool is entered. */
  #trim(node: string): void {
    if (this.#statements.trimSources.run([node, node, MAX_SPOOLS - 1]).changes === 0) return;
    this.#sources.clear();
    this.#loadSources();
  }

  load(): void {
    this.#sources.clear();
    this.#contexts.clear();
    this.#contextIds.clear();
    this.#kindsOf.clear();
    this.#loadSources();
    this.#loadContexts();
  }

  #loadSources(): void {
    const rows = this.#db
      .prepare('SELECT id, node, spool, sequence, events, packets FROM sources')
      .all([]) as (Source & {
      node: string;
      spool: string;
    })[];
    for (const { id, node, spool, sequence, events, packets } of rows) {
      this.#sources.set(`${node}\0${spool}`, { id, sequence, events, packets });
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
      this.#remember(id, digest, node, bytesOf(body));
    }
  }
}

const digestOf = (node: string, body: Buffer): string =>
  createHash('sha256').update(node).update('\0').update(body).digest('base64');
