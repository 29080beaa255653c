/** Files → objects: what a new content of all files changes. All files stand or fall together. */
import { isDeepStrictEqual } from 'node:util';
import type { ParsedObject, ParsedPart } from '../policy/convert/part.js';
import type { Diagnostic } from '../policy/diagnostics.js';
import type { TextFile } from '../policy/document.js';
import { type PartMemory, parseFile } from '../policy/load.js';
import type { Origin, Problem, Source, SourceEvents, SourceObject } from './source.js';
import type { SourceInput, TextSource } from './text-source.js';

interface Known {
  readonly file: TextFile;
  readonly parts: readonly ParsedPart[];
}

/** Documents remembered over a restart; `save` is told what is in force. */
export interface Documents extends PartMemory {
  saveSoon(files: readonly TextFile[]): void;
}

export class FileSource implements Source {
  readonly #texts: TextSource;
  readonly #memory: Documents | undefined;
  /** What was reported last, by path and by object. */
  #files: ReadonlyMap<string, Known> = new Map();
  readonly #objects = new Map<string, ParsedObject>();
  #nothing = true;

  constructor(texts: TextSource, memory?: Documents) {
    this.#texts = texts;
    this.#memory = memory;
  }

  get origin(): Origin {
    return this.#texts.origin ?? 'files';
  }

  start(events: SourceEvents): Promise<void> {
    return this.#texts.start({
      changed: (input) => this.#take(input, events),
      failed: (error) => events.failed([{ file: '', line: 0, field: '', message: error.message }]),
      warned: (error) => events.warned?.(error),
    });
  }

  close(): void {
    this.#texts.close();
  }

  #take({ files, version, who, signed }: SourceInput, events: SourceEvents): void {
    const next = new Map<string, Known>();
    const changed: Known[] = [];
    const stay = new Set<Known>();
    for (const file of files) {
      const known = this.#files.get(file.path);
      const same = known !== undefined && (known.file === file || known.file.text === file.text);
      const now = same ? known : { file, parts: parseFile(file, this.#memory && { memory: this.#memory }) };
      next.set(file.path, now);
      if (same) stay.add(known);
      else changed.push(now);
    }
    const gone = [...this.#files.values()].filter((known) => !stay.has(known));
    const problems = [...this.#emptied(changed), ...errors(changed)];
    const before = new Map(objectsOf(gone).map((object) => [object.id, object]));
    const after = new Map<string, ParsedObject>();
    for (const object of objectsOf(changed)) {
      const other = after.get(object.id) ?? (before.has(object.id) ? undefined : this.#objects.get(object.id));
      if (other === undefined) after.set(object.id, object);
      else problems.push(duplicate(object, other));
    }
    if (problems.length === 0 && this.#wouldBeNothing(before, after))
      problems.push({
        ...NOWHERE,
        message: 'no policy and no workload is left: taken for a mistake, the last good state stays',
      });
    if (problems.length > 0) {
      events.failed(problems);
      return;
    }
    this.#files = next;
    this.#nothing = false;
    const deletes = [...before.keys()].filter((key) => !after.has(key));
    for (const key of deletes) this.#objects.delete(key);
    const upserts: SourceObject[] = [];
    for (const [key, object] of after) {
      this.#objects.set(key, object);
      if (!isDeepStrictEqual(before.get(key), object)) upserts.push(objectOf(object));
    }
    const proof = signed === undefined ? {} : { signed };
    events.changed({ upserts, deletes, admission: 'together', version, who, ...proof });
    this.#memory?.saveSoon(files);
  }

  /** What a file had and lacks now altogether may be a write in progress (F83). */
  #emptied(changed: readonly Known[]): Problem[] {
    return changed
      .filter(({ file }) => file.text.trim() === '' && this.#files.get(file.path)?.file.text.trim())
      .map(({ file }) => ({
        ...NOWHERE,
        file: file.path,
        line: 1,
        message: 'the file has become empty: delete it if that is meant',
      }));
  }

  #wouldBeNothing(before: ReadonlyMap<string, ParsedObject>, after: ReadonlyMap<string, ParsedObject>): boolean {
    if (this.#nothing || this.#files.size === 0 || after.size > 0) return false;
    for (const [key, { list }] of this.#objects) if (COUNTS.has(list) && !before.has(key)) return false;
    return [...this.#objects.values()].some(({ list }) => COUNTS.has(list)) || this.#objects.size === before.size;
  }
}

const COUNTS: ReadonlySet<string> = new Set(['policies', 'workloads']);
const NOWHERE: Problem = { file: '', line: 0, field: '', message: '' };

const objectsOf = (files: readonly Known[]): ParsedObject[] =>
  files.flatMap(({ parts }) => parts.flatMap(({ objects }) => objects));

const objectOf = ({ id, list, items, source }: ParsedObject): SourceObject => ({
  key: id,
  list,
  items,
  provenance: source,
});

function errors(files: readonly Known[]): Problem[] {
  const found = files.flatMap(({ parts }) => parts.flatMap(({ diagnostics }) => diagnostics));
  return found.filter(({ severity }) => severity === 'error').map(problemOf);
}

export const problemOf = (d: Diagnostic): Problem => ({
  file: d.file,
  line: d.line,
  field: d.field,
  message: [
    d.object,
    d.message,
    d.found && `found ${d.found}`,
    d.expected && `expected ${d.expected}`,
    d.suggestion && `did you mean ${d.suggestion}?`,
  ]
    .filter(Boolean)
    .join('; '),
});

const duplicate = ({ id, object, name }: ParsedObject, first: ParsedObject): Problem => ({
  file: name.file,
  line: name.line,
  field: 'metadata.name',
  message: `${object}; ${id} is already declared at ${first.source.file}:${first.source.line}`,
});
