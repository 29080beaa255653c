/** Commands that reach a part inside of a cluster: by kubectl, whose stand-in here forwards to a controller of this machine. */
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { osg } from '../../test/support/parts.js';
import { folderWith, SHOP } from '../../test/support/shop-files.js';
import { type RunningController, startController } from '../controller/start.js';
import { createAuthority, issue, type Leaf } from '../rpc/authority.js';

/** `kubectl … get secret NAME -o json` and `kubectl … port-forward …`, as told by its environment. */
const KUBECTL = `#!${process.execPath}
const { createServer, connect } = require('node:net');
const { appendFileSync, existsSync, readFileSync } = require('node:fs');
const args = process.argv.slice(2);
appendFileSync(process.env.FAKE_LOG, args.join(' ') + '\\n');
if (args.includes('get')) {
  const file = process.env.FAKE_SECRETS + '/' + args[args.indexOf('secret') + 1];
  if (!existsSync(file)) { console.error('Error from server (Forbidden): secrets is forbidden'); process.exit(1); }
  console.log(readFileSync(file, 'utf8'));
} else {
  const server = createServer((from) => {
    const to = connect(Number(process.env.FAKE_PORT), '127.0.0.1');
    from.pipe(to).pipe(from);
    from.on('error', () => to.destroy());
    to.on('error', () => from.destroy());
  }).listen(0, '127.0.0.1', () => console.log('Forwarding from 127.0.0.1:' + server.address().port + ' -> 9470'));
}
`;

describe('a part inside of a cluster', () => {
  let folder: string;
  let controller: RunningController;
  let env: Record<string, string>;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'osg-kubectl-'));
    const ca = await createAuthority('test', 2, Date.now());
    const leaf = async (name: string, role: Leaf['role'], alternatives: readonly string[] = []) =>
      issue(ca, { name, role, alternatives, days: 1 }, Date.now());
    const own = await leaf('controller', 'controller', ['osg-controller.osg-system.svc']);
    const file = (name: string, text: string): string => {
      writeFileSync(join(folder, name), text, { mode: 0o600 });
      return join(folder, name);
    };
    const tls = {
      certificate: file('tls.crt', own.certificate),
      key: file('tls.key', own.key),
      ca: file('ca.crt', ca.certificate),
    };
    const policies = folderWith(SHOP);
    controller = await startController({
      policies: policies.path,
      stateDir: join(folder, 'state'),
      listen: '127.0.0.1:0',
      tls,
    });
    policies.remove();
    const operator = await leaf('me', 'operator');
    const base64 = (text: string): string => Buffer.from(text).toString('base64');
    mkdirSync(join(folder, 'secrets'));
    writeFileSync(
      join(folder, 'secrets/osg-operator-tls'),
      JSON.stringify({
        data: {
          'tls.crt': base64(operator.certificate),
          'tls.key': base64(operator.key),
          'ca.crt': base64(ca.certificate),
        },
      }),
    );
    mkdirSync(join(folder, 'bin'));
    writeFileSync(join(folder, 'bin/kubectl'), KUBECTL);
    chmodSync(join(folder, 'bin/kubectl'), 0o755);
    env = {
      PATH: `${folder}/bin:${process.env['PATH']}`,
      FAKE_LOG: join(folder, 'log'),
      FAKE_SECRETS: join(folder, 'secrets'),
      FAKE_PORT: controller.address.split(':').at(-1) ?? '',
      TMPDIR: join(folder, 'tmp'),
    };
    mkdirSync(join(folder, 'tmp'));
  });
  afterAll(async () => {
    await controller?.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const log = (): string => (existsSync(join(folder, 'log')) ? readFileSync(join(folder, 'log'), 'utf8') : '');

  it('is reached by its Service and the certificate of a Secret, with mTLS to its end; nothing is left behind', async () => {
    const { stdout, stderr } = await osg(['status', '--context', 'prod', '-o', 'json'], env);
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toMatchObject({ revision: 1 });
    expect(log()).toContain(
      '--context prod --namespace osg-system port-forward --address 127.0.0.1 service/osg-controller :9470',
    );
    expect(readdirSync(join(folder, 'tmp'))).toEqual([]);
  });

  it('answers in the forms that kubectl knows', async () => {
    const { stdout } = await osg(['status', '--controller', 'cluster', '-o', 'yaml'], env);
    expect(stdout).toMatch(/^revision: 1$/m);
    expect(parse(stdout)).toMatchObject({ revision: 1, nodes: [{ node: 'n1' }] });
    const { stdout: names } = await osg(['status', '--controller', 'cluster', '-o', 'name'], env);
    expect(names).toBe('node/n1\n');
  });

  it('says what is missing: a certificate, the right to read one, kubectl', async () => {
    const without = await osg(['status', '--controller', 'cluster'], { ...env, FAKE_SECRETS: folder });
    expect(without).toMatchObject({ code: 2 });
    expect(without.stderr).toContain('have the right to read one of the Secrets osg-operator-tls, osg-viewer-tls');
    expect(without.stderr).toContain('secrets is forbidden');
    const bare = await osg(['denies', '--collector', 'cluster'], { ...env, PATH: '/nonexistent' });
    expect(bare.stderr).toContain('needs kubectl, which is not in PATH');
  });
});
