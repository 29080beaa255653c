/** `osg emergency`: allow, isolate, list, end. */
import { Command } from 'commander';
import { osg } from '../gen/proto.js';
import { type OperatorOptions, operatorOptions, withOperator } from './connect.js';
import { type Output, outputOption, printJson, whole } from './json.js';
import { count, duration, line, parseDuration, printTable } from './output.js';

interface Common extends OperatorOptions {
  readonly for: number;
  readonly reason: string;
  readonly ticket?: string;
}

/** An emergency without expiry cannot even be asked for. */
function withTime(command: Command): Command {
  return operatorOptions(command)
    .requiredOption('--for <time>', 'until then at most, such as 30m; the kernel ends it', parseDuration)
    .requiredOption('--reason <text>', 'shown with every packet it decides, and in the audit log')
    .option('--ticket <id>', 'ticket');
}

async function send(request: osg.v1.EmergencyRequest.$Properties, options: Common): Promise<void> {
  const reply = await withOperator(options, (client) =>
    client.emergency({
      ...request,
      forMs: options.for,
      reason: options.reason,
      ticket: options.ticket ?? '',
    }),
  );
  line(
    `${reply.id ?? ''} is on its way to ${count(reply.nodes ?? 0, 'node')} as revision ${reply.revision ?? 0}; it ends in ${duration(options.for)}`,
  );
}

export function emergencyCommand(): Command {
  const command = new Command('emergency').description(
    'Rules before all others for a time: in force within seconds, ended by the kernel itself, audited.',
  );
  withTime(command.command('allow'))
    .description('Lets one side talk to another, whatever policy says.')
    .requiredOption('--from <who>', 'namespace/workload, group id, address or prefix')
    .requiredOption('--to <whom>', 'namespace/workload, group id, address or prefix')
    .option('--port <port...>', 'tcp/8080, udp/53, tcp/8000-8100, icmp; absent: everything')
    .action((options: Common & { from: string; to: string; port?: string[] }) =>
      send({ allow: { from: options.from, to: options.to, ports: options.port ?? [] } }, options),
    );
  withTime(command.command('isolate'))
    .description('Cuts a workload or a group off, both directions, live connections too.')
    .argument('<target>', 'namespace/workload or group id, such as SecurityGroup/shop/api')
    .action((target: string, options: Common) => send({ isolate: { target } }, options));
  operatorOptions(command.command('list'))
    .description('What is in force, and for how long.')
    .addOption(outputOption())
    .action(async (options: OperatorOptions & { output: Output }) => {
      const { emergencies } = await withOperator(options, (client) => client.status({}));
      if (options.output === 'json') return printJson(emergencies.map((e) => whole(osg.v1.EmergencyRow, e)));
      const rows = (emergencies ?? []).map((e) => [
        e.id ?? '',
        e.summary ?? '',
        duration((e.expiresUnixUs ?? 0) / 1000 - Date.now()),
        e.who ?? '',
        e.ticket ?? '',
        e.reason ?? '',
      ]);
      if (rows.length === 0) line('none is in force');
      else printTable(['ID', 'WHAT', 'ENDS IN', 'WHO', 'TICKET', 'REASON'], rows);
    });
  operatorOptions(command.command('end'))
    .description('Ends one before its time.')
    .argument('<id>', 'from osg emergency list')
    .option('--reason <text>', 'for the audit log', '')
    .action(async (id: string, options: OperatorOptions & { reason: string }) => {
      const reply = await withOperator(options, (client) => client.endEmergency({ id, reason: options.reason }));
      line(`${id} has ended: revision ${reply.revision ?? 0}, ${count(reply.nodes ?? 0, 'node')}`);
    });
  return command;
}
