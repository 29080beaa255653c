/**
 * Certificates for those who have one that still holds: the same name and role, another key, a short life (F169). Each is a
 * record of the audit log. A certificate leads to one key only, so that of two who hold it, one is noticed.
 */
import { createHash, createPrivateKey, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Clock } from '../part/clock.js';
import type { Log } from '../part/log.js';
import type { Pem } from '../rpc/authority.js';
import { RpcError } from '../rpc/error.js';
import { CERTIFICATES } from '../rpc/methods.js';
import { type PeerIdentity, ROLES, type Role } from '../rpc/peer.js';
import { type Service, serve } from '../rpc/serve.js';
import { Allowance } from './allowance.js';
import { ControllerError } from './error.js';
import type { ControllerMetrics } from './metrics.js';
import { audited, type RevisionStore } from './revision-store.js';

export interface IssuerFiles {
  /** PEM, of an authority that is in everybody's `ca`. */
  readonly certificate: string;
  readonly key: string;
  /** Life of what is issued. */
  readonly hours: number;
}

/** Which certificate was renewed for which key. An interface: SQLite implements it. */
export interface Renewals {
  /**
   * Whether that certificate was renewed for no other key; it leads to this one from now on. Those that ended before
   * `forgetBeforeMs` are forgotten. @throws ControllerError STORE
   */
  leadsTo(serial: string, key: string, untilMs: number, forgetBeforeMs: number): Promise<boolean>;
}

export interface IssuerParts {
  readonly files: IssuerFiles;
  readonly revisions: RevisionStore;
  readonly renewals: Renewals;
  readonly metrics: ControllerMetrics;
  readonly log: Log;
  readonly clock: Clock;
}

/** Of one name: so many at once, then one each time this has passed. */
const BURST = 6;
const REFILL_MS = 600_000;
const HOUR_MS = 3_600_000;

export class Issuer {
  readonly #parts: IssuerParts;
  readonly #allowance: Allowance;
  readonly #certify: typeof import('../rpc/authority.js').certify;

  /** @throws ControllerError INVALID: the files are no authority */
  static async open(parts: IssuerParts): Promise<Issuer> {
    const { certificate, key } = parts.files;
    const refuse = (why: string, cause?: unknown): ControllerError =>
      new ControllerError('INVALID', certificate, why, { field: 'issuer', cause });
    try {
      const authority = await read(parts.files);
      const parsed = new X509Certificate(authority.certificate);
      if (!parsed.ca) throw refuse('is no authority');
      if (!parsed.checkPrivateKey(createPrivateKey(authority.key))) throw refuse(`${key} does not belong to it`);
    } catch (error) {
      throw error instanceof ControllerError ? error : refuse((error as Error).message, error);
    }
    return new Issuer(parts, await import('../rpc/authority.js'));
  }

  /** @param authority loaded here alone: it is a fifth of what a controller loads */
  private constructor(parts: IssuerParts, authority: typeof import('../rpc/authority.js')) {
    this.#parts = parts;
    this.#certify = authority.certify;
    this.#allowance = new Allowance(parts.clock, BURST, REFILL_MS);
  }

  get service(): Service {
    return serve(CERTIFICATES, ['node', 'collector'], {
      Renew: async ({ request }, { peer }) => ({ certificate: await this.renew(request, peer) }),
    });
  }

  /** @param peer by the certificate that still holds. @throws RpcError STATE, BUSY, IDENTITY, ARGUMENT */
  async renew(request: Uint8Array, peer: PeerIdentity | undefined): Promise<string> {
    const { revisions, renewals, metrics, log, clock, files } = this.#parts;
    if (peer === undefined) throw new RpcError('STATE', '', 'who shows no certificate has none to renew');
    const { names, addresses = [], serial } = peer;
    const [name = ''] = names;
    const role = ROLES.find((one) => one === peer.role) as Role;
    if (!this.#allowance.take(`${role} ${name}`)) {
      metrics.certificates.inc({ outcome: 'refused' });
      throw new RpcError('BUSY', name, 'has renewed its certificate too often: come later');
    }
    const now = Math.round(clock.now());
    const leaf = { name, role, alternatives: [...names.slice(1), ...addresses], days: files.hours / 24 };
    const certificate = await this.#certify(await read(files), request, leaf, now);
    const made = new X509Certificate(certificate);
    const key = createHash('sha256')
      .update(made.publicKey.export({ type: 'spki', format: 'der' }))
      .digest('base64');
    const until = Date.parse(made.validTo);
    if (!(await renewals.leadsTo(serial, key, until, now - KEPT_MS))) {
      metrics.certificates.inc({ outcome: 'refused' });
      await revisions.write([audited('certificate-conflict', name, { role, serial }, now)]);
      log.error({ name, role, serial }, 'two hold this certificate: it was renewed for another key already');
      throw new RpcError('IDENTITY', name, 'was renewed for another key already: two hold this certificate');
    }
    const detail = { role, serial: made.serialNumber, replaces: serial, until: new Date(until).toISOString() };
    await revisions.write([audited('certificate', name, detail, now)]);
    metrics.certificates.inc({ outcome: 'issued' });
    log.info({ name, ...detail }, 'certificate renewed');
    return certificate;
  }

  /** For a node that the cluster vouches for. @throws RpcError BUSY, ARGUMENT */
  async first(node: string, request: Uint8Array): Promise<string> {
    const { revisions, metrics, log, clock, files } = this.#parts;
    if (!this.#allowance.take(`first ${node}`)) {
      metrics.certificates.inc({ outcome: 'refused' });
      throw new RpcError('BUSY', node, 'has asked for its certificate too often: come later');
    }
    const now = Math.round(clock.now());
    const leaf = { name: node, role: 'node', alternatives: [], days: files.hours / 24 } as const;
    const certificate = await this.#certify(await read(files), request, leaf, now);
    const made = new X509Certificate(certificate);
    const until = new Date(Date.parse(made.validTo)).toISOString();
    const detail = { role: 'node', serial: made.serialNumber, by: 'service account token', until };
    await revisions.write([audited('certificate', node, detail, now)]);
    metrics.certificates.inc({ outcome: 'issued' });
    log.info({ name: node, ...detail }, 'first certificate');
    return certificate;
  }
}

/** The longest life of a certificate that `osg pki issue` gives, and that may be renewed here: what its holder can show no more. */
const KEPT_MS = 400 * 24 * HOUR_MS;

const read = async ({ certificate, key }: IssuerFiles): Promise<Pem> => ({
  certificate: await readFile(certificate, 'utf8'),
  key: await readFile(key, 'utf8'),
});
