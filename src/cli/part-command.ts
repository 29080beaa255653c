/** The command that runs a part: its settings from file, environment and flags, then the part until a signal. */
import { Command } from 'commander';
import type { Logger } from 'pino';
import { z } from 'zod';
import { loadConfig } from '../part/config.js';
import { type Running, type RunOptions, runPart } from '../part/run.js';
import { isLocal, parseListenAddress } from '../rpc/address.js';
import { TLS_FIELDS } from '../rpc/config-fields.js';
import { peerIdentity } from '../rpc/peer.js';
import { type TlsFiles, TlsIdentity } from '../rpc/tls.js';
import { flagsOf } from './flags.js';
import { CliError, EXIT } from './output.js';

/** `a,b` from a variable or flag is a list too. */
export const list = z.preprocess(
  (value) => (typeof value === 'string' ? value.split(',').filter((part) => part !== '') : value),
  z.array(z.string().min(1)),
);

interface Common {
  readonly health: string;
  readonly probeListen?: string | undefined;
  readonly metricsListen?: { readonly plain: boolean; readonly at: string } | undefined;
  readonly tls?: TlsFiles | undefined;
  readonly logLevel: string;
}

export interface PartCommand<C extends Common> {
  readonly name: string;
  readonly description: string;
  /** What the configuration file is said to hold, and the flag that the help shows as a variable. */
  readonly examples: { readonly fields: string; readonly flag: string; readonly variable: string };
  readonly schema: z.ZodType<C>;
  /** That variables and flags may set, beside TLS, health and log level; with dots, as in the file. */
  readonly fields: readonly string[];
  /** Adds the part's own flags, with `tls` among them: who signs the other side. */
  options(command: Command): Command;
  readonly note?: string;
  /** What else the command does, by a flag of its own, instead of running the part. */
  readonly instead?: { readonly flag: string; run(config: C): void };
  start(config: C, log: Logger, stopping: AbortSignal): Promise<Running>;
}

export function partCommand<C extends Common>(part: PartCommand<C>): Command {
  const { name, description, examples, schema, note } = part;
  const fields = [...part.fields, ...TLS_FIELDS, 'health', 'probeListen', 'metricsListen', 'logLevel'];
  const command = new Command(name)
    .description(description)
    .option('-c, --config <file>', `YAML file with these settings (${examples.fields}, …)`);
  return part
    .options(command)
    .option('--health <address>', '/healthz, /readyz, /metrics')
    .option('--probe-listen <address>', '/healthz and /readyz beyond this machine, without reasons and figures')
    .option(
      '--metrics-listen <address>',
      '/metrics alone: host:port with mTLS beyond loopback, http://host:port without',
    )
    .option('--log-level <level>', 'trace, debug, info, warn, error')
    .addHelpText(
      'after',
      `\nEach setting may also come from the environment: ${examples.flag} is ${examples.variable}.\nFlags win over it, it wins over the file.${note === undefined ? '' : `\n${note}`}`,
    )
    .action(async (options: Record<string, unknown>, self: Command) => {
      const config = loadConfig(schema, {
        file: options['config'] as string | undefined,
        env: process.env,
        flags: flagsOf(self, fields),
        fields,
      });
      if (part.instead !== undefined && options[part.instead.flag] === true) {
        part.instead.run(config);
        return;
      }
      process.exitCode = await runPart((log, stopping) => part.start(config, log, stopping), {
        name,
        health: parseListenAddress(config.health),
        ...(config.probeListen !== undefined && { probes: parseListenAddress(config.probeListen) }),
        metrics: metricsOf(config),
        logLevel: config.logLevel,
      });
    });
}

const SCRAPERS: ReadonlySet<string | undefined> = new Set(['viewer', 'operator']);

/** @throws CliError: beyond this machine, and neither mTLS nor said to be plain */
function metricsOf({ metricsListen, tls: files }: Common): RunOptions['metrics'] {
  if (metricsListen === undefined) return undefined;
  const at = parseListenAddress(metricsListen.at);
  if (metricsListen.plain || isLocal(at)) return { at };
  if (files === undefined)
    throw new CliError(
      EXIT.usage,
      `metricsListen: ${at.text} is not on this machine: give tls, or say http://${at.text} for everybody who reaches it`,
    );
  const allows = (raw: Buffer): boolean =>
    SCRAPERS.has(peerIdentity({ getAuthContext: () => ({ sslPeerCertificate: { raw } }) })?.role);
  return {
    at,
    tls: async () => {
      const identity = await TlsIdentity.open(files);
      return {
        get secure() {
          return identity.secure;
        },
        onChange: (listener) => identity.onChange(listener),
        allows,
      };
    },
  };
}

/** The flags of mTLS. */
export const tlsOptions = (command: Command, signed: string): Command =>
  command
    .option('--tls-certificate <file>', 'certificate, PEM')
    .option('--tls-key <file>', 'key of the certificate')
    .option('--tls-ca <file>', `authorities that sign ${signed}`)
    .option('--tls-revoked <file>', 'serial numbers of certificates that are refused')
    .option('--tls-renew', 'have the controller renew the certificate; the files are written then');
