import { describe, expect, it } from 'vitest';
import { hasErrors } from '../diagnostics.js';
import { parseSources } from '../load.js';
import type { World } from '../model.js';
import { junit, parseAssertions, runAssertions } from './assertions.js';
import { diffWorlds } from './diff.js';
import { PolicyToolError } from './error.js';
import { lint } from './lint.js';
import { matrix } from './matrix.js';
import { matrixCsv, matrixSvg } from './render.js';
import { parseProbes, simulate } from './simulate.js';

const NOW = Date.parse('2026-01-01T00:00:00Z');
const pod = (namespace: string, name: string, ip: string, ports = '', labels = `app: ${name}`) =>
  `{ apiVersion: v1, kind: Pod, metadata: { name: ${name}, namespace: ${namespace}, labels: { ${labels} } }, spec: { nodeName: n, containers: [{ ports: [${ports}] }] }, status: { podIP: ${ip} } }`;
const INVENTORY = [
  '{ apiVersion: v1, kind: Namespace, metadata: { name: shop, labels: { team: shop } } }',
  '{ apiVersion: v1, kind: Node, metadata: { name: n }, status: { addresses: [{ type: InternalIP, address: 10.0.0.254 }] } }',
  pod('shop', 'web', '10.0.0.1', '{ name: http, containerPort: 80 }'),
  pod('shop', 'api', '10.0.0.2', '{ name: http, containerPort: 8080 }'),
  pod('jobs', 'cron', '10.0.0.3'),
].join('\n---\n');

function group(name: string, spec: string, metadata = ''): string {
  return `apiVersion: openscg.dev/v1alpha1\nkind: SecurityGroup\nmetadata: { name: ${name}, namespace: shop${metadata} }\nspec: ${spec}`;
}

function world(...policies: string[]): World {
  const loaded = parseSources([
    { path: 'inventory.yaml', text: INVENTORY },
    ...policies.map((text, i) => ({ path: `p${i}.yaml`, text })),
  ]);
  expect(hasErrors(loaded.diagnostics), JSON.stringify(loaded.diagnostics)).toBe(false);
  return loaded.world;
}

const API = group(
  'api',
  '{ owner: a, members: { podSelector: { matchLabels: { app: api } } }, ingress: [{ id: web, from: [{ podSelector: { matchLabels: { app: web } } }], ports: [{ port: 8080 }] }] }',
);
const found = (w: World, at = NOW) => lint(w, at).findings.map((f) => `${f.id} ${f.rule ?? f.policy}`);

describe('lint', () => {
  it('has nothing to say about a sound policy', () => {
    expect(found(world(API))).toEqual([]);
  });

  it.each([
    ['no-owner', group('g', '{ members: { podSelector: {} }, ingress: [] }'), 'SecurityGroup/shop/g'],
    [
      'selects-nothing',
      group(
        'g',
        '{ owner: a, members: { podSelector: { matchExpressions: [{ key: app, operator: In, values: [gone] }] } } }',
      ),
      'SecurityGroup/shop/g',
    ],
    [
      'unknown-label',
      group(
        'g',
        '{ owner: a, members: { podSelector: {} }, ingress: [{ id: r, from: [{ podSelector: { matchLabels: { app: wbe } } }, { cidr: 192.0.2.0/24 }] }] }',
      ),
      'SecurityGroup/shop/g/ingress/r',
    ],
    [
      'never-matches',
      group('g', '{ owner: a, members: { podSelector: {} }, ingress: [{ id: r, from: [] }] }'),
      'SecurityGroup/shop/g/ingress/r',
    ],
    [
      'never-matches',
      group('g', '{ owner: a, members: { podSelector: {} }, ingress: [{ id: r, ports: [{ port: grpc }] }] }'),
      'SecurityGroup/shop/g/ingress/r',
    ],
    [
      'over-broad',
      group('g', '{ owner: a, members: { podSelector: {} }, ingress: [{ id: r }] }'),
      'SecurityGroup/shop/g/ingress/r',
    ],
    [
      'over-broad',
      group(
        'g',
        '{ owner: a, members: { podSelector: {} }, egress: [{ id: r, to: [{ cidr: 0.0.0.0/0 }], ports: [{ protocol: any }] }] }',
      ),
      'SecurityGroup/shop/g/egress/r',
    ],
    [
      'expired',
      group(
        'g',
        '{ owner: a, members: { podSelector: {} }, ingress: [{ id: r, ports: [{ port: 80 }], expiresAt: "2025-01-01T00:00:00Z" }] }',
      ),
      'SecurityGroup/shop/g/ingress/r',
    ],
    [
      'dangling-reference',
      group('g', '{ owner: a, members: { podSelector: {} }, ingress: [{ id: r, from: [{ group: gg }] }] }'),
      'SecurityGroup/shop/g/ingress/r',
    ],
    [
      'blocks-dns',
      group(
        'g',
        '{ owner: a, members: { podSelector: { matchLabels: { app: web } } }, egress: [{ id: r, to: [{ podSelector: { matchLabels: { app: api } } }], ports: [{ port: 8080 }] }] }',
      ),
      'SecurityGroup/shop/g',
    ],
    [
      'emergency-without-expiry',
      'apiVersion: openscg.dev/v1alpha1\nkind: ClusterSecurityGroup\nmetadata: { name: e }\nspec: { owner: a, tier: emergency, priority: 1, members: { podSelector: {} }, ingress: [{ id: r, action: deny }] }',
      'ClusterSecurityGroup//e/ingress/r',
    ],
  ])('finds %s', (id, policy, where) => {
    expect(found(world(policy))).toEqual([`${id} ${where}`]);
  });

  it('finds a rule that another makes redundant, and not one that outlasts it', () => {
    const wide = (extra: string) =>
      group(
        'wide',
        `{ owner: a, members: { podSelector: {} }, ingress: [{ id: all, from: [{ podSelector: {} }], ports: [{ port: 8000-9000 }]${extra} }] }`,
      );
    expect(found(world(API, wide('')))).toEqual(['redundant SecurityGroup/shop/api/ingress/web']);
    expect(found(world(API, wide(', expiresAt: "2027-01-01T00:00:00Z"')))).toEqual([]);
    expect(found(world(API, wide(', mode: audit')))).toEqual([]);
  });

  it('finds a rule that an earlier tier or rule shadows', () => {
    const admin =
      'apiVersion: openscg.dev/v1alpha1\nkind: ClusterSecurityGroup\nmetadata: { name: a }\nspec:\n  owner: a\n  tier: admin\n  priority: 1\n  members: { podSelector: {} }\n  ingress: [{ id: first, action: deny, from: [{ cidr: 10.0.0.0/28 }] }, { id: second, from: [{ cidr: 10.0.0.1/32 }] }]';
    expect(found(world(API, admin)).sort()).toEqual([
      'shadowed ClusterSecurityGroup//a/ingress/second',
      'shadowed SecurityGroup/shop/api/ingress/web',
    ]);
  });

  it('finds what keeps the probes of the node out, where the exception is off', () => {
    const loaded = world(API);
    expect(found({ ...loaded, allowNodeProbes: false })).toEqual(['blocks-probes SecurityGroup/shop/api']);
  });

  it('is silenced in the file, for a policy or for one rule', () => {
    const spec = '{ members: { podSelector: {} }, ingress: [{ id: r }, { id: s }] }';
    const silenced = group('g', spec, ', annotations: { openscg.dev/lint-ignore: "no-owner over-broad:r, redundant" }');
    expect(found(world(silenced))).toEqual(['over-broad SecurityGroup/shop/g/ingress/s']);
  });
});

describe('matrix', () => {
  it('says who can talk to whom', () => {
    const { cells } = matrix(world(API), NOW);
    const say = (from: string, to: string) => cells.find((c) => c.from === from && c.to === to)?.allowed;
    expect(say('shop/web', 'shop/api')).toBe('TCP 8080');
    expect(say('jobs/cron', 'shop/api')).toBe('none');
    expect(say('shop/api', 'shop/web')).toBe('all');
    expect(say('shop/web', 'shop/web')).toBe('self');
    expect(say('elsewhere (IPv4)', 'shop/api')).toBe('none');
  });

  it('prints as CSV and SVG, whatever the names', () => {
    const odd = {
      rows: ['=cmd()', 'a,"b"'],
      columns: ['<x>'],
      cells: [{ from: '=cmd()', to: '<x>', allowed: 'TCP 80' }],
      names: {},
    };
    expect(matrixCsv(odd)).toBe('from \\ to,<x>\r\n\'=cmd(),TCP 80\r\n"a,""b""",\r\n');
    expect(matrixSvg(odd)).toContain('&lt;x&gt;: TCP 80');
    expect(matrixSvg(odd)).not.toContain('<x>');
  });
});

describe('diff', () => {
  it('finds nothing between texts of one meaning', () => {
    const twice = group(
      'api',
      '{ members: { podSelector: { matchExpressions: [{ key: app, operator: In, values: [api] }] } }, ingress: [{ id: other, from: [{ cidr: 10.0.0.1/32 }], ports: [{ port: http }] }] }',
    );
    expect(diffWorlds(world(API), world(twice), NOW)).toMatchObject({ changes: [], widens: false });
  });

  it('finds what opens and what closes, and says whether access widens', () => {
    const moved = API.replace('8080', '8081');
    const { changes, widens } = diffWorlds(world(API), world(moved), NOW);
    expect(changes.map((c) => [c.kind, c.from, c.to, c.what])).toEqual([
      ['opened', 'shop/web', 'shop/api', 'TCP 8081'],
      ['closed', 'shop/web', 'shop/api', 'TCP 8080'],
    ]);
    expect(widens).toBe(true);
    const narrower = API.replace('ingress: [', 'ingress: [').replace(/\[\{ id: web.*\}\] \}/, '[] }');
    expect(diffWorlds(world(API), world(narrower), NOW)).toMatchObject({
      widens: false,
      changes: [{ kind: 'closed', what: 'TCP 8080' }],
    });
  });

  it('looks beyond the workloads, and at expiries to come', () => {
    const outside = API.replace('from: [', 'from: [{ cidr: 203.0.113.0/24 }, ');
    expect(diffWorlds(world(API), world(outside), NOW).changes).toMatchObject([
      { kind: 'opened', from: '203.0.113.0/24', to: 'shop/api', what: 'TCP 8080', family: 'IPv4' },
    ]);
    const temporary = API.replace('id: web,', 'id: web, expiresAt: "2026-06-01T00:00:00Z",');
    expect(diffWorlds(world(temporary), world(API), NOW).changes).toMatchObject([
      { kind: 'opened', from: 'shop/web', to: 'shop/api', atMs: Date.parse('2026-06-01T00:00:00Z') },
    ]);
  });

  it('tells many classes of addresses and ports apart', () => {
    const rules = Array.from(
      { length: 200 },
      (_, i) => `{ id: r${i}, from: [{ cidr: 192.0.2.${i}/32 }], ports: [{ port: ${i + 1} }] }`,
    );
    const many = group(
      'api',
      `{ members: { podSelector: { matchLabels: { app: api } } }, ingress: [${rules.join(', ')}] }`,
    );
    const { changes } = diffWorlds(world(API), world(many), NOW);
    expect(changes).toHaveLength(201);
    expect(changes).toContainEqual(expect.objectContaining({ kind: 'opened', from: '192.0.2.7/32', what: 'TCP 8' }));
  });
});

describe('simulate', () => {
  it('answers in order, repeating the probe', async () => {
    const probes = parseProbes(
      '{"from":"shop/web","to":"shop/api","port":"http"}\n\n{"from":"node:n","to":"shop/api","port":1}\n{"from":"192.0.2.1","to":"10.0.0.2","protocol":"ICMP"}\n',
      'p',
    );
    const results = await simulate(world(API), probes, NOW);
    expect(results.map((r) => [r.from, r.verdict, r.ingress.reason])).toEqual([
      ['shop/web', 'allow', 'rule'],
      ['node:n', 'allow', 'node'],
      ['192.0.2.1', 'deny', 'default-deny'],
    ]);
    expect(results[0]).toMatchObject({ port: 'http', ingress: { rule: 'SecurityGroup/shop/api/ingress/web' } });
  });

  it('names the line of a probe that is none', async () => {
    expect(() => parseProbes('{"from":"a","to":"b"}\n{"from":1}', 'p.jsonl')).toThrow('p.jsonl:2: from is 1');
    expect(() => parseProbes('nonsense', 'p.jsonl')).toThrow('p.jsonl:1');
    await expect(simulate(world(API), [{ from: 'shop/wbe', to: 'shop/api', port: 1 }], NOW)).rejects.toThrow(
      'did you mean shop/web?',
    );
  });
});

describe('assertions', () => {
  const FILE = `policies: [.]
tests:
- name: web reaches api
  from: shop/web
  to: shop/api
  port: [8080, http]
  expect: allow
  rule: SecurityGroup/shop/api/ingress/web
- name: jobs & web <may> too
  from: [jobs/cron, shop/web]
  to: shop/api
  port: 8080
  expect: allow
`;

  it('hold or fail, with the reason and what comes nearest', () => {
    const results = runAssertions(world(API), parseAssertions(FILE, 't.yaml'), NOW);
    expect(results.map((r) => [r.passed, r.flows, r.line])).toEqual([
      [true, 2, 3],
      [false, 2, 9],
    ]);
    expect(results[1]?.failures[0]).toContain('jobs/cron → shop/api port 8080');
    expect(results[1]?.failures[0]).toContain('expected pods app=web of namespace shop');
    const xml = junit('t.yaml', results);
    expect(xml).toContain('<testsuite name="t.yaml" tests="2" failures="1"');
    expect(xml).toContain('name="jobs &amp; web &lt;may&gt; too"');
  });

  it('name line and field of what is wrong with the file', () => {
    expect(() => parseAssertions(FILE.replace('expect: allow', 'expect: maybe'), 't.yaml')).toThrow(
      /t\.yaml:7: tests\.0\.expect/,
    );
    expect(() => parseAssertions('tests: [', 't.yaml')).toThrow(PolicyToolError);
  });
});
