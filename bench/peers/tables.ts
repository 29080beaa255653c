/** The rows of `peers` as Markdown tables: a line for each system, a column for each number of rules. */
import { type Estimate, estimate, type Row, ratio } from './row.js';

const TITLES: Readonly<Record<string, string>> = {
  none: 'no policy',
  iptables: 'iptables-legacy, linear',
  ipset: 'ipset `hash:net,port`',
  'nft-set': 'nftables interval set',
  'nft-map': 'nftables verdict map',
  'osg-ingress': '**this project**, ingress restricted',
  'osg-both': '**this project**, both restricted',
};
export const OURS = ['osg-ingress', 'osg-both'];
export const BASE = 'none';

export const titleOf = (system: string): string => TITLES[system] ?? system;

/** The rows of peers, found by what they measured. */
export class PeerRows {
  readonly systems: readonly string[];
  readonly sizes: readonly number[];
  readonly #rows = new Map<string, Row>();

  constructor(rows: readonly Row[]) {
    for (const row of rows) this.#rows.set(`${row.case} ${row.params['system']} ${row.params['rules']}`, row);
    this.systems = [...new Set(rows.map(({ params }) => String(params['system'])))];
    this.sizes = [...new Set(rows.map(({ params }) => Number(params['rules'])))];
  }

  get(name: string, system: string, size: number): Row | undefined {
    return this.#rows.get(`${name} ${system} ${size}`);
  }
}

const digits = (value: number): string =>
  value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
const range = ({ value, low, high }: Estimate, show: (value: number) => string): string =>
  `${show(value)} [${show(low)}, ${show(high)}]`;
const fixed = (value: number): string => value.toFixed(2);

type Cell = (rows: PeerRows, name: string, system: string, size: number) => string;

/** Per second, and its ratio to no policy. */
const rate: Cell = (rows, name, system, size) => {
  const row = rows.get(name, system, size);
  if (row === undefined) return '–';
  const base = rows.get(name, BASE, size);
  const perSecond = `${digits(1e6 / row.median)}k/s`;
  return base === undefined || system === BASE ? perSecond : `${perSecond} · ${range(ratio(base, row), fixed)}`;
};

/** The cost, and its ratio to ipset's. */
const cost: Cell = (rows, name, system, size) => {
  const row = rows.get(name, system, size);
  if (row === undefined) return '–';
  const peer = rows.get(name, 'ipset', size);
  const ns = row.median.toFixed(0);
  return peer === undefined || system === 'ipset' ? ns : `${ns} · ${range(ratio(row, peer), fixed)}`;
};

/** What is added to no policy's. */
const added: Cell = (rows, name, system, size) => {
  const row = rows.get(name, system, size);
  const base = rows.get(name, BASE, size);
  if (row === undefined) return '–';
  if (base === undefined || system === BASE) return `(${row.median.toFixed(0)})`;
  return range(estimate(row.samples.map((sample, round) => sample - (base.samples[round] ?? 0))), (ns) =>
    ns.toFixed(0),
  );
};

const time: Cell = (rows, name, system, size) => {
  const row = rows.get(name, system, size);
  return row === undefined ? '–' : range(estimate(row.samples), digits);
};

const TABLES: readonly {
  readonly title: string;
  readonly name: string;
  readonly cell: Cell;
  readonly withBase: boolean;
}[] = [
  { title: 'New TCP flows (SYN), per second · ratio to no policy', name: 'new-tcp', cell: rate, withBase: true },
  { title: 'New UDP flows, per second · ratio to no policy', name: 'new-udp', cell: rate, withBase: true },
  {
    title: 'TCP connections (connect, accept, close), per second · ratio to no policy',
    name: 'connect',
    cell: rate,
    withBase: true,
  },
  {
    title: 'Nanoseconds per denied packet, everything from the sender on included · ratio to ipset',
    name: 'denied',
    cell: cost,
    withBase: false,
  },
  {
    title: 'Latency added to a UDP round trip, p50, ns (in brackets: no policy’s own)',
    name: 'ping-p50',
    cell: added,
    withBase: true,
  },
  {
    title: 'Latency added to a UDP round trip, p99, ns (in brackets: no policy’s own)',
    name: 'ping-p99',
    cell: added,
    withBase: true,
  },
  { title: 'Loading all rules, ms', name: 'load', cell: time, withBase: false },
  { title: 'Adding one rule until it works, ms', name: 'change', cell: time, withBase: false },
];

export function peersTables(all: readonly Row[]): string {
  const rows = new PeerRows(all);
  const counts = rows.sizes.map((size) => `${size.toLocaleString('en')} rules`);
  const measured = TABLES.filter(({ name }) => all.some((row) => row.case === name));
  return measured
    .map(({ title, name, cell, withBase }) => {
      const lines = rows.systems
        .filter((system) => withBase || system !== BASE)
        .map((system) => [titleOf(system), ...rows.sizes.map((size) => cell(rows, name, system, size))]);
      return `### ${title}\n\n${markdown(['', ...counts], lines)}`;
    })
    .join('\n\n');
}

/** A Markdown table; the columns after the first `words` align right. */
export function markdown(head: readonly string[], lines: readonly (readonly string[])[], words = 1): string {
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [row(head), row(head.map((_, column) => (column < words ? '---' : '---:'))), ...lines.map(row)].join('\n');
}
