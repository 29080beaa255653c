import { addressText } from '../flows/index.js';
import type { osg } from '../gen/proto.js';
import { escapeControls, escapeJson } from '../policy/diagnostics.js';
import { lastSeenUs, Placement } from './batch.js';
import { isEphemeral, partOfFlow } from './reply.js';

type Event = osg.v1.DenyEvent.$Properties;
type Context = osg.v1.DenyContext.$Properties;

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

export const protocolText = (protocol: number): string => PROTOCOLS[protocol] ?? `protocol ${protocol}`;

/** `SYN`, `SYN,ACK`; empty for none. */
export const flagsText = (flags: number): string => FLAGS.filter((_, bit) => flags & (1 << bit)).join(',');

/** `5432/TCP`, `ICMP type 8 code 0`, `GRE`. */
export function serviceText({ protocol, destinationPort }: osg.v1.DenyItem.$Properties): string {
  const number = protocol ?? 0;
  const port = destinationPort ?? 0;
  if (PORTED.has(number)) return `${port}/${protocolText(number)}`;
  if (number === 1 || number === 58) return `${protocolText(number)} type ${port >> 8} code ${port & 0xff}`;
  return protocolText(number);
}

/** `5432 → 41234/TCP SYN,ACK` where the packet began nothing; else as `serviceText`. */
export function packetText(item: osg.v1.DenyItem.$Properties): string {
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

/** Reasons that a rule or a default gives: of a reply, they are not the point. */
const BY_POLICY: ReadonlySet<string> = new Set(['rule-deny', 'default-deny']);
const UNTRACKED = 'of a flow that is not known (any more)';

/** Why: the rule with its file, or what isolates the endpoint. Not escaped. */
export function whyText(context: Context, item: osg.v1.DenyItem.$Properties = {}): string {
  const isolated = context.isolatedBy ?? [];
  const part = partOfFlow(item);
  if (context.reason === 'state-full')
    return `the table of tracked flows is full${context.rule ? `; rule ${context.rule} allows it` : ''}`;
  if (context.reason === 'stale-flow')
    return 'of a flow that is not allowed any more (its rule was revoked or has ended)';
  if (part === 'reply' && BY_POLICY.has(context.reason ?? '')) return `reply ${UNTRACKED}`;
  if (context.rule) {
    const where = context.file ? ` (${context.file}:${context.line ?? 0})` : '';
    return `rule ${context.rule}${where}`;
  }
  if (isolated.length > 0) return `no rule allows it; isolated by ${isolated.join(', ')}`;
  return (context.reason ?? '').replaceAll('-', ' ');
}

/** `egress`, as people say it: who refused. */
const directionText = (context: Context): string => (context.egress ? 'egress' : 'ingress');

/**
 * One deny on one line: time, verdict, from → to, service, direction, packets, why, owner. Every name is escaped (F93).
 * `packets` replaces the event's own, where several are shown as one.
 */
export function denyLine(event: Event, paint: LinePaint = PLAIN, packets = event.item?.packets ?? 0): string {
  const { time, verdict, flow, direction, why } = partsOf(event, paint);
  return [paint.time(time), verdict, flow, paint.dim(`${direction}, ${count(packets)}:`), ...why].join(' ');
}

/** The same for a line that changes in place and may be cut: time of day and packets come first. */
export function liveLine(event: Event, paint: LinePaint, packets: number): string {
  const { time, verdict, flow, direction, why } = partsOf(event, paint);
  const first = [paint.time(time.slice(-12, -4)), paint.name(`${packets}`.padStart(6)), verdict];
  return [...first, flow, paint.dim(`${direction}:`), ...why].join(' ');
}

function partsOf(event: Event, paint: LinePaint) {
  const context = event.context ?? {};
  const [from, to] = sidesOf(event).map(escapeControls) as [string, string];
  return {
    time: timeText(lastSeenUs(event.item ?? {})),
    verdict: context.verdict === 'deny' ? paint.deny('denied') : paint.audit('would deny'),
    flow: `${paint.name(from)} → ${paint.name(to)} ${packetText(event.item ?? {})}`,
    direction: directionText(context),
    why: [
      escapeControls(whyText(context, event.item ?? {})),
      ...(event.placement === Placement.CONTRADICTED
        ? [paint.deny(`(node ${escapeControls(event.node ?? '')} says so, but the endpoint is on another)`)]
        : []),
      ...(context.owner ? [paint.dim(`owner ${escapeControls(context.owner)}`)] : []),
    ],
  };
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

/** What makes events one flow to a person: everything but time, source port and counts. */
export function flowKey(event: Event): string {
  const { context, item } = event;
  const address = (bytes: Uint8Array | null | undefined): string => Buffer.from(bytes ?? []).toString('hex');
  return [
    event.node,
    context?.endpoint,
    context?.egress,
    context?.verdict,
    context?.reason,
    context?.rule,
    (context?.isolatedBy ?? []).join(),
    address(item?.source),
    address(item?.destination),
    item?.protocol,
    item?.destinationPort,
  ].join('\0');
}

/** One line of JSON, harmless on a terminal (F93). */
export const jsonLine = (value: unknown): string => escapeJson(JSON.stringify(value));

/** A plain object for JSON: addresses as text, times in RFC 3339, empty fields left out. */
export function denyJson(event: Event): Record<string, unknown> {
  const context = event.context ?? {};
  const item = event.item ?? {};
  const ported = PORTED.has(item.protocol ?? 0);
  const icmp = item.protocol === 1 || item.protocol === 58;
  const all: Record<string, unknown> = {
    id: event.id,
    time: iso(lastSeenUs(item)),
    firstSeen: iso(item.firstSeenUnixUs ?? 0),
    node: event.node,
    verdict: context.verdict,
    direction: directionText(context),
    reason: context.reason,
    endpoint: context.endpoint,
    namespace: context.namespace,
    peer: event.peer,
    placement: PLACEMENTS[event.placement ?? 0],
    source: addressText(item.source ?? new Uint8Array()),
    destination: addressText(item.destination ?? new Uint8Array()),
    protocol: protocolText(item.protocol ?? 0),
    sourcePort: ported ? item.sourcePort : undefined,
    destinationPort: ported ? item.destinationPort : undefined,
    icmpType: icmp ? (item.destinationPort ?? 0) >> 8 : undefined,
    icmpCode: icmp ? (item.destinationPort ?? 0) & 0xff : undefined,
    tcpFlags: flagsText(item.tcpFlags ?? 0),
    packets: item.packets,
    bytes: item.bytes,
    rule: context.rule,
    policy: context.policy,
    tier: context.tier,
    owner: context.owner,
    file: context.file,
    line: context.line,
    isolatedBy: context.isolatedBy,
    ruleReason: context.ruleReason,
    ticket: context.ticket,
    runbook: context.runbook,
    revision: context.revision,
    sourceVersion: context.sourceVersion,
    kind: ['first', 'rollup', 'unlisted'][item.kind ?? 0],
    label: event.label && { legitimate: event.label.legitimate, who: event.label.who, note: event.label.note },
  };
  return Object.fromEntries(Object.entries(all).filter(([key, value]) => keep(key, value)));
}

/** Whether the endpoint was on that node, by the inventory. */
const PLACEMENTS = ['unchecked', 'confirmed', 'contradicted'];

const keep = (key: string, value: unknown): boolean =>
  value !== undefined &&
  value !== null &&
  value !== '' &&
  !(Array.isArray(value) && value.length === 0) &&
  !(key === 'line' && value === 0);

const iso = (us: number): string => new Date(us / 1000).toISOString();
