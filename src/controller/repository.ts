/**
 * A git repository whose owner may be anyone. Nothing of it is believed but its objects, and those only if they hash to their
 * names: no configuration, hooks, replacements, grafts or commit graphs are read, and no program of its choice runs. HEAD and
 * refs are read here; objects come from `git cat-file` in a repository of our own that borrows the object folder.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { readPlainFile } from './plain-file.js';

/** Where a folder's commits are. */
export interface Location {
  /** Of this work tree: HEAD, logs. */
  readonly gitDir: string;
  /** Of the repository: objects, refs. */
  readonly common: string;
  /** The folder below the work tree, `/` between names; empty: all of it. */
  readonly below: string;
}

export interface GitObject {
  readonly type: string;
  readonly body: Buffer;
}

const MAX_TEXT = 16 << 20;
const ID = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;
const MAX_LINKS = 5;

const textOf = (path: string): string | undefined => readPlainFile(path, MAX_TEXT)?.toString('utf8').trim();
const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;

/** @throws Error: there is no repository, or one that is not safe to read */
export function locate(folder: string): Location {
  const start = realpathSync(folder);
  for (let top = start; ; top = dirname(top)) {
    const below = relative(top, start).split(sep).join('/');
    const dot = join(top, '.git');
    if (isFolder(dot)) return checked({ gitDir: dot, below });
    if (existsSync(dot)) return checked({ gitDir: linkedDir(dot), below });
    if (existsSync(join(top, 'HEAD')) && isFolder(join(top, 'objects'))) return checked({ gitDir: top, below: '' });
    if (top === dirname(top)) throw new Error(`not a git repository: ${start}`);
  }
}

/** Of a work tree beside its repository; both must name each other. */
function linkedDir(dot: string): string {
  const to = /^gitdir: (.+)$/.exec(textOf(dot) ?? '')?.[1];
  if (to === undefined) throw new Error(`${dot}: names no git folder`);
  const gitDir = realpathSync(resolve(dirname(dot), to));
  const back = textOf(join(gitDir, 'gitdir'));
  if (back === undefined || resolve(gitDir, back) !== dot)
    throw new Error(`${gitDir}: is not the git folder of ${dirname(dot)}`);
  return gitDir;
}

function checked({ gitDir, below }: Pick<Location, 'gitDir' | 'below'>): Location {
  const commonText = textOf(join(gitDir, 'commondir'));
  const common = commonText === undefined ? gitDir : realpathSync(resolve(gitDir, commonText));
  const objects = join(common, 'objects');
  for (const path of [objects, join(objects, 'info'), join(objects, 'pack')])
    if (existsSync(path) && realpathSync(path) !== path) throw new Error(`${path}: is a link`);
  const alternates = (textOf(join(objects, 'info', 'alternates')) ?? '').split('\n').filter((line) => line !== '');
  if (alternates.length > 0)
    throw new Error(`${objects}: borrows objects of ${alternates[0]} (info/alternates), which is not followed`);
  return { gitDir, common, below };
}

/** The commit that HEAD names. @throws Error */
export function headOf({ gitDir, common }: Location): string {
  let ref = 'HEAD';
  for (let i = 0; i < MAX_LINKS; i++) {
    const text = textOf(join(ref === 'HEAD' ? gitDir : common, ref)) ?? packed(common, ref);
    if (text === undefined) throw new Error(`${ref}: no commit yet`);
    if (ID.test(text)) return text;
    const next = /^ref: (refs\/[^\0]+)$/.exec(text)?.[1];
    if (next === undefined || isAbsolute(next) || next.split('/').includes('..'))
      throw new Error(`${ref}: names neither a commit nor a branch`);
    ref = next;
  }
  throw new Error('HEAD: a loop of references');
}

function packed(common: string, ref: string): string | undefined {
  for (const line of (textOf(join(common, 'packed-refs')) ?? '').split('\n'))
    if (line.slice(line.indexOf(' ') + 1) === ref) return line.slice(0, line.indexOf(' '));
  return undefined;
}

/** Objects by name, each checked. To be closed. */
export class Objects {
  readonly #folder: string;
  readonly #algorithm: 'sha1' | 'sha256';
  readonly #child: ChildProcess;
  /** Not taken yet. */
  #chunks: Buffer[] = [];
  #length = 0;
  #ended: Error | undefined;
  #wake: (() => void) | undefined;
  #stderr = '';

  /** @param id of any object: its length tells how this repository hashes */
  constructor({ common }: Location, id: string) {
    this.#algorithm = id.length === 64 ? 'sha256' : 'sha1';
    this.#folder = mkdtempSync(join(tmpdir(), 'osg-git-'));
    for (const path of ['objects/info', 'refs']) mkdirSync(join(this.#folder, path), { recursive: true });
    const extension = this.#algorithm === 'sha256' ? '[extensions]\n\tobjectFormat = sha256\n' : '';
    const config = `[core]\n\trepositoryformatversion = 1\n\tbare = true\n\tcommitGraph = false\n${extension}`;
    writeFileSync(join(this.#folder, 'config'), config);
    writeFileSync(join(this.#folder, 'HEAD'), 'ref: refs/heads/none\n');
    writeFileSync(join(this.#folder, 'objects/info/alternates'), `${JSON.stringify(join(common, 'objects'))}\n`);
    const env = {
      PATH: process.env['PATH'],
      HOME: this.#folder,
      LC_ALL: 'C',
      GIT_DIR: this.#folder,
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_ATTR_NOSYSTEM: '1',
      GIT_NO_REPLACE_OBJECTS: '1',
      GIT_NO_LAZY_FETCH: '1',
      GIT_OPTIONAL_LOCKS: '0',
      GIT_TERMINAL_PROMPT: '0',
    };
    const child = spawn('git', ['--no-replace-objects', 'cat-file', '--batch'], { cwd: this.#folder, env });
    child.stdout.on('data', (bytes: Buffer) => {
      this.#chunks.push(bytes);
      this.#length += bytes.length;
      this.#wake?.();
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr = (this.#stderr + text).slice(-500);
    });
    const end = (error: Error): void => {
      this.#ended ??= error;
      this.#wake?.();
    };
    child.on('error', end);
    child.on('close', () => end(new Error(`git cat-file: ${this.#stderr.trim() || 'ended'}`)));
    child.stdin.on('error', end);
    this.#child = child;
  }

  /** @throws Error: it is missing, larger, or not what its name says */
  async read(id: string, maxBytes: number): Promise<GitObject> {
    this.#child.stdin?.write(`${id}\n`);
    const head = (await this.#line()).split(' ');
    const [, type = '', size = ''] = head;
    if (head.length !== 3) throw new Error(`object ${id}: ${type || 'cannot be read'}`);
    if (Number(size) > maxBytes) throw new Error(`object ${id}: has ${size} bytes, over ${maxBytes}`);
    const body = (await this.#bytes(Number(size) + 1)).subarray(0, -1);
    const hash = createHash(this.#algorithm).update(`${type} ${size}\0`).update(body).digest('hex');
    if (hash !== id) throw new Error(`object ${id}: is another object`);
    return { type, body };
  }

  close(): void {
    this.#child.kill('SIGKILL');
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #line(): Promise<string> {
    for (;;) {
      const end = this.#joined().indexOf(10);
      if (end >= 0) return (await this.#bytes(end + 1)).toString('utf8').trimEnd();
      await this.#more();
    }
  }

  async #bytes(length: number): Promise<Buffer> {
    while (this.#length < length) await this.#more();
    const bytes = this.#joined();
    this.#chunks = [bytes.subarray(length)];
    this.#length -= length;
    return bytes.subarray(0, length);
  }

  #joined(): Buffer {
    const bytes = Buffer.concat(this.#chunks);
    this.#chunks = [bytes];
    return bytes;
  }

  #more(): Promise<void> {
    return new Promise((done, fail) => {
      this.#wake = () => {
        this.#wake = undefined;
        if (this.#ended === undefined) done();
        else fail(this.#ended);
      };
      if (this.#ended !== undefined) this.#wake();
    });
  }
}
