/** `osg collector`. */
import '../part/small-heap.js';
import type { Command } from 'commander';
import { z } from 'zod';
import { startCollector } from '../collector/start.js';
import { VERSION } from '../part/version.js';
import { address, addresses, logLevel, loopback, metricsListen, tls } from '../rpc/config-fields.js';
import { partCommand, tlsOptions } from './part-command.js';

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
  controller: addresses.optional().describe('who names the other sides of denies, and explains them'),
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
  probeListen: address.optional(),
  metricsListen,
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
            '--controller <addresses>',
            'unix:/path or host:port (mTLS beyond loopback): it names the other sides of denies, and explains them',
          ),
        'agents and people',
      ),
    start: (config, log) => startCollector({ ...config, log, version: VERSION }),
  });
