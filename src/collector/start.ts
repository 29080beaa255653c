/** A whole collector: store, listeners, exports, the link to its controller. */
import { EnrichmentClient } from '../distribution/enrichment-client.js';
import { systemClock } from '../part/clock.js';
import { type Log, SILENT } from '../part/log.js';
import { certificateMetric, renewalMetric } from '../part/metrics.js';
import { Resources } from '../part/resources.js';
import type { Running } from '../part/run.js';
import { VERSION } from '../part/version.js';
import { targetOf } from '../rpc/dial.js';
import { RpcError } from '../rpc/error.js';
import { listen } from '../rpc/listen.js';
import { openRenewable, Renewal } from '../rpc/renewal.js';
import type { TlsFiles, TlsIdentity } from '../rpc/tls.js';
import type { Grant } from './access.js';
import { Collector } from './collector.js';
import { type Exporter, eventsOf } from './export.js';
import { JsonLinesExporter } from './export-json.js';
import { OtlpExporter } from './export-otlp.js';
import { CollectorMetrics } from './metrics.js';
import { Store } from './sqlite/store.js';

export interface CollectorConfig {
  /** SQLite file. */
  readonly database: string;
  /** Where agents and people connect: `unix:/path`, or `host:port` with TLS beyond loopback. */
  readonly listen: string;
  /** A second listener for people on this machine, beside one with mTLS. */
  readonly localListen?: string | undefined;
  readonly tls?: TlsFiles | undefined;
  /** Default: 7 days, 1024 megabytes. */
  readonly retention?: { readonly days: number; readonly megabytes: number };
  /** Who names the other sides of denies, and explains them. */
  readonly controller?: string | undefined;
  /** What certificates may see, by name; the role operator sees all. */
  readonly access?: readonly Grant[];
  readonly exports?: {
    /** `-`: standard output. */
    readonly jsonLines?: { readonly path: string; readonly megabytes: number; readonly keep: number } | undefined;
    readonly otlp?: { readonly address: string; readonly headers: Readonly<Record<string, string>> } | undefined;
  };
  readonly log?: Log;
  readonly version?: string;
}

export interface RunningCollector extends Running {
  readonly collector: Collector;
  /** As bound. */
  readonly addresses: readonly string[];
}

/** @throws CollectorError, RpcError; nothing is left open then */
export const startCollector = (config: CollectorConfig): Promise<RunningCollector> =>
  Resources.open(async (resources) => {
    const { log = SILENT, retention = { days: 7, megabytes: 1024 } } = config;
    const tls = config.tls && resources.add(await openRenewable(config.tls, log));
    const exporters = exportersOf(config, tls, resources, (error) => log.warn({ error: String(error) }, 'export'));
    const controller = linkTo(config.controller, tls, () => collector, log);
    const renewal = renewalOf(config, tls, log);
    if (renewal !== undefined) resources.add(renewal);
    const collector = resources.add(
      await Collector.open({
        stores: new Store({ path: config.database }),
        maxAgeMs: retention.days * 86_400_000,
        maxBytes: retention.megabytes << 20,
        grants: config.access ?? [],
        ...(controller !== undefined && {
          explain: (request, signal) => controller.explain(request, signal),
          blame: (request, signal) => controller.blame(request, signal),
        }),
        onStored: (stored) => {
          metrics.stored(stored);
          if (exporters.length === 0) return;
          const events = eventsOf(stored);
          for (const exporter of exporters) exporter.push(events);
        },
        onError: (error) => {
          metrics.error();
          log.error({ error: error instanceof Error ? error.message : String(error) }, 'collector');
        },
      }),
    );
    const metrics = new CollectorMetrics(
      () => collector.status(),
      () => collector.store.usedBytes(),
      exporters,
    );
    if (tls !== undefined) certificateMetric(metrics.registry, tls);
    if (renewal !== undefined) renewalMetric(metrics.registry, renewal);
    const addresses: string[] = [];
    const serveAt = async (address: string, identity?: TlsIdentity): Promise<void> => {
      addresses.push(resources.add(await listen(address, collector.services, identity)).address);
    };
    await serveAt(config.listen, tls);
    if (config.localListen !== undefined) await serveAt(config.localListen);
    if (controller !== undefined) resources.add(controller).start();
    log.info({ addresses, database: config.database }, 'collector listens');
    return {
      collector,
      addresses,
      metrics: metrics.registry,
      notReady: () => collector.failing,
      warnings: () => [
        ...(controller === undefined || controller.connected ? [] : ['controller away: names are those known so far']),
        ...(tls?.warnings ?? []),
        ...(renewal?.warnings ?? []),
      ],
      close: () => resources.close(),
    };
  });

function exportersOf(
  { exports = {}, version = VERSION }: CollectorConfig,
  tls: TlsIdentity | undefined,
  resources: Resources,
  onError: (error: unknown) => void,
): Exporter[] {
  const exporters: Exporter[] = [];
  const receiver = exports.otlp && targetOf(exports.otlp.address, tls, {});
  if (exports.jsonLines !== undefined) {
    const { path, megabytes, keep } = exports.jsonLines;
    exporters.push(resources.add(new JsonLinesExporter({ path, maxBytes: megabytes * 1048576, keep, onError })));
  }
  if (exports.otlp !== undefined && receiver !== undefined)
    exporters.push(resources.add(new OtlpExporter({ ...receiver, headers: exports.otlp.headers, version, onError })));
  return exporters;
}

/** @throws RpcError TLS: it is wanted, and no controller is dialled by mTLS */
function renewalOf(
  { controller, tls: files }: CollectorConfig,
  identity: TlsIdentity | undefined,
  log: Log,
): Renewal | undefined {
  if (files?.renew !== true || identity === undefined) return undefined;
  if (controller === undefined) throw new RpcError('TLS', 'tls.renew', 'needs a controller');
  const target = targetOf(controller, identity, { role: 'controller' });
  return new Renewal({ files, identity, target, log, clock: systemClock });
}

/** The link to the controller, if one is set. @throws RpcError ADDRESS */
function linkTo(
  controller: string | undefined,
  tls: TlsIdentity | undefined,
  collector: () => Collector,
  log: Log,
): EnrichmentClient | undefined {
  if (controller === undefined) return undefined;
  return new EnrichmentClient({
    ...targetOf(controller, tls, { role: 'controller' }),
    position: () => collector().inventory.position(),
    received: (message) => collector().inventory.receive(message),
    connected: () => log.info({ controller }, 'controller connected'),
    disconnected: (error, retryMs) =>
      log.warn({ error: error.message, retryMs: Math.round(retryMs) }, 'controller away: names are those known so far'),
  });
}
