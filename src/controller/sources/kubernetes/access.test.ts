import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fromKubeconfig, inCluster } from './access.js';
import { KubernetesError } from './error.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'osg-access-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const file = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};

describe('in a cluster', () => {
  it('reads a rotated token again', () => {
    mkdirSync(join(folder, 'account'));
    file('account/token', 'one\n');
    file('account/ca.crt', 'CA');
    file('account/namespace', 'osg-system');
    const access = inCluster(
      { KUBERNETES_SERVICE_HOST: 'fd00::1', KUBERNETES_SERVICE_PORT: '443' },
      join(folder, 'account'),
    );
    expect(access).toMatchObject({ server: 'https://[fd00::1]:443', namespace: 'osg-system' });
    expect(access?.credentials()).toMatchObject({ token: 'one', ca: 'CA' });
    file('next', 'two');
    renameSync(join(folder, 'next'), join(folder, 'account/token'));
    expect(access?.credentials().token).toBe('two');
    rmSync(join(folder, 'account/token'));
    expect(() => access?.credentials()).toThrow(KubernetesError);
  });

  it('is no cluster without its variables', () => {
    expect(inCluster({}, folder)).toBeUndefined();
  });
});

describe('a kubeconfig', () => {
  const config = (user: string, more = ''): string =>
    file(
      'config',
      `apiVersion: v1
kind: Config
current-context: a
clusters: [{ name: c, cluster: { server: "https://10.0.0.1:6443/", certificate-authority: ca.crt } }]
users: [{ name: u, user: ${user} }]
contexts: [{ name: a, context: { cluster: c, user: u, namespace: shop } }, { name: b, context: { cluster: nowhere } }]
${more}`,
    );

  it('gives token, authority and namespace; files beside it are found', () => {
    file('ca.crt', 'CA');
    const access = fromKubeconfig(config('{ token: secret }'));
    expect(access).toMatchObject({ server: 'https://10.0.0.1:6443', namespace: 'shop' });
    expect(access.credentials()).toMatchObject({ ca: 'CA', token: 'secret', insecure: false });
  });

  it('takes certificates that stand in it', () => {
    file('ca.crt', 'CA');
    const data = Buffer.from('PEM').toString('base64');
    const access = fromKubeconfig(config(`{ client-certificate-data: ${data}, client-key-data: ${data} }`));
    expect(access.credentials()).toMatchObject({ cert: 'PEM', key: 'PEM' });
  });

  it.each([
    [
      '{ exec: { command: aws } }',
      '',
      /user u: a token of its plugin \(exec\) is not supported: use a service account/,
    ],
    ['{ auth-provider: { name: gcp } }', '', /auth-provider is not supported/],
    ['{ token: t }', 'b', /no cluster named "nowhere"; the file has: c/],
    ['{ token: t }', 'x', /no context named "x"; the file has: a, b/],
    ['{ token: 5 }', '', /users.0.user.token: /],
    ['[', '', /cannot be read as a kubeconfig/],
  ])('%s, context %j: says what is wrong', (user, context, message) => {
    expect(() => fromKubeconfig(config(user), context)).toThrow(message);
  });

  it('names a file that is not there', () => {
    expect(() => fromKubeconfig(join(folder, 'none'))).toThrow(/none: cannot be read/);
    expect(() => fromKubeconfig(config('{ token: t }')).credentials()).toThrow(/ca.crt/);
  });
});
