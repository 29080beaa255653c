import { describe, expect, it } from 'vitest';
import { parseAddress } from '../net/address.js';
import { formatPrefix } from '../net/prefix.js';
import type { ParsedPart } from './convert/part.js';
import { formatDiagnostic } from './diagnostics.js';
import { splitDocuments } from './document.js';
import { evaluate } from './evaluate.js';
import { judgeView } from './judge.js';
import { type PartMemory, parseSources } from './load.js';
import { resolveNode } from './resolve.js';

const INVENTORY = `
apiVersion: v1
kind: List
items:
- {apiVersion: v1, kind: Node, metadata: {name: n1}, status: {addresses: [{type: InternalIP, address: 10.77.0.1}]}}
- apiVersion: v1
  kind: Pod
  metadata: {name: web, namespace: shop, labels: {app: web}}
  spec: {nodeName: n1, containers: [{ports: [{name: http, containerPort: 8080}]}]}
  status: {podIPs: [{ip: 10.77.0.11}, {ip: "fd77:77::11"}]}
- apiVersion: v1
  kind: Pod
  metadata: {name: api, namespace: shop, labels: {app: api}}
  spec: {nodeName: n1, containers: [{ports: [{name: http, containerPort: 8080}]}]}
  status: {podIPs: [{ip: 10.77.0.12}, {ip: "fd77:77::12"}]}
`;
const GROUPS = `
apiVersion: openscg.dev/v1alpha1
kind: SecurityGroup
metadata: {name: web, namespace: shop}
spec:
  members: {podSelector: {matchLabels: {app: web}}}
---
apiVersion: openscg.dev/v1alpha1
kind: SecurityGroup
metadata: {name: api, namespace: shop}
spec:
  owner: team-api
  members: {podSelector: {matchLabels: {app: api}}}
  ingress:
  - id: from-web
    from: [{group: web}]
    ports: [{port: http}]
`;

const flow = (source: string, destination: string, port: number) => ({
  source: parseAddress(source),
  destination: parseAddress(destination),
  protocol: 6,
  port,
});

describe('sources', () => {
  it('reads groups and inventory, and judges them', () => {
    const { world, diagnostics } = parseSources([
      { path: 'inventory.yaml', text: INVENTORY },
      { path: 'groups.yaml', text: GROUPS },
    ]);
    expect(diagnostics.map(formatDiagnostic)).toEqual([]);
    const allowed = evaluate(world, flow('10.77.0.11', '10.77.0.12', 8080), 0);
    expect(allowed.verdict).toBe('allow');
    expect(allowed.ingress.rule).toMatchObject({
      rule: 'SecurityGroup/shop/api/ingress/from-web',
      owner: 'team-api',
      source: { file: 'groups.yaml', line: 15 },
    });
    expect(evaluate(world, flow('10.77.0.11', '10.77.0.12', 8081), 0).ingress).toMatchObject({
      verdict: 'deny',
      reason: 'default-deny',
      isolatedBy: ['SecurityGroup/shop/api'],
    });
    expect(evaluate(world, flow('10.77.0.1', '10.77.0.12', 8081), 0).ingress.reason).toBe('node');
    const view = resolveNode(world, 'n1');
    expect(view.endpoints.map((e) => [e.id, e.policies])).toEqual([
      ['shop/api', ['SecurityGroup/shop/api#http=6/8080']],
      ['shop/web', ['SecurityGroup/shop/web']],
    ]);
    expect(view.sets.map((s) => [s.id, s.prefixes.map(formatPrefix)])).toEqual([
      ['group:SecurityGroup/shop/web', ['10.77.0.11/32', 'fd77:77::11/128']],
    ]);
    expect(
      judgeView(view, 'shop/api', 'ingress', parseAddress('fd77:77::11'), { protocol: 6, port: 8080 }, 0).verdict,
    ).toBe('allow');
  });

  it('reports every error of a file with its place', () => {
    const text = GROUPS.replace('group: web}', 'grup: web}')
      .replace('port: http', 'port: 99999')
      .replace('owner: team-api', 'ownr: x');
    const { diagnostics } = parseSources([{ path: 'g.yaml', text }]);
    expect(diagnostics.map(formatDiagnostic)).toMatchInlineSnapshot(`
      [
        "g.yaml:12:3: error: SecurityGroup/shop/api spec.ownr: unknown field "ownr" (expected one of owner, description, mode, default, members, ingress, egress; did you mean owner?)",
        "g.yaml:16:13: error: SecurityGroup/shop/api spec.ingress[0].from[0].grup: unknown field "grup" (expected one of group, clusterGroup, podSelector, namespaceSelector, serviceAccounts, cidr, except, addressGroup, nodes; did you mean group?)",
        "g.yaml:17:20: error: SecurityGroup/shop/api spec.ingress[0].ports[0].port: at most 65535 (found 99999)",
      ]
    `);
  });
});

describe('documents of a file', () => {
  const pod = (name: string) => `---\napiVersion: v1\nkind: Pod\nmetadata: {name: ${name}, namespace: shop}\n`;
  const memoryOf = () => {
    const parts = new Map<string, ParsedPart>();
    let misses = 0;
    const memory: PartMemory = {
      get: (text) => parts.get(text),
      put: (text, part) => {
        misses += parts.has(text) ? 0 : 1;
        parts.set(text, part);
      },
    };
    return { memory, misses: () => misses };
  };

  it('parses only documents with another text, and knows where the others have gone', () => {
    const { memory, misses } = memoryOf();
    const group = GROUPS.replace('\n', '---\n');
    const read = (text: string) => parseSources([{ path: 'f.yaml', text }], { memory });
    const first = read(pod('a') + group + pod('b'));
    expect(misses()).toBe(4);
    const second = read(pod('a') + pod('new') + group + pod('b'));
    expect(misses()).toBe(5);
    expect(second.world.workloads[0]).toBe(first.world.workloads[0]);
    const fresh = parseSources([{ path: 'f.yaml', text: pod('a') + pod('new') + group + pod('b') }]);
    expect(second).toEqual(fresh);
    expect(fresh.world.policies[1]?.rules[0]?.source).toMatchObject({ file: 'f.yaml', line: 23 });
  });

  it('counts lines over the whole file, in what is wrong too', () => {
    const { memory } = memoryOf();
    for (const before of ['', pod('a'), '# a comment\n\n'])
      for (const wrong of ['kind: [', 'apiVersion: v1\nkind: Pod\nmetadata: {name: [], namespace: x}']) {
        const text = `${before}---\n${wrong}\n${pod('z')}`;
        const [found] = parseSources([{ path: 'f.yaml', text }], { memory }).diagnostics;
        expect(found?.line).toBeGreaterThan(before.split('\n').length);
        expect(parseSources([{ path: 'f.yaml', text }]).diagnostics[0]).toEqual(found);
      }
  });

  it('leaves a file with directives or end markers whole', () => {
    expect(splitDocuments({ path: 'f', text: `%YAML 1.2\n${pod('a')}${pod('b')}` })).toHaveLength(1);
    expect(splitDocuments({ path: 'f', text: `${pod('a')}...\n${pod('b')}` })).toHaveLength(1);
    expect(splitDocuments({ path: 'f', text: `a: |\n  x\n  --- y\n---\nb: 1\n---z: 1\n` }).map((p) => p.text)).toEqual([
      'a: |\n  x\n  --- y\n',
      '---\nb: 1\n---z: 1\n',
    ]);
  });
});
