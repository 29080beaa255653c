/** `osg policy` as a person calls it, on the shop. */
import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const SHOP = 'deploy/examples/shop';
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'osg-policy-cli-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function osg(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      ['dist/cli/main.js', 'policy', ...args],
      { cwd: ROOT, env: { ...process.env, NO_COLOR: '1' } },
      (_error, out, err) => resolve({ code: child.exitCode ?? -1, out, err }),
    );
  });
}

describe('osg policy', () => {
  it('validates the shop, and refuses a broken copy with file, line and suggestion', async () => {
    expect((await osg('validate', SHOP)).code).toBe(0);
    const broken = join(folder, 'broken.yaml');
    writeFileSync(broken, readFileSync(join(ROOT, SHOP, 'policies/shop.yaml'), 'utf8').replace('from:', 'form:'));
    const { code, out } = await osg('validate', broken);
    expect(code).toBe(1);
    expect(out).toMatch(/broken\.yaml:\d+:\d+: error: .*"form".*did you mean from\?/);
    expect((await osg('matrix', broken)).code).toBe(2);
  });

  it('a path that cannot be read is no verdict: 2 everywhere', async () => {
    const missing = join(folder, 'missing');
    const ends = await Promise.all([
      osg('validate', SHOP, missing),
      osg('diff', missing, SHOP),
      osg('simulate', '-p', SHOP, '--probes', missing),
    ]);
    expect(ends.map(({ code }) => code)).toEqual(ends.map(() => 2));
    for (const { out, err } of ends) expect(out + err).toMatch(/missing.*ENOENT|ENOENT.*missing/s);
  });

  it('finds nothing to say about the shop', async () => {
    expect(await osg('lint', SHOP, '--fail-on', 'info')).toMatchObject({ code: 0, out: '0 findings\n' });
  });

  it('holds the assertions, and writes JUnit', async () => {
    const junit = join(folder, 'junit.xml');
    const { code, out } = await osg('test', 'deploy/examples/shop-assertions.yaml', '--junit', junit);
    expect(out).toContain('0 failed');
    expect(code).toBe(0);
    expect(readFileSync(junit, 'utf8')).toContain('failures="0"');
  });

  it('explains a deny by the audit rule that would allow it', async () => {
    const { code, out } = await osg('explain', 'shop/web', 'shop/db', '5432', '-p', SHOP);
    expect(code).toBe(1);
    expect(out).toContain('SecurityGroup/shop/db/ingress/backup-candidate');
    expect(out).toContain('set mode: enforce');
    expect((await osg('explain', 'shop/api', 'shop/db', 'postgres', '-p', SHOP)).code).toBe(2);
    expect((await osg('explain', 'shop/api', 'shop/db', 'tcp/postgres', '-p', SHOP)).code).toBe(0);
  });

  it('simulates alike on all engines', async () => {
    const probes = join(folder, 'probes.jsonl');
    const names = [
      'shop/web',
      'shop/api',
      'shop/db',
      'monitoring/prometheus',
      'sandbox/rogue',
      'node:demo-node',
      '203.0.113.9',
    ];
    const lines = names.flatMap((from) =>
      names.flatMap((to) =>
        from === to
          ? []
          : [
              { from, to, port: 5432 },
              { from, to, protocol: 'UDP', port: 53 },
              { from, to, protocol: 'ICMP' },
            ],
      ),
    );
    writeFileSync(probes, lines.map((l) => JSON.stringify(l)).join('\n'));
    const [reference, tables, kernel] = await Promise.all(
      ['reference', 'tables', 'kernel'].map((engine) =>
        osg(
          'simulate',
          '-p',
          SHOP,
          '--probes',
          probes,
          '--engine',
          engine,
          '-o',
          'json',
          '--at',
          '2026-06-01T00:00:00Z',
        ),
      ),
    );
    expect(reference?.out.trim().split('\n')).toHaveLength(lines.length);
    expect(tables).toEqual(reference);
    expect(kernel).toEqual(reference);
  });

  it('says whether an edit widens access, by its exit code', async () => {
    const edited = join(folder, 'edited');
    cpSync(join(ROOT, SHOP), edited, { recursive: true });
    const file = join(edited, 'policies/shop.yaml');
    const text = readFileSync(file, 'utf8');
    expect((await osg('diff', SHOP, edited)).code).toBe(0);
    writeFileSync(file, text.replace('mode: audit', 'mode: enforce'));
    const wider = await osg('diff', SHOP, edited);
    expect(wider.code).toBe(6);
    expect(wider.out).toMatch(/\+ allowed {2}shop\/web → shop\/db {2}TCP 5432/);
    expect((await osg('diff', edited, SHOP)).code).toBe(1);
  });

  it('never says that all is well where it could not judge', async () => {
    const write = (name: string, text: string) => {
      writeFileSync(join(folder, name), text);
      return join(folder, name);
    };
    const policy = (rule: string) =>
      `{ apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: { name: p, namespace: mill, annotations: { openscg.dev/owner: me } }, spec: { podSelector: { matchLabels: { app: bank } }, ingress: [${rule}] } }`;
    const closed = write('closed.yaml', policy('{ from: [{ podSelector: {} }], ports: [{ port: 1 }] }'));
    const open = write('open.yaml', policy('{ ports: [{ port: 1 }] }'));
    const empty = write('empty.yaml', '# nothing\n');
    const web = write(
      'web.yaml',
      '{ apiVersion: v1, kind: Pod, metadata: { name: web, namespace: mill, labels: { app: web } } }',
    );
    const bank = write(
      'bank.yaml',
      '{ apiVersion: v1, kind: Pod, metadata: { name: bank, namespace: mill, labels: { app: bank } } }',
    );
    const probes = write('probe.jsonl', '{"from":"10.0.0.1","to":"10.0.0.2","port":1}');
    const suite = write(
      'suite.yaml',
      'policies: [open.yaml]\ntests: [{ name: a, from: 10.0.0.1, to: 10.0.0.2, port: 1, expect: allow }]',
    );
    const runs = await Promise.all([
      osg('diff', closed, open),
      osg('diff', closed, open, '-i', web),
      osg('diff', closed, open, '-i', web, bank),
      osg('matrix', open),
      osg('simulate', '-p', open, '--probes', probes),
      osg('test', suite),
      osg('lint', closed),
      osg('validate', empty),
      osg('validate', closed),
    ]);
    expect(runs.map(({ code }) => code)).toEqual([2, 7, 6, 2, 2, 2, 7, 2, 0]);
    expect(runs[0]?.err).toContain('nothing to compare');
    expect(runs[1]?.out).toContain('not judged: NetworkPolicy/mill/p');
    expect(runs[6]?.out).toContain('not checked: the files have no workload');
    expect(runs[8]?.out).toContain('no workload');
  });

  it('tells by its exit code what it could not say, or nobody reads', async () => {
    const shell = (command: string): Promise<{ code: number; err: string }> =>
      new Promise((resolve) => {
        const child = execFile(
          'bash',
          ['-c', `osg() { "${process.execPath}" dist/cli/main.js "$@"; }; ${command}`],
          { cwd: ROOT },
          (_error, _out, err) => resolve({ code: child.exitCode ?? -1, err }),
        );
      });
    const suite = join(ROOT, 'deploy/examples/shop-assertions.yaml');
    const log = (name: string, text: string): string => {
      writeFileSync(join(folder, name), text);
      return `osg audit verify --file ${join(folder, name)}`;
    };
    const runs = await Promise.all([
      shell(`osg policy validate ${SHOP} > /dev/full`),
      shell('osg status --controller unix:/nobody 2> /dev/full'),
      shell('osg status --controller unix:/nobody 2> >(:)'),
      shell(
        `exec 3>&1; { osg policy test ${suite} /nowhere.yaml; code=$?; echo $code >&3; exit $code; } | :; exit \${PIPESTATUS[0]}`,
      ),
      shell(`osg policy validate ${SHOP} | :`),
      shell(log('none.jsonl', '')),
      shell(log('torn.jsonl', '{"sequence":1,')),
      shell(log('other.jsonl', '[1]\n')),
      shell('osg audit verify --file /nowhere'),
    ]);
    expect(runs.map(({ code }) => code)).toEqual([5, 3, 3, 7, 0, 7, 1, 1, 2]);
    expect(runs[0]?.err).toMatch(/^osg: standard output: .*no space left.*\n$/i);
    expect(runs[6]?.err).toMatch(/broken: .*torn\.jsonl:1: /);
  });

  it('draws the matrix', async () => {
    const { out } = await osg('matrix', SHOP, '-f', 'csv');
    expect(out.split('\r\n')[0]).toContain('shop/db');
    expect((await osg('matrix', SHOP, '-f', 'svg')).out).toMatch(/^<svg /);
  });
});
