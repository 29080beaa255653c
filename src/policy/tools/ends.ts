/**
 * Who takes part in the conversations of some worlds: classes of equal workloads, nodes, and the regions outside. Workloads
 * are known by what they are (namespace, labels, ports, service account, controller), never by their address.
 */
import type { Address, Family } from '../../net/types.js';
import type { NodeInfo, Workload, World } from '../model.js';
import { compareText } from '../order.js';
import { matchesLabels } from '../select.js';
import { classesOf, className, type WorkloadClass } from './identity.js';
import { Regions } from './regions.js';

export interface End {
  /** Unique: `namespace/name`, `node:NAME`, prefixes, … */
  readonly name: string;
  readonly kind: 'workload' | 'node' | 'outside';
  /** The pods or nodes that it stands for: ids, names; none for the outside. */
  readonly members: readonly string[];
  /** How many of them there are at once. */
  readonly count: number;
  /** Which of the worlds have it. */
  readonly present: readonly boolean[];
  /** Of workloads. */
  readonly namespace?: string;
  /** Where its pods run. */
  readonly nodes: ReadonlySet<string>;
  /** One of each family it has. */
  readonly addresses: Readonly<Partial<Record<Family, Address>>>;
  /** Of these addresses. */
  readonly regions: Readonly<Partial<Record<Family, number>>>;
}

/** Some worlds with the same workloads, namespaces and nodes, so that only what policies say of them differs. */
export interface Stage {
  readonly ends: readonly End[];
  /** Workloads of these are the ends of that kind, in order, by the end's name as id. */
  readonly worlds: readonly World[];
  readonly regions: Readonly<Record<Family, Regions>>;
}

export interface StageOptions {
  readonly nodes: boolean;
  /** One end for all nodes that no rule tells apart. */
  readonly groupNodes?: boolean;
  readonly outside: boolean;
}

export const FAMILIES = [4, 6] as const;

/** A class that one world lacks is judged in it as it is in the other: what it might do, were it there. */
export function stage(worlds: readonly World[], options: StageOptions): Stage {
  const regions = { 4: new Regions(worlds, 4), 6: new Regions(worlds, 6) } as const;
  const classes = classesOf(worlds).flatMap((one) => byRegion(one, regions));
  const names = uniqueNames(classes, regions);
  const workloads = classes.map(
    ({ members, sample, addresses, regions: own }, i): End & { sample: readonly Workload[] } => ({
      name: names[i] as string,
      kind: 'workload',
      members: [...new Set(members.flat().map((w) => w.id))].sort(compareText),
      count: Math.max(...members.map((list) => list.length)),
      present: members.map((list) => list.length > 0),
      namespace: sample[0]?.namespace as string,
      nodes: new Set(members.flat().map((w) => w.node)),
      sample,
      addresses,
      regions: own,
    }),
  );
  const order = workloads.sort((a, b) => compareText(a.name, b.name));
  const nodes = nodeEnds(worlds, regions, options);
  const used = FAMILIES.filter((family) => order.some((end) => end.addresses[family] !== undefined));
  const outside = options.outside ? used.flatMap((family) => outsideEnds(worlds, regions[family])) : [];
  const staged = worlds.map((world, i): World => {
    const others = worlds.filter((other) => other !== world);
    return {
      ...world,
      workloads: order.map(({ name, sample, addresses }) => ({
        ...(sample[i] as Workload),
        id: name,
        addresses: FAMILIES.flatMap((family) => addresses[family] ?? []),
      })),
      namespaces: union(
        world.namespaces,
        others.flatMap((o) => o.namespaces),
      ),
      nodes: union(
        world.nodes,
        others.flatMap((o) => o.nodes),
      ),
    };
  });
  const ends = order.map(({ sample: _sample, ...end }): End => end);
  return { ends: [...ends, ...(options.nodes ? nodes : []), ...outside], worlds: staged, regions };
}

function union<T extends { readonly name: string }>(own: readonly T[], others: readonly T[]): readonly T[] {
  const known = new Set(own.map((one) => one.name));
  const missing = others.filter((one) => !known.has(one.name));
  return missing.length === 0 ? own : [...own, ...missing];
}

type Placed = Pick<End, 'addresses' | 'regions'>;

function place(addresses: readonly Address[], regions: Stage['regions']): Placed {
  const own = FAMILIES.flatMap((family) => addresses.find((a) => a.family === family) ?? []);
  return {
    addresses: Object.fromEntries(own.map((a) => [a.family, a])),
    regions: Object.fromEntries(own.map((a) => [a.family, regions[a.family].of(a)])),
  };
}

/** A class apart into parts that rules by address can tell apart; one that lacks a family joins one that has both. */
function byRegion(one: WorkloadClass, regions: Stage['regions']): (WorkloadClass & Placed)[] {
  const parts = new Map<string, { members: Workload[][]; placed: Placed }>();
  for (const [i, members] of one.members.entries()) {
    for (const member of members) {
      const placed = place(member.addresses, regions);
      const key = FAMILIES.map((family) => placed.regions[family] ?? '-').join(' ');
      const part = parts.get(key) ?? { members: one.members.map(() => []), placed };
      part.members[i]?.push(member);
      parts.set(key, part);
    }
  }
  for (const [key, part] of parts) {
    const whole = [...parts].find(([other]) => other !== key && fits(key, other));
    if (whole === undefined) continue;
    for (const [i, members] of part.members.entries()) whole[1].members[i]?.push(...members);
    parts.delete(key);
  }
  return [...parts.values()].map(({ members, placed }) => ({ ...one, members, ...placed }));
}

function fits(part: string, whole: string): boolean {
  const [a, b] = [part.split(' '), whole.split(' ')];
  return a.every((region, i) => region === '-' || region === b[i]);
}

function uniqueNames(classes: readonly (WorkloadClass & Placed)[], regions: Stage['regions']): string[] {
  const where = ({ regions: own }: Placed) =>
    FAMILIES.flatMap((f) => (own[f] === undefined || own[f] === 0 ? [] : regions[f].name(new Set([own[f]])))).join(
      ', ',
    );
  const bare = (c: WorkloadClass & Placed) => className(c.members.flat(), c.labels).replace(/\[.*$/, '');
  const texts = [
    (c: WorkloadClass & Placed) => className(c.members.flat(), c.labels),
    (c: WorkloadClass & Placed) => `${bare(c)}[${c.labels}]`,
    (c: WorkloadClass & Placed) => `${bare(c)}[${c.labels}] in ${where(c) || 'other addresses'}`,
  ];
  let names = classes.map(texts[0] as (typeof texts)[0]);
  for (const text of texts.slice(1)) {
    const counts = new Map<string, number>();
    for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
    names = names.map((name, i) => ((counts.get(name) ?? 0) > 1 ? text(classes[i] as WorkloadClass & Placed) : name));
  }
  const seen = new Map<string, number>();
  return names.map((name) => {
    const n = (seen.get(name) ?? 0) + 1;
    seen.set(name, n);
    return n === 1 ? name : `${name} #${n}`;
  });
}

function nodeEnds(worlds: readonly World[], regions: Stage['regions'], { groupNodes = false }: StageOptions): End[] {
  const selectors = worlds.flatMap((world) =>
    world.policies.flatMap((p) =>
      p.rules.flatMap((r) =>
        r.peers === 'any' ? [] : r.peers.flatMap((peer) => (peer.kind === 'nodes' ? [peer.selector] : [])),
      ),
    ),
  );
  const groups = new Map<string, { names: Set<string>; present: boolean[]; node: NodeInfo; placed: Placed }>();
  for (const [i, world] of worlds.entries()) {
    for (const node of world.nodes.filter((n) => n.addresses.length > 0)) {
      const placed = place(node.addresses, regions);
      const alike = [
        ...selectors.map((s) => matchesLabels(s, node.labels)),
        placed.regions[4],
        placed.regions[6],
      ].join();
      const key = groupNodes ? alike : node.name;
      const group = groups.get(key) ?? { names: new Set(), present: worlds.map(() => false), node, placed };
      group.names.add(node.name);
      group.present[i] = true;
      groups.set(key, group);
    }
  }
  const ends = [...groups.values()].map(({ names, present, node, placed }): End => {
    const members = [...names].sort(compareText);
    const name = `node:${node.name}${members.length > 1 ? ` and ${members.length - 1} more` : ''}`;
    return { name, kind: 'node', members, count: members.length, present, nodes: new Set(members), ...placed };
  });
  return ends.sort((a, b) => compareText(a.name, b.name));
}

function outsideEnds(worlds: readonly World[], regions: Regions): End[] {
  const { family } = regions;
  const inside = new Set(
    worlds
      .flatMap((w) => [...w.workloads, ...w.nodes].flatMap((one) => one.addresses))
      .filter((a) => a.family === family)
      .map((a) => a.value),
  );
  const free = regions.representatives(inside);
  return [...free]
    .map(
      ([region, address]): End => ({
        name: regions.name(new Set([region])),
        kind: 'outside',
        members: [],
        count: 1,
        present: worlds.map(() => true),
        nodes: new Set(),
        addresses: { [family]: address },
        regions: { [family]: region },
      }),
    )
    .sort((a, b) => Number(a.regions[family] === 0) - Number(b.regions[family] === 0) || compareText(a.name, b.name));
}

/** Whether the end's namespace is one of them; nodes and the outside have none. */
export function inNamespaces(end: End, names: readonly string[] | undefined): boolean {
  return names === undefined || (end.namespace !== undefined && names.includes(end.namespace));
}
