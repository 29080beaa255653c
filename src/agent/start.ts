/** A whole agent: enforcement, the stream to the controller, a status socket. */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Registry } from 'prom-client';
import { certificateMetric } from '../controller/metrics.js';
import { Datapath, type DatapathOptions } from '../datapath/datapath.js';
import type { ClientTimes } from '../distribution/client.js';
import { features } from '../ebpf/binding.js';
import { DenyMetrics, DenyNames, DenyReporter, EventsError, type ReporterOptions } from '../flows/index.js';
import { type Clock, systemClock } from '../part/clock.js';
import { parseListenAddress, requireTlsBeyondLocal } from '../rpc/address.js';
import { RpcError } from '../rpc/error.js';
import { type Listener, listen } from '../rpc/listen.js';
import { NODE_OPERATOR } from '../rpc/methods.js';
import { type Service, serve } from '../rpc/serve.js';
import { channelCredentials, type TlsFiles, TlsIdentity } from '../rpc/tls.js';
import { Agent, type Log } from './agent.js';
import type { EnforcementPort } from './enforcement.js';
import { denyParts, KernelPort } from './kernel.js';
import { preflight } from './preflight.js';

export interface AgentBase {
  /** As the inventory and the certificate name it. */
  readonly node: string;
  /** `unix:/path` or `host:port`; TLS beyond loopback. */
  readonly controller: string;
  readonly tls?: TlsFiles;
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
  readonly figures?: () => Readonly<Record<string, number>>;
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
  readonly datapath?: Partial<Omit<DatapathOptions, 'dir' | 'lock' | 'netns'>>;
}

export interface RunningAgent {
  readonly agent: Agent;
  readonly metrics: Registry;
  /** Why it is not ready, or undefined. */
  notReady(): string | undefined;
  /** Enforcement stays. */
  close(): Promise<void>;
}

const nothing = (): void => undefined;
const SILENT: Log = { info: nothing, warn: nothing, error: nothing, debug: nothing };

/** New for every boot of the kernel. */
export const bootId = (): string => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();

/** Resolves when the last good policy is in force, or there is none. @throws RpcError, AgentError */
export async function startAgentWith(options: AgentWithPort): Promise<RunningAgent> {
  const { node, controller, stateDir, port, log = SILENT, clock = systemClock, version = '0.0.0' } = options;
  const address = parseListenAddress(controller);
  requireTlsBeyondLocal(address, options.tls !== undefined);
  const tls =
    options.tls &&
    (await TlsIdentity.open(options.tls, {
      reloaded: (notAfter) => log.info({ notAfter }, 'certificates reloaded'),
      failed: (error) => log.error({ error: error.message }, 'certificates not reloaded'),
    }));
  const credentials = channelCredentials(address.kind === 'unix' ? undefined : tls);
  const agent = new Agent({
    node,
    bootId: bootId(),
    version,
    controller: address.text,
    credentials,
    stateDir,
    port,
    log,
    clock,
    ...(options.times !== undefined && { times: options.times }),
    ...(options.figures !== undefined && { figures: options.figures }),
  });
  if (tls !== undefined) certificateMetric(agent.metrics.registry, () => tls.notAfter);
  let listener: Listener | undefined;
  let closing: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    await listener?.close();
    await agent.close();
    tls?.close();
  };
  const close = (): Promise<void> => {
    closing ??= stop();
    return closing;
  };
  try {
    if (options.statusListen !== undefined) listener = await listen(options.statusListen, [nodeOperator(agent, port)]);
    await agent.start();
  } catch (error) {
    await close();
    throw error;
  }
  return { agent, metrics: agent.metrics.registry, notReady: () => agent.notReady(), close };
}

/** What operators may ask of an agent. */
function nodeOperator(agent: Agent, port: EnforcementPort): Service {
  const inForce = (): NonNullable<Agent['realised']> => {
    if (agent.realised === undefined) throw new RpcError('STATE', '', 'no policy is in force');
    return agent.realised;
  };
  /** Of a port without kernel. */
  const nothing = (): never => {
    throw new RpcError('STATE', '', 'nothing is enforced here');
  };
  return serve(NODE_OPERATOR, 'operator', {
    Status: () => agent.report(),
    Verify: async () => {
      const { view, plan } = inForce();
      const result = (await port.verify?.(view, plan)) ?? nothing();
      return { ...result, differences: result.differences.slice(0, 50) };
    },
    Conntrack: (request) => port.conntrack?.(inForce().plan, request) ?? nothing(),
    Conversations: (request) => port.conversations?.(inForce().plan, request) ?? nothing(),
  });
}

/**
 * An agent on this kernel: takes over what an earlier one left, enforces the last good policy, then listens to the
 * controller. @throws BpfError, DatapathError, PublishError (LOCKED: another agent runs), RpcError, EventsError
 */
export async function startAgent(options: AgentOptions): Promise<RunningAgent> {
  const { stateDir, bpffsDir, netns, log = SILENT } = options;
  preflight(features(), bpffsDir, netns);
  mkdirSync(stateDir, { recursive: true, mode: 0o700 });
  const datapath = Datapath.open({
    ...options.datapath,
    dir: bpffsDir,
    lock: join(stateDir, 'lock'),
    ...(netns !== undefined && { netns }),
  });
  const names = new DenyNames();
  const port = new KernelPort({
    datapath,
    names,
    budget: {
      arenaBytes: options.datapath?.maxArenaBytes ?? 1 << 30,
      slots: options.datapath?.slots ?? 65_536,
      endpoints: datapath.endpoints - 1,
    },
    capabilities: Object.entries(features())
      .filter(([, has]) => has === true)
      .map(([name]) => name),
    onError: (error) => log.error({ error: String(error) }, 'interfaces cannot be watched'),
    onSucceeded: (report) => log.info({ ...report }, 'tables, flows and counts of another layout taken over'),
    ...(netns !== undefined && { netns }),
    ...(options.lingerMs !== undefined && { lingerMs: options.lingerMs }),
  });
  log.info(
    { adopted: datapath.adopted, attached: datapath.attached.length },
    datapath.adopted ? 'enforcement taken over' : 'enforcement set up',
  );
  let reporter: DenyReporter | undefined;
  let started: RunningAgent | undefined;
  try {
    const running = await startAgentWith({ ...options, port, figures: () => denyFigures(reporter) });
    started = running;
    // After the last good policy: what an earlier agent left in the ring has names then.
    const metrics = new DenyMetrics(() => reporter?.status(), running.metrics);
    reporter = await startReporter(options, datapath, names, log, metrics);
    return {
      ...running,
      close: async () => {
        await reporter?.close();
        await running.close();
      },
    };
  } catch (error) {
    await reporter?.close();
    await (started ?? port).close();
    throw error;
  }
}

async function startReporter(
  options: AgentOptions,
  datapath: Datapath,
  names: DenyNames,
  log: Log,
  metrics: DenyMetrics,
): Promise<DenyReporter | undefined> {
  if (options.collector === undefined) return undefined;
  const address = parseListenAddress(options.collector);
  requireTlsBeyondLocal(address, options.tls !== undefined);
  const tls = options.tls && address.kind === 'tcp' ? await TlsIdentity.open(options.tls) : undefined;
  const start = (spool: ReporterOptions['spool']): Promise<DenyReporter> =>
    DenyReporter.start({
      node: options.node,
      kernel: denyParts(datapath),
      epoch: `${bootId()}:${datapath.map('osg_deny_eps').info.id}`,
      names,
      collector: {
        address: address.text,
        credentials: channelCredentials(tls),
        ...(options.collectorName !== undefined && { serverName: options.collectorName }),
      },
      ...(spool !== undefined && { spool }),
      onEvent: metrics.onEvent,
      onState: (connected, error) =>
        log.info({ connected, ...(error !== undefined && { error: String(error) }) }, 'collector'),
      onError: (error) => log.error({ error: String(error) }, 'deny stream'),
    });
  try {
    return await start({ directory: join(options.stateDir, 'spool'), maxBytes: options.spoolBytes ?? 64 << 20 });
  } catch (error) {
    if (!(error instanceof EventsError)) throw error;
    log.error(
      { error: String(error) },
      'denies cannot be kept on disk: what memory cannot hold while the collector is away is lost, and counted',
    );
    return start(undefined);
  }
}

function denyFigures(reporter: DenyReporter | undefined): Record<string, number> {
  if (reporter === undefined) return {};
  const { accounting, connected, spool } = reporter.status();
  const sums = Object.entries(accounting).filter((entry): entry is [string, number] => typeof entry[1] === 'number');
  return {
    collector_connected: connected ? 1 : 0,
    spool_bytes: spool.bytes,
    ...Object.fromEntries(sums.map(([name, value]) => [`denies_${name}`, value])),
  };
}
