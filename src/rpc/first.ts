/**
 * The first certificate of a node: a key that never leaves this machine, its request, and the token that says who we are. The
 * controller is known by its own certificate: of our authority, for the address, with its role.
 */
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { request as ask } from 'node:https';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { checkServerIdentity, type PeerCertificate } from 'node:tls';
import type { Log } from '../part/log.js';
import { parseListenAddress } from './address.js';
import { RpcError } from './error.js';
import { identityOf } from './peer.js';
import type { TlsFiles } from './tls.js';

/** JSON, by POST. */
export interface FirstRequest {
  readonly node: string;
  /** Of a service account, bound to a pod of the node. */
  readonly token: string;
  /** PKCS#10, DER, base64. */
  readonly request: string;
}

export interface FirstAnswer {
  /** PEM. */
  readonly certificate?: string;
  readonly error?: string;
}

export interface FirstOptions {
  readonly node: string;
  readonly files: TlsFiles;
  /** The controller's listener for it: host:port, several between commas. */
  readonly address: string;
  /** File of the token: read anew each time, since it is rotated. */
  readonly token: string;
  readonly log: Log;
  readonly stopping?: AbortSignal;
}

/** Looks so often whether what is there will do: certificates end while nobody answers. */
const LOOK_MS = 60_000;
const CALL_MS = 20_000;
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 30_000;

/** Whether the certificate that is there will do. */
export function isUsable({ certificate, key }: TlsFiles, now: number): boolean {
  if (!existsSync(certificate) || !existsSync(key)) return false;
  try {
    const parsed = new X509Certificate(readFileSync(certificate));
    return Date.parse(parsed.validTo) > now && parsed.checkPrivateKey(createPrivateKey(readFileSync(key)));
  } catch {
    return false;
  }
}

/** Asks until there is one. @throws the reason of `stopping` */
export async function firstCertificate(options: FirstOptions): Promise<void> {
  const addresses = options.address.split(',');
  for (let attempt = 0; ; attempt++) {
    options.stopping?.throwIfAborted();
    const address = addresses[attempt % addresses.length] as string;
    try {
      await once(options, address);
      options.log.info({ address }, 'the first certificate is here');
      return;
    } catch (error) {
      options.log.warn({ address, error: (error as Error).message }, 'no first certificate yet');
      const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(attempt, 10));
      await sleep(wait * (0.5 + Math.random() / 2), undefined, { signal: options.stopping }).catch(() => undefined);
    }
  }
}

/** Asks anew when the certificate has ended without being renewed; what is in use stays meanwhile. @param taken the files are new */
export function keepCertificate(
  options: FirstOptions,
  taken: () => Promise<void>,
  now: () => number,
): { close(): void } {
  const stop = new AbortController();
  let asking = false;
  const look = (): void => {
    if (asking || isUsable(options.files, now())) return;
    asking = true;
    firstCertificate({ ...options, stopping: stop.signal })
      .then(taken)
      .catch((error: unknown) => {
        if (!stop.signal.aborted) options.log.error({ error: String(error) }, 'no certificate');
      })
      .finally(() => {
        asking = false;
      });
  };
  const timer = setInterval(look, LOOK_MS).unref();
  look();
  return {
    close: () => {
      clearInterval(timer);
      stop.abort();
    },
  };
}

async function once({ node, files, token, stopping }: FirstOptions, address: string): Promise<void> {
  // Its libraries take 18 MiB, which a part that has its certificate never needs.
  const { requestFor } = await import('./authority.js');
  const { request, key } = await requestFor(node);
  const body: FirstRequest = {
    node,
    token: readFileSync(token, 'utf8').trim(),
    request: request.toString('base64'),
  };
  const { certificate = '' } = await post(address, body, readFileSync(files.ca), stopping);
  const made = new X509Certificate(certificate);
  const { names, role } = identityOf(made.raw);
  if (names[0] !== node || role !== 'node' || !made.checkPrivateKey(createPrivateKey(key)))
    throw new RpcError(
      'PROTOCOL',
      address,
      `the certificate is of ${role ?? 'no role'} ${names[0]}, or for another key`,
    );
  // The key first: a crash between the two leaves a pair that does not belong together, and is asked for again.
  await replace(files.key, key, 0o600);
  await replace(files.certificate, certificate, 0o644);
}

function post(
  address: string,
  body: FirstRequest,
  ca: Buffer,
  stopping: AbortSignal | undefined,
): Promise<FirstAnswer> {
  const at = parseListenAddress(address);
  if (at.kind === 'unix') throw new RpcError('ADDRESS', address, 'expected host:port');
  const limit = AbortSignal.timeout(CALL_MS);
  const signal = stopping === undefined ? limit : AbortSignal.any([limit, stopping]);
  return new Promise((resolve, reject) => {
    const failed = (error: Error): void =>
      reject(new RpcError('UNREACHABLE', address, error.message, { cause: error }));
    const call = ask(
      {
        host: at.host,
        port: at.port,
        method: 'POST',
        ca,
        minVersion: 'TLSv1.2',
        headers: { 'content-type': 'application/json' },
        checkServerIdentity: isController,
        signal,
        agent: false,
      },
      (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => {
          text += chunk;
          if (text.length > 65_536) call.destroy(new Error('too long an answer'));
        });
        response.on('error', failed);
        response.on('end', () => {
          try {
            const answer = JSON.parse(text) as FirstAnswer;
            if (response.statusCode === 200) resolve(answer);
            else reject(new RpcError('IDENTITY', address, answer.error ?? `answers ${response.statusCode}`));
          } catch (error) {
            failed(error as Error);
          }
        });
      },
    );
    call.on('error', failed);
    call.end(JSON.stringify(body));
  });
}

/** F165: a node's certificate, of the same authority, makes no controller. */
function isController(host: string, certificate: PeerCertificate): Error | undefined {
  const { role, byUri } = identityOf(certificate.raw);
  const wrong = byUri === true ? undefined : checkServerIdentity(host, certificate);
  if (wrong !== undefined) return wrong;
  return role === 'controller'
    ? undefined
    : new Error(`the certificate has the role ${role ?? 'none'}, not controller`);
}

async function replace(path: string, text: string, mode: number): Promise<void> {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const temporary = `${path}.first`;
  await rm(temporary, { force: true });
  const file = await open(temporary, 'wx', mode);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  renameSync(temporary, path);
}
