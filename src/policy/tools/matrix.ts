/** Who can talk to whom: every class of workloads to every other, the nodes and the world outside. */

import { formatPrefix } from '../../net/prefix.js';
import type { Direction, Family, Prefix } from '../../net/types.js';
import type { World } from '../model.js';
import { keyClasses, keysOf } from './classes.js';
import { describeKeys } from './conversations.js';
import { type End, FAMILIES, inNamespaces, type Stage, stage } from './ends.js';
import { PolicyToolError } from './error.js';
import { type ServiceColumn, serviceColumns } from './matrix-services.js';
import { type Row, Sides } from './sides.js';

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
  /** Who is meant by a name that stands for several: pods, nodes, prefixes. */
  readonly names: Readonly<Record<string, readonly string[]>>;
}

export interface MatrixOptions {
  /** Only these namespaces' workloads; the others are left out. */
  readonly namespaces?: readonly string[];
  /** Only rows of these namespaces, only columns of these. */
  readonly from?: readonly string[];
  readonly to?: readonly string[];
  /** Services too, as columns. */
  readonly services?: boolean;
  /** Nodes as ends. */
  readonly nodes?: boolean;
  /** The world outside, in as many parts as the policies treat differently. */
  readonly outside?: boolean;
}

/** Peers of one end that are asked for one by one. */
const FEW = 50;

/** Cells made at most. */
export const MAX_CELLS = 1_000_000;

/**
 * @param atMs Unix milliseconds
 * @throws {PolicyToolError} code `NOTHING` where no workload is known, `too-large`
 */
export function matrix(world: World, atMs: number, options: MatrixOptions = {}): Matrix {
  const { namespaces, from, to, nodes = false, outside = true } = options;
  const staged = stage([world], { nodes, outside });
  if (!staged.ends.some((end) => end.kind === 'workload'))
    throw new PolicyToolError(
      'NOTHING',
      'nobody to show: the files have no workload (Pods, Deployments and their like); give the inventory too',
    );
  checkNames(staged.ends, [...(namespaces ?? []), ...(from ?? []), ...(to ?? [])]);
  const all = [...staged.ends.keys()].filter(
    (i) => staged.ends[i]?.kind !== 'workload' || inNamespaces(staged.ends[i] as End, namespaces),
  );
  const wanted = (names: readonly string[] | undefined) =>
    all.filter((i) => inNamespaces(staged.ends[i] as End, names));
  const [sources, targets] = [wanted(from), wanted(to)];
  if (sources.length * targets.length > MAX_CELLS)
    throw new PolicyToolError(
      'TOO_LARGE',
      `${sources.length} × ${targets.length} cells are more than ${MAX_CELLS}: ask for some by --to NAMESPACE, --from NAMESPACE, or --only NAMESPACE`,
    );
  const sides = new Sides(staged, 0, keyClasses([world]), atMs);
  const bulk = { egress: targets.length > FEW, ingress: sources.length > FEW };
  const cells = new Cells(staged, sides, bulk);
  const services = (options.services === true ? serviceColumns(world, staged, sides) : []).filter(({ namespace }) =>
    [namespaces, to].every((names) => names === undefined || names.includes(namespace)),
  );
  return assemble(staged, cells, sources, targets, services);
}

function checkNames(ends: readonly End[], names: readonly string[]): void {
  const known = new Set(ends.map((end) => end.namespace));
  const unknown = names.find((name) => !known.has(name));
  if (unknown !== undefined)
    throw new PolicyToolError('NOTHING', `nobody to show: the namespace ${unknown} has no workload`);
}

/** Texts of pairs of ends, by rows computed once. */
class Cells {
  readonly #rows = new Map<string, Row>();
  readonly #texts = new Map<string, string>();

  constructor(
    private readonly staged: Stage,
    private readonly sides: Sides,
    /** Of a direction: so many peers of each end are asked for that a whole row is worth it. */
    private readonly bulk: Readonly<Record<Direction, boolean>>,
  ) {}

  text(from: number, to: number): string {
    const [a, b] = [this.staged.ends[from] as End, this.staged.ends[to] as End];
    if (a.kind === 'outside' && b.kind === 'outside') return '';
    if (from === to && a.count < 2) return 'self';
    const sets = FAMILIES.map((family) =>
      a.addresses[family] === undefined || b.addresses[family] === undefined
        ? undefined
        : this.#allowed('egress', from, to, family) & this.#allowed('ingress', to, from, family),
    );
    const key = sets.join(' ');
    let text = this.#texts.get(key);
    if (text === undefined) {
      text = this.#describe(sets);
      this.#texts.set(key, text);
    }
    return text;
  }

  #allowed(direction: Direction, end: number, peer: number, family: Family): bigint {
    if (!this.bulk[direction]) return this.sides.side(direction, end, peer, family);
    const key = `${direction}${end} ${family}`;
    let row = this.#rows.get(key);
    if (row === undefined) {
      row = this.sides.row(direction, end, family);
      this.#rows.set(key, row);
    }
    return row.allowed[row.groups[peer] as number] as bigint;
  }

  /** One text where the families agree. */
  #describe(sets: readonly (bigint | undefined)[]): string {
    const { keys, all } = this.sides;
    const [a, b] = FAMILIES.map((family, i) =>
      sets[i] === undefined
        ? undefined
        : describeKeys(keysOf(sets[i], keys), keysOf(all[family], keys)).replaceAll('ICMPv6', 'ICMP'),
    );
    if (a === undefined && b === undefined) return 'no common family';
    if (a === undefined || b === undefined || a === b) return (a ?? b) as string;
    return `IPv4 ${a} / IPv6 ${b}`;
  }
}

interface Shown {
  readonly name: string;
  readonly end: number;
  readonly names: readonly string[];
}

function assemble(
  staged: Stage,
  cells: Cells,
  sources: readonly number[],
  targets: readonly number[],
  services: readonly ServiceColumn[],
): Matrix {
  const inside = (list: readonly number[]) =>
    list.filter((i) => staged.ends[i]?.kind !== 'outside').map((i) => shownInside(staged, i));
  const [rows, columns] = [inside(sources), inside(targets)];
  const outer = [...new Set([...sources, ...targets])].filter((i) => staged.ends[i]?.kind === 'outside');
  const [begins, receives] = [new Set(sources), new Set(targets)];
  const merged = mergeOutside(staged, outer, (end) =>
    JSON.stringify([
      begins.has(end) ? columns.map((other) => cells.text(end, other.end)) : [],
      receives.has(end) ? rows.map((other) => cells.text(other.end, end)) : [],
    ]),
  );
  const shown = (list: readonly number[], own: readonly Shown[]) => [
    ...own,
    ...merged.filter(({ end }) => list.includes(end)),
  ];
  const [from, to] = [shown(sources, rows), shown(targets, columns)];
  return {
    rows: from.map(({ name }) => name),
    columns: [...to, ...services].map(({ name }) => name),
    cells: from.flatMap((source) => [
      ...to
        .map((target) => ({ from: source.name, to: target.name, allowed: cells.text(source.end, target.end) }))
        .filter(({ allowed }) => allowed !== ''),
      ...services.map((service) => ({ from: source.name, to: service.name, allowed: service.allowed(source.end) })),
    ]),
    names: Object.fromEntries(
      [...from, ...to].filter((one) => one.names.length > 0).map((one) => [one.name, one.names]),
    ),
  };
}

function shownInside({ ends }: Stage, end: number): Shown {
  const { name, members } = ends[end] as End;
  return {
    name,
    end,
    names: members.length === 1 && (members[0] === name || `node:${members[0]}` === name) ? [] : members,
  };
}

/** Parts of the outside that behave alike become one, named by their prefixes; what no rule names is `elsewhere`. */
function mergeOutside(staged: Stage, outside: readonly number[], signature: (end: number) => string): Shown[] {
  const groups = new Map<string, number[]>();
  for (const end of outside) {
    const family = Object.keys((staged.ends[end] as End).addresses)[0];
    const key = `${family} ${signature(end)}`;
    groups.set(key, [...(groups.get(key) ?? []), end]);
  }
  return [...groups.values()].map((parts) => {
    const family = Number(Object.keys((staged.ends[parts[0] as number] as End).addresses)[0]) as Family;
    const regions = new Set(parts.map((end) => staged.ends[end]?.regions[family] as number));
    const prefixes = staged.regions[family].prefixes(regions);
    const text = ({ prefix, except }: { prefix: Prefix; except: readonly Prefix[] }) =>
      except.length === 0
        ? formatPrefix(prefix)
        : `${formatPrefix(prefix)} except ${except.map(formatPrefix).join(', ')}`;
    return {
      name: staged.regions[family].name(regions),
      end: parts[0] as number,
      names: regions.has(0) ? [] : prefixes.map(text),
    };
  });
}
