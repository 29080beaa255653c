/** Flow records as JSON for programs. */
import { addressText, reasonText, tierText, verdictText } from '../flows/index.js';
import type { osg } from '../gen/proto.js';
import { escapeJson } from '../policy/diagnostics.js';
import { lastSeenUs } from './batch.js';
import { directionText, flagsText, isPorted, protocolText } from './line.js';

type Event = osg.v1.FlowRecord.$Properties;

/** One line of JSON, harmless on a terminal (F93). */
export const jsonLine = (value: unknown): string => escapeJson(JSON.stringify(value));

/**
 * A record for programs, by the convention of `-o json` (docs/operations.md): every field is there in every record. Addresses are
 * text; a moment, a port, an ICMP type or a label that the record has not is null.
 */
export function denyJson(event: Event): Record<string, unknown> {
  const context = event.context ?? {};
  const item = event.item ?? {};
  const ported = isPorted(item.protocol);
  const icmp = item.protocol === 1 || item.protocol === 58;
  const isolating = context.isolatedBy ?? [];
  const toService = Boolean(item.serviceAddress?.length);
  return {
    id: event.id ?? '',
    time: moment(lastSeenUs(item)),
    firstSeen: moment(item.firstSeenUnixUs),
    node: event.node ?? '',
    verdict: verdictText(context.verdict),
    rollout: context.rollout ?? '',
    direction: directionText(context),
    reason: reasonText(context.reason),
    endpoint: context.endpoint ?? '',
    namespace: context.namespace ?? '',
    peer: event.peer ?? '',
    placement: PLACEMENTS[event.placement ?? 0] ?? '',
    service: event.service ?? '',
    serviceAddress: addressText(item.serviceAddress ?? NONE),
    servicePort: toService ? (item.servicePort ?? 0) : null,
    source: addressText(item.source ?? NONE),
    destination: addressText(item.destination ?? NONE),
    protocol: protocolText(item.protocol ?? 0),
    sourcePort: ported ? (item.sourcePort ?? 0) : null,
    destinationPort: ported ? (item.destinationPort ?? 0) : null,
    icmpType: icmp ? (item.destinationPort ?? 0) >> 8 : null,
    icmpCode: icmp ? (item.destinationPort ?? 0) & 0xff : null,
    tcpFlags: flagsText(item.tcpFlags ?? 0),
    packets: item.packets ?? 0,
    bytes: item.bytes ?? 0,
    rule: context.rule ?? '',
    policy: context.policy ?? '',
    tier: tierText(context.tier),
    owner: context.owner ?? '',
    file: context.file ?? '',
    line: context.line ?? 0,
    isolatedBy: isolating.map(({ policy }) => policy ?? ''),
    isolatedByOwners: isolating.map(({ owner }) => owner ?? ''),
    ruleReason: context.ruleReason ?? '',
    ticket: context.ticket ?? '',
    runbook: context.runbook ?? '',
    ruleEnds: moment(context.ruleEndsUnixUs),
    revision: context.revision ?? 0,
    sourceVersion: context.sourceVersion ?? '',
    kind: KINDS[item.kind ?? 0] ?? '',
    beginnings: item.beginnings ?? 0,
    sampleRate: item.sampleRate ?? 0,
    label: labelOf(event),
  };
}

const NONE = new Uint8Array();
const KINDS = ['first', 'rollup', 'unlisted', 'sampled'];

/** Whether the endpoint was on that node, by the inventory. */
const PLACEMENTS = ['unchecked', 'confirmed', 'contradicted'];

function labelOf({ label }: Event): object | null {
  if (!label) return null;
  return { legitimate: label.legitimate ?? false, who: label.who ?? '', note: label.note ?? '' };
}

/** RFC 3339 in UTC; null where there is none. */
const moment = (us: number | null | undefined): string | null => (us ? new Date(us / 1000).toISOString() : null);
