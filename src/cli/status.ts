/** `osg status`: the controller's or, with --agent, one node's account. */

import { Command } from 'commander';
import { FIGURE_NAMES, type FigureName, figureIn } from '../distribution/figures.js';
import {
  DIVERGENCE_CAUSES,
  DRIFT_KINDS,
  DRIFT_OUTCOMES,
  ENDPOINT_STATES,
  IN_FORCE,
  NACK_CODES,
  ROLLOUT_STATES,
  SERVICE_MODES,
  TRIAL_REASONS,
  TRIAL_STATES,
} from '../distribution/words.js';
import { osg } from '../gen/proto.js';
import type { Word } from '../rpc/words.js';
import { type OperatorOptions, operatorOptions, withNode, withOperator } from './connect.js';
import { type Output, outputOption, printJson, whole } from './json.js';
import { ago, colour, count, duration, EXIT, line, printTable } from './output.js';

interface Options extends OperatorOptions {
  readonly agent?: string | true;
  readonly output: Output | 'name';
}

const AGENT = 'unix:/run/osg/agent.sock';

export function statusCommand(): Command {
  const command = new Command('status').description(
    'Which revision is desired and realised where, since when, and why not. Exits 1 if anything is not as desired.',
  );
  return operatorOptions(command)
    .option('--agent [address]', `ask the agent of this node instead of the controller (${AGENT})`)
    .addOption(outputOption(['name']))
    .action(async (options: Options) => {
      if (options.agent === undefined) await controllerStatus(options);
      else
        await agentStatus(
          options.agent === true ? (process.env['OSG_STATUS_LISTEN'] ?? AGENT) : options.agent,
          options.output,
        );
    });
}

async function controllerStatus(options: Options): Promise<void> {
  const status = await withOperator(options, (client) => client.status({}));
  const nodes = status.nodes ?? [];
  // The source of the newest revision is known only when one was taken since the start.
  const hasInput = (status.source?.id ?? '') !== '';
  const good = (status.problems ?? []).length === 0 && nodes.every((node) => isGood(node, hasInput));
  process.exitCode = good ? EXIT.ok : EXIT.negative;
  if (options.output === 'json') return printJson(whole(osg.v1.StatusReply, status));
  if (options.output === 'name') {
    for (const { node } of nodes) line(`node/${node ?? ''}`);
    return;
  }
  const { source } = status;
  const what = [source?.id?.slice(0, 12), source?.subject, source?.author].filter((text) => text).join(' · ');
  line(`revision ${status.revision ?? 0}${what === '' ? '' : ` from ${what}`}, seen ${ago(source?.timeUnixUs)} ago`);
  line(`controller ${status.version ?? ''}, up ${ago(status.startedUnixUs)}`);
  if (status.rollout) line(rolloutText(status));
  if (status.pinnedTo && status.rolloutState !== osg.v1.RolloutState.ROLLOUT_STATE_REVERTED)
    line(colour('yellow', `policy is held at revision ${status.pinnedTo} by a rollback; osg resume ends it`));
  for (const problem of status.problems ?? []) {
    const where = problem.file ? `${problem.file}:${problem.line ?? 0}: ` : '';
    line(
      `${colour('red', 'input refused')} ${where}${problem.field ? `${problem.field}: ` : ''}${problem.message ?? ''} (for ${ago(problem.sinceUnixUs)})`,
    );
  }
  divergenceLines(status.declaredOtherwise ?? []);
  for (const e of status.emergencies ?? []) {
    line(
      `${colour('yellow', 'emergency')} ${e.id ?? ''} ${e.summary ?? ''}, ends in ${duration((e.expiresUnixUs ?? 0) / 1000 - Date.now())}`,
    );
    line(`  by ${e.who ?? ''}: ${e.reason ?? ''}${e.ticket ? ` (${e.ticket})` : ''}`);
  }
  for (const { id, what, authors, changes, expired } of status.approvals ?? []) {
    const first = (changes ?? []).slice(0, 3).join(', ');
    const asked = expired === true ? 'its approval has expired' : `osg approve ${id ?? ''}`;
    line(
      `${colour('yellow', 'waits for a second person')} ${what ?? ''} by ${(authors ?? []).join(', ')}: ${first} (${asked})`,
    );
  }
  printTable(['NODE', 'STATE', 'REVISION', 'SINCE', 'PODS', 'HEARD', 'DROPS', 'TABLES', 'FLOWS'], nodes.map(nodeRow));
  for (const node of nodes) {
    const why = whyNot(node, hasInput);
    if (why !== '') line(`${colour('red', node.node ?? '')}: ${why}`);
  }
  for (const { node, report } of nodes)
    for (const warning of report?.warnings ?? []) line(`${colour('yellow', node ?? '')}: ${warning}`);
  for (const { node, report } of nodes) if (report?.trial != null) line(`${node ?? ''}: ${trialText(report.trial)}`);
  for (const { node, lastDrift } of nodes) if (lastDrift != null) driftLines(node ?? '', lastDrift);
}

/** Of one that is on its way, or came back. */
function rolloutText({ rollout, rolloutState }: osg.v1.StatusReply.$Properties): string {
  const state = ROLLOUT_STATES.text(rolloutState);
  if (state === 'reverted')
    return colour(
      'yellow',
      `rollout ${rollout} came back: what it brought is kept out until something else is declared`,
    );
  if (state === 'running') return colour('cyan', `rollout ${rollout} is on its way: osg rollout status`);
  const how = state === 'paused' ? 'is on its way, and paused' : `is ${state || 'there'}`;
  return colour('yellow', `rollout ${rollout} ${how}: osg rollout status`);
}

const JUDGED: Readonly<Record<Word<typeof osg.v1.ServiceMode>, string>> = {
  deferred: 'judged by the rules for who gets a packet',
  together: 'judged by the rules for all who stand behind one',
  literal: 'judged by the rules for the address that is written',
  off: 'judged as any other address',
};

/** `Services: judged by the rules for who gets a packet`; empty where none is known. */
function serviceText(status: osg.v1.AgentStatus.$Properties | null | undefined): string {
  const { mode, reason } = status?.services ?? {};
  if (!mode || (mode === osg.v1.ServiceMode.SERVICE_MODE_OFF && !reason)) return '';
  const known = SERVICE_MODES.known(mode);
  return `Services: ${known ? JUDGED[known] : SERVICE_MODES.text(mode)}${reason ? ` (${reason})` : ''}`;
}

/** `trial r12 of revision 9: unconfirmed, goes back by itself in 42 s; the candidate denies 3 packets …`. */
function trialText(trial: osg.v1.TrialStatus.$Properties): string {
  const { id, revision, confirmByUnixMs, deniedPackets, allowedPackets, deniedFlows, allowedFlows } = trial;
  const [state, reason] = [TRIAL_STATES.text(trial.state), TRIAL_REASONS.text(trial.reason)];
  const left = confirmByUnixMs
    ? `, goes back by itself in ${Math.max(0, Math.round((confirmByUnixMs - Date.now()) / 1000))} s`
    : '';
  const paint = state === 'reverted' ? 'red' : 'yellow';
  const differs = [
    [deniedPackets, deniedFlows, 'denies', 'are allowed by its predecessor'],
    [allowedPackets, allowedFlows, 'allows', 'are denied by its predecessor'],
  ].map(([packets, flows, does, other]) => `${does} ${packets ?? 0} packets (${flows ?? 0} flows) that ${other}`);
  const because = reason ? ` (${reason})` : '';
  const lost = trial.lostEvents ? `; ${trial.lostEvents} packets told by no record` : '';
  const cut = trial.cutFlows ? `, ${trial.cutFlows} flows cut` : '';
  return `trial ${id ?? ''} of revision ${revision ?? 0}: ${colour(paint, `${state}${because}`)}${left}; the candidate ${differs.join(', and ')}${cut}${lost}`;
}

const OTHERWISE: Readonly<Record<Word<typeof osg.v1.InForce>, string>> = {
  'last-good': 'its last good version',
  closed: 'what of it can be read; the rest is closed',
  nothing: 'nothing of it',
  changed: 'an earlier version',
  absent: 'nothing of it',
  withdrawn: 'an earlier version, though it is declared no more',
};

/** What is declared is one thing, what is in force another. */
function divergenceLines(divergences: readonly osg.v1.Divergence.$Properties[]): void {
  if (divergences.length === 0) return;
  line(colour('yellow', `${count(divergences.length, 'object')} in force otherwise than declared:`));
  printTable(
    ['OBJECT', 'WHY', 'IN FORCE'],
    divergences.map(({ object, why, inForce }) => {
      const known = IN_FORCE.known(inForce);
      return [object ?? '', DIVERGENCE_CAUSES.text(why), known ? OTHERWISE[known] : IN_FORCE.text(inForce)];
    }),
  );
}

const DAY_MS = 86_400_000;

/** The newest foreign change, for a day; `osg audit log` has them all. */
function driftLines(node: string, drift: osg.v1.DriftEvent.$Properties): void {
  const { withinMs, timeUnixUs, what } = drift;
  const [kind, outcome] = [DRIFT_KINDS.text(drift.kind), DRIFT_OUTCOMES.text(drift.outcome)];
  if (Date.now() - (timeUnixUs ?? 0) / 1000 > DAY_MS) return;
  const paint = outcome === 'alarm' ? 'red' : 'yellow';
  line(`${node}: ${colour(paint, 'drift')} ${ago(timeUnixUs)} ago: ${kind}, ${outcome} within ${withinMs ?? 0} ms`);
  for (const text of what ?? []) line(`  ${text}`);
}

export const isGood = (node: osg.v1.NodeRow.$Properties, hasInput: boolean): boolean =>
  stateOf(node) === 'current' && !whyNot(node, hasInput);

function stateOf(node: osg.v1.NodeRow.$Properties): string {
  if (node.connected !== true) return 'away';
  if (node.refusal != null) return 'refused';
  if (!node.desiredRevision) return 'unknown';
  // Its view is as it shall be; that it is older than the newest revision only says that nothing of it has changed since.
  const same = node.desiredRevision === node.realisedRevision && node.desiredVersion === node.realisedVersion;
  return same ? 'current' : 'pending';
}

const { ENDPOINT_STATE_ATTACHED: ATTACHED, ENDPOINT_STATE_WAITING: WAITING } = osg.v1.EndpointState;
/** What else a node may say of an endpoint is amiss, also what this version does not know. */
const IN_ORDER: ReadonlySet<number> = new Set([ATTACHED, WAITING]);

export function whyNot(row: osg.v1.NodeRow.$Properties, hasInput: boolean): string {
  const { refusal, report, desiredRevision, contested } = row;
  if (contested) return contested;
  if (refusal != null)
    return `${NACK_CODES.text(refusal.code)} ${refusal.object ?? ''} ${refusal.field ?? ''}: ${refusal.reason ?? ''}`;
  const failed = report?.endpoints?.find(({ state }) => !IN_ORDER.has(state ?? 0));
  if (failed !== undefined) {
    const { id, state, detail } = failed;
    const strange = ENDPOINT_STATES.known(state) ? '' : ENDPOINT_STATES.text(state) || 'its state is not told';
    return `${id ?? ''}: ${[strange, detail].filter((text) => text).join(', ')}`;
  }
  const drift = figure(report, 'drift_open');
  if (drift > 0) return `${drift} foreign changes that are not repaired`;
  if (desiredRevision) return report?.lastError ?? '';
  return hasInput
    ? 'the inventory does not name this node'
    : 'the controller has no input yet: the last good policy stays';
}

const figure = (report: osg.v1.AgentStatus.$Properties | null | undefined, name: FigureName): number =>
  figureIn(report?.figures, name);

/** How full: tables and tracked flows. */
function fill(used: number, room: number): string {
  if (room === 0) return '–';
  const percent = Math.ceil((100 * used) / room);
  return colour(percent > 90 ? 'red' : 'dim', `${percent} %`);
}

/** What is realised, and what shall be where that is another. */
function revisions({ desiredRevision, realisedRevision }: osg.v1.NodeRow.$Properties): string {
  const [desired, realised] = [desiredRevision ?? 0, realisedRevision ?? 0];
  return desired === realised ? String(desired) : `${realised || '–'} → ${desired || '–'}`;
}

function nodeRow(node: osg.v1.NodeRow.$Properties): string[] {
  const state = stateOf(node);
  const paint = state === 'current' ? 'green' : state === 'pending' ? 'yellow' : 'red';
  const attached = node.report?.endpoints?.filter((endpoint) => endpoint.state === ATTACHED).length ?? 0;
  return [
    node.node ?? '',
    colour(paint, state),
    revisions(node),
    ago(node.realisedUnixUs),
    `${attached}/${node.endpoints ?? 0}`,
    node.connected === true ? ago(node.lastContactUnixUs) : colour('red', ago(node.lastContactUnixUs)),
    String(figure(node.report, 'drops_total')),
    fill(figure(node.report, 'arena_lines_used'), figure(node.report, 'arena_lines')),
    fill(node.report?.conntrackFullest?.entries ?? 0, node.report?.conntrackFullest?.limit ?? 1),
  ];
}

async function agentStatus(address: string, output: Options['output']): Promise<void> {
  const report = await withNode(address, (client) => client.status({}));
  process.exitCode = report.ready === true ? EXIT.ok : EXIT.negative;
  if (output === 'json') return printJson(whole(osg.v1.NodeReport, report));
  const { status } = report;
  line(
    `node ${report.node ?? ''}: ${report.ready === true ? colour('green', 'ready') : colour('red', `not ready: ${report.notReady ?? ''}`)}`,
  );
  line(
    `revision ${status?.realisedRevision ?? 0} in force for ${ago(status?.realisedUnixUs)}, desired ${status?.desiredRevision ?? 0}; source ${report.source?.id || '–'}`,
  );
  line(
    `controller ${report.connected === true ? 'connected' : colour('red', 'away')}, last contact ${ago(report.lastContactUnixUs)} ago; agent ${report.version ?? ''} up ${ago(report.startedUnixUs)}`,
  );
  const { endpoint, entries = 0, limit = 0 } = status?.conntrackFullest ?? {};
  if (endpoint)
    line(
      `tracked flows: ${endpoint} has most of its room in use, ${fill(entries ?? 0, limit ?? 0)} (${entries} of ${limit})`,
    );
  if (status?.trial != null) line(trialText(status.trial));
  if (status?.lastError) line(`last error: ${status.lastError}`);
  const services = serviceText(status);
  if (services !== '') line(services);
  const ways = status?.locators ?? [];
  if (ways.length > 0) line(`pods are found by ${ways.join(', ')}`);
  for (const warning of status?.warnings ?? []) line(`${colour('yellow', 'warning')}: ${warning}`);
  printTable(
    ['ENDPOINT', 'STATE', 'DETAIL'],
    (status?.endpoints ?? []).map((e) => [e.id ?? '', ENDPOINT_STATES.text(e.state), e.detail ?? '']),
  );
  printTable(
    ['FIGURE', 'VALUE'],
    FIGURE_NAMES.map((name) => [name, String(figure(status, name))]),
  );
}
