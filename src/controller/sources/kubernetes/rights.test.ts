/** Least RBAC: what is asked for is in the table, what is in the table is asked for, and each verb that is missing is told. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { KubernetesServer } from '../../../../test/support/kubernetes-server.js';
import type { Log } from '../../../part/log.js';
import { Cluster } from './cluster.js';
import type { FleetState } from './reach.js';
import { RIGHTS, rulesOf } from './rights.js';
import type { KubernetesSource } from './source.js';
import { STARTUP_TAINT } from './startup-taint.js';

/** What the stand-in calls a request: its verb, and the plural. */
const VERBS: Readonly<Record<string, string>> = { create: 'post', update: 'put' };
const EVERY = RIGHTS.flatMap(({ resource, verbs }) => verbs.map((verb) => ({ verb, resource })));

describe('least RBAC', () => {
  let server: KubernetesServer;
  let folder: string;
  let cluster: Cluster | undefined;
  let source: KubernetesSource | undefined;
  let logged: string[];
  /** In the log, or in `osg status`. */
  const said = (): string[] =>
    [...logged, ...(source?.behind ?? []).map(({ why }) => why)].map((line) => line.replaceAll('\\"', '"'));

  beforeEach(async () => {
    server = await new KubernetesServer().listen();
    folder = mkdtempSync(join(tmpdir(), 'osg-rights-'));
    logged = [];
    writeFileSync(
      join(folder, 'kubeconfig'),
      `apiVersion: v1
kind: Config
current-context: t
clusters: [{ name: t, cluster: { server: "${server.url}" } }]
users: [{ name: t, user: { token: t } }]
contexts: [{ name: t, context: { cluster: t, user: t } }]
`,
    );
    server.put('/api/v1/namespaces', { metadata: { name: 'shop' } });
    server.put('/api/v1/nodes', { metadata: { name: 'n1' }, spec: { taints: [{ key: STARTUP_TAINT }] } });
    for (const plural of ['securitygroups', 'clustersecuritygroups', 'addressgroups'])
      server.put(`/apis/openscg.dev/v1alpha1/${plural}`, {
        metadata: { name: 'bad', ...(plural !== 'clustersecuritygroups' && { namespace: 'shop' }), generation: 1 },
        spec: { nonsense: true },
      });
  });
  afterEach(async () => {
    source?.close();
    await cluster?.close();
    cluster = undefined;
    source = undefined;
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** A cluster that reads, says, holds the Lease and sees n1 enforce; */
  async function run(done: () => boolean): Promise<void> {
    const log = pino({ level: 'info' }, { write: (line: string) => void logged.push(line) }) as unknown as Log;
    const kubeconfig = join(folder, 'kubeconfig');
    cluster = new Cluster({ take: 'both', maxShrink: 0.5, kubeconfig, lease: 'osg-system/osg-controller' }, log);
    void cluster.lead('me', { lost: () => undefined, looked: () => undefined });
    void cluster.nodeOf('token', 'osg-system/osg-agent').catch(() => undefined);
    source = cluster.source(() => ({ policies: [], addressGroups: [] }) as never);
    void source.start({ changed: () => undefined, failed: () => undefined } as never);
    const fleet = [{ name: 'n1', view: { endpoints: [] }, realised: true }] as unknown as FleetState[];
    cluster.follow({ fleet: () => fleet, recorded: () => '1/1/', settled: async () => undefined });
    for (let i = 0; i < 1500 && !done(); i++) {
      await sleep(10);
      // A second sentence about one object is a patch of its Event.
      if (i === 50) server.put('/apis/openscg.dev/v1alpha1/securitygroups', again());
    }
  }
  const again = () => ({
    metadata: { name: 'bad', namespace: 'shop', generation: 2 },
    spec: { nonsense: true },
  });

  it('asks for what the table has, all of it and nothing else', async () => {
    const missing = new Set(EVERY.map(({ verb, resource }) => `${verb} ${resource}`));
    const foreign = new Set<string>();
    const seen = (): boolean => {
      for (const request of server.requests.splice(0)) {
        const used = rightOf(request);
        if (EVERY.some(({ verb, resource }) => `${verb} ${resource}` === used)) missing.delete(used);
        else foreign.add(used);
      }
      return missing.size === 0;
    };
    // Older servers are asked for a list, newer ones for a stream of one.
    server.faults.noWatchList = true;
    await run(seen);
    expect([...missing]).toEqual([]);
    expect([...foreign]).toEqual([]);
  });

  /** Each right once; those that do not hide one another at once. */
  const together: [string, (right: (typeof EVERY)[number]) => boolean][] = [
    ['lists', ({ verb }) => verb === 'list'],
    ['watches', ({ verb }) => verb === 'watch'],
    [
      'what is written first',
      ({ verb, resource }) => `${verb} ${resource}` === 'create events' || (verb === 'patch' && resource !== 'events'),
    ],
    // Who does not hold the Lease says nothing on objects.
    ['a Lease is read', ({ verb }) => verb === 'get'],
    ['an Event is counted up', ({ verb, resource }) => `${verb} ${resource}` === 'patch events'],
    ['a Lease is made', ({ verb, resource }) => `${verb} ${resource}` === 'create leases'],
    ['a token is asked about', ({ resource }) => resource === 'tokenreviews'],
    ['a Lease is renewed', ({ verb }) => verb === 'update'],
  ];

  it.each(together)('tells of each verb and resource that is missing: %s', async (_what, of) => {
    const without = EVERY.filter(of).map(({ verb, resource }) => ({ verb, plural: resource.replace('/status', '') }));
    server.faults.forbidden = new Set(without.map(({ verb, plural }) => `${VERBS[verb] ?? verb} ${plural}`));
    server.faults.noWatchList = without.some(({ verb }) => verb === 'list');
    const silent = (): string[] =>
      without
        .filter(
          ({ verb, plural }) =>
            !said().some((line) => line.includes(`cannot ${VERBS[verb] ?? verb} resource`) && line.includes(plural)),
        )
        .map(({ verb, plural }) => `${verb} ${plural}`);
    await run(() => silent().length === 0);
    expect(silent()).toEqual([]);
  });

  it('leaves no right untried', () => {
    expect(EVERY.filter((right) => together.filter(([, of]) => of(right)).length !== 1)).toEqual([]);
  });

  it('puts what belongs together into one rule', () => {
    expect(rulesOf('own')).toEqual([
      { apiGroups: ['coordination.k8s.io'], resources: ['leases'], verbs: ['get', 'create', 'update'] },
    ]);
    for (const { resources, verbs } of rulesOf('cluster')) {
      expect([...resources, ...verbs]).not.toContain('*');
      expect(resources).not.toContain('secrets');
    }
  });
});

/** `GET /api/v1/pods?watch=true` → `watch pods`. */
function rightOf(request: string): string {
  const [method = '', target = ''] = request.split(' ');
  const url = new URL(target, 'http://server');
  const [, plural = '', name, subresource] =
    /^\/(?:api\/v1|apis\/[^/]+\/[^/]+)(?:\/namespaces\/[^/]+)?\/([^/]+)(?:\/([^/]+))?(?:\/([^/]+))?$/.exec(
      url.pathname,
    ) ?? [];
  const read = url.searchParams.get('watch') === 'true' ? 'watch' : name === undefined ? 'list' : 'get';
  const verb = { GET: read, POST: 'create', PUT: 'update', PATCH: 'patch' }[method] ?? method;
  return `${verb} ${plural}${subresource === undefined ? '' : `/${subresource}`}`;
}
