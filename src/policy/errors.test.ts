import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeControls, formatDiagnostic } from './diagnostics.js';
import { loadSources, parseSources } from './load.js';

const GROUP = (spec: string) =>
  `apiVersion: openscg.dev/v1alpha1\nkind: SecurityGroup\nmetadata: { name: g, namespace: shop }\nspec: ${spec}`;
const RULE = (rule: string) => GROUP(`{ members: { podSelector: {} }, ingress: [${rule}] }`);
const POLICY = (spec: string) =>
  `apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: { name: p }\nspec: ${spec}`;
const CLUSTER = (spec: string) =>
  `apiVersion: policy.networking.k8s.io/v1alpha2\nkind: ClusterNetworkPolicy\nmetadata: { name: c }\nspec: ${spec}`;

/** `field: message…` of each diagnostic. */
function problems(text: string, path = 'f.yaml'): string[] {
  return parseSources([{ path, text }]).diagnostics.map((d) => `${d.severity} ${d.code} ${d.field}`);
}

describe('what is refused, with file, line and field (F80)', () => {
  it.each([
    ['a rule without id', RULE('{ ports: [{ port: 1 }] }'), 'error missing spec.ingress[0].id'],
    ['a duplicate rule id', RULE('{ id: a }, { id: a }'), 'error duplicate spec.ingress[1].id'],
    [
      'a CIDR with host bits',
      RULE('{ id: a, from: [{ cidr: 10.0.0.1/8 }] }'),
      'error host-bits spec.ingress[0].from[0].cidr',
    ],
    ['no CIDR at all', RULE('{ id: a, from: [{ cidr: 10.0.0.0/33 }] }'), 'error bad-cidr spec.ingress[0].from[0].cidr'],
    [
      'an IPv4-mapped CIDR (F19)',
      RULE('{ id: a, from: [{ cidr: "::ffff:10.0.0.0/104" }] }'),
      'error mapped-prefix spec.ingress[0].from[0].cidr',
    ],
    [
      'an exception beyond its CIDR',
      RULE('{ id: a, from: [{ cidr: 10.0.0.0/8, except: [11.0.0.0/9] }] }'),
      'error bad-except spec.ingress[0].from[0].except[0]',
    ],
    [
      'an exception as wide as its CIDR',
      RULE('{ id: a, from: [{ cidr: 10.0.0.0/8, except: [10.0.0.0/8] }] }'),
      'error bad-except spec.ingress[0].from[0].except[0]',
    ],
    [
      'a peer of two kinds',
      RULE('{ id: a, from: [{ cidr: 10.0.0.0/8, group: web }] }'),
      'error bad-peer spec.ingress[0].from[0]',
    ],
    ['an empty peer', RULE('{ id: a, from: [{}] }'), 'error bad-peer spec.ingress[0].from[0]'],
    ['an inverted range', RULE('{ id: a, ports: [{ port: 90-80 }] }'), 'error bad-port spec.ingress[0].ports[0].port'],
    [
      'an endPort below its port',
      RULE('{ id: a, ports: [{ port: 90, endPort: 80 }] }'),
      'error bad-port spec.ingress[0].ports[0].endPort',
    ],
    [
      'a port of a protocol without ports',
      RULE('{ id: a, ports: [{ protocol: GRE, port: 80 }] }'),
      'error bad-port spec.ingress[0].ports[0].port',
    ],
    [
      'an unknown protocol',
      RULE('{ id: a, ports: [{ protocol: TPC }] }'),
      'error bad-protocol spec.ingress[0].ports[0].protocol',
    ],
    [
      'an unknown ICMP type',
      RULE('{ id: a, ports: [{ icmp: { type: ekko } }] }'),
      'error bad-port spec.ingress[0].ports[0].icmp.type',
    ],
    ['an empty list of ports', RULE('{ id: a, ports: [] }'), 'error limit spec.ingress[0].ports'],
    ['a time that is none', RULE('{ id: a, expiresAt: tomorrow }'), 'error bad-value spec.ingress[0].expiresAt'],
    ['a date without time', RULE('{ id: a, expiresAt: "2026-01-01" }'), 'error bad-value spec.ingress[0].expiresAt'],
    ['a deny in a namespaced group', RULE('{ id: a, action: deny }'), 'error unknown-field spec.ingress[0].action'],
    ['a group without members', GROUP('{ members: {} }'), 'error missing spec.members'],
    [
      'a label that cannot be',
      GROUP('{ members: { podSelector: { matchLabels: { "a b": c } } } }'),
      'error bad-value spec.members.podSelector.matchLabels.a b',
    ],
    [
      'an operator that is none',
      GROUP('{ members: { podSelector: { matchExpressions: [{ key: a, operator: in, values: [b] }] } } }'),
      'error bad-value spec.members.podSelector.matchExpressions[0].operator',
    ],
    [
      'In without values',
      GROUP('{ members: { podSelector: { matchExpressions: [{ key: a, operator: In }] } } }'),
      'error bad-value spec.members.podSelector.matchExpressions[0].values',
    ],
    [
      'a name that is no DNS name',
      GROUP('{ members: { podSelector: {} } }').replace('name: g', 'name: G_1'),
      'error bad-value metadata.name',
    ],
    [
      'an ordered tier without priority',
      'apiVersion: openscg.dev/v1alpha1\nkind: ClusterSecurityGroup\nmetadata: { name: c }\nspec: { tier: admin, members: { podSelector: {} } }',
      'error missing spec',
    ],
    [
      'an unknown kind of ours',
      'apiVersion: openscg.dev/v1alpha1\nkind: SecurtyGroup\nmetadata: { name: c }',
      'error unknown-kind kind',
    ],
    [
      'a policy of another version',
      POLICY('{}').replace('networking.k8s.io/v1', 'extensions/v1beta1'),
      'error unknown-kind apiVersion',
    ],
    ['an object without kind', 'apiVersion: v1\nmetadata: { name: x }', 'error missing '],
    [
      'an ipBlock beside a selector',
      POLICY('{ podSelector: {}, ingress: [{ from: [{ ipBlock: { cidr: 10.0.0.0/8 }, podSelector: {} }] }] }'),
      'error bad-value spec.ingress[0].from[0].ipBlock',
    ],
    [
      'an empty NetworkPolicy peer',
      POLICY('{ podSelector: {}, ingress: [{ from: [{}] }] }'),
      'error bad-value spec.ingress[0].from[0]',
    ],
    [
      'an endPort of a port name',
      POLICY('{ podSelector: {}, ingress: [{ ports: [{ port: http, endPort: 90 }] }] }'),
      'error bad-value spec.ingress[0].ports[0].endPort',
    ],
    [
      'an unknown NetworkPolicy field',
      POLICY('{ podSelector: {}, ingress: [{ form: [] }] }'),
      'error unknown-field spec.ingress[0].form',
    ],
    [
      'an ICMP NetworkPolicy',
      POLICY('{ podSelector: {}, ingress: [{ ports: [{ protocol: ICMP }] }] }'),
      'error bad-value spec.ingress[0].ports[0].protocol',
    ],
    [
      'domain names',
      CLUSTER(
        '{ tier: Admin, priority: 1, subject: { namespaces: {} }, egress: [{ action: Accept, to: [{ domainNames: [example.org] }] }] }',
      ),
      'error unsupported spec.egress[0].to[0].domainNames',
    ],
    [
      'a rule without peers',
      CLUSTER('{ tier: Admin, priority: 1, subject: { namespaces: {} }, ingress: [{ action: Deny, from: [] }] }'),
      'error limit spec.ingress[0].from',
    ],
    [
      'a priority beyond 1000',
      CLUSTER('{ tier: Admin, priority: 1001, subject: { namespaces: {} } }'),
      'error limit spec.priority',
    ],
    [
      'two subjects',
      CLUSTER('{ tier: Admin, priority: 1, subject: { namespaces: {}, pods: { podSelector: {} } } }'),
      'error bad-value spec.subject',
    ],
    [
      'named ports of networks',
      CLUSTER(
        '{ tier: Admin, priority: 1, subject: { namespaces: {} }, egress: [{ action: Deny, to: [{ networks: [10.0.0.0/8] }], protocols: [{ destinationNamedPort: http }] }] }',
      ),
      'error bad-port spec.egress[0].protocols[0]',
    ],
    [
      'a range that is one port',
      CLUSTER(
        '{ tier: Admin, priority: 1, subject: { namespaces: {} }, ingress: [{ action: Deny, from: [{ namespaces: {} }], protocols: [{ tcp: { destinationPort: { range: { start: 5, end: 5 } } } }] }] }',
      ),
      'error bad-value spec.ingress[0].protocols[0].tcp.destinationPort.range.end',
    ],
    [
      'a pod address that is none',
      'apiVersion: v1\nkind: Pod\nmetadata: { name: p }\nstatus: { podIP: 10.0.0.256 }',
      'error bad-address status.podIP',
    ],
    ['a scalar for a document', 'hello', 'error bad-value '],
    ['broken YAML', 'a: [', 'error syntax '],
    ['a key twice', 'apiVersion: v1\napiVersion: v1\nkind: Pod', 'error syntax '],
  ])('%s', (_what, text, expected) => {
    expect(problems(text)).toContain(expected);
  });

  it('an object declared twice, naming the first place', () => {
    const { diagnostics } = parseSources([
      { path: 'a.yaml', text: GROUP('{ members: { podSelector: {} } }') },
      { path: 'b.yaml', text: GROUP('{ members: { podSelector: {} }, mode: audit }') },
    ]);
    expect(diagnostics.map(formatDiagnostic)).toEqual([
      'b.yaml:3:19: error: SecurityGroup/shop/g metadata.name: SecurityGroup/shop/g is already declared at a.yaml:1; leave one of the files out (--ignore, .osgignore)',
    ]);
  });

  it('what the API server only warns of is a warning', () => {
    expect(problems(POLICY('{ podSelector: {}, ingress: [{ from: [{ ipBlock: { cidr: 10.0.0.1/8 } }] }] }'))).toEqual([
      'warning host-bits spec.ingress[0].from[0].ipBlock.cidr',
    ]);
    expect(problems(POLICY('{ podSelector: {}, policyTypes: [Ingress], egress: [{}] }'))).toEqual([
      'warning ignored-rules spec.egress',
    ]);
  });

  it('suggests what was probably meant', () => {
    const [wrong] = parseSources([{ path: 'f.yaml', text: RULE('{ id: a, form: [] }') }]).diagnostics;
    expect(wrong).toMatchObject({ suggestion: 'from', line: 4 });
    expect(formatDiagnostic(wrong as NonNullable<typeof wrong>)).toContain('did you mean from?');
  });

  it('all errors of a file at once, the sound objects kept', () => {
    const { world, diagnostics } = parseSources([
      {
        path: 'f.yaml',
        text: `${RULE('{ id: a, form: [] }, { ports: [{ port: 70000 }] }')}\n---\n${POLICY('{ podSelector: {} }')}`,
      },
    ]);
    expect(diagnostics.length).toBeGreaterThanOrEqual(3);
    expect(world.policies.map((p) => p.id)).toEqual(['NetworkPolicy/default/p']);
  });
});

describe('input that means harm', () => {
  it('__proto__ keys are refused and pollute nothing (F82)', () => {
    const text =
      'apiVersion: v1\nkind: Pod\nmetadata:\n  name: p\n  labels: { __proto__: { polluted: yes }, constructor: x }\n';
    expect(problems(text)).toContain('error unknown-field ');
    expect(
      problems(
        JSON.stringify({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' } }).replace(
          '"name"',
          '"__proto__":{"polluted":1},"name"',
        ),
        'f.json',
      ),
    ).toContain('error unknown-field ');
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('labels named like object members are labels', () => {
    const { world, diagnostics } = parseSources([
      {
        path: 'f.yaml',
        text: 'apiVersion: v1\nkind: Pod\nmetadata: { name: p, labels: { constructor: x, toString: y } }',
      },
    ]);
    expect(diagnostics).toEqual([]);
    expect(world.workloads[0]?.labels).toEqual({ constructor: 'x', toString: 'y' });
  });

  it('alias bombs end quickly (F81)', () => {
    const levels = Array.from(
      { length: 12 },
      (_, i) => `a${i + 1}: &a${i + 1} [${Array(9).fill(`*a${i}`).join(', ')}]`,
    );
    const begun = performance.now();
    expect(problems(`a0: &a0 [x]\n${levels.join('\n')}`)).toContain('error limit ');
    expect(performance.now() - begun).toBeLessThan(2000);
  });

  it('nesting without end is refused', () => {
    expect(problems('['.repeat(20_000))).toEqual(expect.arrayContaining([expect.stringMatching(/^error /)]));
  });

  it('rules that expand enormously are refused with the numbers (F81)', () => {
    const peers = Array.from({ length: 1500 }, (_, i) => `{ cidr: 10.${i >> 8}.${i & 255}.0/24 }`).join(', ');
    const ports = Array.from({ length: 200 }, (_, i) => `{ port: ${2 * i + 1} }`).join(', ');
    const { diagnostics } = parseSources([
      { path: 'f.yaml', text: RULE(`{ id: a, from: [${peers}], ports: [${ports}] }`) },
    ]);
    expect(diagnostics.map((d) => d.message)).toEqual([
      '1500 peers × 200 ports are 300000 combinations; at most 200000',
    ]);
  });

  it('control characters do not reach a terminal (F93)', () => {
    expect(escapeControls('a\u001b[31mb\u202ec\n')).toBe('a\\u001b[31mb\\u202ec\\u000a');
    const [wrong] = parseSources([
      { path: 'f.yaml', text: 'apiVersion: openscg.dev/v1alpha1\nkind: "Sec\\e[2JGroup"' },
    ]).diagnostics;
    expect(formatDiagnostic(wrong as NonNullable<typeof wrong>)).not.toContain('\u001b');
  });
});

describe('half-written input', () => {
  const SHOP = readFileSync(new URL('../../deploy/examples/shop/policies/shop.yaml', import.meta.url), 'utf8');

  it('never throws, and says where (F83)', () => {
    const cut = fc.nat(SHOP.length);
    const junk = fc.constantFrom(
      '',
      '{',
      ']',
      ': ',
      '- ',
      '&a ',
      '*a',
      '\t',
      '"',
      '|',
      '!!js ',
      '\u0000',
      'port: -1',
      '__proto__: 1\n',
      '? ',
    );
    fc.assert(
      fc.property(cut, fc.nat(40), junk, (at, removed, inserted) => {
        const { diagnostics } = parseSources([
          { path: 'f.yaml', text: SHOP.slice(0, at) + inserted + SHOP.slice(at + removed) },
        ]);
        for (const { line, column, message } of diagnostics) {
          expect(line).toBeGreaterThanOrEqual(1);
          expect(column).toBeGreaterThanOrEqual(1);
          expect(message).not.toBe('');
        }
      }),
      { numRuns: 120 },
    );
  });
});

describe('files and folders', () => {
  it('are read in order, without hidden ones; what cannot be read is said', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'osg-policy-'));
    try {
      mkdirSync(join(folder, 'sub'));
      mkdirSync(join(folder, '.git'));
      writeFileSync(
        join(folder, 'sub', 'a.json'),
        JSON.stringify({ apiVersion: 'v1', kind: 'PodList', items: [{ metadata: { name: 'x' } }] }),
      );
      writeFileSync(join(folder, 'kustomization.yaml'), 'resources: [a.yaml]');
      writeFileSync(join(folder, 'notes.txt'), 'not: [policy');
      writeFileSync(join(folder, '.git', 'a.yaml'), 'broken: [');
      const { world, diagnostics } = await loadSources([folder, join(folder, 'missing.yaml')]);
      expect(world.workloads.map((w) => w.id)).toEqual(['default/x']);
      expect(diagnostics.map((d) => d.code)).toEqual(['passed-over', 'unreadable']);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('Deployments stand for their pods where none of theirs is listed', () => {
    const text =
      'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web }\nspec: { template: { metadata: { labels: { app: web } }, spec: { serviceAccountName: s, containers: [{ ports: [{ name: http, containerPort: 80 }] }] } } }';
    const { world } = parseSources([{ path: 'f.yaml', text }], { samples: true });
    expect(world.workloads).toMatchObject([
      {
        id: 'default/web',
        labels: { app: 'web' },
        serviceAccount: 's',
        ports: [{ name: 'http', protocol: 6, port: 80 }],
      },
    ]);
    expect(world.workloads[0]?.addresses).toHaveLength(2);
    const running =
      'apiVersion: v1\nkind: Pod\nmetadata: { name: web-1, labels: { app: web } }\nstatus: { podIP: 10.0.0.1 }';
    expect(
      parseSources([{ path: 'f.yaml', text: `${text}\n---\n${running}` }], { samples: true }).world.workloads.map(
        (w) => w.id,
      ),
    ).toEqual(['default/web-1']);
  });
});
