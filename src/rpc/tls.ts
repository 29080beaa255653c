/** mTLS from files that may be replaced at any time: new connections use the new ones, live streams go on (F90). */
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { type ChannelCredentials, experimental, credentials as grpc, ServerCredentials } from '@grpc/grpc-js';
import type { Log } from '../part/log.js';
import { RpcError } from './error.js';

export interface TlsFiles {
  /** PEM, leaf first. */
  readonly certificate: string;
  readonly key: string;
  /** PEM of the authorities whose certificates the other side may show. */
  readonly ca: string;
}

/** Tells of new files in the log. */
export const inLog = (log: Log): TlsEvents => ({
  reloaded: (notAfter) => log.info({ notAfter }, 'certificates reloaded'),
  failed: (error) => log.error({ error: error.message }, 'certificates not reloaded'),
});

export interface TlsEvents {
  /** New files are in use. */
  reloaded?(notAfter: Date): void;
  /** The new files cannot be used; the old ones stay. */
  failed?(error: RpcError): void;
}

interface Material {
  readonly certificate: Buffer;
  readonly privateKey: Buffer;
  readonly caCertificate: Buffer;
  readonly notAfter: Date;
}

async function load(files: TlsFiles): Promise<Material> {
  try {
    const [certificate, privateKey, caCertificate] = (await Promise.all(
      [files.certificate, files.key, files.ca].map((path) => readFile(path)),
    )) as [Buffer, Buffer, Buffer];
    const leaf = new X509Certificate(certificate);
    if (!leaf.checkPrivateKey(createPrivateKey(privateKey)))
      throw new Error('the key does not belong to the certificate');
    new X509Certificate(caCertificate);
    return { certificate, privateKey, caCertificate, notAfter: new Date(leaf.validTo) };
  } catch (error) {
    throw new RpcError('TLS', files.certificate, error instanceof Error ? error.message : String(error), {
      cause: error,
    });
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
  #material: Material;

  private constructor(files: TlsFiles, material: Material, events: TlsEvents, intervalMs: number) {
    this.#files = files;
    this.#material = material;
    this.#events = events;
    this.#timer = setInterval(() => void this.reload(), intervalMs).unref();
  }

  /** @throws RpcError TLS */
  static async open(files: TlsFiles, events: TlsEvents = {}, intervalMs = 10_000): Promise<TlsIdentity> {
    return new TlsIdentity(files, await load(files), events, intervalMs);
  }

  get notAfter(): Date {
    return this.#material.notAfter;
  }

  async reload(): Promise<void> {
    try {
      const material = await load(this.#files);
      const same = (['certificate', 'privateKey', 'caCertificate'] as const).every((part) =>
        material[part].equals(this.#material[part]),
      );
      if (same) return;
      this.#material = material;
      for (const listener of this.#ca) listener(material);
      for (const listener of this.#identity) listener(material);
      this.#events.reloaded?.(material.notAfter);
    } catch (error) {
      this.#events.failed?.(error as RpcError);
    }
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

export const channelCredentials = (identity: TlsIdentity | undefined): ChannelCredentials =>
  identity === undefined
    ? grpc.createInsecure()
    : experimental.createCertificateProviderChannelCredentials(identity, identity);

export const serverCredentials = (identity: TlsIdentity | undefined): ServerCredentials =>
  identity === undefined
    ? ServerCredentials.createInsecure()
    : experimental.createCertificateProviderServerCredentials(identity, identity, true);
