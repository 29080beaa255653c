/** A rollout for people, in 80 columns. */
import { GATE_VERDICTS, RING_STATES, ROLLOUT_STATES } from '../distribution/words.js';
import { osg } from '../gen/proto.js';
import type { Word } from '../rpc/words.js';
import { ago, colour, count, duration, EXIT } from './output.js';

type Row = osg.v1.RolloutRow.$Properties;
type Ring = osg.v1.RolloutRing.$Properties;

const WIDTH = 80;
const MARKS: Readonly<Record<Word<typeof osg.v1.RingState>, string>> = {
  pending: '·',
  observing: '◌',
  unconfirmed: '◐',
  holding: '◕',
  passed: '●',
  failed: '✗',
  reverted: '↩',
};
const VERDICTS: Readonly<Record<Word<typeof osg.v1.GateVerdict>, string>> = { pass: '✓', fail: '✗', inconclusive: '?' };

export const stateOf = ({ state }: Row): string => ROLLOUT_STATES.text(state) || 'its state is not told';

export function exitOf(row: Row): number {
  const state = stateOf(row);
  return state === 'confirmed' ? EXIT.ok : state === 'reverted' ? EXIT.negative : EXIT.incomplete;
}

/** One line that is another whenever something has happened. */
export function gistOf(row: Row): string {
  const { reason, by, rings = [], waits } = row;
  const state = stateOf(row);
  if (state === 'confirmed') return 'confirmed on every node';
  if (state === 'reverted') return `back on what was before, by ${by}: ${reason}`;
  if (state === 'paused') return `paused by ${by}: ${reason}`;
  if (state !== 'running') return state;
  const ring = rings?.find((one) => one.state !== osg.v1.RingState.RING_STATE_PASSED);
  return waits ? `${ring?.name}: waits, frozen ${waits}` : `${ring?.name}: ${RING_STATES.text(ring?.state)}`;
}

export function formatRollout(row: Row, waiting: boolean, nowMs = Date.now()): string[] {
  const { id, revision, predecessor, subject, who, rings } = row;
  const word = stateOf(row);
  const over = word === 'confirmed' || word === 'reverted';
  const state = colour(word === 'confirmed' ? 'green' : word === 'running' ? 'cyan' : 'red', word);
  const first = subject ? ` “${subject}”` : '';
  return [
    `${id}  revision ${revision}${first} by ${(who ?? '').replace(/ <.*>$/, '')}, began ${ago(row.startedUnixUs)} ago`,
    ...(over ? [] : [`what was before: revision ${predecessor}`]),
    ...(rings ?? []).flatMap((ring) => ringLines(ring, over, nowMs)),
    ...wrapped(`${over || word === 'paused' ? gistOf(row).replace(word, state) : state}`, ''),
    ...(row.waits ? [`the next ring waits: frozen ${row.waits}`] : []),
    ...(waiting ? ['a change waits behind it'] : []),
  ];
}

function ringLines(ring: Ring, over: boolean, nowMs: number): string[] {
  const [name, state, known] = [ring.name ?? '', RING_STATES.text(ring.state), RING_STATES.known(ring.state)];
  const [nodes, concerned] = [ring.nodes ?? 0, ring.concerned ?? 0];
  const [decidesUnixUs, confirmByUnixUs] = [ring.decidesUnixUs ?? 0, ring.confirmByUnixUs ?? 0];
  const left = (us: number): string => duration(Math.max(0, us / 1000 - nowMs));
  const due =
    over || !decidesUnixUs
      ? ''
      : decidesUnixUs / 1000 > nowMs
        ? `, decides in ${left(decidesUnixUs)}`
        : ', decides now';
  const back = over || !confirmByUnixUs ? '' : `, back by itself in ${left(confirmByUnixUs)}`;
  const of = over ? count(nodes, 'node') : `${concerned} of ${count(nodes, 'node')}`;
  return [
    ...wrapped(`${known ? MARKS[known] : '?'} ${name.padEnd(10)} ${state.padEnd(11)} ${of}${due}${back}`, '    '),
    ...(ring.gates ?? []).flatMap(({ gate, verdict, evidence }) => {
      const mark = VERDICTS[GATE_VERDICTS.known(verdict) ?? 'inconclusive'];
      return wrapped(`    ${mark} ${(gate ?? '').padEnd(12)} ${evidence ?? ''}`, '                   ');
    }),
  ];
}

/** At spaces, further lines behind the indent. */
function wrapped(text: string, indent: string): string[] {
  const lines: string[] = [];
  let now = '';
  for (const word of text.split(/(?<=\S) /)) {
    if (now !== '' && now.length + 1 + word.length > WIDTH) {
      lines.push(now);
      now = indent + word;
    } else now = now === '' ? word : `${now} ${word}`;
  }
  return [...lines, now];
}
