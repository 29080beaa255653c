/**
 * What a lab needs beside the product: `node deploy/lab/parts.mjs [tools] [server]` fetches and builds what is not there, with
 * progress; `--missing` only names it, a line each. Without names: all. Plain JavaScript, since set-up asks before anything is built.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { CACHE } from '../setup/paths.mjs';
import { paint, run, SetupError, say, step } from '../setup/progress.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const tools = process.env['OSG_LAB'] ?? join(CACHE, 'lab');
const server = process.env['OSG_APISERVER'] ?? join(CACHE, 'apiserver');

const PARTS = [
  {
    id: 'tools',
    name: 'containerd, runc, CNI plugins, kubectl',
    cost: '100 MB, a minute',
    script: [join(here, 'fetch.sh'), tools],
    complete: () => existsSync(join(tools, 'complete')),
  },
  {
    id: 'server',
    name: 'a Kubernetes API server',
    cost: '3 GB, 15 minutes of building',
    script: [join(here, 'apiserver/build.sh'), server],
    // By these sources: an earlier one is built anew, which takes a minute where its cache is.
    complete: () =>
      existsSync(join(server, 'apiserver')) &&
      readdirSync(join(here, 'apiserver'))
        .filter((name) => name.endsWith('.go'))
        .every((name) => same(join(here, 'apiserver', name), join(server, 'src', name))),
  },
];

/**
 * @param {string} a
 * @param {string} b
 */
const same = (a, b) => existsSync(b) && readFileSync(a).equals(readFileSync(b));

/** @param {string[]} ids none: all */
const lacking = (ids) => PARTS.filter(({ id, complete }) => (ids.length === 0 || ids.includes(id)) && !complete());

/** Names and costs of what is not there. */
export const missing = (/** @type {string[]} */ ...ids) => lacking(ids).map(({ name, cost }) => `${name} (${cost})`);

/** @param {string[]} ids */
async function fetchMissing(ids) {
  for (const { id, name, cost, script } of lacking(ids))
    await step(name, cost, (note) => run('bash', script, { log: `lab-${id}`, note }));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const args = process.argv.slice(2);
  const ids = args.filter((arg) => arg !== '--missing');
  try {
    if (ids.length < args.length) for (const line of missing(...ids)) process.stdout.write(`${line}\n`);
    else await fetchMissing(ids);
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    say(`\n${paint('red', error.message)}`);
    process.exitCode = error.exitCode;
  }
}
