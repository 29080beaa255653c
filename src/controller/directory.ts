/** A watched directory as policy source: kernel notifications, a quiet time, and a slow poll for what they miss. */
import { createHash } from 'node:crypto';
import { type FSWatcher, watch } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { ControllerError } from './error.js';
import type { PolicySource, SourceEvents } from './source.js';
import type { StoredFile } from './store.js';

export interface DirectoryOptions {
  readonly path: string;
  /** Nothing may have changed for so long before files are read: writers are seldom atomic. */
  readonly quietMs?: number;
  /** A directory that is never quiet is read all the same. */
  readonly maxWaitMs?: number;
  readonly pollMs?: number;
}

const POLICY_FILE = /\.(ya?ml|json)$/i;

export class DirectorySource implements PolicySource {
  readonly #root: string;
  readonly #quietMs: number;
  readonly #maxWaitMs: number;
  readonly #pollMs: number;
  readonly #watchers = new Map<string, FSWatcher>();
  #events: SourceEvents | undefined;
  #files: ReadonlyMap<string, StoredFile> = new Map();
  #fingerprint = '';
  #digest = '';
  #timer: NodeJS.Timeout | undefined;
  #firstEvent = 0;
  #poll: NodeJS.Timeout | undefined;
  #reading: Promise<void> = Promise.resolve();
  #failing = '';

  constructor({ path, quietMs = 30, maxWaitMs = 500, pollMs = 2_000 }: DirectoryOptions) {
    this.#root = path;
    this.#quietMs = quietMs;
    this.#maxWaitMs = maxWaitMs;
    this.#pollMs = pollMs;
  }

  async start(events: SourceEvents): Promise<void> {
    this.#events = events;
    await this.#read();
    this.#poll = setInterval(() => this.#soon(0), this.#pollMs).unref();
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
      const { paths, fingerprint } = await this.#scan();
      if (fingerprint === this.#fingerprint) return;
      const files = await Promise.all(paths.map((path) => this.#file(path)));
      this.#files = new Map(files.map((file) => [file.path, file]));
      this.#fingerprint = fingerprint;
      this.#failing = '';
      this.#report(files);
    } catch (error) {
      this.#fail(error as Error);
    }
  }

  /** Unchanged files are the same objects as before, so that they need not be parsed again. */
  async #file(absolute: string): Promise<StoredFile> {
    const path = relative(this.#root, absolute);
    const text = await readFile(absolute, 'utf8');
    const before = this.#files.get(path);
    return before?.text === text ? before : { path, text };
  }

  /** The same failure is reported once. */
  #fail(error: Error): void {
    if (error.message === this.#failing) return;
    this.#failing = error.message;
    this.#fingerprint = '';
    this.#events?.failed(new ControllerError('SOURCE', this.#root, error.message, { cause: error }));
  }

  #report(files: readonly StoredFile[]): void {
    const digest = createHash('sha256')
      .update(JSON.stringify(files.map(({ path, text }) => [path, text])))
      .digest('hex');
    if (digest === this.#digest) return;
    this.#digest = digest;
    const version = { id: digest.slice(0, 12), author: '', subject: '', timeUnixUs: Date.now() * 1000 };
    this.#events?.changed({ files, version, who: 'directory' });
  }

  async #scan(): Promise<{ paths: string[]; fingerprint: string }> {
    const paths: string[] = [];
    const facts: string[] = [];
    const folders = new Set<string>();
    const visit = async (folder: string): Promise<void> => {
      folders.add(folder);
      this.#watch(folder);
      for (const entry of await readdir(folder)) {
        if (entry.startsWith('.')) continue;
        const path = join(folder, entry);
        const facts_ = await stat(path, { bigint: true });
        if (facts_.isDirectory()) await visit(path);
        else if (POLICY_FILE.test(entry)) {
          paths.push(path);
          facts.push(`${path} ${facts_.ino} ${facts_.size} ${facts_.mtimeNs} ${facts_.ctimeNs}`);
        }
      }
    };
    await visit(this.#root);
    for (const [folder, watcher] of this.#watchers) {
      if (folders.has(folder)) continue;
      watcher.close();
      this.#watchers.delete(folder);
    }
    return { paths: paths.sort(), fingerprint: facts.sort().join('\n') };
  }

  #watch(folder: string): void {
    if (this.#watchers.has(folder) || this.#events === undefined) return;
    const watcher = watch(folder, () => this.#soon(this.#quietMs));
    watcher.on('error', () => {
      watcher.close();
      this.#watchers.delete(folder);
    });
    this.#watchers.set(folder, watcher);
  }
}
