/** A folder in a git work tree as policy source: what is committed at HEAD counts; commit, author and subject travel along. */
import { execFile } from 'node:child_process';
import { type FSWatcher, watch } from 'node:fs';
import { join, resolve } from 'node:path';
import type { TextFile } from '../policy/document.js';
import { ControllerError } from './error.js';
import type { PolicySource, SourceEvents } from './source.js';

export interface GitOptions {
  /** A folder in the work tree; what lies below it counts. */
  readonly path: string;
  readonly pollMs?: number;
}

const POLICY_FILE = /\.(ya?ml|json)$/i;
const HIDDEN = /(^|\/)\./;
const MAX_BYTES = 1 << 30;

export class GitSource implements PolicySource {
  readonly #path: string;
  readonly #pollMs: number;
  readonly #watchers: FSWatcher[] = [];
  #events: SourceEvents | undefined;
  #commit = '';
  #files = new Map<string, { readonly blob: string; readonly file: TextFile }>();
  #looking: Promise<void> = Promise.resolve();
  #poll: NodeJS.Timeout | undefined;
  #failing = '';

  constructor({ path, pollMs = 2_000 }: GitOptions) {
    this.#path = resolve(path);
    this.#pollMs = pollMs;
  }

  async start(events: SourceEvents): Promise<void> {
    this.#events = events;
    await this.#look();
    if (this.#events === undefined) return;
    this.#watchHead();
    this.#poll = setInterval(() => this.#soon(), this.#pollMs).unref();
  }

  close(): void {
    this.#events = undefined;
    clearInterval(this.#poll);
    for (const watcher of this.#watchers) watcher.close();
  }

  /** The reflog's folder tells of every commit, checkout and reset; the poll finds what it does not tell. */
  #watchHead(): void {
    void this.#git(['rev-parse', '--absolute-git-dir']).then(
      (dir) => {
        // It may have been closed while git was asked: what is opened now, nobody would close.
        if (this.#events === undefined) return;
        for (const folder of [dir.trim(), join(dir.trim(), 'logs')])
          try {
            this.#watchers.push(watch(folder, () => this.#soon()).on('error', () => undefined));
          } catch {
            // A bare or very young repository has no reflog, or the machine no watch left: the poll is enough.
          }
      },
      () => undefined,
    );
  }

  #soon(): void {
    this.#looking = this.#looking.then(() => this.#look());
  }

  async #look(): Promise<void> {
    if (this.#events === undefined) return;
    try {
      const commit = (await this.#git(['rev-parse', '--verify', 'HEAD^{commit}'])).trim();
      if (commit === this.#commit) return;
      const files = await this.#read(commit);
      const [author = '', subject = ''] = (await this.#git(['log', '-1', '--format=%an <%ae>%x00%s', commit]))
        .trimEnd()
        .split('\0');
      this.#commit = commit;
      this.#failing = '';
      this.#events?.changed({
        files,
        version: { id: commit, author, subject, timeUnixUs: Date.now() * 1000 },
        who: author,
      });
    } catch (error) {
      const { message } = error as Error;
      if (message === this.#failing) return;
      this.#failing = message;
      // What is read next is reported, be it the same commit: it ends the failure.
      this.#commit = '';
      this.#events?.failed(new ControllerError('SOURCE', this.#path, message, { cause: error }));
    }
  }

  async #read(commit: string): Promise<TextFile[]> {
    // Relative to the folder, which is where git runs.
    const listing = await this.#git(['ls-tree', '-r', '-z', commit, '.']);
    const blobs = listing
      .split('\0')
      .filter(Boolean)
      .map((line) => /^\d+ (\w+) ([0-9a-f]+)\t(.*)$/s.exec(line))
      .flatMap((match) => (match?.[1] === 'blob' ? [{ blob: match[2] as string, path: match[3] as string }] : []))
      .filter(({ path }) => POLICY_FILE.test(path) && !HIDDEN.test(path))
      .sort((a, b) => (a.path < b.path ? -1 : 1));
    const files = new Map<string, { readonly blob: string; readonly file: TextFile }>();
    for (const { blob, path } of blobs) {
      const before = this.#files.get(path);
      // Unchanged files are the same objects as before, so that they need not be parsed again.
      files.set(
        path,
        before?.blob === blob ? before : { blob, file: { path, text: await this.#git(['cat-file', 'blob', blob]) } },
      );
    }
    this.#files = files;
    return [...files.values()].map(({ file }) => file);
  }

  #git(args: readonly string[]): Promise<string> {
    return new Promise((resolve_, reject) => {
      const env = {
        PATH: process.env['PATH'],
        HOME: process.env['HOME'],
        LC_ALL: 'C',
        GIT_OPTIONAL_LOCKS: '0',
        GIT_TERMINAL_PROMPT: '0',
      };
      execFile(
        'git',
        ['-C', this.#path, ...args],
        { encoding: 'utf8', maxBuffer: MAX_BYTES, env },
        (error, stdout, stderr) => {
          if (error === null) resolve_(stdout);
          else reject(new Error(`git ${args[0] ?? ''}: ${stderr.trim() || error.message}`, { cause: error }));
        },
      );
    });
  }
}
