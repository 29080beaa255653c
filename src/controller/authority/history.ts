/**
 * Who had a hand in what changed between two commits: every commit that the new head has and the old one has not, merges too.
 * A commit touches an object that it has otherwise than one of its parents. Objects are hash-checked where they are read, so the
 * repository's owner cannot leave a commit out: what nobody touched, nobody signed for.
 */
import { createHash } from 'node:crypto';
import { parseFile } from '../../policy/load.js';
import { POLICY_FILE } from '../entries.js';
import { folderIn, type Listed, list, readCommit } from '../git-objects.js';
import { writeItem } from '../items.js';
import type { Objects } from '../repository.js';
import { meaningOf } from './touch.js';

/** Commits looked at: those in question, and those that lead there. */
const MOST_COMMITS = 20_000;
/** Commits in question. */
const MOST_NEW = 2_000;
const MAX_BLOB = 64 << 20;

export interface Commit {
  readonly id: string;
  readonly tree: string;
  readonly parents: readonly string[];
  readonly committedS: number;
  readonly author: string;
  readonly body: Buffer;
}

export interface Hands {
  readonly commits: ReadonlyMap<string, Commit>;
  /** Ids of commits, by object (`<kind>/<namespace>/<name>`). */
  readonly touched: ReadonlyMap<string, readonly string[]>;
}

/**
 * @param from undefined: the head answers for all that it has
 * @param below the folder of policies
 * @throws Error: the history is not whole (a shallow clone), or too long
 */
export async function handsIn(objects: Objects, from: string | undefined, head: string, below: string): Promise<Hands> {
  const reader = new Reader(objects, below);
  const fresh = from === undefined ? [head] : await between(reader, from, head);
  const touched = new Map<string, string[]>();
  const commits = new Map<string, Commit>();
  for (const id of fresh) {
    const commit = await reader.commit(id);
    commits.set(id, commit);
    const bases = from === undefined || commit.parents.length === 0 ? [undefined] : commit.parents;
    const keys = new Set<string>();
    for (const base of bases)
      for (const key of await reader.differing(base === undefined ? undefined : await reader.commit(base), commit))
        keys.add(key);
    for (const key of keys) touched.set(key, [...(touched.get(key) ?? []), id]);
  }
  return { commits, touched };
}

/** Reachable from the head and not from the other. Clocks that are wrong make it longer, never shorter. */
async function between(reader: Reader, from: string, head: string): Promise<string[]> {
  const NEW = 1;
  const OLD = 2;
  const marks = new Map<string, number>();
  const queue = new Map<string, Commit>();
  const mark = async (id: string, as: number): Promise<void> => {
    const known = marks.get(id) ?? 0;
    if ((known | as) === known) return;
    marks.set(id, known | as);
    queue.set(id, await reader.commit(id));
    if (marks.size > MOST_COMMITS) throw new Error(`more than ${MOST_COMMITS} commits lie between ${from} and ${head}`);
  };
  await mark(from, OLD);
  await mark(head, NEW);
  while ([...queue.keys()].some((id) => marks.get(id) === NEW)) {
    const next = [...queue.values()].reduce((a, b) => (b.committedS > a.committedS ? b : a));
    queue.delete(next.id);
    for (const parent of next.parents) await mark(parent, marks.get(next.id) ?? 0);
  }
  // What is old is old with all that it came from, also where that was reached late.
  for (const id of [...marks.keys()].filter((one) => ((marks.get(one) ?? 0) & OLD) !== 0)) {
    const waiting = [id];
    for (let at = waiting.pop(); at !== undefined; at = waiting.pop())
      for (const parent of (await reader.commit(at)).parents)
        if (marks.get(parent) === NEW) {
          marks.set(parent, NEW | OLD);
          waiting.push(parent);
        }
  }
  const found = [...marks].filter(([, as]) => as === NEW).map(([id]) => id);
  if (found.length > MOST_NEW)
    throw new Error(`${found.length} commits since ${from}, at most ${MOST_NEW} are looked at: go there in steps`);
  return found;
}

class Reader {
  readonly #objects: Objects;
  readonly #below: string;
  readonly #commits = new Map<string, Commit>();
  readonly #files = new Map<string, ReadonlyMap<string, string>>();
  readonly #meanings = new Map<string, ReadonlyMap<string, string>>();

  constructor(objects: Objects, below: string) {
    this.#objects = objects;
    this.#below = below;
  }

  async commit(id: string): Promise<Commit> {
    const known = this.#commits.get(id);
    if (known !== undefined) return known;
    const { tree, author, parents, committedS, body } = await readCommit(this.#objects, id);
    const commit = { id, tree, author, parents, committedS, body };
    this.#commits.set(id, commit);
    return commit;
  }

  /** Objects that the two have otherwise. */
  async differing(before: Commit | undefined, after: Commit): Promise<string[]> {
    const [old, now] = [await this.#list(before), await this.#list(after)];
    const paths = [...new Set([...old.keys(), ...now.keys()])].filter((path) => old.get(path) !== now.get(path));
    const [was, is] = [await this.#all(paths, old), await this.#all(paths, now)];
    return [...new Set([...was.keys(), ...is.keys()])].filter((key) => was.get(key) !== is.get(key));
  }

  /** Policy files of a commit: their blobs by path. */
  async #list(commit: Commit | undefined): Promise<ReadonlyMap<string, string>> {
    if (commit === undefined) return new Map();
    const root = await folderIn(this.#objects, commit.tree, this.#below);
    if (root === undefined) return new Map();
    const known = this.#files.get(root);
    if (known !== undefined) return known;
    const files: Listed[] = await list(this.#objects, root, []);
    const made = new Map(files.filter(({ path }) => POLICY_FILE.test(path)).map(({ path, id }) => [path, id]));
    this.#files.set(root, made);
    return made;
  }

  async #all(paths: readonly string[], files: ReadonlyMap<string, string>): Promise<Map<string, string>> {
    const found = new Map<string, string>();
    for (const path of paths) {
      const blob = files.get(path);
      if (blob === undefined) continue;
      for (const [key, digest] of await this.#meaning(blob)) found.set(key, (found.get(key) ?? '') + digest);
    }
    return found;
  }

  /** Digests of what the file's objects mean. */
  async #meaning(blob: string): Promise<ReadonlyMap<string, string>> {
    const known = this.#meanings.get(blob);
    if (known !== undefined) return known;
    const { body } = await this.#objects.read(blob, MAX_BLOB);
    const found = new Map<string, string>();
    for (const { objects } of parseFile({ path: 'file.yaml', text: body.toString('utf8') }))
      for (const { id, items } of objects)
        found.set(
          id,
          createHash('sha256')
            .update(writeItem(meaningOf(items)))
            .digest('base64'),
        );
    this.#meanings.set(blob, found);
    return found;
  }
}
