/** Commits and folders of a git repository, from its objects alone. */
import { POLICY_FILE } from './entries.js';
import type { Objects } from './repository.js';

/** Of one commit or folder. */
const MAX_META_BYTES = 16 << 20;
const MAX_FILES = 500_000;
const MAX_DEPTH = 64;
const FOLDER = '40000';
const FILE = /^100(644|755|664)$/;

export interface Listed {
  readonly path: string;
  readonly id: string;
}

export async function readCommit(objects: Objects, id: string) {
  const { type, body } = await objects.read(id, MAX_META_BYTES);
  if (type !== 'commit') throw new Error(`HEAD: is a ${type}`);
  const text = body.toString('utf8');
  const end = text.indexOf('\n\n');
  const head = end < 0 ? text : text.slice(0, end);
  const tree = /^tree ([0-9a-f]+)$/m.exec(head)?.[1];
  if (tree === undefined) throw new Error(`commit ${id}: names no tree`);
  const author = /^author (.*) \d+ [+-]\d+$/m.exec(head)?.[1] ?? '';
  const [subject = ''] = (end < 0 ? '' : text.slice(end + 2)).trimStart().split(/\n\s*\n/);
  const parents = [...head.matchAll(/^parent ([0-9a-f]+)$/gm)].map(([, parent]) => parent as string);
  const committedS = Number(/^committer .* (\d+) [+-]\d+$/m.exec(head)?.[1] ?? 0);
  return { tree, author, subject: subject.trim().replaceAll('\n', ' '), parents, committedS, body };
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
export async function folderIn(objects: Objects, tree: string, below: string): Promise<string | undefined> {
  let id: string | undefined = tree;
  for (const name of below.split('/').filter((part) => part !== ''))
    id =
      id &&
      (await readTree(objects, id)).find(({ path, mode }) => path === name && mode.replace(/^0/, '') === FOLDER)?.id;
  return id;
}

/** Policy files below a tree, ascending by path. @param refused takes what is none, with its name */
export async function list(objects: Objects, root: string, refused: string[]): Promise<Listed[]> {
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
