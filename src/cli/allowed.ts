/** `osg flows`: who was allowed to talk to whom on a node, by its agent; names and denials elsewhere, by the collector. */
import type { Command } from 'commander';
import type { DeniesClient } from '../client/index.js';
import { denyJson, serviceText, shownId } from '../collector/index.js';
import { addressText, Direction, reasonText, Verdict } from '../flows/index.js';
import type { osg } from '../gen/proto.js';
import { type CollectorOptions, collectorOptions, withDenies, withNode } from './connect.js';
import { limited, nodeCommand } from './flows.js';
import { type Output, printJson } from './json.js';
import { ago, CliError, complain, EXIT, line, printTable } from './output.js';

type FlowRecord = osg.v1.FlowRecord.$Properties;

interface Options extends CollectorOptions {
  readonly agent: string;
  readonly output: Output;
  readonly limit: number;
}

const PAGE = 10_000;
/** Addresses of one question for names. */
const NAMES = 4096;
/** Denials that are compared. */
const DENIALS = 100_000;
/** Until what was denied elsewhere is told. */
const TOLD_US = 40_000_000;

export function flowsCommand(): Command {
  return collectorOptions(limited(nodeCommand('flows')))
    .description(
      'Who was allowed to talk to whom on this node, latest first. Beginnings are counted; packets and bytes are estimates from samples.',
    )
    .argument('[workload]', 'namespace/name; absent: all of the node')
    .action(async (workload: string | undefined, options: Options) => {
      const reply = await conversations(options.agent, workload, options.limit);
      if (workload !== undefined && reply.records.length === 0) await mustBeHere(options.agent, workload);
      const elsewhere = await askCollector(options, reply.records);
      const rows = reply.records.map((record) => ({
        record: elsewhere.named(record),
        outcome: elsewhere.outcome(record),
      }));
      const { sampleRate, truncated } = reply;
      if (options.output === 'json')
        return printJson({
          records: rows.map(({ record, outcome }) => ({ ...denyJson(record), outcome })),
          sampleRate,
          truncated,
        });
      printTable(
        ['WORKLOAD', 'DIRECTION', 'PEER', 'SERVICE', 'OUTCOME', 'SINCE', 'LAST', 'FLOWS', '~PACKETS', '~BYTES', 'RULE'],
        rows.map(({ record, outcome }) => rowOf(record, outcome)),
      );
      line(`~ estimated: one packet in ${sampleRate || '(none)'} was looked at; ≥: at least, by the beginnings`);
      if (rows.some(({ record }) => record.context?.egress))
        line('left: allowed here; what the other end said is not known');
      if (truncated) line(`There are more: --limit ${options.limit * 10}`);
    });
}

const otherSide = ({ context, item }: FlowRecord): Uint8Array =>
  (context?.egress ? item?.destination : item?.source) ?? new Uint8Array();

function rowOf(record: FlowRecord, outcome: string): string[] {
  const { context, item, peer } = record;
  const first = item?.firstSeenUnixUs ?? 0;
  const begun = item?.beginnings ?? 0;
  const packets = item?.packets ?? 0;
  return [
    context?.endpoint ?? '',
    context?.egress ? 'egress' : 'ingress',
    peer || addressText(otherSide(record)),
    serviceText(item ?? {}),
    outcome,
    ago(first),
    ago(first + (item?.durationUs ?? 0)),
    begun ? `${begun}` : '–',
    // A sample may have missed every packet of a few.
    packets < begun ? `≥${begun}` : `${packets}`,
    packets < begun ? '–' : `${item?.bytes ?? 0}`,
    context?.rule ? shownId(context.rule) : '–',
  ];
}

/** @throws CliError: who is not here has no flows either, which says nothing of what it does elsewhere */
async function mustBeHere(agent: string, workload: string): Promise<void> {
  const { status } = await withNode(agent, (client) => client.status({}));
  if (!(status?.endpoints ?? []).some(({ id }) => id === workload))
    throw new CliError(EXIT.usage, `no workload ${workload} on this node`);
}

/** Page after page; what comes twice, once. */
async function conversations(agent: string, workload: string | undefined, limit: number) {
  const found = new Map<string, FlowRecord>();
  let cursor = '';
  for (;;) {
    const request = { endpoint: workload ?? '', limit: Math.min(limit, PAGE), cursor };
    const page = await withNode(agent, (client) => client.conversations(request));
    for (const one of page.records) {
      const { context, item } = one;
      const other = addressText(otherSide(one));
      const key = [context?.endpoint, context?.egress, other, item?.protocol, item?.destinationPort].join();
      if (!found.has(key)) found.set(key, one);
    }
    cursor = page.next;
    if (cursor !== '' && found.size < limit) continue;
    const { sampleRate } = page;
    return { records: [...found.values()].slice(0, limit), sampleRate, truncated: cursor !== '' || found.size > limit };
  }
}

/** What the collector adds. */
interface Elsewhere {
  named(record: FlowRecord): FlowRecord;
  outcome(record: FlowRecord): string;
}

const here = ({ context }: FlowRecord): string => (context?.egress ? 'left' : 'allowed');
const NOTHING: Elsewhere = { named: (record) => record, outcome: here };

async function askCollector(options: Options, records: readonly FlowRecord[]): Promise<Elsewhere> {
  if (records.length === 0) return NOTHING;
  try {
    return await withDenies(options, async (client) => {
      const [names, denials] = [await namesOf(client, records), await denialsOf(client, records)];
      return {
        named: (record) => {
          const name = record.peer ? undefined : names.get(addressText(otherSide(record)));
          return name?.name ? { ...record, peer: name.name, peerIsWorkload: name.workload === true } : record;
        },
        outcome: (record) => {
          const denial = record.context?.egress ? denials.get(pairTo(record)) : undefined;
          const last = (record.item?.firstSeenUnixUs ?? 0) + (record.item?.durationUs ?? 0);
          if (denial === undefined || denial.lastUs + TOLD_US < last) return here(record);
          return `denied there: ${reasonText(denial.reason)}`;
        },
      };
    });
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    complain(`names of other nodes, and what was denied there, are not known: ${error.message}`);
    return NOTHING;
  }
}

async function namesOf(client: DeniesClient, records: readonly FlowRecord[]) {
  const unnamed = new Map(
    records.filter(({ peer }) => !peer).map((record) => [addressText(otherSide(record)), otherSide(record)] as const),
  );
  const names = new Map<string, osg.v1.NamesReply.Name.$Properties>();
  const texts = [...unnamed.keys()];
  for (let at = 0; at < texts.length; at += NAMES) {
    const part = texts.slice(at, at + NAMES);
    const reply = await client.names({ addresses: part.map((text) => unnamed.get(text) ?? new Uint8Array()) });
    for (const [i, text] of part.entries()) names.set(text, reply.names[i] ?? {});
  }
  return names;
}

/** From whom, to which address and port: the same of a conversation that left and of its denial. */
const pairTo = ({ context, item, peer }: FlowRecord): string =>
  [
    context?.egress ? context.endpoint : peer,
    addressText(item?.destination ?? new Uint8Array()),
    item?.protocol,
    item?.destinationPort,
  ].join(' ');

async function denialsOf(client: DeniesClient, records: readonly FlowRecord[]) {
  const leaving = records.filter(({ context }) => context?.egress);
  const found = new Map<string, { readonly reason: number; readonly lastUs: number }>();
  if (leaving.length === 0) return found;
  const since = Math.min(...leaving.map(({ item }) => (item?.firstSeenUnixUs ?? 0) + (item?.durationUs ?? 0)));
  const from = [...new Set(leaving.map(({ context }) => context?.endpoint ?? ''))];
  const query = {
    sinceUnixUs: Math.max(0, since - TOLD_US),
    last: DENIALS,
    verdict: [Verdict.VERDICT_DENY],
    direction: [Direction.INGRESS],
    // More workloads than a filter may hold are compared here.
    ...(from.length <= 50 && { fromPod: from }),
  };
  for await (const reply of client.query(query))
    for (const denial of reply.records) {
      const { item, context } = denial;
      const lastUs = (item?.firstSeenUnixUs ?? 0) + (item?.durationUs ?? 0);
      found.set(pairTo(denial), { reason: context?.reason ?? 0, lastUs });
    }
  return found;
}
