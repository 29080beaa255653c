/**
 * The naive judge over a resolved view: no selectors, no index, no sharing. Policy only: traffic of a workload with
 * itself and the node exception are decided before policy and are not part of it.
 */
import { prefixContains } from '../net/prefix.js';
import { decodeKey, type FlowKey, hasPorts, isIcmp } from '../net/protocol.js';
import type { Address, Direction } from '../net/types.js';
import { memoize } from './memo.js';
import type { Tier } from './model.js';
import { compareAttribution, compareText } from './order.js';
import type { AddressSet, NodeView, ViewEndpoint, ViewMatch, ViewPolicy, ViewPort, ViewRule } from './view.js';

/** What a verdict is attributed to: a rule, or the default of the policies that isolate (none: the posture). */
export type Attribution =
  | { readonly kind: 'rule'; readonly rule: string; readonly policy: string; readonly tier: Tier }
  | { readonly kind: 'default'; readonly isolatedBy: readonly string[] };

export interface Judgement {
  readonly verdict: 'allow' | 'deny';
  readonly by: Attribution;
}

export interface AuditedJudgement extends Judgement {
  /** The judgement if audit rules were enforced too, where it differs. */
  readonly audit?: Judgement;
}

interface Context {
  readonly view: NodeView;
  readonly endpoint: ViewEndpoint;
  readonly policies: readonly ViewPolicy[];
  readonly sets: ReadonlyMap<string, AddressSet>;
  readonly direction: Direction;
  readonly peer: Address;
  readonly key: FlowKey;
  readonly atMs: number;
}

const indexOf = memoize((view: NodeView) => ({
  sets: new Map<string, AddressSet>(view.sets.map((s) => [s.id, s])),
  policies: new Map<string, ViewPolicy>(view.policies.map((p) => [p.key, p])),
  endpoints: new Map<string, ViewEndpoint>(view.endpoints.map((e) => [e.id, e])),
}));

/**
 * @param key the conversation's protocol and port, or its place on the 24-bit axis (`protocol << 16 | port`)
 * @param atMs Unix milliseconds
 * @throws {RangeError} for an endpoint that the view does not have
 */
export function judgeView(
  view: NodeView,
  endpointId: string,
  direction: Direction,
  peer: Address,
  key: FlowKey | number,
  atMs: number,
): AuditedJudgement {
  const index = indexOf(view);
  const endpoint = index.endpoints.get(endpointId);
  if (endpoint === undefined) throw new RangeError(`no endpoint ${endpointId} in the view of ${view.node}`);
  const policies = endpoint.policies.flatMap((k) => index.policies.get(k) ?? []);
  const context: Context = {
    view,
    endpoint,
    policies,
    sets: index.sets,
    direction,
    peer,
    key: typeof key === 'number' ? decodeKey(key) : key,
    atMs,
  };
  const enforced = judge(context, false);
  const audited = judge(context, true);
  return sameJudgement(enforced, audited) ? enforced : { ...enforced, audit: audited };
}

function sameJudgement(a: Judgement, b: Judgement): boolean {
  return (
    a.verdict === b.verdict &&
    (a.by.kind === 'rule' ? b.by.kind === 'rule' && a.by.rule === b.by.rule : b.by.kind === 'default')
  );
}

function judge(context: Context, withAudit: boolean): Judgement {
  for (const tier of ['emergency', 'admin'] as const) {
    const judgement = firstMatch(context, tier, withAudit);
    if (judgement !== undefined) return judgement;
  }
  const unselected: Judgement = {
    verdict: context.endpoint.unselected[context.direction],
    by: { kind: 'default', isolatedBy: [] },
  };
  return union(context, withAudit) ?? firstMatch(context, 'baseline', withAudit) ?? unselected;
}

function firstMatch(context: Context, tier: Tier, withAudit: boolean): Judgement | undefined {
  const policies = context.policies
    .filter((p) => p.tier === tier)
    .sort((a, b) => a.priority - b.priority || compareText(a.id, b.id));
  for (const policy of policies) {
    const rule = policy.rules.find((r) => applies(context, r, withAudit));
    if (rule !== undefined)
      return rule.action === 'pass'
        ? undefined
        : { verdict: rule.action === 'accept' ? 'allow' : 'deny', by: by(policy, rule) };
  }
  return undefined;
}

function union(context: Context, withAudit: boolean): Judgement | undefined {
  const groups = context.policies.filter((p) => p.tier === 'group');
  const [first] = groups
    .flatMap((policy) => policy.rules.map((rule) => ({ policy, rule })))
    .filter(({ rule }) => applies(context, rule, withAudit))
    .sort((a, b) => compareAttribution(a.rule, b.rule));
  if (first !== undefined) return { verdict: 'allow', by: by(first.policy, first.rule) };
  const isolatedBy = groups
    .filter((p) => p.isolates[context.direction])
    .map((p) => p.id)
    .sort(compareText);
  return isolatedBy.length > 0 ? { verdict: 'deny', by: { kind: 'default', isolatedBy } } : undefined;
}

function by(policy: ViewPolicy, rule: ViewRule): Attribution {
  return { kind: 'rule', rule: rule.id, policy: policy.id, tier: policy.tier };
}

function applies({ direction, atMs, ...context }: Context, rule: ViewRule, withAudit: boolean): boolean {
  return (
    rule.direction === direction &&
    (rule.mode === 'enforce' || withAudit) &&
    (rule.expiresAt === undefined || atMs < rule.expiresAt) &&
    rule.matches.some((match) => matches(context, match))
  );
}

function matches({ sets, peer, key }: Pick<Context, 'sets' | 'peer' | 'key'>, match: ViewMatch): boolean {
  const peers =
    match.peers === 'any' ||
    match.peers.some((id) => sets.get(id)?.prefixes.some((prefix) => prefixContains(prefix, peer)));
  return peers && (match.ports === 'any' || match.ports.some((port) => portMatches(port, key)));
}

function portMatches({ protocol, ports, icmp }: ViewPort, key: FlowKey): boolean {
  if (protocol !== 'any' && protocol !== key.protocol) return false;
  if (ports !== undefined)
    return hasPorts(key.protocol) && key.port !== undefined && ports.first <= key.port && key.port <= ports.last;
  if (icmp !== undefined)
    return (
      isIcmp(key.protocol) && key.icmp?.type === icmp.type && (icmp.code === undefined || icmp.code === key.icmp.code)
    );
  return true;
}
