/** A whole agent: enforcement, the stream to the controller, a status socket. */

import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Datapath, type DatapathOptions } from '../datapath/datapath.js';
import type { ClientTimes } from '../distribution/client.js';
import type { Figures } from '../distribution/figures.js';
import { features } from '../ebpf/binding.js';
import { DenyMetrics, DenyNames, type DenyReporter, type ReporterOptions, workloadMetric } from '../flows/index.js';
import { type Clock, systemClock } from '../part/clock.js';
import { type Log, SILENT } from '../part/log.js';
import { certificateMetric, renewalMetric } from '../part/metrics.js';
import { Resources } from '../part/resources.js';
import type { Running } from '../part/run.js';
import { VERSION } from '../part/version.js';
import { targetOf } from '../rpc/dial.js';
import { firstCertificate, keepCertificate } from '../rpc/first.js';
import { listen } from '../rpc/listen.js';
import { openRenewable, Renewal } from '../rpc/renewal.js';
import type { TlsFiles, TlsIdentity } from '../rpc/tls.js';
import { Agent } from './agent.js';
import { type PodOptions, startCni } from './cni/start.js';
import type { EnforcementPort } from './enforcement.js';
import { KernelPort } from './kernel.js';
import { NodeLocator } from './locate/node.js';
import { denyFigures } from './metrics.js';
import { nodeOperator } from './node-operator.js';
import { preflight } from './preflight.js';
import type { QueryPort } from './queries.js';
import { bootId, startReporter, workloadDrops } from './reporting.js';
import { Tidy } from './tidy.js';

export interface AgentBase {
  /** As the inventory and the certificate name it. */
  readonly node: string;
  /** `unix:/path` or `host:port`; TLS beyond loopback. */
  readonly controller: string;
  readonly tls?: TlsFiles;
  /** Where the first certificate comes from, and the file of the token that says who asks. */
  readonly bootstrap?: { readonly address: string; readonly token: string } | undefined;
  /** Told to stop before it has started. */
  readonly stopping?: AbortSignal;
  /** Where the last good policy is kept. */
  readonly stateDir: string;
  /** A unix socket for `osg status` and `osg verify`. */
  readonly statusListen?: string;
  readonly log?: Log;
  readonly clock?: Clock;
  readonly version?: string;
  readonly times?: Partial<ClientTimes>;
}

export interface AgentWithPort extends AgentBase {
  readonly port: EnforcementPort;
  /** What operators may ask of it; absent: nothing. */
  readonly queries?: QueryPort;
  readonly figures?: () => Figures;
  readonly tidy?: Tidy;
}

export interface AgentOptions extends AgentBase {
  /** Folder in a mounted bpffs, of this agent alone. */
  readonly bpffsDir: string;
  /** Path of the namespace whose interfaces are enforced; default: the process's own. */
  readonly netns?: string;
  /** Where denies are reported: `unix:/path` or `host:port`. Absent: they are only counted. */
  readonly collector?: string;
  /** Name in the collector's certificate, if its address does not say it. */
  readonly collectorName?: string;
  /** Bound of denies kept on disk while the collector is away. Default 64 MiB. */
  readonly spoolBytes?: number;
  /** How long an interface without endpoint stays denied before it is let go. */
  readonly lingerMs?: number;
  /** How pods are found, and how they begin. */
  readonly pods?: PodOptions;
  /** Series of drops by workload at most, without those of `other`. Default 0: there is no such metric. */
  readonly workloadSeries?: number;
  readonly datapath?: Partial<Omit<DatapathOptions, 'dir' | 'lock' | 'netns'>>;
}

export interface RunningAgent extends Running {
  readonly agent: Agent;
}

/** Resolves when the last good policy is in force, or there is none. @throws RpcError, AgentError; nothing is left open then */
export const startAgentWith = (options: AgentWithPort): Promise<RunningAgent> =>
  Resources.open(async (resources) => {
    resources.add(options.port);
    return runAgent(options, await identityOf(options, resources), resources);
  });

/** Without any certificate nothing was ever in force here: it is waited for. One that has ended is replaced meanwhile. */
async function identityOf(
  { node, tls, bootstrap, stopping, log = SILENT, clock = systemClock }: AgentBase,
  resources: Resources,
): Promise<TlsIdentity | undefined> {
  if (tls === undefined) return undefined;
  const first = bootstrap && { ...bootstrap, node, files: tls, log, ...(stopping && { stopping }) };
  if (first !== undefined && !existsSync(tls.certificate)) await firstCertificate(first);
  const identity = resources.add(await openRenewable(tls, log));
  if (first !== undefined)
    resources.add(
      keepCertificate(
        first,
        () => identity.reload(),
        () => clock.now(),
      ),
    );
  return identity;
}

async function runAgent(
  options: AgentWithPort,
  tls: TlsIdentity | undefined,
  resources: Resources,
): Promise<RunningAgent> {
  const { node, stateDir, port, times, figures, tidy, log = SILENT, clock = systemClock, version = VERSION } = options;
  const target = targetOf(options.controller, tls, { role: 'controller' });
  const renewal =
    options.tls?.renew === true && tls !== undefined
      ? resources.add(new Renewal({ files: options.tls, identity: tls, target, log, clock }))
      : undefined;
  const agent = resources.add(
    new Agent({
      node,
      bootId: bootId(),
      version,
      controller: target,
      stateDir,
      port,
      log,
      clock,
      warnings: () => [...(tls?.warnings ?? []), ...(renewal?.warnings ?? [])],
      ...(times !== undefined && { times }),
      ...(figures !== undefined && { figures }),
      ...(tidy !== undefined && { changed: () => tidy.changed() }),
      ...(options.queries !== undefined && { queries: options.queries }),
    }),
  );
  const { registry } = agent.metrics;
  if (tls !== undefined) certificateMetric(registry, tls);
  if (renewal !== undefined) renewalMetric(registry, renewal);
  if (options.statusListen !== undefined)
    resources.add(await listen(options.statusListen, [nodeOperator(agent, options.queries)]));
  await agent.start();
  return {
    agent,
    metrics: registry,
    notReady: () => agent.notReady(),
    warnings: () => agent.warnings(),
    close: () => resources.close(),
  };
}

/**
 * An agent on this kernel: takes over what an earlier one left, enforces the last good policy, then listens to the
 * controller. @throws BpfError, DatapathError (OWNED: another agent runs), PublishError (LOCKED: with this state), RpcError, EventsError; nothing is
 * left open then, and enforcement stays
 */
export const startAgent = (options: AgentOptions): Promise<RunningAgent> =>
  Resources.open(async (resources) => {
    const { stateDir, bpffsDir, netns, workloadSeries = 0, log = SILENT } = options;
    preflight(features(), bpffsDir, netns);
    mkdirSync(stateDir, { recursive: true, mode: 0o700 });
    const onError = (error: unknown): void => log.error({ error: String(error) }, 'the node cannot be watched');
    const tls = await identityOf(options, resources);
    const datapath = resources.add(
      Datapath.open({
        ...options.datapath,
        dir: bpffsDir,
        lock: join(stateDir, 'lock'),
        who: `node ${options.node}, state in ${stateDir}, process ${process.pid}`,
        onError,
        ...(netns !== undefined && { netns }),
      }),
    );
    await datapath.publisher.ready;
    const names = new DenyNames();
    const drops = workloadSeries === 0 ? undefined : workloadDrops(workloadSeries, datapath);
    const { cniSocket, cniCache, interfaces, exemptNamespaces } = options.pods ?? {};
    const locator = resources.add(
      new NodeLocator({
        netns,
        onError,
        plugin: cniSocket,
        cache: cniCache,
        exempt: exemptNamespaces,
        ...(interfaces !== undefined && { interfaces }),
      }),
    );
    const port = resources.add(
      new KernelPort({
        datapath,
        names,
        onHolders: (holders) => {
          try {
            drops?.update(holders);
          } catch (error) {
            log.error(
              { error: String(error) },
              'drops by workload: whose they are is not known until the next revision',
            );
          }
        },
        budget: {
          arenaBytes: options.datapath?.maxArenaBytes ?? 1 << 30,
          slots: datapath.counters.slots,
          endpoints: datapath.mostEndpoints - 1,
        },
        capabilities: Object.entries(features())
          .filter(([, has]) => has === true)
          .map(([name]) => name)
          .concat('trial'),
        onError,
        onCrowded: ({ endpoint, entries, limit }) =>
          log.warn({ endpoint, entries, limit }, 'nearly all flows that this endpoint may have tracked are in use'),
        onSucceeded: (report) => log.info({ ...report }, 'tables, flows and counts of another layout taken over'),
        locator,
        ...(options.lingerMs !== undefined && { lingerMs: options.lingerMs }),
      }),
    );
    log.info(
      { adopted: datapath.adopted, attached: datapath.attached.length },
      datapath.adopted ? 'enforcement taken over' : 'enforcement set up',
    );
    const wanted = options.datapath?.endpoints;
    if (wanted !== undefined && wanted < datapath.endpoints)
      log.info({ endpoints: datapath.endpoints, wanted }, 'the maps that were found have more room, and keep it');
    let reporter: DenyReporter | undefined;
    const running = await runAgent(
      {
        ...options,
        port,
        tidy: resources.add(new Tidy(options.clock ?? systemClock)),
        queries: port.queries,
        figures: () => (reporter === undefined ? {} : denyFigures(reporter.status())),
      },
      tls,
      resources,
    );
    if (drops !== undefined) workloadMetric(running.metrics, drops);
    const cni = await startCni(options, running, port, locator, onError);
    if (cni !== undefined) resources.add(cni);
    if (options.collector === undefined) return running;
    // After the last good policy: what an earlier agent left in the ring has names then.
    const metrics = new DenyMetrics(
      () => reporter?.status(),
      running.metrics,
      () => port.trials.id,
    );
    const collector = targetOf(options.collector, tls, { role: 'collector', serverName: options.collectorName });
    const onEvent: ReporterOptions['onEvent'] = (record, context) => {
      metrics.onEvent(record, context);
      port.trials.record(record);
    };
    reporter = resources.add(await startReporter(options, datapath, names, collector, onEvent));
    return running;
  });
