/** Where this branch left the main one, and what the BPF programs were there. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const CACHE = join(ROOT, '.cache', 'branch-point');
/** Of what was compiled: the sources alone do not say by whom, nor with what. */
const MADE = 'made';

export type BranchPoint = { readonly commit: string } | { readonly unknown: string };

function git(...args: string[]): string {
  return execFileSync('git', ['-C', ROOT, ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();
}

function tried(...args: string[]): string | undefined {
  try {
    return git(...args);
  } catch {
    return undefined;
  }
}

/** The merge base with the main branch: a remote's, else the local one. @param base instead of it; any commit */
export function branchPoint(base = process.env['OSG_BASE'] || undefined): BranchPoint {
  const head = tried('rev-parse', '--verify', 'HEAD');
  if (head === undefined) return { unknown: 'this is no git repository with a commit, or git cannot read it' };
  const here = tried('symbolic-ref', '--short', 'HEAD');
  const mains = base === undefined ? ['origin/HEAD', 'origin/main', ...(here === 'main' ? [] : ['main'])] : [base];
  const main = mains.find((name) => tried('rev-parse', '--verify', `${name}^{commit}`) !== undefined);
  if (main === undefined)
    return {
      unknown: `no main branch to compare with: ${mains.join(', ')} ${mains.length > 1 ? 'are' : 'is'} not here`,
    };
  const commit = tried('merge-base', 'HEAD', main);
  return commit === undefined ? { unknown: `no commit is of both HEAD and ${main} (a shallow clone?)` } : { commit };
}

const SOURCES = ['abi', 'lib', 'prog', 'Makefile'].map((name) => `bpf/${name}`);

/** Whether the programs' sources are now, in the working tree, as it was then. */
export const isAsThen = (commit: string): boolean =>
  tried('diff', '--quiet', commit, '--', ...SOURCES) !== undefined &&
  git('ls-files', '--others', '--exclude-standard', '--', ...SOURCES) === '';

/** What the commits since then say behind `Instructions:`, at their end. */
export const meant = (commit: string): string[] =>
  git('log', '--format=%(trailers:key=Instructions,valueonly,separator=%x0A)', `${commit}..HEAD`)
    .split('\n')
    .filter((line) => line !== '');

/** The objects of that commit, by the compiler of today. Kept until another commit is asked for. @throws it cannot be compiled */
export function objectsOf(commit: string): string {
  const folder = join(CACHE, commit);
  const objects = join(folder, 'bpf', 'build');
  if (existsSync(join(folder, MADE))) return `${objects}/`;
  rmSync(CACHE, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const archive = execFileSync('git', ['-C', ROOT, 'archive', commit, 'bpf'], { maxBuffer: 64 << 20 });
  execFileSync('tar', ['-x', '-C', folder], { input: archive });
  execFileSync('make', ['-s', '-j2', '-C', join(folder, 'bpf')], { stdio: ['ignore', 'ignore', 'pipe'] });
  mkdirSync(join(folder, `${MADE}.new`));
  renameSync(join(folder, `${MADE}.new`), join(folder, MADE));
  return `${objects}/`;
}

/** Names of the objects in a folder. */
export const objectsIn = (folder: string): string[] => readdirSync(folder).filter((name) => name.endsWith('.bpf.o'));
