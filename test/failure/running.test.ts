/** Parts as processes: how they start, what they survive, what they leave. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { broken, FIXED, send } from '../support/broken-bytes.js';
import { httpGet, osg, PartProcess } from '../support/parts.js';
import { type Folder, folderWith, SHOP } from '../support/shop-files.js';
import { ShopNode } from '../support/shop-node.js';

const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const TYPESCRIPT = fileURLToPath(new URL('../../deploy/setup/typescript.mjs', import.meta.url));

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

function folder(files: Readonly<Record<string, string>> = {}): Folder {
  const made = folderWith(files);
  closers.push(() => made.remove());
  return made;
}

async function taken(): Promise<string> {
  const server: Server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => server.close());
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function gitFolder(): Folder {
  const made = folder(SHOP);
  const git = (...args: string[]) =>
    execFileSync('git', ['-C', made.path, '-c', 'user.name=t', '-c', 'user.email=t@t', ...args]);
  git('init', '-q');
  git('add', '.');
  git('commit', '-qm', 'shop');
  return made;
}

const controllerArgs = (state: Folder, policies: string): string[] => [
  ...['controller', '--policies', policies, '--state-dir', state.path],
  ...['--listen', `unix:${state.path}/c.sock`, '--operator-listen', `unix:${state.path}/o.sock`],
];
const collectorArgs = (state: Folder): string[] => [
  ...['collector', '--database', join(state.path, 'd.db'), '--listen', `unix:${state.path}/d.sock`],
];

async function start(args: readonly string[], dir: Folder): Promise<PartProcess> {
  const part = new PartProcess(args, join(dir.path, `${args[0]}.health`));
  closers.push(() => part.stop('SIGKILL'));
  return part.ready(60_000);
}

describe('a start that fails', () => {
  /** Below a file: nothing can be made there. */
  const unreadable = `${MAIN}/there`;
  const cases: readonly [string, (dir: Folder) => Promise<string[]> | string[]][] = [
    ['controller, health port', async (d) => [...controllerArgs(d, folder(SHOP).path), '--health', await taken()]],
    [
      'controller with git, health port',
      async (d) => [...controllerArgs(d, `git:${gitFolder().path}`), '--health', await taken()],
    ],
    [
      'controller with git, port',
      async (d) => [...controllerArgs(d, `git:${gitFolder().path}`), '--listen', await taken()],
    ],
    [
      'controller, operator port',
      async (d) => [...controllerArgs(d, folder(SHOP).path), '--operator-listen', await taken()],
    ],
    ['controller, store', (d) => [...controllerArgs(d, folder(SHOP).path), '--state-dir', unreadable]],
    [
      'controller, certificate',
      (d) => [
        ...controllerArgs(d, folder(SHOP).path),
        ...['--tls-certificate', unreadable, '--tls-key', unreadable, '--tls-ca', unreadable],
      ],
    ],
    ['collector, health port', async (d) => [...collectorArgs(d), '--health', await taken()]],
    ['collector, port', async (d) => [...collectorArgs(d), '--listen', await taken()]],
    ['collector, second port', async (d) => [...collectorArgs(d), '--local-listen', await taken()]],
    ['collector, database', (d) => [...collectorArgs(d), '--database', unreadable]],
    ['agent, bpffs', (d) => ['agent', '--state-dir', d.path, '--bpffs-dir', d.path]],
    [
      'agent, health port',
      async (d) => ['agent', '--state-dir', d.path, '--bpffs-dir', d.path, '--health', await taken()],
    ],
  ];

  it('F121 whatever it is that fails, the exit code is 5, soon, and nothing stays', async () => {
    const ends = cases.map(async ([what, args]) => {
      const dir = folder();
      const given = await args(dir);
      const health = given.includes('--health') ? [] : ['--health', `unix:${dir.path}/health.sock`];
      const { code, stderr } = await osg([...given, ...health, '--log-level', 'silent']);
      return { what, code, stderr };
    });
    const one = (what: string) => ({ what, code: 5, stderr: expect.stringMatching(/^osg: .+\n$/) });
    expect(await Promise.all(ends)).toEqual(cases.map(([what]) => one(what)));
  }, 300_000);

  it('F121 SIGTERM is heard while a part starts, and after', async () => {
    const dir = folder();
    const part = await start(controllerArgs(dir, `git:${gitFolder().path}`), dir);
    expect(await part.stop()).toBe(0);
  });
});

describe('logs', () => {
  /** Its standard error is a pipe that nobody reads. */
  function unread(args: readonly string[]): ChildProcess {
    const child = spawn(process.execPath, [MAIN, ...args], { stdio: ['ignore', 'ignore', 'pipe'] });
    child.stderr?.pause();
    closers.push(() => child.kill('SIGKILL'));
    return child;
  }

  it('F117 nobody reads them: the part serves, counts what is dropped, and ends when told to', async () => {
    const dir = folder();
    const policies = folder(SHOP);
    const health = join(dir.path, 'h.sock');
    const child = unread([...controllerArgs(dir, policies.path), '--health', `unix:${health}`]);
    const exited = new Promise((resolve) => child.once('exit', (code) => resolve(code)));
    await expect
      .poll(
        () =>
          httpGet(health, '/readyz').then(
            ({ status }) => status,
            () => 0,
          ),
        { timeout: 20_000 },
      )
      .toBe(200);
    const dropped = async (): Promise<number> =>
      Number(/^osg_log_dropped_lines_total (\d+)$/m.exec((await httpGet(health, '/metrics')).body)?.[1]);
    expect(await dropped()).toBe(0);
    // Each refused file is one line of many kilobytes.
    for (let i = 0; (await dropped()) === 0 && i < 200; i++) {
      policies.write('broken.yaml', `kind: ${i}${'x'.repeat(100_000)}\n`);
      await new Promise((resolve) => setTimeout(resolve, 80));
    }
    expect(await dropped()).toBeGreaterThan(0);
    expect((await httpGet(health, '/readyz')).status).toBe(200);
    child.kill('SIGTERM');
    expect(await exited).toBe(0);
  });

  it('are JSON lines with the level by its name and the time as RFC 3339', async () => {
    const dir = folder();
    const part = await start(collectorArgs(dir), dir);
    await part.stop();
    const lines = part.log
      .trimEnd()
      .split('\n')
      .map((text) => JSON.parse(text) as { level: string; time: string });
    expect(lines.length).toBeGreaterThan(1);
    for (const { level, time } of lines) {
      expect(level).toBe('info');
      expect(time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    }
  });
});

describe('a watched directory', () => {
  it('F118 no inotify instance is left: it is polled, and that is said once', async () => {
    const dir = folder(SHOP);
    const program = `
      import { DirectorySource } from ${JSON.stringify(fileURLToPath(new URL('../../src/controller/directory.ts', import.meta.url)))};
      const say = (what) => process.stdout.write(JSON.stringify(what) + '\\n');
      const source = new DirectorySource({ path: ${JSON.stringify(dir.path)}, pollMs: 50 });
      await source.start({
        changed: ({ files }) => {
          say({ files: files.length });
          if (files.length === 3) process.exit();
        },
        failed: ({ message }) => say({ failed: message }),
        warned: ({ message }) => say({ warned: message }),
      });
      setTimeout(() => {}, 20_000);
    `;
    // Limits on watches are those of a user namespace: this one has none to give, and others lose nothing.
    const node = [process.execPath, '--import', TYPESCRIPT, '--input-type=module', '-e', program];
    const child = spawn(
      'unshare',
      [
        '--user',
        '--map-root-user',
        'sh',
        '-c',
        'echo 0 > /proc/sys/user/max_inotify_instances && exec "$@"',
        'sh',
        ...node,
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    closers.push(() => child.kill('SIGKILL'));
    let out = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
      if (out.includes('"files":2')) dir.write('more.yaml', '# nothing\n');
    });
    await new Promise((resolve) => child.once('exit', resolve));
    const said = out
      .trimEnd()
      .split('\n')
      .map((text) => JSON.parse(text) as Record<string, unknown>);
    expect(said).toEqual([
      { warned: expect.stringMatching(/no notifications of changes \(EMFILE.*looked at every 0.05 s/) },
      { files: 2 },
      { files: 3 },
    ]);
  });
});

/** How much is sent: a handful here, for hours in test/fuzz. */
const ROUNDS = Number(process.env['OSG_FUZZ_ROUNDS'] ?? 150);
const SEED = Number(process.env['OSG_FUZZ_SEED'] ?? 20_261_129);

async function abuse(part: PartProcess, sockets: readonly string[]): Promise<void> {
  const healthy = async (what: string): Promise<void> => {
    const { status } = await httpGet(part.healthSocket, '/healthz', 60_000).catch(() => ({ status: 0 }));
    expect({ after: what, status, exit: part.child.exitCode }).toEqual({ after: what, status: 200, exit: null });
  };
  for (const socket of [...sockets, part.healthSocket]) {
    const fixed = Object.entries(FIXED);
    for (let i = 0; i < fixed.length; i += 20)
      await Promise.all(fixed.slice(i, i + 20).map(([, bytes]) => send(socket, bytes, 50)));
    await healthy(`the fixed ones at ${socket}`);
    for (let i = 0; i < ROUNDS; i += 25) {
      const seeds = Array.from({ length: 25 }, (_, n) => SEED + i + n);
      await Promise.all(seeds.map((seed) => send(socket, broken(seed), 30)));
      await healthy(`seeds ${seeds[0]} to ${seeds.at(-1)} at ${socket}`);
    }
  }
}

describe('listeners', () => {
  it('F119 controller: any bytes get an answer or a closed connection', async () => {
    const dir = folder();
    const part = await start(controllerArgs(dir, folder(SHOP).path), dir);
    await abuse(part, [`${dir.path}/c.sock`, `${dir.path}/o.sock`]);
    expect((await osg(['history', '--controller', `unix:${dir.path}/o.sock`])).code).toBe(0);
    expect(await part.stop()).toBe(0);
  });

  it('F119 collector: any bytes get an answer or a closed connection', async () => {
    const dir = folder();
    const part = await start(collectorArgs(dir), dir);
    await abuse(part, [`${dir.path}/d.sock`]);
    expect((await osg(['denies', '--collector', `unix:${dir.path}/d.sock`])).code).toBe(0);
    expect(await part.stop()).toBe(0);
  });

  it('F119 agent: any bytes get an answer or a closed connection', async () => {
    const node = await ShopNode.create(['web', 'api']);
    closers.push(() => node.close());
    node.policies.write('policy.yaml', SHOP['policy.yaml']);
    const controller = await start(node.controllerArgs, { ...node.policies, path: node.path('') });
    const agent = await start(node.agentArgs, { ...node.policies, path: node.path('') });
    await abuse(agent, [node.path('a.sock')]);
    expect((await osg(['status', '--agent', `unix:${node.path('a.sock')}`])).code).toBe(0);
    expect(await agent.stop()).toBe(0);
    expect(await controller.stop()).toBe(0);
  });

  it('F119 health: slow and half-open connections end, and others are answered meanwhile', async () => {
    const dir = folder();
    const part = await start(collectorArgs(dir), dir);
    const open = Array.from({ length: 100 }, () => send(part.healthSocket, Buffer.from('GET /hea'), 20_000));
    expect((await httpGet(part.healthSocket, '/healthz')).status).toBe(200);
    for (const { closed } of await Promise.all(open)) expect(closed).toBe(true);
    expect(await part.stop()).toBe(0);
  });
});
