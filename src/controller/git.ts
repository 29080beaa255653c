/** A folder in a git work tree as policy source: what is committed at HEAD counts; commit, author and subject travel along. */
import { type FSWatcher, watch } from 'node:fs';
import { join, resolve } from 'node:path';
import type { TextFile } from '../policy/document.js';
import { signedIn } from './authority/signed.js';
import { MAX_FILE_BYTES } from './entries.js';
import { ControllerError } from './error.js';
import { folderIn, type Listed, list, readCommit } from './git-objects.js';
import { headOf, type Location, locate, Objects } from './repository.js';
import type { TextEvents, TextSource } from './text-source.js';

export interface GitOptions {
  /** A folder in the work tree; what lies below it counts. */
  readonly path: string;
  readonly pollMs?: number;
}

export class GitSource implements TextSource {
  readonly origin = 'git';
  readonly #path: string;
  readonly #pollMs: number;
  readonly #watchers: FSWatcher[] = [];
  #events: TextEvents | undefined;
  #commit = '';
  #files = new Map<string, { readonly blob: string; readonly file: TextFile }>();
  #looking: Promise<void> = Promise.resolve();
  #poll: NodeJS.Timeout | undefined;
  #failing = '';

  constructor({ path, pollMs = 2_000 }: GitOptions) {
    this.#path = resolve(path);
    this.#pollMs = pollMs;
  }

  async start(events: TextEvents): Promise<void> {
    this.#events = events;
    await this.#look();
    if (this.#events === undefined) return;
    this.#poll = setInterval(() => this.#soon(), this.#pollMs).unref();
  }

  close(): void {
    this.#events = undefined;
    clearInterval(this.#poll);
    for (const watcher of this.#watchers) watcher.close();
  }

  /** The reflog's folder tells of every commit, checkout and reset; the poll finds what it does not tell. */
  #watch({ gitDir }: Location): void {
    if (this.#watchers.length > 0) return;
    for (const folder of [gitDir, join(gitDir, 'logs')])
      try {
        this.#watchers.push(watch(folder, () => this.#soon()).on('error', () => undefined));
      } catch {
        // A bare or very young repository has no reflog, or the machine no watch left: the poll is enough.
      }
  }

  #soon(): void {
    this.#looking = this.#looking.then(() => this.#look());
  }

  async #look(): Promise<void> {
    if (this.#events === undefined) return;
    try {
      const location = locate(this.#path);
      this.#watch(location);
      const commit = headOf(location);
      if (commit === this.#commit) return;
      const objects = new Objects(location, commit);
      try {
        await this.#take(commit, location.below, objects);
      } finally {
        objects.close();
      }
    } catch (error) {
      const { message } = error as Error;
      if (message === this.#failing) return;
      this.#failing = message;
      // What is read next is reported, be it the same commit: it ends the failure.
      this.#commit = '';
      this.#events?.failed(new ControllerError('SOURCE', this.#path, message, { cause: error }));
    }
  }

  async #take(commit: string, below: string, objects: Objects): Promise<void> {
    const { tree, author, subject } = await readCommit(objects, commit);
    const refused: string[] = [];
    const root = await folderIn(objects, tree, below);
    const listed = root === undefined ? [] : await list(objects, root, refused);
    const files = await this.#read(objects, listed);
    this.#commit = commit;
    this.#failing = '';
    const version = { id: commit, author, subject, timeUnixUs: Date.now() * 1000 };
    this.#events?.changed({ files, version, who: author, signed: signedIn(this.#path, commit) });
    if (refused.length > 0) {
      const told = refused.slice(0, 20).join('; ');
      this.#events?.failed(new ControllerError('SOURCE', this.#path, told));
    }
  }

  async #read(objects: Objects, listed: readonly Listed[]): Promise<TextFile[]> {
    const files = new Map<string, { readonly blob: string; readonly file: TextFile }>();
    for (const { id, path } of listed) {
      const before = this.#files.get(path);
      if (before?.blob === id) {
        // Unchanged files are the same objects as before, so that they need not be parsed again.
        files.set(path, before);
        continue;
      }
      const { type, body } = await objects.read(id, MAX_FILE_BYTES);
      if (type !== 'blob') throw new Error(`${path}: is a ${type}`);
      files.set(path, { blob: id, file: { path, text: body.toString('utf8') } });
    }
    this.#files = files;
    return [...files.values()].map(({ file }) => file);
  }
}
