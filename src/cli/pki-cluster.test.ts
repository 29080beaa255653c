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
  const options = () => ({
    api: new KubernetesApi(accessTo(server.url)),
    namespace: 'osg-system',
    days: 30,
    authorityDays: 3650,
    now,
    said: (text: string) => void said.push(text),
  });
  const run = () => rotate(options());
  const data = (name: string) =>
    (server.get('/api/v1/secrets', name, 'osg-system')?.['data'] ?? {}) as Record<string, string>;
  const certificate = (name: string, key = 'tls.crt') =>
    new X509Certificate(Buffer.from(data(name)[key] as string, 'base64'));

  beforeEach(async () => {
    server = await new KubernetesServer().listen();
    said = [];
    now = Date.now();
  });
  afterEach(() => server.close());

  it('makes what is missing, changes nothing that is good, renews in time', async () => {
    await run();
    expect(identityOf(certificate(SECRETS.controller).raw)).toMatchObject({ role: 'controller' });
    expect(certificate(SECRETS.controller).subjectAltName).toContain('DNS:osg-controller.osg-system.svc');
    const authority = data(SECRETS.authority);
    const told = server.get('/api/v1/configmaps', 'osg-ca', 'osg-system')?.['data'];
    expect(told).toEqual({ 'ca.crt': Buffer.from(authority['ca.crt'] as string, 'base64').toString() });
    const before = certificate(SECRETS.collector).serialNumber;
    const writes = () => server.requests.filter((request) => /^(POST|PUT)/.test(request)).length;
    const written = writes();
    await run();
    expect(writes()).toBe(written);
    now += 21 * DAY;
    await run();
    expect(certificate(SECRETS.collector).serialNumber).not.toBe(before);
    expect(data(SECRETS.authority)).toEqual(authority);
  });

  it('tells agents of another authority, and makes nothing', async () => {
    await run();
    server.put('/api/v1/secrets', {
      metadata: { name: 'theirs', namespace: 'osg-system' },
      data: { 'tls.crt': data(SECRETS.authority)['ca.crt'], 'tls.key': data(SECRETS.authority)['ca.key'] },
    });
    server.delete('/api/v1/secrets', SECRETS.controller, 'osg-system');
    server.delete('/api/v1/configmaps', 'osg-ca', 'osg-system');
    await rotate({ ...options(), authority: 'theirs' });
    expect(server.get('/api/v1/secrets', SECRETS.controller, 'osg-system')).toBeUndefined();
    expect(server.get('/api/v1/configmaps', 'osg-ca', 'osg-system')).toBeDefined();
  });

  it.each(PKI_RIGHTS.flatMap(({ resource, verbs }) => verbs.map((verb) => ({ verb, resource }))))(
    'says that $verb is missing on $resource',
    async ({ verb, resource }) => {
      if (verb === 'update') {
        await run();
        if (resource === 'secrets') now += 21 * DAY;
        else server.put('/api/v1/configmaps', { metadata: { name: 'osg-ca', namespace: 'osg-system' }, data: {} });
      }
      const asked = { create: 'post', update: 'put' }[verb as string] ?? verb;
      server.faults.forbidden = new Set([`${asked} ${resource}`]);
      await expect(run()).rejects.toThrow(`cannot ${asked} resource "${resource}"`);
    },
  );
});
