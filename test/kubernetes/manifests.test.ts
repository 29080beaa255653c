/** What operators apply: kustomize and chart give the same, a real API server takes it, and it asks for no more than it says. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { ApiServer } from '../../src/demo/kubernetes/api-server.js';

const TOOLS = process.env['OSG_IMAGE_TOOLS'] ?? fileURLToPath(new URL('../../.cache/image-tools', import.meta.url));
const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const DEPLOY = here('../../deploy');

interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  // biome-ignore lint/suspicious/noExplicitAny: any kind's
  readonly [field: string]: any;
}
type Manifests = ReadonlyMap<string, Manifest>;

let folder: string;
beforeAll(() => {
  execFileSync(here('image/tools.sh'), [TOOLS], { stdio: ['ignore', 'inherit', 'inherit'] });
  folder = mkdtempSync(join(tmpdir(), 'osg-manifests-'));
}, 600_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function manifests(text: string): Manifests {
  const all = parseAllDocuments(text, { version: '1.1' })
    .map((document) => document.toJS() as Manifest | null)
    .filter((object): object is Manifest => object !== null);
  return new Map(all.map((object) => [`${object.kind}/${object.metadata.name}`, object]));
}

function kustomized(...components: string[]): Manifests {
  const at = mkdtempSync(join(folder, 'k-'));
  const path = (name: string): string => relative(at, join(DEPLOY, 'kubernetes', name));
  mkdirSync(at, { recursive: true });
  writeFileSync(
    join(at, 'kustomization.yaml'),
    JSON.stringify({ resources: [path('base')], components: components.map((name) => path(`components/${name}`)) }),
  );
  return manifests(execFileSync(join(TOOLS, 'bin/kubectl'), ['kustomize', at], { encoding: 'utf8' }));
}

const helm = (...sets: string[]): Manifests =>
  manifests(
    execFileSync(
      join(TOOLS, 'bin/helm'),
      ['template', 'osg', join(DEPLOY, 'helm/osg'), '-n', 'osg-system', ...sets.flatMap((set) => ['--set', set])],
      { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] },
    ),
  );

/** The chart makes no namespace: `helm install --create-namespace` does, or it is there. */
const withoutNamespace = (all: Manifests): Record<string, Manifest> =>
  Object.fromEntries([...all].filter(([key]) => !key.startsWith('Namespace/')).sort());

describe('kustomize and chart', () => {
  it.each([
    ['what most apply', ['pki', 'plugin'], []],
    ['without plugin', ['pki'], ['plugin.enabled=false']],
    ['two controllers', ['pki', 'plugin', 'ha'], ['controller.replicas=2']],
    ['deny by default', ['pki', 'plugin', 'strict'], ['posture=closed']],
    [
      'volumes',
      ['pki', 'plugin', 'persistence'],
      ['controller.persistence.enabled=true', 'collector.persistence.enabled=true'],
    ],
    ['admission policies', ['pki', 'plugin', 'admission'], ['admission.enabled=true']],
    ['who may change what', ['pki', 'plugin', 'authority'], ['authority.enabled=true']],
    ['Prometheus', ['pki', 'plugin', 'prometheus'], ['prometheus.enabled=true']],
    ['cert-manager', ['pki', 'cert-manager', 'plugin'], ['tls.mode=cert-manager']],
    ['certificates of one’s own', ['plugin'], ['tls.mode=secrets']],
    ['taken off', ['pki', 'plugin', 'uninstall'], ['uninstall=true']],
  ])('give the same: %s', (_what, components, sets) => {
    expect(withoutNamespace(helm(...sets))).toEqual(withoutNamespace(kustomized(...components)));
  });

  it('the default is what kubectl apply -k takes', () => {
    const text = execFileSync(join(TOOLS, 'bin/kubectl'), ['kustomize', join(DEPLOY, 'kubernetes')], {
      encoding: 'utf8',
    });
    expect(manifests(text)).toEqual(kustomized('pki', 'plugin'));
  });

  it('the chart passes its lint, and takes what operators set', () => {
    execFileSync(join(TOOLS, 'bin/helm'), ['lint', join(DEPLOY, 'helm/osg')], { stdio: 'ignore' });
    const made = helm(
      'image.repository=r.example/osg',
      'image.digest=sha256:abc',
      'image.pullPolicy=Always',
      'agent.extraArgs={--log-level,debug}',
      'agent.endpoints=512',
      'agent.updateStrategy.rollingUpdate.maxUnavailable=25%',
      'agent.affinity.nodeAffinity.x=y',
      'collector.extraArgs={--log-level,debug}',
      'controller.extraEnv[0].name=A,controller.extraEnv[0].value=b',
      'plugin.failOpen=true',
      'plugin.timeoutSeconds=30',
      'plugin.confDir=/var/lib/rancher/k3s/agent/etc/cni/net.d',
      'imagePullSecrets[0].name=pull',
    );
    const { spec } = made.get('DaemonSet/osg-agent') as Manifest;
    const [agent, plugin] = spec.template.spec.containers;
    expect(agent).toMatchObject({ image: 'r.example/osg@sha256:abc', imagePullPolicy: 'Always' });
    expect(agent.args).toEqual(['agent', '--config', '/etc/osg/agent.yaml', '--log-level', 'debug']);
    expect(plugin.args).toEqual(['install-cni', '--fail-open', '--timeout-seconds=30']);
    expect(spec.updateStrategy.rollingUpdate.maxUnavailable).toBe('25%');
    expect(spec.template.spec).toMatchObject({
      affinity: { nodeAffinity: { x: 'y' } },
      imagePullSecrets: [{ name: 'pull' }],
    });
    expect(made.get('ConfigMap/osg-agent')?.['data']['agent.yaml']).toContain('endpoints: 512');
    expect(made.get('Deployment/osg-controller')?.['spec'].template.spec.containers[0].env).toEqual([
      { name: 'A', value: 'b' },
    ]);
  });
});

describe('what they ask for', () => {
  const podsOf = (all: Manifests) =>
    [...all.values()].flatMap((object) => {
      const pod = (object['spec']?.jobTemplate?.spec ?? object['spec'])?.template?.spec;
      return pod === undefined ? [] : [{ key: `${object.kind}/${object.metadata.name}`, pod }];
    });

  it('F94 no privilege but the agent’s three capabilities, no token but where the API is asked', () => {
    const pods = podsOf(kustomized('pki', 'plugin', 'ha'));
    expect(pods.map(({ key }) => key).sort()).toEqual([
      'CronJob/osg-pki',
      'DaemonSet/osg-agent',
      'Deployment/osg-collector',
      'Deployment/osg-controller',
      'Job/osg-pki',
    ]);
    for (const { key, pod } of pods) {
      const agent = key === 'DaemonSet/osg-agent';
      expect(pod.automountServiceAccountToken, key).toBe(!agent && !key.endsWith('collector'));
      expect(pod.securityContext.seccompProfile, key).toEqual({ type: 'RuntimeDefault' });
      expect([pod.hostNetwork === true, pod.hostPID, pod.hostIPC], key).toEqual([agent, undefined, undefined]);
      for (const { name, securityContext, resources } of pod.containers) {
        const what = `${key} ${name}`;
        expect(securityContext, what).toMatchObject({
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'] },
        });
        expect(securityContext.privileged, what).toBeUndefined();
        expect(securityContext.capabilities.add, what).toEqual(
          agent && name === 'agent' ? ['BPF', 'NET_ADMIN', 'PERFMON'] : undefined,
        );
        expect(resources, what).toMatchObject({
          requests: { cpu: expect.anything(), memory: expect.anything() },
          limits: { memory: expect.anything() },
        });
      }
      // The restricted level of PodSecurity, but for the agent.
      if (!agent) {
        expect(pod.securityContext.runAsNonRoot, key).toBe(true);
        const kinds = (pod.volumes ?? []).flatMap((volume: object) => Object.keys(volume));
        expect(kinds, key).not.toContain('hostPath');
      }
    }
  });
});

describe('a real API server', () => {
  it('takes every object of the kinds it serves, field for field', async () => {
    const server = await ApiServer.start();
    try {
      await server.api.request('POST', '/api/v1/namespaces', { body: { metadata: { name: 'osg-system' } } });
      const taken: string[] = [];
      for (const [key, object] of kustomized('pki', 'plugin', 'ha', 'strict')) {
        const { apiVersion, kind, metadata } = object;
        if (kind === 'Namespace') continue;
        const base = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
        const within = metadata.namespace === undefined ? '' : `/namespaces/${metadata.namespace}`;
        const plural = kind === 'NetworkPolicy' ? 'networkpolicies' : `${kind.toLowerCase()}s`;
        try {
          await server.api.request('POST', `${base}${within}/${plural}`, {
            body: object,
            query: { dryRun: 'All', fieldValidation: 'Strict' },
          });
          taken.push(key);
        } catch (error) {
          // A small server: it has no Jobs, quotas, budgets and roles.
          if ((error as { code?: string }).code !== 'NOT_FOUND') throw new Error(`${key}: ${(error as Error).message}`);
        }
      }
      expect(taken).toEqual(
        expect.arrayContaining([
          'DaemonSet/osg-agent',
          'Deployment/osg-controller',
          'Deployment/osg-collector',
          'Service/osg-controller',
          'ConfigMap/osg-agent',
          'NetworkPolicy/osg-controller',
          'CustomResourceDefinition/securitygroups.openscg.dev',
        ]),
      );
    } finally {
      await server.stop();
    }
  }, 900_000);
});
