/** Each world here once made lint silent, or speak wrongly. */
import { describe, expect, it } from 'vitest';
import { hasErrors } from '../diagnostics.js';
import { parseSources } from '../load.js';
import type { World } from '../model.js';
import { lintCoverage } from './coverage.js';
import { unknownNodes } from './inventory.js';
import { lint } from './lint.js';

const NOW = Date.parse('2026-01-01T00:00:00Z');
const NODE =
  '{ apiVersion: v1, kind: Node, metadata: { name: n }, status: { addresses: [{ type: InternalIP, address: 172.20.0.1 }] } }';
let last = 0;
const pod = (id: string, labels: string, ports = '', more = '') => {
  const [namespace, name] = id.split('/');
  return `{ apiVersion: v1, kind: Pod, metadata: { name: ${name}, namespace: ${namespace}, labels: { ${labels} } }, spec: { nodeName: n${more}, containers: [{ ports: [${ports}] }] }, status: { podIP: 10.0.0.${++last % 250} } }`;
};
const policy = (name: string, spec: string, namespace = 'mill') =>
  `{ apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: { name: ${name}, namespace: ${namespace}, annotations: { openscg.dev/owner: me } }, spec: ${spec} }`;
const egress = (...rules: string[]) =>
  policy(
    'web-out',
    `{ podSelector: { matchLabels: { app: web } }, policyTypes: [Egress], egress: [${rules.join(', ')}] }`,
  );
const TO_DB = '{ to: [{ podSelector: { matchLabels: { app: db } } }] }';

const DNS = pod('kube-system/coredns', 'k8s-app: kube-dns', '{ name: dns, containerPort: 53, protocol: UDP }');
const DB = pod('mill/db', 'app: db', '{ name: pg, containerPort: 15432 }');
const WEB = pod('mill/web', 'app: web');
const DB_SERVICE =
  '{ apiVersion: v1, kind: Service, metadata: { name: db, namespace: mill }, spec: { clusterIP: 10.96.7.7, selector: { app: db }, ports: [{ port: 5432, targetPort: pg }] } }';

function world(...objects: string[]): World {
  const { world, diagnostics } = parseSources([{ path: 'f.yaml', text: objects.join('\n---\n') }]);
  expect(hasErrors(diagnostics), JSON.stringify(diagnostics)).toBe(false);
  return world;
}
const found = (...objects: string[]) =>
  lint(world(NODE, DNS, DB, WEB, ...objects), NOW).findings.filter((f) => f.id !== 'own-node');
const ids = (...objects: string[]) => found(...objects).map((f) => `${f.id} ${f.rule ?? f.policy}`);

describe('lint of names', () => {
  it('port 53 of a database is no name server', () => {
    expect(ids(egress(TO_DB))).toEqual(['blocks-dns NetworkPolicy/mill/web-out']);
  });

  it('a name server inside or outside is one', () => {
    expect(ids(egress(TO_DB, '{ to: [{ namespaceSelector: {} }], ports: [{ protocol: UDP, port: 53 }] }'))).toEqual([]);
    expect(
      ids(egress(TO_DB, '{ to: [{ ipBlock: { cidr: 198.51.100.0/24 } }], ports: [{ protocol: UDP, port: 53 }] }')),
    ).toEqual([]);
  });

  it('an admin deny blocks whomever it hits, and is the cause', () => {
    const deny =
      '{ apiVersion: policy.networking.k8s.io/v1alpha2, kind: ClusterNetworkPolicy, metadata: { name: no-dns, annotations: { openscg.dev/owner: me } }, spec: { tier: Admin, priority: 1, subject: { namespaces: {} }, egress: [{ action: Deny, to: [{ namespaces: {} }], protocols: [{ udp: { destinationPort: { number: 53 } } }] }] } }';
    expect(found(deny, egress('{ to: [{ namespaceSelector: {} }] }'))).toMatchObject([
      {
        id: 'blocks-dns',
        policy: 'ClusterNetworkPolicy//no-dns',
        reason: expect.stringContaining('mill/db, mill/web'),
        fix: expect.stringContaining('comes before it'),
      },
    ]);
  });
});

describe('lint of selectors', () => {
  it('knows pods on the host network, as subjects and as peers', () => {
    const api = pod('kube-system/apiserver', 'component: apiserver', '', ', hostNetwork: true');
    const all = found(
      api,
      egress(
        '{ to: [{ namespaceSelector: {}, podSelector: { matchLabels: { component: apiserver } } }] }',
        '{ to: [{ namespaceSelector: {} }] }',
      ),
      policy('on-api', '{ podSelector: { matchLabels: { component: apiserver } } }', 'kube-system'),
    );
    expect(all.map((f) => `${f.id} ${f.rule ?? f.policy}`)).toEqual([
      'host-network NetworkPolicy/mill/web-out/egress/0',
      'host-network NetworkPolicy/kube-system/on-api',
    ]);
    expect(all[0]?.fix).toContain('ipBlock');
  });

  it('does not call broad what governs only pods on the host network', () => {
    const agent = pod('mill/agent', 'app: agent', '', ', hostNetwork: true');
    const open = (app: string) => policy(app, `{ podSelector: { matchLabels: { app: ${app} } }, ingress: [{}] }`);
    expect(ids(agent, open('agent'))).toEqual(['host-network NetworkPolicy/mill/agent']);
    expect(ids(agent, open('web'))).toEqual(['over-broad NetworkPolicy/mill/web/ingress/0']);
  });

  it('takes no key for another because they share a long prefix', () => {
    const saw = pod('mill/saw', 'parts.mill.example/model: saw');
    const of = (key: string) =>
      found(
        saw,
        policy('x', `{ podSelector: {}, ingress: [{ from: [{ podSelector: { matchLabels: { ${key}: saw } } }] }] }`),
      ).find((f) => f.id === 'unknown-label')?.fix;
    expect(of('parts.mill.example/owner')).toBe('correct the label, or remove the selector');
    expect(of('parts.mill.example/modle')).toBe('did you mean parts.mill.example/model?');
    expect(of('part.mill.example/model')).toBe('did you mean parts.mill.example/model?');
  });

  it('finds a typing error among values that live', () => {
    const selector = '{ matchExpressions: [{ key: app, operator: In, values: [web, dbb] }] }';
    expect(found(policy('x', `{ podSelector: ${selector}, ingress: [{ ports: [{ port: 15432 }] }] }`))).toMatchObject([
      { id: 'unknown-label', reason: 'nothing of the inventory has the label app=dbb', fix: 'did you mean app=db?' },
    ]);
  });
});

describe('lint of both sides', () => {
  it('finds a rule that the other side undoes', () => {
    const closed = policy('db-in', '{ podSelector: { matchLabels: { app: db } }, policyTypes: [Ingress] }');
    const dns = '{ to: [{ namespaceSelector: {} }], ports: [{ protocol: UDP, port: 53 }] }';
    expect(ids(closed, egress(TO_DB, dns))).toEqual(['one-sided NetworkPolicy/mill/web-out/egress/0']);
    const open = policy(
      'db-in',
      '{ podSelector: { matchLabels: { app: db } }, ingress: [{ from: [{ podSelector: { matchLabels: { app: web } } }], ports: [{ port: pg }] }] }',
    );
    expect(ids(open, egress(TO_DB, dns))).toEqual([]);
  });

  it('finds a group without direction whose members everyone reaches', () => {
    const name = (more = '') =>
      `{ apiVersion: openscg.dev/v1alpha1, kind: SecurityGroup, metadata: { name: webs, namespace: mill }, spec: { owner: a, members: { podSelector: { matchLabels: { app: web } } }${more} } }`;
    expect(ids(name())).toEqual(['closes-nothing SecurityGroup/mill/webs']);
    expect(ids(name(), policy('closed', '{ podSelector: {} }'))).toEqual([]);
    expect(ids(name(', ingress: []'))).toEqual([]);
  });

  it('tells whom the judging of traffic to the own node hits', () => {
    const own = lint(world(NODE, WEB, egress('{ to: [{ ipBlock: { cidr: 198.51.100.0/24 } }] }')), NOW).findings;
    expect(own).toMatchObject([{ id: 'own-node', severity: 'info', reason: expect.stringContaining('mill/web') }]);
    expect(
      lint({ ...world(NODE, WEB, egress('{ to: [{ ipBlock: { cidr: 198.51.100.0/24 } }] }')), allowOwnNode: true }, NOW)
        .findings,
    ).toEqual([]);
  });

  it('finds pods on a node that nobody declares, once their probes are denied', () => {
    const closed = policy('x', '{ podSelector: {}, policyTypes: [Ingress] }');
    const strange = world(DB, WEB, closed);
    expect(lint(strange, NOW).findings).toMatchObject([{ id: 'unknown-node', reason: expect.stringContaining('n:') }]);
    expect(unknownNodes(strange)).toMatchObject([
      { code: 'unknown-node', field: 'spec.nodeName', object: 'Pod/mill/db' },
    ]);
    expect(
      lint(world(DB, WEB, policy('x', '{ podSelector: {}, ingress: [{ ports: [{ port: 15432 }] }] }')), NOW).findings,
    ).toEqual([]);
  });
});

describe('lint of ports and Services', () => {
  const ingress = (port: number | string) =>
    policy(
      'db-in',
      `{ podSelector: { matchLabels: { app: db } }, ingress: [{ from: [{ podSelector: {} }], ports: [{ port: ${port} }] }] }`,
    );

  it('finds the port of a Service where that of the container is meant', () => {
    expect(found(DB_SERVICE, ingress(5432))).toMatchObject([
      { id: 'service-port', fix: expect.stringContaining('15432') },
    ]);
    expect(ids(ingress(5432))).toEqual(['no-listener NetworkPolicy/mill/db-in/ingress/0']);
    expect(ids(DB_SERVICE, ingress(15432))).toEqual([]);
    expect(ids(DB_SERVICE, ingress('pg'))).toEqual([]);
  });

  it('finds the address of a Service where its pods are meant', () => {
    const dns = '{ to: [{ namespaceSelector: {} }], ports: [{ protocol: UDP, port: 53 }] }';
    expect(found(DB_SERVICE, egress(dns, '{ to: [{ ipBlock: { cidr: 10.96.7.7/32 } }] }'))).toMatchObject([
      { id: 'service-address', fix: 'select its pods (mill/db)' },
    ]);
  });
});

describe('lint says what it did not look at', () => {
  it('without workloads, without policies', () => {
    const closed = policy('x', '{ podSelector: {} }');
    expect(lint(world(closed), NOW).notChecked).toEqual([expect.stringContaining('the files have no workload')]);
    expect(() => lint(world(WEB), NOW)).toThrow(expect.objectContaining({ code: 'NOTHING' }));
  });

  it('compares more rules than pairs could be tried, and counts those it would leave out', () => {
    const rules = Array.from(
      { length: 3500 },
      (_, i) => `{ id: r${i}, from: [{ cidr: 192.0.${i >> 8}.${i & 255}/32 }], ports: [{ port: 15432 }] }`,
    );
    const twice = '{ id: twice, from: [{ cidr: 192.0.2.7/32 }], ports: [{ port: 15432 }] }';
    const large = world(
      DB,
      WEB,
      `{ apiVersion: openscg.dev/v1alpha1, kind: SecurityGroup, metadata: { name: g, namespace: mill }, spec: { owner: a, members: { podSelector: {} }, ingress: [${rules.join(', ')}, ${twice}] } }`,
    );
    expect(lintCoverage(large)).toMatchObject({
      findings: [
        { id: 'redundant', rule: 'SecurityGroup/mill/g/ingress/twice', reason: expect.stringContaining('r519') },
      ],
      notChecked: [],
    });
    expect(lintCoverage(large, 1000).notChecked).toEqual([
      expect.stringMatching(/25\d\d of 3501 rules were not looked at/),
    ]);
  });
});
