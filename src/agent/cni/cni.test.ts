/** What arrives on the plugin's socket, and what CNI results say. */
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { formatAddress } from '../../net/address.js';
import { cniArgs, madeBy, podNamed } from '../locate/result.js';
import { type CniListener, listenCni } from './listener.js';
import { CniError, questionOf, refusal } from './question.js';

const RESULT = {
  cniVersion: '1.0.0',
  interfaces: [
    { name: 'cni0', mac: '02:00:00:00:00:01' },
    { name: 'veth1', mac: '02:00:00:00:00:02' },
    { name: 'eth0', mac: '02:00:00:00:00:03', sandbox: '/run/netns/x' },
    { name: 'net1', sandbox: '/run/netns/x' },
  ],
  ips: [
    { address: '10.0.0.5/24', interface: 2 },
    { address: 'fd00::5/64', interface: 2 },
    { address: '192.0.2.1/24', interface: 3 },
  ],
};
const ask = (more: object = {}) =>
  JSON.stringify({
    command: 'ADD',
    containerId: 'c1',
    netns: '/run/netns/x',
    ifName: 'eth0',
    args: 'IgnoreUnknown=1;K8S_POD_NAMESPACE=shop;K8S_POD_NAME=web-0;K8S_POD_UID=u-1',
    config: { cniVersion: '1.0.0', prevResult: RESULT, timeoutSeconds: 7 },
    ...more,
  });

describe('a question of the plugin', () => {
  it('names the pod, the node’s interfaces, and the addresses of that interface alone, both families', () => {
    const { pod, made, timeoutMs, failOpen, previous } = questionOf(ask());
    expect(pod).toEqual({ id: 'shop/web-0', namespace: 'shop', name: 'web-0', uid: 'u-1' });
    expect(made?.hosts.map(({ name }) => name)).toEqual(['cni0', 'veth1']);
    expect(made?.addresses.map(formatAddress)).toEqual(['10.0.0.5', 'fd00::5']);
    expect({ mac: made?.mac, timeoutMs, failOpen }).toEqual({
      mac: '02:00:00:00:00:03',
      timeoutMs: 7000,
      failOpen: false,
    });
    expect(previous).toEqual(RESULT);
    expect(madeBy(RESULT, 'net1').addresses.map(formatAddress)).toEqual(['192.0.2.1']);
    // Calico: interfaces of the node only, addresses of none.
    expect(
      madeBy({ interfaces: [{ name: 'cali1' }], ips: [{ address: '10.0.0.9/32' }] }, 'eth0').addresses,
    ).toHaveLength(1);
  });

  it('that cannot be understood is refused with what is wrong, as a CNI error', () => {
    for (const text of [
      '',
      '{',
      '[]',
      '{"command":"ADD"}',
      ask({ command: 'KILL' }),
      ask({ config: { prevResult: 7 } }),
    ])
      expect(() => questionOf(text)).toThrow(CniError);
    expect(() => questionOf(ask({ config: { prevResult: { ips: [{ address: 'x' }] } } }))).toThrow('no address');
    const error = new CniError('TRY_LATER', 'osg: no', 'do this');
    expect(refusal(error, '1.0.0')).toEqual({
      error: { cniVersion: '1.0.0', code: 11, msg: 'osg: no', details: 'do this' },
    });
  });

  it('F168 pod names with anything but a name’s letters are no names', () => {
    for (const name of ['', 'A', 'a/b', '../x', 'a\u001b[31m', 'a b', '-a', 'x'.repeat(300)])
      expect(podNamed(cniArgs(`K8S_POD_NAMESPACE=shop;K8S_POD_NAME=${name};K8S_POD_UID=u`))).toBeUndefined();
    expect(podNamed(cniArgs('K8S_POD_NAMESPACE=shop;K8S_POD_NAME=web'))).toMatchObject({ id: 'shop/web', uid: '' });
  });
});

describe('the plugin’s socket', () => {
  let folder: string;
  let listener: CniListener | undefined;
  const path = () => join(folder, 'cni', 'cni.sock');
  const say = (bytes: string | Buffer, end = true): Promise<string> =>
    new Promise((resolve) => {
      const socket = connect(path());
      const chunks: Buffer[] = [];
      socket.on('data', (chunk) => chunks.push(chunk));
      socket.on('error', () => undefined);
      socket.on('close', () => resolve(Buffer.concat(chunks).toString()));
      if (end) socket.end(bytes);
      else socket.write(bytes, () => socket.destroy());
    });

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'osg-cni-listener-'));
  });
  afterEach(async () => {
    await listener?.close();
    listener = undefined;
    rmSync(folder, { recursive: true, force: true });
  });

  it('F119 F166 is root’s alone, answers or hangs up whatever comes, and ends with who asked', async () => {
    const asked: string[] = [];
    const gone: boolean[] = [];
    listener = await listenCni(
      path(),
      async (question, signal) => {
        asked.push(question);
        signal.addEventListener('abort', () => gone.push(true));
        return { result: { n: asked.length } };
      },
      () => undefined,
    );
    expect(statSync(path()).mode & 0o777).toBe(0o700);
    expect(statSync(join(folder, 'cni')).mode & 0o777).toBe(0o700);
    expect(await say('hello')).toBe('{"result":{"n":1}}');
    expect(await say(Buffer.alloc(2 << 20, 120))).toBe('');
    await say('half', false);
    expect(asked).toEqual(['hello']);
    await expect.poll(() => gone.length).toBe(1);
    await expect(
      listenCni(
        path(),
        async () => ({}),
        () => undefined,
      ),
    ).rejects.toThrow('another process listens');
  });

  it('F166 takes the place of nothing but a dead socket', async () => {
    writeFileSync(join(folder, 'file'), '');
    await expect(
      listenCni(
        join(folder, 'file'),
        async () => ({}),
        () => undefined,
      ),
    ).rejects.toThrow('no socket');
  });
});
