import { X509Certificate } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { accessTo, KubernetesServer } from '../../test/support/kubernetes-server.js';
import { KubernetesApi } from '../controller/sources/kubernetes/api.js';
import { PKI_RIGHTS } from '../controller/sources/kubernetes/rights.js';
import { identityOf } from '../rpc/peer.js';
import { rotate, SECRETS } from './pki-cluster.js';

const DAY = 86_400_000;

describe('osg pki cluster', () => {
  let server: KubernetesServer;
  let said: string[];
  let now = Date.now();
  const run = () =>
    rotate({
      api: new KubernetesApi(accessTo(server.url)),
      namespace: 'osg-system',
      days: 30,
      authorityDays: 3650,
      now,
      said: (text) => said.push(text),
    });
  const data = (name: string) =>
    (server.get('/api/v1/secrets', name, 'osg-system')?.['data'] ?? {}) as Record<string, string>;
  const certificate = (name: string, key = 'tls.crt') =>
    new X509Certificate(Buffer.from(data(name)[key] as string, 'base64'));

  beforeEach(async () => {
    server = await new KubernetesServer().listen();
    said = [];
    now = Date.now();
    for (const name of ['n1', 'n2']) server.put('/api/v1/nodes', { metadata: { name } });
  });
  afterEach(() => server.close());

  it('makes what is missing, changes nothing that is good, renews in time, follows the nodes', async () => {
    await run();
    expect(identityOf(certificate(SECRETS.controller).raw)).toMatchObject({ role: 'controller' });
    expect(certificate(SECRETS.controller).subjectAltName).toContain('DNS:osg-controller.osg-system.svc');
    expect(identityOf(certificate(SECRETS.nodes, 'n1.crt').raw)).toMatchObject({ role: 'node', names: ['n1', 'n1'] });
    const before = certificate(SECRETS.nodes, 'n1.crt').serialNumber;
    const writes = () => server.requests.filter((request) => /^(POST|PUT)/.test(request)).length;
    const written = writes();
    await run();
    expect(writes()).toBe(written);
    server.delete('/api/v1/nodes', 'n2');
    server.put('/api/v1/nodes', { metadata: { name: 'n3' } });
    await run();
    expect(Object.keys(data(SECRETS.nodes)).sort()).toEqual(['ca.crt', 'n1.crt', 'n1.key', 'n3.crt', 'n3.key']);
    expect(certificate(SECRETS.nodes, 'n1.crt').serialNumber).toBe(before);
    const authority = data(SECRETS.authority);
    now += 21 * DAY;
    await run();
    expect(certificate(SECRETS.nodes, 'n1.crt').serialNumber).not.toBe(before);
    expect(data(SECRETS.authority)).toEqual(authority);
  });

  it.each(PKI_RIGHTS.flatMap(({ resource, verbs }) => verbs.map((verb) => ({ verb, resource }))))(
    'says that $verb is missing on $resource',
    async ({ verb, resource }) => {
      if (verb === 'update') {
        await run();
        now += 21 * DAY;
      }
      const asked = { create: 'post', update: 'put' }[verb as string] ?? verb;
      server.faults.forbidden = new Set([`${asked} ${resource}`]);
      await expect(run()).rejects.toThrow(`cannot ${asked} resource "${resource}"`);
    },
  );
});
