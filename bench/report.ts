/** `npm run bench -- report`: makes docs/benchmarks.md of the results that are kept in bench/results. */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { markdown } from './peers/tables.js';
import { readResults } from './report/results.js';
import { losses, section } from './report/sections.js';

export const summary = 'docs/benchmarks.md from the kept results';

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

const INTRODUCTION = `# Benchmarks

Made by \`npm run bench -- report\` from the files in \`bench/results\`, which the commands below write; do not edit. Absolute figures are those
of one machine, often a noisy one: compare within a table, trust intervals more than medians, and measure on your own
(\`npm run bench\` lists what there is).`;

export async function run(args: readonly string[]): Promise<{ benches: number; losses: number }> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      results: { type: 'string', default: path('results') },
      out: { type: 'string', default: path('../docs/benchmarks.md') },
    },
  });
  const results = readResults(values.results);
  if (results.size === 0) throw new Error(`no results in ${values.results}: run a bench with --json into it first`);
  const behind = [...results].flatMap(([bench, those]) =>
    losses(bench, those).map(({ what, against, found }) => [`${bench}: ${what}`, against, found]),
  );
  const text = [
    INTRODUCTION,
    '## Where we lose',
    'Every case in which a peer was better than this project with the whole interval, or a goal was not shown to be met: new flows at\nleast 0.95 of no policy where nothing is tracked, cheaper than ipset everywhere.',
    behind.length === 0 ? 'None in these results.' : markdown(['case', 'against', 'found'], behind, 3),
    ...[...results].map(([bench, those]) => section(bench, those)),
  ].join('\n\n');
  writeFileSync(values.out, `${text}\n`);
  console.log(`${values.out}: ${results.size} benches, ${behind.length} cases behind`);
  return { benches: results.size, losses: behind.length };
}
