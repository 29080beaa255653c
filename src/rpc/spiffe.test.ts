import { createHash, webcrypto } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import 'reflect-metadata';
import * as x509 from '@peculiar/x509';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { tls } from './config-fields.js';
import { callOnce, openChannel, targetOf } from './dial.js';
import { type Listener, listen } from './listen.js';
import { OPERATOR } from './methods.js';
import { checkNode, identityOf } from './peer.js';
import { serve } from './serve.js';
import { spiffeIdentity, trustSpiffe } from './spiffe.js';
import { TlsIdentity } from './tls.js';

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const SPIFFE = {
  trustDomain: 'prod.example',
  roles: {
    controller: '/ns/osg-system/sa/osg-controller',
    node: '/node/{name}',
    operator: '/people/{name}/operator',
  },
};
const id = (path: string, domain = 'prod.example'): string => `spiffe://${domain}${path}`;

/** As SPIRE makes them: a URI, no common name that counts, no host. */
async function made(
  uris: readonly string[],
  ca?: { certificate: x509.X509Certificate; keys: webcrypto.CryptoKeyPair },
) {
  const keys = (await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify'])) as webcrypto.CryptoKeyPair;
  const isCa = ca === undefined;
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: createHash('sha256').update(uris.join()).digest('hex').slice(0, 16).replace(/^./, '1'),
    subject: isCa ? 'CN=trust' : 'C=US, O=SPIRE, OU=operator',
    issuer: isCa ? 'CN=trust' : ca.certificate.subject,
    notBefore: new Date(Date.now() - 60_000),
    notAfter: new Date(Date.now() + 3_600_000),
    signingAlgorithm: ALGORITHM,
    publicKey: keys.publicKey,
    signingKey: (ca?.keys ?? keys).privateKey,
    extensions: [
      new x509.BasicConstraintsExtension(isCa, undefined, true),
      ...(isCa
        ? []
        : [new x509.SubjectAlternativeNameExtension(uris.map((value) => ({ type: 'url' as const, value })))]),
    ],
  });
  const pkcs8 = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64');
  const key = `-----BEGIN PRIVATE KEY-----\n${pkcs8}\n-----END PRIVATE KEY-----\n`;
  return { certificate, keys, key };
}

let folder: string;
let listener: Listener;
let ca: Awaited<ReturnType<typeof made>>;
const open: { close(): unknown }[] = [];

async function identity(name: string, ...uris: string[]): Promise<TlsIdentity> {
  const { certificate, key } = await made(uris, ca);
  const at = (file: string): string => join(folder, file);
  writeFileSync(at(`${name}.pem`), certificate.toString('pem'));
  writeFileSync(at(`${name}.key`), key);
  writeFileSync(at('bundle.pem'), ca.certificate.toString('pem'));
  const files = { certificate: at(`${name}.pem`), key: at(`${name}.key`), ca: at('bundle.pem'), spiffe: SPIFFE };
  const made_ = await TlsIdentity.open(files);
  open.push(made_);
  return made_;
}

const status = async (as: TlsIdentity): Promise<unknown> => {
  const channel = openChannel(targetOf(listener.address, as, { role: 'controller' }));
  try {
    return await callOnce(channel, listener.address, OPERATOR.Status, {}, 5_000);
  } catch (error) {
    return (error as Error).message;
  } finally {
    channel.close();
  }
};

describe('SPIFFE', () => {
  beforeAll(async () => {
    x509.cryptoProvider.set(webcrypto);
    folder = mkdtempSync(join(tmpdir(), 'osg-spiffe-'));
    ca = await made([]);
    const operators = serve({ Status: OPERATOR.Status }, 'operator', { Status: async () => ({ revision: 7 }) });
    listener = await listen('127.0.0.1:0', [operators], await identity('controller', id(SPIFFE.roles.controller)));
  });
  afterAll(async () => {
    trustSpiffe(undefined);
    await listener.close(50);
    for (const each of open.splice(0)) each.close();
    rmSync(folder, { recursive: true, force: true });
  });
  afterEach(() => trustSpiffe(SPIFFE));

  it('a certificate without any host or name of ours is who its URI says, at both ends', async () => {
    expect(await status(await identity('ann', id('/people/ann/operator')))).toMatchObject({ revision: 7 });
  });

  it.each([
    ['another role', [id('/node/n1')]],
    ['another domain, though its subject says operator', [id('/people/ann/operator', 'test.example')]],
    ['no role of the mapping', [id('/people/ann')]],
    ['two URIs', [id('/people/ann/operator'), id('/node/n1')]],
    ['a longer path', [id('/people/ann/operator/more')]],
  ])('refuses %s', async (_what, uris) => {
    expect(await status(await identity('other', ...uris))).toContain('operator is needed');
  });

  it('F165 who has another role makes no controller', async () => {
    const wrong = await listen('127.0.0.1:0', [], await identity('false', id('/node/n1')));
    const channel = openChannel(
      targetOf(wrong.address, await identity('bob', id('/people/bob/operator')), { role: 'controller' }),
    );
    await expect(callOnce(channel, wrong.address, OPERATOR.Status, {}, 3_000)).rejects.toThrow(
      /controller is needed|UNAVAILABLE|No connection/i,
    );
    channel.close();
    await wrong.close(50);
  });

  it('a node speaks for itself alone', async () => {
    const { certificate } = await made([id('/node/n1')], ca);
    const peer = identityOf(Buffer.from(certificate.rawData));
    expect(peer).toMatchObject({ names: ['n1'], role: 'node' });
    expect(() => checkNode('n1', peer)).not.toThrow();
    expect(() => checkNode('n2', peer)).toThrow('the certificate is for n1');
  });

  it('a rotated certificate is in use from the next look on', async () => {
    const rotated = await identity('rotated', id('/node/n1'));
    expect(await status(rotated)).toContain('operator is needed');
    const { certificate, key } = await made([id('/people/eve/operator')], ca);
    writeFileSync(join(folder, 'rotated.pem'), certificate.toString('pem'));
    writeFileSync(join(folder, 'rotated.key'), key);
    await rotated.reload();
    expect(await status(rotated)).toMatchObject({ revision: 7 });
  });

  it('without a mapping URIs mean nothing; a mapping that makes no sense is refused by its field', () => {
    trustSpiffe(undefined);
    expect(spiffeIdentity([id('/node/n1')])).toBeUndefined();
    const files = { certificate: 'c', key: 'k', ca: 'a' };
    const of = (spiffe: unknown) => tls.safeParse({ ...files, spiffe }).error?.issues.map(({ path }) => path.join('.'));
    expect(of(SPIFFE)).toBeUndefined();
    expect(of({ ...SPIFFE, trustDomain: 'Prod/x' })).toEqual(['spiffe.trustDomain']);
    expect(of({ ...SPIFFE, roles: { node: '/node' } })).toEqual(['spiffe.roles.node']);
    expect(of({ ...SPIFFE, roles: { operator: 'x' } })).toEqual(['spiffe.roles.operator']);
  });
});
