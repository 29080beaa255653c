import { addressText, isByPolicy, Reason, reasonText, Verdict } from '../flows/index.js';
import type { osg } from '../gen/proto.js';
import { escapeControls } from '../policy/diagnostics.js';
import { lastSeenUs, Placement } from './batch.js';
import { isEphemeral, partOfFlow } from './reply.js';

type Event = osg.v1.FlowRecord.$Properties;
type Context = osg.v1.FlowContext.$Properties;

/** How parts of a line are coloured; identity functions for plain text. */
export interface LinePaint {
  time(text: string): string;
  deny(text: string): string;
  audit(text: string): string;
  name(text: string): string;
  dim(text: string): string;
}

const same = (text: string): string => text;
export const PLAIN: LinePaint = { time: same, deny: same, audit: same, name: same, dim: same };

const PROTOCOLS: Readonly<Record<number, string>> = {
  1: 'ICMP',
  2: 'IGMP',
  6: 'TCP',
  17: 'UDP',
  47: 'GRE',
  58: 'ICMPv6',
  132: 'SCTP',
};
const PORTED = new Set([6, 17, 132]);
const FLAGS = ['FIN', 'SYN', 'RST', 'PSH', 'ACK', 'URG', 'ECE', 'CWR'];

export const isPorted = (protocol: number | null | undefined): boolean => PORTED.has(protocol ?? 0);

export const protocolText = (protocol: number): string => PROTOCOLS[protocol] ?? `protocol ${protocol}`;

/** `SYN`, `SYN,ACK`; empty for none. */
export const flagsText = (flags: number): string => FLAGS.filter((_, bit) => flags & (1 << bit)).join(',');

/** `5432/TCP`, `ICMP type 8 code 0`, `GRE`. */
export function serviceText({ protocol, destinationPort }: osg.v1.FlowItem.$Properties): string {
  const number = protocol ?? 0;
  const port = destinationPort ?? 0;
  if (PORTED.has(number)) return `${port}/${protocolText(number)}`;
  if (number === 1 || number === 58) return `${protocolText(number)} type ${port >> 8} code ${port & 0xff}`;
  return protocolText(number);
}

/** `5432 → 41234/TCP SYN,ACK` where the packet began nothing; else as `serviceText`. */
export function packetText(item: osg.v1.FlowItem.$Properties): string {
  const service = serviceText(item);
  if (!PORTED.has(item.protocol ?? 0)) return service;
  const whole = partOfFlow(item) !== 'first' || isEphemeral(item.destinationPort);
  const flags = whole ? flagsText(item.tcpFlags ?? 0) : '';
  return [whole && item.sourcePort ? `${item.sourcePort} → ${service}` : service, flags].filter(Boolean).join(' ');
}

/** Both sides' names where they are known, else addresses: `[from, to]`. Not escaped. */
export function sidesOf({ context, item, peer }: Event): [string, string] {
  const own = context?.endpoint ?? '';
  const other = peer || addressText((context?.egress ? item?.destination : item?.source) ?? new Uint8Array());
  return context?.egress ? [own, other] : [other, own];
}

const UNTRACKED = 'of a flow that is not known (any more)';

/** `ClusterSecurityGroup//base/ingress/web` → `ClusterSecurityGroup/base/ingress/web`. */
export const shownId = (id: string): string => id.replace(/^([A-Za-z]+)\/\//, '$1/');

/** Each with its owner: `SecurityGroup/shop/db (data), ClusterSecurityGroup/base (platform)`. Not escaped. */
export const groupsText = (groups: readonly osg.v1.Isolating.$Properties[]): string =>
  groups.map(({ policy, owner }) => `${shownId(policy ?? '')}${owner ? ` (${owner})` : ''}`).join(', ');

/** Why, where no rule is to be named; undefined: a rule or a default decided. Not escaped. */
export function plainReason(
  { reason, rule, isolatedBy }: Context,
  item: osg.v1.FlowItem.$Properties,
): string | undefined {
  if (reason === Reason.REASON_STATE_FULL) return 'the table of tracked flows is full';
  if (reason === Reason.REASON_STALE_FLOW)
    return 'of a flow that is not allowed any more (its rule was revoked or has ended)';
  if (reason === Reason.REASON_SERVICE_PARTIAL)
    return 'not all who stand behind this address of a Service are allowed, and this node cannot tell who gets it';
  if (reason === Reason.REASON_UNTRANSLATED) return 'nobody stands behind this address of a Service';
  if (partOfFlow(item) === 'reply' && isByPolicy(reason)) return `reply ${UNTRACKED}`;
  if (reason === Reason.REASON_POLICY) return 'by policy; by which rule or default is not known any more';
  if (reason === Reason.REASON_LINK_CHATTER)
    return 'what the ends of a link say of themselves in IPv6 when it comes up';
  return rule || isolatedBy?.length ? undefined : reasonText(reason).replaceAll('-', ' ');
}

/** Why: the rule with its file, owner, ticket, end and reason, or whose groups isolate the endpoint. Not escaped. */
export function whyText(context: Context, item: osg.v1.FlowItem.$Properties = {}): string {
  const plain = plainReason(context, item);
  const { rule, reason } = context;
  if (plain !== undefined)
    return reason === Reason.REASON_STATE_FULL && rule ? `${plain}; rule ${shownId(rule)} allows it` : plain;
  return rule ? ruleText(context) : `no rule allows it; isolated by ${groupsText(context.isolatedBy ?? [])}`;
}

const ruleText = (context: Context): string =>
  [`rule ${shownId(context.rule ?? '')}`, ...ruleDetails(context)].join(' ');

/** File and line, owner, ticket, end, reason of a rule, as far as it has them; the most useful first. Not escaped. */
export const ruleDetails = ({ file, line, owner, ticket, ruleEndsUnixUs, ruleReason }: Context): string[] => [
  ...(file ? [`(${file}:${line ?? 0})`] : []),
  ...(owner ? [`owner ${owner}`] : []),
  ...(ticket ? [`ticket ${ticket}`] : []),
  ...(ruleEndsUnixUs ? [`until ${new Date(ruleEndsUnixUs / 1000).toISOString().replace('.000', '')}`] : []),
  ...(ruleReason ? [`“${ruleReason}”`] : []),
];

/** `egress`, as people say it: who refused. */
export const directionText = (context: Context): string => (context.egress ? 'egress' : 'ingress');

const VERDICTS: Readonly<Record<number, string>> = {
  [Verdict.VERDICT_ALLOW]: 'allowed',
  [Verdict.VERDICT_DENY]: 'denied',
  [Verdict.VERDICT_WOULD_DENY]: 'would deny',
  [Verdict.VERDICT_WOULD_ALLOW]: 'would allow',
};

/** `denied`, `would deny`, `would deny (candidate r12)`, … Escaped. */
export function verdictSaid({ verdict, rollout }: Context, paint: LinePaint): string {
  const of = rollout ? ` (candidate ${escapeControls(rollout)})` : '';
  return verdict === Verdict.VERDICT_DENY
    ? paint.deny(`denied${of}`)
    : paint.audit(`${VERDICTS[verdict ?? 0] ?? 'unknown verdict'}${of}`);
}

/** ` through shop/db 10.96.0.7:80`; empty where no Service is known. Not escaped. */
function serviceSaid({ service, item }: Event): string {
  if (!item?.serviceAddress?.length) return '';
  const address = addressText(item.serviceAddress);
  const shown = address.includes(':') ? `[${address}]` : address;
  return ` through ${[service, `${shown}:${item.servicePort ?? 0}`].filter(Boolean).join(' ')}`;
}

/** Where the inventory contradicts the node. Escaped. */
export const placementSaid = ({ placement, node }: Event, paint: LinePaint): string[] =>
  placement === Placement.CONTRADICTED
    ? [paint.deny(`(node ${escapeControls(node ?? '')} says so, but the endpoint is on another)`)]
    : [];

/**
 * One record on one line: time, verdict, from → to, service, direction, packets, why. Every name is escaped (F93).
 * `packets` replaces the record's own, where several are shown as one.
 */
export function denyLine(event: Event, paint: LinePaint = PLAIN, packets = event.item?.packets ?? 0): string {
  const context = event.context ?? {};
  const item = event.item ?? {};
  const [from, to] = sidesOf(event).map(escapeControls) as [string, string];
  return [
    paint.time(timeText(lastSeenUs(item))),
    verdictSaid(context, paint),
    `${paint.name(from)} → ${paint.name(to)} ${packetText(item)}${escapeControls(serviceSaid(event))}`,
    paint.dim(`${directionText(context)}, ${count(packets)}:`),
    escapeControls(whyText(context, item)),
    ...placementSaid(event, paint),
  ].join(' ');
}

const count = (packets: number): string => (packets === 1 ? '1 packet' : `${packets} packets`);

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `Europe/Berlin, UTC+01:00`: of all times in lines; said once. */
export function zoneText(now = new Date()): string {
  const minutes = -now.getTimezoneOffset();
  const two = (n: number): string => String(Math.floor(n)).padStart(2, '0');
  const offset = `UTC${minutes < 0 ? '-' : '+'}${two(Math.abs(minutes) / 60)}:${two(Math.abs(minutes) % 60)}`;
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  return timeZone === 'UTC' ? 'UTC' : `${timeZone}, ${offset}`;
}

/** `Nov 22 05:41:02.123`, local time. */
export function timeText(us: number): string {
  const date = new Date(us / 1000);
  const two = (n: number): string => String(n).padStart(2, '0');
  const time = `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${String(date.getMilliseconds()).padStart(3, '0')}`;
  return `${MONTHS[date.getMonth()]} ${two(date.getDate())} ${time}`;
}

/**
 * What makes records one flow to a person: everything but time, source port and counts. Sides that have names are known by
 * them, so that a pair that talks IPv4 and IPv6 is one flow, and an address that went to somebody else makes another.
 */
export function flowKey(event: Event): string {
  const { context, item, peer } = event;
  const address = (bytes: Uint8Array | null | undefined): string => Buffer.from(bytes ?? []).toString('hex');
  const [own, other] = context?.egress ? [item?.source, item?.destination] : [item?.destination, item?.source];
  return [
    event.node,
    context?.endpoint || address(own),
    context?.egress,
    context?.verdict,
    context?.rollout,
    context?.reason,
    context?.rule,
    (context?.isolatedBy ?? []).map(({ policy }) => policy).join(),
    peer || address(other),
    address(item?.serviceAddress),
    item?.protocol,
    item?.destinationPort,
  ].join('\0');
}
