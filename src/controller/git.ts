/** A folder in a git work tree as policy source: what is committed at HEAD counts; commit, author and subject travel along. */
import { type FSWatcher, watch } from 'node:fs';
import { join, resolve } from 'node:path';
import type { TextFile } from '../policy/document.js';
import { MAX_FILE_BYTES, POLICY_FILE } from './entries.js';
import { ControllerError } from './error.js';
import { headOf, type Location, locate, Objects } from './repository.js';
import type { TextEvents, TextSource } from './text-source.js';

export interface GitOptions {
  /** A folder in the work tree; what lies below it counts. */
  readonly path: string;
  readonly pollMs?: number;
}

/** Of one commit or folder. */
const MAX_META_BYTES = 16 << 20;
const MAX_FILES = 500_000;
const MAX_DEPTH = 64;
const FOLDER = '40000';
const FILE = /^100(644|755|664)$/;

interface Listed {
  readonly path: string;
  readonly id: string;
}

export class GitSource implements TextSource {
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
    this.#events?.changed({ files, version, who: author });
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

async function readCommit(objects: Objects, id: string) {
  const { type, body } = await objects.read(id, MAX_META_BYTES);
  if (type !== 'commit') throw new Error(`HEAD: is a ${type}`);
  const text = body.toString('utf8');
  const end = text.indexOf('\n\n');
  const head = end < 0 ? text : text.slice(0, end);
  const tree = /^tree ([0-9a-f]+)$/m.exec(head)?.[1];
  if (tree === undefined) throw new Error(`commit ${id}: names no tree`);
  const author = /^author (.*) \d+ [+-]\d+$/m.exec(head)?.[1] ?? '';
  const [subject = ''] = (end < 0 ? '' : text.slice(end + 2)).trimStart().split(/\n\s*\n/);
  return { tree, author, subject: subject.trim().replaceAll('\n', ' ') };
}

interface TreeEntry extends Listed {
  readonly mode: string;
}

async function readTree(objects: Objects, id: string): Promise<TreeEntry[]> {
  const { type, body } = await objects.read(id, MAX_META_BYTES);
  if (type !== 'tree') throw new Error(`object ${id}: is a ${type}, no tree`);
  const entries: TreeEntry[] = [];
  for (let at = 0; at < body.length; ) {
    const nul = body.indexOf(0, at);
    const named = body.toString('utf8', at, nul);
    const space = named.indexOf(' ');
    const next = nul + 1 + id.length / 2;
    if (nul < 0 || space < 0 || next > body.length) throw new Error(`tree ${id}: is damaged`);
    const mode = named.slice(0, space);
    entries.push({ mode, path: named.slice(space + 1), id: body.toString('hex', nul + 1, next) });
    at = next;
  }
  return entries;
}

/** The tree of the folder; undefined: this commit has none. */
async function folderIn(objects: Objects, tree: string, below: string): Promise<string | undefined> {
  let id: string | undefined = tree;
  for (const name of below.split('/').filter((part) => part !== ''))
    id =
      id &&
      (await readTree(objects, id)).find(({ path, mode }) => path === name && mode.replace(/^0/, '') === FOLDER)?.id;
  return id;
}

/** Policy files below a tree, ascending by path. @param refused takes what is none, with its name */
async function list(objects: Objects, root: string, refused: string[]): Promise<Listed[]> {
  const found: Listed[] = [];
  let looked = 0;
  const visit = async (tree: string, prefix: string, depth: number): Promise<void> => {
    if (depth > MAX_DEPTH) throw new Error(`${prefix}: folders deeper than ${MAX_DEPTH}`);
    for (const { mode, path, id } of await readTree(objects, tree)) {
      if (++looked > MAX_FILES) throw new Error(`more than ${MAX_FILES} files and folders`);
      if (path.startsWith('.') || path.includes('/')) continue;
      const full = prefix + path;
      if (mode.replace(/^0/, '') === FOLDER) await visit(id, `${full}/`, depth + 1);
      else if (FILE.test(mode)) {
        if (POLICY_FILE.test(path)) found.push({ path: full, id });
      } else if (POLICY_FILE.test(path)) refused.push(`${full}: is no regular file (mode ${mode}), it is left out`);
    }
  };
  await visit(root, '', 0);
  return found.sort((a, b) => (a.path < b.path ? -1 : 1));
}
