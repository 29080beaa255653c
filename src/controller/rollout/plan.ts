/** Which node is in which ring, and when no ring begins. Pure. */
import { createHash } from 'node:crypto';
import type { World } from '../../policy/model.js';
import { DAYS, type Freeze, type RingSelector, type RolloutPolicy } from '../../policy/rollout.js';
import { isLive, matchesLabels } from '../../policy/select.js';

/**
 * The nodes of each ring, ascending; each node is in the first that has it, and in the last if no other has. The same inventory
 * gives the same rings.
 */
export function ringsOf(policy: RolloutPolicy, world: Pick<World, 'nodes' | 'workloads'>): string[][] {
  const left = new Map(world.nodes.map((node) => [node.name, node]));
  // A workload may run where nobody declared a node.
  for (const { node } of world.workloads)
    if (node !== '' && !left.has(node))
      left.set(node, { name: node, labels: {}, addresses: [], source: { file: '', line: 0 } });
  const all = left.size;
  return policy.rings.map(({ select }) => {
    const names = [...left.values()].filter(selected(select, world)).map(({ name }) => name);
    const taken = select.kind === 'share' ? firstOf(names, Math.ceil((all * select.percent) / 100)) : names;
    for (const name of taken) left.delete(name);
    return taken.sort();
  });
}

function selected(
  select: RingSelector,
  { workloads }: Pick<World, 'workloads'>,
): (node: World['nodes'][number]) => boolean {
  if (select.kind === 'nodes') return ({ labels }) => matchesLabels(select.selector, labels);
  if (select.kind !== 'namespaces') return () => true;
  const namespaces = new Set(select.names);
  const running = new Set(workloads.filter((w) => isLive(w) && namespaces.has(w.namespace)).map(({ node }) => node));
  return ({ name }) => running.has(name);
}

/** By a hash of their names: the same ones for every change, wherever they stand in the list. */
function firstOf(names: readonly string[], count: number): string[] {
  const order = new Map(names.map((name) => [name, createHash('sha256').update(name).digest('hex')]));
  return [...names].sort((a, b) => ((order.get(a) ?? '') < (order.get(b) ?? '') ? -1 : 1)).slice(0, count);
}

/** Why nothing begins at that time, or undefined. */
export function frozen({ freeze }: Pick<RolloutPolicy, 'freeze'>, nowMs: number): string | undefined {
  const one = freeze.find((window) => isIn(window, nowMs));
  if (one === undefined) return undefined;
  const when =
    one.kind === 'once'
      ? `until ${new Date(one.untilMs).toISOString().replace('T', ' ').replace(/\.\d+/, '')}`
      : `until ${formatMinutes(one.end)} ${one.timeZone}`;
  return one.reason === '' ? when : `${when}: ${one.reason}`;
}

const formatMinutes = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

function isIn(window: Freeze, nowMs: number): boolean {
  if (window.kind === 'once') return nowMs >= window.fromMs && nowMs < window.untilMs;
  const { day, minute } = localTime(nowMs, window.timeZone);
  const yesterday = DAYS[(DAYS.indexOf(day) + 6) % 7] as (typeof DAYS)[number];
  const { days, start, end } = window;
  if (start < end) return days.includes(day) && minute >= start && minute < end;
  return (days.includes(day) && minute >= start) || (days.includes(yesterday) && minute < end);
}

function localTime(nowMs: number, timeZone: string): { readonly day: (typeof DAYS)[number]; readonly minute: number } {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const parts = Object.fromEntries(format.formatToParts(nowMs).map(({ type, value }) => [type, value]));
  return {
    day: parts['weekday'] as (typeof DAYS)[number],
    minute: Number(parts['hour']) * 60 + Number(parts['minute']),
  };
}
