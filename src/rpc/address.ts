/** Where a part listens or dials: `unix:/path`, `host:port`, `[v6]:port`; and what may be served there. */
import { RpcError } from './error.js';

export type ListenAddress =
  | { readonly kind: 'unix'; readonly path: string; readonly text: string }
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number; readonly text: string };

/** @throws RpcError ADDRESS */
export function parseListenAddress(text: string): ListenAddress {
  if (text.startsWith('unix:')) {
    const path = text.slice('unix:'.length).replace(/^\/\/(?=\/)/, '');
    if (!path.startsWith('/'))
      throw new RpcError('ADDRESS', text, 'a unix socket needs an absolute path: unix:/run/osg/controller.sock');
    if (Buffer.byteLength(path) > 107)
      throw new RpcError('ADDRESS', text, 'the path of a unix socket has at most 107 bytes');
    return { kind: 'unix', path, text: `unix:${path}` };
  }
  const match = /^(?:\[([0-9a-fA-F:.]+)\]|([^:[\]]+)):(\d{1,5})$/.exec(text);
  const host = match?.[1] ?? match?.[2];
  const port = Number(match?.[3]);
  if (host === undefined || port > 65535)
    throw new RpcError('ADDRESS', text, 'expected unix:/path, host:port or [IPv6]:port');
  return { kind: 'tcp', host, port, text };
}

/** True for unix sockets and loopback: what leaves this machine needs mTLS. */
export function isLocal(address: ListenAddress): boolean {
  if (address.kind === 'unix') return true;
  return address.host === 'localhost' || address.host === '::1' || /^127(\.\d{1,3}){3}$/.test(address.host);
}

/** Set to 1 in the environment, loopback needs no mTLS: for development. */
export const INSECURE_LOOPBACK = 'OSG_INSECURE_LOOPBACK';

/**
 * Only a unix socket has an owner: on loopback every process of this machine, and every pod in its network, would be what it
 * says it is. @throws RpcError ADDRESS where a listener or dial over TCP has no mTLS
 */
export function requireTls(address: ListenAddress, hasTls: boolean): void {
  if (hasTls || address.kind === 'unix') return;
  if (isLocal(address) && process.env[INSECURE_LOOPBACK] === '1') return;
  const give = 'needs mTLS: give certificate, key and ca (osg pki init makes them)';
  throw new RpcError(
    'ADDRESS',
    address.text,
    isLocal(address)
      ? `is open to every process of this machine and ${give}, or use a unix socket; for development ${INSECURE_LOOPBACK}=1`
      : `is not on this machine and ${give}`,
  );
}
