import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { folderWith } from '../../test/support/shop-files.js';
import { DirectorySource } from './directory.js';
import { GitSource } from './git.js';
import type { SourceInput, TextSource } from './text-source.js';

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0).reverse()) close();
});

function folder(files: Readonly<Record<string, string>> = {}) {
  const made = folderWith(files);
  closers.push(() => made.remove());
  return made;
}

async function watched(source: TextSource) {
  const seen = { inputs: [] as SourceInput[], errors: [] as string[] };
  closers.push(() => source.close());
  await source.start({
    changed: (input) => seen.inputs.push(input),
    failed: (error) => seen.errors.push(error.message),
  });
  return seen;
}

const paths = (input: SourceInput | undefined): string[] => (input?.files ?? []).map(({ path }) => path);

describe('a directory as source', () => {
  it('reads what is there, and follows edits, new folders and removals', async () => {
    const dir = folder({ 'b.yaml': 'b', 'a.yml': 'a', 'note.txt': 'x', '.hidden.yaml': 'h' });
    const { inputs } = await watched(new DirectorySource({ path: dir.path, pollMs: 60_000 }));
    expect(paths(inputs[0])).toEqual(['a.yml', 'b.yaml']);
    mkdirSync(join(dir.path, 'sub'));
    await new Promise((resolve) => setTimeout(resolve, 100));
    dir.write('sub/c.json', '{}');
    await expect.poll(() => paths(inputs.at(-1))).toEqual(['a.yml', 'b.yaml', 'sub/c.json']);
    rmSync(join(dir.path, 'a.yml'));
    await expect.poll(() => paths(inputs.at(-1))).toEqual(['b.yaml', 'sub/c.json']);
  });

  it('tells nothing when the content is the same, and keeps unchanged files as they are', async () => {
    const dir = folder({ 'a.yaml': 'a', 'b.yaml': 'b' });
    const { inputs } = await watched(new DirectorySource({ path: dir.path, pollMs: 60_000 }));
    dir.write('a.yaml', 'a');
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(inputs).toHaveLength(1);
    dir.write('a.yaml', 'A');
    await expect.poll(() => inputs.length).toBe(2);
    expect(inputs[1]?.files[1]).toBe(inputs[0]?.files[1]);
  });

  it('F83: says once that the directory is gone, and goes on when it is back', async () => {
    const dir = folder();
    const path = join(dir.path, 'policies');
    mkdirSync(path);
    dir.write('policies/a.yaml', 'a');
    const seen = await watched(new DirectorySource({ path, pollMs: 50 }));
    rmSync(path, { recursive: true });
    await expect.poll(() => seen.errors.length).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(seen.errors).toHaveLength(1);
    mkdirSync(path);
    dir.write('policies/a.yaml', 'new');
    await expect.poll(() => seen.inputs.at(-1)?.files[0]?.text).toBe('new');
  });
});

describe('a git work tree as source', () => {
  it('takes commits, not edits; commit, author and subject travel along', async () => {
    const dir = folder();
    const git = (...args: string[]): string =>
      execFileSync(
        'git',
        [
          '-C',
          dir.path,
          '-c',
          'user.name=Ada',
          '-c',
          'user.email=ada@example.org',
          '-c',
          'commit.gpgsign=false',
          ...args,
        ],
        { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] },
      );
    git('init', '-q');
    mkdirSync(join(dir.path, 'prod'));
    dir.write('prod/a.yaml', 'one');
    dir.write('other.yaml', 'elsewhere');
    git('add', '.');
    git('commit', '-q', '-m', 'begin');
    const { inputs, errors } = await watched(new GitSource({ path: join(dir.path, 'prod'), pollMs: 100 }));
    expect(errors).toEqual([]);
    expect(inputs[0]).toMatchObject({
      files: [{ path: 'a.yaml', text: 'one' }],
      version: { id: git('rev-parse', 'HEAD').trim(), author: 'Ada <ada@example.org>', subject: 'begin' },
    });
    dir.write('prod/a.yaml', 'two');
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(inputs).toHaveLength(1);
    git('commit', '-q', '-a', '-m', 'let rogue in');
    await expect.poll(() => inputs.at(-1)?.version.subject, { timeout: 5_000 }).toBe('let rogue in');
    expect(inputs.at(-1)?.files[0]?.text).toBe('two');
  });

  it('says what git says where there is no commit', async () => {
    const { errors } = await watched(new GitSource({ path: folder().path }));
    expect(errors[0]).toMatch(/not a git repository/);
  });
});
