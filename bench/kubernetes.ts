import { parseArgs } from 'node:util';
import Table from 'cli-table3';
import { endured } from './kubernetes/long.js';
import { followed, listed } from './kubernetes/measure.js';
import { told } from './kubernetes/told.js';
import { type Entry, entryOf } from './row/entry.js';

export const summary =
  'a cluster as source: 10,000 pods listed and held; pod changes through the controller to 100 agents';

export async function run(args: readonly string[]): Promise<Entry[]> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      rounds: { type: 'string', default: '300' },
      seconds: { type: 'string', default: '20' },
      /** Only what listing costs, or only what changes cost. */
      only: { type: 'string' },
      /** Instead: 100 changes a second for so long, and whether memory and disk are flat. */
      minutes: { type: 'string' },
      /** With --minutes: the store does not begin full. */
      empty: { type: 'boolean', default: false },
      /** With --minutes: nobody asks why a packet was denied. */
      unasked: { type: 'boolean', default: false },
    },
  });
  if (values.minutes !== undefined) {
    const size = { pods: 5_000, policies: 500, nodes: 100 };
    const { empty, unasked } = values;
    const long = await endured({ size, minutes: Number(values.minutes), empty, unasked, progress: console.error });
    const entries = told(long, (text) => console.log(text));
    return unasked ? entries.map((one) => ({ ...one, case: `unasked: ${one.case}` })) : entries;
  }
  const measured = [
    ...(values.only === 'changes' ? [] : await listed({ pods: 10_000, policies: 500, nodes: 100 })),
    ...(values.only === 'list'
      ? []
      : await followed({ pods: 5_000, policies: 500, nodes: 100 }, Number(values.rounds), Number(values.seconds))),
  ];
  const results = measured.map((one) => entryOf('kubernetes', one));
  const table = new Table({ head: ['case', 'p50', 'p99', 'unit'], style: { head: [], border: [] } });
  for (const { case: name, p50, p99, unit } of results) table.push([name, p50.toFixed(1), p99.toFixed(1), unit]);
  console.log(table.toString());
  return results;
}
