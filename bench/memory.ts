/** What the agent's view, compiler and encoder hold on a full node, and how long they keep others waiting. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import Table from 'cli-table3';
import { type Row, row } from './row/row.js';

export const summary =
  'memory of the agent by rules, from the last good view on disk to tables, and the longest turn of its event loop';

const CHILD = fileURLToPath(new URL('memory/child.mjs', import.meta.url));
/** Endpoints and rules of each: 10,000 in all, and ever more; `--full` adds the largest node that is promised (F100). */
const CASES = [
  [100, 100],
  [10, 10_000],
  [25, 10_000],
] as const;
const FULL = [250, 10_000] as const;

interface Held {
  readonly rules: number;
  readonly heapMiB: number;
  readonly rssMiB: number;
  readonly peakRssMiB: number;
  readonly viewMiB: number;
  readonly tablesAndCompilerMiB: number;
  readonly bytesPerRule: number;
  readonly wholeMs: number;
  /** Processor time of the main thread. */
  readonly longestTurnMs: number;
  /** While the view is read from disk, compiled and encoded, and written to disk. */
  readonly loadTurnMs: number;
  readonly compileTurnMs: number;
  readonly saveTurnMs: number;
  readonly changeMs: number;
  readonly changeFastestMs: number;
}

async function measure(endpoints: number, rules: number): Promise<Held> {
  const folder = mkdtempSync(join(tmpdir(), 'osg-bench-'));
  const run = async (...args: (string | number)[]): Promise<string> => {
    const flags = ['--expose-gc', '--max-old-space-size=8192'];
    const { stdout } = await promisify(execFile)(process.execPath, [...flags, CHILD, ...args.map(String)]);
    return stdout;
  };
  try {
    await run('make', folder, endpoints, rules);
    return JSON.parse(await run('hold', folder, 2 ** Math.ceil(Math.log2(endpoints * rules + 65_536))));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export async function run(args: readonly string[]): Promise<Row[]> {
  const { values } = parseArgs({ args: [...args], options: { full: { type: 'boolean', default: false } } });
  const rows: Row[] = [];
  const head = [
    'endpoints × rules',
    'heap MiB',
    'of it the view',
    'bytes a rule',
    'RSS MiB',
    'peak',
    'longest turn ms',
    'one rule ms',
  ];
  const table = new Table({ head, style: { head: [], border: [] } });
  for (const [endpoints, rules] of values.full ? [...CASES, FULL] : CASES) {
    const held = await measure(endpoints, rules);
    const { heapMiB, rssMiB, peakRssMiB, viewMiB, bytesPerRule, longestTurnMs, changeMs, changeFastestMs, wholeMs } =
      held;
    table.push([
      `${endpoints} × ${rules}`,
      heapMiB,
      viewMiB,
      bytesPerRule,
      rssMiB,
      peakRssMiB,
      longestTurnMs,
      `${changeMs} (${changeFastestMs})`,
    ]);
    const params = {
      endpoints,
      rules,
      heapMiB,
      viewMiB,
      bytesPerRule,
      rssMiB,
      peakRssMiB,
      longestTurnMs,
      changeMs,
      changeFastestMs,
    };
    rows.push(row('memory', 'last good view to tables', params, 'ms', [wholeMs]));
  }
  console.log(table.toString());
  return rows;
}
