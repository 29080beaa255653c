/** Workloads are compared by what they are: every world here once made `osg policy diff` say "the same meaning". */
import { describe, expect, it } from 'vitest';
import { hasErrors } from '../diagnostics.js';
import { parseSources } from '../load.js';
import type { World } from '../model.js';
import { diffWorlds } from './diff.js';
import { matrix } from './matrix.js';

const NOW = Date.parse('2026-01-01T00:00:00Z');
const deployment = (name: string) =>
  `{ apiVersion: apps/v1, kind: Deployment, metadata: { name: ${name}, namespace: mill }, spec: { template: { metadata: { labels: { app: ${name} } }, spec: { containers: [{ ports: [{ containerPort: 8080 }] }] } } } }`;
const pod = (name: string, app: string | undefined, ip?: string) =>
  `{ apiVersion: v1, kind: Pod, metadata: { name: ${name}, namespace: mill${app === undefined ? '' : `, labels: { app: ${app} }`} }, spec: { nodeName: n }${ip === undefined ? '' : `, status: { podIP: ${ip} }`} }`;
const policy = (name: string, spec: string) =>
  `{ apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: { name: ${name}, namespace: mill }, spec: ${spec} }`;
const BANK = policy(
  'bank-in',
  '{ podSelector: { matchLabels: { app: bank } }, ingress: [{ from: [{ podSelector: { matchLabels: { app: web } } }] }] }',
);
const OPEN = policy('bank-in', '{ podSelector: { matchLabels: { app: bank } }, ingress: [{}] }');

function world(...objects: string[]): World {
  const { world, diagnostics } = parseSources([{ path: 'f.yaml', text: objects.join('\n---\n') }], { samples: true });
  expect(hasErrors(diagnostics), JSON.stringify(diagnostics)).toBe(false);
  return world;
}
const lines = (old: World, fresh: World) =>
  diffWorlds(old, fresh, NOW).changes.map(
    (c) => `${c.kind} ${c.from} → ${c.to} ${c.what} ${c.cause.verb} ${c.cause.name}`,
  );
const BY = 'by NetworkPolicy/mill/bank-in/ingress/0';

describe('diff compares by identity', () => {
  const repository = (...more: string[]) => world(deployment('bank'), deployment('web'), ...more);

  it('an unrelated Deployment beside the edit hides nothing, and is told as new', () => {
    const found = diffWorlds(repository(BANK), repository(deployment('audit'), OPEN), NOW);
    expect(found).toMatchObject({ widens: true, added: ['mill/audit'], opened: 2 });
    expect(found.changes.map((c) => c.from)).toEqual(['everyone outside', 'mill/audit']);
    expect(diffWorlds(repository(BANK), repository(deployment('audit'), BANK), NOW)).toMatchObject({
      changes: [],
      added: ['mill/audit'],
    });
  });

  it('a test hook of a chart takes no Deployment away', () => {
    const hook = pod('test-connection', undefined);
    expect(lines(repository(hook, BANK), repository(hook, OPEN))).toEqual([
      `opened everyone outside → mill/bank all ${BY}`,
      `opened mill/test-connection → mill/bank all ${BY}`,
    ]);
    expect(matrix(repository(hook, BANK), NOW).rows).toEqual(expect.arrayContaining(['mill/bank', 'mill/web']));
  });

  it('pods without addresses are workloads all the same', () => {
    const pods = [pod('bank', 'bank'), pod('web', 'web')];
    expect(lines(world(...pods, BANK), world(...pods, OPEN))).toEqual([
      `opened everyone outside → mill/bank all ${BY}`,
    ]);
  });

  it('addresses that changed hands between two dumps mean nothing', () => {
    const old = world(
      pod('web-1', 'web', '10.0.0.4'),
      pod('cache-1', 'cache', '10.0.0.3'),
      pod('pay-8', 'pay', '10.0.0.7'),
      policy('pay-in', '{ podSelector: { matchLabels: { app: pay } }, policyTypes: [Ingress] }'),
    );
    const fresh = world(
      pod('web-1', 'web', '10.0.0.4'),
      pod('cache-2', 'cache', '10.0.0.7'),
      pod('pay-9', 'pay', '10.0.0.3'),
    );
    const cause = 'all no longer isolated by NetworkPolicy/mill/pay-in';
    expect(lines(old, fresh)).toEqual([
      `opened elsewhere (IPv4) → mill[app=pay] ${cause}`,
      `opened mill/web-1 → mill[app=pay] ${cause}`,
      `opened mill[app=cache] → mill[app=pay] ${cause}`,
    ]);
    expect(diffWorlds(old, fresh, NOW)).toMatchObject({ added: [], removed: [] });
  });

  it('a workload that got other labels is the one it was', () => {
    const other = deployment('web').replace('app: web', 'app: bank');
    expect(
      diffWorlds(world(deployment('bank'), deployment('web'), BANK), world(deployment('bank'), other, BANK), NOW),
    ).toMatchObject({
      widens: false,
      added: [],
      removed: [],
      changes: [
        { kind: 'closed', from: 'everyone outside', to: 'mill/web', cause: { verb: 'isolated by' } },
        { kind: 'closed', from: 'mill/bank', to: 'mill/web' },
        { kind: 'closed', from: 'mill/web', to: 'mill/bank' },
      ],
    });
  });

  it('equal pods are one, and counted', () => {
    const pods = ['a', 'b', 'c'].map((name, i) => pod(`web-${name}`, 'web', `10.0.0.${i + 1}`));
    const all = [...pods, pod('bank-a', 'bank', '10.0.0.8'), pod('bank-b', 'bank', '10.0.0.9')];
    expect(
      diffWorlds(
        world(...all, OPEN),
        world(...all, policy('bank-in', '{ podSelector: { matchLabels: { app: bank } } }')),
        NOW,
      ),
    ).toMatchObject({
      closed: 2 + 6 + 2,
      changes: [
        { from: 'elsewhere (IPv4)', to: 'mill[app=bank] (2 pods)', conversations: 2 },
        { from: 'mill[app=bank] (2 pods)', to: 'mill[app=bank] (2 pods)', conversations: 2 },
        { from: 'mill[app=web] (3 pods)', to: 'mill[app=bank] (2 pods)', conversations: 6, cause: { verb: 'was by' } },
      ],
    });
  });

  it('names the rule that changed, on the side that changed', () => {
    const inside = [pod('web', 'web', '10.0.0.1'), pod('bank', 'bank', '10.0.0.2'), BANK];
    const out = (ports: string) =>
      policy(
        'web-out',
        `{ podSelector: { matchLabels: { app: web } }, policyTypes: [Egress], egress: [{ to: [{ podSelector: {} }], ports: [${ports}] }] }`,
      );
    const [one, two] = [world(...inside, out('{ port: 1 }')), world(...inside, out('{ port: 1 }, { port: 2 }'))];
    expect(lines(one, two)).toEqual(['opened mill/web → mill/bank TCP 2 by NetworkPolicy/mill/web-out/egress/0']);
    expect(lines(two, one)).toEqual(['closed mill/web → mill/bank TCP 2 was by NetworkPolicy/mill/web-out/egress/0']);
  });

  it('an admin deny that goes is the cause, not the rule that it kept from deciding', () => {
    const pods = [pod('web', 'web', '10.0.0.1'), pod('bank', 'bank', '10.0.0.2'), BANK];
    const deny =
      '{ apiVersion: openscg.dev/v1alpha1, kind: ClusterSecurityGroup, metadata: { name: stop }, spec: { owner: a, tier: admin, priority: 1, members: { podSelector: { matchLabels: { app: bank } } }, ingress: [{ id: all, action: deny }] } }';
    expect(lines(world(...pods, deny), world(...pods))).toEqual([
      'opened mill/web → mill/bank all no longer denied by ClusterSecurityGroup//stop/ingress/all',
    ]);
    expect(lines(world(...pods), world(...pods, deny))).toEqual([
      'closed mill/web → mill/bank all by ClusterSecurityGroup//stop/ingress/all',
    ]);
  });
});

describe('what cannot be judged is said', () => {
  it('no workload: nothing to compare, nobody to show', () => {
    expect(() => diffWorlds(world(BANK), world(OPEN), NOW)).toThrow(expect.objectContaining({ code: 'NOTHING' }));
    expect(() => matrix(world(BANK), NOW)).toThrow(expect.objectContaining({ code: 'NOTHING' }));
    expect(() => matrix(world(deployment('web')), NOW, { to: ['mlil'] })).toThrow('the namespace mlil has no workload');
  });

  it('a changed policy that selects nobody, a changed rule about nobody', () => {
    const [old, fresh] = [world(deployment('web'), BANK), world(deployment('web'), OPEN)];
    expect(diffWorlds(old, fresh, NOW)).toMatchObject({
      changes: [],
      unjudged: [{ policy: 'NetworkPolicy/mill/bank-in', why: 'selects no workload of the inventory' }],
    });
    const bank = [deployment('bank'), policy('bank-in', '{ podSelector: {} }')];
    expect(diffWorlds(world(...bank), world(deployment('bank'), BANK.replace('app: bank', '')), NOW)).toMatchObject({
      unjudged: [{ rule: 'NetworkPolicy/mill/bank-in/ingress/0' }],
    });
  });
});

describe('the outside', () => {
  const both = '10.64.1.4, 100.64.0.5'.split(', ').map((ip, i) => pod(['web', 'api'][i] as string, 'web', ip));
  const open = (...cidrs: string[]) =>
    policy(
      'x',
      `{ podSelector: {}, ingress: [{ from: [${cidrs.map((c) => `{ ipBlock: { cidr: ${c} } }`).join(', ')}], ports: [{ port: 443 }] }] }`,
    );

  it('groups have names of their own, whatever their sizes', () => {
    const { rows, cells } = matrix(world(...both, open('0.0.0.0/2', '128.0.0.0/2')), NOW);
    expect(rows).toEqual(['mill/api', 'mill/web', '0.0.0.0/2, 128.0.0.0/2', 'elsewhere (IPv4)']);
    const say = (from: string, to: string) => cells.find((c) => c.from === from && c.to === to)?.allowed;
    expect(say('0.0.0.0/2, 128.0.0.0/2', 'mill/web')).toBe('TCP 443');
    expect(say('elsewhere (IPv4)', 'mill/web')).toBe('none');
  });

  it('many parts are shortened, and all of them are in the legend', () => {
    const five = [0, 2, 4, 6, 8].map((n) => `198.51.100.${n}/32`);
    const { rows, names } = matrix(world(...both, open(...five)), NOW);
    expect(rows[1]).toBe('198.51.100.0/32, 198.51.100.2/32, 198.51.100.4/32 and 2 more');
    expect(names[rows[1] as string]).toEqual(five);
  });

  it('exceptions are part of the name', () => {
    const except = open('10.0.0.0/8').replace('cidr: 10.0.0.0/8', 'cidr: 10.0.0.0/8, except: [10.1.0.0/16]');
    expect(matrix(world(...both, except), NOW).rows.slice(2)).toEqual([
      '10.0.0.0/8 except 10.1.0.0/16',
      'elsewhere (IPv4)',
    ]);
  });
});
