/** F121: every part, failing right after each resource that its start opens; and in the steps between two of them. */
import { createHook } from 'node:async_hooks';
import { mkdirSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { startAgent, startAgentWith } from '../../src/agent/start.js';
import { startCollector } from '../../src/collector/start.js';
import { startController } from '../../src/controller/start.js';
import { startInstaller } from '../../src/installer/start.js';
import { Resources } from '../../src/part/resources.js';
import type { Running } from '../../src/part/run.js';
import { createAuthority, issue } from '../../src/rpc/authority.js';
import type { Role } from '../../src/rpc/peer.js';
import type { TlsFiles } from '../../src/rpc/tls.js';
import { KubernetesServer, kubeconfigOf } from '../support/kubernetes-server.js';
import { Sandbox } from '../support/netns.js';
import { RecordingPort } from '../support/recording-port.js';
import { type Folder, folderWith, SHOP } from '../support/shop-files.js';

process.env['OSG_INSECURE_LOOPBACK'] = '1';

/** Descriptors but for databases, which libsql closes when their statements are collected; and what was asked of the event loop by our own code. */
const KINDS = new Set(['FSEVENTWRAP', 'TCPSERVERWRAP', 'PIPESERVERWRAP', 'Timeout']);
/** Clean-up of grpc-js is its own. */
const OURS = /^(?!.*(node_modules|\.test\.ts)).*\/src\/\w+\//;
const asked = new Map<number, string>();
const hook = createHook({
  init(id, type) {
    if (!KINDS.has(type)) return;
    const from = new Error().stack?.split('\n').find((line) => OURS.test(line));
    if (from !== undefined) asked.set(id, `${type} ${from.trim()}`);
  },
  destroy: (id) => void asked.delete(id),
});
const descriptors = (): string[] =>
  readdirSync('/proc/self/fd').flatMap((fd) => {
    try {
      const name = readlinkSync(`/proc/self/fd/${fd}`).replace(/\d+/, 'N');
      return /\.db(-\w+)?$/.test(name) ? [] : [name];
    } catch {
      return [];
    }
  });
const open = (): string[] => [...descriptors(), ...asked.values()].sort();
/** What is open and was not. */
function more(before: readonly string[]): string[] {
  const rest = [...before];
  return open().filter((one) => {
    const at = rest.indexOf(one);
    if (at >= 0) rest.splice(at, 1);
    return at < 0;
  });
}

class Planted extends Error {}

/** @param at the how many-th resource is the last one */
function failAfter(at: number): () => void {
  const add = Resources.prototype.add;
  let count = 0;
  const spy = vi.spyOn(Resources.prototype, 'add').mockImplementation(function <T extends { close(): unknown }>(
    this: Resources,
    resource: T,
  ): T {
    add.call(this, resource);
    if (++count === at) throw new Planted(`after resource ${at}`);
    return resource;
  });
  return () => spy.mockRestore();
}

/** @returns how many resources the start opens */
async function failsEverywhere(start: () => Promise<Running>): Promise<number> {
  // What is made once in a process is no leak.
  await (await start()).close();
  await expect.poll(() => [...asked.values()], { timeout: 20_000 }).toEqual([]);
  const before = open();
  for (let at = 1; ; at++) {
    const restore = failAfter(at);
    const running = await start().catch((error: unknown) => error as Error);
    restore();
    if (!(running instanceof Error)) {
      await running.close();
      await expect.poll(() => more(before), { timeout: 20_000 }).toEqual([]);
      return at - 1;
    }
    expect(running).toBeInstanceOf(Planted);
    await expect.poll(() => more(before), { timeout: 20_000, message: running.message }).toEqual([]);
  }
}

const closers: (() => unknown)[] = [];
let dir: Folder;
const at = (name: string): string => join(dir.path, name);
const tlsOf = (name: string): TlsFiles => ({
  certificate: at(`${name}.crt`),
  key: at(`${name}.key`),
  ca: at('ca.crt'),
});

beforeAll(async () => {
  hook.enable();
  dir = folderWith();
  const now = Date.now();
  const ca = await createAuthority('test', 10, now);
  writeFileSync(at('ca.crt'), ca.certificate);
  writeFileSync(at('ca.key'), ca.key);
  for (const [name, role] of Object.entries({
    controller: 'controller',
    collector: 'collector',
    n1: 'node',
  } as const)) {
    const pem = await issue(ca, { name, role: role satisfies Role, alternatives: ['127.0.0.1'], days: 5 }, now);
    writeFileSync(at(`${name}.crt`), pem.certificate);
    writeFileSync(at(`${name}.key`), pem.key);
  }
  return () => {
    hook.disable();
    dir.remove();
  };
});
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

describe('F121 a start that fails after any of its steps leaves nothing open', () => {
  const policies = (): string => {
    const made = folderWith(SHOP);
    closers.push(() => made.remove());
    return made.path;
  };

  it('controller', async () => {
    const server = await new KubernetesServer().listen();
    closers.push(() => server.close());
    writeFileSync(at('kubeconfig'), kubeconfigOf(server.url));
    const options = {
      policies: policies(),
      more: [policies()],
      kubernetes: { take: 'inventory', kubeconfig: at('kubeconfig'), maxShrink: 1 } as const,
      stateDir: at('controller'),
      listen: '127.0.0.1:0',
      operatorListen: `unix:${at('operator.sock')}`,
      tls: tlsOf('controller'),
      issuer: { certificate: at('ca.crt'), key: at('ca.key'), hours: 1 },
      bootstrap: { listen: '127.0.0.1:0', account: 'osg/agent' },
    };
    // Certificates, cluster, its source, lock, store, controller, three listeners.
    expect(await failsEverywhere(() => startController(options))).toBe(9);
    // Between two of them.
    const before = open();
    const state = { stateDir: at('other'), listen: `unix:${at('c.sock')}` };
    const opened = vi.spyOn((await import('../../src/controller/sqlite/store.js')).Store.prototype, 'close');
    await expect(startController(state)).rejects.toMatchObject({ code: 'INVALID' });
    expect(opened).toHaveBeenCalled();
    opened.mockRestore();
    await expect.poll(() => more(before)).toEqual([]);
    await (await startController({ ...state, policies: options.policies })).close();
  });

  it('collector', async () => {
    const options = {
      database: at('denies.db'),
      listen: '127.0.0.1:0',
      localListen: `unix:${at('collector.sock')}`,
      tls: { ...tlsOf('collector'), renew: true },
      controller: '127.0.0.1:1',
      exports: {
        jsonLines: { path: at('denies.jsonl'), megabytes: 1, keep: 1 },
        otlp: { address: '127.0.0.1:1', headers: {} },
      },
    };
    // Certificates, two exports, renewal, collector, two listeners, the link.
    expect(await failsEverywhere(() => startCollector(options))).toBe(8);
  });

  it('installer', async () => {
    mkdirSync(at('bin'));
    mkdirSync(at('net.d'));
    writeFileSync(at('plugin'), 'a plugin');
    const places = { binDir: at('bin'), confDir: at('net.d'), plugin: at('plugin'), agentSocket: at('cni.sock') };
    const options = { ...places, timeoutSeconds: 5, failOpen: false, waitForAgent: true };
    // Two watchers, a timer.
    expect(await failsEverywhere(() => startInstaller(options))).toBe(3);
  });

  it('agent, over a port', async () => {
    const port = new RecordingPort();
    const options = {
      ...{ node: 'n1', controller: '127.0.0.1:1', stateDir: at('agent'), statusListen: `unix:${at('status.sock')}` },
      ...{ tls: { ...tlsOf('n1'), renew: true }, port },
    };
    // Port, certificates, renewal, agent, its listener.
    expect(await failsEverywhere(() => startAgentWith(options))).toBe(5);
    port.closed = false;
    await expect(startAgentWith({ ...options, controller: 'no address' })).rejects.toMatchObject({ code: 'ADDRESS' });
    expect(port.closed).toBe(true);
  });

  it('agent, on the kernel', async () => {
    const box = new Sandbox();
    closers.push(() => box.close());
    const options = {
      ...{ node: 'n1', controller: '127.0.0.1:1', collector: '127.0.0.1:1', stateDir: at('kernel-agent') },
      ...{ bpffsDir: join(box.bpffs, 'osg'), netns: box.netns('node').path, statusListen: `unix:${at('s.sock')}` },
      pods: { cniSocket: at('cni'), cniCache: dir.path },
      workloadSeries: 10,
      datapath: { endpoints: 16 },
    };
    // Data plane, locator, port, tidying, agent, its listener, the CNI plugin's, the deny stream.
    expect(await failsEverywhere(() => startAgent(options))).toBe(8);
    const before = open();
    await expect(startAgent({ ...options, controller: 'no address' })).rejects.toMatchObject({ code: 'ADDRESS' });
    await expect(startAgent({ ...options, collector: 'no address' })).rejects.toMatchObject({ code: 'ADDRESS' });
    await expect.poll(() => more(before), { timeout: 20_000 }).toEqual([]);
    expect(readFileSync('/proc/self/mounts', 'utf8')).toContain(box.bpffs);
  });
});
