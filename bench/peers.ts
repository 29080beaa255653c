/**
 * `npm run bench -- peers [--rounds N] [--sizes 10,1000,…] [--systems none,ipset,…] [--slice MS] [--cases new-tcp,…] [--json FILE]`: policy
 * enforcement of this project beside what others use, on a path client – router – server of network namespaces.
 */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { parseArgs } from 'node:util';
import { Sandbox } from '../test/support/netns.js';
import { PeersError } from './peers/error.js';
import { CASE_NAMES, measure } from './peers/measure.js';
import { Ipset, Iptables, Nftables, NoPolicy } from './peers/netfilter.js';
import { Ours } from './peers/ours.js';
import type { Row } from './peers/row.js';
import { MAX_RULES } from './peers/rules.js';
import type { Need, System } from './peers/system.js';
import { peersTables } from './peers/tables.js';

export const summary = 'new flows, denies, connections, latency and rule changes beside iptables, ipset and nftables';

/** What every run needs besides what the tests need. */
const ALWAYS: readonly Need[] = [
  { command: 'gcc', package: 'gcc' },
  { command: 'nsenter', package: 'util-linux' },
  { command: 'ip', package: 'iproute2' },
];

const MAKERS: Readonly<Record<string, (sandbox: Sandbox) => System>> = {
  none: () => new NoPolicy(),
  iptables: ({ dir }) => new Iptables(dir),
  ipset: ({ dir }) => new Ipset(dir),
  'nft-set': ({ dir }) => new Nftables(dir, 'set'),
  'nft-map': ({ dir }) => new Nftables(dir, 'map'),
  'osg-ingress': (sandbox) => new Ours(sandbox, false),
  'osg-both': (sandbox) => new Ours(sandbox, true),
};

const present = (command: string) =>
  [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/sbin'].some((dir) => existsSync(join(dir, command)));

function requireCommands(needs: readonly Need[]): void {
  const missing = needs.filter(({ command }) => !present(command));
  if (missing.length === 0) return;
  const packages = [...new Set(missing.map((need) => need.package))].join(' ');
  throw new PeersError(
    'MISSING',
    'start',
    `not found: ${missing.map(({ command }) => command).join(', ')}. On Debian: apt-get install ${packages}`,
  );
}

function whole(text: string, option: string, least: number, most: number): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new PeersError(
    'ARGUMENT',
    option,
    `--${option}: found "${text}", expected a whole number from ${least} to ${most}`,
  );
}

export async function run(args: readonly string[]): Promise<Row[]> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      rounds: { type: 'string', default: '30' },
      sizes: { type: 'string', default: '10,1000,10000,100000' },
      systems: { type: 'string', default: Object.keys(MAKERS).join(',') },
      slice: { type: 'string', default: '50' },
      cases: { type: 'string', default: CASE_NAMES.join(',') },
    },
  });
  const makers = values.systems.split(',').map((name) => {
    const make = MAKERS[name];
    if (make === undefined) {
      throw new PeersError(
        'ARGUMENT',
        'systems',
        `--systems: found "${name}", expected ${Object.keys(MAKERS).join(', ')}`,
      );
    }
    return make;
  });
  const cases = values.cases.split(',');
  for (const name of cases) {
    if (CASE_NAMES.includes(name)) continue;
    throw new PeersError('ARGUMENT', 'cases', `--cases: found "${name}", expected ${CASE_NAMES.join(', ')}`);
  }
  const options = {
    rounds: whole(values.rounds, 'rounds', 1, 1000),
    sizes: values.sizes.split(',').map((size) => whole(size, 'sizes', 4, MAX_RULES)),
    sliceMs: whole(values.slice, 'slice', 1, 1000),
    cases,
    log: (line: string) => console.error(line),
  };
  const sandbox = new Sandbox();
  try {
    const systems = makers.map((make) => make(sandbox));
    requireCommands([...ALWAYS, ...systems.flatMap(({ needs }) => needs)]);
    const rows = await measure(sandbox, systems, options);
    console.log(peersTables(rows));
    return rows;
  } finally {
    sandbox.close();
  }
}
