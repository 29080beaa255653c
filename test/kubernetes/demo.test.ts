/** The demo on a cluster as its user runs it: told to its end and kept, stopped at any moment, with nothing left behind. */
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { fetchParts } from '../../src/demo/kubernetes/lab-files.js';
import { SLOW } from '../support/slow.js';

const MAIN = 'dist/cli/main.js';
const children: ChildProcess[] = [];

/** What a demo makes outside of its namespaces. */
const traces = (): string[] =>
  [
    ...readdirSync(tmpdir()).filter((name) => /^osg-(k8s|apiserver)-/.test(name)),
    ...readdirSync('/sys/fs/cgroup', { recursive: true, encoding: 'utf8' }).filter((name) =>
      /osg-lab-[^/]*$/.test(name),
    ),
    ...(execFileSync('cat', ['/proc/self/mounts'], { encoding: 'utf8' }).match(/osg-k8s-\w+/g) ?? []),
  ].sort();

function demo(...flags: string[]) {
  // A group of its own, as a terminal has it: its Ctrl-C is for all of them.
  const child = spawn(process.execPath, [MAIN, 'demo', 'kubernetes', ...flags], {
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  children.push(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (data: Buffer) => {
      output += data.toString();
    });
  const ended = new Promise<number | null>((resolve) => void child.once('close', resolve));
  const said = (text: string) =>
    expect.poll(() => child.exitCode !== null || output.includes(text), { timeout: 600_000 * SLOW }).toBe(true);
  return { child, ended, said, output: () => output };
}

const enter = (...command: string[]) =>
  spawnSync(process.execPath, [MAIN, 'demo', 'enter', ...command], { encoding: 'utf8' });

describe('the demo on a cluster', () => {
  let before: string[];
  beforeAll(async () => {
    expect(await fetchParts()).toBe(0);
    before = traces();
  }, 3_600_000);
  afterEach(() => {
    for (const { pid, exitCode } of children.splice(0))
      if (pid !== undefined && exitCode === null) process.kill(-pid, 'SIGKILL');
  });

  it(
    'tells its story, goes on, lets a second terminal look at cluster and denies, and ends with Ctrl-C',
    async () => {
      const run = demo('--once', '--keep');
      await run.said('It goes on');
      expect(run.output()).toMatch(/All \d+ checks held/);
      const pods = enter('kubectl', 'get', 'pods', '-A');
      expect(pods.stdout, pods.stderr).toContain('osg-controller');
      await expect.poll(() => enter('osg', 'status').stdout, { timeout: 60_000 * SLOW }).toContain('revision');
      const agent = enter('osg', 'status', '--agent');
      expect(agent.stdout, agent.stderr).toContain('shop/api');
      await expect
        .poll(() => enter('osg', 'denies', '--last', '1').stdout, { timeout: 60_000 * SLOW })
        .toContain('shop/');
      process.kill(-(run.child.pid as number), 'SIGINT');
      expect(await run.ended, run.output().slice(-2000)).toBe(130);
      expect(run.output()).toContain('nothing is left behind');
      expect(traces()).toEqual(before);
    },
    900_000 * SLOW,
  );

  it.each([
    ['a terminal', 'a node in namespaces of its own', (pid: number) => process.kill(-pid, 'SIGINT')],
    ['a terminal', 'kubectl apply -k', (pid: number) => process.kill(-pid, 'SIGINT')],
    ['kill', 'The shop', (pid: number) => process.kill(pid, 'SIGTERM')],
  ])(
    'stopped by %s after “%s”: exit code 130, and nothing is left',
    async (_by, after, stop) => {
      const run = demo('--once');
      await run.said(after);
      stop(run.child.pid as number);
      expect(await run.ended, run.output().slice(-2000)).toBe(130);
      expect(traces()).toEqual(before);
    },
    600_000 * SLOW,
  );

  it('a wrong flag is told, a missing part names itself and --fetch', () => {
    const wrong = spawnSync(process.execPath, [MAIN, 'demo', 'kubernetes', '--ferch'], { encoding: 'utf8' });
    expect([wrong.status, wrong.stderr]).toEqual([2, expect.stringContaining("unknown option '--ferch'")]);
    const env = { ...process.env, OSG_LAB: '/nowhere/lab', OSG_APISERVER: '/nowhere/apiserver' };
    for (const command of [
      [MAIN, 'demo', 'kubernetes'],
      ['deploy/setup/run.mjs', 'start', '--kubernetes'],
    ]) {
      const lacking = spawnSync(process.execPath, command, { encoding: 'utf8', env });
      expect(lacking.status, lacking.stderr).toBe(5);
      expect(lacking.stderr).toContain('a Kubernetes API server (3 GB');
      expect(lacking.stderr).toContain('--fetch');
    }
  });
});
