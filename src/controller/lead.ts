/** Waiting for the Lease, and serving agents meanwhile. */
import { hostname } from 'node:os';
import process from 'node:process';
import { distributionService } from '../distribution/server.js';
import type { Clock } from '../part/clock.js';
import type { Log } from '../part/log.js';
import { Resources } from '../part/resources.js';
import { listen } from '../rpc/listen.js';
import type { TlsIdentity } from '../rpc/tls.js';
import type { WorldOptions } from './effective.js';
import { FileSource } from './file-source.js';
import { parseRecorded, type Recorded } from './recorded.js';
import type { Source } from './source.js';
import type { Cluster } from './sources/kubernetes/cluster.js';
import type { KubernetesSource } from './sources/kubernetes/source.js';
import { Standby } from './standby.js';
import type { TextSource } from './text-source.js';

export interface LeadParts {
  readonly cluster: Cluster | undefined;
  readonly clusterSource: KubernetesSource | undefined;
  /** Beside the cluster, in order; undefined: they cannot be read twice, so nothing is served meanwhile. */
  readonly texts: (() => readonly TextSource[]) | undefined;
  /** Where agents connect. */
  readonly listen: string;
  readonly tls: TlsIdentity | undefined;
  readonly world: WorldOptions;
  readonly log: Log;
  readonly clock: Clock;
  readonly deposed?: ((why: string) => void) | undefined;
  readonly stopping?: AbortSignal | undefined;
}

/**
 * Resolves when this replica is the one that runs, with what was recorded before it; nothing of what waited is left open.
 * @throws the reason of `stopping`
 */
export async function lead(parts: LeadParts): Promise<Recorded | undefined> {
  const { cluster, clusterSource, log, clock, deposed, stopping } = parts;
  if (cluster === undefined || clusterSource === undefined) return undefined;
  const waiting = new Resources();
  let standby: Standby | undefined;
  let opening: Promise<unknown> = Promise.resolve();
  try {
    const said = await cluster.lead(`${hostname()}_${process.pid}_${clock.now()}`, {
      lost: (why) => {
        log.error({ why }, 'the lease is lost: another replica may write');
        deposed?.(why);
      },
      looked: (text, renewed) => {
        if (standby === undefined && parts.texts !== undefined) {
          standby = serveMeanwhile(parts, clusterSource, waiting);
          const { connect } = standby;
          opening = listen(parts.listen, [distributionService(connect)], parts.tls)
            .then((listener) => waiting.add(listener))
            // It is ours when we lead, or somebody else's: then the part says so itself.
            .catch((error: unknown) => log.warn({ error: String(error) }, 'agents are not served while we wait'));
        }
        standby?.seen(parseRecorded(text), renewed);
      },
      stopping,
    });
    return parseRecorded(said);
  } finally {
    await opening;
    await waiting.close();
  }
}

function serveMeanwhile({ texts, world, log, clock }: LeadParts, cluster: Source, waiting: Resources): Standby {
  const files = (texts?.() ?? []).map((text) => waiting.add(new FileSource(text)));
  const standby = waiting.add(new Standby({ sources: [...files, cluster], world, log, clock }));
  standby.start();
  return standby;
}
