/** The alert rules by Prometheus' own tool, of Debian's package, unpacked into .cache. */
import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { parse, stringify } from 'yaml';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const CACHE = process.env['OSG_PROMTOOL'] ?? here('../../.cache/promtool');
const RULES = here('../../deploy/kubernetes/components/prometheus/rules.yaml');

function promtool(): string {
  const path = join(CACHE, 'usr/bin/promtool');
  if (existsSync(path)) return path;
  mkdirSync(CACHE, { recursive: true });
  execFileSync('apt-get', ['-o', 'APT::Sandbox::User=root', 'download', '-qq', 'prometheus'], {
    cwd: CACHE,
    stdio: 'pipe',
  });
  for (const name of readdirSync(CACHE).filter((file) => file.endsWith('.deb')))
    execFileSync('dpkg', ['-x', name, '.'], { cwd: CACHE, stdio: 'pipe' });
  return path;
}

it('alert rules are rules, and say what they are to say when they are to say it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'osg-rules-'));
  try {
    const rules = join(folder, 'rules-under-test.yaml');
    writeFileSync(rules, stringify((parse(readFileSync(RULES, 'utf8')) as { spec: object }).spec));
    copyFileSync(here('rules.yaml'), join(folder, 'rules.yaml'));
    const run = (...args: string[]): string =>
      execFileSync(promtool(), args, { cwd: folder, encoding: 'utf8', stdio: 'pipe' });
    expect(run('check', 'rules', rules)).toContain('SUCCESS');
    expect(run('test', 'rules', 'rules.yaml')).toContain('SUCCESS');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}, 180_000);
