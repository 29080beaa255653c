/** The command that runs a part: its settings from file, environment and flags, then the part until a signal. */
import { Command } from 'commander';
import type { Logger } from 'pino';
import type { z } from 'zod';
import { loadConfig } from '../part/config.js';
import { type Running, runPart } from '../part/run.js';
import { parseListenAddress } from '../rpc/address.js';
import { TLS_FIELDS } from '../rpc/config-fields.js';
import { flagsOf } from './flags.js';

interface Common {
  readonly health: string;
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
  start(config: C, log: Logger): Promise<Running>;
}

export function partCommand<C extends Common>(part: PartCommand<C>): Command {
  const { name, description, examples, schema, note } = part;
  const fields = [...part.fields, ...TLS_FIELDS, 'health', 'logLevel'];
  const command = new Command(name)
    .description(description)
    .option('-c, --config <file>', `YAML file with these settings (${examples.fields}, …)`);
  return part
    .options(command)
    .option('--health <address>', '/healthz, /readyz, /metrics')
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
      process.exitCode = await runPart((log) => part.start(config, log), {
        name,
        health: parseListenAddress(config.health),
        logLevel: config.logLevel,
      });
    });
}

/** The flags of mTLS. */
export const tlsOptions = (command: Command, signed: string): Command =>
  command
    .option('--tls-certificate <file>', 'certificate, PEM')
    .option('--tls-key <file>', 'key of the certificate')
    .option('--tls-ca <file>', `authorities that sign ${signed}`);
