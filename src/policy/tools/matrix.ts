/** Who can talk to whom: every workload to every other, the nodes and the world outside. */
import type { World } from '../model.js';
import { type KeyClass, keyClasses, ofFamily } from './classes.js';
import { type Allowed, allowedBetween, checkSize, describeKeys, type End, ends } from './conversations.js';

export interface MatrixCell {
  readonly from: string;
  readonly to: string;
  /** `none`, `all`, or what is allowed; per family where they differ. */
  readonly allowed: string;
}

export interface Matrix {
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  /** Row by row. Ends beyond the cluster have no cells with each other. */
  readonly cells: readonly MatrixCell[];
}

export interface MatrixOptions {
  /** Only these namespaces' workloads; the others are left out. */
  readonly namespaces?: readonly string[];
  /** Nodes as ends. */
  readonly nodes?: boolean;
  /** The world outside, in as many parts as the policies treat differently. */
  readonly outside?: boolean;
}

/** @throws {PolicyToolError} code `too-large` */
export function matrix(
  world: World,
  atMs: number,
  { namespaces, nodes = false, outside = true }: MatrixOptions = {},
): Matrix {
  const keys = keyClasses([world]);
  const wanted = (end: End) =>
    end.kind !== 'workload' || namespaces === undefined || namespaces.includes(end.name.split('/')[0] as string);
  const all = ends([world], { nodes, outside }).filter(wanted);
  checkSize(all.length, keys.length, 1);
  const text = (from: End, to: End) =>
    from.kind === 'outside' && to.kind === 'outside'
      ? ''
      : describeAllowed(allowedBetween(world, from, to, keys, atMs), keys);
  const merged = mergeOutside(all, text);
  const names = merged.map((end) => end.name);
  const cells = merged.flatMap(({ end: from, name }) =>
    merged
      .filter((to) => from.kind !== 'outside' || to.end.kind !== 'outside')
      .map((to) => ({ from: name, to: to.name, allowed: from === to.end ? 'self' : text(from, to.end) })),
  );
  return { rows: names, columns: names, cells };
}

/** Parts of the outside that behave alike become one, named by their addresses; the largest is `elsewhere`. */
function mergeOutside(all: readonly End[], text: (from: End, to: End) => string): { name: string; end: End }[] {
  const inside = all.filter((end) => end.kind !== 'outside');
  const groups = new Map<string, End[]>();
  for (const end of all.filter((e) => e.kind === 'outside')) {
    const family = end.addresses[0]?.family;
    const signature = JSON.stringify([family, inside.map((other) => [text(end, other), text(other, end)])]);
    groups.set(signature, [...(groups.get(signature) ?? []), end]);
  }
  const outside = [...groups.values()].map((parts) => {
    const family = parts[0]?.addresses[0]?.family;
    const most = Math.max(
      ...[...groups.values()].filter((g) => g[0]?.addresses[0]?.family === family).map((g) => g.length),
    );
    const name =
      parts.length === most && most > 1
        ? `elsewhere (IPv${family})`
        : [...parts.slice(0, 3).map((p) => p.name), ...(parts.length > 3 ? [`${parts.length - 3} more`] : [])].join(
            ', ',
          );
    return { name, end: parts[0] as End };
  });
  return [...inside.map((end) => ({ name: end.name, end })), ...outside];
}

/** One text where the families agree. */
export function describeAllowed({ v4, v6 }: Allowed, keys: readonly KeyClass[]): string {
  const texts = [
    v4 &&
      describeKeys(
        v4,
        keys.filter((k) => ofFamily(k, 4)),
      ),
    v6 &&
      describeKeys(
        v6,
        keys.filter((k) => ofFamily(k, 6)),
      ).replaceAll('ICMPv6', 'ICMP'),
  ];
  const [a, b] = texts;
  if (a === undefined && b === undefined) return 'no common family';
  if (a === undefined || b === undefined || a === b) return (a ?? b) as string;
  return `IPv4 ${a} / IPv6 ${b}`;
}
