/** Rules of groups → model. */
import type { Direction } from '../../net/types.js';
import { show } from '../diagnostics.js';
import { LIMITS } from '../limits.js';
import type { Policy, Rule } from '../model.js';
import type { Path } from '../path.js';
import type { EgressRuleSource, IngressRuleSource } from '../schema/groups.js';
import { toPeer } from './group-peers.js';
import { toPorts } from './ports.js';
import type { Scope } from './scope.js';

type RuleSource = IngressRuleSource & EgressRuleSource;

/** @param namespace empty: of a cluster group @param groupTier a union that only accepts, and isolates */
export function rulesOf(
  scope: Scope,
  policy: string,
  namespace: string,
  spec: { ingress?: readonly RuleSource[] | undefined; egress?: readonly RuleSource[] | undefined },
  groupTier: boolean,
): Pick<Policy, 'isolates' | 'rules'> {
  const rules: Rule[] = [];
  for (const direction of ['ingress', 'egress'] as const) {
    const seen = new Map<string, number>();
    for (const [i, source] of (spec[direction] ?? []).entries()) {
      const first = seen.get(source.id);
      if (first !== undefined)
        scope.error(
          ['spec', direction, i, 'id'],
          'duplicate',
          `rule id ${show(source.id)} is already that of ${direction}[${first}]`,
        );
      else seen.set(source.id, i);
      rules.push(toRule(scope, policy, namespace, direction, i, source, groupTier));
    }
  }
  return {
    isolates: { ingress: groupTier && spec.ingress !== undefined, egress: groupTier && spec.egress !== undefined },
    rules,
  };
}

function toRule(
  scope: Scope,
  policy: string,
  namespace: string,
  direction: Direction,
  index: number,
  source: RuleSource,
  groupTier: boolean,
): Rule {
  const path: Path = ['spec', direction, index];
  const side = direction === 'ingress' ? 'from' : 'to';
  const { action = 'accept', owner, reason, ticket, runbook } = source;
  if (groupTier && action !== 'accept') {
    scope.error([...path, 'action'], 'bad-value', 'the group tier only accepts', {
      found: action,
      expected: 'accept, or another tier',
    });
  }
  const expiresAt = toTime(scope, [...path, 'expiresAt'], source.expiresAt);
  const peers = source[side]?.flatMap((peer, i) => toPeer(scope, [...path, side, i], namespace, peer) ?? []) ?? 'any';
  const ports =
    source.ports === undefined ? 'any' : source.ports.flatMap((port, i) => toPorts(scope, [...path, 'ports', i], port));
  const rectangles = peers.length * (ports === 'any' ? 1 : ports.length);
  if (peers !== 'any' && rectangles > LIMITS.rectangles) {
    scope.error(
      path,
      'limit',
      `${peers.length} peers × ${ports.length} ports are ${rectangles} combinations; at most ${LIMITS.rectangles}`,
      { suggestion: 'an AddressGroup' },
    );
  }
  return {
    id: `${policy}/${direction}/${source.id}`,
    direction,
    action,
    peers,
    ports,
    mode: source.mode ?? 'enforce',
    ...(expiresAt !== undefined && { expiresAt }),
    ...(owner !== undefined && { owner }),
    ...(reason !== undefined && { reason }),
    ...(ticket !== undefined && { ticket }),
    ...(runbook !== undefined && { runbook }),
    source: scope.source(path),
  };
}

const RFC3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;

function toTime(scope: Scope, path: Path, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const time = RFC3339.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(time)) {
    scope.error(path, 'bad-value', 'not a time', {
      found: show(text),
      expected: 'RFC 3339, such as 2026-01-31T18:00:00Z',
    });
    return undefined;
  }
  return time;
}
