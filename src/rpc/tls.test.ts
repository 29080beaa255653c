import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { createAuthority, issue } from './authority.js';
import { TlsIdentity } from './tls.js';

let dir: string;
afterEach(() => rmSync(dir, { recursive: true, force: true }));

describe('certificates in files', () => {
  it.each([
    ['certificate', 'n1.crt'],
    ['key', 'n1.key'],
    ['ca', 'ca.crt'],
  ] as const)('F90 a damaged %s is named, once, until it is whole again', async (field, name) => {
    dir = mkdtempSync(join(tmpdir(), 'osg-tls-'));
    const now = Date.now();
    const authority = await createAuthority('test', 1, now);
    const node = await issue(authority, { name: 'n1', role: 'node', alternatives: [], days: 1 }, now);
    const texts = { 'n1.crt': node.certificate, 'n1.key': node.key, 'ca.crt': authority.certificate };
    for (const [file, text] of Object.entries(texts)) writeFileSync(join(dir, file), text);
    const told: string[] = [];
    const path = (file: string): string => join(dir, file);
    const files = { certificate: path('n1.crt'), key: path('n1.key'), ca: path('ca.crt') };
    const identity = await TlsIdentity.open(files, { failed: ({ message }) => told.push(message) });
    writeFileSync(path(name), 'damaged');
    for (let i = 0; i < 3; i++) await identity.reload();
    expect(identity.failing?.field).toBe(field);
    expect(told).toEqual([expect.stringContaining(`${path(name)}: `)]);
    expect(identity.warnings).toEqual([expect.stringMatching(/n1\.|ca\.crt.*the certificate in use ends 20/)]);
    writeFileSync(path(name), texts[name]);
    await identity.reload();
    expect([identity.failing, identity.warnings]).toEqual([undefined, []]);
    identity.close();
  });
});
