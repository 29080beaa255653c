/** A watched directory as policy source: kernel notifications, a quiet time, and a slow poll for what they miss. */
import { createHash } from 'node:crypto';
import { type FSWatcher, realpathSync, watch } from 'node:fs';
import { join, relative } from 'node:path';
import type { TextFile } from '../policy/document.js';
import { entriesBelow, inspect, MAX_FILE_BYTES, POLICY_FILE, refusals } from './entries.js';
import { ControllerError } from './error.js';
import { readPlainFile } from './plain-file.js';
import type { TextEvents, TextSource } from './text-source.js';

export interface DirectoryOptions {
  readonly path: string;
  /** Nothing may have changed for so long before files are read: writers are seldom atomic. */
  readonly quietMs?: number;
  /** A directory that is never quiet is read all the same. */
  readonly maxWaitMs?: number;
  readonly pollMs?: number;
}

interface Fact {
  /** Without links. */
  readonly real: string;
  readonly fact: string;
}

export class DirectorySource implements TextSource {
  readonly #root: string;
  readonly #quietMs: number;
  readonly #maxWaitMs: number;
  readonly #pollMs: number;
  readonly #watchers = new Map<string, FSWatcher>();
  #events: TextEvents | undefined;
  #files: ReadonlyMap<string, Held> = new Map();
  /** By absolute path. */
  #facts: ReadonlyMap<string, Fact> = new Map();
  /** Why some entries are left out, by absolute path. */
  #refused: ReadonlyMap<string, string> = new Map();
  #told = '';
  /** Paths that notifications named since the last look; undefined: everything is to be looked at. */
  #touched: Set<string> | undefined;
  #digest = '';
  #timer: NodeJS.Timeout | undefined;
  #firstEvent = 0;
  #poll: NodeJS.Timeout | undefined;
  #reading: Promise<void> = Promise.resolve();
  #failing = '';
  #watchFailed = false;

  constructor({ path, quietMs = 30, maxWaitMs = 500, pollMs = 2_000 }: DirectoryOptions) {
    this.#root = path;
    this.#quietMs = quietMs;
    this.#maxWaitMs = maxWaitMs;
    this.#pollMs = pollMs;
  }

  async start(events: TextEvents): Promise<void> {
    this.#events = events;
    await this.#read();
    if (this.#events === undefined) return;
    this.#poll = setInterval(() => {
      this.#touched = undefined;
      this.#soon(0);
    }, this.#pollMs).unref();
  }

  close(): void {
    this.#events = undefined;
    clearInterval(this.#poll);
    clearTimeout(this.#timer);
    for (const watcher of this.#watchers.values()) watcher.close();
    this.#watchers.clear();
  }

  #soon(quietMs: number): void {
    const now = performance.now();
    if (this.#timer === undefined) this.#firstEvent = now;
    else if (quietMs === 0) return;
    clearTimeout(this.#timer);
    const wait = Math.max(0, Math.min(quietMs, this.#firstEvent + this.#maxWaitMs - now));
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#reading = this.#reading.then(() => this.#read());
    }, wait);
  }

  async #read(): Promise<void> {
    try {
      const root = realpathSync(this.#root);
      const facts = this.#lookAt(root) ?? (await this.#scan(root));
      const same = (path: string, { fact }: Fact): boolean => this.#facts.get(path)?.fact === fact;
      if (facts.size !== this.#facts.size || ![...facts].every(([path, fact]) => same(path, fact))) {
        const files = [...facts].map(([path, fact]) => this.#file(root, path, fact.real, same(path, fact)));
        this.#files = new Map(files.map((held) => [held.file.path, held]));
        this.#facts = facts;
        this.#failing = '';
        this.#report(files);
      }
      this.#tell(root);
    } catch (error) {
      this.#fail(error as Error);
    }
  }

  /** What is unchanged is not read again. */
  #file(root: string, absolute: string, real: string, unchanged: boolean): Held {
    const path = relative(root, absolute);
    const before = this.#files.get(path);
    if (unchanged && before !== undefined) return before;
    const text = readPlainFile(real, MAX_FILE_BYTES)?.toString('utf8');
    if (text === undefined) throw new Error(`${path}: is gone`);
    return before?.file.text === text ? before : { file: { path, text }, digest: digestOf(path, text) };
  }

  /** What is left out is told after the rest was taken, and when that changes. */
  #tell(root: string): void {
    const told = refusals(root, this.#refused).slice(0, 20).join('; ');
    if (told === this.#told) return;
    this.#told = told;
    if (told !== '') this.#events?.failed(new ControllerError('SOURCE', this.#root, told));
    else {
      // What is taken next ends the complaint.
      this.#digest = '';
      this.#report([...this.#files.values()]);
    }
  }

  /** The same failure is reported once. */
  #fail(error: Error): void {
    if (error.message === this.#failing) return;
    this.#failing = error.message;
    // What is read next is reported, be it what was there before: it ends the failure.
    this.#facts = new Map();
    this.#digest = '';
    this.#told = '';
    this.#events?.failed(new ControllerError('SOURCE', this.#root, error.message, { cause: error }));
  }

  #report(held: readonly Held[]): void {
    const digest = digestOfAll(held);
    if (digest === this.#digest) return;
    this.#digest = digest;
    this.#told = '';
    const version = { id: digest.slice(0, 12), author: '', subject: '', timeUnixUs: Date.now() * 1000 };
    const files = held.map(({ file }) => file);
    this.#events?.changed({ files, version, who: 'directory' });
  }

  /** The facts with those anew that notifications named; undefined where only a look at everything will do. */
  #lookAt(root: string): ReadonlyMap<string, Fact> | undefined {
    const touched = this.#touched;
    this.#touched = new Set();
    if (touched === undefined || this.#facts.size === 0) return undefined;
    const facts = new Map(this.#facts);
    const refused = new Map(this.#refused);
    for (const path of touched) {
      const entry = inspect(root, path);
      if (entry.kind === 'folder' || this.#watchers.has(path)) return undefined;
      if (!POLICY_FILE.test(path)) continue;
      refused.delete(path);
      if (entry.kind === 'file') facts.set(path, entry);
      else facts.delete(path);
      if (entry.kind === 'refused') refused.set(path, entry.why);
    }
    this.#refused = refused;
    return facts.size === this.#facts.size ? facts : inOrder(facts);
  }

  /** Every policy file and what tells whether it changed, ascending by path. */
  async #scan(root: string): Promise<ReadonlyMap<string, Fact>> {
    const { files, folders, refused } = await entriesBelow(root);
    for (const folder of folders) this.#watch(folder);
    for (const [folder, watcher] of this.#watchers) {
      if (folders.has(folder)) continue;
      watcher.close();
      this.#watchers.delete(folder);
    }
    this.#refused = refused;
    return inOrder(files);
  }

  #watch(folder: string): void {
    if (this.#watchers.has(folder) || this.#events === undefined) return;
    let watcher: FSWatcher;
    try {
      watcher = watch(folder, (_event, name) => {
        // Hidden names are how folders are swapped as a whole.
        if (name === null || name.startsWith('.')) this.#touched = undefined;
        else this.#touched?.add(join(folder, name));
        this.#soon(this.#quietMs);
      });
    } catch (error) {
      this.#notWatched(error as NodeJS.ErrnoException);
      return;
    }
    watcher.on('error', () => {
      watcher.close();
      this.#watchers.delete(folder);
    });
    this.#watchers.set(folder, watcher);
  }

  /**
   * Other software may hold all watches that the kernel gives (F118): the poll finds every change too, only later. Said once;
   * every look at the whole tree tries again. @throws what has another cause: the folder cannot be read
   */
  #notWatched(error: NodeJS.ErrnoException): void {
    if (!NO_WATCHES.has(error.code)) throw error;
    if (this.#watchFailed) return;
    this.#watchFailed = true;
    const why = `no notifications of changes (${error.message}): looked at every ${this.#pollMs / 1000} s instead`;
    this.#events?.warned?.(new ControllerError('SOURCE', this.#root, why, { cause: error }));
  }
}

/** With its digest: a change of one costs no reading of the others. */
interface Held {
  readonly file: TextFile;
  readonly digest: bigint;
}

function digestOf(path: string, text: string): bigint {
  const hash = createHash('sha256')
    .update(`${JSON.stringify(path)} ${text.length}\n`)
    .update(text);
  return BigInt(`0x${hash.digest('hex')}`);
}

function digestOfAll(held: readonly Held[]): string {
  const sum = held.reduce((all, { digest }) => all + digest, BigInt(held.length));
  return BigInt.asUintN(256, sum).toString(16).padStart(64, '0');
}

const NO_WATCHES: ReadonlySet<string | undefined> = new Set(['EMFILE', 'ENFILE', 'ENOSPC', 'ENOMEM']);

const inOrder = (facts: Iterable<readonly [string, Fact]>): Map<string, Fact> =>
  new Map([...facts].sort(([a], [b]) => (a < b ? -1 : 1)));
