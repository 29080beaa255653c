/** Lint: rules that another rule makes pointless, and rules that can never match. */
import type { Prefix } from '../../net/types.js';
import { type Policy, type Rule, TIERS, type Workload, type World } from '../model.js';
import { compareText } from '../order.js';
import { governs, isLive } from '../select.js';
import { setTable } from '../sets.js';
import { coversExtent, type Extent, extentOf, hasNoPeers } from './extent.js';
import { type Finding, finding } from './findings.js';

interface Placed {
  readonly policy: Policy;
  readonly rule: Rule;
  /** Place in the order of evaluation; rules of the group tier share one place. */
  readonly place: number;
  readonly subjects: ReadonlySet<string>;
  readonly extent: Extent;
}

/** Pairs of rules compared at most: beyond it (about 3,000 rules a direction) coverage is not looked at. */
const MAX_PAIRS = 10_000_000;

export function lintCoverage(world: World): Finding[] {
  const live = world.workloads.filter(isLive);
  const placed = placeRules(world, live);
  const dead = placed.filter(({ rule, extent }) => isDead(rule, extent, live));
  const findings = dead.flatMap(({ policy, rule }) =>
    namesMissing(world, rule)
      ? []
      : [
          finding(
            'never-matches',
            policy,
            rule,
            explainDead(rule),
            'correct the selector or the port, or remove the rule',
          ),
        ],
  );
  if (placed.length ** 2 > MAX_PAIRS) return findings;
  const alive = placed.filter((p) => !dead.includes(p) && p.subjects.size > 0);
  return [...findings, ...alive.flatMap((inner) => covered(alive, inner))];
}

function placeRules(world: World, live: readonly Workload[]): Placed[] {
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
  return ordered.flatMap(({ policy }) => {
    const subjects = new Set(live.filter((w) => governs(world, policy, w)).map((w) => w.id));
    return policy.rules.map((rule) => ({
      policy,
      rule,
      place: policy.tier === 'group' ? 1e9 : policy.tier === 'baseline' ? 2e9 + place++ : place++,
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

function covered(all: readonly Placed[], inner: Placed): Finding[] {
  const outer = all.find((other) => other !== inner && covers(other, inner));
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
  return [...inner.subjects].every((id) => outer.subjects.has(id)) && coversExtent(outer.extent, inner.extent);
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
