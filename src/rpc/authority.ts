/** A small private certificate authority: one root, leaves with the name of a node, a part or a person, and its role. */
import 'reflect-metadata';
import { createPrivateKey, createPublicKey, X509Certificate as NodeCertificate, webcrypto } from 'node:crypto';
import { isIP } from 'node:net';
import * as x509 from '@peculiar/x509';
import { RpcError } from './error.js';
import type { Role } from './peer.js';

export interface Pem {
  readonly certificate: string;
  readonly key: string;
}

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
/** Clocks differ. */
const BACKDATE_MS = 5 * 60_000;
/** A request of ours has 300 or so. */
const MAX_REQUEST_BYTES = 8 << 10;

const keyPem = (der: ArrayBuffer): string =>
  createPrivateKey({ key: Buffer.from(der), format: 'der', type: 'pkcs8' }).export({
    type: 'pkcs8',
    format: 'pem',
  }) as string;
const serial = (): string =>
  Buffer.from(webcrypto.getRandomValues(new Uint8Array(16)))
    .toString('hex')
    .replace(/^[89a-f]/, '0');
const { subtle } = webcrypto;
const generate = (): Promise<webcrypto.CryptoKeyPair> =>
  subtle.generateKey(ALGORITHM, true, ['sign', 'verify']) as Promise<webcrypto.CryptoKeyPair>;

/** @param now Unix milliseconds */
export async function createAuthority(name: string, days: number, now: number): Promise<Pem> {
  x509.cryptoProvider.set(webcrypto);
  const keys = await generate();
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: serial(),
    name: `CN=${escaped(name)}`,
    notBefore: new Date(now - BACKDATE_MS),
    notAfter: new Date(now + days * 86_400_000),
    signingAlgorithm: ALGORITHM,
    keys: keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return {
    certificate: `${certificate.toString('pem')}\n`,
    key: keyPem(await subtle.exportKey('pkcs8', keys.privateKey)),
  };
}

export interface Leaf {
  readonly name: string;
  readonly role: Role;
  /** Further DNS names and addresses under which it is dialled. */
  readonly alternatives: readonly string[];
  readonly days: number;
  /** Its validity begins later than that, Unix milliseconds. */
  readonly after?: number;
}

/** A key and its certificate. @param now Unix milliseconds */
export async function issue(authority: Pem, leaf: Leaf, now: number): Promise<Pem> {
  x509.cryptoProvider.set(webcrypto);
  const keys = await generate();
  return {
    certificate: await certificateFor(authority, keys.publicKey, leaf, now),
    key: keyPem(await subtle.exportKey('pkcs8', keys.privateKey)),
  };
}

/**
 * A key and the request (PKCS#10, DER) for a certificate of it: what it shall say is for the authority to
 * decide. @param known a key (PEM) that is there already; else a new one is made. @throws Error: that is none
 */
export async function requestFor(
  name: string,
  known?: string,
): Promise<{ readonly request: Buffer; readonly key: string }> {
  x509.cryptoProvider.set(webcrypto);
  const keys = known === undefined ? await generate() : await pairOf(known);
  const request = await x509.Pkcs10CertificateRequestGenerator.create({
    name: `CN=${escaped(name)}`,
    keys,
    signingAlgorithm: ALGORITHM,
  });
  return { request: Buffer.from(request.rawData), key: keyPem(await subtle.exportKey('pkcs8', keys.privateKey)) };
}

/**
 * The certificate (PEM) for the key of a request (PKCS#10, DER), which only who has that key can have signed. Of the request
 * nothing else counts. @param now Unix milliseconds. @throws RpcError ARGUMENT: no such request, or another kind of key
 */
export async function certify(authority: Pem, request: Uint8Array, leaf: Leaf, now: number): Promise<string> {
  x509.cryptoProvider.set(webcrypto);
  return certificateFor(authority, await provenKey(request), leaf, now);
}

async function pairOf(pem: string): Promise<webcrypto.CryptoKeyPair> {
  const key = createPrivateKey(pem);
  const [pkcs8, spki] = [
    key.export({ type: 'pkcs8', format: 'der' }),
    createPublicKey(key).export({ type: 'spki', format: 'der' }),
  ];
  return {
    privateKey: await subtle.importKey('pkcs8', pkcs8, ALGORITHM, true, ['sign']),
    publicKey: await subtle.importKey('spki', spki, ALGORITHM, true, ['verify']),
  };
}

async function provenKey(der: Uint8Array): Promise<webcrypto.CryptoKey> {
  const refuse = (why: string, cause?: unknown): RpcError =>
    new RpcError('ARGUMENT', 'certificate request', why, { field: 'request', cause });
  if (der.length > MAX_REQUEST_BYTES) throw refuse(`has ${der.length} bytes, ${MAX_REQUEST_BYTES} are the most`);
  try {
    const request = new x509.Pkcs10CertificateRequest(new Uint8Array(der));
    const key = await subtle.importKey('spki', request.publicKey.rawData, ALGORITHM, true, ['verify']);
    if (await request.verify()) return key as webcrypto.CryptoKey;
  } catch (error) {
    throw refuse('expected PKCS#10 (DER) with a key on P-256', error);
  }
  throw refuse('is not signed by the key that it names');
}

/** Signs. The certificate ends no later than the authority's. */
async function certificateFor(
  authority: Pem,
  publicKey: webcrypto.CryptoKey,
  { name, role, alternatives, days, after = 0 }: Leaf,
  now: number,
): Promise<string> {
  const issuer = new x509.X509Certificate(authority.certificate);
  const der = createPrivateKey(authority.key).export({ type: 'pkcs8', format: 'der' });
  const signingKey = await subtle.importKey('pkcs8', der, ALGORITHM, false, ['sign']);
  const names = [...new Set([name, ...alternatives])].map((value) => ({
    type: isIP(value) === 0 ? ('dns' as const) : ('ip' as const),
    value,
  }));
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: serial(),
    subject: `CN=${escaped(name)}, OU=${role}`,
    issuer: issuer.subject,
    notBefore: new Date(Math.max(now - BACKDATE_MS, after + 1000)),
    notAfter: new Date(Math.min(now + days * 86_400_000, issuer.notAfter.getTime())),
    signingAlgorithm: ALGORITHM,
    publicKey,
    signingKey,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([
        x509.ExtendedKeyUsage.clientAuth,
        ...(role === 'controller' || role === 'collector' ? [x509.ExtendedKeyUsage.serverAuth] : []),
      ]),
      new x509.SubjectAlternativeNameExtension(names),
      await x509.AuthorityKeyIdentifierExtension.create(issuer.publicKey),
    ],
  });
  return `${certificate.toString('pem')}\n`;
}

/** Characters with a meaning in a distinguished name (RFC 4514). */
const escaped = (name: string): string => name.replace(/[,+"\\<>;=#]/g, '\\$&');

export const notAfter = (pem: string): Date => new Date(new NodeCertificate(pem).validTo);
