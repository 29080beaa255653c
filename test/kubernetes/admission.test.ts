/** The component `admission` on a real API server: what CEL in a definition cannot say, since it does not know who asks. */
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import type { KubernetesApi } from '../../src/controller/sources/kubernetes/api.js';
import { ApiServer, define } from '../../src/demo/kubernetes/api-server.js';

const COMPONENT = new URL('../../deploy/kubernetes/components/admission/', import.meta.url);
const GROUPS = '/apis/openscg.dev/v1alpha1/clustersecuritygroups';
const ADDRESSES = '/apis/openscg.dev/v1alpha1/namespaces/shop/addressgroups';
const RBAC = '/apis/rbac.authorization.k8s.io/v1';
const PLURALS: Record<string, string> = {
  ValidatingAdmissionPolicy: '/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies',
  ValidatingAdmissionPolicyBinding: '/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicybindings',
  ClusterRole: `${RBAC}/clusterroles`,
};

let server: ApiServer;
let platform: KubernetesApi;
let team: KubernetesApi;

const bind = (role: string, group: string): Promise<unknown> =>
  server.api.request('POST', `${RBAC}/clusterrolebindings`, {
    body: {
      metadata: { name: `${role}-${group}` },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: role },
      subjects: [{ kind: 'Group', name: group, apiGroup: 'rbac.authorization.k8s.io' }],
    },
  });
const group = (name: string, tier: string | undefined) => ({
  apiVersion: 'openscg.dev/v1alpha1',
  kind: 'ClusterSecurityGroup',
  metadata: { name },
  spec: {
    ...(tier !== undefined && { tier }),
    ...(tier !== undefined && tier !== 'group' && { priority: 10 }),
    members: { namespaceSelector: {} },
  },
});
/** The server's answer: '' where it takes it. */
const asked = async (work: Promise<unknown>): Promise<string> => {
  try {
    await work;
    return '';
  } catch (error) {
    return (error as Error).message;
  }
};
const create = (who: KubernetesApi, name: string, tier?: string): Promise<string> =>
  asked(who.request('POST', GROUPS, { body: group(name, tier) }));
const patch = (who: KubernetesApi, path: string, body: object): Promise<string> =>
  asked(who.request('PATCH', path, { body, contentType: 'application/merge-patch+json' }));
const remove = (who: KubernetesApi, path: string): Promise<string> => asked(who.request('DELETE', path));

beforeAll(async () => {
  server = await ApiServer.start();
  await define(server.api);
  await server.api.request('POST', '/api/v1/namespaces', { body: { metadata: { name: 'shop' } } });
  for (const file of ['tiers.yaml', 'references.yaml'])
    for (const document of parseAllDocuments(readFileSync(new URL(file, COMPONENT), 'utf8'))) {
      const object = document.toJS() as { kind: string };
      await server.api.request('POST', PLURALS[object.kind] as string, {
        body: object,
        query: { fieldValidation: 'Strict' },
      });
    }
  await bind('osg-platform', 'platform');
  await bind('osg-groups', 'teams');
  platform = server.as('user:ann:platform');
  team = server.as('user:bob:teams');
  // Policies and roles are seen by the server itself a moment after they are stored.
  for (let i = 0; (await create(team, `probe-${i}`, 'admin')) === ''; i++) await sleep(100);
  for (let i = 0; (await create(platform, 'seen', 'admin')) !== ''; i++) {
    if (i > 100) throw new Error(await create(platform, 'seen', 'admin'));
    await sleep(100);
  }
  for (let i = 0; (await create(team, 'ours')) !== ''; i++) {
    if (i > 100) throw new Error(await create(team, 'ours'));
    await sleep(100);
  }
}, 900_000);
afterAll(() => server?.stop());

describe('admission policies', () => {
  it('who writes into a tier may use it', async () => {
    expect(await create(team, 'adds', 'group')).toBe('');
    for (const tier of ['emergency', 'admin', 'baseline'])
      expect(await create(team, `theirs-${tier}`, tier)).toContain(
        `spec.tier: bob may not write into tier ${tier} (verb use on tiers.openscg.dev/${tier})`,
      );
    for (const tier of ['emergency', 'admin', 'group', 'baseline'])
      expect(await create(platform, `p-${tier}`, tier)).toBe('');
  });

  it('nobody moves an object into a tier, out of one, or deletes there, without', async () => {
    expect(await patch(team, `${GROUPS}/ours`, { spec: { tier: 'admin', priority: 1 } })).toContain(
      'may not write into tier admin',
    );
    expect(await patch(team, `${GROUPS}/p-admin`, { spec: { tier: 'group', priority: null } })).toContain(
      'bob may not take anything out of tier admin',
    );
    expect(await patch(team, `${GROUPS}/p-admin`, { spec: { priority: 11 } })).toContain(
      'may not write into tier admin',
    );
    expect(await remove(team, `${GROUPS}/p-admin`)).toContain('bob may not take anything out of tier admin');
    expect(await patch(platform, `${GROUPS}/p-admin`, { spec: { tier: 'baseline' } })).toBe('');
    expect(await remove(platform, `${GROUPS}/p-baseline`)).toBe('');
    expect(await remove(team, `${GROUPS}/ours`)).toBe('');
  });

  it('labels and annotations are no matter of tiers', async () => {
    expect(await patch(team, `${GROUPS}/p-emergency`, { metadata: { labels: { a: 'b' } } })).toBe('');
  });

  it('the tiers of Kubernetes’ own cluster-wide policies are the same tiers', async () => {
    const names = { plural: 'clusternetworkpolicies', singular: 'clusternetworkpolicy', kind: 'ClusterNetworkPolicy' };
    const loose = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };
    const path = '/apis/policy.networking.k8s.io/v1alpha2/clusternetworkpolicies';
    await server.api.request('POST', '/apis/apiextensions.k8s.io/v1/customresourcedefinitions', {
      body: {
        metadata: {
          name: `${names.plural}.policy.networking.k8s.io`,
          annotations: { 'api-approved.kubernetes.io': 'https://github.com/kubernetes-sigs/network-policy-api' },
        },
        spec: {
          group: 'policy.networking.k8s.io',
          scope: 'Cluster',
          names,
          versions: [{ name: 'v1alpha2', served: true, storage: true, schema: { openAPIV3Schema: loose } }],
        },
      },
    });
    await server.api.request('POST', `${RBAC}/clusterroles`, {
      body: {
        metadata: { name: 'cnp' },
        rules: [{ apiGroups: ['policy.networking.k8s.io'], resources: ['*'], verbs: ['*'] }],
      },
    });
    await bind('cnp', 'teams');
    const body = (name: string) => ({
      apiVersion: 'policy.networking.k8s.io/v1alpha2',
      kind: 'ClusterNetworkPolicy',
      metadata: { name },
      spec: { tier: 'Admin', priority: 1 },
    });
    let answer = '';
    for (let i = 0; i < 100 && !answer.includes('tier admin'); i++) {
      answer = await asked(team.request('POST', path, { body: body(`c-${i}`) }));
      await sleep(100);
    }
    expect(answer).toContain('spec.tier: bob may not write into tier admin');
    expect(await asked(server.api.request('POST', path, { body: body('ok') }))).toBe('');
  });

  it('what rules refer to is not deleted under them, unless told to', async () => {
    const body = {
      apiVersion: 'openscg.dev/v1alpha1',
      kind: 'AddressGroup',
      metadata: { name: 'partners' },
      spec: { addresses: ['10.0.0.0/24'] },
    };
    await server.api.request('POST', ADDRESSES, { body });
    const path = `${ADDRESSES}/partners`;
    expect(await patch(server.api, `${path}/status`, { status: { references: 2 } })).toBe('');
    expect(await remove(server.api, path)).toContain('rules of 2 other objects refer to it and would match nobody');
    // A namespace that ends is emptied all the same.
    const cluster = server.as('user:system%3Aserviceaccount%3Akube-system%3Anamespace-controller:system%3Amasters');
    expect(await asked(cluster.request('DELETE', path, { query: { dryRun: 'All' } }))).toBe('');
    expect(await patch(server.api, path, { metadata: { annotations: { 'openscg.dev/delete': 'anyway' } } })).toBe('');
    expect(await remove(server.api, path)).toBe('');
  });
});
