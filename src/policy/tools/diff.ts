/** What differs in meaning: which conversations two versions of the policies judge differently, over all classes of packets. */
import { evaluate } from '../evaluate.js';
import type { RuleRef } from '../flow.js';
import type { World } from '../model.js';
import { type KeyClass, keyClasses, ofFamily, representative } from './classes.js';
import { allowedBetween, checkSize, describeKeys, type End, ends } from './conversations.js';

export interface Change {
  readonly kind: 'opened' | 'closed';
  readonly from: string;
  readonly to: string;
  readonly family: 'IPv4' | 'IPv6' | 'both';
  /** `TCP 8080; UDP 53` */
  readonly what: string;
  /** The rule that decides in the new version (for `closed`: in the old one); absent where a default does. */
  readonly rule?: RuleRef;
  /** Unix milliseconds: the first time judged at which it differs. Now, unless a rule expires later. */
  readonly atMs: number;
}

export interface Difference {
  readonly changes: readonly Change[];
  /** Some conversation is allowed that was not. */
  readonly widens: boolean;
  /** The times judged: now, and the expiries to come. */
  readonly times: readonly number[];
}

/** Expiries looked at beyond now. */
const MAX_TIMES = 8;

/**
 * A workload that only one version has is judged by both: what it may do under the old policies, were it there.
 * @param atMs Unix milliseconds, now
 * @throws {PolicyToolError} code `too-large`
 */
export function diffWorlds(before: World, after: World, atMs: number): Difference {
  const [old, fresh] = [withMissing(before, after), withMissing(after, before)];
  const keys = keyClasses([old, fresh]);
  const all = ends([old, fresh], { nodes: true, outside: true });
  const times = [atMs, ...expiries([before, after], atMs)];
  checkSize(all.length, keys.length, 2 * times.length);
  const inside = all.filter((end) => end.kind !== 'outside');
  const changes: Change[] = [];
  for (const time of times) {
    const known = new Set(changes.map(identity));
    for (const from of all) {
      for (const to of from.kind === 'outside' ? inside : all) {
        if (from !== to)
          changes.push(...compare(old, fresh, from, to, keys, time).filter((change) => !known.has(identity(change))));
      }
    }
  }
  const merged = mergeEnds(mergeEnds(changes, 'from', all), 'to', all);
  return { changes: merged, widens: merged.some((c) => c.kind === 'opened'), times };
}

function identity({ kind, from, to, family, what }: Change): string {
  return JSON.stringify([kind, from, to, family, what]);
}

function withMissing(world: World, other: World): World {
  const known = new Set(world.workloads.map((w) => w.id));
  const missing = other.workloads.filter((w) => !known.has(w.id));
  return missing.length === 0 ? world : { ...world, workloads: [...world.workloads, ...missing] };
}

function expiries(worlds: readonly World[], atMs: number): number[] {
  const all = worlds.flatMap((w) => w.policies.flatMap((p) => p.rules.flatMap((r) => r.expiresAt ?? [])));
  return [...new Set(all.filter((t) => t > atMs))].sort((a, b) => a - b).slice(0, MAX_TIMES);
}

function compare(old: World, fresh: World, from: End, to: End, keys: readonly KeyClass[], atMs: number): Change[] {
  const before = allowedBetween(old, addressed(old, from), addressed(old, to), keys, atMs);
  const after = allowedBetween(fresh, addressed(fresh, from), addressed(fresh, to), keys, atMs);
  const changes = ([4, 6] as const).flatMap((family) => {
    const [was, is] = family === 4 ? [before.v4, after.v4] : [before.v6, after.v6];
    if (was === undefined || is === undefined) return [];
    const all = keys.filter((key) => ofFamily(key, family));
    const opened = is.filter((key) => !was.includes(key));
    const closed = was.filter((key) => !is.includes(key));
    return [
      ...(opened.length > 0 ? [change('opened', fresh, from, to, family, opened, all, atMs)] : []),
      ...(closed.length > 0 ? [change('closed', old, from, to, family, closed, all, atMs)] : []),
    ];
  });
  return mergeFamilies(changes);
}

/** The end with the addresses it has in that world. */
function addressed(world: World, end: End): End {
  const own = end.kind === 'workload' ? world.workloads.find((w) => w.id === end.name)?.addresses : undefined;
  return own === undefined ? end : { ...end, addresses: own };
}

function change(
  kind: Change['kind'],
  world: World,
  from: End,
  to: End,
  family: 4 | 6,
  keys: readonly KeyClass[],
  all: readonly KeyClass[],
  atMs: number,
): Change {
  const source = addressed(world, from).addresses.find((a) => a.family === family);
  const destination = addressed(world, to).addresses.find((a) => a.family === family);
  const decision =
    source &&
    destination &&
    keys[0] &&
    evaluate(world, { source, destination, ...representative(keys[0]) }, atMs, false);
  const rule = decision?.ingress.rule ?? decision?.egress.rule;
  return {
    kind,
    from: from.name,
    to: to.name,
    family: family === 4 ? 'IPv4' : 'IPv6',
    what: describeKeys(keys, all),
    ...(rule && { rule }),
    atMs,
  };
}

function mergeFamilies(changes: readonly Change[]): Change[] {
  const same = (a: Change, b: Change) => a.kind === b.kind && a.what === b.what.replaceAll('ICMPv6', 'ICMP');
  const v6 = changes.filter((c) => c.family === 'IPv6');
  const v4 = changes
    .filter((c) => c.family === 'IPv4')
    .map((c): Change => (v6.some((other) => same(c, other)) ? { ...c, family: 'both' } : c));
  return [...v4, ...v6.filter((c) => !v4.some((other) => other.family === 'both' && same(other, c)))];
}

/** Classes of the outside that changed alike become one line. */
function mergeEnds(changes: readonly Change[], side: 'from' | 'to', all: readonly End[]): Change[] {
  const outside = new Set(all.filter((e) => e.kind === 'outside').map((e) => e.name));
  const groups = new Map<string, Change[]>();
  for (const one of changes) {
    const { rule: _rule, [side]: end, ...rest } = one;
    const key = outside.has(end) ? JSON.stringify(rest) : JSON.stringify([rest, end]);
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()].map((group) => {
    const [first] = group as [Change];
    const names = group.map((c) => c[side]);
    return names.length === 1
      ? first
      : {
          ...first,
          [side]:
            names.length > 4 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more ranges` : names.join(', '),
        };
  });
}
