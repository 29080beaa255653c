/** What the collector knows of the last hour: conversations, and denies that policy made. */
import type { DeniesClient } from '../client/index.js';
import { partOfFlow } from '../collector/index.js';
import { addressFrom } from '../distribution/prefixes.js';
import { reasonText } from '../flows/index.js';
import { osg } from '../gen/proto.js';
import type { Seen } from '../policy/tools/impact.js';
import { type OperatorOptions, withDenies } from './connect.js';
import { CliError } from './output.js';

const { VERDICT_ALLOW, VERDICT_DENY } = osg.v1.Verdict;
const BY_POLICY: ReadonlySet<string> = new Set(['rule-deny', 'default-deny']);

interface Recent {
  /** That policy denied. */
  readonly denied: Seen[];
  readonly allowed: Seen[];
}

export async function recentFlows(
  options: OperatorOptions & { readonly collector: string; readonly since: number },
  notAsked: string[],
): Promise<Recent> {
  try {
    return await withDenies(options, (client) => flowsOf(client, options.since));
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    notAsked.push(`recent flows: ${error.message}`);
    return { denied: [], allowed: [] };
  }
}

async function flowsOf(client: DeniesClient, sinceMs: number): Promise<Recent> {
  const found: Recent = { denied: [], allowed: [] };
  const query = { sinceUnixUs: (Date.now() - sinceMs) * 1000, verdict: [VERDICT_DENY, VERDICT_ALLOW] };
  for await (const { records } of client.query(query))
    for (const { context, item } of records) {
      const allowed = context?.verdict === VERDICT_ALLOW;
      if (!allowed && !BY_POLICY.has(reasonText(context?.reason ?? 0))) continue;
      if (!item?.source?.length || !item.destination?.length || partOfFlow(item) === 'reply') continue;
      found[allowed ? 'allowed' : 'denied'].push({
        source: addressFrom(item.source, 'source'),
        destination: addressFrom(item.destination, 'destination'),
        protocol: item.protocol ?? 0,
        port: item.destinationPort ?? 0,
        live: 0,
        lastMs: ((item.firstSeenUnixUs ?? 0) + (item.durationUs ?? 0)) / 1000,
        packets: item.packets ?? 0,
        bytes: item.bytes ?? 0,
      });
    }
  return found;
}
