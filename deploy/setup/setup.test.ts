import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CACHE, ROOT } from './paths.mjs';
import { stamped } from './stamp.mjs';

const NOBODY = 65534;
const launcher = join(ROOT, 'deploy/setup/run.mjs');

describe('the machine check', () => {
  it('tells one who is not root, and does nothing', (ctx) => {
    if (process.getuid?.() !== 0) ctx.skip('cannot give up root without having it');
    // A copy, since the project may lie where nobody may look.
    const copy = mkdtempSync(join(tmpdir(), 'osg-setup-'));
    try {
      chmodSync(copy, 0o755);
      cpSync(join(ROOT, 'deploy/setup'), join(copy, 'deploy/setup'), { recursive: true });
      for (const command of ['start', 'test', 'setup']) {
        const args = [join(copy, 'deploy/setup/run.mjs'), command];
        const run = spawnSync(process.execPath, args, { uid: NOBODY, gid: NOBODY, cwd: copy, encoding: 'utf8' });
        expect(run.stderr).toMatch(/not root \(uid 65534\).*\n.*sudo npm start/);
        expect(run.stderr).not.toMatch(/ at .*\.mjs/);
        expect(run.status).toBe(1);
      }
      expect(readdirSync(copy)).toEqual(['deploy']);
    } finally {
      rmSync(copy, { recursive: true });
    }
  });

  it('names every missing capability', (ctx) => {
    if (process.getuid?.() !== 0) ctx.skip('needs root to drop capabilities');
    const drop = ['--bounding-set', '-sys_admin,-net_admin', '--inh-caps', '-sys_admin,-net_admin'];
    const run = spawnSync('setpriv', [...drop, process.execPath, launcher, 'start'], { encoding: 'utf8' });
    expect(run.status).toBe(1);
    expect(run.stderr).toContain('CAP_SYS_ADMIN');
    expect(run.stderr).toContain('CAP_NET_ADMIN');
  });

  it('names an old kernel', () => {
    const script = `
      import os from 'node:os';
      import { syncBuiltinESMExports } from 'node:module';
      os.release = () => '5.10.0-30-amd64';
      syncBuiltinESMExports();
      const { machineProblems } = await import(${JSON.stringify(join(ROOT, 'deploy/setup/machine.mjs'))});
      console.log(JSON.stringify(machineProblems()));`;
    const problems = execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
    expect(problems).toContain('kernel 5.10.0-30-amd64 is older than 6.1');
  });
});

describe('what the cluster of the demo needs', () => {
  it('is told before anything is set up, with the option that fetches it', () => {
    const env = { ...process.env, OSG_LAB: '/nowhere', OSG_APISERVER: '/nowhere' };
    const run = spawnSync(process.execPath, [launcher, 'start', '--kubernetes'], { env, encoding: 'utf8' });
    expect(run.stderr).toMatch(
      /not here yet:\n {2}containerd.*\n {2}a Kubernetes API server.*\nnpm start -- --kubernetes --fetch/,
    );
    for (const line of run.stderr.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
    expect(run.stderr).not.toContain('npm ci');
    expect(run.status).toBe(5);
  });
});

describe('a stamped step', () => {
  let folder = '';
  beforeAll(() => {
    mkdirSync(CACHE, { recursive: true });
    folder = mkdtempSync(join(CACHE, 'stamp-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('runs once for each content, and again when its output is gone', async () => {
    const input = join(folder, 'in');
    const output = join(folder, 'out');
    const name = relative(CACHE, folder);
    const step = () =>
      stamped({
        name,
        why: 'test',
        inputs: [relative(ROOT, input)],
        outputs: [relative(ROOT, output)],
        work: async () => writeFileSync(output, readFileSync(input)),
      });
    try {
      writeFileSync(input, 'one');
      expect(await step()).toBe(true);
      expect(await step()).toBe(false);
      writeFileSync(input, 'two');
      expect(await step()).toBe(true);
      expect(readFileSync(output, 'utf8')).toBe('two');
      rmSync(output);
      expect(await step()).toBe(true);
    } finally {
      rmSync(join(CACHE, 'stamps', name), { force: true });
    }
  });

  it('leaves no stamp when the work fails', async () => {
    const what = { name: `${relative(CACHE, folder)}-bad`, why: 'test', inputs: [], outputs: [] };
    const fail = () => stamped({ ...what, work: () => Promise.reject(new Error('no')) });
    await expect(fail()).rejects.toThrow('no');
    await expect(fail()).rejects.toThrow('no');
  });
});

describe('the loader of TypeScript', () => {
  it('runs a file from source, with imports of .js that are .ts and the lines of the source in a stack', async () => {
    const folder = mkdtempSync(join(CACHE, 'loader-'));
    try {
      writeFileSync(
        join(folder, 'b.ts'),
        'interface B { x: number }\n\nexport const fail = (b: B) => { throw new Error(String(b.x)); };\n',
      );
      writeFileSync(join(folder, 'a.ts'), "import { fail } from './b.js';\n\n\nfail({ x: 7 });\n");
      const child = spawn(process.execPath, ['--import', './deploy/setup/typescript.mjs', join(folder, 'a.ts')], {
        cwd: ROOT,
      });
      let stderr = '';
      for await (const chunk of child.stderr) stderr += chunk;
      expect(stderr).toContain('Error: 7');
      expect(stderr).toMatch(/b\.ts:3/);
      expect(stderr).toMatch(/a\.ts:4/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
