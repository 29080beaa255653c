/**
 * A real Kubernetes API server (storage in etcd, watch, bookmarks, paging, conflicts, CustomResourceDefinitions with CEL,
 * server-side apply, TokenReview), built once from Debian's Go packages into .cache/apiserver by deploy/lab/apiserver/build.sh: a
 * quarter of an hour of processor time and 3 GB of disk. Only on loopback, only for as long as somebody needs it.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import { once } from 'node:events';
import { closeSync, mkdirSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer, isIP } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import * as x509 from '@peculiar/x509';
import { parse } from 'yaml';
import { fromKubeconfig } from '../../controller/sources/kubernetes/access.js';
import { KubernetesApi } from '../../controller/sources/kubernetes/api.js';
import { fetchParts } from './lab-files.js';

/** `OSG_APISERVER` names a folder that holds one already. */
const FOLDER = process.env['OSG_APISERVER'] ?? fileURLToPath(new URL('../../../.cache/apiserver', import.meta.url));

export interface ApiServerOptions {
  /** Further addresses and names of the server, for its certificate. */
  readonly names?: readonly string[];
}

export class ApiServer {
  readonly kubeconfig: string;
  readonly api: KubernetesApi;
  readonly #folder: string;
  readonly #etcdPort: number;
  readonly #others: KubernetesApi[] = [];
  #etcd: ChildProcess | undefined;
  #server: ChildProcess | undefined;

  private constructor(
    folder: string,
    readonly port: number,
    etcdPort: number,
    kubeconfig: string,
  ) {
    this.#folder = folder;
    this.#etcdPort = etcdPort;
    this.kubeconfig = kubeconfig;
    this.api = new KubernetesApi(fromKubeconfig(kubeconfig));
  }

  /** Builds it first where that has not been done. */
  static async start({ names = [] }: ApiServerOptions = {}): Promise<ApiServer> {
    const code = await fetchParts('server');
    if (code !== 0) throw new Error('the API server could not be fetched and built');
    const folder = mkdtempSync(join(tmpdir(), 'osg-apiserver-'));
    const [port, etcdPort] = [await freePort(), await freePort()];
    const path = join(folder, 'kubeconfig');
    writeFileSync(path, kubeconfig(port, 't'));
    const server = new ApiServer(folder, port, etcdPort, path);
    await server.#certify(['localhost', '127.0.0.1', ...names]);
    await server.startEtcd();
    await server.startServer();
    return server;
  }

  /** PEM: who trusts it, trusts this server. */
  get authority(): string {
    return readFileSync(join(this.#folder, 'certs/apiserver.crt'), 'utf8');
  }

  async #certify(names: readonly string[]): Promise<void> {
    const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
    const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
    const certificate = await x509.X509CertificateGenerator.createSelfSigned(
      {
        name: 'CN=api server of a lab',
        notBefore: new Date(Date.now() - 3_600_000),
        notAfter: new Date(Date.now() + 7 * 86_400_000),
        keys,
        signingAlgorithm: algorithm,
        extensions: [
          new x509.BasicConstraintsExtension(true, undefined, true),
          new x509.SubjectAlternativeNameExtension(
            names.map((value) => ({ type: isIP(value) === 0 ? 'dns' : 'ip', value })),
          ),
        ],
      },
      webcrypto,
    );
    const key = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey));
    const folder = join(this.#folder, 'certs');
    mkdirSync(folder, { mode: 0o700 });
    writeFileSync(join(folder, 'apiserver.crt'), certificate.toString('pem'));
    writeFileSync(join(folder, 'apiserver.key'), x509.PemConverter.encode(key, 'PRIVATE KEY'), { mode: 0o600 });
  }

  /** @param empty throw what is stored away first */
  async startEtcd(empty = false): Promise<void> {
    const data = join(this.#folder, 'etcd');
    if (empty) rmSync(data, { recursive: true, force: true });
    const url = `http://127.0.0.1:${this.#etcdPort}`;
    this.#etcd = this.#spawn('etcd', [
      ...['--data-dir', data, '--listen-client-urls', url, '--advertise-client-urls', url],
      ...['--listen-peer-urls', `http://127.0.0.1:${await freePort()}`, '--log-level', 'error', '--unsafe-no-fsync'],
    ]);
  }

  /** Who shows another token: `user:NAME:GROUP,GROUP`, `pod:NAMESPACE:ACCOUNT:NODE:POD:AUDIENCE` (apiserver/access.go). */
  as(token: string): KubernetesApi {
    const api = new KubernetesApi(fromKubeconfig(this.kubeconfigOf(token)));
    this.#others.push(api);
    return api;
  }

  /** A kubeconfig's path. */
  kubeconfigOf(token: string): string {
    const path = join(this.#folder, `kubeconfig-${this.#others.length}`);
    writeFileSync(path, kubeconfig(this.port, token));
    return path;
  }

  async startServer(): Promise<void> {
    this.#server = this.#spawn('apiserver', [
      ...['--port', `${this.port}`, '--etcd', `http://127.0.0.1:${this.#etcdPort}`],
      ...['--cert-dir', join(this.#folder, 'certs')],
    ]);
    for (let i = 0; i < 600; i++) {
      if (this.#server.exitCode !== null) break;
      if (await this.#ready()) return;
      await sleep(100);
    }
    throw new Error(
      `the API server is not ready:\n${readFileSync(join(this.#folder, 'apiserver.log'), 'utf8').slice(-2000)}`,
    );
  }

  async #ready(): Promise<boolean> {
    try {
      await this.api.request('GET', '/api/v1/namespaces', { timeoutMs: 2_000 });
      return true;
    } catch {
      return false;
    }
  }

  async killServer(): Promise<void> {
    await end(this.#server, 'SIGKILL');
  }

  async killEtcd(): Promise<void> {
    await end(this.#etcd, 'SIGKILL');
  }

  /** What etcd knows of versions before now is thrown away. The server has a history of its own: a restarted one has none. */
  async compact(): Promise<void> {
    const ask = async (what: string, body: object): Promise<{ header: { revision: string } }> => {
      const answer = await fetch(`http://127.0.0.1:${this.#etcdPort}/v3/kv/${what}`, {
        method: 'POST',
        body: JSON.stringify(body),
      });
      if (!answer.ok) throw new Error(`etcd ${what}: ${answer.status} ${await answer.text()}`);
      return (await answer.json()) as { header: { revision: string } };
    };
    const { header } = await ask('range', { key: 'AA==' });
    await ask('compaction', { revision: header.revision, physical: true });
  }

  async stop(): Promise<void> {
    for (const api of [this.api, ...this.#others]) api.close();
    await end(this.#server, 'SIGTERM');
    await end(this.#etcd, 'SIGTERM');
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #spawn(name: string, args: readonly string[]): ChildProcess {
    const log = openSync(join(this.#folder, `${name}.log`), 'a');
    try {
      return spawn(join(FOLDER, name), args, { stdio: ['ignore', log, log] });
    } finally {
      closeSync(log);
    }
  }
}

const kubeconfig = (port: number, token: string): string => `apiVersion: v1
kind: Config
clusters: [{ name: test, cluster: { server: "https://127.0.0.1:${port}", insecure-skip-tls-verify: true } }]
users: [{ name: test, user: { token: ${JSON.stringify(token)} } }]
contexts: [{ name: test, context: { cluster: test, user: test } }]
current-context: test
`;

const CRDS = new URL('../../../deploy/crds/', import.meta.url);

/** Our definitions, until they are served. */
export async function define(api: KubernetesApi): Promise<void> {
  for (const name of readdirSync(CRDS).filter((file) => file.startsWith('openscg.dev_'))) {
    const body = parse(readFileSync(new URL(name, CRDS), 'utf8')) as object;
    await api.request('POST', '/apis/apiextensions.k8s.io/v1/customresourcedefinitions', { body });
  }
  for (const plural of ['securitygroups', 'clustersecuritygroups', 'addressgroups'])
    for (let i = 0; ; i++)
      try {
        await api.request('GET', `/apis/openscg.dev/v1alpha1/${plural}`);
        break;
      } catch (error) {
        if (i > 100) throw error;
        await sleep(100);
      }
}

async function end(child: ChildProcess | undefined, signal: NodeJS.Signals): Promise<void> {
  if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill(signal);
  const late = setTimeout(() => child.kill('SIGKILL'), 10_000);
  await exited;
  clearTimeout(late);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
