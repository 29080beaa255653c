/** What lies in a folder of policy, whose authors may be anyone: regular files, links that stay inside, and what is refused. */
import { type BigIntStats, lstatSync, readdirSync, realpathSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

export const POLICY_FILE = /\.(ya?ml|json)$/i;
/** Of one file. */
export const MAX_FILE_BYTES = 64 << 20;
/** Entries of all folders together. */
const MAX_ENTRIES = 500_000;
/** Entries looked at before others have a turn. */
const AT_ONCE = 1000;

export type Entry =
  /** `real`: the same without links; `fact`: changes whenever the content may have. */
  | { readonly kind: 'file'; readonly real: string; readonly fact: string }
  | { readonly kind: 'folder'; readonly real: string; readonly linked: boolean }
  | { readonly kind: 'refused'; readonly why: string }
  /** Gone, or of no concern. */
  | { readonly kind: 'none' };

const NONE: Entry = { kind: 'none' };

const inside = (root: string, path: string): boolean => path === root || path.startsWith(root + sep);

/** @param root without links @param path below it. @throws Error: it cannot be looked at */
export function inspect(root: string, path: string): Entry {
  const named = POLICY_FILE.test(path);
  const found = lstatSync(path, { bigint: true, throwIfNoEntry: false });
  if (found === undefined) return NONE;
  if (!found.isSymbolicLink()) return entryOf(path, found, named, false);
  let real: string;
  try {
    real = realpathSync(path);
  } catch (error) {
    const loop = (error as NodeJS.ErrnoException).code === 'ELOOP';
    return named || loop ? { kind: 'refused', why: loop ? 'is a loop of links' : 'is a link to nothing' } : NONE;
  }
  const target = lstatSync(real, { bigint: true, throwIfNoEntry: false });
  if (target === undefined) return NONE;
  if (!inside(root, real))
    return named || target.isDirectory() ? { kind: 'refused', why: 'is a link that leads out of the folder' } : NONE;
  return entryOf(real, target, named, true);
}

function entryOf(real: string, found: BigIntStats, named: boolean, linked: boolean): Entry {
  if (found.isDirectory()) return { kind: 'folder', real, linked };
  if (!named) return NONE;
  if (!found.isFile()) return { kind: 'refused', why: 'is no regular file' };
  if (found.size > MAX_FILE_BYTES) return { kind: 'refused', why: `has ${found.size} bytes, over ${MAX_FILE_BYTES}` };
  const { ino, size, mtimeNs, ctimeNs } = found;
  return { kind: 'file', real, fact: `${ino} ${size} ${mtimeNs} ${ctimeNs}` };
}

export interface Found {
  readonly files: ReadonlyMap<string, { readonly real: string; readonly fact: string }>;
  /** As they were reached. */
  readonly folders: ReadonlySet<string>;
  /** Why, by path. */
  readonly refused: ReadonlyMap<string, string>;
}

/**
 * Everything below the root that is not hidden; each folder once, however many links lead to it. Synchronous calls: thousands
 * of files are looked at every two seconds, and a promise for each costs ten times as much.
 * @param root without links. @throws Error: a folder cannot be read
 */
export async function entriesBelow(root: string): Promise<Found> {
  const files = new Map<string, { readonly real: string; readonly fact: string }>();
  const folders = new Set<string>();
  const refused = new Map<string, string>();
  const seen = new Set<string>();
  const waiting = [{ path: root, real: root }];
  // Folders as they are come first: a link to one of them leads to nothing new.
  const linked: typeof waiting = [];
  let looked = 0;
  for (;;) {
    const next = waiting.shift() ?? linked.shift();
    if (next === undefined) break;
    if (seen.has(next.real)) {
      refused.set(next.path, 'is a link to a folder that is read already');
      continue;
    }
    seen.add(next.real);
    folders.add(next.path);
    for (const name of readdirSync(next.path)) {
      if (name.startsWith('.')) continue;
      if (++looked > MAX_ENTRIES) throw new Error(`more than ${MAX_ENTRIES} files and folders`);
      if (looked % AT_ONCE === 0) await new Promise((resolve) => setImmediate(resolve));
      const path = join(next.path, name);
      const entry = inspect(root, path);
      if (entry.kind === 'folder') (entry.linked ? linked : waiting).push({ path, real: entry.real });
      else if (entry.kind === 'file') files.set(path, entry);
      else if (entry.kind === 'refused') refused.set(path, entry.why);
    }
  }
  return { files, folders, refused };
}

/** One line each, by paths as people know them. */
export const refusals = (root: string, refused: ReadonlyMap<string, string>): string[] =>
  [...refused]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, why]) => `${relative(root, path)}: ${why}, it is left out`);
