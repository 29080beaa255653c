import { describe, expect, it } from 'vitest';
import { evaluate } from '../evaluate.js';
import { explainDeny } from '../explain-deny.js';
import { parseSources } from '../load.js';
import type { World } from '../model.js';
import { type Probe, probeFlows } from '../probe.js';
import { probeNotes } from '../probe-notes.js';
import { type Advice, adviceLines, adviseAllow } from './advice.js';

let address = 0;
const pod = (id: string, labels: string, rest = ''): string => {
  const [namespace, name] = id.split('/');
  address++;
  return `{ apiVersion: v1, kind: Pod, metadata: { name: ${name}, namespace: ${namespace}, labels: { ${labels} } }, spec: { nodeName: node ${rest} }, status: { podIP: 10.0.0.${address} } }`;
};
const policy = (name: string, spec: string): string =>
  `{ apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: { name: ${name}, namespace: mill }, spec: ${spec} }`;
const read = (...objects: string[]): World => parseSources([{ path: 'f.yaml', text: objects.join('\n---\n') }]).world;
const advise = (world: World, probe: Probe): Advice | undefined => adviseAllow(world, probeFlows(world, probe), 0);
const text = (advice: Advice | undefined): string => (advice === undefined ? '' : adviceLines(advice).join('\n'));

const PODS = [
  pod('mill/oven', 'app: oven'),
  pod('mill/cache', 'component: server, release: cache'),
  pod('mill/db', 'component: server, release: db'),
  pod('mill/bare', ''),
  pod('forge/smith', 'app: smith'),
];

describe('advice', () => {
  it('names a peer by labels that no other pod has, and changes nothing else', () => {
    const world = read(...PODS, policy('x', '{ podSelector: { matchLabels: { app: oven } }, ingress: [] }'));
    const advice = advise(world, { from: 'mill/cache', to: 'mill/oven', port: 80 });
    expect(text(advice)).toContain('add under spec.ingress:');
    expect(text(advice)).toContain('release: cache');
    expect(text(advice)).not.toContain('component');
    expect(advice).toMatchObject({ opens: 0, closes: 0, also: [] });
  });

  it('is none for a peer without labels, and says what is needed', () => {
    const world = read(...PODS, policy('x', '{ podSelector: { matchLabels: { app: oven } }, ingress: [] }'));
    expect(text(advise(world, { from: 'mill/bare', to: 'mill/oven', port: 80 }))).toMatch(
      /^no safe edit: mill\/bare has no labels, .*give it one, such as app: bare/,
    );
  });

  it('opens one port for one workload, not for all that a group or a rule is about', () => {
    const world = read(
      ...PODS,
      policy('everyone', '{ podSelector: {}, ingress: [{ from: [{ podSelector: {} }], ports: [{ port: 1 }] }] }'),
    );
    const advice = advise(world, { from: 'mill/cache', to: 'mill/oven', port: 80 });
    expect(text(advice)).toContain('add a policy of its own');
    expect(text(advice)).toContain('{ app: oven }');
    expect(advice).toMatchObject({ opens: 0, closes: 0 });
  });

  it('mends both sides of a conversation', () => {
    const world = read(
      ...PODS,
      policy('in', '{ podSelector: { matchLabels: { app: oven } }, ingress: [] }'),
      policy('out', '{ podSelector: { matchLabels: { release: db } }, policyTypes: [Egress] }'),
    );
    const advice = advise(world, { from: 'mill/db', to: 'mill/oven', port: 80 });
    expect(text(advice)).toContain('(NetworkPolicy/mill/out), add under spec.egress:');
    expect(text(advice)).toContain('(NetworkPolicy/mill/in), add under spec.ingress:');
    expect(advice).toMatchObject({ opens: 0, closes: 0 });
  });

  it('says what else an edit opens where no other is smaller', () => {
    const twins = [pod('mill/twin-a', 'app: twin'), pod('mill/twin-b', 'app: twin, extra: "1"')];
    const world = read(...PODS, ...twins, policy('x', '{ podSelector: { matchLabels: { app: oven } }, ingress: [] }'));
    const advice = advise(world, { from: 'mill/twin-a', to: 'mill/oven', port: 80 });
    expect(advice).toMatchObject({ opens: 1, closes: 0 });
    expect(text(advice)).toContain('it also allows 1 other conversation: + mill/twin-b → mill/oven TCP 80');
  });

  it('is none against a deny that stands before, whose owner is told', () => {
    const deny =
      '{ apiVersion: policy.networking.k8s.io/v1alpha2, kind: ClusterNetworkPolicy, metadata: { name: adm }, spec: { tier: Admin, priority: 1, subject: { namespaces: {} }, ingress: [{ name: never, action: Deny, from: [{ namespaces: {} }] }] } }';
    const world = read(...PODS, deny);
    expect(text(advise(world, { from: 'mill/db', to: 'mill/oven', port: 80 }))).toMatch(
      /^no safe edit: ClusterNetworkPolicy\/\/adm\/ingress\/never denies it before/,
    );
  });

  it('writes no networks on ingress, where the API has none', () => {
    const accept =
      '{ apiVersion: policy.networking.k8s.io/v1alpha2, kind: ClusterNetworkPolicy, metadata: { name: adm }, spec: { tier: Admin, priority: 1, subject: { namespaces: {} }, ingress: [{ name: ok, action: Accept, from: [{ namespaces: { matchLabels: { a: b } } }] }] } }';
    const world = read(...PODS, accept, policy('x', '{ podSelector: {}, ingress: [] }'));
    const advice = text(advise(world, { from: '198.51.100.1', to: 'mill/oven', port: 80 }));
    expect(advice).not.toContain('networks');
    expect(advice).toContain('ipBlock: { cidr: 198.51.100.1/32 }');
  });

  it('says of an ICMP echo what a NetworkPolicy cannot', () => {
    const world = read(...PODS, policy('x', '{ podSelector: {}, ingress: [] }'));
    expect(text(advise(world, { from: 'mill/db', to: 'mill/oven', protocol: 'icmp' }))).toContain(
      'kind: SecurityGroup',
    );
  });

  it('is what osg denies --explain tells too, and is none for what is allowed', () => {
    const world = read(...PODS, policy('x', '{ podSelector: { matchLabels: { app: oven } }, ingress: [] }'));
    const [flow] = probeFlows(world, { from: 'mill/cache', to: 'mill/oven', port: 80 });
    const told = explainDeny(world, { flow: flow as NonNullable<typeof flow>, egress: false, atMs: 0, audit: false });
    expect(text(told.advice)).toContain('release: cache');
    expect(advise(world, { from: 'mill/oven', to: 'mill/cache', port: 80 })).toBeUndefined();
  });
});

describe('who is asked about', () => {
  const shared = (name: string, app: string, phase: string): string =>
    `{ apiVersion: v1, kind: Pod, metadata: { name: ${name}, namespace: mill, labels: { app: ${app} } }, status: { phase: ${phase}, podIP: 10.9.0.1 } }`;
  const world = read(
    ...PODS,
    shared('gone', 'gone', 'Succeeded'),
    shared('heir', 'heir', 'Running'),
    pod('mill/gate', 'app: gate', ', hostNetwork: true'),
    policy('x', '{ podSelector: { matchLabels: { app: gone } }, policyTypes: [Egress] }'),
  );

  it('is judged by what it is, though another one has its address', () => {
    const verdict = (from: string) => {
      const [flow] = probeFlows(world, { from, to: 'mill/oven', port: 80 });
      return evaluate(world, flow as NonNullable<typeof flow>, 0).verdict;
    };
    expect(verdict('mill/gone')).toBe('deny');
    expect(verdict('mill/heir')).toBe('allow');
    expect(verdict('10.9.0.1')).toBe('allow');
  });

  it('has ended, shares its address, is on the network of its node: that is said', () => {
    expect(probeNotes(world, { from: 'mill/gone', to: 'mill/gate' })).toEqual([
      'mill/gone has ended: it is judged as if it ran',
      'mill/gone shares its address with mill/heir (10.9.0.1): mill/gone is judged',
      "mill/gate is on the network of its node node: no policy governs it, no selector selects it, and its packets bear the node's addresses",
    ]);
  });

  it('was passed on, by a rule with its time, reason and ticket', () => {
    const group = (rule: string): string =>
      `{ apiVersion: openscg.dev/v1alpha1, kind: ClusterSecurityGroup, metadata: { name: g }, spec: { tier: admin, priority: 1, members: { podSelector: {} }, ingress: [${rule}] } }`;
    const about = 'reason: audit of June, ticket: T-7, expiresAt: "2030-01-01T00:00:00Z"';
    const judged = (action: string) => {
      const one = read(...PODS, group(`{ id: r, action: ${action}, ${about} }`));
      const [flow] = probeFlows(one, { from: 'mill/db', to: 'mill/oven', port: 80 });
      return evaluate(one, flow as NonNullable<typeof flow>, 0).ingress;
    };
    const told = { reason: 'audit of June', ticket: 'T-7', expires: '2030-01-01T00:00:00.000Z' };
    expect(judged('pass')).toMatchObject({ verdict: 'allow', reason: 'posture', passed: [told] });
    expect(judged('deny')).toMatchObject({ verdict: 'deny', rule: told });
  });
});
