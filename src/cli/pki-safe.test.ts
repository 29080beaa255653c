/** `osg pki` overwrites nothing by accident (F167), and revokes (F169). */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { identityOf } from '../rpc/peer.js';
import { Revoked } from '../rpc/revoked.js';
import { pkiCommand } from './pki.js';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'osg-pki-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const osg = (...args: string[]): Promise<unknown> =>
  pkiCommand()
    .exitOverride()
    .parseAsync([...args, '--dir', dir], { from: 'user' });
const file = (name: string): string => readFileSync(join(dir, name), 'utf8');

it('F167 the authority and existing identities stay, unless a renewal is asked for', async () => {
  await osg('init');
  const authority = [file('ca.crt'), file('ca.key')];
  for (const name of ['ca', 'CA', '../ca', 'a/b'])
    await expect(osg('issue', 'node', name)).rejects.toThrow(/authority's own files|expected a name/);
  await expect(osg('init')).rejects.toThrow(/exist/i);
  await osg('issue', 'node', 'n1');
  const first = [file('n1.crt'), file('n1.key')];
  await expect(osg('issue', 'node', 'n1')).rejects.toThrow(/n1\.crt exists: --renew replaces it/);
  await expect(osg('issue', 'operator', 'n1', '--renew')).rejects.toThrow(/n1 is a node .* becomes no operator/);
  expect([file('n1.crt'), file('n1.key')]).toEqual(first);
  await osg('issue', 'node', 'n1', '--renew');
  expect(file('n1.crt')).not.toBe(first[0]);
  expect(identityOf(Buffer.from(file('n1.crt')))).toMatchObject({ names: ['n1', 'n1'], role: 'node' });
  expect([file('ca.crt'), file('ca.key')]).toEqual(authority);
});

it('F169 revokes by serial number and by name, in a list that parts read; a new certificate is not among them', async () => {
  await osg('init');
  await osg('issue', 'node', 'n1');
  await osg('issue', 'node', 'n2');
  await osg('revoke', 'n1');
  await osg('revoke', 'n2');
  const serials = ['n1', 'n2'].map((name) => identityOf(Buffer.from(file(`${name}.crt`))).serial);
  expect(
    file('revoked')
      .split('\n')
      .map((line) => line.replace(/( \d{4}-\S+Z)? #.*/, '')),
  ).toEqual([serials[0], 'node/n1', serials[1], 'node/n2', '']);
  const list = new Revoked(file('revoked'));
  const n1 = () => identityOf(Buffer.from(file('n1.crt')));
  expect(list.has({ ...n1(), serial: 'another' })).toBe(true);
  await osg('issue', 'node', 'n1', '--renew');
  expect(list.has(n1())).toBe(false);
  await expect(osg('revoke', 'n3')).rejects.toThrow(/no certificate/);
});
