import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { text as readText } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import Table from 'cli-table3';
import { type Row, row } from './row/row.js';
import { inventory, policies, type Size, wideRule } from './tools/cluster.js';

export const summary =
  'osg policy diff, matrix, explain, lint on a cluster of 5,000 pods and 2,000 policies: time and peak memory';

const MAIN = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));
const PEAK = new URL('./tools/peak.mjs', import.meta.url).href;

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly ms: number;
  readonly peakMiB: number;
  readonly cpuMs: number;
}

/** `osg policy …` in a process of its own. */
async function osg(...args: string[]): Promise<Ended> {
  const began = performance.now();
  const child = spawn(process.execPath, ['--import', PEAK, MAIN, 'policy', ...args], {
    stdio: ['ignore', 'pipe', 'inherit', 'pipe'],
  });
  const ended = new Promise<number>((resolve) => child.on('close', (code) => resolve(code ?? -1)));
  const [out, used] = await Promise.all([readText(child.stdout as Readable), readText(child.stdio[3] as Readable)]);
  const code = await ended;
  const ms = performance.now() - began;
  const [peak = 0, cpuMs = 0] = used.split(' ').map(Number);
  return { code, out, ms, peakMiB: peak / 1024, cpuMs };
}

interface Case {
  readonly name: string;
  readonly args: readonly string[];
  readonly code: number;
  /** What must be in the output: a figure of a wrong answer is worth nothing. */
  readonly says: RegExp;
}

export async function run(args: readonly string[]): Promise<Row[]> {
  const { values } = parseArgs({ args: [...args], options: { rounds: { type: 'string', default: '5' } } });
  const size: Size = { namespaces: 500, pods: 5000, policies: 2000 };
  const folder = mkdtempSync(join(tmpdir(), 'osg-bench-'));
  try {
    const file = (name: string, content: string) => {
      writeFileSync(join(folder, name), content);
      return join(folder, name);
    };
    const cluster = file('inventory.yaml', inventory(size));
    const [old, fresh] = [file('old.yaml', policies(size)), file('new.yaml', policies(size, 8081))];
    const [wide, wider] = (['deny', 'accept'] as const).map((action) =>
      file(`${action}.yaml`, `${policies(size)}\n---\n${wideRule(action)}`),
    ) as [string, string];
    const cases: Case[] = [
      {
        name: 'diff, one port of one rule',
        args: ['diff', old, fresh, '-p', cluster],
        code: 6,
        says: /2 differences: 4 conversations allowed, 4 conversations denied/,
      },
      {
        name: 'diff, a rule that governs every pod',
        args: ['diff', wide, wider, '-p', cluster],
        code: 6,
        says: /conversations allowed/,
      },
      { name: 'matrix --to one namespace', args: ['matrix', old, cluster, '--to', 'ns7'], code: 0, says: /ns7\/web/ },
      {
        name: 'explain, an edit tried in the whole cluster',
        args: ['explain', 'ns7/jobs-jobs5d4f8-4', 'ns7/web-web5d4f8-0', '8080', '-p', old, cluster],
        code: 1,
        says: /tried: it allows this conversation and changes nothing else/,
      },
      { name: 'lint', args: ['lint', old, cluster, '--fail-on', 'never'], code: 0, says: /\d+ findings/ },
    ];
    const rows: Row[] = [];
    for (const { name, args: own, code, says } of cases) {
      const runs: Ended[] = [];
      for (let round = 0; round < Number(values.rounds); round++) {
        const ended = await osg(...own);
        if (ended.code !== code || !says.test(ended.out))
          throw new Error(`${name}: exit code ${ended.code}: ${ended.out.slice(-400)}`);
        runs.push(ended);
      }
      const cpuMs = Math.min(...runs.map((one) => one.cpuMs));
      const peakMiB = Math.round(Math.max(...runs.map((one) => one.peakMiB)));
      rows.push(
        row(
          'tools',
          name,
          { ...size, peakMiB, cpuMs },
          'ms',
          runs.map((one) => one.ms),
        ),
      );
    }
    const table = new Table({ head: ['case', 'median ms', 'min', 'max', 'least CPU ms', 'peak MiB'] });
    for (const { case: name, median, min, max, params } of rows)
      table.push([name, ...[median, min, max].map(Math.round), params['cpuMs'] ?? 0, params['peakMiB'] ?? 0]);
    console.log(table.toString());
    return rows;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
