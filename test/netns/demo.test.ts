/** The demo as its user runs it: it must succeed, must fail when enforcement is not what is declared, and leave nothing behind. */
import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { BpfLink, BpfMap, bpfIds } from '../../src/ebpf/binding.js';

const SHOP = 'deploy/examples/shop';
const children: ChildProcess[] = [];

interface Run {
  readonly child: ChildProcess;
  readonly ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  output(): string;
  /** Resolves when the text has been printed. */
  said(text: string): Promise<void>;
}

function demo(...flags: string[]): Run {
  const child = spawn(process.execPath, ['dist/cli/main.js', 'demo', ...flags], { stdio: ['ignore', 'pipe', 'pipe'] });
  children.push(child);
  let output = '';
  const waiting: (() => void)[] = [];
  const take = (data: Buffer): void => {
    output += data.toString();
    for (const check of waiting) check();
  };
  child.stdout?.on('data', take);
  child.stderr?.on('data', take);
  const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) => {
    child.once('close', (code, signal) => resolve({ code, signal }));
  });
  const said = (text: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const check = (): void => {
        if (output.includes(text)) resolve();
      };
      waiting.push(check);
      check();
      void ended.then(() => reject(new Error(`the demo ended without saying '${text}':\n${output}`)));
    });
  return { child, ended, output: () => output, said };
}

/** The processes of a demo: the outer one and everything below it, as process ids. */
function familyOf(pid: number): number[] {
  const below = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
  return [pid, ...below.flatMap(familyOf)];
}

const alive = (pids: readonly number[]): number[] => pids.filter((pid) => readdirSync('/proc').includes(String(pid)));

interface Held {
  readonly links: readonly number[];
  readonly maps: readonly number[];
  readonly programs: readonly number[];
}

/** The kernel objects of a running demo, by what it has pinned: looked at through its first process's root. */
function objectsOf(run: Run): Held {
  const bpffs = `/proc/${nodeOf(run)}/root/run/osg/bpf/osg`;
  const links = readdirSync(join(bpffs, 'links')).map((name) => {
    const link = BpfLink.openPinned(join(bpffs, 'links', name));
    const { id, progId } = link.info;
    link.close();
    return { id, progId };
  });
  const folder = join(bpffs, readdirSync(bpffs).find((name) => /^v\d+$/.test(name)) as string);
  const maps = readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return [];
    const map = BpfMap.openPinned(path);
    const { id } = map.info;
    map.close();
    return [id];
  });
  return { links: links.map((l) => l.id), programs: [...new Set(links.map((l) => l.progId))], maps };
}

/** The sandbox's first process: below the outer one and unshare. */
const nodeOf = (run: Run): number => familyOf(run.child.pid as number)[2] as number;

async function expectNothingLeft({ links, maps, programs }: Held): Promise<void> {
  expect(links.length).toBeGreaterThan(10);
  expect(maps.length).toBeGreaterThan(5);
  const left = () => ({
    links: links.filter((id) => bpfIds('link').includes(id)),
    maps: maps.filter((id) => bpfIds('map').includes(id)),
    programs: programs.filter((id) => bpfIds('program').includes(id)),
  });
  await expect.poll(left, { timeout: 10_000, interval: 100 }).toEqual({ links: [], maps: [], programs: [] });
}

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

describe('osg demo', () => {
  it('--once goes as the reference evaluator says, and leaves nothing behind', {
    timeout: 240_000,
  }, async () => {
    const run = demo('--once');
    await run.said('2. Why');
    const held = objectsOf(run);
    expect(await run.ended, run.output()).toEqual({ code: 0, signal: null });
    expect(run.output()).toMatch(/All \d+ checks held/);
    expect(run.output()).not.toContain('NOT:');
    await expectNothingLeft(held);
  });

  it('--once fails when one rule is inverted', { timeout: 240_000 }, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'osg-demo-'));
    try {
      cpSync(SHOP, folder, { recursive: true });
      const file = join(folder, 'policies/platform.yaml');
      const text = readFileSync(file, 'utf8');
      const inverted = text.replace('action: deny', 'action: accept');
      expect(inverted).not.toBe(text);
      writeFileSync(file, inverted);
      const run = demo('--once', '--policies', folder, '--reference', SHOP);
      expect((await run.ended).code, run.output()).toBe(1);
      // The echo itself can be late on a loaded machine.
      expect(run.output()).toMatch(/sandbox\/rogue .* expected deny, but client .+, server received it/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('--once fails when the links are detached by a foreign hand', { timeout: 240_000 }, async () => {
    const run = demo('--once');
    await run.said('every workload is enforced');
    const node = nodeOf(run);
    const held = objectsOf(run);
    const links = `/proc/${node}/root/run/osg/bpf/osg/links`;
    let detached = 0;
    const sabotage = (async () => {
      for (
        const end = performance.now() + 30_000;
        performance.now() < end && alive([node]).length > 0;
        await sleep(50)
      ) {
        try {
          for (const name of readdirSync(links)) detached += detach(join(links, name));
        } catch {
          // The demo is ending, or the agent is repairing.
        }
      }
    })();
    expect((await run.ended).code, run.output()).toBe(1);
    expect(run.output()).toMatch(/expected deny, but client got an echo/);
    await sabotage;
    expect(detached).toBeGreaterThan(0);
    await expectNothingLeft(held);
  });

  it('tidies up on SIGINT', { timeout: 180_000 }, async () => {
    const run = demo('--keep');
    await run.said('3. An edit');
    const family = familyOf(run.child.pid as number);
    const held = objectsOf(run);
    expect(family.length).toBeGreaterThan(8);
    // A terminal sends Ctrl-C to the whole group.
    for (const pid of family.slice(0, 3)) process.kill(pid, 'SIGINT');
    expect((await run.ended).code, run.output()).toBe(130);
    expect(alive(family)).toEqual([]);
    await expectNothingLeft(held);
  });

  it.each(process.env['OSG_SOAK'] === undefined ? SIGNALS.slice(0, 1) : SIGNALS)(
    'hears %s in its first moment, when its node does not listen yet',
    {
      timeout: 240_000,
    },
    async (signal) => {
      const run = demo('--keep');
      const pid = run.child.pid as number;
      await expect.poll(() => familyOf(pid).length, { timeout: 180_000, interval: 5 }).toBeGreaterThan(2);
      const family = familyOf(pid);
      run.child.kill(signal);
      expect((await run.ended).code, run.output()).toBe(130);
      expect(alive(family)).toEqual([]);
    },
  );

  it('passes signals on to what is run in it, and its options; tidies up on SIGTERM', {
    timeout: 240_000,
  }, async () => {
    const run = demo('--keep');
    await run.said('2. Why');
    const enter = (...command: string[]): ChildProcess => {
      const call = `m.enter(${nodeOf(run)}, ${JSON.stringify(command)})`;
      const program = `import('./dist/demo/enter.js').then((m) => ${call}).then((code) => process.exit(code))`;
      const child = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
      children.push(child);
      return child;
    };
    const code = (child: ChildProcess): Promise<number | null> =>
      new Promise((resolve) => child.once('exit', (status) => resolve(status)));
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGKILL'] as const) {
      const child = enter('sleep', '300');
      await expect.poll(() => familyOf(child.pid as number).length, { timeout: 180_000 }).toBe(3);
      const family = familyOf(child.pid as number);
      const ended = code(child);
      await expect.poll(() => readFileSync(`/proc/${family[2]}/cmdline`, 'utf8')).toMatch(/^sleep/);
      child.kill(signal);
      expect(await ended).toBe({ SIGINT: 130, SIGTERM: 143, SIGKILL: null }[signal]);
      await expect.poll(() => alive(family), { timeout: 10_000 }).toEqual([]);
    }
    const family = familyOf(run.child.pid as number);
    const held = objectsOf(run);
    run.child.kill('SIGTERM');
    expect((await run.ended).code, run.output()).toBe(130);
    expect(alive(family)).toEqual([]);
    await expectNothingLeft(held);
    const help = spawn(process.execPath, ['dist/cli/main.js', 'demo', 'enter', 'osg', 'status', '--help']);
    children.push(help);
    let text = '';
    help.stdout.on('data', (data: Buffer) => {
      text += data.toString();
    });
    await code(help);
    expect(text).not.toContain('Looks into a running demo');
  });

  it('leaves nothing behind when it is killed', { timeout: 180_000 }, async () => {
    const run = demo('--keep');
    await run.said('2. Why');
    const family = familyOf(run.child.pid as number);
    const held = objectsOf(run);
    run.child.kill('SIGKILL');
    await expect.poll(() => alive(family), { timeout: 10_000 }).toEqual([]);
    await expectNothingLeft(held);
  });

  it('says what is wrong with a flag, a folder, a policy', async () => {
    const flag = demo('--onse');
    expect((await flag.ended).code).toBe(2);
    expect(flag.output()).toContain('--once');
    const folder = demo('--once', '--policies', '/nowhere');
    expect((await folder.ended).code).not.toBe(0);
    expect(folder.output()).toContain('/nowhere');
    expect(folder.output()).not.toMatch(/\n\s+at /);
  });
});

function detach(path: string): number {
  const link = BpfLink.openPinned(path);
  try {
    link.detach();
    return 1;
  } finally {
    link.close();
  }
}
