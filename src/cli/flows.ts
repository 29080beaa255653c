/** `osg conntrack list|flush`: the flows that a node's agent tracks. */
import { Command, InvalidArgumentError } from 'commander';
import { CONNTRACK_STATES } from '../distribution/words.js';
import { osg } from '../gen/proto.js';
import { formatProtocol, hasPorts } from '../net/protocol.js';
import { withNode } from './connect.js';
import { type Output, outputOption, printJson, whole } from './json.js';
import { CliError, count, duration, EXIT, line, printTable } from './output.js';

interface Options {
  readonly agent: string;
  readonly output: Output;
  readonly limit: number;
}

export function nodeCommand(name: string): Command {
  return new Command(name)
    .option(
      '--agent <address>',
      "the agent's status socket",
      process.env['OSG_STATUS_LISTEN'] ?? 'unix:/run/osg/agent.sock',
    )
    .addOption(outputOption());
}

export const limited = (command: Command): Command => command.option('--limit <n>', 'at most so many', positive, 1000);

function positive(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1) throw new InvalidArgumentError('expected a whole number from 1 on');
  return value;
}

/** `10.0.0.1:80`, `[fd00::1]:80`, or the address alone. */
function end(address: string | null | undefined, port: number | null | undefined, protocol: number): string {
  const text = address ?? '';
  if (!hasPorts(protocol)) return text;
  return text.includes(':') ? `[${text}]:${port ?? 0}` : `${text}:${port ?? 0}`;
}

export function conntrackCommand(): Command {
  const command = new Command('conntrack').description(
    'The flows that this node tracks: those whose replies or revocation need it.',
  );
  command.addCommand(
    limited(nodeCommand('list'))
      .description('Lists the flows, and how full the tables are.')
      .argument('[workload]', 'namespace/name; absent: all of the node')
      .action((workload: string | undefined, options: Options) => listFlows(workload, options)),
  );
  command.addCommand(
    nodeCommand('flush')
      .description('Forgets the flows: replies are denied until their flow begins anew.')
      .argument('[workload]', 'namespace/name')
      .option('--all', 'of all workloads of the node')
      .action((workload: string | undefined, options: Options & { all?: boolean }) => flush(workload, options)),
  );
  return command;
}

async function listFlows(workload: string | undefined, { agent, output, limit }: Options): Promise<void> {
  const reply = await pages(agent, workload, limit);
  if (output === 'json') return printJson(whole(osg.v1.ConntrackReply, reply));
  printTable(
    ['WORKLOAD', 'BEGAN', 'PROTO', 'OWN', 'PEER', 'STATE', 'AGE', 'LEFT', 'RULE'],
    (reply.flows ?? []).map((flow) => {
      const protocol = flow.protocol ?? 0;
      const marks = [flow.revoked && 'revoked', flow.fromNode && 'node', flow.recovered && 'recovered'];
      return [
        flow.endpoint ?? '',
        flow.egress ? 'out' : 'in',
        formatProtocol(protocol),
        end(flow.own, flow.ownPort, protocol),
        end(flow.peer, flow.peerPort, protocol),
        [CONNTRACK_STATES.text(flow.state), ...marks].filter(Boolean).join(','),
        duration(flow.ageMs ?? 0),
        duration(flow.expiresInMs ?? 0),
        flow.rule || '–',
      ];
    }),
  );
  for (const table of reply.tables ?? []) {
    const share = ((100 * (table.live ?? 0)) / Math.max(1, table.capacity ?? 0)).toFixed(1);
    line(
      `${table.endpoint}: ${table.live ?? 0} of ${table.capacity ?? 0} (${share} %), ${table.revoked ?? 0} revoked, ${table.created ?? 0} ever made, ${table.full ?? 0} found it full`,
    );
  }
  if (reply.truncated) line(`There are more: --limit ${limit * 10}`);
}

const PAGE = 10_000;

/** Page after page, until there are `limit` flows, or all. */
async function pages(agent: string, workload: string | undefined, limit: number) {
  const reply = await ask(agent, workload, { limit: Math.min(limit, PAGE) });
  const flows = reply.flows ?? [];
  let next = reply.next ?? '';
  while (next !== '' && flows.length < limit) {
    const page = await ask(agent, workload, { limit: Math.min(limit - flows.length, PAGE), cursor: next });
    for (const flow of page.flows ?? []) flows.push(flow);
    next = page.next ?? '';
  }
  return { ...reply, flows: flows.slice(0, limit), truncated: next !== '' || flows.length > limit, next: '' };
}

async function flush(workload: string | undefined, options: Options & { all?: boolean }): Promise<void> {
  if ((workload === undefined) === (options.all !== true))
    throw new CliError(EXIT.usage, 'flush: name a workload, or give --all');
  const reply = await ask(options.agent, workload, { flush: true });
  if (options.output === 'json') return printJson(whole(osg.v1.ConntrackReply, reply));
  const removed = (reply.tables ?? []).reduce((sum, table) => sum + (table.removed ?? 0), 0);
  line(`${count(removed, 'flow')} forgotten`);
}

async function ask(
  agent: string,
  workload: string | undefined,
  request: { limit?: number; flush?: boolean; cursor?: string },
) {
  const reply = await withNode(agent, (client) => client.conntrack({ ...request, endpoint: workload ?? '' }));
  if (workload !== undefined && !request.cursor && (reply.tables ?? []).length === 0)
    throw new CliError(EXIT.usage, `no workload ${workload} on this node`);
  return reply;
}
