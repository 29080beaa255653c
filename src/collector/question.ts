import { Verdict } from '../flows/index.js';
import type { osg } from '../gen/proto.js';

/** What is asked about an event. */
export const explainRequest = ({
  context,
  item,
}: osg.v1.FlowRecord.$Properties): osg.v1.ExplainRequest.$Properties => ({
  source: item?.source ?? new Uint8Array(),
  destination: item?.destination ?? new Uint8Array(),
  protocol: item?.protocol ?? 0,
  destinationPort: item?.destinationPort ?? 0,
  egress: context?.egress ?? false,
  timeUnixUs: item?.firstSeenUnixUs ?? 0,
  revision: context?.revision ?? 0,
  audit: context?.verdict === Verdict.VERDICT_WOULD_DENY,
});
