/** Where this project is behind a peer or a goal, found in the figures. */
import { type Estimate, estimate, type Row, ratio } from '../peers/row.js';
import { BASE, OURS, PeerRows, titleOf } from '../peers/tables.js';

/** Cases in which less is better, with words for a reader. */
const CASES: Readonly<Record<string, string>> = {
  'new-tcp': 'new TCP flows',
  'new-udp': 'new UDP flows',
  connect: 'TCP connections',
  denied: 'cost of a denied packet',
  'ping-p50': 'latency p50',
  'ping-p99': 'latency p99',
  load: 'loading all rules',
  change: 'adding one rule',
};
/** Untracked flows: at least so much of no policy's rate. */
const UNTRACKED_GOAL = 0.95;

/** The peer to beat in every case of packets. */
const GOAL_PEER = 'ipset';
const GOAL_CASES = ['new-tcp', 'new-udp', 'connect', 'denied'];

/** One line of the section. */
export interface Loss {
  readonly what: string;
  /** What was not beaten or met. */
  readonly against: string;
  readonly found: string;
}

const show = ({ value, low, high }: Estimate) => `${value.toFixed(2)} [${low.toFixed(2)}, ${high.toFixed(2)}]`;

/** Cases in which a peer was cheaper in the same rounds, with the whole interval, or a goal is not shown to be met. */
export function peersLosses(all: readonly Row[]): Loss[] {
  const rows = new PeerRows(all);
  const found: Loss[] = [];
  for (const [name, words] of Object.entries(CASES)) {
    for (const size of rows.sizes) {
      const what = (ours: string) => `${words}, ${size.toLocaleString('en')} rules: ${titleOf(ours)}`;
      for (const ours of OURS) {
        const own = rows.get(name, ours, size);
        if (own === undefined) continue;
        for (const peer of rows.systems) {
          const other = rows.get(name, peer, size);
          if (other === undefined || peer === BASE || OURS.includes(peer)) continue;
          const cost = ratio(own, other);
          const goal = peer === GOAL_PEER && GOAL_CASES.includes(name);
          if (cost.low > 1 || (goal && cost.high >= 1)) {
            const text = `${show(cost)} times its cost${cost.low > 1 ? '' : ': no difference shown'}`;
            found.push({ what: what(ours), against: titleOf(peer), found: text });
          }
        }
      }
      const base = rows.get(name, BASE, size);
      const untracked = rows.get(name, 'osg-ingress', size);
      if (name !== 'new-tcp' || base === undefined || untracked === undefined) continue;
      const rate = ratio(base, untracked);
      if (rate.value < UNTRACKED_GOAL) {
        found.push({
          what: `${what('osg-ingress')}, untracked`,
          against: `goal: ${UNTRACKED_GOAL} of the rate without policy`,
          found: `${show(rate)} of it`,
        });
      }
    }
  }
  return found;
}

const ABOVE_EMPTY_GOAL: Readonly<Record<number, number>> = { 10: 60, 1000: 60, 10000: 100, 100000: 250 };

/** Cases of packet-path that miss a goal of the classifier: with 16,384 random flows. */
export function packetPathLosses(rows: readonly Row[]): Loss[] {
  const find = (name: string, family: unknown, rules: unknown) =>
    rows.find(
      (row) =>
        row.case === name &&
        row.params['family'] === family &&
        row.params['rules'] === rules &&
        row.params['flows'] === 16_384,
    );
  const found: Loss[] = [];
  for (const row of rows) {
    const { family, rules, flows } = row.params;
    if (row.case !== 'allow' || flows !== 16_384) continue;
    const where = `IPv${family}, ${Number(rules).toLocaleString('en')} rules, 16,384 flows`;
    const empty = find('empty', family, rules);
    const lpm = find('lpm', family, rules);
    const goal = ABOVE_EMPTY_GOAL[Number(rules)];
    const four = find('allow', 4, rules);
    const above = row.median - (empty?.median ?? 0);
    if (empty !== undefined && goal !== undefined && family === 4 && above > goal) {
      found.push({
        what: where,
        against: `goal: ${goal} ns above the empty program`,
        found: `${above.toFixed(0)} ns above`,
      });
    }
    if (family === 6 && four !== undefined && row.median > 1.5 * four.median) {
      found.push({
        what: where,
        against: 'goal: 1.5 times IPv4',
        found: `${(row.median / four.median).toFixed(2)} times`,
      });
    }
    if (lpm !== undefined && Number(rules) >= 10_000 && lpm.median < 5 * row.median) {
      found.push({
        what: where,
        against: 'goal: LPM tries take 5 times as long',
        found: `${(lpm.median / row.median).toFixed(1)} times`,
      });
    }
  }
  return found;
}

/** Of the agent, by case and unit: at most. */
const FOOTPRINT_GOALS: readonly (readonly [string, string, number])[] = [
  ['idle, agent', '%', 1],
  ['idle, agent', 'MiB', 120],
  ['100 × 100 rules, agent', 'MiB', 150],
  ['10,000 rules on one endpoint, agent', 'MiB', 160],
];

/** What the agent costs beyond its goals. */
export function footprintLosses(rows: readonly Row[]): Loss[] {
  return FOOTPRINT_GOALS.flatMap(([name, unit, most]) => {
    const row = rows.find((candidate) => candidate.case === name && candidate.unit === unit);
    const value = row?.samples[0];
    return value === undefined || value <= most
      ? []
      : [{ what: name, against: `goal: ${most} ${unit}`, found: `${value.toPrecision(3)} ${unit}` }];
  });
}

/** At the largest world, at most so many times what it is in the smallest: the work follows the change, not the world. */
const CPU_GROWTH_GOAL = 1.5;
const WORK_GROWTH_GOAL = 1.1;

/** Changes that take longer than their goals, or whose cost grows with the world. */
export function changeLosses(all: readonly Row[]): Loss[] {
  const scale = ({ params }: Row): number => Number(params['scale']);
  const rows = all.filter(({ unit }) => unit === 'ms');
  const slow = rows.flatMap((row) => {
    const goal = Number(row.params['goalMs']);
    const { value, low, high } = estimate(row.samples);
    const found = `${value.toFixed(1)} [${low.toFixed(1)}, ${high.toFixed(1)}] ms`;
    const first = Number(row.params['firstMs'] ?? 0);
    const against = `goal: p50 of ${goal} ms`;
    return [
      ...(value <= goal ? [] : [{ what: `${row.case}, ${scale(row)}×`, against, found }]),
      ...(first <= goal
        ? []
        : [{ what: `${row.case}, ${scale(row)}×, after the start`, against, found: `${first.toFixed(1)} ms` }]),
    ];
  });
  const grows = [...new Set(all.map(({ case: name }) => name))].flatMap((name) => {
    const own = all.filter((row) => row.case === name).sort((a, b) => scale(a) - scale(b));
    const [least, most] = [own[0] as Row, own.at(-1) as Row];
    const counted = least.unit !== 'ms';
    const cost = (row: Row): number =>
      counted ? row.median : Number(row.params['controllerCpuMs']) + Number(row.params['agentCpuMs']);
    const goal = counted ? WORK_GROWTH_GOAL : CPU_GROWTH_GOAL;
    if (cost(most) <= goal * cost(least)) return [];
    const found = `${(cost(most) / cost(least)).toFixed(2)} times`;
    const what = `${name}${counted ? '' : ', CPU'} at ${scale(most)}×`;
    return [{ what, against: `goal: ${goal} times that at ${scale(least)}×`, found }];
  });
  return [...slow, ...grows];
}

const HEAP_GOAL_MIB = 1024;
const TURN_GOAL_MS = 50;

/** Nodes whose rules take more of the agent's heap, or keep others waiting for longer, than they shall. */
export function memoryLosses(rows: readonly Row[]): Loss[] {
  return rows.flatMap(({ params }) => {
    const what = `${params['endpoints']} × ${Number(params['rules']).toLocaleString('en')} rules`;
    const [heap, turn] = [Number(params['heapMiB']), Number(params['longestTurnMs'])];
    return [
      ...(heap > HEAP_GOAL_MIB ? [{ what, against: 'goal: heap of 1 GiB', found: `${heap} MiB` }] : []),
      ...(turn > TURN_GOAL_MS ? [{ what, against: 'goal: no turn above 50 ms', found: `${turn} ms` }] : []),
    ];
  });
}
