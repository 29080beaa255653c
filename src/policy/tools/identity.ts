/** Equal workloads are one class; across worlds, classes are matched by what they are, then by who they are. */
import type { Workload, World } from '../model.js';
import { compareText } from '../order.js';
import { isLive } from '../select.js';

export interface WorkloadClass {
  /** `app=web,tier=front` */
  readonly labels: string;
  /** Of each world, by id. */
  readonly members: readonly (readonly Workload[])[];
  /** One of each world; of another world where that one has none. */
  readonly sample: readonly Workload[];
}

/** Labels of one pod among its equals: no part of what it is, unless a selector asks for them. */
export const OWN_LABELS: ReadonlySet<string> = new Set([
  'pod-template-hash',
  'controller-revision-hash',
  'pod-template-generation',
  'statefulset.kubernetes.io/pod-name',
  'apps.kubernetes.io/pod-index',
  'batch.kubernetes.io/job-completion-index',
  'batch.kubernetes.io/controller-uid',
  'batch.kubernetes.io/job-name',
  'controller-uid',
  'job-name',
]);

/** Every class of live workloads. */
export function classesOf(worlds: readonly World[]): WorkloadClass[] {
  const asked = selectedKeys(worlds);
  const counted = (w: Workload) =>
    Object.entries(w.labels)
      .filter(([key]) => !OWN_LABELS.has(key) || asked.has(key))
      .sort(([a], [b]) => compareText(a, b));
  const ports = (w: Workload) => w.ports.map((p) => `${p.name} ${p.protocol} ${p.port}`).sort(compareText);
  const plain = (w: Workload) => JSON.stringify([w.namespace, counted(w), w.serviceAccount, ports(w)]);
  const whole = (w: Workload) => `${w.controller ?? ''} ${plain(w)}`;
  const who = (w: Workload) => `${w.namespace}/${w.controller ?? w.name}`;

  const classes = new Map<string, Workload[][]>();
  for (const [i, world] of worlds.entries()) {
    for (const workload of world.workloads.filter(isLive)) {
      const key = whole(workload);
      let members = classes.get(key);
      if (members === undefined) {
        members = worlds.map(() => []);
        classes.set(key, members);
      }
      members[i]?.push(workload);
    }
  }
  let rest = [...classes.values()];
  const matched: Workload[][][] = [];
  for (const key of [plain, who]) {
    const complete = rest.filter((members) => members.every((list) => list.length > 0));
    matched.push(...complete);
    rest = joined(
      rest.filter((members) => !complete.includes(members)),
      key,
    );
  }
  return [...matched, ...rest].map((members) => {
    for (const list of members) list.sort((a, b) => compareText(a.id, b.id));
    const sample = members.map((list) => list[0] ?? (members.flat()[0] as Workload));
    const labels = counted(sample.at(-1) as Workload)
      .map(([key, value]) => `${key}=${value}`)
      .join(',');
    return { labels: labels || 'no labels', members, sample };
  });
}

/** Classes that only one world has, and only one, joined by a further key where each world has exactly one of it. */
function joined(classes: readonly Workload[][][], key: (w: Workload) => string): Workload[][][] {
  const byKey = new Map<string, Workload[][][]>();
  for (const members of classes) {
    const found = key(members.flat()[0] as Workload);
    byKey.set(found, [...(byKey.get(found) ?? []), members]);
  }
  return [...byKey.values()].flatMap((group) => {
    const [a, b, more] = group;
    if (a === undefined || b === undefined || more !== undefined) return group;
    const together = a.map((list, i) => [...list, ...(b[i] as Workload[])]);
    return together.every((list) => list.length > 0) ? [together] : group;
  });
}

/** Of its one pod, of its controller, or its namespace and labels. */
export function className(members: readonly Workload[], labels: string): string {
  const [first] = members as [Workload];
  if (members.every((w) => w.id === first.id)) return first.id;
  if (members.every((w) => w.controller === first.controller) && first.controller !== undefined)
    return `${first.namespace}/${first.controller.split('/')[1]}`;
  return `${first.namespace}[${labels}]`;
}

function selectedKeys(worlds: readonly World[]): Set<string> {
  const selectors = worlds.flatMap((world) =>
    world.policies.flatMap((p) => [
      p.subject.pods,
      ...p.rules.flatMap((r) =>
        r.peers === 'any' ? [] : r.peers.map((peer) => (peer.kind === 'workloads' ? peer.selector.pods : undefined)),
      ),
    ]),
  );
  return new Set(
    selectors.flatMap((s) =>
      s === undefined ? [] : [...Object.keys(s.matchLabels), ...s.matchExpressions.map((e) => e.key)],
    ),
  );
}
