/**
 * Where the API server is and how we prove who we are: a service account's mounted files, or a kubeconfig.
 *
 * Tokens and certificates in files are read again whenever they changed: kubelet rotates projected tokens every hour, and
 * cert-manager renews certificates under the same names.
 */
import { readFileSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { KubernetesError } from './error.js';

export interface Credentials {
  /** PEM; undefined: the system's certificate authorities. */
  readonly ca: string | undefined;
  readonly cert: string | undefined;
  readonly key: string | undefined;
  /** Bearer token. */
  readonly token: string | undefined;
  /** Only by `insecure-skip-tls-verify` of a kubeconfig. */
  readonly insecure: boolean;
  readonly serverName: string | undefined;
}

export interface ApiServerAccess {
  /** Without a path's last slash: `https://10.96.0.1:443`. */
  readonly server: string;
  /** Who says so, for messages: `service account`, `kubeconfig FILE, context NAME`. */
  readonly origin: string;
  /** The namespace that commands mean by default. */
  readonly namespace: string;
  /** As they are now. Throws KubernetesError CONFIG when a file cannot be read. */
  credentials(): Credentials;
}

const ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';

/** The access of a pod by its service account; undefined outside of a cluster. */
export function inCluster(
  environment: Readonly<Record<string, string | undefined>> = process.env,
  account = ACCOUNT,
): ApiServerAccess | undefined {
  const host = environment['KUBERNETES_SERVICE_HOST'];
  const port = environment['KUBERNETES_SERVICE_PORT'];
  if (!host || !port) return undefined;
  const token = new WatchedFile(`${account}/token`);
  const ca = new WatchedFile(`${account}/ca.crt`);
  return {
    server: `https://${host.includes(':') ? `[${host}]` : host}:${port}`,
    origin: 'service account',
    namespace: new WatchedFile(`${account}/namespace`).optional()?.trim() || 'default',
    credentials: () => ({
      ca: ca.text(),
      token: token.text().trim(),
      cert: undefined,
      key: undefined,
      insecure: false,
      serverName: undefined,
    }),
  };
}

const base64 = z.string().transform((text) => Buffer.from(text, 'base64').toString('utf8'));
const named = <T extends z.ZodType>(field: string, of: T) =>
  z.array(z.looseObject({ name: z.string(), [field]: of })).nullish();

const cluster = z.looseObject({
  server: z.string(),
  'certificate-authority': z.string().optional(),
  'certificate-authority-data': base64.optional(),
  'insecure-skip-tls-verify': z.boolean().optional(),
  'tls-server-name': z.string().optional(),
});
const user = z.looseObject({
  token: z.string().optional(),
  tokenFile: z.string().optional(),
  'client-certificate': z.string().optional(),
  'client-certificate-data': base64.optional(),
  'client-key': z.string().optional(),
  'client-key-data': base64.optional(),
});
const context = z.looseObject({ cluster: z.string(), user: z.string().optional(), namespace: z.string().optional() });
const config = z.looseObject({
  'current-context': z.string().nullish(),
  clusters: named('cluster', cluster),
  users: named('user', user),
  contexts: named('context', context),
});

/** What another program must do for these users, and what to use instead. */
const UNSUPPORTED: Readonly<Record<string, string>> = {
  exec: 'a token of its plugin (exec) is not supported: use a service account token, or run inside the cluster',
  'auth-provider': 'auth-provider is not supported (kubectl dropped it too): use a service account token',
  username: 'a password is not supported (API servers dropped it in 1.19): use a token or a certificate',
};

/** Access by a kubeconfig file. `contextName` empty: its current context. */
export function fromKubeconfig(path: string, contextName = ''): ApiServerAccess {
  const fail = (message: string, cause?: unknown): never => {
    throw new KubernetesError('CONFIG', path, message, { cause });
  };
  const read = (): z.infer<typeof config> => {
    let raw: unknown;
    try {
      raw = parse(readFileSync(path, 'utf8'));
    } catch (error) {
      return fail(`cannot be read as a kubeconfig: ${(error as Error).message}`, error);
    }
    const result = config.safeParse(raw);
    if (result.success) return result.data;
    const [issue] = result.error.issues;
    return fail(`${issue?.path.join('.') || 'the file'}: ${issue?.message ?? 'not a kubeconfig'}`);
  };
  const { contexts, clusters, users, ...top } = read();
  const wanted = contextName || top['current-context'] || '';
  const pick = (list: readonly Record<string, unknown>[] | null | undefined, kind: string, name: string): unknown => {
    const found = list?.find((entry) => entry['name'] === name);
    if (found !== undefined) return found[kind];
    const known = (list ?? []).map((entry) => String(entry['name'])).join(', ') || 'none';
    return fail(`no ${kind} named ${JSON.stringify(name)}; the file has: ${known}`);
  };
  if (wanted === '') fail('no current-context, and none was named');
  const chosen = pick(contexts, 'context', wanted) as z.infer<typeof context>;
  const at = pick(clusters, 'cluster', chosen.cluster) as z.infer<typeof cluster>;
  const who = (chosen.user === undefined ? {} : pick(users, 'user', chosen.user)) as z.infer<typeof user>;
  for (const [field, advice] of Object.entries(UNSUPPORTED)) {
    const usable = who.token ?? who.tokenFile ?? who['client-certificate'] ?? who['client-certificate-data'];
    if (who[field] !== undefined && usable === undefined) fail(`user ${chosen.user}: ${advice}`);
  }
  if (!/^https?:\/\/[^/]/.test(at.server))
    fail(`cluster ${chosen.cluster}: server ${JSON.stringify(at.server)} is no http(s) address`);

  const folder = dirname(resolve(path));
  const file = (name: string | undefined): WatchedFile | undefined =>
    name === undefined || name === '' ? undefined : new WatchedFile(resolve(folder, name));
  const ca = file(at['certificate-authority']);
  const token = file(who.tokenFile);
  const cert = file(who['client-certificate']);
  const key = file(who['client-key']);
  return {
    server: at.server.replace(/\/+$/, ''),
    origin: `kubeconfig ${path}, context ${wanted}`,
    namespace: chosen.namespace || 'default',
    credentials: () => ({
      ca: at['certificate-authority-data'] ?? ca?.text(),
      // As kubectl has it: what stands in the file goes before the file that is named.
      token: who.token ?? token?.text().trim(),
      cert: who['client-certificate-data'] ?? cert?.text(),
      key: who['client-key-data'] ?? key?.text(),
      insecure: at['insecure-skip-tls-verify'] === true,
      serverName: at['tls-server-name'],
    }),
  };
}

/** A file whose text is read again when its time, size or inode changed (a `..data` link that moved changes the inode). */
class WatchedFile {
  readonly #path: string;
  #seen = '';
  #text = '';

  constructor(path: string) {
    this.#path = path;
  }

  text(): string {
    try {
      const { mtimeMs, size, ino } = statSync(this.#path);
      const seen = `${mtimeMs} ${size} ${ino}`;
      if (seen !== this.#seen) {
        this.#text = readFileSync(this.#path, 'utf8');
        this.#seen = seen;
      }
      return this.#text;
    } catch (error) {
      throw new KubernetesError('CONFIG', this.#path, (error as Error).message, { cause: error });
    }
  }

  optional(): string | undefined {
    try {
      return this.text();
    } catch {
      return undefined;
    }
  }
}
