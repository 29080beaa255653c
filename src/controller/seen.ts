/** What agents tell of who talks to whom, as the tools that judge want it. */
import type { osg } from '../gen/proto.js';
import { parseAddress } from '../net/address.js';
import type { Workload } from '../policy/model.js';
import type { Seen } from '../policy/tools/impact.js';

/** Undefined: of a workload that is not known (any more). */
export function seenOf(workloads: ReadonlyMap<string, Workload>, talk: osg.v1.Talk.$Properties): Seen | undefined {
  const peer = parseAddress(talk.peer ?? '');
  const own = workloads.get(talk.endpoint ?? '')?.addresses.find(({ family }) => family === peer.family);
  if (own === undefined) return undefined;
  const [source, destination] = talk.egress ? [own, peer] : [peer, own];
  return {
    ...{ source, destination, protocol: talk.protocol ?? 0, port: talk.port ?? 0, live: talk.live ?? 0 },
    ...{ lastMs: (talk.lastUnixUs ?? 0) / 1000, packets: talk.packets ?? 0, bytes: talk.bytes ?? 0 },
  };
}
