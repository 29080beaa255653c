/** Which files of a folder are left out: globs as in `.gitignore`, without negation. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

export const IGNORE_FILE = '.osgignore';

/** Whether the path, relative to the folder whose list it is, is left out. */
export type Ignored = (relative: string, directory: boolean) => boolean;

/** `*` and `?` stay within a name, `**` does not; without a slash a glob is of names at any depth; with one at its end, of folders. */
export function ignoring(globs: readonly string[]): Ignored {
  const patterns = globs.map((glob) => glob.trim()).filter((glob) => glob !== '' && !glob.startsWith('#'));
  const tests = patterns.map((glob) => {
    const directories = glob.endsWith('/');
    const body = glob.replace(/\/+$/, '');
    const anchored = body.includes('/');
    const source = body
      .replace(/^\.?\//, '')
      .replace(/\*\*\/|\*\*|[*?]|[^*?]+/g, (part) => GLOB[part] ?? literal(part));
    return { directories, test: new RegExp(`^${anchored ? '' : '(?:.*/)?'}${source}$`) };
  });
  return (relative, directory) =>
    tests.some(({ directories, test }) => (directory || !directories) && test.test(relative));
}

const GLOB: Readonly<Record<string, string>> = { '**/': '(?:.*/)?', '**': '.*', '*': '[^/]*', '?': '[^/]' };
const literal = (text: string): string => text.replace(/[.+^${}()|[\]\\]/g, '\\$&');

/** What the folder itself says. */
export async function ignoreFileOf(folder: string): Promise<Ignored> {
  try {
    return ignoring((await readFile(join(folder, IGNORE_FILE), 'utf8')).split('\n'));
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return () => false;
    throw cause;
  }
}
