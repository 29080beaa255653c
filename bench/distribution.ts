import { parseArgs } from 'node:util';
import Table from 'cli-table3';
import { editToVerdict } from './distribution/real.js';
import { type Measured, simulated } from './distribution/simulated.js';
import { type Row, row } from './row/row.js';

export const summary =
  'one controller, 1,000 simulated agents: connect, change, storm; and one real agent: file edit to packet verdict';

interface Entry extends Row {
  readonly p50: number;
  readonly p99: number;
}

const at = (sorted: readonly number[], q: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? 0;

function entry({ name, unit, samples }: Measured): Entry {
  const rounded = samples.map((value) => Math.round(value * 10) / 10);
  const sorted = [...rounded].sort((a, b) => a - b);
  const [p50, p99] = [at(sorted, 0.5), at(sorted, 0.99)];
  return { ...row('distribution', name, samples.length > 1 ? { p50, p99 } : {}, unit, rounded), p50, p99 };
}

export async function run(args: readonly string[]): Promise<Entry[]> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      nodes: { type: 'string', default: '1000' },
      rounds: { type: 'string', default: '20' },
      /** Without root: only the simulated agents. */
      simulated: { type: 'boolean', default: false },
    },
  });
  const measured = await simulated(Number(values.nodes), Number(values.rounds));
  if (!values.simulated) {
    const samples = await editToVerdict(Number(values.rounds));
    measured.push({ name: 'real agent: file edit to first packet by the new rule', unit: 'ms', samples });
  }
  const results = measured.map(entry);
  const table = new Table({ head: ['case', 'p50', 'p99', 'unit'], style: { head: [], border: [] } });
  for (const { case: name, p50, p99, unit } of results) table.push([name, p50.toFixed(1), p99.toFixed(1), unit]);
  console.log(table.toString());
  return results;
}
