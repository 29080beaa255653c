/** Files as people really have them. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { formatDiagnostic } from './diagnostics.js';
import { ignoring } from './ignore.js';
import { loadSources, parseSources } from './load.js';

const read = (text: string) => parseSources([{ path: 'f.yaml', text }], { samples: true });
const said = (text: string): string[] => read(text).diagnostics.map(formatDiagnostic);
const policy = (spec: string, head = ''): string =>
  `apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: { name: p, namespace: mill${head} }\nspec: ${spec}\n`;

describe('null, as the API server reads it', () => {
  it('is an empty selector, with a warning that says whom it selects', () => {
    const { world, diagnostics } = read(policy('{ podSelector: , policyTypes: [Ingress] }'));
    expect(world.policies[0]?.subject.pods).toEqual({ matchLabels: {}, matchExpressions: [] });
    expect(diagnostics.map(formatDiagnostic)).toEqual([
      'f.yaml:4:22: warning: NetworkPolicy/mill/p spec.podSelector: nothing stands behind it: every pod of mill is selected',
    ]);
    expect(said(policy(''))[0]).toContain('spec: nothing stands behind it: every pod of mill is selected');
    expect(read(policy('')).world.policies[0]?.isolates).toEqual({ ingress: true, egress: false });
    expect(said(policy('{ podSelector: { matchLabels: }, ingress: [] }'))[0]).toContain('every pod is selected');
    expect(
      said(policy('{ podSelector: { matchLabels: , matchExpressions: [{ key: a, operator: Exists, values: }] } }')),
    ).toEqual([]);
  });

  it('is every peer and every port of a rule, and an empty label', () => {
    const [from, ports] = said(policy('{ podSelector: {}, ingress: [{ from: , ports: }] }'));
    expect(from).toContain('spec.ingress[0].from: nothing stands behind it: every peer is meant');
    expect(ports).toContain('every port is meant');
    const { world, diagnostics } = read(policy('{ podSelector: { matchLabels: { app: } } }'));
    expect(world.policies[0]?.subject.pods?.matchLabels).toEqual({ app: '' });
    expect(diagnostics[0]?.message).toContain('app has no value');
  });

  it('leaves a direction of a group open, which is said', () => {
    const group =
      'apiVersion: openscg.dev/v1alpha1\nkind: SecurityGroup\nmetadata: { name: g, namespace: mill }\nspec: { members: { podSelector: {} }, ingress: }';
    expect(said(group)[0]).toContain('ingress is not restricted; ingress: [] closes it');
    expect(said(policy('{ podSelector: {}, ingress: }'))).toEqual([]);
  });
});

describe('YAML 1.1, which kubectl reads', () => {
  it('has octal numbers', () => {
    const { world, diagnostics } = read(policy('{ podSelector: {}, ingress: [{ ports: [{ port: 0100 }] }] }'));
    expect(world.policies[0]?.rules[0]?.ports).toEqual([{ protocol: 6, ports: { first: 64, last: 64 } }]);
    expect(diagnostics[0]?.message).toContain('0100 is 64 to kubectl');
    expect(said(policy('{ podSelector: {}, ingress: [{ ports: [{ port: 0 }] }] }'))[0]).toContain('at least 1');
  });

  it('has booleans where a reader sees words', () => {
    for (const word of ['yes', 'on', 'No', 'OFF', 'y'])
      expect(said(policy(`{ podSelector: { matchLabels: { app: ${word} } } }`))[0]).toMatch(
        new RegExp(`matchLabels.app: ${word} is (true|false) to kubectl .*: put it in quotes`),
      );
    expect(said(policy('{ podSelector: { matchLabels: { app: "yes" } } }'))).toEqual([]);
    expect(said(policy('{ podSelector: { matchLabels: { on: "1" } } }'))[0]).toContain('the key on is true to kubectl');
  });
});

describe('what is wrong', () => {
  it('is said all at once, also behind an unknown field', () => {
    const fields = read(
      policy(
        '{ podSelecter: {}, policyTypes: Ingress, ingress: [{ from: [{ namespace: shop }, { ipBlock: { cidr: 10.0.0.0/33 } }], ports: [{ port: "80" }, { protocol: tcp }] }] }',
        ', labels: { v: 1 }',
      ),
    ).diagnostics.map((d) => d.field);
    expect(fields).toEqual([
      'metadata.labels.v',
      'spec.podSelecter',
      'spec.policyTypes',
      'spec.ingress[0].from[0].namespace',
      'spec.ingress[0].from[1].ipBlock.cidr',
      'spec.ingress[0].ports[0].port',
      'spec.ingress[0].ports[1].protocol',
    ]);
  });

  it.each([
    ['{ podSelector: {}, ingress: [{ ports: [{ port: "80" }] }] }', 'remove the quotes (found "80")'],
    ['{ podSelector: { matchLabels: { v: 1 } } }', 'put it in quotes (found 1)'],
    ['{ podSelector: {}, policyTypes: Ingress }', 'a list is expected (found "Ingress"; did you mean [Ingress]?)'],
    ['{ podSelector: {}, egress: { to: [] } }', 'a list is expected: its entries begin with a dash'],
    [
      '{ podSelector: {}, ingress: [{ from: [{ namespace: a }] }] }',
      'did you mean namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: a } }?',
    ],
    [
      '{ podSelector: {}, ingress: [{ from: [{ namespaceSelector: a }] }] }',
      'did you mean { matchLabels: { kubernetes.io/metadata.name: a } }?',
    ],
    [
      '{ podSelector: {}, ingress: [{ from: [{ namespaceSelector: { matchNames: [a] } }] }] }',
      'did you mean matchLabels: { kubernetes.io/metadata.name: a }?',
    ],
    ['{ podSelector: { matchLabels: [a] } }', 'expected names with values'],
  ])('in the words of people: %s', (spec, words) => {
    const found = said(policy(spec));
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(words);
    expect(found[0]).not.toMatch(/record|object\b|array|characters/);
  });

  it('is said once, and so is where', () => {
    expect(said('a: b\n c: d\n')).toHaveLength(1);
    expect(said('a: b\n c: d\n')[0]).not.toMatch(/at line/);
  });
});

describe('kinds', () => {
  it.each([
    ['crd.projectcalico.org/v1', 'GlobalNetworkPolicy'],
    ['projectcalico.org/v3', 'NetworkPolicy'],
    ['cilium.io/v2', 'CiliumClusterwideNetworkPolicy'],
    ['k8s.ovn.org/v1', 'EgressFirewall'],
    ['network.openshift.io/v1', 'EgressNetworkPolicy'],
    ['security.istio.io/v1', 'AuthorizationPolicy'],
    ['crd.antrea.io/v1beta1', 'ClusterNetworkPolicy'],
  ])('%s %s is not enforced, and told so', (apiVersion, kind) => {
    const { diagnostics } = read(`apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: x }\nspec: {}`);
    expect(diagnostics).toMatchObject([{ code: 'ignored-kind', severity: 'warning' }]);
  });

  it('of workloads yield samples, but what is over or scaled away none', () => {
    const template = '{ metadata: { labels: { app: a } }, spec: { containers: [] } }';
    const workload = (apiVersion: string, kind: string, name: string, spec: string, rest = '') =>
      `{ apiVersion: ${apiVersion}, kind: ${kind}, metadata: { name: ${name}${rest} }, spec: ${spec} }`;
    const owned = ', ownerReferences: [{ kind: CronJob, name: nightly, controller: true }]';
    const { world, diagnostics } = read(
      [
        workload('batch/v1', 'Job', 'load', `{ template: ${template} }`),
        workload('batch/v1', 'CronJob', 'nightly', `{ jobTemplate: { spec: { template: ${template} } } }`),
        workload('batch/v1', 'Job', 'nightly-123', `{ template: ${template} }`, owned),
        workload('v1', 'ReplicationController', 'old', `{ template: ${template} }`),
        workload('apps/v1', 'ReplicaSet', 'none', `{ replicas: 0, template: ${template} }`),
        workload('v1', 'Pod', 'bare', '{}'),
      ].join('\n---\n'),
    );
    expect(diagnostics).toEqual([]);
    expect(world.workloads.map((w) => w.id).sort()).toEqual([
      'default/bare',
      'default/load',
      'default/nightly',
      'default/old',
    ]);
  });
});

describe('folders', () => {
  const root = mkdtempSync(join(tmpdir(), 'osg-input-'));
  afterAll(() => rmSync(root, { recursive: true }));
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  write('policies/p.yaml', policy('{ podSelector: {} }'));
  write('copy/p.yaml', policy('{ podSelector: {} }'));
  write('chart/Chart.yaml', 'name: c');
  write('chart/templates/np.yaml', '{{- if .Values.x }}\nkind: NetworkPolicy\n{{- end }}');
  write('base/kustomization.yaml', 'resources: [x.yaml]');
  write('base/x.yaml', 'apiVersion: v1\nkind: Namespace\nmetadata: { name: x }');
  write('prod/kustomization.yaml', 'resources: [../base]\npatches: [{ path: y.yaml }]');
  write('prod/y.yaml', 'kind: Deployment\nmetadata: { name: y }');
  write('values-prod.yaml', 'replicas: 3');
  write('package.json', '{ "name": "x" }');
  write('patch.yaml', '- op: add\n  path: /x\n');
  write('notes.yaml', 'just: notes');
  write('template.yaml', 'apiVersion: v1\nkind: Namespace\nmetadata: { name: {{ .Release.Name }} }');
  write('rules.yaml', 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: r }\ndata:\n  r: |\n    {{ $labels.x }}\n');

  it('hold other things, each one line', async () => {
    const { world, diagnostics } = await loadSources([root]);
    expect(world.policies.map((p) => p.id)).toEqual(['NetworkPolicy/mill/p']);
    expect(world.namespaces.map((n) => n.name)).toEqual(['x']);
    const found = diagnostics.map((d) => `${d.severity} ${d.code} ${d.file.slice(root.length + 1)}`);
    expect(found).toEqual([
      'note passed-over base/kustomization.yaml',
      'warning unrendered chart',
      'note passed-over notes.yaml',
      'note passed-over package.json',
      'note passed-over patch.yaml',
      'note passed-over policies/p.yaml',
      'warning unrendered prod',
      'warning unrendered template.yaml',
      'note passed-over values-prod.yaml',
    ]);
  });

  it('may say what is left out, and so may who reads them', async () => {
    const ignore = ['chart', 'prod/', '*.json', 'copy', 'notes.yaml', 'patch.yaml', 'values*'];
    write('.osgignore', '# of the other tool\ntemplate.yaml\n');
    const { diagnostics } = await loadSources([root], { ignore });
    expect(diagnostics.map((d) => d.file.slice(root.length + 1))).toEqual(['base/kustomization.yaml']);
    rmSync(join(root, '.osgignore'));
  });

  it('are left out by globs as in .gitignore', () => {
    const ignored = ignoring(['*.json', 'a/b', 'deep/**/x.yaml', 'only/']);
    expect(['x.json', 'q/x.json', 'a/b', 'deep/x.yaml', 'deep/1/2/x.yaml'].filter((p) => !ignored(p, false))).toEqual(
      [],
    );
    expect(['x.jsonl', 'c/a/b', 'only'].filter((p) => ignored(p, false))).toEqual([]);
    expect(ignored('only', true)).toBe(true);
  });
});
