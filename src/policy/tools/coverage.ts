/** Lint: rules that another rule makes pointless, and rules that can never match. */
import type { Prefix } from '../../net/types.js';
import { membership } from '../members.js';
import { type Policy, type Rule, TIERS, type Workload, type World } from '../model.js';
import { compareText } from '../order.js';
import { isLive } from '../select.js';
import { setTable } from '../sets.js';
import { Candidates } from './candidates.js';
import { coversExtent, type Extent, extentOf, hasNoPeers } from './extent.js';
import { type Finding, finding } from './findings.js';

interface Placed {
  readonly policy: Policy;
  readonly rule: Rule;
  /** Place in the order of evaluation; rules of the group tier share one place. */
  readonly place: number;
  /** Place among all rules looked at. */
  readonly index: number;
  readonly subjects: ReadonlySet<string>;
  readonly extent: Extent;
}

/** Pairs of rules compared at most. */
const MAX_COMPARED = 50_000_000;

export interface Coverage {
  readonly findings: readonly Finding[];
  /** What was not looked at, in a sentence. */
  readonly notChecked: readonly string[];
}

/** @param limit pairs of rules compared at most */
export function lintCoverage(world: World, limit = MAX_COMPARED): Coverage {
  const live = world.workloads.filter(isLive);
  const placed = placeRules(world);
  const dead = new Set(placed.filter(({ rule, extent }) => isDead(rule, extent, live)));
  const findings = [...dead].flatMap(({ policy, rule }) => {
    if (namesMissing(world, rule)) return [];
    return [
      finding('never-matches', policy, rule, explainDead(rule), 'correct the selector or the port, or remove the rule'),
    ];
  });
  const alive = placed.filter((p) => !dead.has(p) && p.subjects.size > 0);
  const candidates = new Candidates(alive);
  let compared = 0;
  let checked = 0;
  for (const inner of alive) {
    const outers = candidates.of(inner);
    compared += outers.length;
    if (compared > limit) break;
    checked++;
    findings.push(...covered(outers, inner));
  }
  const missing = alive.length - checked;
  return {
    findings,
    notChecked:
      missing === 0
        ? []
        : [`shadowed, redundant: ${missing} of ${alive.length} rules were not looked at, after ${limit} comparisons`],
  };
}

function placeRules(world: World): Placed[] {
  const sets = setTable(world);
  const prefixes = (id: string): readonly Prefix[] => sets.get(id);
  const ordered = world.policies
    .map((policy) => ({ policy, tier: TIERS.indexOf(policy.tier) }))
    .sort(
      (a, b) =>
        a.tier - b.tier ||
        (a.policy.tier === 'group' ? 0 : a.policy.priority - b.policy.priority) ||
        compareText(a.policy.id, b.policy.id),
    );
  let place = 0;
  let index = 0;
  return ordered.flatMap(({ policy }) => {
    const subjects = new Set((membership(world).byPolicy.get(policy.id) ?? []).map((w) => w.id));
    return policy.rules.map((rule) => ({
      policy,
      rule,
      place: policy.tier === 'group' ? 1e9 : policy.tier === 'baseline' ? 2e9 + place++ : place++,
      index: index++,
      subjects,
      extent: extentOf(rule, sets, prefixes),
    }));
  });
}

function isDead(rule: Rule, extent: Extent, live: readonly Workload[]): boolean {
  if (hasNoPeers(extent)) return true;
  const meaningful = extent.named.some((match) =>
    live.some((w) =>
      w.ports.some((p) => p.name === match.name && (match.protocol === 'any' || match.protocol === p.protocol)),
    ),
  );
  return rule.ports !== 'any' && extent.named.length === rule.ports.length && !meaningful;
}

function explainDead(rule: Rule): string {
  if (rule.peers !== 'any' && rule.peers.length === 0) return 'its list of peers is empty';
  const names = rule.ports === 'any' ? [] : rule.ports.flatMap((p) => p.name ?? []);
  return names.length > 0
    ? `no peer is selected, or no workload has a port named ${names.join(' or ')}`
    : 'no workload or address is selected by its peers';
}

/** Then `dangling-reference` says it better. */
function namesMissing(world: World, { peers }: Rule): boolean {
  return (
    peers !== 'any' &&
    peers.some(
      (p) =>
        (p.kind === 'group' && !world.policies.some((g) => g.id === p.policy)) ||
        (p.kind === 'addressGroup' && !world.addressGroups.some((g) => g.id === p.name)),
    )
  );
}

function covered(outers: readonly Placed[], inner: Placed): Finding[] {
  const outer = outers
    .filter((other) => other !== inner && covers(other, inner))
    .reduce(
      (first: Placed | undefined, one) => (first === undefined || one.index < first.index ? one : first),
      undefined,
    );
  if (outer === undefined) return [];
  const by = `${outer.rule.id} (${outer.rule.source.file}:${outer.rule.source.line})`;
  if (outer.place === inner.place)
    return [
      finding(
        'redundant',
        inner.policy,
        inner.rule,
        `${by} allows all of it`,
        'remove it, unless it documents an intent of its own',
      ),
    ];
  const verb = { accept: 'accepts', deny: 'denies', pass: 'passes' }[outer.rule.action];
  return [
    finding(
      'shadowed',
      inner.policy,
      inner.rule,
      `${by} comes first and ${verb} all of it`,
      'move it up, narrow the earlier rule, or remove it',
    ),
  ];
}

function covers(outer: Placed, inner: Placed): boolean {
  if (outer.rule.direction !== inner.rule.direction || outer.rule.mode !== 'enforce') return false;
  if (outer.place > inner.place || (outer.place === inner.place && !prefer(outer, inner))) return false;
  if (outer.rule.action === 'pass' && outer.policy.tier !== inner.policy.tier) return false;
  if ((outer.rule.expiresAt ?? Number.POSITIVE_INFINITY) < (inner.rule.expiresAt ?? Number.POSITIVE_INFINITY))
    return false;
  return coversSubjects(outer, inner) && coversExtent(outer.extent, inner.extent);
}

function coversSubjects(outer: Placed, inner: Placed): boolean {
  if (outer.policy === inner.policy) return true;
  if (outer.subjects.size < inner.subjects.size) return false;
  for (const id of inner.subjects) if (!outer.subjects.has(id)) return false;
  return true;
}

/** Of two rules of the group tier that cover each other only one is pointless: the one with the later id. */
function prefer(outer: Placed, inner: Placed): boolean {
  const mutual =
    coversExtent(inner.extent, outer.extent) &&
    inner.subjects.size === outer.subjects.size &&
    inner.rule.mode === outer.rule.mode &&
    inner.rule.expiresAt === outer.rule.expiresAt;
  return !mutual || compareText(outer.rule.id, inner.rule.id) < 0;
}
