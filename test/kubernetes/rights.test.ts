/** The shipped roles before a real server's RBAC: enough as they are, and each verb that is taken out of them is told. */
import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Cluster } from '../../src/controller/sources/kubernetes/cluster.js';
import type { FleetState } from '../../src/controller/sources/kubernetes/reach.js';
import { RIGHTS, type Rule, roleObjects } from '../../src/controller/sources/kubernetes/rights.js';
import { STARTUP_TAINT } from '../../src/controller/sources/kubernetes/startup-taint.js';
import { ApiServer, define } from '../../src/demo/kubernetes/api-server.js';
import type { Log } from '../../src/part/log.js';

const RBAC = '/apis/rbac.authorization.k8s.io/v1';
const ACCOUNT = 'pod:osg-system:osg-controller:n9:osg-controller-0:';
const POLICIES = '/apis/networking.k8s.io/v1/namespaces/shop/networkpolicies';
/** `list` is asked for when a watch begins anew, `patch events` when a sentence is said twice: neither is seen in a start. */
const SEEN = RIGHTS.flatMap(({ resource, verbs }) => verbs.map((verb) => ({ verb, resource }))).filter(
  ({ verb, resource }) => verb !== 'list' && `${verb} ${resource}` !== 'patch events',
);

let server: ApiServer;
const roles = roleObjects('osg-system') as { kind: string; metadata: { name: string }; rules?: Rule[] }[];
const pathOf = (kind: string): string =>
  `${RBAC}${kind.startsWith('Cluster') ? '' : '/namespaces/osg-system'}/${kind.toLowerCase()}s`;

/** The roles without that, from now on. */
async function without(verb: string, resource: string): Promise<void> {
  for (const { kind, metadata, rules } of roles) {
    if (rules === undefined) continue;
    const left = rules.flatMap((rule) => {
      const others = rule.resources.filter((one) => one !== resource);
      const verbs = rule.verbs.filter((one) => one !== verb);
      const touched = rule.resources.includes(resource) && verbs.length > 0;
      return [
        ...(others.length > 0 ? [{ ...rule, resources: others }] : []),
        ...(touched ? [{ ...rule, resources: [resource], verbs }] : []),
      ];
    });
    await server.api.request('PATCH', `${pathOf(kind)}/${metadata.name}`, {
      body: { rules: left },
      contentType: 'application/merge-patch+json',
    });
  }
  await sleep(300); // Its informers.
}

/** What a cluster that reads, says, holds the Lease and sees n1 enforce tells, until that or for so long. */
async function said(until: (line: string) => boolean, ms: number): Promise<string[]> {
  const lines: string[] = [];
  const log = pino(
    { level: 'warn' },
    { write: (line: string) => void lines.push(line.replaceAll('\\"', '"')) },
  ) as unknown as Log;
  const kubeconfig = server.kubeconfigOf(ACCOUNT);
  const cluster = new Cluster({ take: 'both', maxShrink: 0.5, kubeconfig, lease: 'osg-system/osg' }, log);
  const source = cluster.source(() => ({ policies: [], addressGroups: [] }) as never);
  try {
    void cluster.lead('me', { lost: () => undefined, looked: () => undefined });
    cluster.nodeOf('pod:osg-system:osg-agent:n1:x:osg-controller', 'osg-system/osg-agent').catch((error: Error) => {
      lines.push(error.message);
    });
    void source.start({ changed: () => undefined, failed: () => undefined } as never);
    cluster.follow({
      fleet: () => [{ name: 'n1', view: { endpoints: [] }, realised: true }] as unknown as FleetState[],
      recorded: () => '1/1/',
      settled: async () => undefined,
    });
    const all = (): string[] => [...lines, ...source.behind.map(({ why }) => why)];
    for (let i = 0; i < ms / 20 && !all().some(until); i++) await sleep(20);
    return all();
  } finally {
    source.close();
    await cluster.close();
    await server.api
      .request('DELETE', '/apis/coordination.k8s.io/v1/namespaces/osg-system/leases/osg')
      .catch(() => undefined);
  }
}

beforeAll(async () => {
  server = await ApiServer.start();
  const { api } = server;
  await define(api);
  for (const name of ['shop', 'osg-system'])
    await api.request('POST', '/api/v1/namespaces', { body: { metadata: { name } } });
  for (const body of roles) await api.request('POST', pathOf(body.kind), { body });
  const ours = { members: { podSelector: {} } };
  for (const [kind, where, spec] of [
    ['SecurityGroup', '/namespaces/shop/securitygroups', ours],
    ['ClusterSecurityGroup', '/clustersecuritygroups', { members: { namespaceSelector: {} } }],
    ['AddressGroup', '/namespaces/shop/addressgroups', { addresses: ['10.0.0.0/8'] }],
  ] as const)
    await api.request('POST', `/apis/openscg.dev/v1alpha1${where}`, {
      body: { apiVersion: 'openscg.dev/v1alpha1', kind, metadata: { name: 'x' }, spec },
    });
  // Refused: an Event.
  const bad = { podSelector: {}, ingress: [{ ports: [{ port: 70_000 }] }] };
  await api.request('POST', POLICIES, { body: { metadata: { name: 'bad' }, spec: bad } });
}, 900_000);
afterAll(() => server?.stop());

const taint = async (): Promise<void> => {
  await server.api.request('DELETE', '/api/v1/nodes/n1').catch(() => undefined);
  const spec = { taints: [{ key: STARTUP_TAINT, effect: 'NoSchedule' }] };
  await server.api.request('POST', '/api/v1/nodes', { body: { metadata: { name: 'n1' }, spec } });
};

it('are enough as they are', async () => {
  await taint();
  expect((await said((line) => line.includes('cannot'), 5_000)).filter((line) => line.includes('cannot'))).toEqual([]);
}, 60_000);

it.each(SEEN)(
  'tell of $verb $resource when it is missing',
  async ({ verb, resource }) => {
    await taint();
    await without(verb, resource);
    const told = (line: string): boolean => line.includes(`cannot ${verb} resource "${resource}"`);
    expect((await said(told, 15_000)).some(told)).toBe(true);
  },
  60_000,
);
