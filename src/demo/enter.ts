/** Into a running demo from a second terminal: the node's namespaces, this folder, and `osg` in the path. */
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter } from 'node:path';
import { fileURLToPath } from 'node:url';
import { INSIDE } from './namespaces.js';
import { onlyChild, passSignalsOn } from './pass-on.js';

const BIN = fileURLToPath(new URL('../../node_modules/.bin', import.meta.url));

/** Process ids, as this process sees them, of the demos that run on this machine. */
export function runningDemos(): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter(isDemo);
}

/** The first process of a sandbox: it has our mark, and is number 1 in its own process namespace. */
function isDemo(pid: number): boolean {
  try {
    const marked = readFileSync(`/proc/${pid}/environ`, 'latin1').split('\0').includes(`${INSIDE}=1`);
    return marked && /^NSpid:\t.*\t1$/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false; // it ended while we looked, or is not ours to look at
  }
}

/** In the demo's /run/osg: what the environment of a command on its node has beside ours, as JSON. */
export const ENTERED = 'environment.json';

function environmentOf(pid: number): Record<string, string> {
  const path = `/proc/${pid}/root/run/osg/${ENTERED}`;
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Record<string, string>) : {};
}

/** Runs a command, or a shell, on the demo's node. @returns its exit code */
export function enter(pid: number, command: readonly string[]): Promise<number> {
  const what = command.length > 0 ? command : [process.env['SHELL'] ?? 'bash'];
  const back = ['sh', '-c', 'cd "$0" && exec "$@"', process.cwd()];
  const own = environmentOf(pid);
  const PATH = [BIN, own['PATH'] ?? process.env['PATH'] ?? ''].join(delimiter);
  const env = { ...process.env, ...own, OSG_DEMO_ENTERED: '1', PATH };
  // When we end, so does what we began there.
  const tied = ['setpriv', '--pdeathsig', 'KILL'];
  const there = ['nsenter', '-t', String(pid), '-n', '-m', '-p'];
  const [first, ...rest] = [...tied, ...there, ...tied, ...back, ...what];
  const child = spawn(first as string, rest, { stdio: 'inherit', env });
  const end = passSignalsOn({ to: () => onlyChild(child.pid), notFromTerminal: true });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      end();
      resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
    });
  });
}
