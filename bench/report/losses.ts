/** Where this project is behind a peer or a goal, found in the figures. */
import { type Estimate, type Row, ratio } from '../peers/row.js';
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

const show = ({ value, low, high }: Estimate) => `${value.toFixed(2)} times [${low.toFixed(2)}, ${high.toFixed(2)}]`;

/** Peers that were cheaper in the same rounds, with the whole interval on their side. */
export function peersLosses(all: readonly Row[]): string[] {
  const rows = new PeerRows(all);
  const found: string[] = [];
  for (const [name, words] of Object.entries(CASES)) {
    for (const size of rows.sizes) {
      for (const ours of OURS) {
        const own = rows.get(name, ours, size);
        if (own === undefined) continue;
        const rules = `${size.toLocaleString('en')} rules`;
        for (const peer of rows.systems) {
          const other = rows.get(name, peer, size);
          if (other === undefined || peer === BASE || OURS.includes(peer)) continue;
          const cost = ratio(own, other);
          if (cost.low > 1) {
            found.push(`${words}, ${rules}: ${titleOf(ours)} costs ${show(cost)} what ${titleOf(peer)} does`);
          }
        }
      }
      const base = rows.get(name, BASE, size);
      const untracked = rows.get(name, 'osg-ingress', size);
      if (name !== 'new-tcp' || base === undefined || untracked === undefined) continue;
      const rate = ratio(base, untracked);
      if (rate.value < UNTRACKED_GOAL) {
        found.push(
          `${words}, ${size.toLocaleString('en')} rules, untracked: ${show(rate)} the rate without policy; the goal is ${UNTRACKED_GOAL}`,
        );
      }
    }
  }
  return found;
}

const ABOVE_EMPTY_GOAL: Readonly<Record<number, number>> = { 10: 60, 1000: 60, 10000: 100, 100000: 250 };

/** Cases of packet-path that miss a goal of the classifier: with 16,384 random flows. */
export function packetPathLosses(rows: readonly Row[]): string[] {
  const find = (name: string, family: unknown, rules: unknown) =>
    rows.find(
      (row) =>
        row.case === name &&
        row.params['family'] === family &&
        row.params['rules'] === rules &&
        row.params['flows'] === 16_384,
    );
  const found: string[] = [];
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
      found.push(`${where}: ${above.toFixed(0)} ns above the empty program; the goal is ${goal}`);
    }
    if (family === 6 && four !== undefined && row.median > 1.5 * four.median) {
      found.push(`${where}: ${(row.median / four.median).toFixed(2)} times IPv4's; the goal is 1.5`);
    }
    if (lpm !== undefined && Number(rules) >= 10_000 && lpm.median < 5 * row.median) {
      found.push(`${where}: LPM tries take ${(lpm.median / row.median).toFixed(1)} times as long; the goal is 5`);
    }
  }
  return found;
}
