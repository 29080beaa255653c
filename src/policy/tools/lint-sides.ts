/** Lint: rules that the other side undoes, groups that close nothing. */
import type { Direction } from '../../net/types.js';
import { membership } from '../members.js';
import type { Policy, Rule, World } from '../model.js';
import { FAMILIES, type Stage } from './ends.js';
import { type Finding, finding } from './findings.js';
import type { Sides } from './sides.js';
import { few } from './words.js';

/** Pairs of ends looked at for one-sided rules at most. */
const MAX_PAIRS = 20_000_000;

/** What the checks share. */
export interface Context {
  readonly world: World;
  readonly staged: Stage;
  readonly sides: Sides;
  readonly policies: ReadonlyMap<string, Policy>;
}

export interface Reach {
  readonly findings: readonly Finding[];
  readonly notChecked: readonly string[];
}

/** A group that declares no direction closes nothing: its members are as open as the posture. */
export function lintOpen({ sides, staged, world }: Context): Finding[] {
  if (world.posture !== 'kubernetes') return [];
  const places = new Map(staged.ends.map((end, i) => [end.name, i]));
  return world.policies.flatMap((policy) => {
    if (policy.tier !== 'group' || policy.isolates.ingress || policy.isolates.egress || policy.rules.length > 0)
      return [];
    if (policy.mode === 'audit') return [];
    const open = (membership(sides.world).byPolicy.get(policy.id) ?? []).filter((w) => {
      const end = places.get(w.id) as number;
      const outside = staged.ends.findIndex((one) => one.kind === 'outside');
      const family = FAMILIES.find((f) => staged.ends[outside]?.addresses[f] !== undefined);
      return family !== undefined && sides.side('ingress', end, outside, family) === sides.all[family];
    });
    if (open.length === 0) return [];
    return [
      finding(
        'closes-nothing',
        policy,
        undefined,
        `it declares neither ingress nor egress, and nothing else closes ${few(open.map((w) => w.id))}: everyone may reach them`,
        'declare ingress, if only as an empty list',
      ),
    ];
  });
}

/** Rules that allow what the other end denies altogether. */
export function lintOneSided(context: Context): Reach {
  const { world, staged, sides } = context;
  const places = new Map(staged.ends.map((end, i) => [end.name, i]));
  const findings: Finding[] = [];
  let looked = 0;
  let skipped = 0;
  for (const policy of world.policies) {
    const subjects = (membership(sides.world).byPolicy.get(policy.id) ?? []).map((w) => places.get(w.id) as number);
    for (const rule of policy.rules) {
      if (!isAccepting(rule, sides.atMs) || rule.peers === 'any' || subjects.length === 0) continue;
      if (looked > MAX_PAIRS) {
        skipped++;
        continue;
      }
      const peers = peersOf(sides, rule);
      if (peers.length === 0 || peers.some((peer) => staged.ends[peer]?.kind !== 'workload')) continue;
      const denied = deniedThere(context, rule, subjects, peers, () => looked++);
      if (denied !== undefined)
        findings.push(
          finding(
            'one-sided',
            policy,
            rule,
            `${few(peers.map((p) => staged.ends[p]?.name as string))} ${denied}`,
            `allow it on the other side too, or remove it`,
          ),
        );
    }
  }
  return {
    findings,
    notChecked: skipped === 0 ? [] : [`one-sided: ${skipped} rules were not looked at, after ${MAX_PAIRS} pairs`],
  };
}

function isAccepting({ action, mode, expiresAt }: Rule, atMs: number): boolean {
  return action === 'accept' && mode === 'enforce' && (expiresAt === undefined || expiresAt > atMs);
}

function peersOf(sides: Sides, { peers }: Rule): number[] {
  const lists = peers === 'any' ? [] : peers.map((peer) => sides.members(peer));
  return [...sides.stage.ends.keys()].filter((end) => lists.some((list) => list[end] !== 0));
}

/** Undefined where something of the rule is allowed, or nothing of it could be. */
function deniedThere(
  { sides, staged }: Context,
  rule: Rule,
  subjects: readonly number[],
  peers: readonly number[],
  look: () => void,
): string | undefined {
  const other: Direction = rule.direction === 'egress' ? 'ingress' : 'egress';
  let possible = false;
  for (const subject of subjects)
    for (const peer of peers)
      for (const family of FAMILIES) {
        look();
        if (staged.ends[subject]?.addresses[family] === undefined || staged.ends[peer]?.addresses[family] === undefined)
          continue;
        if (subject === peer && (staged.ends[peer]?.count ?? 0) < 2) continue;
        const set = sides.matched(rule, subject, peer, family);
        if (set === 0n) continue;
        possible = true;
        if ((set & sides.side(other, peer, subject, family)) !== 0n) return undefined;
      }
  return possible
    ? other === 'ingress'
      ? 'may be sent it, but let none of it in'
      : 'are let in, but may send none of it'
    : undefined;
}
