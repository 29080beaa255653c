/** Who is at the other end of a call, and what a role may do. Every service asks here, by `serve`. */
import { X509Certificate } from 'node:crypto';
import { userInfo } from 'node:os';
import type { Metadata } from '@grpc/grpc-js';
import { RpcError } from './error.js';
import { spiffeIdentity } from './spiffe.js';

/** What a certificate may be used for; it stands as its organisational unit (OU). */
export const ROLES = ['node', 'controller', 'collector', 'operator', 'viewer'] as const;
export type Role = (typeof ROLES)[number];

/** Who may call: certificates of these roles, or `anyone` whose certificate is signed; the handler decides then. */
export type Access = Role | readonly Role[] | 'anyone';

/** What a client's certificate says of it. */
export interface PeerIdentity {
  /** Common name and DNS names. */
  readonly names: readonly string[];
  /** Organisational unit; one of `ROLES`, if we issued it. Or by the mapping of SPIFFE. */
  readonly role: string | undefined;
  /** It is an identity of SPIFFE, which has no need to name hosts. */
  readonly byUri?: boolean;
  /** When its validity begins, Unix milliseconds. */
  readonly fromMs?: number;
  /** IP addresses. */
  readonly addresses?: readonly string[];
  /** Upper-case hexadecimal digits, without leading zeros. */
  readonly serial: string;
}

interface Asked {
  getAuthContext(): { sslPeerCertificate?: { raw: Buffer } | undefined } | null;
}

/** Undefined on a listener without TLS: whoever may open it (a unix socket, loopback) counts as every role. */
export function peerIdentity(call: Asked): PeerIdentity | undefined {
  const raw = call.getAuthContext()?.sslPeerCertificate?.raw;
  return raw === undefined ? undefined : identityOf(raw);
}

/** @param der a certificate */
export function identityOf(der: Buffer): PeerIdentity {
  const certificate = new X509Certificate(der);
  const subject = new Map(
    certificate.subject
      .split('\n')
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );
  const alternatives = (certificate.subjectAltName ?? '').split(', ');
  const of = (kind: string): string[] =>
    alternatives.filter((name) => name.startsWith(kind)).map((name) => name.slice(kind.length));
  const names = of('DNS:');
  const common = subject.get('CN');
  const spiffe = spiffeIdentity(of('URI:'));
  return {
    ...(spiffe !== undefined
      ? { names: [spiffe.name], role: spiffe.role, byUri: true }
      : { names: common === undefined ? names : [common, ...names], role: subject.get('OU') }),
    addresses: of('IP Address:'),
    fromMs: Date.parse(certificate.validFrom),
    serial: certificate.serialNumber.toUpperCase().replace(/^0+/, ''),
  };
}

/** @throws RpcError IDENTITY: the certificate has another role */
export function checkAccess(peer: PeerIdentity | undefined, access: Access): void {
  if (peer === undefined || access === 'anyone') return;
  const roles: readonly string[] = typeof access === 'string' ? [access] : access;
  if (peer.role !== undefined && roles.includes(peer.role)) return;
  throw new RpcError(
    'IDENTITY',
    peer.names[0] ?? 'certificate',
    `has the role ${peer.role ?? 'none'}, ${roles.join(' or ')} is needed`,
  );
}

/** Only a node may speak for itself: its name must be in its certificate (F91). @throws RpcError IDENTITY */
export function checkNode(node: string, peer: PeerIdentity | undefined): void {
  if (peer === undefined) return;
  const refuse = (why: string): RpcError => new RpcError('IDENTITY', `node ${node}`, why, { field: 'node' });
  if (peer.role !== 'node') throw refuse(`the certificate has the role ${peer.role ?? 'none'}, node is needed`);
  if (!peer.names.includes(node)) throw refuse(`the certificate is for ${peer.names.join(', ') || 'nobody'}`);
}

/** The metadata key by which a command says who runs it; on a listener without TLS it is believed, and marked as claimed. */
const USER_KEY = 'osg-user';

/** Says who runs this process. */
export function claimUser(metadata: Metadata): Metadata {
  metadata.set(USER_KEY, process.env['SUDO_USER'] ?? userInfo().username);
  return metadata;
}

/** The caller's name for audit logs: of its certificate, or `local:` and the name that it claims. */
export function whoOf(peer: PeerIdentity | undefined, metadata: Metadata): string {
  if (peer !== undefined) return peer.names[0] ?? peer.role ?? 'certificate';
  const claimed = String(metadata.get(USER_KEY)[0] ?? userInfo().username);
  return `local:${claimed.replace(/[^\w.@-]/g, '_').slice(0, 64)}`;
}
