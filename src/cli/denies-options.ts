/** The filter flags of `osg denies`, `denies top` and `denies ack`: one list, as hubble's users know them. */
import { type Command, Option } from 'commander';
import { denyReasons, directionOf, directionWords, reasonOf, verdictOf, verdictWords } from '../flows/index.js';
import type { osg } from '../gen/proto.js';
import { CliError, EXIT, parseDuration } from './output.js';

export type Query = osg.v1.FlowQuery.$Properties;

type TextField = Exclude<
  { [K in keyof Query]-?: NonNullable<Query[K]> extends string[] ? K : never }[keyof Query],
  undefined
>;

const TEXT: readonly (readonly [string, TextField, string])[] = [
  ['-n, --namespace <name>', 'namespace', 'namespace of either side'],
  ['--pod <name>', 'pod', 'workload of either side: name or namespace/name'],
  ['--from-pod <name>', 'fromPod', 'workload that sent'],
  ['--to-pod <name>', 'toPod', 'workload that was addressed'],
  ['--from-namespace <name>', 'fromNamespace', 'namespace that sent'],
  ['--to-namespace <name>', 'toNamespace', 'namespace that was addressed'],
  ['--from-ip <address>', 'fromIp', 'source address or prefix'],
  ['--to-ip <address>', 'toIp', 'destination address or prefix'],
  ['--protocol <name>', 'protocol', 'TCP, UDP, ICMP, … or a number'],
  ['--node <name>', 'node', 'node that enforced'],
  ['--rule <id>', 'rule', 'deciding rule'],
  ['--group <name>', 'group', 'policy that decided, or that isolates the endpoint'],
  ['--owner <name>', 'owner', 'owner of the deciding rule'],
];

/** Adds the flags; the returned function gives the query after parsing. */
export function filterOptions(command: Command): () => Query {
  const positive: Query = {};
  const negative: Query = {};
  let negate = false;
  const side = (): Query => {
    const chosen = negate ? negative : positive;
    negate = false;
    return chosen;
  };
  for (const [flag, field, text] of TEXT) {
    command.option(flag, `${text}; may be repeated, * stands for anything`, (value: string) => {
      const query = side();
      query[field] = [...(query[field] ?? []), value];
      return value;
    });
  }
  const word = <T extends number>(
    flag: string,
    field: 'verdict' | 'direction' | 'reason',
    text: string,
    words: readonly string[],
    meant: (word: string) => T | undefined,
  ): void => {
    command.option(`${flag} <${field}>`, `${text}; may be repeated, * stands for anything`, (value: string) => {
      const query = side() as { [key in typeof field]?: T[] | null };
      query[field] = [...(query[field] ?? []), ...wordsLike(flag, value, words).flatMap((one) => meant(one) ?? [])];
      return value;
    });
  };
  word('--verdict', 'verdict', 'deny; would-deny and would-allow: by audit rules', verdictWords, verdictOf);
  word('--direction', 'direction', 'ingress or egress, as the endpoint sees it', directionWords, directionOf);
  word('--reason', 'reason', 'such as default-deny, rule-deny, spoofed-address', denyReasons, reasonOf);
  command.option('--port <number>', 'destination port; may be repeated', (value: string) => {
    const port = Number(value);
    if (!Number.isInteger(port) || port < 0 || port > 65_535)
      throw new CliError(EXIT.usage, `--port ${value}: expected 0..65535`);
    const query = side();
    query.port = [...(query.port ?? []), port];
    return port;
  });
  command.addOption(
    new Option('--rollout [id]', 'where a rollout changes the verdict; without an id: any rollout')
      .preset('*')
      .argParser((value: string) => {
        const query = side();
        query.rollout = [...(query.rollout ?? []), value];
        return value;
      }),
  );
  command.option('--id <id>', 'one event by its id, as -o json has it', (value: string) => {
    positive.id = [...(positive.id ?? []), value];
    return value;
  });
  command.option('--since <time>', 'seen at or after: 10m, 2h, or RFC 3339', (value: string) => {
    positive.sinceUnixUs = parseTime('--since', value);
    return value;
  });
  command.option('--until <time>', 'seen before: 10m, 2h, or RFC 3339', (value: string) => {
    positive.untilUnixUs = parseTime('--until', value);
    return value;
  });
  command.option('-A, --all-namespaces', 'of all namespaces: what is shown without -n');
  command.option('--not', 'leave out what the next filter matches');
  command.on('option:not', () => {
    negate = true;
  });
  return () => {
    if (negate) throw new CliError(EXIT.usage, '--not: a filter must follow it');
    return Object.keys(negative).length === 0 ? positive : { ...positive, not: negative };
  };
}

/** A misspelt word would match nothing, as if nothing had been denied. @throws CliError */
function wordsLike(flag: string, pattern: string, words: readonly string[]): string[] {
  const escaped = pattern.split('*').map((part) => part.replace(/[^\w-]/g, '\\$&'));
  const like = new RegExp(`^${escaped.join('.*')}$`);
  const found = words.filter((word) => like.test(word));
  if (found.length === 0) throw new CliError(EXIT.usage, `${flag} ${pattern}: expected ${words.join(', ')}`);
  return found;
}

function parseTime(flag: string, text: string): number {
  if (/^\d+(\.\d+)?(ms|s|m|h|d)$/.test(text)) return (Date.now() - parseDuration(text)) * 1000;
  const time = Date.parse(text);
  if (Number.isNaN(time))
    throw new CliError(
      EXIT.usage,
      `${flag} ${text}: expected a duration such as 10m, or a time such as 2026-01-31T03:00:00Z`,
    );
  return time * 1000;
}
