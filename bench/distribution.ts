import { parseArgs } from 'node:util';
import Table from 'cli-table3';
import { editToVerdict } from './distribution/real.js';
import { simulated } from './distribution/simulated.js';
import { type Entry, entryOf } from './row/entry.js';

export const summary =
  'one controller, 1,000 simulated agents: connect, change, storm; and one real agent: file edit to packet verdict';

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
  const results = measured.map((one) => entryOf('distribution', one));
  const table = new Table({ head: ['case', 'p50', 'p99', 'unit'], style: { head: [], border: [] } });
  for (const { case: name, p50, p99, unit } of results) table.push([name, p50.toFixed(1), p99.toFixed(1), unit]);
  console.log(table.toString());
  return results;
}
