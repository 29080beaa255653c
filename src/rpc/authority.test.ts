/** What the authority signs, and what it does not (F169). */
import 'reflect-metadata';
import { createPrivateKey, webcrypto, X509Certificate } from 'node:crypto';
import * as x509 from '@peculiar/x509';
import { beforeAll, describe, expect, it } from 'vitest';
import { certify, createAuthority, issue, type Pem, requestFor } from './authority.js';
import { identityOf } from './peer.js';
import { Revoked } from './revoked.js';

const NOW = Date.now();
const LEAF = { name: 'node-a', role: 'node', alternatives: ['10.0.0.1'], days: 1 } as const;
let authority: Pem;

beforeAll(async () => {
  authority = await createAuthority('test', 1000, NOW);
});

describe('F169 a certificate for a key that stays where it is', () => {
  it('says what the authority says, not what the request asks for', async () => {
    const { request, key } = await requestFor('controller');
    const certificate = new X509Certificate(await certify(authority, request, LEAF, NOW));
    expect(identityOf(certificate.raw)).toMatchObject({ names: ['node-a', 'node-a'], role: 'node' });
    expect(certificate.subjectAltName).toBe('DNS:node-a, IP Address:10.0.0.1');
    expect(certificate.ca).toBe(false);
    expect(certificate.verify(new X509Certificate(authority.certificate).publicKey)).toBe(true);
    expect(certificate.checkPrivateKey(createPrivateKey(key))).toBe(true);
    expect(Date.parse(certificate.validTo)).toBeLessThanOrEqual(NOW + 86_400_000);
  });

  it('is refused to who does not have the key', async () => {
    const [mine, theirs] = await Promise.all([requestFor('node-a'), requestFor('node-a')]);
    const stolen = new x509.Pkcs10CertificateRequest(theirs.request);
    const signed = Buffer.from(mine.request);
    const [from, to] = [stolen, new x509.Pkcs10CertificateRequest(mine.request)].map(({ publicKey }) =>
      Buffer.from(publicKey.rawData),
    ) as [Buffer, Buffer];
    from.copy(signed, signed.indexOf(to));
    await expect(certify(authority, signed, LEAF, NOW)).rejects.toThrow(/not signed by the key/);
  });

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['no DER', Buffer.from('-----BEGIN')],
    ['much', Buffer.alloc(9000, 0x30)],
    ['a length beyond its end', Buffer.from('3084ffffffff02', 'hex')],
    ['nested without end', Buffer.alloc(8000, Buffer.from('3080', 'hex'))],
  ])('%s is no request', async (_what, bytes) => {
    await expect(certify(authority, bytes, LEAF, NOW)).rejects.toMatchObject({ code: 'ARGUMENT' });
  });

  it('other kinds of keys are refused', async () => {
    const algorithm = {
      name: 'RSASSA-PKCS1-v1_5',
      hash: 'SHA-256',
      modulusLength: 1024,
      publicExponent: new Uint8Array([1, 0, 1]),
    };
    const keys = (await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])) as webcrypto.CryptoKeyPair;
    const request = await x509.Pkcs10CertificateRequestGenerator.create({
      name: 'CN=a',
      keys,
      signingAlgorithm: algorithm,
    });
    await expect(certify(authority, Buffer.from(request.rawData), LEAF, NOW)).rejects.toThrow(/P-256/);
  });
});

describe('F169 what is revoked', () => {
  it('is a serial number, or all of a role and name until a time, renewed ones too', async () => {
    const made = async (name: string, role: 'node' | 'viewer', now: number) =>
      identityOf(new X509Certificate((await issue(authority, { ...LEAF, name, role }, now)).certificate).raw);
    const [before, after] = [await made('node-a', 'node', NOW - 600_000), await made('node-a', 'node', NOW + 600_000)];
    const others = [await made('node-b', 'node', NOW), await made('node-a', 'viewer', NOW)];
    const until = new Date(NOW).toISOString();
    const named = new Revoked(`# taken\nnode/node-a ${until} # stolen\n`);
    expect([before, after, ...others].map((peer) => named.has(peer))).toEqual([true, false, false, false]);
    const serial = new Revoked(`${before.serial.toLowerCase()}\n`);
    expect([before, after].map((peer) => serial.has(peer))).toEqual([true, false]);
    expect(named.beyond(serial)).toBe(1);
    const next = await issue(authority, { ...LEAF, after: named.until('node', 'node-a') }, NOW);
    expect(named.has(identityOf(new X509Certificate(next.certificate).raw))).toBe(false);
  });

  it.each(['node/a', 'node/a tomorrow', 'xyz', 'node/a 2026-13-45T00:00:00Z', '12 34'])('%s is neither', (line) => {
    expect(() => new Revoked(line)).toThrow(/line 1: .* is no serial number/);
  });
});
