/** What the author of a policy folder or repository can do to the controller that reads it: give it policy. */
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type Folder, folderWith } from '../../test/support/shop-files.js';
import { DirectorySource } from './directory.js';
import { GitSource } from './git.js';
import type { SourceInput, TextSource } from './text-source.js';

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0).reverse()) close();
});

function folder(files: Readonly<Record<string, string>> = {}): Folder {
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

describe('F163 files that are no files', () => {
  it('a FIFO, a device, a socketless name, links outward, to nothing and in loops: refused by name, input goes on', async () => {
    const secret = folder({ 'secret.yaml': 'the password' });
    const dir = folder({ 'a.yaml': 'a', 'real.yaml': 'r' });
    const at = (name: string): string => join(dir.path, name);
    mkdirSync(at('sub'));
    writeFileSync(at('sub/s.yaml'), 's');
    execFileSync('mkfifo', [at('fifo.yaml')]);
    execFileSync('mknod', [at('zero.yaml'), 'c', '1', '5']);
    symlinkSync(join(secret.path, 'secret.yaml'), at('out.yaml'));
    symlinkSync(secret.path, at('outdir'));
    symlinkSync('.', at('dot'));
    symlinkSync('../sub', at('sub/again'));
    symlinkSync('loop2.yaml', at('loop1.yaml'));
    symlinkSync('loop1.yaml', at('loop2.yaml'));
    symlinkSync('nowhere', at('lost.yaml'));
    symlinkSync('real.yaml', at('inner.yaml'));
    const { inputs, errors } = await watched(new DirectorySource({ path: dir.path, pollMs: 60_000 }));
    expect(paths(inputs.at(-1))).toEqual(['a.yaml', 'inner.yaml', 'real.yaml', 'sub/s.yaml']);
    expect(JSON.stringify(inputs)).not.toContain('password');
    for (const name of ['fifo', 'zero', 'out', 'loop1', 'loop2', 'lost'])
      expect(errors.at(-1)).toContain(`${name}.yaml: is `);
    expect(errors.at(-1)).toMatch(/outdir: is a link that leads out/);
    expect(errors.at(-1)).toMatch(/dot: is a link to a folder that is read already/);
    dir.write('a.yaml', 'A');
    await expect.poll(() => inputs.at(-1)?.files[0]?.text).toBe('A');
    rmSync(at('a.yaml'));
    execFileSync('mkfifo', [at('a.yaml')]);
    await expect.poll(() => paths(inputs.at(-1))).not.toContain('a.yaml');
    await expect.poll(() => errors.at(-1)).toMatch(/^.*: a.yaml: is no regular file/);
  });

  it('a mounted ConfigMap (..data) is read and followed', async () => {
    const dir = folder();
    const at = (name: string): string => join(dir.path, name);
    const version = (name: string, text: string): void => {
      mkdirSync(at(`${name}/deep`), { recursive: true });
      writeFileSync(at(`${name}/a.yaml`), text);
      writeFileSync(at(`${name}/deep/b.yaml`), text);
      symlinkSync(name, at('..tmp'));
      renameSync(at('..tmp'), at('..data'));
    };
    version('..one', 'one');
    symlinkSync('..data/a.yaml', at('a.yaml'));
    symlinkSync('..data/deep', at('deep'));
    const { inputs, errors } = await watched(new DirectorySource({ path: dir.path, pollMs: 200 }));
    expect(paths(inputs[0])).toEqual(['a.yaml', 'deep/b.yaml']);
    version('..two', 'two');
    await expect.poll(() => inputs.at(-1)?.files.map(({ text }) => text), { timeout: 5_000 }).toEqual(['two', 'two']);
    expect(errors).toEqual([]);
  });

  it('a file of more than 64 MiB is refused before it is read', async () => {
    const dir = folder({ 'a.yaml': 'a' });
    execFileSync('truncate', ['-s', '65M', join(dir.path, 'big.yaml')]);
    const { inputs, errors } = await watched(new DirectorySource({ path: dir.path, pollMs: 60_000 }));
    expect(paths(inputs[0])).toEqual(['a.yaml']);
    expect(errors[0]).toMatch(/big\.yaml: has \d+ bytes/);
  });
});

function repository(files: Readonly<Record<string, string>> = { 'a.yaml': 'good' }) {
  const dir = folder(files);
  const git = (...args: string[]): string =>
    execFileSync('git', ['-C', dir.path, '-c', 'user.name=Ada', '-c', 'user.email=ada@example.org', ...args], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: process.env['PATH'], GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' },
    }).trim();
  git('init', '-q', '-b', 'main');
  git('add', '.');
  git('commit', '-q', '-m', 'begin');
  return { dir, git, dot: join(dir.path, '.git') };
}

describe('F164 a hostile git work tree', () => {
  it('no program of its configuration, hooks or attributes runs', async () => {
    const { dir, git, dot } = repository({ 'a.yaml': 'good', '.gitattributes': '*.yaml diff=evil filter=evil\n' });
    const mark = join(dir.path, 'ran');
    const program = join(dir.path, 'evil.sh');
    writeFileSync(program, `#!/bin/sh\ntouch ${mark}\n`);
    chmodSync(program, 0o755);
    const signed = git('cat-file', 'commit', 'HEAD').replace(
      '\n\n',
      '\ngpgsig -----BEGIN PGP SIGNATURE-----\n \n abc\n -----END PGP SIGNATURE-----\n\n',
    );
    writeFileSync(join(dir.path, 'commit'), `${signed}\n`);
    git('update-ref', 'refs/heads/main', git('hash-object', '-t', 'commit', '-w', join(dir.path, 'commit')));
    writeFileSync(
      join(dot, 'config'),
      `[core]
\trepositoryformatversion = 0
\tfsmonitor = ${program}
\tpager = ${program}
\thooksPath = ${dir.path}
\tsshCommand = ${program}
[log]
\tshowSignature = true
[gpg]
\tprogram = ${program}
[diff "evil"]
\ttextconv = ${program}
\tcommand = ${program}
[filter "evil"]
\tsmudge = ${program}
\tprocess = ${program}
[remote "origin"]
\turl = ext::${program}
\tpromisor = true
[include]
\tpath = /etc/passwd
`,
    );
    const { inputs, errors } = await watched(new GitSource({ path: dir.path, pollMs: 60_000 }));
    expect(errors).toEqual([]);
    expect(inputs[0]).toMatchObject({ files: [{ path: 'a.yaml', text: 'good' }], version: { subject: 'begin' } });
    expect(existsSync(mark)).toBe(false);
  });

  it('what is reported is what is enforced: replacements, grafts and forged objects change nothing', async () => {
    const { dir, git, dot } = repository();
    const good = git('rev-parse', 'HEAD');
    dir.write('a.yaml', 'evil');
    git('commit', '-q', '-a', '-m', 'replaced');
    const evil = git('rev-parse', 'HEAD');
    git('reset', '-q', '--hard', good);
    git('update-ref', `refs/replace/${good}`, evil);
    git(
      'update-ref',
      `refs/replace/${git('--no-replace-objects', 'rev-parse', `${good}:a.yaml`)}`,
      git('rev-parse', `${evil}:a.yaml`),
    );
    const { inputs } = await watched(new GitSource({ path: dir.path, pollMs: 60_000 }));
    expect(inputs[0]).toMatchObject({ files: [{ text: 'good' }], version: { id: good, subject: 'begin' } });

    const blob = git('--no-replace-objects', 'rev-parse', `${good}:a.yaml`);
    const loose = join(dot, 'objects', blob.slice(0, 2), blob.slice(2));
    rmSync(loose, { force: true });
    writeFileSync(loose, deflateSync(Buffer.from('blob 4\0evil')));
    const forged = await watched(new GitSource({ path: dir.path, pollMs: 60_000 }));
    expect(forged.inputs).toEqual([]);
    expect(forged.errors[0]).toMatch(new RegExp(`object ${blob}`));
  });

  it('objects, refs and work trees that lead out are refused', async () => {
    const secret = repository({ 'secret.yaml': 'the password' });
    const { dir, dot } = repository();
    const alternates = join(dot, 'objects/info/alternates');
    writeFileSync(alternates, `${secret.dot}/objects\n`);
    const head = readFileSync(join(dot, 'refs/heads/main'), 'utf8');
    writeFileSync(join(dot, 'refs/heads/main'), `${secret.git('rev-parse', 'HEAD')}\n`);
    const first = await watched(new GitSource({ path: dir.path, pollMs: 60_000 }));
    expect([first.inputs, first.errors[0]]).toEqual([[], expect.stringMatching(/alternates/)]);
    rmSync(alternates);
    writeFileSync(join(dot, 'refs/heads/main'), head);

    const linked = folder();
    writeFileSync(join(linked.path, '.git'), `gitdir: ${secret.dot}\n`);
    const second = await watched(new GitSource({ path: linked.path, pollMs: 60_000 }));
    expect([second.inputs, second.errors[0]]).toEqual([[], expect.stringMatching(/is not the git folder of/)]);

    for (const ref of ['ref: ../../../etc/passwd', 'ref: refs/../../x', 'ref: HEAD', 'nonsense']) {
      writeFileSync(join(dot, 'HEAD'), ref);
      const { inputs, errors } = await watched(new GitSource({ path: dir.path, pollMs: 60_000 }));
      expect([inputs, errors.length]).toEqual([[], 1]);
    }
    rmSync(join(dot, 'HEAD'));
    execFileSync('mkfifo', [join(dot, 'HEAD')]);
    const third = await watched(new GitSource({ path: dir.path, pollMs: 60_000 }));
    expect([third.inputs, third.errors[0]]).toEqual([[], expect.stringMatching(/is no regular file/)]);
  });

  it('work trees beside their repository, packed refs and objects, SHA-256, links among files', async () => {
    const { dir, git } = repository({ 'a.yaml': 'good', 'note.txt': 'x' });
    symlinkSync('/etc/passwd', join(dir.path, 'link.yaml'));
    git('add', '.');
    git('commit', '-q', '-m', 'link');
    git('gc', '-q');
    git('pack-refs', '--all');
    const beside = folder();
    rmSync(beside.path, { recursive: true });
    const scratch = folder();
    const other = folder({ 'a.yaml': 'long' });
    // Other tests, which run at the same time, have theirs elsewhere.
    vi.stubEnv('TMPDIR', scratch.path);
    closers.push(() => vi.unstubAllEnvs());
    git('worktree', 'add', '-q', beside.path, '-b', 'side');
    for (const path of [dir.path, beside.path]) {
      const { inputs, errors } = await watched(new GitSource({ path, pollMs: 60_000 }));
      expect(inputs[0]).toMatchObject({ files: [{ path: 'a.yaml', text: 'good' }], version: { subject: 'link' } });
      expect(errors).toEqual([expect.stringMatching(/link\.yaml: is no regular file \(mode 120000\)/)]);
    }
    const in256 = (...args: string[]) =>
      execFileSync('git', ['-C', other.path, '-c', 'user.name=A', '-c', 'user.email=a@b', ...args], { stdio: 'pipe' });
    in256('init', '-q', '--object-format=sha256');
    in256('add', '.');
    in256('commit', '-q', '-m', 'x');
    const { inputs } = await watched(new GitSource({ path: other.path, pollMs: 60_000 }));
    expect(inputs[0]).toMatchObject({ files: [{ path: 'a.yaml', text: 'long' }] });
    expect(readdirSync(scratch.path)).toEqual([]);
  });
});
