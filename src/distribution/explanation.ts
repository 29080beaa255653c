/** A denied flow and its explanation: proto ↔ model. */
import type { osg } from '../gen/proto.js';
import type { DeniedFlow, ExplainedDeny } from '../policy/explain-deny.js';
import { adviceLines } from '../policy/tools/advice.js';
import { addressFrom } from './prefixes.js';
import { DECISION_REASONS, MISS_FIELDS } from './words.js';

const PORTED = new Set([6, 17, 132]);
const ICMP = new Set([1, 58]);

/** @throws DistributionError MALFORMED */
export function decodeDeniedFlow(request: osg.v1.ExplainRequest.$Properties): DeniedFlow {
  const protocol = request.protocol ?? 0;
  const port = request.destinationPort ?? 0;
  return {
    flow: {
      source: addressFrom(request.source ?? new Uint8Array(), 'source'),
      destination: addressFrom(request.destination ?? new Uint8Array(), 'destination'),
      protocol,
      ...(PORTED.has(protocol) && { port }),
      ...(ICMP.has(protocol) && { icmp: { type: port >> 8, code: port & 0xff } }),
    },
    egress: request.egress === true,
    atMs: (request.timeUnixUs ?? 0) / 1000,
    audit: request.audit === true,
  };
}

export function encodeExplanation(side: ExplainedDeny): osg.v1.Explanation.$Properties {
  const { verdict, reason, rule, nearestMiss: miss, advice, isolatedBy } = side;
  const edit = verdict === 'deny' && advice !== undefined ? adviceLines(advice).join('\n') : '';
  return {
    allowed: verdict === 'allow',
    reason: DECISION_REASONS.value[reason],
    rule: rule?.rule ?? '',
    ...(miss !== undefined && {
      nearest: {
        rule: miss.rule.rule,
        file: miss.rule.source.file,
        line: miss.rule.source.line,
        field: MISS_FIELDS.value[miss.field],
        found: miss.found,
        expected: miss.expected,
        edit,
      },
    }),
    // Nothing comes near, but there is something to write, or a reason why not; of a rule that denies, its name says enough.
    ...(miss === undefined && rule === undefined && edit !== '' && { nearest: { rule: isolatedBy?.[0] ?? '', edit } }),
  };
}
