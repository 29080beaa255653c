/** A store of revisions in memory: what the interface asks, and answers that take their time. For tests. */
import { setImmediate } from 'node:timers/promises';
import { type AuditEntry, chained } from '../../src/controller/audit.js';
import type { PolicySet } from '../../src/controller/differences.js';
import { ControllerError } from '../../src/controller/error.js';
import { type StoredSpan, writeItem } from '../../src/controller/items.js';
import type {
  Answer,
  Declared,
  DeclaredAsked,
  DeclaredItem,
  DeclaredList,
  DocumentKind,
  Realised,
  RevisionRecord,
  RevisionStore,
  Setting,
  Write,
} from '../../src/controller/revision-store.js';
import { WriteOrder } from '../../src/controller/write-order.js';

interface State {
  readonly records: Map<number, RevisionRecord>;
  readonly declared: { list: DeclaredList; id: string; from: number; to: number; item: DeclaredItem }[];
  readonly answers: Map<string, Answer & { readonly revision: number }>;
  readonly realised: Map<string, Realised>;
  readonly settings: Map<Setting, number>;
  readonly documents: Map<string, { readonly kind: DocumentKind; readonly id: string; readonly value: unknown }>;
  readonly audit: AuditEntry[];
}

const LISTS: readonly DeclaredList[] = ['policies', 'addressGroups', 'rollouts'];

export class MemoryRevisions implements RevisionStore {
  readonly epoch: number;
  readonly last = 0;
  /** The disk is full. */
  full = false;
  readonly #order: WriteOrder<Write>;
  #state: State = {
    records: new Map(),
    declared: [],
    answers: new Map(),
    realised: new Map(),
    settings: new Map(),
    documents: new Map(),
    audit: [],
  };

  constructor(nowMs: number, failed: (error: ControllerError) => void = () => undefined) {
    this.epoch = Math.round(nowMs);
    this.#order = new WriteOrder((writes) => this.#commit(writes), failed);
  }

  write(writes: readonly Write[]): Promise<void> {
    return this.#order.write(writes);
  }

  soon(...given: Parameters<RevisionStore['soon']>): void {
    this.#order.soon(...given);
  }

  flush(): Promise<void> {
    return this.#order.flush();
  }

  close(): Promise<void> {
    return this.flush();
  }

  /** Nobody reads in between, however long it takes. */
  async #commit(writes: readonly Write[]): Promise<void> {
    const next = structuredClone(this.#state);
    for (const write of writes) {
      make(next, write);
      await setImmediate();
    }
    if (this.full) throw new ControllerError('STORE', 'transaction', 'database or disk is full');
    this.#state = next;
  }

  async #read(): Promise<State> {
    await this.flush();
    await setImmediate();
    return this.#state;
  }

  async get(revision: number): Promise<RevisionRecord> {
    const record = (await this.#read()).records.get(revision);
    if (record !== undefined) return record;
    throw new ControllerError('NOT_FOUND', `revision ${revision}`, 'is not in the store', { field: 'revision' });
  }

  async content(revision: number): Promise<PolicySet> {
    await this.get(revision);
    const { declared } = this.#state;
    const then = declared.filter(({ from, to }) => from <= revision && (to === 0 || to > revision));
    const of = <T>(wanted: DeclaredList): T[] =>
      then.filter(({ list }) => list === wanted).map(({ item }) => item as unknown as T);
    return { policies: of('policies'), addressGroups: of('addressGroups'), rollouts: of('rollouts') };
  }

  async changesTo(declared: PolicySet): Promise<Declared[]> {
    const now = (await this.#read()).declared.filter(({ to }) => to === 0);
    const changes: Declared[] = [];
    for (const list of LISTS) {
      const items = (declared[list] ?? []) as readonly DeclaredItem[];
      for (const item of items) {
        const was = now.find((one) => one.list === list && one.id === item.id);
        if (was === undefined || writeItem(was.item) !== writeItem(item)) changes.push({ list, id: item.id, item });
      }
      for (const was of now)
        if (was.list === list && !items.some(({ id }) => id === was.id)) changes.push({ list, id: was.id });
    }
    return changes;
  }

  async history(limit: number): Promise<(RevisionRecord & { readonly answers: readonly Answer[] })[]> {
    const { records, answers } = await this.#read();
    return [...records.values()]
      .sort((a, b) => b.revision - a.revision)
      .slice(0, limit)
      .map((record) => ({
        ...record,
        answers: [...answers.values()]
          .filter(({ revision }) => revision === record.revision)
          .map(({ revision: _, ...answer }) => answer)
          .sort((a, b) => (a.node < b.node ? -1 : 1)),
      }));
  }

  async *records(upTo: number): AsyncGenerator<RevisionRecord[]> {
    const { records } = await this.#read();
    yield [...records.values()].filter(({ revision }) => revision <= upTo).sort((a, b) => b.revision - a.revision);
  }

  async newest(): Promise<RevisionRecord | undefined> {
    return (await this.history(1))[0];
  }

  async inForceAt(atMs: number): Promise<RevisionRecord | undefined> {
    const { records } = await this.#read();
    return [...records.values()].filter(({ timeMs }) => timeMs <= atMs).sort((a, b) => b.revision - a.revision)[0];
  }

  async *spans({ list: wanted, upTo, ids, namespaces, addressed }: DeclaredAsked): AsyncGenerator<StoredSpan[]> {
    const { declared } = await this.#read();
    const [named, homes] = [new Set(ids), new Set(namespaces)];
    const asked = (id: string, item: DeclaredItem): boolean =>
      named.has(id) ||
      homes.has(id.split('/')[1] ?? '') ||
      (addressed === true && 'subject' in item && item.subject.addresses !== undefined);
    yield declared
      .filter(({ list, id, from, item }) => list === wanted && from <= upTo && asked(id, item))
      .sort((a, b) => (a.id === b.id ? a.from - b.from : a.id < b.id ? -1 : 1))
      .map(({ from, to, item }) => ({ from, to, text: writeItem(item) }));
  }

  async realised(): Promise<readonly Realised[]> {
    return [...(await this.#read()).realised.values()];
  }

  async setting(name: Setting): Promise<number> {
    return (await this.#read()).settings.get(name) ?? 0;
  }

  async documents<T>(kind: DocumentKind): Promise<{ readonly id: string; readonly value: T }[]> {
    const all = [...(await this.#read()).documents.values()].filter((one) => one.kind === kind);
    return all.map(({ id, value }) => ({ id, value: value as T })).sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  async audit(after: number, limit = 1000): Promise<AuditEntry[]> {
    return (await this.#read()).audit.slice(after, after + limit);
  }

  async auditTail(): Promise<AuditEntry | undefined> {
    return (await this.#read()).audit.at(-1);
  }
}

function make(state: State, write: Write): void {
  if ('revision' in write) {
    const { revision } = write.revision;
    if (state.records.has(revision)) throw new ControllerError('STORE', 'transaction', `revision ${revision} is there`);
    state.records.set(revision, write.revision);
    for (const { list, id, item } of write.declared) {
      const now = state.declared.find((one) => one.list === list && one.id === id && one.to === 0);
      if (now !== undefined) now.to = revision;
      if (item !== undefined) state.declared.push({ list, id, from: revision, to: 0, item });
    }
  } else if ('answer' in write) {
    const { answer, to } = write;
    state.answers.set(`${to} ${answer.node}`, { ...answer, revision: to });
    if (answer.refusal === undefined)
      state.realised.set(answer.node, { node: answer.node, revision: to, timeMs: answer.timeMs });
  } else if ('audit' in write) state.audit.push(chained(state.audit.at(-1), write));
  else if ('set' in write) state.settings.set(write.set, write.value);
  else if ('keep' in write)
    state.documents.set(`${write.keep} ${write.id}`, { kind: write.keep, id: write.id, value: write.value });
  else state.documents.delete(`${write.drop} ${write.id}`);
}
