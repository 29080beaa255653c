import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { TlsIdentity } from '../rpc/tls.js';
import { pkiCommand } from './pki.js';

const dirs: string[] = [];
afterEach(() => {
  vi.restoreAllMocks();
  for (const dir of dirs.splice(0)) rmSync(dir, { recursive: true, force: true });
});

function folder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'osg-pki-'));
  dirs.push(dir);
  return dir;
}

async function pki(...args: string[]): Promise<void> {
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  await pkiCommand().parseAsync(args, { from: 'user' });
}

describe('osg pki', () => {
  it.each([
    ['controller', 'controller.example', 'controller'],
    ['collector', 'collector.example', 'collector'],
    ['node', 'n1', 'n1'],
    ['operator', 'alice', 'alice'],
  ])(
    '%s %s: %s.crt and .key, as the documented configurations name them, with ca.crt beside',
    async (role, name, file) => {
      const [authority, out] = [folder(), folder()];
      await pki('init', '--dir', join(authority, 'ca'));
      await pki('issue', role, name, '--dir', join(authority, 'ca'), '--out', out);
      expect(readdirSync(out).sort()).toEqual(['ca.crt', `${file}.crt`, `${file}.key`].sort());
      const path = (end: string): string => join(out, end);
      const identity = await TlsIdentity.open({
        certificate: path(`${file}.crt`),
        key: path(`${file}.key`),
        ca: path('ca.crt'),
      });
      expect(identity.notAfter.getTime()).toBeGreaterThan(Date.now());
      identity.close();
    },
  );

  it('leaves a ca.crt that is there: it may hold further authorities', async () => {
    const [authority, out] = [folder(), folder()];
    await pki('init', '--dir', authority, '--name', 'one');
    writeFileSync(join(out, 'ca.crt'), 'two authorities');
    await pki('issue', 'node', 'n1', '--dir', authority, '--out', out);
    expect(readFileSync(join(out, 'ca.crt'), 'utf8')).toBe('two authorities');
  });
});
