/** Two controllers over a real API server, under the roles that we ship: who writes, who serves, and whose node a token is of. */
import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { roleObjects } from '../../src/controller/sources/kubernetes/rights.js';
import { reviewToken } from '../../src/controller/sources/kubernetes/token-review.js';
import { type RunningController, startController } from '../../src/controller/start.js';
import { ApiServer, define } from '../../src/demo/kubernetes/api-server.js';
import { SILENT } from '../../src/part/log.js';
import { createAuthority, issue, type Pem } from '../../src/rpc/authority.js';
import { firstCertificate } from '../../src/rpc/first.js';
import { identityOf } from '../../src/rpc/peer.js';
import { ViewNode } from '../support/view-node.js';

const GROUPS = '/apis/openscg.dev/v1alpha1/namespaces/shop/securitygroups';
const LEASE = '/apis/coordination.k8s.io/v1/namespaces/osg-system/leases/osg';
const ACCOUNT = 'pod:osg-system:osg-controller:n9:osg-controller-0:';
const agentToken = (node: string, account = 'osg-agent', audience = 'osg-controller'): string =>
  `pod:osg-system:${account}:${node}:osg-agent-x:${audience}`;

const TOOLS = process.env['OSG_IMAGE_TOOLS'] ?? fileURLToPath(new URL('../../.cache/image-tools', import.meta.url));

describe('two controllers over a real API server', () => {
  let server: ApiServer;
  let folder: string;
  let authority: Pem;
  const open: { close(): unknown }[] = [];
  const running = new Map<string, RunningController>();
  const started = new Map<string, Promise<RunningController>>();
  const stop = new AbortController();

  const path = (name: string): string => join(folder, name);
  const at = (name: string): string => `unix:${path(name)}.sock`;
  const file = (name: string, text: string): string => {
    writeFileSync(path(name), text, { mode: 0o600 });
    return path(name);
  };
  const until = async (holds: () => boolean | Promise<boolean>, why = (): string => ''): Promise<void> => {
    const deadline = Date.now() + 60_000;
    let held = await holds();
    for (; !held && Date.now() < deadline; held = await holds()) await sleep(20);
    expect(held, why()).toBe(true);
  };
  const start = (name: string, more: object = {}): void => {
    const starting = startController({
      stateDir: path(name),
      listen: at(name),
      kubernetes: {
        ...{ take: 'both', maxShrink: 0.5, kubeconfig: server.kubeconfigOf(ACCOUNT), lease: 'osg-system/osg' },
        leaseTimes: { renewEvery: 200, giveUpAfter: 3_000, takeOverAfter: 5_000 },
      },
      stopping: stop.signal,
      ...more,
    });
    starting.then(
      (one) => {
        running.set(name, one);
        open.push(one);
      },
      () => undefined,
    );
    started.set(name, starting);
  };
  const group = (port: number) => ({
    apiVersion: 'openscg.dev/v1alpha1',
    kind: 'SecurityGroup',
    metadata: { name: 'web' },
    spec: { members: { podSelector: { matchLabels: { app: 'web' } } }, ingress: [{ id: 'a', ports: [{ port }] }] },
  });
  const node = (name: string): ViewNode => {
    const made = new ViewNode([at(name)]);
    open.push(made);
    return made;
  };
  const kubectl = (...args: string[]): string =>
    execFileSync(join(TOOLS, 'bin/kubectl'), ['--kubeconfig', server.kubeconfig, ...args], { encoding: 'utf8' });

  beforeAll(async () => {
    server = await ApiServer.start();
    folder = mkdtempSync(join(tmpdir(), 'osg-two-'));
    const { api } = server;
    await define(api);
    for (const name of ['shop', 'osg-system'])
      await api.request('POST', '/api/v1/namespaces', { body: { metadata: { name } } });
    for (const body of roleObjects('osg-system') as { kind: string }[]) {
      const where = body.kind.startsWith('Cluster') ? '' : '/namespaces/osg-system';
      const base = `/apis/rbac.authorization.k8s.io/v1${where}`;
      await api.request('POST', `${base}/${body.kind.toLowerCase()}s`, { body });
    }
    await api.request('POST', '/api/v1/nodes', { body: { metadata: { name: 'n1' } } });
    const pods = '/api/v1/namespaces/shop/pods';
    const spec = { nodeName: 'n1', containers: [{ name: 'c', image: 'i' }] };
    await api.request('POST', pods, { body: { metadata: { name: 'web', labels: { app: 'web' } }, spec } });
    await api.request('PATCH', `${pods}/web/status`, {
      body: { status: { phase: 'Running', podIP: '10.0.0.1', podIPs: [{ ip: '10.0.0.1' }] } },
      contentType: 'application/merge-patch+json',
    });
    await api.request('POST', GROUPS, { body: group(80) });
    authority = await createAuthority('test', 365, Date.now());
    file('ca.crt', authority.certificate);
    file('ca.key', authority.key);
  }, 900_000);
  afterAll(async () => {
    stop.abort();
    for (const each of open.splice(0).reverse()) await each.close();
    await Promise.allSettled(started.values());
    await server?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('F139 of two that start at once one writes; the other serves the same views, and takes over', async () => {
    start('a');
    start('b');
    await until(() => running.size === 1);
    const [holder = ''] = running.keys();
    const waiting = holder === 'a' ? 'b' : 'a';
    const [first, second] = [node(holder), node(waiting)];
    const same = (revision: number): Promise<void> =>
      until(
        () =>
          first.held?.revision === revision &&
          second.held?.revision === revision &&
          first.held.digest === second.held.digest,
        () => JSON.stringify([first.places, second.places, second.refused]),
      );
    await same(1);
    expect(second.endpoints).toEqual(['shop/web']);
    await server.api.request('PATCH', `${GROUPS}/web`, {
      body: { spec: group(81).spec },
      contentType: 'application/merge-patch+json',
    });
    await same(2);
    await sleep(2_000);
    expect([...running.keys()]).toEqual([holder]);
    type Held = { spec: { holderIdentity: string; leaseTransitions?: number } };
    const lease = async (): Promise<Held> => (await server.api.request('GET', LEASE)) as Held;
    const before = (await lease()).spec;
    const [head, row] = kubectl('get', 'securitygroups', '-A').split('\n');
    expect(head?.split(/ +/)).toEqual([
      'NAMESPACE',
      'NAME',
      'OWNER',
      'MEMBERS',
      'ACCEPTED',
      'REALISED',
      'NODES',
      'AGE',
    ]);
    expect(row).toMatch(/^shop +web +1 +True +True +1\/1 /);
    const explained = kubectl('explain', 'securitygroups.spec.ingress');
    expect(explained).toContain('members are closed to what no rule allows');
    expect(explained).toContain('Stable name of the rule, unique in its direction');
    await running.get(holder)?.close();
    await until(() => running.has(waiting));
    await until(async () => (await lease()).spec.holderIdentity !== before.holderIdentity);
    expect(second.endpoints).toEqual(['shop/web']);
  }, 180_000);

  it('a first certificate by the token of an agent’s pod; none for another node, account or audience', async () => {
    const leaf = { name: 'controller', role: 'controller', alternatives: ['127.0.0.1'], days: 1 } as const;
    const made = await issue(authority, leaf, Date.now());
    const tls = { certificate: file('c.crt', made.certificate), key: file('c.key', made.key), ca: path('ca.crt') };
    const controller = await startController({
      stateDir: path('third'),
      listen: '127.0.0.1:0',
      kubernetes: { take: 'both', maxShrink: 0.5, kubeconfig: server.kubeconfigOf(ACCOUNT) },
      tls,
      issuer: { certificate: path('ca.crt'), key: path('ca.key'), hours: 24 },
      bootstrap: { listen: '127.0.0.1:0', account: 'osg-system/osg-agent' },
    });
    open.push(controller);
    const files = { certificate: path('n1.crt'), key: path('n1.key'), ca: path('ca.crt') };
    const address = controller.bootstrapAddress as string;
    await firstCertificate({ node: 'n1', files, address, token: file('token', agentToken('n1')), log: SILENT });
    const { names, role } = identityOf(new X509Certificate(readFileSync(files.certificate)).raw);
    expect({ names, role }).toEqual({ names: ['n1', 'n1'], role: 'node' });
    const api = server.as(ACCOUNT);
    const review = (token: string) =>
      reviewToken(api, token, 'osg-system/osg-agent').catch((error: Error) => error.message);
    expect(await review(agentToken('n2'))).toEqual({ node: 'n2', pod: 'osg-agent-x' });
    expect(await review(agentToken('n1', 'default'))).toContain('expected system:serviceaccount:osg-system:osg-agent');
    expect(await review(agentToken('n1', 'osg-agent', 'vault'))).toContain('audience');
    expect(await review(agentToken('n1', 'osg-agent', ''))).toContain('audience');
    expect(await review('forged')).toContain('unknown token');
  }, 120_000);
});
