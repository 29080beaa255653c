/** Flow records as JSON for programs. */
import { addressText, reasonText, tierText, verdictText } from '../flows/index.js';
import type { osg } from '../gen/proto.js';
import { escapeJson } from '../policy/diagnostics.js';
import { lastSeenUs } from './batch.js';
import { directionText, flagsText, isPorted, protocolText } from './line.js';

type Event = osg.v1.FlowRecord.$Properties;

/** One line of JSON, harmless on a terminal (F93). */
export const jsonLine = (value: unknown): string => escapeJson(JSON.stringify(value));

/** A plain object for JSON: addresses as text, times in RFC 3339, empty fields left out. */
export function denyJson(event: Event): Record<string, unknown> {
  const context = event.context ?? {};
  const item = event.item ?? {};
  const ported = isPorted(item.protocol);
  const icmp = item.protocol === 1 || item.protocol === 58;
  const all: Record<string, unknown> = {
    id: event.id,
    time: iso(lastSeenUs(item)),
    firstSeen: iso(item.firstSeenUnixUs ?? 0),
    node: event.node,
    verdict: verdictText(context.verdict),
    direction: directionText(context),
    reason: reasonText(context.reason),
    endpoint: context.endpoint,
    namespace: context.namespace,
    peer: event.peer,
    placement: PLACEMENTS[event.placement ?? 0],
    service: event.service,
    serviceAddress: item.serviceAddress?.length ? addressText(item.serviceAddress) : undefined,
    servicePort: item.serviceAddress?.length ? item.servicePort : undefined,
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
    tier: tierText(context.tier),
    owner: context.owner,
    file: context.file,
    line: context.line,
    isolatedBy: context.isolatedBy?.map(({ policy }) => policy),
    isolatedByOwners: context.owner && !context.rule ? context.isolatedBy?.map(({ owner }) => owner) : undefined,
    ruleReason: context.ruleReason,
    ticket: context.ticket,
    runbook: context.runbook,
    ruleEnds: context.ruleEndsUnixUs ? iso(context.ruleEndsUnixUs) : undefined,
    revision: context.revision,
    sourceVersion: context.sourceVersion,
    kind: ['first', 'rollup', 'unlisted', 'sampled'][item.kind ?? 0],
    beginnings: item.beginnings || undefined,
    sampleRate: item.sampleRate || undefined,
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
