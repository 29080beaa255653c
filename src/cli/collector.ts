/** `osg collector`. */
import type { Command } from 'commander';
import type { Logger } from 'pino';
import { z } from 'zod';
import {
  Collector,
  CollectorMetrics,
  type Exporter,
  eventsOf,
  JsonLinesExporter,
  OtlpExporter,
  type TimedInventory,
} from '../collector/index.js';
import { EnrichmentClient } from '../distribution/enrichment-client.js';
import { parseListenAddress, requireTlsBeyondLocal } from '../rpc/address.js';
import { type Listener, listen } from '../rpc/listen.js';
import { channelCredentials, TlsIdentity } from '../rpc/tls.js';
import { address, logLevel, loopback, tls } from './config-fields.js';
import type { Part } from './part.js';
import { partCommand, tlsOptions } from './part-command.js';
import { VERSION } from './version.js';

export const collectorConfig = z.strictObject({
  database: z.string().default('/var/lib/osg/collector/denies.db').describe('SQLite file'),
  listen: address.default('unix:/run/osg/collector.sock'),
  /** A second listener for people on this machine, beside one with mTLS. */
  localListen: address.optional(),
  tls: tls.optional(),
  retention: z
    .strictObject({
      days: z.number().positive().default(7),
      megabytes: z.number().int().positive().default(1024),
    })
    .default({ days: 7, megabytes: 1024 }),
  controller: address.optional().describe('who names the other sides of denies, and explains them'),
  access: z
    .array(z.strictObject({ name: z.string().min(1), namespaces: z.array(z.string().min(1)).min(1) }))
    .default([])
    .describe('namespaces that a client certificate, by name, may see; the role operator sees all'),
  exports: z
    .strictObject({
      jsonLines: z
        .strictObject({
          path: z.string().min(1).describe('file, or - for standard output'),
          megabytes: z.number().positive().default(64),
          keep: z.number().int().min(1).max(1000).default(5),
        })
        .optional(),
      otlp: z
        .strictObject({
          address: address.describe('OTLP gRPC receiver; the collector’s own certificate is shown beyond this machine'),
          headers: z.record(z.string(), z.string()).default({}),
        })
        .optional(),
    })
    .default({}),
  health: loopback.default('127.0.0.1:9474'),
  logLevel,
});

const FIELDS = [
  'database',
  'listen',
  'localListen',
  'retention.days',
  'retention.megabytes',
  'controller',
  'access',
  'exports',
];

export const collectorCommand = (): Command =>
  partCommand({
    name: 'collector',
    description: 'Receives what the agents denied, stores each event once, and serves tail, query and top.',
    examples: { fields: 'database, listen, access', flag: '--retention-days', variable: 'OSG_RETENTION_DAYS' },
    schema: collectorConfig,
    fields: FIELDS,
    options: (command) =>
      tlsOptions(
        command
          .option('--database <file>', 'SQLite file')
          .option('--listen <address>', 'unix:/path or host:port (mTLS beyond loopback)')
          .option('--local-listen <address>', 'a second listener for people on this machine')
          .option('--retention-days <days>', 'older events go', Number)
          .option('--retention-megabytes <size>', 'bound of the database; the oldest events go', Number)
          .option(
            '--controller <address>',
            'unix:/path or host:port (mTLS beyond loopback): it names the other sides of denies, and explains them',
          ),
        'agents and people',
      ),
    start: startCollector,
  });

function exportersOf(
  { exports }: CollectorConfig,
  identity: TlsIdentity | undefined,
  onError: (error: unknown) => void,
): Exporter[] {
  const exporters: Exporter[] = [];
  if (exports.jsonLines !== undefined) {
    const { path, megabytes, keep } = exports.jsonLines;
    exporters.push(new JsonLinesExporter({ path, maxBytes: megabytes * 1048576, keep, onError }));
  }
  if (exports.otlp !== undefined) {
    const receiver = parseListenAddress(exports.otlp.address);
    requireTlsBeyondLocal(receiver, identity !== undefined);
    const credentials = channelCredentials(receiver.kind === 'unix' ? undefined : identity);
    exporters.push(
      new OtlpExporter({
        address: receiver.text,
        credentials,
        headers: exports.otlp.headers,
        version: VERSION,
        onError,
      }),
    );
  }
  return exporters;
}

/** The link to the controller, if one is set. @throws RpcError ADDRESS */
function linkTo(
  controller: string | undefined,
  identity: TlsIdentity | undefined,
  inventory: () => TimedInventory,
  log: Logger,
): EnrichmentClient | undefined {
  if (controller === undefined) return undefined;
  const target = parseListenAddress(controller);
  requireTlsBeyondLocal(target, identity !== undefined);
  return new EnrichmentClient({
    address: target.text,
    credentials: channelCredentials(target.kind === 'unix' ? undefined : identity),
    position: () => inventory().position(),
    received: (message) => inventory().receive(message),
    connected: () => log.info({ controller }, 'controller connected'),
    disconnected: (error, retryMs) =>
      log.warn({ error: error.message, retryMs: Math.round(retryMs) }, 'controller away: names are those known so far'),
  });
}

export type CollectorConfig = z.infer<typeof collectorConfig>;

/** A whole collector: store, listeners, exports, the link to its controller. */
export async function startCollector(config: CollectorConfig, log: Logger): Promise<Part> {
  const identity = config.tls && (await TlsIdentity.open(config.tls));
  let lastError: string | undefined;
  const exporters = exportersOf(config, identity, (error) => log.warn({ error: String(error) }, 'export'));
  const onError = (error: unknown): void => {
    lastError = error instanceof Error ? error.message : String(error);
    metrics.error();
    log.error({ error: lastError }, 'collector');
  };
  const controller = linkTo(config.controller, identity, () => collector.inventory, log);
  const collector = new Collector({
    database: config.database,
    maxAgeMs: config.retention.days * 86_400_000,
    maxBytes: config.retention.megabytes << 20,
    grants: config.access,
    ...(controller !== undefined && { explain: (request) => controller.explain(request) }),
    onStored: (stored) => {
      lastError = undefined;
      metrics.stored(stored);
      if (exporters.length === 0) return;
      const events = eventsOf(stored);
      for (const exporter of exporters) exporter.push(events);
    },
    onError,
  });
  const metrics = new CollectorMetrics(() => collector.status(), exporters);
  const listeners: Listener[] = [];
  const close = async (): Promise<void> => {
    controller?.close();
    await Promise.all(listeners.map((listener) => listener.close()));
    await collector.close();
    await Promise.all(exporters.map((exporter) => exporter.close()));
    identity?.close();
  };
  try {
    controller?.start();
    listeners.push(await listen(config.listen, collector.services, identity));
    if (config.localListen !== undefined) listeners.push(await listen(config.localListen, collector.services));
  } catch (error) {
    await close();
    throw error;
  }
  log.info(
    { addresses: listeners.map((listener) => listener.address), database: config.database },
    'collector listens',
  );
  return { name: 'collector', metrics: metrics.registry, notReady: () => lastError, close };
}
