/** `osg approvals`, `osg approve`: the second person. */
import { Command } from 'commander';
import { osg } from '../gen/proto.js';
import { type OperatorOptions, operatorOptions, withOperator } from './connect.js';
import { type Output, outputOption, printJson, whole } from './json.js';
import { CliError, duration, EXIT, line } from './output.js';

type Row = osg.v1.ApprovalRow.$Properties;

const endsIn = ({ expired, expiresUnixUs }: Row): string =>
  expired === true ? 'expired' : `ends in ${duration((expiresUnixUs ?? 0) / 1000 - Date.now())}`;

export const approvalsCommand = (): Command =>
  operatorOptions(new Command('approvals'))
    .description('What waits for a second person; exit code 1 where something does.')
    .addOption(outputOption())
    .action(async (options: OperatorOptions & { output: Output }) => {
      const { approvals = [] } = await withOperator(options, (client) => client.approvals({}));
      const rows = approvals ?? [];
      if (rows.some(({ expired }) => expired !== true)) process.exitCode = EXIT.negative;
      if (options.output === 'json') return printJson(rows.map((row) => whole(osg.v1.ApprovalRow, row)));
      if (rows.length === 0) return line('nothing waits');
      // One below the other: what changes has no bound, and is what is to be read.
      for (const row of rows) {
        line(`${row.id}  ${row.what} by ${(row.authors ?? []).join(', ')}; ${endsIn(row)}`);
        for (const change of told(row)) line(`    ${change}`);
        if (row.approvedBy?.length) line(`    approved by ${row.approvedBy.join(', ')}`);
        line(`    who could approve: ${(row.whoCould ?? []).join('; ')}`);
        if (row.hits) line(`    not alone: ${row.hits}`);
      }
    });

export const approveCommand = (): Command =>
  operatorOptions(new Command('approve'))
    .description('Approves a change of somebody else, exactly as it is shown; with the certificate of a second person.')
    .argument('<id>', 'from osg approvals')
    .option('--digest <digest>', 'what was reviewed, from osg approvals -o json; absent: as it is now')
    .requiredOption('--reason <text>', 'for the audit log')
    .action(async (id: string, options: OperatorOptions & { digest?: string; reason: string }) => {
      await withOperator(options, async (client) => {
        const { approvals } = await client.approvals({});
        const row = (approvals ?? []).find((one) => one.id === id);
        if (row === undefined) throw new CliError(EXIT.usage, `${id} does not wait for approval`);
        for (const change of told(row)) line(change);
        const digest = options.digest ?? row.digest ?? '';
        const { revision, notes } = await client.approve({ id, digest, reason: options.reason });
        line(`${id} is approved${(notes ?? []).length === 0 ? `: revision ${revision ?? 0}` : ''}`);
        for (const note of notes ?? []) line(note);
      });
    });

const told = ({ changes, more }: Row): string[] => [
  ...(changes ?? []),
  ...((more ?? 0) > 0 ? [`… and ${more} more`] : []),
];
