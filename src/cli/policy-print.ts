/** Decisions in words. */
import { describeLabels } from '../policy/describe.js';
import { describeTransport } from '../policy/edit.js';
import type { DirectionDecision, Flow, FlowDecision } from '../policy/flow.js';
import type { World } from '../policy/model.js';
import { formatEnds, type Probe } from '../policy/probe.js';
import { ownersOf } from '../policy/select.js';
import { type Advice, adviceLines } from '../policy/tools/advice.js';
import { colour } from './output.js';
import { place } from './policy-options.js';

/** `8080`, `tcp/8080`, `udp/53`, `53/UDP` as `osg denies` prints it, `tcp/http`, `icmp`, `icmp/echo-request`, `gre`; none where the other end says it: `svc/api:http` */
export function parseService(asked: string | undefined, to = ''): Pick<Probe, 'protocol' | 'port' | 'type'> {
  if (asked === undefined && /^svc\/.*:/.test(to)) return {};
  const text = asked ?? 'tcp/80';
  const [first, second] = text.split('/') as [string, string | undefined];
  if (second === undefined) return /^[0-9]+$/.test(first) ? { port: Number(first) } : { protocol: first };
  if (/^[0-9]+$/.test(first) && /^[A-Za-z]/.test(second)) return { protocol: second, port: Number(first) };
  const detail = /^[0-9]+$/.test(second) ? Number(second) : second;
  return first.toLowerCase().startsWith('icmp') ? { protocol: first, type: detail } : { protocol: first, port: detail };
}

const MISSING = {
  peer: 'peer',
  protocol: 'protocol',
  port: 'port',
  direction: 'direction',
  expired: 'expiry',
  audit: 'mode',
} as const;

/** The answer for each family, once where they agree. */
export function answerLines(
  world: World,
  from: string,
  to: string,
  answers: readonly { readonly flow: Flow; readonly decision: FlowDecision }[],
  advice: Advice | undefined,
): string[] {
  const texts = answers.map(({ flow, decision }) => ({
    ends: formatEnds(flow),
    lines: decisionLines(world, from, to, flow, decision),
  }));
  const bare = ({ lines }: { lines: readonly string[] }) =>
    lines
      .join('\n')
      .replace(/ \([0-9a-f.:]+\)/g, '')
      .replaceAll('ICMPv6', 'ICMP');
  const [first, second] = texts;
  const shown =
    first !== undefined && second !== undefined && bare(first) === bare(second)
      ? [{ ...first, ends: `${first.ends}; ${second.ends}` }]
      : texts;
  return [
    ...shown.flatMap(({ ends, lines }) => [`${lines[0]} ${colour('dim', `(${ends})`)}`, ...lines.slice(1)]),
    ...(advice === undefined ? [] : ['  to allow:', ...adviceLines(advice).map((text) => `    ${text}`)]),
    '',
  ];
}

function decisionLines(world: World, from: string, to: string, flow: Flow, decision: FlowDecision): string[] {
  const verdict = decision.verdict === 'allow' ? colour('green', 'allowed') : colour('red', 'denied');
  return [
    `${colour('bold', `${from} → ${to} ${describeTransport(flow)}`)} is ${verdict}`,
    ...directionLines(world, flow, decision.egress),
    ...directionLines(world, flow, decision.ingress),
  ];
}

/** Docs and other implementations say that this is always allowed: whoever wonders, finds the switch. */
const OWN_NODE = '; the peer is its own node, which is judged like any address (docs/semantics.md, allowOwnNode)';

function directionLines(world: World, flow: Flow, decision: DirectionDecision): string[] {
  const { direction, verdict, nearestMiss, audit, ownNode, passed = [] } = decision;
  const [end, meant] = direction === 'egress' ? [flow.source, flow.from] : [flow.destination, flow.to];
  const owner = meant ?? ownersOf(world, end)[0];
  const who =
    owner === undefined
      ? ''
      : ` of ${owner.id} (${Object.keys(owner.labels).length === 0 ? 'no labels' : describeLabels({ matchLabels: owner.labels, matchExpressions: [] })})`;
  return [
    `  ${direction}${who}: ${verdict === 'allow' ? colour('green', 'allow') : colour('red', 'deny')}, ${because(world, decision)}${ownNode ? OWN_NODE : ''}`,
    ...passed.map((rule) => `    passed on by ${rule.rule} in the ${rule.tier} tier (${place(rule.source)})`),
    ...(audit
      ? [
          `    audit: would be ${audit.verdict}${audit.rule ? ` by ${audit.rule.rule} (${place(audit.rule.source)})` : ''}`,
        ]
      : []),
    ...(nearestMiss
      ? [
          `    nearest: ${nearestMiss.rule.rule} (${place(nearestMiss.rule.source)}), but for the ${MISSING[nearestMiss.field]}: expected ${nearestMiss.expected}, found ${nearestMiss.found}`,
        ]
      : []),
  ];
}

function because(world: World, { reason, rule, isolatedBy, direction }: DirectionDecision): string {
  switch (reason) {
    case 'rule':
      return rule === undefined
        ? 'by a rule'
        : `by ${rule.rule} in the ${rule.tier} tier (${place(rule.source)})${[
            rule.owner && `owner ${rule.owner}`,
            rule.reason && `because ${rule.reason}`,
            rule.ticket && `ticket ${rule.ticket}`,
            rule.expires && `until ${rule.expires}`,
          ]
            .filter(Boolean)
            .map((text) => `, ${text}`)
            .join('')}`;
    case 'default-deny':
      return `no rule allows it, and these isolate ${direction}: ${(isolatedBy ?? []).map((id) => named(world, id)).join(', ')}`;
    case 'posture':
      return `no policy selects this direction (posture ${world.posture})`;
    case 'no-endpoint':
      return 'no workload with policy at this end';
    case 'node':
      return direction === 'ingress'
        ? 'built-in: a node reaches its own workloads'
        : 'built-in: a workload reaches its own node (allowOwnNode)';
    case 'self':
      return 'its own address';
  }
}

function named(world: World, id: string): string {
  const policy = world.policies.find((p) => p.id === id);
  return policy === undefined ? id : `${id} (${place(policy.source)})`;
}
