/** Short flows in number, by flow-load.c. */
import { execFile, execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Workload } from './node.js';

const SOURCE = fileURLToPath(new URL('flow-load.c', import.meta.url));

export interface Load {
  readonly protocol: 'udp' | 'tcp';
  /** A second. */
  readonly rate: number;
  readonly flows: number;
  /** 1 unless given. */
  readonly threads?: number;
}

export interface LoadResult {
  readonly done: number;
  readonly failed: number;
  readonly seconds: number;
  /** Of both ends and all that lies between. */
  readonly cpuSeconds: number;
}

/** @returns the path of the program */
export function buildLoad(dir: string): string {
  const program = join(dir, 'flow-load');
  execFileSync('gcc', ['-O2', '-Wall', '-Werror', '-pthread', '-o', program, SOURCE], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return program;
}

/** From a workload to all IPv4 addresses of another, port 53. Ends after at most five times as long as it should take. */
export async function runLoad(
  program: string,
  from: Workload,
  to: Workload,
  { protocol, rate, flows, threads = 1 }: Load,
): Promise<LoadResult> {
  const servers = to.spec.addresses.filter((address) => !address.includes(':')).join();
  const { stdout } = await promisify(execFile)(
    program,
    [from.netns.path, to.netns.path, protocol, `${rate}`, `${flows}`, `${threads}`, servers],
    { timeout: 60_000 + (5_000 * flows) / rate, killSignal: 'SIGKILL' },
  );
  return JSON.parse(stdout) as LoadResult;
}
