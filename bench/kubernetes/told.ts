/** What a long run says of itself: a short table, and whether each thing is flat. */
import Table from 'cli-table3';
import { type Entry, entryOf } from '../row/entry.js';
import { flatness } from './flat.js';
import type { Endured, Look } from './long.js';

const LINES = 15;

/** How much more the last half may have, on average, than the half before it. */
const JUDGED = [
  { key: 'heap', name: 'heap of the controller after a collection', tolerance: 0.03 },
  { key: 'rss', name: 'resident memory of the controller', tolerance: 0.1 },
  { key: 'agents', name: 'heap of all agents after a collection', tolerance: 0.1 },
  { key: 'collector', name: "heap of a collector's copy after a collection", tolerance: 0.03 },
  { key: 'dir', name: 'state folder on the disk', tolerance: 0.03 },
] as const;

export function told({ looks, killed }: Endured, say: (text: string) => void): Entry[] {
  const every = Math.max(1, Math.ceil(looks.length / LINES));
  const table = new Table({
    head: ['s', 'changes', 'CPU %', 'heap', 'RSS', 'agents', 'coll.', 'db', 'WAL', 'folder'],
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
    colAligns: Array(10).fill('right'),
  });
  for (let i = every - 1; i < looks.length; i += every) {
    const { at, changes, cpu, heap, rss, agents, collector, db, wal, dir } = looks[i] as Look;
    const figures = [cpu, heap, rss, agents, collector, db, wal, dir].map((value) => value.toFixed(1));
    table.push([at, changes, ...figures]);
  }
  say(table.toString());
  say('MiB, but for the first three. Flat: the last half has on average no more than');
  say('so much above the half before it, from when both histories forget.\n');

  const bounded = looks.filter(({ full }) => full);
  const changes = looks.at(-1)?.changes ?? 0;
  const setting = `${changes} pod changes, ${looks.at(-1)?.at} s`;
  const entries = [
    entryOf('kubernetes', {
      name: `${setting}: CPU of the controller`,
      unit: '% of a core',
      samples: looks.map(({ cpu }) => cpu),
    }),
  ];
  for (const { key, name, tolerance } of JUDGED) {
    const { verdict, before, after } = flatness(
      bounded.map((look) => look[key]),
      tolerance,
    );
    const said = verdict === 'could not judge' ? verdict : `${verdict} (tolerance ${tolerance * 100} %)`;
    const halves =
      verdict === 'could not judge'
        ? 'too short for the bound of the history to be passed'
        : `${before.toFixed(1)} → ${after.toFixed(1)} MiB`;
    say(`${name}:\n  ${said}, ${halves}`);
    const entry = entryOf('kubernetes', {
      name: `${name}: ${said}`,
      unit: 'MiB',
      samples: looks.map((look) => look[key]),
    });
    entries.push(
      verdict === 'could not judge'
        ? entry
        : { ...entry, params: { halfBefore: rounded(before), lastHalf: rounded(after) } },
    );
  }
  const wal = entryOf('kubernetes', { name: 'write-ahead log', unit: 'MiB', samples: looks.map((look) => look.wal) });
  entries.push({ ...wal, params: { most: wal.max } });
  const after = { walBefore: rounded(killed.walBefore), wal: rounded(killed.wal), folder: rounded(killed.dir) };
  say(`killed and started again:\n  listens after ${killed.listensMs.toFixed(0)} ms; ${JSON.stringify(after)} MiB`);
  const listens = { name: 'killed, started again: until it listens', unit: 'ms', samples: [killed.listensMs] };
  entries.push({ ...entryOf('kubernetes', listens), params: after });
  return entries;
}

const rounded = (value: number): number => Math.round(value * 10) / 10;
