/** What a lab needs beside the product: fetched by deploy/lab/parts.mjs, on request alone. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = (path: string): string => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
export const LAB = here('deploy/lab');
const FETCH = join(LAB, 'fetch.sh');
const PARTS = join(LAB, 'parts.mjs');

export interface LabFiles {
  /** A Debian suite's name; empty: this machine's own. */
  readonly suite: string;
  /** As a package has it: bin/containerd, lib/cni, … */
  readonly usr: string;
  readonly kubectl: string;
}

/** `OSG_LAB` names a folder that holds them already; of another suite with `-SUITE` behind its name. */
const folderOf = (suite: string): string =>
  `${process.env['OSG_LAB'] ?? here('.cache/lab')}${suite === '' ? '' : `-${suite}`}`;

const isFetched = (suite = ''): boolean => existsSync(join(folderOf(suite), 'complete'));

/** Fetches what is not there. */
export async function labFiles(suite = ''): Promise<LabFiles> {
  const folder = folderOf(suite);
  if (!isFetched(suite)) {
    const child = spawn('bash', [FETCH, folder, ...(suite === '' ? [] : [suite])], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const [code] = (await once(child, 'exit')) as [number | null];
    if (code !== 0) throw new Error(`${FETCH} ended with ${code}`);
  }
  return { suite, usr: join(folder, 'usr'), kubectl: join(folder, 'bin/kubectl') };
}

/** What has to be fetched or built first, for people; empty: nothing. */
export const missing = (): string[] =>
  execFileSync(process.execPath, [PARTS, '--missing'], { encoding: 'utf8' }).split('\n').filter(Boolean);

/**
 * Fetches and builds what is not there, with progress on standard error.
 * @param names none: all
 * @returns the exit code: why it failed stands on standard error, 130 is Ctrl-C
 */
export async function fetchParts(...names: readonly ('tools' | 'server')[]): Promise<number> {
  const child = spawn(process.execPath, [PARTS, ...names], { stdio: ['ignore', 'ignore', 'inherit'] });
  const [code] = (await once(child, 'exit')) as [number | null];
  return code ?? 130;
}

export { here as ofProject };
