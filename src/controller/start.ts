/** A whole controller: store, source, listeners. */
import type { Registry } from 'prom-client';
import { distributionService } from '../distribution/server.js';
import { type Clock, systemClock } from '../part/clock.js';
import type { Posture } from '../policy/model.js';
import { type Listener, listen } from '../rpc/listen.js';
import { type TlsFiles, TlsIdentity } from '../rpc/tls.js';
import { Controller } from './controller.js';
import { DirectorySource } from './directory.js';
import { enrichmentService } from './enrichment.js';
import { GitSource } from './git.js';
import { lockStore } from './lock.js';
import type { Log } from './log.js';
import { certificateMetric } from './metrics.js';
import { operatorService } from './operator.js';
import type { PolicySource } from './source.js';
import { Store } from './store.js';

export interface ControllerOptions {
  /** A directory that is watched, `git:` and a folder in a work tree whose commits count, or any other source. */
  readonly policies: string | PolicySource;
  /** The durable store. One controller at a time. */
  readonly stateDir: string;
  /** Where agents and collectors connect: `unix:/path`, or `host:port` with TLS beyond loopback. */
  readonly listen: string;
  /** Where operators connect: a unix socket. With TLS, certificates of the role operator may use `listen` too. */
  readonly operatorListen?: string;
  readonly tls?: TlsFiles;
  /** Default `kubernetes`. */
  readonly posture?: Posture;
  /** Default true. */
  readonly allowNodeProbes?: boolean;
  readonly log?: Log;
  readonly clock?: Clock;
  readonly version?: string;
}

export interface RunningController {
  /** As bound. */
  readonly address: string;
  readonly operatorAddress: string | undefined;
  readonly controller: Controller;
  readonly metrics: Registry;
  /** Why it is not ready, or undefined. */
  notReady(): string | undefined;
  /** Looks for new certificates now, instead of at the next interval. */
  reloadTls(): Promise<void>;
  close(): Promise<void>;
}

const nothing = (): void => undefined;
export const SILENT: Log = { info: nothing, warn: nothing, error: nothing, debug: nothing };

const sourceOf = (policies: string): PolicySource =>
  policies.startsWith('git:')
    ? new GitSource({ path: policies.slice('git:'.length) })
    : new DirectorySource({ path: policies });

/** @throws ControllerError, RpcError */
export async function startController(options: ControllerOptions): Promise<RunningController> {
  const { stateDir, tls: files, log = SILENT, clock = systemClock, version = '0.0.0' } = options;
  const tls =
    files &&
    (await TlsIdentity.open(files, {
      reloaded: (notAfter) => log.info({ notAfter }, 'certificates reloaded'),
      failed: (error) => log.error({ error: error.message }, 'certificates not reloaded'),
    }));
  const source = typeof options.policies === 'string' ? sourceOf(options.policies) : options.policies;
  const unlock = await lockStore(stateDir);
  const store = Store.open(stateDir, clock.now(), (error) => log.error({ error: error.message }, 'not written'));
  const world = { posture: options.posture ?? 'kubernetes', allowNodeProbes: options.allowNodeProbes ?? true };
  const controller = new Controller({ store, source, world, log, clock, version });
  if (tls !== undefined) certificateMetric(controller.metrics.registry, () => tls.notAfter);
  const listeners: Listener[] = [];
  let closing: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    await Promise.all(listeners.map((listener) => listener.close()));
    controller.close();
    tls?.close();
    unlock();
  };
  const close = (): Promise<void> => {
    closing ??= stop();
    return closing;
  };
  try {
    await controller.start();
    const operators = operatorService(controller);
    const nodes = distributionService((hello, stream) => controller.fleet.connect(hello, stream));
    const collectors = enrichmentService({
      inventory: controller.inventory,
      explain: (request) => controller.explainer.explain(request),
    });
    const services = tls === undefined ? [nodes, collectors] : [nodes, collectors, operators];
    listeners.push(await listen(options.listen, services, tls));
    if (options.operatorListen !== undefined) listeners.push(await listen(options.operatorListen, [operators]));
  } catch (error) {
    await close();
    throw error;
  }
  const [main, operator] = listeners;
  log.info({ address: main?.address, operator: operator?.address }, 'controller listens');
  return {
    address: main?.address ?? '',
    operatorAddress: operator?.address,
    controller,
    metrics: controller.metrics.registry,
    notReady: () => controller.notReady(),
    reloadTls: async () => tls?.reload(),
    close,
  };
}
