/** Files → World. All that is wrong is reported at once; what is sound is in the world, so callers decide by `hasErrors`. */
import { stat } from 'node:fs/promises';
import { formatAddress } from '../net/address.js';
import { type Lists, movedTo, type ParsedObject, type ParsedPart, parsePart } from './convert/part.js';
import { type Diagnostic, sortDiagnostics } from './diagnostics.js';
import { splitDocuments, type TextFile } from './document.js';
import { readFolder, readNamed } from './folder.js';
import { ignoring } from './ignore.js';
import { LIMITS } from './limits.js';
import type { Posture, Workload, World } from './model.js';
import { withDefaultGroups } from './posture.js';
import { neededSamples, withSampleAddresses } from './samples.js';
import { isLive } from './select.js';
import { emptyLists } from './world-change.js';

/** Remembers what the documents of files became, by their text, so that only those with another text are parsed. */
export interface PartMemory {
  get(text: string): ParsedPart | undefined;
  put(text: string, part: ParsedPart): void;
}

export interface LoadOptions {
  /** Default `kubernetes`. */
  readonly posture?: Posture;
  /** Default true. */
  readonly allowNodeProbes?: boolean;
  /** Default false. */
  readonly allowOwnNode?: boolean;
  /** For namespaced objects that name none. Default `default`. */
  readonly namespace?: string;
  /** Pods that run nowhere yet, and one pod for each Deployment or its like without pods, get addresses for documentation. */
  readonly samples?: boolean;
  /** Globs of what is left out of folders (ignore.ts), beside what their `.osgignore` says. */
  readonly ignore?: readonly string[];
  /** Used where `namespace` is absent. */
  readonly memory?: PartMemory;
}

export interface Loaded {
  readonly world: World;
  readonly diagnostics: Diagnostic[];
}

/**
 * Reads files, folders with all below them (folder.ts says what is passed over), and `-`, standard input. A path that cannot be
 * read is a diagnostic.
 */
export async function loadSources(paths: readonly string[], options: LoadOptions = {}): Promise<Loaded> {
  const files: TextFile[] = [];
  const read: Diagnostic[] = [];
  const ignored = ignoring(options.ignore ?? []);
  for (const path of paths) {
    try {
      const directory = path !== '-' && (await stat(path)).isDirectory();
      const { files: found, notes } = directory ? await readFolder(path, ignored) : await readNamed(path);
      files.push(...found);
      read.push(...notes);
    } catch (cause) {
      const { message } = cause as Error;
      read.push({ severity: 'error', code: 'unreadable', file: path, line: 1, column: 1, field: '', message });
    }
  }
  const { world, diagnostics } = parseSources(files, options);
  return { world, diagnostics: sortDiagnostics([...read, ...diagnostics]) };
}

/** Pure: the same files in any order give the same meaning. */
export function parseSources(files: readonly TextFile[], options: LoadOptions = {}): Loaded {
  const builder = new Builder(options);
  for (const file of files) for (const part of parseFile(file, options)) builder.add(part);
  return builder.finish();
}

/** The documents of a file. @param memory used where no namespace is given */
export function parseFile(
  file: TextFile,
  { namespace, memory }: Pick<LoadOptions, 'namespace' | 'memory'> = {},
): ParsedPart[] {
  const { path, text } = file;
  if (text.length > LIMITS.fileCharacters) {
    const message = `the file has ${text.length} characters; at most ${LIMITS.fileCharacters} are read`;
    const limit: Diagnostic = { severity: 'error', code: 'limit', file: path, line: 1, column: 1, field: '', message };
    return [{ file: path, linesBefore: 0, objects: [], samples: [], diagnostics: [limit] }];
  }
  return splitDocuments(file).map((part) => {
    const known = namespace === undefined ? memory : undefined;
    const remembered = known?.get(part.text);
    const parsed = remembered === undefined ? parsePart(part, namespace ?? 'default') : movedTo(remembered, part);
    if (parsed !== remembered) known?.put(part.text, parsed);
    return parsed;
  });
}

class Builder {
  private readonly diagnostics: Diagnostic[] = [];
  private readonly seen = new Map<string, ParsedObject>();
  private readonly lists: Lists = emptyLists();
  private readonly samples: ParsedObject[] = [];

  constructor(private readonly options: LoadOptions) {}

  readonly report = (diagnostic: Diagnostic): void => {
    this.diagnostics.push(diagnostic);
  };

  add({ objects, samples, diagnostics }: ParsedPart): void {
    for (const object of objects) this.keep(object);
    for (const diagnostic of diagnostics) this.report(diagnostic);
    this.samples.push(...samples);
  }

  private keep(one: ParsedObject): void {
    const { id, object, list, items, name, source } = one;
    const first = this.seen.get(id);
    if (first !== undefined) {
      const where = `${first.source.file}:${first.source.line}`;
      if (first.source.file !== source.file && meaning(first) === meaning(one)) {
        const message = `passed over: ${id} says the same at ${where}`;
        this.report({ severity: 'note', code: 'passed-over', ...name, field: '', object, message });
        return;
      }
      const other = first.source.file === source.file ? '' : '; leave one of the files out (--ignore, .osgignore)';
      const message = `${id} is already declared at ${where}${other}`;
      this.report({ severity: 'error', code: 'duplicate', ...name, field: 'metadata.name', object, message });
      return;
    }
    this.seen.set(id, one);
    for (const item of items) (this.lists[list] as unknown[]).push(item);
  }

  finish(): Loaded {
    const { posture = 'kubernetes', allowNodeProbes = true, allowOwnNode = false, samples = false } = this.options;
    if (samples) for (const sample of neededSamples(this.samples, this.lists.workloads)) this.keep(sample);
    this.checkAddresses();
    this.checkRollouts();
    const workloads = samples ? withSampleAddresses(this.lists.workloads) : this.lists.workloads;
    const world = withDefaultGroups({
      ...this.lists,
      workloads,
      posture,
      allowNodeProbes,
      ...(allowOwnNode && { allowOwnNode }),
    });
    return { world, diagnostics: sortDiagnostics(this.diagnostics) };
  }

  private checkRollouts(): void {
    const [first, ...more] = this.lists.rollouts;
    for (const { id, source } of more)
      this.report({
        severity: 'error',
        code: 'duplicate',
        file: source.file,
        line: source.line,
        column: source.column ?? 1,
        field: 'kind',
        object: id,
        message: `there is one RolloutPolicy, and ${first?.id} is declared at ${first?.source.file}:${first?.source.line}`,
      });
  }

  private checkAddresses(): void {
    const owners = new Map<string, Workload>();
    for (const workload of this.lists.workloads.filter(isLive)) {
      for (const address of workload.addresses) {
        const key = `${address.family}/${address.value}`;
        const other = owners.get(key);
        if (other === undefined) owners.set(key, workload);
        else {
          const { file, line, column = 1 } = workload.source;
          this.report({
            severity: 'warning',
            code: 'shared-address',
            file,
            line,
            column,
            field: 'status.podIPs',
            object: `Pod/${workload.id}`,
            message: `${formatAddress(address)} is also that of ${other.id}`,
          });
        }
      }
    }
  }
}

/** What an object says, wherever it stands. */
const meaning = ({ items }: ParsedObject): string =>
  JSON.stringify(items, (key, value: unknown) =>
    key === 'source' ? undefined : typeof value === 'bigint' ? `${value}` : value,
  );
