/** F133: the chain is rewritten, the binary deleted, the node upgraded; whatever happens, pods are handed over or it is told. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Running } from '../part/run.js';
import { chain, installBinary, isChained, uninstall } from './install.js';
import { startInstaller } from './start.js';

const BRIDGE =
  '{ "cniVersion": "1.0.0", "name": "k8s",\n  "plugins": [ { "type": "bridge" }, { "type": "portmap" } ] }\n';

describe('the plugin on a node', () => {
  let folder: string;
  let running: Running | undefined;
  const at = (...path: string[]): string => join(folder, ...path);
  const places = (more: object = {}) => ({
    binDir: at('bin'),
    confDir: at('net.d'),
    plugin: at('osg-cni'),
    agentSocket: at('cni.sock'),
    timeoutSeconds: 15,
    failOpen: false,
    ...more,
  });
  const types = (file = '10-k8s.conflist'): string[] =>
    JSON.parse(readFileSync(at('net.d', file), 'utf8')).plugins.map(({ type }: { type: string }) => type);
  const until = async (holds: () => boolean): Promise<void> => {
    for (let i = 0; i < 1000 && !holds(); i++) await sleep(10);
    expect(holds()).toBe(true);
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'osg-install-'));
    for (const name of ['bin', 'net.d']) mkdirSync(at(name));
    writeFileSync(at('osg-cni'), 'a plugin');
    writeFileSync(at('net.d', '10-k8s.conflist'), BRIDGE);
    writeFileSync(at('net.d', '99-loopback.conf'), '{ "type": "loopback" }');
  });
  afterEach(async () => {
    await running?.close();
    running = undefined;
    rmSync(folder, { recursive: true, force: true });
  });

  it('is the last of the chain that the runtime takes, once, and goes without a trace', () => {
    installBinary(places());
    expect(statSync(at('bin', 'osg-cni')).mode & 0o777).toBe(0o755);
    expect(chain(places())).toHaveLength(1);
    expect([chain(places()), installBinary(places())]).toEqual([[], []]);
    expect(types()).toEqual(['bridge', 'portmap', 'osg-cni']);
    expect(isChained(places({ failOpen: true }))).toBe(false);
    chain(places({ failOpen: true }));
    expect(types()).toEqual(['bridge', 'portmap', 'osg-cni']);
    expect(uninstall(places())).toHaveLength(2);
    expect(readFileSync(at('net.d', '10-k8s.conflist'), 'utf8')).toBe(BRIDGE);
    expect(readdirSync(at('net.d'))).toEqual(['10-k8s.conflist', '99-loopback.conf']);
    expect(readdirSync(at('bin'))).toEqual([]);
    expect(uninstall(places())).toEqual([]);
  });

  it('makes a chain of a single plugin, and puts it back', () => {
    rmSync(at('net.d', '10-k8s.conflist'));
    const text = '{ "cniVersion": "0.4.0", "name": "one", "type": "ptp" }';
    writeFileSync(at('net.d', '05-one.conf'), text);
    chain(places());
    expect(types('05-one.conflist')).toEqual(['ptp', 'osg-cni']);
    expect(chain(places())).toEqual([]);
    uninstall(places());
    expect(readFileSync(at('net.d', '05-one.conf'), 'utf8')).toBe(text);
    expect(readdirSync(at('net.d'))).toEqual(['05-one.conf', '99-loopback.conf']);
  });

  it('keeps what the primary CNI changed meanwhile', () => {
    chain(places());
    const now = JSON.parse(readFileSync(at('net.d', '10-k8s.conflist'), 'utf8'));
    now.plugins[0].mtu = 1400;
    writeFileSync(at('net.d', '10-k8s.conflist'), JSON.stringify(now));
    uninstall(places());
    expect(JSON.parse(readFileSync(at('net.d', '10-k8s.conflist'), 'utf8')).plugins).toEqual([
      { type: 'bridge', mtu: 1400 },
      { type: 'portmap' },
    ]);
  });

  it.each([
    ['half a file', '{ "plugins": [', /is no JSON/],
    ['multus', '{ "plugins": [{ "type": "multus" }] }', /hands on to another/],
    ['nothing before us', '{ "plugins": [{ "type": "osg-cni" }] }', /no plugin that makes an interface/],
    ['no list', '{ "plugins": 5 }', /expected a list/],
  ])('leaves %s as it is, and tells', (_what, text, message) => {
    writeFileSync(at('net.d', '10-k8s.conflist'), text);
    expect(() => chain(places())).toThrow(message);
    expect(readFileSync(at('net.d', '10-k8s.conflist'), 'utf8')).toBe(text);
  });

  it('waits for the first agent, then puts back what others take away, and stays when it ends', async () => {
    running = await startInstaller({ ...places(), waitForAgent: true, lookMs: 50 });
    expect(readdirSync(at('bin'))).toEqual(['osg-cni']);
    expect(types()).toEqual(['bridge', 'portmap']);
    expect(running.notReady()).toMatch(/waits for an agent/);
    writeFileSync(at('cni.sock'), '');
    await until(() => running?.notReady() === undefined);
    expect(types()).toEqual(['bridge', 'portmap', 'osg-cni']);
    writeFileSync(at('net.d', '10-k8s.conflist'), BRIDGE);
    rmSync(at('bin', 'osg-cni'));
    await until(() => types().includes('osg-cni') && readdirSync(at('bin')).length === 1);
    // A configuration that goes before it is the one that counts now.
    writeFileSync(at('net.d', '05-new.conflist'), BRIDGE);
    await until(() => types('05-new.conflist').includes('osg-cni'));
    await running.close();
    expect(types('05-new.conflist')).toEqual(['bridge', 'portmap', 'osg-cni']);
    // An agent that is away for an upgrade does not hold the plugin up.
    rmSync(at('cni.sock'));
    running = await startInstaller({ ...places(), waitForAgent: true, lookMs: 50 });
    expect(running.notReady()).toBeUndefined();
  });

  it('says what it cannot write', () => {
    writeFileSync(at('net.d', '.10-k8s.conflist.osg-original.osg-new'), '', { mode: 0o400 });
    rmSync(at('net.d', '10-k8s.conflist'));
    rmSync(at('net.d', '99-loopback.conf'));
    expect(() => chain(places())).toThrow(/has no network configuration yet/);
    expect(() => installBinary(places({ plugin: at('absent') }))).toThrow(/ENOENT/);
  });
});
