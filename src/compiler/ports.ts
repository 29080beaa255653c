/** Decisions over the key axis: what the rules of one range of addresses say, port by port, before defaults. */

import { KEY_END } from './keys.js';
import type { Work } from './limits.js';
import { type Decision, type Entry, mergeDecisions, UNDECIDED } from './order.js';

/** A partition of the key axis: `starts[0]` is 0, neighbouring decisions differ. */
export class PortMap {
  /** What it was last lowered to, and with which defaults; see row.ts. */
  row: object | undefined;
  rowDefaults: object | undefined;

  constructor(
    readonly starts: Uint32Array,
    readonly decisions: readonly Decision[],
  ) {}
}

export const NO_PORTS = new PortMap(Uint32Array.of(0), [UNDECIDED]);

/** One entry over the runs of keys `bounds` (see keys.ts). */
export function portMapOf(entry: Entry, bounds: readonly number[]): PortMap {
  if (bounds.length === 0) return NO_PORTS;
  const { alone } = entry;
  const [begin, end] = bounds as readonly [number, number];
  if (bounds.length === 2 && begin > 0 && end < KEY_END)
    return new PortMap(startsOfRun(begin, end), [UNDECIDED, alone, UNDECIDED]);
  const starts = begin === 0 ? [] : [0];
  const decisions = begin === 0 ? [] : [UNDECIDED];
  bounds.forEach((bound, i) => {
    if (bound === KEY_END) return;
    starts.push(bound);
    decisions.push(i % 2 === 0 ? alone : UNDECIDED);
  });
  return new PortMap(Uint32Array.from(starts), decisions.slice());
}

/** The starts of port maps and rows that name one run of ports: most rules name one of few, so equal ones are one object. */
const runs = { ofOne: new Map<number, Uint32Array>(), longer: new Map<number, Uint32Array>() };
const MOST_RUNS = 1 << 12;

export function startsOfRun(begin: number, end: number): Uint32Array {
  const known = end === begin + 1 ? runs.ofOne : runs.longer;
  const key = end === begin + 1 ? begin : begin * KEY_END + end;
  let starts = known.get(key);
  if (starts === undefined) {
    if (known.size >= MOST_RUNS) known.clear();
    starts = Uint32Array.of(0, begin, end);
    known.set(key, starts);
  }
  return starts;
}

/** The union of two, key by key. */
export function mergePorts(a: PortMap, b: PortMap, work: Work): PortMap {
  if (a === b || b === NO_PORTS) return a;
  if (a === NO_PORTS) return b;
  const [na, nb] = [a.starts.length, b.starts.length];
  work.add(na + nb);
  const starts = new Uint32Array(na + nb);
  const decisions: Decision[] = [];
  let [i, j] = [0, 0];
  while (i < na || j < nb) {
    const x = i < na ? (a.starts[i] as number) : KEY_END;
    const y = j < nb ? (b.starts[j] as number) : KEY_END;
    if (x <= y) i++;
    if (y <= x) j++;
    const decision = mergeDecisions(a.decisions[i - 1] as Decision, b.decisions[j - 1] as Decision);
    const last = decisions.at(-1);
    if (last !== undefined && equal(last, decision)) continue;
    starts[decisions.length] = Math.min(x, y);
    decisions.push(decision);
  }
  return new PortMap(starts.slice(0, decisions.length), decisions.slice());
}

/** The union of many, merged in pairs so that no part is walked more than log n times. */
export function mergeAll(maps: readonly PortMap[], work: Work): PortMap {
  if (maps.length === 0) return NO_PORTS;
  let level = maps;
  while (level.length > 1) {
    const next: PortMap[] = [];
    for (let i = 0; i < level.length; i += 2) {
      const [a, b] = [level[i] as PortMap, level[i + 1]];
      next.push(b === undefined ? a : mergePorts(a, b, work));
    }
    level = next;
  }
  return level[0] as PortMap;
}

function equal(a: Decision, b: Decision): boolean {
  return a === b || (a.entries.length === b.entries.length && a.entries.every((entry, i) => entry === b.entries[i]));
}
