/** Since when a flow is judged as it is, and through what: judged again by revision after revision, back in time. */
import type { osg } from '../gen/proto.js';
import { evaluate } from '../policy/evaluate.js';
import type { DirectionDecision, Flow, FlowDecision } from '../policy/flow.js';
import type { Policy, World } from '../policy/model.js';
import { type Cause, causeOf, contentOf } from '../policy/tools/cause.js';
import { NO_WORLD_CHANGE } from '../policy/world-change.js';
import type { Word } from '../rpc/words.js';
import { Effective, type WorldOptions } from './effective.js';
import type { RevisionRecord } from './revision-store.js';
import { owns, type Span, type Traces } from './traces.js';

export interface Blamed {
  readonly flow: Flow;
  /** The side that is meant; absent: the conversation. */
  readonly side?: 'egress' | 'ingress';
  readonly atMs: number;
  /** Of the past, in force then. */
  readonly revision: number;
  /** Audit rules count as enforced. */
  readonly audit: boolean;
}

/** Of the rule or the policies that make the difference; '': none. */
type Change = Word<typeof osg.v1.BlameChange> | '';

export interface Blame {
  /** What it is since then. */
  readonly decision: DirectionDecision;
  /** A revision; what is known of the two ends; the end of a rule; or judged so as far back as is kept. */
  readonly kind: 'revision' | 'inventory' | 'expiry' | 'none';
  /** Since it; of others: in force then. */
  readonly record: RevisionRecord | undefined;
  readonly sinceMs: number;
  readonly cause?: Cause & { readonly change: Change };
  /** What changed of the inventory. */
  readonly inventory: readonly string[];
  readonly oldest: number;
  /** The inventory of this time was used for all earlier ones. */
  readonly inventoryFromMs: number;
}

/** One moment at which something may have changed: the world of that revision at that time. */
interface Moment {
  readonly record: RevisionRecord;
  readonly atMs: number;
}

interface Judged extends Moment {
  readonly world: World;
  readonly decision: FlowDecision;
}

/** Moments looked at, at most. */
const MAX_MOMENTS = 50_000;

/** @returns undefined: no revision of the past is that old */
export async function blame(
  past: Traces,
  options: WorldOptions,
  asked: Blamed,
  pause: () => Promise<void>,
): Promise<Blame | undefined> {
  const { flow, side, audit } = asked;
  const fixed = frozenAt(past, asked);
  const verdict = ({ decision }: Judged): string => (side === undefined ? decision : decision[side]).verdict;
  let newer: Judged | undefined;
  let looked = 0;
  for await (const moment of moments(past, asked)) {
    if (++looked > MAX_MOMENTS) break;
    const world = worldAt(past, options, moment, Math.max(moment.atMs, fixed), audit);
    const judged = { ...moment, world, decision: evaluate(world, flow, moment.atMs, false) };
    if (newer !== undefined && verdict(judged) !== verdict(newer)) return found(past, asked, [judged, newer], fixed);
    newer = judged;
    await pause();
  }
  if (newer === undefined) return undefined;
  const { decision, record, atMs } = newer;
  const [one] = sidesOf(decision, side);
  const oldest = record.revision;
  const since = { record, sinceMs: atMs, oldest, inventoryFromMs: atMs < fixed ? fixed : 0 };
  return { ...since, decision: decision[one], kind: 'none', inventory: [] };
}

/** Newest first: each revision from its end to its beginning, at every time at which something ran out or the inventory changed. */
async function* moments({ records, ...past }: Traces, { revision, atMs }: Blamed): AsyncGenerator<Moment> {
  const inventory = [...past.workloads, ...past.namespaces, ...past.nodes].flatMap(({ from, to }) => [from, to]);
  const expiries = past.policies.flatMap(({ item }) => item.rules.flatMap(({ expiresAt }) => expiresAt ?? []));
  const times = [...new Set([...inventory, ...expiries])].filter(Number.isFinite).sort((a, b) => b - a);
  let end = atMs;
  for await (const record of records) {
    if (record.revision > revision) continue;
    const ended = record.emergencies.map(({ expiresMs }) => expiresMs);
    const begin = Math.min(record.timeMs, end);
    const inside = [...times, ...ended].filter((time) => time > begin && time < end).sort((a, b) => b - a);
    for (const time of new Set([end, ...inside, begin])) yield { record, atMs: time };
    end = begin;
  }
}

/**
 * Before an end was there nobody can say what it would have been: it is taken to have been as it was when it came. The same
 * where the history ends.
 */
function frozenAt({ workloads, inventorySinceMs }: Traces, { flow, atMs }: Blamed): number {
  let fixed = inventorySinceMs;
  for (const address of [flow.source, flow.destination]) {
    const states = workloads.filter(({ item }) => owns(item, address)).sort((a, b) => b.from - a.from);
    let current = states.find(({ from, to }) => from <= atMs && atMs < to);
    while (current !== undefined) {
      const { from, item }: Span<{ readonly id: string }> = current;
      const before = states.find((state) => state.to === from && state.item.id === item.id);
      if (before === undefined) fixed = Math.max(fixed, from);
      current = before;
    }
  }
  return fixed;
}

function worldAt(past: Traces, options: WorldOptions, { record, atMs }: Moment, inventoryMs: number, audit: boolean) {
  const at = <T>(spans: readonly Span<T>[], when: number): { readonly after: T }[] =>
    spans.filter(({ from, to }) => from <= when && when < to).map(({ item }) => ({ after: item }));
  const revision = record.pinnedTo || record.revision;
  const effective = new Effective(options);
  effective.take(
    {
      ...NO_WORLD_CHANGE,
      policies: at(past.policies, revision),
      addressGroups: at(past.addressGroups, revision),
      workloads: at(past.workloads, inventoryMs),
      namespaces: at(past.namespaces, inventoryMs),
      nodes: at(past.nodes, inventoryMs),
    },
    { pinned: undefined, emergencies: record.emergencies.filter(({ expiresMs }) => expiresMs > atMs) },
  );
  const world = effective.world();
  return audit ? { ...world, policies: world.policies.map(enforced) } : world;
}

const enforced = (policy: Policy): Policy => ({
  ...policy,
  rules: policy.rules.map((rule) => ({ ...rule, mode: 'enforce' as const })),
});

/** The sides that may have made the verdict, those that deny first. */
function sidesOf({ egress, ingress }: FlowDecision, side: Blamed['side']): ['egress' | 'ingress', ...unknown[]] {
  if (side !== undefined) return [side];
  return egress.verdict === 'allow' && ingress.verdict === 'deny' ? ['ingress', 'egress'] : ['egress', 'ingress'];
}

function found(past: Traces, { side }: Blamed, [older, newer]: readonly [Judged, Judged], fixed: number): Blame {
  const changed = (['egress', 'ingress'] as const).find(
    (one) => older.decision[one].verdict !== newer.decision[one].verdict,
  );
  const one = side ?? changed ?? 'egress';
  const before = older.decision[one];
  const after = newer.decision[one];
  const common = {
    decision: after,
    record: newer.record,
    sinceMs: newer.atMs,
    oldest: older.record.revision,
    inventoryFromMs: older.atMs < fixed ? fixed : 0,
  };
  const cause = causeOf([older.world, newer.world], [before, after]);
  const told = { ...cause, change: changeOf(older.world, newer.world, cause) };
  if (older.record !== newer.record) return { ...common, kind: 'revision', cause: told, inventory: [] };
  const inventory = inventoryChange(past, newer.atMs);
  if (inventory.length > 0) return { ...common, kind: 'inventory', cause: told, inventory };
  return { ...common, kind: 'expiry', cause: { ...told, change: 'went' }, inventory: [] };
}

/** What became of the rule or the policies that make the difference. */
function changeOf(old: World, fresh: World, { name, rule }: Cause): Change {
  const wording = ({ policies }: World): string =>
    rule === undefined
      ? name
          .split(', ')
          .map((id) => contentOf(policies.find((policy) => policy.id === id)))
          .join('')
      : policies
          .filter(({ id }) => id === rule.policy)
          .flatMap((policy) =>
            policy.rules.filter(({ id }) => id === name).map((one) => contentOf({ ...policy, rules: [one] })),
          )
          .join('');
  const [was, is] = [wording(old), wording(fresh)];
  if (was === is) return '';
  return was === '' ? 'came' : is === '' ? 'went' : 'changed';
}

/** What began or ended at that very time. */
function inventoryChange({ workloads, namespaces, nodes }: Traces, atMs: number): string[] {
  const told = <T>(what: string, spans: readonly Span<T>[], nameOf: (item: T) => string): string[] => {
    const ended = spans.filter(({ to }) => to === atMs).map(({ item }) => nameOf(item));
    const begun = spans.filter(({ from }) => from === atMs).map(({ item }) => nameOf(item));
    return [
      ...begun.map((name) => `${what} ${name} ${ended.includes(name) ? 'changed' : 'came'}`),
      ...ended.filter((name) => !begun.includes(name)).map((name) => `${what} ${name} went`),
    ];
  };
  return [
    ...told('workload', workloads, ({ id }) => id),
    ...told('namespace', namespaces, ({ name }) => name),
    ...told('node', nodes, ({ name }) => name),
  ];
}
