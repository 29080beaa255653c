/** First certificates by tokens that the cluster vouches for. */
import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request as ask } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KubernetesServer, kubeconfigOf } from '../../test/support/kubernetes-server.js';
import { SILENT } from '../part/log.js';
import { createAuthority, issue, type Leaf, type Pem, requestFor } from '../rpc/authority.js';
import { firstCertificate, isUsable, keepCertificate } from '../rpc/first.js';
import { identityOf } from '../rpc/peer.js';
import { type RunningController, startController } from './start.js';

const NOW = Date.now();

describe('a first certificate', () => {
  let server: KubernetesServer;
  let folder: string;
  let controller: RunningController;
  let authority: Pem;
  const path = (name: string): string => join(folder, name);
  const file = (name: string, text: string): string => {
    writeFileSync(path(name), text, { mode: 0o600 });
    return path(name);
  };
  const filesOf = (name: string) => ({
    certificate: path(`${name}.crt`),
    key: path(`${name}.key`),
    ca: path('ca.crt'),
  });
  const pair = async (name: string, leaf: Partial<Leaf>) => {
    const made = await issue(authority, { name, role: 'node', alternatives: [], days: 1, ...leaf }, NOW);
    file(`${name}.crt`, made.certificate);
    file(`${name}.key`, made.key);
    return filesOf(name);
  };
  const owner = (node: string, more: object = {}) => ({
    username: 'system:serviceaccount:osg-system:osg-agent',
    audiences: ['osg-controller'],
    extra: {
      'authentication.kubernetes.io/node-name': [node],
      'authentication.kubernetes.io/pod-name': ['osg-agent-x'],
    },
    ...more,
  });
  /** What the listener answers to a body. */
  const post = (body: string): Promise<{ status: number; text: string }> =>
    new Promise((resolve, reject) => {
      const [host, port] = (controller.bootstrapAddress as string).split(':');
      const call = ask({ host, port, method: 'POST', ca: authority.certificate, agent: false }, (response) => {
        let text = '';
        response.on('data', (chunk) => {
          text += chunk;
        });
        response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
      });
      call.on('error', reject);
      call.end(body);
    });
  const bodyFor = async (node: string, token: string): Promise<string> =>
    JSON.stringify({ node, token, request: (await requestFor(node)).request.toString('base64') });

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'osg-first-'));
    server = await new KubernetesServer().listen();
    server.tokens.set('good', owner('n1'));
    authority = await createAuthority('test', 365, NOW);
    file('ca.crt', authority.certificate);
    file('ca.key', authority.key);
    const tls = await pair('controller', { role: 'controller', alternatives: ['127.0.0.1'] });
    controller = await startController({
      stateDir: path('state'),
      listen: '127.0.0.1:0',
      kubernetes: { take: 'both', maxShrink: 0.5, kubeconfig: file('kubeconfig', kubeconfigOf(server.url)) },
      tls,
      issuer: { certificate: path('ca.crt'), key: path('ca.key'), hours: 24 },
      bootstrap: { listen: '127.0.0.1:0', account: 'osg-system/osg-agent' },
    });
  });
  afterAll(async () => {
    await controller?.close();
    await server?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('is of the node of the token, for a key that never left the machine; a record says so', async () => {
    const files = { ...filesOf('tls/n1'), ca: path('ca.crt') };
    const address = controller.bootstrapAddress as string;
    expect(isUsable(files, NOW)).toBe(false);
    await firstCertificate({ node: 'n1', files, address, token: file('token', 'good\n'), log: SILENT });
    expect(isUsable(files, NOW)).toBe(true);
    const { names, role } = identityOf(new X509Certificate(readFileSync(files.certificate)).raw);
    expect({ names, role }).toEqual({ names: ['n1', 'n1'], role: 'node' });
    expect(await controller.controller.revisions.auditTail()).toMatchObject({ kind: 'certificate', who: 'n1' });
  });

  it('F91 is refused to whom the cluster vouches for on another node, as another account, for another audience, bound to nothing', async () => {
    server.tokens.set('other', owner('n1', { username: 'system:serviceaccount:shop:default' }));
    server.tokens.set('elsewhere', owner('n1', { audiences: ['vault'] }));
    server.tokens.set('loose', owner('n1', { extra: {} }));
    for (const [token, node, why] of [
      ['good', 'n2', 'the token is of a pod on n1'],
      ['other', 'n1', 'is of system:serviceaccount:shop:default, expected system:serviceaccount:osg-system:osg-agent'],
      ['elsewhere', 'n1', 'invalid bearer token'],
      ['loose', 'n1', 'is bound to no pod and node'],
      ['forged', 'n1', 'invalid bearer token'],
    ] as const) {
      const { status, text } = await post(await bodyFor(node, token));
      expect({ token, status }).toEqual({ token, status: 403 });
      expect(text).toContain(why);
    }
  });

  it('F119 F162 answers what is no question, and much of it, without harm', async () => {
    expect(await post('{')).toMatchObject({ status: 400 });
    expect(await post('null')).toMatchObject({ status: 400 });
    expect(await post(JSON.stringify({ node: 'n1', token: 'good', request: 'AAAA' }))).toMatchObject({ status: 400 });
    const long = await post('x'.repeat(100_000)).catch(() => ({ status: 400 }));
    expect(long.status).toBe(400);
  });

  it('F165 comes from a controller only: a node of the same authority is none', async () => {
    const { createServer } = await import('node:https');
    const impostor = await pair('impostor', { alternatives: ['127.0.0.1'] });
    const asked: string[] = [];
    const fake = createServer(
      { cert: readFileSync(impostor.certificate), key: readFileSync(impostor.key) },
      (request, response) => {
        asked.push(request.url ?? '');
        response.end('{}');
      },
    ).listen(0, '127.0.0.1');
    await new Promise((resolve) => fake.once('listening', resolve));
    const { port } = fake.address() as { port: number };
    const real = controller.bootstrapAddress as string;
    const files = { ...filesOf('tls/n3'), ca: path('ca.crt') };
    // The first address is the impostor's: the second one is asked.
    await firstCertificate({
      node: 'n1',
      files,
      address: `127.0.0.1:${port},${real}`,
      token: path('token'),
      log: SILENT,
    });
    expect(isUsable(files, NOW)).toBe(true);
    expect(asked).toEqual([]);
    await new Promise((resolve) => fake.close(resolve));
  });

  it('F90 takes the place of one that has ended', async () => {
    const files = await pair('n1', { days: 1 });
    let taken = false;
    const later = NOW + 2 * 86_400_000;
    const kept = keepCertificate(
      { node: 'n1', files, address: controller.bootstrapAddress as string, token: path('token'), log: SILENT },
      async () => {
        taken = true;
      },
      () => later,
    );
    for (let i = 0; i < 500 && !taken; i++) await sleep(20);
    kept.close();
    expect(taken).toBe(true);
  });
});
