/** An agent's status as the controller takes it: what does not fit in a message is left out, the least important first. */
import type { osg } from '../gen/proto.js';
import { MAX_AGENT_MESSAGE_BYTES } from '../rpc/methods.js';

const MAX_TEXT = 1_000;
const MAX_ENDPOINTS_BYTES = MAX_AGENT_MESSAGE_BYTES / 2;
/** Of one entry, beside its texts. */
const ENTRY_BYTES = 16;

export const shortened = (text: string | null | undefined): string => (text ?? '').slice(0, MAX_TEXT);

/** Endpoints that are in order go first, if there are thousands; figures count them all the same. */
export function fitting(status: osg.v1.AgentStatus.$Properties): osg.v1.AgentStatus.$Properties {
  const entries = (status.endpoints ?? []).map((one) => ({ ...one, detail: shortened(one.detail) }));
  const size = ({ id, state, detail }: osg.v1.EndpointStatus.$Properties): number =>
    Buffer.byteLength(`${id}${state}${detail}`) + ENTRY_BYTES;
  let bytes = entries.reduce((sum, entry) => sum + size(entry), 0);
  const lastError = shortened(status.lastError);
  if (bytes <= MAX_ENDPOINTS_BYTES) return { ...status, endpoints: entries, lastError };
  const attached = (entry: osg.v1.EndpointStatus.$Properties): number => (entry.state === 'attached' ? 1 : 0);
  const endpoints = entries.sort((a, b) => attached(a) - attached(b));
  while (bytes > MAX_ENDPOINTS_BYTES) bytes -= size(endpoints.pop() ?? {});
  return { ...status, endpoints, lastError };
}
