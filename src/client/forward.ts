/**
 * A part inside of a cluster, reached through `kubectl`: it knows every way to log in that a kubeconfig can name (plugins of
 * cloud providers among them), and who may do what there. Beyond it mTLS is end to end: a forwarded port carries bytes.
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { RpcError } from '../rpc/error.js';
import type { TlsFiles } from '../rpc/tls.js';
import type { Whom } from './client.js';

/** Which cluster, and where in it we live. */
export interface InCluster {
  readonly context?: string;
  readonly kubeconfig?: string;
  /** Of our parts. */
  readonly namespace: string;
}

export interface Forwarded {
  readonly whom: Whom;
  close(): void;
}

const READY_MS = 30_000;
/** Secrets with certificates of people, the mightier first: whose reading RBAC allows is whose they are. */
const SECRETS = ['osg-operator-tls', 'osg-viewer-tls'];
const FORWARDING = /^Forwarding from 127\.0\.0\.1:(\d+) /m;

const run = promisify(execFile);

/**
 * @param tls of the caller; absent: what a Secret of our namespace has, as far as the caller may read it
 * @throws RpcError UNREACHABLE, TLS
 */
export async function forward(
  cluster: InCluster,
  service: string,
  port: number,
  tls: TlsFiles | undefined,
): Promise<Forwarded> {
  const { context, kubeconfig, namespace } = cluster;
  const kubectl = [
    ...(kubeconfig === undefined ? [] : ['--kubeconfig', kubeconfig]),
    ...(context === undefined ? [] : ['--context', context]),
    ...['--namespace', namespace],
  ];
  const own = tls === undefined ? await ofSecret(kubectl, namespace) : undefined;
  let child: ChildProcess | undefined;
  const close = (): void => {
    child?.kill();
    own?.remove();
  };
  try {
    child = spawn('kubectl', [...kubectl, 'port-forward', '--address', '127.0.0.1', `service/${service}`, `:${port}`], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const local = await listening(child, `service ${namespace}/${service}`);
    const files = tls ?? own?.files;
    return {
      whom: { address: `127.0.0.1:${local}`, serverName: `${service}.${namespace}.svc`, ...(files && { tls: files }) },
      close,
    };
  } catch (error) {
    close();
    throw error;
  }
}

/** The local port, as soon as kubectl says it. */
function listening(child: ChildProcess, what: string): Promise<number> {
  let said = '';
  let complaint = '';
  return new Promise((resolve, reject) => {
    const fail = (message: string, cause?: Error): void =>
      reject(new RpcError('UNREACHABLE', what, message, cause && { cause }));
    const late = setTimeout(() => fail(`kubectl forwards nothing within ${READY_MS / 1000} s`), READY_MS);
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      complaint = `${complaint}${text}`.slice(-2000);
    });
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      said = `${said}${text}`.slice(-2000);
      const port = FORWARDING.exec(said)?.[1];
      if (port === undefined) return;
      clearTimeout(late);
      resolve(Number(port));
    });
    child.once('error', (error) => {
      clearTimeout(late);
      fail(without(error), error);
    });
    child.once('close', (code) => {
      clearTimeout(late);
      fail(complaint.trim() || `kubectl ended with ${code}`);
    });
  });
}

const without = (error: Error): string =>
  (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'needs kubectl, which is not in PATH' : error.message;

/** Files for as long as they are needed. @throws RpcError TLS: there is none that the caller may read */
async function ofSecret(
  kubectl: readonly string[],
  namespace: string,
): Promise<{ readonly files: TlsFiles; remove(): void }> {
  const complaints: string[] = [];
  for (const name of SECRETS) {
    let data: Readonly<Record<string, string>>;
    try {
      const { stdout } = await run('kubectl', [...kubectl, 'get', 'secret', name, '-o', 'json'], {
        timeout: READY_MS,
        maxBuffer: 4 << 20,
      });
      data = (JSON.parse(stdout) as { data?: Record<string, string> }).data ?? {};
    } catch (error) {
      const { stderr } = error as { stderr?: string };
      complaints.push(stderr?.trim() || without(error as Error));
      continue;
    }
    const folder = mkdtempSync(join(tmpdir(), 'osg-tls-'));
    const put = (key: string): string => {
      const path = join(folder, key);
      writeFileSync(path, Buffer.from(data[key] ?? '', 'base64'), { mode: 0o600 });
      return path;
    };
    const files = { certificate: put('tls.crt'), key: put('tls.key'), ca: put('ca.crt') };
    return { files, remove: () => rmSync(folder, { recursive: true, force: true }) };
  }
  throw new RpcError(
    'TLS',
    namespace,
    `no certificate: give --tls-certificate, --tls-key and --tls-ca, or have the right to read one of the Secrets ` +
      `${SECRETS.join(', ')}: ${complaints.join('; ')}`,
  );
}
