/**
 * A certificate that is renewed by the controller before it ends (F169): at two thirds of its life, for a new key that never
 * leaves this machine. The new pair takes the old one's place in a way that a crash at any moment leaves a pair that belongs
 * together, or what `finish` makes one of.
 */
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import type { Clock } from '../part/clock.js';
import type { Log } from '../part/log.js';
import { callOnce, openChannel, type Target } from './dial.js';
import { RpcError } from './error.js';
import { CERTIFICATES } from './methods.js';
import { identityOf } from './peer.js';
import { inLog, type TlsFiles, TlsIdentity } from './tls.js';

type Pair = Pick<TlsFiles, 'certificate' | 'key'>;

export interface RenewalOptions {
  readonly files: Pair;
  readonly identity: TlsIdentity;
  /** The controller, by mTLS. */
  readonly target: Target;
  readonly log: Log;
  readonly clock: Clock;
}

/** After a failure; a certificate of a day has eight hours left then. */
const RETRY_MS = 300_000;
const CALL_MS = 10_000;
const LONGEST_MS = 2 ** 31 - 1;

const nextOf = (file: string): string => `${file}.next`;

/** A pair whose taking over was cut short by a crash is taken over. To be called before the files are read. */
export function finish({ certificate, key }: Pair): void {
  const next = nextOf(certificate);
  if (!existsSync(next)) return;
  if (belongs(next, nextOf(key))) renameSync(nextOf(key), key);
  if (belongs(next, key)) renameSync(next, certificate);
  else rmSync(next);
}

function belongs(certificate: string, key: string): boolean {
  try {
    return new X509Certificate(readFileSync(certificate)).checkPrivateKey(createPrivateKey(readFileSync(key)));
  } catch {
    return false;
  }
}

/** As `TlsIdentity.open`, of files that may be renewed by the controller. @throws RpcError TLS */
export function openRenewable(files: TlsFiles, log: Log): Promise<TlsIdentity> {
  if (files.renew === true) finish(files);
  return TlsIdentity.open(files, inLog(log));
}

export class Renewal {
  readonly #options: RenewalOptions;
  #cancel: (() => void) | undefined;
  #failing: Error | undefined;
  #closed = false;
  #renewed = 0;
  #failures = 0;

  /** @throws RpcError TLS: the controller is not dialled by mTLS */
  constructor(options: RenewalOptions) {
    if (options.target.tls === undefined)
      throw new RpcError('TLS', options.target.address, 'tls.renew needs a controller that is dialled by mTLS');
    this.#options = options;
    this.#schedule();
  }

  /** How many were renewed, how often that failed. */
  get counts(): { readonly renewed: number; readonly failed: number } {
    return { renewed: this.#renewed, failed: this.#failures };
  }

  /** What a person should know. */
  get warnings(): readonly string[] {
    return this.#failing === undefined ? [] : [`the certificate is not renewed: ${this.#failing.message}`];
  }

  close(): void {
    this.#closed = true;
    this.#cancel?.();
  }

  /** At two thirds of the life of the certificate in use, whoever put it there. */
  #schedule(least = 0): void {
    if (this.#closed) return;
    const { clock, files } = this.#options;
    let wait = RETRY_MS;
    try {
      const { validFrom, validTo } = new X509Certificate(readFileSync(files.certificate));
      const [from, to] = [Date.parse(validFrom), Date.parse(validTo)];
      wait = Math.max(least, from + (2 / 3) * (to - from) - clock.now());
    } catch {
      // The files are being replaced, or gone: `TlsIdentity` says so.
    }
    // A fleet that was begun together is not renewed together.
    const spread = least === 0 ? 0 : clock.random() * least;
    this.#cancel = clock.after(Math.min(Math.max(0, wait) + spread, LONGEST_MS), () => void this.#due());
  }

  async #due(): Promise<void> {
    const { log } = this.#options;
    try {
      if (this.#isDue()) {
        await this.renew();
        this.#failing = undefined;
      }
      this.#schedule();
    } catch (error) {
      this.#failures++;
      this.#failing = error as Error;
      log.error({ error: this.#failing.message }, 'certificate not renewed');
      this.#schedule(RETRY_MS);
    }
  }

  /** Whoever replaced the files meanwhile has renewed them; and a timer has an end. */
  #isDue(): boolean {
    const { validFrom, validTo } = new X509Certificate(readFileSync(this.#options.files.certificate));
    const [from, to] = [Date.parse(validFrom), Date.parse(validTo)];
    return this.#options.clock.now() >= from + (2 / 3) * (to - from);
  }

  /** Renews now. @throws RpcError, Error of the file system: what was there is still there */
  async renew(): Promise<void> {
    const { files, identity, target } = this.#options;
    const old = new X509Certificate(readFileSync(files.certificate));
    const { request, keyFile } = await this.#request(identityOf(old.raw).names[0] ?? '');
    const channel = openChannel(target);
    try {
      const { certificate } = await callOnce(channel, target.address, CERTIFICATES.Renew, { request }, CALL_MS);
      check(old, certificate, keyFile);
      await write(nextOf(files.certificate), certificate, 0o644);
      finish(files);
    } finally {
      channel.close();
    }
    this.#renewed++;
    await identity.reload();
  }

  /** The key is on the disk before anybody hears of it: an answer that was lost is asked for again, for the same key. */
  async #request(name: string): Promise<{ readonly request: Buffer; readonly keyFile: string }> {
    // Its libraries take 18 MiB: not before they are needed.
    const { requestFor } = await import('./authority.js');
    const keyFile = nextOf(this.#options.files.key);
    if (existsSync(keyFile)) {
      try {
        const { request } = await requestFor(name, readFileSync(keyFile, 'utf8'));
        return { request, keyFile };
      } catch {
        rmSync(keyFile);
      }
    }
    const { request, key } = await requestFor(name);
    await write(keyFile, key, 0o600);
    return { request, keyFile };
  }
}

/** @throws RpcError PROTOCOL: the answer is not what was asked for */
function check(old: X509Certificate, pem: string, keyFile: string): void {
  const refuse = (why: string): RpcError => new RpcError('PROTOCOL', 'renewed certificate', why);
  const before = identityOf(old.raw);
  let made: X509Certificate;
  try {
    made = new X509Certificate(pem);
  } catch {
    throw refuse('is none');
  }
  const { names, role } = identityOf(made.raw);
  if (names[0] !== before.names[0] || role !== before.role)
    throw refuse(`is of ${role ?? 'no role'} ${names[0]}, expected ${before.role} ${before.names[0]}`);
  if (!made.checkPrivateKey(createPrivateKey(readFileSync(keyFile)))) throw refuse('is for another key');
}

async function write(path: string, text: string, mode: number): Promise<void> {
  rmSync(path, { force: true });
  const file = await open(path, 'wx', mode);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}
