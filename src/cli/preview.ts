/** `osg preview`: what a change of policy means, and whom it hits: live flows it cuts, denied ones it opens. */
import { Command } from 'commander';
import type { OperatorClient } from '../client/index.js';
import { readItem } from '../controller/items.js';
import { seenOf } from '../controller/seen.js';
import { POSTURES, WORLD_LISTS } from '../distribution/words.js';
import type { osg } from '../gen/proto.js';
import { formatAddress } from '../net/address.js';
import type { AddressGroup, Policy, World } from '../policy/model.js';
import { withDefaultGroups } from '../policy/posture.js';
import { Resolver } from '../policy/resolver/resolver.js';
import { contentOf } from '../policy/tools/cause.js';
import { type Difference, diffWorlds } from '../policy/tools/diff.js';
import { type Hit, hits, merged, type Seen } from '../policy/tools/impact.js';
import { emptyLists, worldChangeBetween } from '../policy/world-change.js';
import type { Word } from '../rpc/words.js';
import { bothOptions, type OperatorOptions, withOperator } from './connect.js';
import { type Output, outputOption, printJson } from './json.js';
import { CliError, EXIT, parseDuration } from './output.js';
import { asked } from './policy-options.js';
import { readCandidate } from './preview-candidate.js';
import { type Preview, previewLines, previewMarkdown } from './preview-print.js';
import { recentFlows } from './preview-recent.js';

export interface PreviewOptions extends OperatorOptions {
  readonly collector: string;
  readonly folder: string;
  readonly since: number;
  readonly denies: boolean;
}

type Options = PreviewOptions & { readonly output: Output | 'markdown' };

export function previewCommand(): Command {
  const command = new Command('preview')
    .description(
      'What a change of policy would mean and whom it would hit, before it is in force anywhere: the conversations that become allowed or denied, the live ones that it cuts (asked of every node concerned), the denied ones that it opens.',
    )
    .argument('[candidate]', 'folder or file of policies, git:REV, or a revision as osg history prints it', '.')
    .option('--folder <path>', 'of git:REV: where the policies lie', '.')
    .option('--since <time>', 'denies and conversations of so long a time', parseDuration, 3_600_000)
    .option('--no-denies', 'do not ask the collector')
    .addOption(outputOption(['markdown']))
    .addHelpText(
      'after',
      `
The policies of the candidate take the place of those that come from files; what a cluster declares, emergencies and the
inventory stay as they are. Nothing is put in force.
Exit codes: 0 nothing that was seen is cut and nothing is opened, ${EXIT.negative} live or recent conversations are cut,
${EXIT.usage} not valid, ${EXIT.widens} nothing is cut, something becomes allowed, ${EXIT.incomplete} neither, but not everything could be asked or judged.`,
    );
  return bothOptions(command, { certificate: 'certificate with the role operator, PEM' }).action(
    async (candidate: string, options: Options) => {
      const found = await preview(candidate, options);
      if (options.output === 'json')
        printJson({ ...found, cut: found.cut.map(plain), opened: found.opened.map(plain) });
      else
        for (const text of options.output === 'markdown' ? previewMarkdown(found) : previewLines(found))
          process.stdout.write(`${text}\n`);
      process.exitCode = exitOf(found);
    },
  );
}

/** Addresses as text, the moment as one. */
const plain = ({ source, destination, lastMs, ...hit }: Hit): object => ({
  ...hit,
  source: formatAddress(source),
  destination: formatAddress(destination),
  lastSeenUnixUs: lastMs * 1000,
});

export function exitOf({ cut, opened, difference, notAsked }: Preview): number {
  if (cut.length > 0) return EXIT.negative;
  if (opened.length > 0 || difference.widens) return EXIT.widens;
  return notAsked.length > 0 || difference.unjudged.length > 0 ? EXIT.incomplete : EXIT.ok;
}

const CLUSTER = (policy: Policy | AddressGroup): boolean => !/\.(ya?ml|json)$/i.test(policy.source.file);

/** @param what a folder, git:REV or a revision. @throws CliError */
export async function preview(what: string, options: PreviewOptions): Promise<Preview> {
  const revision = /^\d+$/.test(what) ? Number(what) : 0;
  const candidate = revision > 0 ? undefined : await readCandidate(what, options.folder);
  return withOperator(options, async (client) => {
    const { lists, head, strange } = await readWorld(client, revision);
    const { before, brought, after } = worlds(lists, head, candidate);
    const now = Date.now();
    const notAsked = strange.map((list) => `the controller has ${list}, which this osg does not know`);
    if ((head.pinnedTo ?? 0) > 0 && revision === 0)
      notAsked.push(`a rollback to revision ${head.pinnedTo} is in force: this change would wait for osg resume`);
    const difference = await asked(() => diffWorlds(before, after, now));
    const nodes = concerned(before, after, brought);
    const reached = head.reached ?? [];
    const talks = nodes.length === 0 ? [] : await evidenceOf(client, before, nodes, new Set(reached), notAsked);
    const recent = options.denies ? await recentFlows(options, notAsked) : { denied: [], allowed: [] };
    const cut = hits(before, after, merged([...talks.filter((one) => !one.reached), ...recent.allowed]), 'cut', now);
    // Where a rollout has come, what it brings is what would change.
    for (const hit of hits(brought, after, merged(talks.filter((one) => one.reached)), 'cut', now))
      if (!cut.some((known) => sameTalk(known, hit))) cut.push(hit);
    const opened = hits(before, after, merged(recent.denied), 'opened', now);
    return {
      against: head.revision ?? 0,
      rollout: head.rollout ?? '',
      reached,
      nodes: nodes.length,
      conversations: talks.length,
      denied: recent.denied.length,
      difference,
      cut,
      opened,
      unseen: unseen(difference, [...cut, ...opened]),
      notAsked,
    };
  });
}

const sameTalk = (a: Hit, b: Hit): boolean =>
  a.from === b.from && a.to === b.to && a.what === b.what && a.cause.name === b.cause.name;

type List = Word<typeof osg.v1.WorldList>;
type Lists = Partial<Readonly<Record<List, readonly string[]>>>;

async function readWorld(
  client: OperatorClient,
  revision: number,
): Promise<{ readonly lists: Lists; readonly head: osg.v1.WorldPart.$Properties; readonly strange: string[] }> {
  const lists: Partial<Record<List, readonly string[]>> = {};
  const strange = new Set<string>();
  let head: osg.v1.WorldPart.$Properties = {};
  for await (const part of client.world({ revision })) {
    const list = WORLD_LISTS.known(part.list);
    if (part.list === 0) head = part;
    else if (list === undefined) strange.add(WORLD_LISTS.text(part.list));
    else lists[list] = [...(lists[list] ?? []), ...part.items];
  }
  return { lists, head, strange: [...strange] };
}

function worlds(
  lists: Lists,
  head: osg.v1.WorldPart.$Properties,
  candidate: Pick<World, 'policies' | 'addressGroups'> | undefined,
): { readonly before: World; readonly brought: World; readonly after: World } {
  const posture = POSTURES.known(head.posture);
  if (posture === undefined)
    throw new CliError(
      EXIT.incomplete,
      `what the controller does with a direction that no policy selects this osg does not know (${POSTURES.text(head.posture) || 'it is not told'})`,
    );
  const of = <T>(list: List): T[] => (lists[list] ?? []).map((text) => readItem<T>(text));
  const [policies, addressGroups, emergencies] = [
    of<Policy>('policies'),
    of<AddressGroup>('address-groups'),
    of<Policy>('emergencies'),
  ];
  const rest = {
    workloads: of<World['workloads'][0]>('workloads'),
    namespaces: of<World['namespaces'][0]>('namespaces'),
    nodes: of<World['nodes'][0]>('nodes'),
    services: of<World['services'][0]>('services'),
    endpointSlices: of<World['endpointSlices'][0]>('endpoint-slices'),
    serviceCidrs: of<World['serviceCidrs'][0]>('service-cidrs'),
    posture,
    allowNodeProbes: head.allowNodeProbes === true,
    allowOwnNode: head.allowOwnNode === true,
  };
  const then = candidate ?? {
    policies: of<Policy>('then-policies'),
    addressGroups: of<AddressGroup>('then-address-groups'),
  };
  const kept =
    candidate === undefined
      ? { policies: [], addressGroups: [] }
      : { policies: policies.filter(CLUSTER), addressGroups: addressGroups.filter(CLUSTER) };
  const world = (set: Pick<World, 'policies' | 'addressGroups'>): World =>
    withDefaultGroups({ ...rest, addressGroups: set.addressGroups, policies: [...set.policies, ...emergencies] });
  const before = world({ policies, addressGroups });
  const [comes, groups] = [of<Policy>('rollout-policies'), of<AddressGroup>('rollout-address-groups')];
  return {
    before,
    // While a rollout is on its way: what it brings.
    brought: head.rollout
      ? world({ policies: same(policies, comes, contentOf), addressGroups: same(addressGroups, groups, wordsOf) })
      : before,
    after: world({
      policies: [...same(policies, then.policies, contentOf), ...kept.policies],
      addressGroups: [...same(addressGroups, then.addressGroups, wordsOf), ...kept.addressGroups],
    }),
  };
}

const wordsOf = (group: AddressGroup | undefined): string =>
  group === undefined
    ? ''
    : JSON.stringify([group.prefixes, group.groups], (_key, value) => (typeof value === 'bigint' ? `${value}` : value));

/** What says the same is the same object, wherever it is written. */
function same<T extends { readonly id: string }>(
  before: readonly T[],
  after: readonly T[],
  contents: (item: T | undefined) => string,
): T[] {
  const old = new Map(before.map((item) => [item.id, item]));
  return after.map((item) => {
    const was = old.get(item.id);
    return was !== undefined && contents(was) === contents(item) ? was : item;
  });
}

/** Nodes whose tables the change would change, whichever of the two they have. */
function concerned(before: World, after: World, brought: World): string[] {
  const nodes = new Set<string>();
  for (const one of new Set([before, brought])) {
    const resolver = new Resolver(one);
    resolver.take(worldChangeBetween({ ...one, ...emptyLists() }, one));
    for (const node of resolver.take(worldChangeBetween(one, after)).changes.keys()) nodes.add(node);
  }
  return [...nodes];
}

async function evidenceOf(
  client: OperatorClient,
  world: World,
  nodes: readonly string[],
  reached: ReadonlySet<string>,
  notAsked: string[],
): Promise<(Seen & { readonly reached: boolean })[]> {
  const workloads = new Map(world.workloads.map((workload) => [workload.id, workload]));
  const seen: (Seen & { readonly reached: boolean })[] = [];
  const silent = new Set(nodes);
  for await (const { node, evidence } of client.evidence({ nodes: [...nodes] })) {
    for (const talk of evidence?.talks ?? []) {
      const one = seenOf(workloads, talk);
      if (one !== undefined) seen.push({ ...one, reached: reached.has(node) });
    }
    if (evidence?.last !== true) continue;
    if (!evidence.error) silent.delete(node);
    if (evidence.error) notAsked.push(`node ${node}: ${evidence.error}`);
    else if (evidence.truncated) notAsked.push(`node ${node}: more conversations than are told`);
    silent.delete(node);
  }
  for (const node of silent) notAsked.push(`node ${node}: no answer`);
  return seen;
}

/** Changes of which nobody was seen: what they do to real traffic is not known. */
function unseen({ changes }: Difference, found: Preview['cut']): Difference['changes'] {
  const known = new Set(
    found.map(({ kind, cause }) => `${kind === 'cut' ? 'closed' : 'opened'} ${cause.verb} ${cause.name}`),
  );
  return changes.filter(({ kind, cause }) => !known.has(`${kind} ${cause.verb} ${cause.name}`));
}
