/** What an agent says, as the controller takes it: what does not fit in a message is left out, the least important first. */
import { osg } from '../gen/proto.js';
import { MAX_AGENT_MESSAGE_BYTES } from '../rpc/methods.js';

const MAX_TEXT = 1_000;
const MAX_WARNINGS = 10;
const MAX_WARNING = 500;
/** Of a list that may be long; what is beside it is shorter. */
const MAX_LIST_BYTES = MAX_AGENT_MESSAGE_BYTES / 2;
/** Of one entry, beside its texts. */
const ENTRY_BYTES = 48;

export const shortened = (text: string | null | undefined, most = MAX_TEXT): string => (text ?? '').slice(0, most);

/** The first of the list that fit. */
function firstOf<T>(list: readonly T[], textOf: (item: T) => string): T[] {
  let bytes = 0;
  const end = list.findIndex((item) => {
    bytes += Buffer.byteLength(textOf(item)) + ENTRY_BYTES;
    return bytes > MAX_LIST_BYTES;
  });
  return end < 0 ? [...list] : list.slice(0, end);
}

/** Endpoints that are in order go first, if there are many hundreds; figures count them all the same. */
export function fitting(status: osg.v1.AgentStatus.$Properties): osg.v1.AgentStatus.$Properties {
  const attached = ({ state }: osg.v1.EndpointStatus.$Properties): number =>
    state === osg.v1.EndpointState.ENDPOINT_STATE_ATTACHED ? 1 : 0;
  const all = (status.endpoints ?? []).map((one) => ({ ...one, detail: shortened(one.detail) }));
  const ranked = [...all].sort((a, b) => attached(a) - attached(b));
  const kept = new Set(firstOf(ranked, ({ id, detail }) => `${id}${detail}`));
  return {
    ...status,
    endpoints: all.filter((entry) => kept.has(entry)),
    lastError: shortened(status.lastError),
    warnings: (status.warnings ?? []).slice(0, MAX_WARNINGS).map((text) => shortened(text, MAX_WARNING)),
  };
}

/** The oldest events: the others follow when these are confirmed. */
export const fittingDrift = (report: osg.v1.DriftReport.$Properties): osg.v1.DriftReport.$Properties => ({
  ...report,
  events: firstOf(report.events ?? [], ({ what }) => (what ?? []).join('')),
});
