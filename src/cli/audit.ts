/** `osg audit`: the log, and the proof that nobody changed it. */
import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { type AuditEntry, AuditVerifier } from '../controller/audit.js';
import type { osg } from '../gen/proto.js';
import { type OperatorOptions, operatorOptions, withOperator } from './connect.js';
import { type Output, outputOption, printJsonLine, readMoment } from './json.js';
import { CliError, colour, EXIT, line } from './output.js';

const entry = (record: osg.v1.AuditRecord.$Properties): AuditEntry => ({
  sequence: record.sequence ?? 0,
  timeMs: Math.round((record.timeUnixUs ?? 0) / 1000),
  kind: record.kind ?? '',
  who: record.who ?? '',
  detail: record.detail ?? '',
  previous: record.previous ?? '',
  hash: record.hash ?? '',
});

/** A record as `osg audit log -o json` writes it. */
const written = ({ time, ...record }: AuditEntry & { time?: string }): AuditEntry =>
  time === undefined ? record : { ...record, timeMs: readMoment(time) };

/** @throws CliError: not to be read, or a line that is no record */
function* recordsOf(file: string): Generator<AuditEntry> {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new CliError(EXIT.usage, `${file}: ${(error as Error).message}`);
  }
  for (const [i, json] of text.split('\n').entries()) {
    if (json === '') continue;
    let record: unknown;
    try {
      record = JSON.parse(json);
    } catch (error) {
      throw new CliError(EXIT.negative, `the audit log is broken: ${file}:${i + 1}: ${(error as Error).message}`);
    }
    if (typeof record !== 'object' || record === null || !('hash' in record))
      throw new CliError(EXIT.negative, `the audit log is broken: ${file}:${i + 1}: expected a record`);
    yield written(record as AuditEntry & { time?: string });
  }
}

/** `field: value`; a list's items one a line. */
function told(field: string, value: unknown): string[] {
  const text = (item: unknown): string => (typeof item === 'string' ? item : JSON.stringify(item));
  if (!Array.isArray(value)) return [`${field}: ${text(value)}`];
  return value.length === 0 ? [] : [`${field}:`, ...value.map((item) => `  ${text(item)}`)];
}

export function auditCommand(): Command {
  const command = new Command('audit').description(
    'The audit log: every revision, refusal, rollback, emergency and drift, each record chained to the one before by its hash.',
  );
  operatorOptions(command.command('log'))
    .description(
      'Prints the records, oldest first; with -o json one object a line, which osg audit verify --file reads.',
    )
    .option('--after <sequence>', 'only later ones', Number, 0)
    .addOption(outputOption())
    .action(async (options: OperatorOptions & { after: number; output: Output }) => {
      await withOperator(options, async (client) => {
        for await (const record of client.audit({ after: options.after })) {
          const { sequence, timeMs, kind, who, detail } = entry(record);
          if (options.output === 'json') printJsonLine(entry(record));
          else {
            line(
              colour('bold', `${sequence}  ${new Date(timeMs).toISOString().replace(/\.\d+/, '')}  ${kind}  ${who}`),
            );
            for (const [field, value] of Object.entries(JSON.parse(detail) as object))
              for (const text of told(field, value)) line(`  ${text}`);
          }
        }
      });
    });
  operatorOptions(command.command('verify'))
    .description(
      'Checks every record against the one before. Exits 1 at the first that does not fit, 7 if there is none.',
    )
    .option('--file <file>', 'a log written by osg audit log -o json, instead of the controller')
    .option('--head <hash>', 'hash of a record noted earlier: it must still be there')
    .action(async (options: OperatorOptions & { file?: string; head?: string }) => {
      const verifier = new AuditVerifier();
      let seen = options.head === undefined;
      const check = (record: AuditEntry): void => {
        const wrong = verifier.check(record);
        if (wrong !== undefined) throw new CliError(EXIT.negative, `the audit log is broken: ${wrong}`);
        if (record.hash === options.head) seen = true;
      };
      if (options.file !== undefined) for (const record of recordsOf(options.file)) check(record);
      else
        await withOperator(options, async (client) => {
          for await (const record of client.audit({})) check(entry(record));
        });
      if (!seen)
        throw new CliError(
          EXIT.negative,
          `the audit log is broken: no record has the hash ${options.head ?? ''}; some were cut off`,
        );
      if (verifier.count === 0)
        throw new CliError(
          EXIT.incomplete,
          `${options.file ?? 'the audit log'} has no record: there was nothing to verify`,
        );
      line(`${verifier.count} records, unbroken; the last has the hash ${verifier.head}`);
    });
  return command;
}
