/** What an agent tells of denies: the stream to its collector, and drops by workload. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Datapath } from '../datapath/datapath.js';
import {
  DenyKernel,
  type DenyNames,
  DenyReporter,
  EventsError,
  type ReporterOptions,
  WorkloadDrops,
} from '../flows/index.js';
import { type Log, SILENT } from '../part/log.js';
import type { Target } from '../rpc/dial.js';
import { denyParts } from './deny-parts.js';

interface Reporting {
  readonly node: string;
  readonly stateDir: string;
  /** As `AgentOptions`. */
  readonly spoolBytes?: number;
  readonly log?: Log;
}

/** New for every boot of the kernel. */
export const bootId = (): string => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();

export function workloadDrops(most: number, datapath: Datapath): WorkloadDrops {
  const kernel = new DenyKernel(denyParts(datapath));
  return new WorkloadDrops(most, () => kernel.figures().drops);
}

/** Without a spool where its folder cannot be used: that is told. @throws what else keeps it from starting; nothing is left open then */
export async function startReporter(
  { node, stateDir, spoolBytes = 64 << 20, log = SILENT }: Reporting,
  datapath: Datapath,
  names: DenyNames,
  collector: Target,
  onEvent: NonNullable<ReporterOptions['onEvent']>,
): Promise<DenyReporter> {
  const start = (spool: ReporterOptions['spool']): Promise<DenyReporter> =>
    DenyReporter.start({
      node,
      kernel: denyParts(datapath),
      epoch: `${bootId()}:${datapath.map('osg_deny_eps').info.id}`,
      names,
      collector,
      ...(spool !== undefined && { spool }),
      onEvent,
      onState: (connected, error) =>
        log.info({ connected, ...(error !== undefined && { error: String(error) }) }, 'collector'),
      onError: (error) => log.error({ error: String(error) }, 'deny stream'),
    });
  try {
    return await start({ directory: join(stateDir, 'spool'), maxBytes: spoolBytes });
  } catch (error) {
    if (!(error instanceof EventsError)) throw error;
    log.error(
      { error: String(error) },
      'denies cannot be kept on disk: what memory cannot hold while the collector is away is lost, and counted',
    );
    return start(undefined);
  }
}
