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
type Kind = 'own' | 'shared';
type Case = readonly [endpoints: number, rules: number, kind: Kind];

/** Endpoints and rules of each, of its own or the same for all; `--full` adds a million rules, and the largest node that is promised (F100). */
const CASES: readonly Case[] = [
  [100, 100, 'own'],
  [100, 10_000, 'shared'],
  [10, 10_000, 'own'],
  [25, 10_000, 'own'],
];
const FULL: readonly Case[] = [
  [100, 10_000, 'own'],
  [250, 10_000, 'own'],
];

interface Held {
  readonly rules: number;
  readonly heapMiB: number;
  readonly rssMiB: number;
  readonly peakRssMiB: number;
  readonly viewMiB: number;
  readonly bytesPerRule: number;
  readonly wholeMs: number;
  /** Processor time of the main thread; `own`: of turns without a pause for collecting garbage; and the longest of those, by the wall clock. */
  readonly longestTurnMs: number;
  readonly longestOwnTurnMs: number;
  readonly longestPauseMs: number;
  /** Longer than 2 ms; and of them, longer than 50. */
  readonly turns: number;
  readonly turnsOverGoal: number;
  /**
   * While the view is read from disk, its numbers are taken over, it is compiled and encoded, and written to disk; with `--late`,
   * while tables are adopted, verified, and a first view comes by wire.
   */
  readonly loadTurnMs: number;
  readonly restoreTurnMs: number;
  readonly compileTurnMs: number;
  readonly saveTurnMs: number;
  readonly adoptTurnMs?: number;
  readonly verifyTurnMs?: number;
  readonly wireTurnMs?: number;
  readonly loadOwnTurnMs: number;
  readonly restoreOwnTurnMs: number;
  readonly compileOwnTurnMs: number;
  readonly saveOwnTurnMs: number;
  readonly adoptOwnTurnMs?: number;
  readonly verifyOwnTurnMs?: number;
  readonly wireOwnTurnMs?: number;
  readonly changeMs: number;
  readonly changeFastestMs: number;
}

async function measure([endpoints, rules, kind]: Case, late: boolean): Promise<Held> {
  const folder = mkdtempSync(join(tmpdir(), 'osg-bench-'));
  const run = async (...args: (string | number)[]): Promise<string> => {
    const flags = ['--expose-gc', '--max-old-space-size=8192'];
    const { stdout } = await promisify(execFile)(process.execPath, [...flags, CHILD, ...args.map(String)]);
    return stdout;
  };
  try {
    await run('make', folder, endpoints, rules, kind);
    const distinct = kind === 'shared' ? rules : endpoints * rules;
    return JSON.parse(await run('hold', folder, 2 ** Math.ceil(Math.log2(distinct + 65_536)), late ? 'late' : ''));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const CASE = /^(\d+)x(\d+)(shared)?$/;

function asked(args: readonly string[]): { readonly cases: readonly Case[]; readonly late: boolean } {
  const { values } = parseArgs({
    args: [...args],
    options: {
      full: { type: 'boolean', default: false },
      late: { type: 'boolean', default: false },
      case: { type: 'string', multiple: true },
    },
  });
  return { cases: values.case?.map(caseOf) ?? (values.full ? [...CASES, ...FULL] : CASES), late: values.late };
}

function caseOf(text: string): Case {
  const [, endpoints, rules, shared] = CASE.exec(text) ?? [];
  if (endpoints === undefined) throw new Error(`--case ${text}: expected ENDPOINTSxRULES, or ENDPOINTSxRULESshared`);
  return [Number(endpoints), Number(rules), shared === undefined ? 'own' : 'shared'];
}

/**
 * @param args `--full`; `--case 25x10000`, `--case 100x10000shared`: these instead; `--late`: also what an agent does beside its first
 *   compilation. Of a full node that takes half an hour and more: its rules are unpacked for each message of the wire
 */
export async function run(args: readonly string[]): Promise<Row[]> {
  const { cases, late } = asked(args);
  const rows: Row[] = [];
  const head = [
    'endpoints × rules',
    'heap MiB',
    'of it the view',
    'bytes a rule',
    'RSS MiB',
    'peak',
    'longest turn ms',
    'over 50 ms',
    'load, numbers, compile, save',
    'without GC',
    ...(late ? ['adopt, verify, wire', 'without GC'] : []),
    'longest GC ms',
    'one rule ms',
  ];
  const table = new Table({ head, style: { head: [], border: [] } });
  for (const one of cases) {
    const [endpoints, rules, kind] = one;
    const { wholeMs, ...held } = await measure(one, late);
    const { changeMs, changeFastestMs } = held;
    table.push([
      `${endpoints} × ${rules}${kind === 'shared' ? ' shared' : ''}`,
      held.heapMiB,
      held.viewMiB,
      held.bytesPerRule,
      held.rssMiB,
      held.peakRssMiB,
      held.longestTurnMs,
      `${held.turnsOverGoal} of ${held.turns}`,
      [held.loadTurnMs, held.restoreTurnMs, held.compileTurnMs, held.saveTurnMs].join(', '),
      [held.loadOwnTurnMs, held.restoreOwnTurnMs, held.compileOwnTurnMs, held.saveOwnTurnMs].join(', '),
      ...(late
        ? [
            [held.adoptTurnMs, held.verifyTurnMs, held.wireTurnMs].join(', '),
            [held.adoptOwnTurnMs, held.verifyOwnTurnMs, held.wireOwnTurnMs].join(', '),
          ]
        : []),
      held.longestPauseMs,
      `${changeMs} (${changeFastestMs})`,
    ]);
    const name = kind === 'shared' ? 'last good view to tables, rules shared' : 'last good view to tables';
    rows.push(row('memory', name, { ...held, endpoints, rules }, 'ms', [wholeMs]));
  }
  console.log(table.toString());
  return rows;
}
