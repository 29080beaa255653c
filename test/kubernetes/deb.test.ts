/** The package for plain hosts: built, unpacked, run, and its units judged by systemd. Installed nowhere. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const BUILD = fileURLToPath(new URL('../../deploy/package/deb.mjs', import.meta.url));
let folder: string;
let deb: string;
const units = (): string[] => readdirSync(join(folder, 'root/usr/lib/systemd/system')).sort();
const unit = (name: string): string => readFileSync(join(folder, 'root/usr/lib/systemd/system', name), 'utf8');

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'osg-deb-test-'));
  deb = execFileSync(process.execPath, [BUILD, folder], { encoding: 'utf8' }).trim();
  execFileSync('dpkg-deb', ['-x', deb, join(folder, 'root')]);
}, 600_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the package', () => {
  it('says what it is and what it needs, is root’s, and runs from where it is unpacked', () => {
    expect(execFileSync('dpkg-deb', ['-f', deb, 'Package', 'Depends'], { encoding: 'utf8' })).toMatch(
      /Package: osg\nDepends: nodejs \(>= 20\.12\), libbpf1/,
    );
    const listed = execFileSync('dpkg-deb', ['-c', deb], { encoding: 'utf8' }).trim().split('\n');
    expect(listed.filter((line) => !/^\S+ root\/root /.test(line))).toEqual([]);
    expect(execFileSync(join(folder, 'root/usr/bin/osg'), ['--version'], { encoding: 'utf8' })).toMatch(
      /^\d+\.\d+\.\d+\n$/,
    );
  });

  it('has units that systemd takes, the agent’s with three capabilities, the others’ with none', (ctx) => {
    expect(units()).toEqual(['osg-agent.service', 'osg-collector.service', 'osg-controller.service']);
    expect(unit('osg-agent.service')).toContain('CapabilityBoundingSet=CAP_BPF CAP_NET_ADMIN CAP_PERFMON\n');
    for (const name of ['osg-controller.service', 'osg-collector.service'])
      expect(unit(name)).toMatch(/User=osg\n[\s\S]*CapabilityBoundingSet=\n/);
    if (spawnSync('systemd-analyze', ['--version']).status !== 0) ctx.skip('no systemd-analyze on this machine');
    for (const name of units()) {
      const copy = join(folder, name);
      writeFileSync(copy, unit(name).replaceAll('/usr/bin/osg', join(folder, 'root/usr/bin/osg')));
      const { stderr } = spawnSync('systemd-analyze', ['verify', '--man=no', copy], { encoding: 'utf8' });
      expect(stderr.split('\n').filter((line) => line.includes(name))).toEqual([]);
    }
  });
});
