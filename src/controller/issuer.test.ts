/** Certificates that are renewed before they end, and what a thief of one can do with that (F169). */
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { copyFileSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ClientDuplexStream } from '@grpc/grpc-js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../part/clock.js';
import { SILENT } from '../part/log.js';
import { createAuthority, issue, type Pem, requestFor } from '../rpc/authority.js';
import { callOnce, openChannel, targetOf } from '../rpc/dial.js';
import { type Listener, listen } from '../rpc/listen.js';
import { CERTIFICATES, DISTRIBUTION } from '../rpc/methods.js';
import { identityOf, type Role } from '../rpc/peer.js';
import { finish, Renewal } from '../rpc/renewal.js';
import { begin, overOr, serve } from '../rpc/serve.js';
import { TlsIdentity } from '../rpc/tls.js';
import { Issuer } from './issuer.js';
import { controllerMetrics } from './metrics.js';
import { Store } from './sqlite/store.js';

const NOW = Date.now();
let folder: string;
let authority: Pem;
let store: Store;
const stores = () => ({ revisions: store.revisions, renewals: store.renewals });
let listener: Listener;
let issuer: Issuer;
const closing: (() => unknown)[] = [];
const path = (name: string): string => join(folder, name);
const filesOf = (name: string) => ({ certificate: path(`${name}.crt`), key: path(`${name}.key`), ca: path('ca.crt') });
const certificateOf = (name: string): X509Certificate => new X509Certificate(readFileSync(path(`${name}.crt`)));

async function certificate(name: string, role: Role, alternatives: string[] = ['127.0.0.1']) {
  const pem = await issue(authority, { name, role, alternatives, days: 90 }, NOW);
  writeFileSync(path(`${name}.crt`), pem.certificate);
  writeFileSync(path(`${name}.key`), pem.key, { mode: 0o600 });
  return filesOf(name);
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'osg-issuer-'));
  authority = await createAuthority('test', 365, NOW);
  writeFileSync(path('ca.crt'), authority.certificate);
  writeFileSync(path('ca.key'), authority.key);
  store = Store.open(path('state'), NOW);
  closing.push(() => store.close());
  issuer = await Issuer.open({
    files: { certificate: path('ca.crt'), key: path('ca.key'), hours: 24 },
    ...stores(),
    metrics: controllerMetrics(),
    log: SILENT,
    clock: systemClock,
  });
  const identity = await TlsIdentity.open(await certificate('controller', 'controller'));
  closing.push(() => identity.close());
  const stream = serve(DISTRIBUTION, 'node', {
    Stream: async (call) => {
      begin(call);
      call.on('data', () => call.write({ nonce: 1 }));
      await overOr(call, 'end');
    },
  });
  listener = await listen('127.0.0.1:0', [stream, issuer.service], identity);
  closing.push(() => listener.close(50));
});
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
  rmSync(folder, { recursive: true, force: true });
});

async function opened(name: string) {
  const files = filesOf(name);
  finish(files);
  const identity = await TlsIdentity.open(files);
  const target = targetOf(listener.address, identity, { role: 'controller' });
  closing.push(() => identity.close());
  return { files, identity, target };
}

async function renewalOf(name: string): Promise<Renewal> {
  const renewal = new Renewal({ ...(await opened(name)), log: SILENT, clock: systemClock });
  closing.push(() => renewal.close());
  return renewal;
}

const audited = async (kind: string): Promise<Record<string, unknown>[]> =>
  (await store.revisions.audit(0))
    .filter((entry) => entry.kind === kind)
    .map(({ who, detail }) => ({ who, ...(JSON.parse(detail) as object) }));

describe('F169 renewal', () => {
  it('gives the same name and role for a day, to a new key, while streams go on', async () => {
    await certificate('node-a', 'node', ['node-a.example', '10.0.0.1']);
    const before = certificateOf('node-a');
    const { files, identity, target } = await opened('node-a');
    const channel = openChannel(target);
    closing.push(() => channel.close());
    const { path: method, requestSerialize, responseDeserialize } = DISTRIBUTION.Stream;
    const live: ClientDuplexStream<object, object> = channel.makeBidiStreamRequest(
      method,
      requestSerialize,
      responseDeserialize,
    );
    const seen: string[] = [];
    live
      .on('data', () => seen.push('answer'))
      .on('error', () => seen.push('error'))
      .on('end', () => seen.push('end'));
    live.write({});
    await expect.poll(() => seen).toEqual(['answer']);
    const renewal = new Renewal({ files, identity, target, log: SILENT, clock: systemClock });
    closing.push(() => renewal.close());
    await renewal.renew();
    const after = certificateOf('node-a');
    const said = ({ names, role, addresses }: ReturnType<typeof identityOf>) => ({ names, role, addresses });
    expect(said(identityOf(after.raw))).toEqual(said(identityOf(before.raw)));
    expect(after.serialNumber).not.toBe(before.serialNumber);
    expect(after.checkPrivateKey(createPrivateKey(readFileSync(files.key)))).toBe(true);
    expect(before.checkPrivateKey(createPrivateKey(readFileSync(files.key)))).toBe(false);
    expect(statSync(files.key).mode & 0o777).toBe(0o600);
    expect(Date.parse(after.validTo) - Date.now()).toBeLessThanOrEqual(86_400_000);
    expect(identity.notAfter).toEqual(new Date(after.validTo));
    live.write({});
    await expect.poll(() => seen).toEqual(['answer', 'answer']);
    expect(await audited('certificate')).toMatchObject([
      { who: 'node-a', role: 'node', serial: after.serialNumber, replaces: identityOf(before.raw).serial },
    ]);
    live.cancel();
    await renewal.renew();
    expect((await audited('certificate'))[1]).toMatchObject({ replaces: identityOf(after.raw).serial });
  });

  it('is at two thirds of a life; what fails is told, and tried again', async () => {
    await certificate('node-a', 'node');
    const { validFrom } = certificateOf('node-a');
    const due: { ms: number; run: () => void }[] = [];
    let now = NOW;
    const clock = {
      ...systemClock,
      now: () => now,
      random: () => 0,
      after: (ms: number, run: () => void) => {
        due.push({ ms, run });
        return () => undefined;
      },
    };
    const renewal = new Renewal({ ...(await opened('node-a')), log: SILENT, clock });
    const third =
      Date.parse(validFrom) + (2 / 3) * (Date.parse(certificateOf('node-a').validTo) - Date.parse(validFrom));
    // A timer has an end: what lies beyond is looked at again.
    expect(due[0]?.ms).toBe(Math.min(2 ** 31 - 1, third - NOW));
    now = third + 1000;
    renameSync(path('ca.key'), path('away.key'));
    due[0]?.run();
    await expect.poll(() => due.length).toBe(2);
    expect(renewal.warnings[0]).toMatch(/not renewed: .*no such file/);
    expect(renewal.counts).toEqual({ renewed: 0, failed: 1 });
    expect(due[1]?.ms).toBe(300_000);
    renameSync(path('away.key'), path('ca.key'));
    due[1]?.run();
    await expect.poll(() => due.length).toBe(3);
    expect(renewal.counts).toEqual({ renewed: 1, failed: 1 });
    expect(renewal.warnings).toEqual([]);
    // Made just now by the controller's clock, which goes right.
    expect(await audited('certificate')).toHaveLength(1);
    renewal.close();
  });

  it('who has stolen a certificate and renews it, is noticed by whoever comes second', async () => {
    await certificate('node-a', 'node');
    for (const suffix of ['crt', 'key']) copyFileSync(path(`node-a.${suffix}`), path(`thief.${suffix}`));
    await (await renewalOf('thief')).renew();
    await expect((await renewalOf('node-a')).renew()).rejects.toThrow(/two hold this certificate/);
    expect(await audited('certificate-conflict')).toMatchObject([{ who: 'node-a', role: 'node' }]);
    // The owner's is as it was.
    expect(certificateOf('node-a').checkPrivateKey(createPrivateKey(readFileSync(path('node-a.key'))))).toBe(true);
  });

  it('an answer that was lost is asked for again, by the same key', async () => {
    const files = await certificate('node-a', 'node');
    const { target } = await opened('node-a');
    const { request, key } = await requestFor('node-a');
    writeFileSync(`${files.key}.next`, key);
    const channel = openChannel(target);
    await callOnce(channel, target.address, CERTIFICATES.Renew, { request }, 3_000);
    channel.close();
    await (await renewalOf('node-a')).renew();
    expect(readFileSync(files.key, 'utf8')).toBe(key);
    expect(await audited('certificate-conflict')).toEqual([]);
  });

  it('other roles, who is revoked, and who asks too often get none', async () => {
    const ask = async (name: string): Promise<unknown> => {
      const { target } = await opened(name);
      const channel = openChannel(target);
      const { request } = await requestFor('controller');
      try {
        return await callOnce(channel, target.address, CERTIFICATES.Renew, { request }, 3_000);
      } catch (error) {
        return (error as { code: string }).code;
      } finally {
        channel.close();
      }
    };
    for (const role of ['operator', 'viewer', 'controller'] as const) {
      await certificate(`a-${role}`, role);
      expect(await ask(`a-${role}`)).toBe('IDENTITY');
    }
    await certificate('node-a', 'node');
    expect(await ask('node-a')).toMatchObject({ certificate: expect.stringContaining('BEGIN CERTIFICATE') });
    for (let i = 0; i < 5; i++) expect(await ask('node-a')).toBe('IDENTITY');
    expect(await ask('node-a')).toBe('BUSY');
    await expect(issuer.renew(Buffer.alloc(0), undefined)).rejects.toMatchObject({ code: 'STATE' });
  });

  it('a crash at any moment leaves a pair that belongs together', async () => {
    const files = await certificate('node-a', 'node');
    await certificate('new', 'node');
    const whole = (): boolean => certificateOf('node-a').checkPrivateKey(createPrivateKey(readFileSync(files.key)));
    const [oldCertificate, oldKey] = [readFileSync(files.certificate), readFileSync(files.key)];
    const [newCertificate, newKey] = [readFileSync(path('new.crt')), readFileSync(path('new.key'))];
    const left = (key: Buffer, nextKey?: Buffer, next?: Buffer): void => {
      writeFileSync(files.certificate, oldCertificate);
      writeFileSync(files.key, key);
      for (const [file, bytes] of [
        [`${files.key}.next`, nextKey],
        [`${files.certificate}.next`, next],
      ] as const)
        if (bytes === undefined) rmSync(file, { force: true });
        else writeFileSync(file, bytes);
      finish(files);
    };
    const states: readonly [Buffer, Buffer?, Buffer?][] = [
      [oldKey, newKey],
      [oldKey, newKey.subarray(0, 40)],
      [oldKey, newKey, newCertificate.subarray(0, 100)],
      [oldKey, newKey, Buffer.alloc(0)],
      [oldKey, undefined, newCertificate],
    ];
    for (const [key, nextKey, next] of states) {
      left(key, nextKey, next);
      expect(whole()).toBe(true);
      expect(certificateOf('node-a').raw).toEqual(new X509Certificate(oldCertificate).raw);
    }
    for (const [key, nextKey] of [
      [oldKey, newKey],
      [newKey, undefined],
    ] as const) {
      left(key, nextKey, newCertificate);
      expect(whole()).toBe(true);
      expect(certificateOf('node-a').raw).toEqual(new X509Certificate(newCertificate).raw);
    }
  });

  it('files that are no authority are refused at the start', async () => {
    const parts = { ...stores(), metrics: controllerMetrics(), log: SILENT, clock: systemClock };
    const { certificate: leaf, key } = await certificate('node-a', 'node');
    const at = (files: { certificate: string; key: string }) =>
      Issuer.open({ ...parts, files: { ...files, hours: 24 } });
    await expect(at({ certificate: leaf, key })).rejects.toThrow(/is no authority/);
    await expect(at({ certificate: path('ca.crt'), key })).rejects.toThrow(/does not belong/);
    await expect(at({ certificate: path('none'), key })).rejects.toMatchObject({ code: 'INVALID' });
  });
});
