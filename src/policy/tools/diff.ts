/** What differs in meaning: which conversations two versions of the policies judge differently, over all classes of packets. */
import type { Direction, Family } from '../../net/types.js';
import { evaluate } from '../evaluate.js';
import type { World } from '../model.js';
import { type Cause, causeOf } from './cause.js';
import { type Change, ChangeList } from './changes.js';
import { type KeyClass, keyClasses, keysOf } from './classes.js';
import { type End, FAMILIES, inNamespaces, stage } from './ends.js';
import { PolicyToolError } from './error.js';
import { flowBetween } from './flows.js';
import { Sides } from './sides.js';
import { touched, type Unjudged, unjudged } from './touched.js';

export type { Change } from './changes.js';

export interface Difference {
  readonly changes: readonly Change[];
  /** Some conversation is allowed that was not. */
  readonly widens: boolean;
  /** Pairs of pods that some change opens, closes. */
  readonly opened: number;
  readonly closed: number;
  /** Workloads that only the new, only the old version has: judged by both, as if they were there. */
  readonly added: readonly string[];
  readonly removed: readonly string[];
  /** What changed and is about nobody in the inventory: its meaning is not known. */
  readonly unjudged: readonly Unjudged[];
  /** The times judged: now, and the expiries to come. */
  readonly times: readonly number[];
}

export interface DiffOptions {
  /** Only conversations that begin or end in these namespaces. */
  readonly namespaces?: readonly string[];
}

/** Expiries looked at beyond now. */
const MAX_TIMES = 8;

/** Pairs of ends compared at most. */
export const MAX_PAIRS = 100_000_000;

/**
 * Compares by what workloads are, never by their addresses: see ends.ts.
 * @param atMs Unix milliseconds, now
 * @throws {PolicyToolError} code `NOTHING` where no workload is known, `too-large`
 */
export function diffWorlds(before: World, after: World, atMs: number, options: DiffOptions = {}): Difference {
  const staged = stage([before, after], { nodes: true, groupNodes: true, outside: true });
  const { ends } = staged;
  if (!ends.some((end) => end.kind === 'workload'))
    throw new PolicyToolError(
      'NOTHING',
      'nothing to compare: neither version has a workload (Pods, Deployments and their like); give them by -p',
    );
  const keys = keyClasses([before, after]);
  const times = [atMs, ...expiries([before, after], atMs)];
  const at = (time: number) => [new Sides(staged, 0, keys, time), new Sides(staged, 1, keys, time)] as const;
  const now = at(atMs);
  const concerned = touched(now);
  const pairs = (concerned.ingress.length + concerned.egress.length) * ends.length * times.length;
  if (pairs > MAX_PAIRS)
    throw new PolicyToolError(
      'TOO_LARGE',
      `the edit touches ${concerned.ingress.length + concerned.egress.length} sides of ${ends.length} ends at ${times.length} times: ${pairs} pairs, at most ${MAX_PAIRS}; compare some namespaces at a time (--only NAMESPACE)`,
    );
  const list = new ChangeList(ends, keys, now[0].all, times.length > 1);
  // Where both sides changed, the egress side tells it.
  const seen = { egress: new Set<number>(), ingress: new Set(concerned.egress) };
  for (const time of times) {
    const versions = time === atMs ? now : at(time);
    for (const direction of ['egress', 'ingress'] as const)
      for (const end of concerned[direction]) compareSide(versions, direction, end, seen[direction], list, options);
  }
  const changes = list.changes();
  const only = (place: number) =>
    ends.filter((e) => e.kind === 'workload' && e.present[place] && !e.present[1 - place]).map((e) => e.name);
  const sum = (kind: Change['kind']) => list.conversations(kind);
  return {
    changes,
    widens: changes.some((c) => c.kind === 'opened'),
    opened: sum('opened'),
    closed: sum('closed'),
    added: only(1),
    removed: only(0),
    unjudged: unjudged(now),
    times,
  };
}

function expiries(worlds: readonly World[], atMs: number): number[] {
  const all = worlds.flatMap((w) => w.policies.flatMap((p) => p.rules.flatMap((r) => r.expiresAt ?? [])));
  return [...new Set(all.filter((t) => t > atMs))].sort((a, b) => a - b).slice(0, MAX_TIMES);
}

type Versions = readonly [old: Sides, fresh: Sides];

/** All peers of one end, in the groups that neither version's rules tell apart. */
function compareSide(
  versions: Versions,
  direction: Direction,
  end: number,
  seenByEgress: ReadonlySet<number>,
  list: ChangeList,
  { namespaces }: DiffOptions,
): void {
  const [old, fresh] = versions;
  const { ends } = old.stage;
  const other: Direction = direction === 'egress' ? 'ingress' : 'egress';
  const own = ends[end] as End;
  for (const family of FAMILIES.filter((f) => own.addresses[f] !== undefined)) {
    const rows = [old.row(direction, end, family), fresh.row(direction, end, family)] as const;
    const causes = new Map<string, Cause>();
    for (let peer = 0; peer < ends.length; peer++) {
      const one = ends[peer] as End;
      if (one.addresses[family] === undefined || (peer === end && own.count < 2)) continue;
      if (!inNamespaces(own, namespaces) && !inNamespaces(one, namespaces)) continue;
      const groups = rows.map((row) => row.groups[peer] as number) as [number, number];
      const sides = rows.map((row, i) => row.allowed[groups[i] as number] as bigint) as [bigint, bigint];
      if (sides[0] === sides[1]) continue;
      if (seenByEgress.has(peer) && old.side(other, peer, end, family) !== fresh.side(other, peer, end, family))
        continue;
      const was = sides[0] & old.side(other, peer, end, family);
      const is = sides[1] & fresh.side(other, peer, end, family);
      const [from, to] = direction === 'egress' ? [end, peer] : [peer, end];
      for (const [kind, set] of [
        ['opened', is & ~was],
        ['closed', was & ~is],
      ] as const) {
        const news = list.unknown(kind, from, to, family, set);
        if (news === 0n) continue;
        const changedHere = kind === 'opened' ? news & ~sides[0] : news & sides[0] & ~sides[1];
        const side = changedHere === 0n ? other : direction;
        const [key] = keysOf(changedHere || news, old.keys) as [KeyClass];
        const known = `${kind} ${side} ${groups.join()} ${key.protocol} ${key.first} ${side === direction ? '' : peer}`;
        let cause = causes.get(known);
        if (cause === undefined) {
          cause = decide(versions, side, from, to, family, key);
          causes.set(known, cause);
        }
        list.add({ kind, direction, end, peer, family, set: news, cause, atMs: old.atMs });
      }
    }
  }
}

function decide(versions: Versions, side: Direction, from: number, to: number, family: Family, key: KeyClass): Cause {
  const [before, after] = versions.map((sides) =>
    evaluate(sides.world, flowBetween(sides, from, to, family, key), sides.atMs, false),
  ) as [ReturnType<typeof evaluate>, ReturnType<typeof evaluate>];
  return causeOf([versions[0].world, versions[1].world], [before[side], after[side]]);
}
