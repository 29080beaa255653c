/** The CNI plugin as a container runtime runs it, with a stand-in for the agent behind its socket. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const PLUGIN = fileURLToPath(new URL('../../native/build/osg-cni', import.meta.url));
const PREVIOUS = { cniVersion: '1.0.0', interfaces: [{ name: 'veth1' }], ips: [{ address: '10.0.0.5/24' }] };

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly ms: number;
}

let folder: string;
let path: string;
let server: Server | undefined;
let asked: Record<string, unknown>[];
const open = new Set<Socket>();

async function hangUp(): Promise<void> {
  const closing = server;
  server = undefined;
  for (const socket of open) socket.destroy();
  if (closing !== undefined) await new Promise((resolve) => closing.close(resolve));
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'osg-cni-'));
  path = join(folder, 'cni.sock');
  asked = [];
});
afterEach(async () => {
  await hangUp();
  rmSync(folder, { recursive: true, force: true });
});

/** An agent that answers with `answer`; undefined: reads and hangs up; 'silent': never answers. */
async function agent(answer: (question: Record<string, unknown>) => string | undefined): Promise<void> {
  const made = createServer({ allowHalfOpen: true }, (socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
    const chunks: Buffer[] = [];
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('error', () => undefined);
    socket.on('end', () => {
      const question = JSON.parse(Buffer.concat(chunks).toString('utf8')) as Record<string, unknown>;
      asked.push(question);
      const text = answer(question);
      if (text === 'silent') return;
      if (text === undefined) socket.destroy();
      else socket.end(text);
    });
  });
  await new Promise<void>((resolve) => made.listen(path, resolve));
  server = made;
}

function run(command: string, config: unknown, environment: Record<string, string> = {}): Promise<Ended> {
  const started = performance.now();
  const child = spawn(PLUGIN, [], {
    env: {
      CNI_COMMAND: command,
      CNI_CONTAINERID: 'c0ffee',
      CNI_NETNS: '/var/run/netns/x',
      CNI_IFNAME: 'eth0',
      CNI_ARGS: 'K8S_POD_NAMESPACE=shop;K8S_POD_NAME=web;K8S_POD_UID=u1',
      ...environment,
    },
  });
  child.stdin.on('error', () => undefined);
  child.stdin.end(typeof config === 'string' ? config : JSON.stringify(config));
  const out: Buffer[] = [];
  const error: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => error.push(chunk));
  return new Promise((resolve) =>
    child.on('close', (code) =>
      resolve({
        code,
        stdout: Buffer.concat(out).toString('utf8'),
        stderr: Buffer.concat(error).toString('utf8'),
        ms: performance.now() - started,
      }),
    ),
  );
}

const config = (more: object = {}) => ({
  cniVersion: '1.0.0',
  name: 'k8s',
  type: 'osg-cni',
  agentSocket: path,
  timeoutSeconds: 2,
  prevResult: PREVIOUS,
  ...more,
});

describe('osg-cni', () => {
  it('hands everything to the agent and prints its result', async () => {
    await agent(() => JSON.stringify({ result: { ...PREVIOUS, dns: {} } }));
    const { code, stdout } = await run('ADD', config());
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({ ...PREVIOUS, dns: {} });
    expect(asked).toEqual([
      {
        command: 'ADD',
        containerId: 'c0ffee',
        netns: '/var/run/netns/x',
        ifName: 'eth0',
        args: 'K8S_POD_NAMESPACE=shop;K8S_POD_NAME=web;K8S_POD_UID=u1',
        config: config(),
      },
    ]);
  });

  it('prints the agent’s refusal and fails', async () => {
    const error = { cniVersion: '1.0.0', code: 11, msg: 'osg: no policy yet', details: 'controller away for 3 s' };
    await agent(() => JSON.stringify({ error }));
    const { code, stdout } = await run('ADD', config());
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toEqual(error);
  });

  it('F131 waits for an agent that restarts', async () => {
    const running = run('ADD', config({ timeoutSeconds: 20 }));
    await agent(() => JSON.stringify({ result: PREVIOUS }));
    expect((await running).code).toBe(0);
  });

  it('F131 an agent that is away, hangs or ends in the middle: bounded, closed, a message that tells', async () => {
    const away = await run('ADD', config({ timeoutSeconds: 1 }));
    await agent(() => 'silent');
    const hanging = await run('ADD', config({ timeoutSeconds: 1 }));
    await hangUp();
    await agent(() => '{"result": {"cut');
    const cut = await run('ADD', config({ timeoutSeconds: 1 }));
    for (const { code, stdout } of [away, hanging, cut]) {
      expect(code).toBe(1);
      const said = JSON.parse(stdout) as { code: number; msg: string; details: string };
      expect(said.code).toBe(11);
      expect(said.msg).toContain('the pod does not start; kubelet tries again by itself');
      expect(said.details).toContain('kubectl get pods');
    }
    expect(JSON.parse(away.stdout).details).toContain('No such file or directory');
    expect(JSON.parse(hanging.stdout).details).toContain('timed out');
  });

  it('F131 opens only where the conflist says so', async () => {
    const { code, stdout, stderr } = await run('ADD', config({ timeoutSeconds: 1, failOpen: true }));
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual(PREVIOUS);
    expect(stderr).toContain('starts without policy');
  });

  it('F134 DEL succeeds without agent, without prevResult, twice, with a broken configuration', async () => {
    expect((await run('DEL', config())).code).toBe(0);
    expect((await run('DEL', { cniVersion: '1.0.0', agentSocket: path })).code).toBe(0);
    expect((await run('DEL', 'broken')).code).toBe(0);
    await agent(() => JSON.stringify({ result: {} }));
    expect((await run('DEL', config(), { CNI_NETNS: '' })).code).toBe(0);
    expect(asked).toHaveLength(1);
  });

  it('says what is wrong with what it was given', async () => {
    const first = async (command: string, given: unknown) => JSON.parse((await run(command, given)).stdout) as unknown;
    expect(await first('ADD', config({ prevResult: undefined }))).toMatchObject({ code: 7 });
    expect(await first('ADD', '{"a": 1')).toMatchObject({ code: 6 });
    expect(await first('ADD', `{"a": ${'['.repeat(1000)}`)).toMatchObject({ code: 6 });
    expect(await first('ADD', `{"a": "${'x'.repeat(1 << 21)}"}`)).toMatchObject({ code: 5 });
    expect(await first('', config())).toMatchObject({ code: 4 });
    expect(await first('VERSION', { cniVersion: '0.4.0' })).toMatchObject({ cniVersion: '0.4.0' });
    expect((await run('STATUS', config())).code).toBe(0);
  });

  it('F168 foreign text stays text', async () => {
    await agent(() => JSON.stringify({ result: PREVIOUS }));
    await run('ADD', config(), { CNI_ARGS: 'a="b\\c\n\u001b[31m"', CNI_CONTAINERID: '","command":"DEL' });
    expect(asked[0]).toMatchObject({ command: 'ADD', args: 'a="b\\c\n\u001b[31m"', containerId: '","command":"DEL' });
  });
});
