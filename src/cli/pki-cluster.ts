/**
 * `osg pki cluster`: a private CA inside a cluster, for those who have no other. Makes and rotates the Secrets that the manifests
 * mount: the authority's and one for each part; nodes have their certificates from the controller. Run it again as often as you like.
 */
import { X509Certificate } from 'node:crypto';
import { Command } from 'commander';
import { fromKubeconfig, inCluster } from '../controller/sources/kubernetes/access.js';
import { KubernetesApi } from '../controller/sources/kubernetes/api.js';
import { KubernetesError } from '../controller/sources/kubernetes/error.js';
import { createAuthority, issue, type Leaf, notAfter, type Pem } from '../rpc/authority.js';
import { identityOf, type Role } from '../rpc/peer.js';
import { CliError, EXIT, line } from './output.js';

const DAY_MS = 86_400_000;
export const SECRETS = {
  authority: 'osg-ca',
  controller: 'osg-controller-tls',
  collector: 'osg-collector-tls',
  operator: 'osg-operator-tls',
} as const;

interface Secret {
  readonly metadata: { readonly name: string; readonly resourceVersion?: string };
  readonly type?: string;
  readonly data?: Readonly<Record<string, string>>;
}

export interface ClusterPki {
  readonly api: KubernetesApi;
  readonly namespace: string;
  /** Validity of certificates; they are renewed when a third of it is left. */
  readonly days: number;
  readonly authorityDays: number;
  /** Unix milliseconds. */
  readonly now: number;
  readonly said: (text: string) => void;
  /** Somebody else, as cert-manager, keeps the authority in this Secret (`tls.crt`, `tls.key`) and makes the parts' certificates. */
  readonly authority?: string;
}

const encode = (text: string): string => Buffer.from(text).toString('base64');
const decode = (text: string | undefined): string => Buffer.from(text ?? '', 'base64').toString();

/** @throws KubernetesError, with the verb and resource that RBAC lacks; CliError: an authority that is none */
export async function rotate(pki: ClusterPki): Promise<void> {
  const { namespace, said, authority } = pki;
  const { controller, collector, operator } = SECRETS;
  const ca = await (authority === undefined ? authorityOf(pki, SECRETS.authority) : foreignAuthority(pki, authority));
  const hosts = (service: string): string[] => [service, `${service}.${namespace}`, `${service}.${namespace}.svc`];
  const parts = [
    [
      controller,
      'controller',
      `osg-controller.${namespace}.svc`,
      [...hosts('osg-controller'), `osg-controller-replicas.${namespace}.svc`, 'localhost'],
    ],
    [collector, 'collector', `osg-collector.${namespace}.svc`, [...hosts('osg-collector'), 'localhost']],
    [operator, 'operator', 'cluster-operator', []],
  ] as const;
  for (const [secret, role, name, alternatives] of authority === undefined ? parts : []) {
    await edit(pki, secret, async (data) => {
      const pair = await current(pki, ca, data, 'tls', { role, name, alternatives, days: pki.days });
      return { ...pair, 'ca.crt': encode(ca.certificate) };
    });
  }
  // What the agents know the controller by. They never see the authority's Secret.
  await edit(pki, SECRETS.authority, async () => ({ 'ca.crt': ca.certificate }), 'configmaps');
  said(`authority until ${notAfter(ca.certificate).toISOString().slice(0, 10)}`);
}

async function foreignAuthority({ api, namespace }: ClusterPki, name: string): Promise<Pem> {
  const { data } = (await api.request('GET', `/api/v1/namespaces/${namespace}/secrets/${name}`)) as Secret;
  const pem = { certificate: decode(data?.['tls.crt']), key: decode(data?.['tls.key']) };
  if (pem.certificate === '' || pem.key === '')
    throw new CliError(EXIT.refused, `Secret ${namespace}/${name}: expected tls.crt and tls.key`);
  return pem;
}

async function authorityOf(pki: ClusterPki, name: string): Promise<Pem> {
  const found = await edit(pki, name, async (data) => {
    if (data['ca.key'] !== undefined && data['ca.crt'] !== undefined) return data;
    const made = await createAuthority(`OSG ${pki.namespace}`, pki.authorityDays, pki.now);
    return { 'ca.crt': encode(made.certificate), 'ca.key': encode(made.key) };
  });
  return { certificate: decode(found['ca.crt']), key: decode(found['ca.key']) };
}

/** The pair as it is while it is good for long enough, else a new one: `tls.crt` and `tls.key`, or by a node's name. */
async function current(
  { now, days, said }: ClusterPki,
  ca: Pem,
  data: Readonly<Record<string, string>>,
  name: string,
  leaf: Leaf,
): Promise<Record<string, string>> {
  const [crt, key] = [data[`${name}.crt`], data[`${name}.key`]];
  if (crt !== undefined && key !== undefined && isGood(decode(crt), ca, leaf, now + (days * DAY_MS) / 3))
    return { [`${name}.crt`]: crt, [`${name}.key`]: key };
  const made = await issue(ca, leaf, now);
  said(`${leaf.role} ${leaf.name}: a certificate until ${notAfter(made.certificate).toISOString().slice(0, 10)}`);
  return { [`${name}.crt`]: encode(made.certificate), [`${name}.key`]: encode(made.key) };
}

function isGood(text: string, ca: Pem, { role, name, alternatives }: Leaf, until: number): boolean {
  try {
    const certificate = new X509Certificate(text);
    const { role: its, names } = identityOf(certificate.raw);
    return (
      its === (role satisfies Role) &&
      [name, ...alternatives].every((wanted) => names.includes(wanted)) &&
      Date.parse(certificate.validTo) > until &&
      certificate.verify(new X509Certificate(ca.certificate).publicKey)
    );
  } catch {
    return false;
  }
}

/** Reads, changes, writes if anything is different; begins again where somebody else wrote meanwhile. @returns what is there */
async function edit(
  { api, namespace }: ClusterPki,
  name: string,
  change: (data: Readonly<Record<string, string>>) => Promise<Readonly<Record<string, string>>>,
  plural: 'secrets' | 'configmaps' = 'secrets',
): Promise<Readonly<Record<string, string>>> {
  const folder = `/api/v1/namespaces/${namespace}/${plural}`;
  for (let tries = 0; ; tries++) {
    try {
      const found = (await api.request('GET', `${folder}/${name}`).catch((error: unknown) => {
        if (error instanceof KubernetesError && error.code === 'NOT_FOUND') return undefined;
        throw error;
      })) as Secret | undefined;
      const before = found?.data ?? {};
      const data = await change(before);
      const same = Object.keys(data).length === Object.keys(before).length;
      if (same && Object.entries(data).every(([key, value]) => before[key] === value)) return data;
      const kind = plural === 'secrets' ? 'Secret' : 'ConfigMap';
      const type = data['tls.crt'] === undefined ? 'Opaque' : 'kubernetes.io/tls';
      const labels = { 'app.kubernetes.io/name': 'osg', 'app.kubernetes.io/component': 'pki' };
      const body = {
        apiVersion: 'v1',
        kind,
        metadata: { name, namespace, labels, ...found?.metadata },
        type,
        data,
      };
      if (found === undefined) await api.request('POST', folder, { body });
      else await api.request('PUT', `${folder}/${name}`, { body: { ...body, type: found.type ?? type } });
      return data;
    } catch (error) {
      if (!(error instanceof KubernetesError) || error.code !== 'CONFLICT' || tries >= 5) throw error;
    }
  }
}

export const pkiClusterCommand = (): Command =>
  new Command('cluster')
    .description(
      'Makes and rotates the certificates of a cluster, as Secrets: osg-ca, osg-controller-tls, osg-collector-tls, osg-operator-tls, and the ConfigMap osg-ca that agents read. Runs once; deploy/kubernetes runs it as a Job and every hour.',
    )
    .option('-n, --namespace <name>', 'where the Secrets are (default: that of the pod)')
    .option('--kubeconfig <file>', 'outside of a cluster')
    .option('--context <name>', 'of the kubeconfig')
    .option(
      '--authority <secret>',
      "of cert-manager: its CA's Secret; then agents are told of that, and nothing is made",
    )
    .option('--days <n>', 'validity; renewed when a third is left', Number, 30)
    .option('--authority-days <n>', 'validity of the authority', Number, 3650)
    .action(
      async (options: {
        namespace?: string;
        authority?: string;
        kubeconfig?: string;
        context?: string;
        days: number;
        authorityDays: number;
      }) => {
        for (const days of [options.days, options.authorityDays])
          if (!(days >= 1 && days <= 36_500)) throw new CliError(EXIT.usage, `${days}: expected days, 1 to 36500`);
        const access =
          options.kubeconfig === undefined ? inCluster() : fromKubeconfig(options.kubeconfig, options.context ?? '');
        if (access === undefined) throw new CliError(EXIT.usage, 'this is no pod of a cluster: name a kubeconfig');
        const api = new KubernetesApi(access);
        try {
          await rotate({
            api,
            namespace: options.namespace ?? access.namespace,
            ...(options.authority !== undefined && { authority: options.authority }),
            days: options.days,
            authorityDays: options.authorityDays,
            now: Date.now(),
            said: line,
          });
        } finally {
          api.close();
        }
      },
    );
