/** What a process has done so far: told before and after a change, the difference is what the change cost. */
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Meter {
  /** Of the processes that are to be read. */
  readonly env: Readonly<Record<string, string>>;
  /** In the meter's unit, since the process began. */
  read(pid: number): Promise<number>;
}

/** Milliseconds of processor time, of all threads. */
export const CPU: Meter = {
  env: {},
  read: async (pid) => {
    let ns = 0;
    for (const thread of readdirSync(`/proc/${pid}/task`))
      ns += Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]);
    return ns / 1e6;
  },
};

const PATIENCE_MS = 30_000;
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Blocks of JavaScript that were run: the same on a fast, a slow or a loaded machine.
 * @param folder of the processes' files; is made
 */
export function blocks(folder: string): Meter {
  mkdirSync(folder);
  const asked = new Map<number, number>();
  return {
    env: {
      NODE_OPTIONS: `--import=${new URL('count-blocks.mjs', import.meta.url).href}`,
      OSG_COUNT_BLOCKS: folder,
    },
    read: async (pid) => {
      const wanted = (asked.get(pid) ?? 0) + 1;
      asked.set(pid, wanted);
      process.kill(pid, 'SIGUSR2');
      for (const deadline = Date.now() + PATIENCE_MS; ; await pause(5)) {
        const [times, counted] = answerOf(join(folder, String(pid)));
        if (times === wanted) return counted;
        if (Date.now() > deadline) throw new Error(`process ${pid} does not say what it has run`);
      }
    },
  };
}

function answerOf(file: string): readonly [times: number, counted: number] {
  try {
    const [times, counted] = readFileSync(file, 'utf8').split(' ').map(Number);
    return [times ?? 0, counted ?? 0];
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [0, 0];
    throw error;
  }
}
