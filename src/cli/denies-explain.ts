/** Nearest misses for denied flows: asked of the collector, or judged here over policy files. */

import type { DeniesClient } from '../client/index.js';
import { explainRequest, isEphemeral, partOfFlow } from '../collector/index.js';
import { decodeDeniedFlow, encodeExplanation } from '../distribution/explanation.js';
import { DECISION_REASONS, MISS_FIELDS } from '../distribution/words.js';
import { isByPolicy, reasonText } from '../flows/index.js';
import { osg } from '../gen/proto.js';
import { escapeControls, formatDiagnostic, hasErrors } from '../policy/diagnostics.js';
import { RpcError } from '../rpc/error.js';
import { blameLines } from './blame-print.js';
import { EXIT_OF } from './connect.js';
import { CliError, EXIT } from './output.js';

type Event = osg.v1.FlowRecord.$Properties;

/** Tells in lines what comes nearest to allowing the event's flow. */
export type Explain = (event: Event) => Promise<string[]>;

const NO_FLOW = 'no policy decides this packet: it has no addresses';
const isFlow = ({ item }: Event): boolean => (item?.source?.length ?? 0) > 0 && (item?.destination?.length ?? 0) > 0;

/** By policy files, as they are. @throws CliError naming what is wrong with them */
export async function explainByFiles(paths: readonly string[]): Promise<Explain> {
  // Most who ask have no files, and need not wait for what reads them.
  const { loadSources } = await import('../policy/load.js');
  const { explainDeny } = await import('../policy/explain-deny.js');
  const { world, diagnostics } = await loadSources(paths);
  if (hasErrors(diagnostics)) throw new CliError(EXIT.usage, diagnostics.map(formatDiagnostic).join('\n'));
  return async (event) => {
    if (!isFlow(event)) return [NO_FLOW];
    return explanationLines(event, encodeExplanation(explainDeny(world, decodeDeniedFlow(explainRequest(event)))));
  };
}

/** A record that has gone since it was listed is left out of what could be told. */
const endOf = ({ code }: RpcError): number => (code === 'NOT_FOUND' ? EXIT.incomplete : EXIT_OF[code]);

/** By the revision that was in force then. Where nobody can tell, that is said once, and is the exit code. */
export function explainByCollector(client: DeniesClient): Explain {
  let silent = false;
  return async (event) => {
    if (silent) return [];
    if (!isFlow(event)) return [NO_FLOW];
    try {
      return explanationLines(event, await client.explain({ id: event.id ?? '' }));
    } catch (error) {
      if (!(error instanceof RpcError)) throw error;
      process.exitCode = endOf(error);
      silent = error.code !== 'NOT_FOUND';
      return [`not explained: ${error.message}`];
    }
  };
}

/** For `osg denies --blame`. Where nobody can tell, that is said once, and is the exit code. */
export function blameByCollector(client: DeniesClient): Explain {
  let silent = false;
  return async ({ id }) => {
    if (silent) return [];
    try {
      return blameLines(await client.blame({ id: id ?? '' }));
    } catch (error) {
      if (!(error instanceof RpcError)) throw error;
      process.exitCode = endOf(error);
      silent = error.code !== 'NOT_FOUND';
      return [`not blamed: ${error.message}`];
    }
  };
}

/** All that is asked for; undefined: nothing. @throws CliError naming what is wrong with the files */
export async function explainWith(
  client: DeniesClient,
  { explain, blame, policies }: { readonly explain?: boolean; readonly blame?: boolean; readonly policies?: string[] },
): Promise<Explain | undefined> {
  const asked = [
    ...(policies !== undefined ? [await explainByFiles(policies)] : explain ? [explainByCollector(client)] : []),
    ...(blame ? [blameByCollector(client)] : []),
  ];
  if (asked.length === 0) return undefined;
  return async (event) => (await Promise.all(asked.map((ask) => ask(event)))).flat();
}

function explanationLines(event: Event, explanation: osg.v1.Explanation.$Properties): string[] {
  const lines = judgement(event, explanation);
  if (explanation.revisionGone)
    lines.unshift(
      `revision ${event.context?.revision ?? 0} is not kept any more; by revision ${explanation.revision}:`,
    );
  return lines.map(escapeControls);
}

const ported = (protocol: number | null | undefined): boolean => protocol === 6 || protocol === 17 || protocol === 132;

const WITHHELD = 'what decides or comes nearest is a rule that is not of your namespaces: ask an operator';

/** It needs no rule of its own: a rule for the port that a client was given would open more and help nobody. */
const REPLY = [
  'a reply needs no rule: it passes while the flow that it answers is tracked',
  'that flow is not known here: it began before this node enforced, was silent for too long, ended, or was denied itself',
];

function judgement(event: Event, explanation: osg.v1.Explanation.$Properties): string[] {
  const { allowed, rule, nearest, withheld } = explanation;
  const item = event.item ?? {};
  if (partOfFlow(item) === 'reply' && (!allowed || isByPolicy(event.context?.reason))) return REPLY;
  if (allowed) {
    if (explanation.reason === osg.v1.DecisionReason.DECISION_REASON_NO_ENDPOINT)
      return ['not explained: no workload of that revision has this address (it was sent to several, or by none)'];
    const by = `${DECISION_REASONS.text(explanation.reason)}${rule ? `: ${rule}` : ''}`;
    const other = event.context?.reason;
    return isByPolicy(other)
      ? [`these policies allow it (${by})`]
      : [`these policies allow it (${by}): it was denied because of ${reasonText(other).replaceAll('-', ' ')}`];
  }
  if (nearest == null && withheld) return [WITHHELD];
  if (nearest == null)
    return [rule ? `${rule} denies it: no edit of another rule would allow it` : 'nothing comes near to allowing it'];
  if (ported(item.protocol) && isEphemeral(item.destinationPort))
    return [
      `nearest: ${nearest.rule} (${nearest.file}:${nearest.line})`,
      `port ${item.destinationPort} is one that clients are given by chance: no rule should name it; let the server listen on a port of its own`,
    ];
  const [edit, ...more] = (nearest.edit ?? '').split('\n');
  return [
    ...(nearest.field
      ? [
          `nearest: ${nearest.rule} (${nearest.file}:${nearest.line}): ${MISS_FIELDS.text(nearest.field)} is ${nearest.found}, the rule wants ${nearest.expected}`,
        ]
      : []),
    ...(edit ? [edit.startsWith('no safe edit') ? edit : `edit: ${edit}`] : []),
    ...more.map((text) => `  ${text}`),
  ];
}
