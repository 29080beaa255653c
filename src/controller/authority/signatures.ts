/**
 * Who signed a commit. Asked of ssh-keygen and gpgv by their own means, with files of ours: `git verify-commit` would let
 * ssh-keygen look at the time that the commit itself claims, and a key that has expired would sign on, backdated.
 */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AuthorityPolicy } from './policy.js';

export interface Signature {
  /** `ssh:…`, `gpg:…`; none: it counts for nothing, and `why` says so. */
  readonly identities: readonly string[];
  readonly why?: string;
}

const TIMEOUT_MS = 10_000;
const MAX_OUTPUT = 1 << 20;

/** @param body of a commit object, whose name is its hash. @throws never */
export async function signatureOf(
  body: Buffer,
  { allowedSigners, keyring }: Pick<AuthorityPolicy, 'allowedSigners' | 'keyring'>,
): Promise<Signature> {
  const { signature, payload } = taken(body);
  if (signature === undefined) return { identities: [], why: 'it is not signed' };
  const ssh = signature.startsWith('-----BEGIN SSH SIGNATURE-----');
  const file = ssh ? allowedSigners : keyring;
  if (file === undefined)
    return { identities: [], why: `it has an ${ssh ? 'SSH' : 'OpenPGP'} signature, for which no keys are named` };
  const folder = mkdtempSync(join(tmpdir(), 'osg-signature-'));
  try {
    const at = join(folder, 'signature');
    writeFileSync(at, signature);
    return ssh ? await bySsh(at, payload, file) : await byGpg(folder, at, payload, file);
  } catch (error) {
    return { identities: [], why: `its signature cannot be checked: ${(error as Error).message}` };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The first signature header and what it signs: the commit without any signature header, as git makes it. */
function taken(body: Buffer): { readonly signature: string | undefined; readonly payload: Buffer } {
  // Latin-1 maps each byte to a character and back.
  const text = body.toString('latin1');
  const end = text.indexOf('\n\n');
  const head = end < 0 ? text : text.slice(0, end);
  const found: string[] = [];
  const rest = `${head}\n`.replace(/^(gpgsig|gpgsig-sha256) (.*\n(?: .*\n)*)/gm, (_all, _name, value: string) => {
    found.push(value.replace(/^ /gm, ''));
    return '';
  });
  const payload = Buffer.from(end < 0 ? rest : rest + text.slice(end + 1), 'latin1');
  // Two of them: each would sign something else.
  return { signature: found.length === 1 ? found[0] : undefined, payload };
}

interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function run(program: string, args: readonly string[], input: Buffer): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const env = { PATH: process.env['PATH'], LC_ALL: 'C', HOME: '/nonexistent' };
    const options = { env, timeout: TIMEOUT_MS, maxBuffer: MAX_OUTPUT, killSignal: 'SIGKILL' } as const;
    const child = execFile(program, args, options, (error, stdout, stderr) => {
      const code = error === null ? 0 : (error as { code?: unknown }).code;
      if (typeof code !== 'number') reject(new Error(`${program}: ${error?.message ?? 'ended'}`));
      else resolve({ code, stdout, stderr });
    });
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(input);
  });
}

async function bySsh(at: string, payload: Buffer, allowed: string): Promise<Signature> {
  const found = await run('ssh-keygen', ['-Y', 'find-principals', '-s', at, '-f', allowed], Buffer.alloc(0));
  const identities: string[] = [];
  let why = `its key is not in ${allowed}, or not any more`;
  for (const principal of found.code === 0 ? found.stdout.split('\n').filter((text) => text !== '') : []) {
    const args = ['-Y', 'verify', '-n', 'git', '-I', principal, '-f', allowed, '-s', at];
    const { code, stdout, stderr } = await run('ssh-keygen', args, payload);
    if (code === 0) identities.push(`ssh:${principal}`);
    else why = `its signature does not hold: ${(stderr || stdout).trim().split('\n')[0] ?? ''}`;
  }
  return identities.length > 0 ? { identities } : { identities, why };
}

/** Of an expired or revoked key, gpgv says another word than GOODSIG. */
async function byGpg(folder: string, at: string, payload: Buffer, keyring: string): Promise<Signature> {
  const signed = join(folder, 'payload');
  writeFileSync(signed, payload);
  const args = ['--homedir', folder, '--keyring', keyring, '--status-fd', '1', at, signed];
  const { stdout } = await run('gpgv', args, Buffer.alloc(0));
  const words = stdout.split('\n').flatMap((line) => (line.startsWith('[GNUPG:] ') ? [line.split(' ').slice(1)] : []));
  const bad = words.find(([word]) => /^(BADSIG|ERRSIG|EXPSIG|EXPKEYSIG|REVKEYSIG|KEYREVOKED)$/.test(word ?? ''));
  const good = words.filter(([word]) => word === 'GOODSIG');
  const valid = words.filter(([word]) => word === 'VALIDSIG');
  // The last word of VALIDSIG is the primary key's fingerprint.
  const fingerprint = valid[0]?.at(-1);
  if (bad !== undefined || good.length !== 1 || valid.length !== 1 || !/^[0-9A-F]{40}$/.test(fingerprint ?? ''))
    return { identities: [], why: `its signature does not hold: ${bad?.[0] ?? 'no key of the keyring made it'}` };
  return { identities: [`gpg:${fingerprint}`] };
}
