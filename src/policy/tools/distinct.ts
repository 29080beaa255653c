/** Labels that select a workload and its equals, and as few others as can be. */
import type { Workload, World } from '../model.js';
import { compareText } from '../order.js';
import { isLive } from '../select.js';
import { OWN_LABELS } from './identity.js';

export interface Distinct {
  readonly labels: Readonly<Record<string, string>>;
  /** Workloads of its namespace that have them too, though they are others. */
  readonly others: number;
}

/** By which people name workloads, the most usual first. */
const NAMING = [
  'app.kubernetes.io/name',
  'app',
  'k8s-app',
  'name',
  'app.kubernetes.io/instance',
  'app.kubernetes.io/component',
];

/** Pods of the same controller, or of the same labels: whoever admits one admits the other. */
export function equals(world: World, workload: Workload): Workload[] {
  const mine = JSON.stringify(lasting(workload));
  return world.workloads.filter(
    (w) =>
      isLive(w) &&
      w.namespace === workload.namespace &&
      (w.id === workload.id ||
        (w.controller !== undefined && w.controller === workload.controller) ||
        JSON.stringify(lasting(w)) === mine),
  );
}

/** Labels that its successor has too, by name. */
const lasting = ({ labels }: Workload): [string, string][] =>
  Object.entries(labels)
    .filter(([key]) => !OWN_LABELS.has(key))
    .sort(([a], [b]) => compareText(a, b));

/** One label, two, or all of them, those by which people name things before others; undefined where it has none. */
export function distinctLabels(world: World, workload: Workload): Distinct | undefined {
  const labels = lasting(workload).sort(([a], [b]) => rank(a) - rank(b));
  if (labels.length === 0) return undefined;
  const kin = new Set(equals(world, workload));
  const others = world.workloads.filter((w) => isLive(w) && w.namespace === workload.namespace && !kin.has(w));
  const pairs = labels.flatMap((a, i) => labels.slice(i + 1).map((b) => [a, b]));
  let best: Distinct | undefined;
  const singles = labels.map((one) => [one]);
  const named = (set: readonly (readonly [string, string])[]): boolean => set.some(([key]) => NAMING.includes(key));
  const sets = [...singles, ...pairs];
  for (const chosen of [...sets.filter(named), ...sets.filter((set) => !named(set)), labels]) {
    const count = others.filter((w) => chosen.every(([key, value]) => w.labels[key] === value)).length;
    if (best === undefined || count < best.others) best = { labels: Object.fromEntries(chosen), others: count };
    if (count === 0) break;
  }
  return best;
}

const rank = (key: string): number => (NAMING.includes(key) ? NAMING.indexOf(key) : NAMING.length);
