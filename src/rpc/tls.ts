/** mTLS from files that may be replaced at any time: new connections use the new ones, live streams go on (F90). */
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { checkServerIdentity } from 'node:tls';
import { type ChannelCredentials, experimental, credentials as grpc, ServerCredentials } from '@grpc/grpc-js';
import type { Log } from '../part/log.js';
import { RpcError } from './error.js';
import { identityOf, type PeerIdentity, type Role } from './peer.js';
import { Revoked } from './revoked.js';
import { type Spiffe, trustSpiffe } from './spiffe.js';

export interface TlsFiles {
  /** PEM, leaf first. */
  readonly certificate: string;
  readonly key: string;
  /** PEM of the authorities whose certificates the other side may show. */
  readonly ca: string;
  /** Certificates that are refused though they are signed and have not ended (revoked.ts). */
  readonly revoked?: string | undefined;
  /** The controller renews the certificate; the files are written then (renewal.ts). */
  readonly renew?: boolean | undefined;
  /** Certificates with a URI of SPIFFE are believed by it. */
  readonly spiffe?: Spiffe | undefined;
}

type Field = Exclude<keyof TlsFiles, 'renew' | 'spiffe'>;

/** Tells of new files in the log. */
export const inLog = (log: Log): TlsEvents => ({
  reloaded: (notAfter) => log.info({ notAfter }, 'certificates reloaded'),
  failed: (error) => log.error({ error: error.message }, 'certificates not reloaded'),
});

export interface TlsEvents {
  /** New files are in use. */
  reloaded?(notAfter: Date): void;
  /** The new files cannot be used; the old ones stay. The same failure is told once. */
  failed?(error: RpcError): void;
}

interface Material {
  readonly certificate: Buffer;
  readonly privateKey: Buffer;
  readonly caCertificate: Buffer;
  readonly notAfter: Date;
  readonly revoked: Revoked;
}

async function load({ certificate: leafFile, key: keyFile, ca: caFile, revoked: list }: TlsFiles): Promise<Material> {
  const read = (field: Field, file: string): Promise<Buffer> => naming(field, file, () => readFile(file));
  const [certificate, privateKey, caCertificate] = await Promise.all([
    read('certificate', leafFile),
    read('key', keyFile),
    read('ca', caFile),
  ]);
  const leaf = await naming('certificate', leafFile, () => new X509Certificate(certificate));
  await naming('key', keyFile, () => {
    if (!leaf.checkPrivateKey(createPrivateKey(privateKey))) throw new Error(`does not belong to ${leafFile}`);
  });
  await naming('ca', caFile, () => new X509Certificate(caCertificate));
  const revoked =
    list === undefined
      ? new Revoked()
      : await naming('revoked', list, async () => new Revoked(await readFile(list, 'utf8')));
  return { certificate, privateKey, caCertificate, notAfter: new Date(leaf.validTo), revoked };
}

/** @throws RpcError TLS, of that file */
async function naming<T>(field: Field, file: string, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new RpcError('TLS', file, error instanceof Error ? error.message : String(error), { field, cause: error });
  }
}

type CaListener = Parameters<experimental.CertificateProvider['addCaCertificateListener']>[0];
type IdentityListener = Parameters<experimental.CertificateProvider['addIdentityCertificateListener']>[0];

/** Reads the files at start and again at every interval; a half-replaced pair is not taken. */
export class TlsIdentity implements experimental.CertificateProvider {
  readonly #files: TlsFiles;
  readonly #events: TlsEvents;
  readonly #timer: NodeJS.Timeout;
  readonly #ca = new Set<CaListener>();
  readonly #identity = new Set<IdentityListener>();
  readonly #changed = new Set<() => void>();
  readonly #reviewers = new Set<() => void>();
  #material: Material;
  #failing: RpcError | undefined;

  private constructor(files: TlsFiles, material: Material, events: TlsEvents, intervalMs: number) {
    this.#files = files;
    this.#material = material;
    this.#events = events;
    this.#timer = setInterval(() => void this.reload(), intervalMs).unref();
  }

  /** @throws RpcError TLS */
  static async open(files: TlsFiles, events: TlsEvents = {}, intervalMs = 10_000): Promise<TlsIdentity> {
    if (files.spiffe !== undefined) trustSpiffe(files.spiffe);
    return new TlsIdentity(files, await load(files), events, intervalMs);
  }

  get notAfter(): Date {
    return this.#material.notAfter;
  }

  /** Why the files as they are now cannot be used; undefined: they are in use. Its field is the setting of that file. */
  get failing(): RpcError | undefined {
    return this.#failing;
  }

  /** What a person should know. */
  get warnings(): readonly string[] {
    if (this.#failing === undefined) return [];
    return [`${this.#failing.message}; the certificate in use ends ${this.notAfter.toISOString()}`];
  }

  /** As a TLS server of Node takes it. */
  get secure(): { readonly cert: Buffer; readonly key: Buffer; readonly ca: Buffer } {
    const { certificate, privateKey, caCertificate } = this.#material;
    return { cert: certificate, key: privateKey, ca: caCertificate };
  }

  /** Calls back when `secure` is another one. */
  onChange(listener: () => void): void {
    this.#changed.add(listener);
  }

  async reload(): Promise<void> {
    try {
      const material = await load(this.#files);
      this.#failing = undefined;
      const same = (['certificate', 'privateKey', 'caCertificate'] as const).every((part) =>
        material[part].equals(this.#material[part]),
      );
      const before = this.#material.revoked;
      const added = material.revoked.beyond(before);
      const changed = added > 0 || before.beyond(material.revoked) > 0;
      if (same && !changed) return;
      this.#material = material;
      if (added > 0) for (const review of [...this.#reviewers]) review();
      if (same) return;
      for (const listener of this.#ca) listener(material);
      for (const listener of this.#identity) listener(material);
      for (const listener of this.#changed) listener();
      this.#events.reloaded?.(material.notAfter);
    } catch (error) {
      const failure = error as RpcError;
      const known = failure.message === this.#failing?.message;
      this.#failing = failure;
      if (!known) this.#events.failed?.(failure);
    }
  }

  /** Why that certificate is refused, or undefined. */
  denied(peer: Pick<PeerIdentity, 'serial'> & Partial<PeerIdentity>): string | undefined {
    return this.#material.revoked.has(peer) ? 'the certificate is revoked' : undefined;
  }

  /** Calls back when more certificates are revoked; the answer ends that. */
  onRevoked(review: () => void): () => void {
    this.#reviewers.add(review);
    return () => this.#reviewers.delete(review);
  }

  close(): void {
    clearInterval(this.#timer);
  }

  addCaCertificateListener(listener: CaListener): void {
    this.#ca.add(listener);
    process.nextTick(listener, this.#material);
  }

  removeCaCertificateListener(listener: CaListener): void {
    this.#ca.delete(listener);
  }

  addIdentityCertificateListener(listener: IdentityListener): void {
    this.#identity.add(listener);
    process.nextTick(listener, this.#material);
  }

  removeIdentityCertificateListener(listener: IdentityListener): void {
    this.#identity.delete(listener);
  }
}

/** @param role that the server's certificate must have; undefined: any that is signed, as of software that is not ours */
export const channelCredentials = (identity: TlsIdentity | undefined, role?: Role): ChannelCredentials =>
  identity === undefined
    ? grpc.createInsecure()
    : experimental.createCertificateProviderChannelCredentials(identity, identity, {
        checkServerIdentity: (host, certificate) => {
          const server = identityOf(certificate.raw);
          // By SPIFFE the role says that it is who we look for; of software that is not ours, only the name does.
          const byRole = server.byUri === true && role !== undefined;
          return (byRole ? undefined : checkServerIdentity(host, certificate)) ?? refusal(identity, server, role);
        },
      });

function refusal(identity: TlsIdentity, server: PeerIdentity, role: Role | undefined): Error | undefined {
  const name = server.names[0] ?? 'certificate';
  const why = identity.denied(server);
  if (why !== undefined) return new Error(`${name}: ${why}`);
  if (role === undefined || server.role === role) return undefined;
  return new Error(`${name}: has the role ${server.role ?? 'none'}, ${role} is needed`);
}

export const serverCredentials = (identity: TlsIdentity | undefined): ServerCredentials =>
  identity === undefined
    ? ServerCredentials.createInsecure()
    : experimental.createCertificateProviderServerCredentials(identity, identity, true);
