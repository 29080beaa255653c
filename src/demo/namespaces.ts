/**
 * The demo's own world: one process tree in new network, mount and process namespaces. The kernel removes all of it
 * (interfaces, links, pins, sockets, processes) when the tree's first process ends, whatever ended it.
 */
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { onlyChild, passSignalsOn } from './pass-on.js';

/** Set in the environment of the process that is the node. */
export const INSIDE = 'OSG_DEMO_INSIDE';
/** True in the process that runs inside the sandbox. */
export const inSandbox = (): boolean => process.env[INSIDE] === '1';

/**
 * Runs this same command line again as the first process of a sandbox, and returns its exit code. As such it hears no signal
 * before it listens, so what comes is passed on until it ends; hearing one twice does no harm.
 */
export function runInSandbox(): Promise<number> {
  const command = [
    ...['setpriv', '--pdeathsig', 'KILL'],
    ...[
      'unshare',
      '--net',
      '--mount',
      '--propagation',
      'private',
      '--pid',
      '--fork',
      '--kill-child=KILL',
      '--mount-proc',
    ],
    ...[process.execPath, ...process.execArgv, ...process.argv.slice(1)],
  ];
  const child = spawn(command[0] as string, command.slice(1), {
    stdio: 'inherit',
    env: { ...process.env, [INSIDE]: '1' },
  });
  const end = passSignalsOn({ to: () => onlyChild(child.pid), insist: true });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      end();
      resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
    });
  });
}

/** Where the sandbox keeps its sockets, state and pinned BPF objects. */
export interface SandboxPaths {
  readonly run: string;
  readonly bpffs: string;
}

/** Makes the node's private /run, its bpffs, and turns on forwarding. */
export function prepareNode(): SandboxPaths {
  const run = '/run/osg';
  const bpffs = `${run}/bpf`;
  mount('tmpfs', '/run', 'mode=755');
  mkdirSync(bpffs, { recursive: true });
  mount('bpf', bpffs, 'mode=700');
  ip(['link set lo up']);
  for (const [key, value] of Object.entries(SYSCTLS)) writeSysctl(key, value);
  return { run, bpffs };
}

const SYSCTLS = {
  'net/ipv4/ip_forward': '1',
  'net/ipv6/conf/all/forwarding': '1',
  'net/ipv6/conf/default/accept_dad': '0',
  'net/ipv6/conf/all/accept_dad': '0',
};

function writeSysctl(key: string, value: string): void {
  writeFileSync(`/proc/sys/${key}`, value);
}

function mount(type: string, target: string, options: string): void {
  execFileSync('mount', ['-t', type, '-o', options, type, target], { stdio: ['ignore', 'ignore', 'pipe'] });
}

/** Runs `ip` commands in one batch, in the network namespace of process `pid` or in the node's own. */
export function ip(lines: readonly string[], pid?: number): void {
  const command = pid === undefined ? ['ip'] : ['nsenter', '-t', String(pid), '-n', 'ip'];
  execFileSync(command[0] as string, [...command.slice(1), '-batch', '-'], {
    input: `${lines.join('\n')}\n`,
    stdio: ['pipe', 'ignore', 'pipe'],
  });
}
