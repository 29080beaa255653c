/** Drops by workload, for who asks for them: so many series at most, and what they do not tell is summed in `other`. */
import { Counter, type Registry } from 'prom-client';
import { OsgReason } from '../gen/abi.js';
import type { DenyDrop } from './kernel.js';
import type { DenyEndpoint } from './names.js';
import { reasonText } from './words.js';

/** The kernel knows only that a slot denies: whether it is a rule's or a default's, the events tell. */
const dropReason = (reason: number): string => (reason === OsgReason.RULE_DENY ? 'policy' : reasonText(reason));

export interface DropLabels {
  readonly direction: 'ingress' | 'egress';
  readonly reason: string;
}

export const dropLabels = ({ egress, reason }: Pick<DenyDrop, 'egress' | 'reason'>): DropLabels => ({
  direction: egress ? 'egress' : 'ingress',
  reason: dropReason(reason),
});

/** All that the kernel counts drops by. */
export const ALL_DROPS: readonly Pick<DenyDrop, 'egress' | 'reason'>[] = Object.values(OsgReason)
  .filter((reason) => reason >= OsgReason.RULE_DENY && reason !== OsgReason.DEFAULT_DENY && reason !== OsgReason.MAX)
  .flatMap((reason) => [false, true].map((egress) => ({ egress, reason })));

/** What every workload has a series of from the beginning, if there is room. */
const FIRST = ALL_DROPS.filter(({ reason }) => reason === OsgReason.RULE_DENY);

export interface DropSample extends DropLabels {
  /** Empty with the workload `other`: the sum of what has no series of its own. */
  readonly namespace: string;
  readonly workload: string;
  readonly packets: number;
}

/** Packets of one index, direction and reason; by `cellOf`. */
type Cells = Map<number, number>;
const cellOf = ({ egress, reason }: Pick<DenyDrop, 'egress' | 'reason'>): number => reason * 2 + (egress ? 1 : 0);
const labelsOf = (cell: number): DropLabels => dropLabels({ egress: cell % 2 === 1, reason: cell >> 1 });

interface Held {
  readonly endpoint: DenyEndpoint;
  /** The kernel's counts that are not this workload's own, or are in `other` for good. */
  readonly base: Cells;
  /** Its series, each with what it counted under earlier indexes. */
  readonly series: Cells;
}

/**
 * A series begins at 0 with the workload's place, or when its first packet is seen, and ends with the workload: what it had
 * counted is in `other` then. What was told in `other` once stays there. So no series goes backward, and their sum is the
 * kernel's. Nothing is kept over a restart: all series of workloads begin anew then, and what was before is in `other`.
 */
export class WorkloadDrops {
  readonly #most: number;
  readonly #read: () => readonly DenyDrop[];
  #held: ReadonlyMap<string, Held> = new Map();
  #series = 0;

  /** @param most series, without those of `other` @param read the kernel's counts; none ever falls */
  constructor(most: number, read: () => readonly DenyDrop[]) {
    this.#most = most;
    this.#read = read;
  }

  /** All who hold an index from now on; before they are attached. @throws what reading throws; nothing is changed then */
  update(holders: readonly DenyEndpoint[]): void {
    const before = this.#held;
    if (holders.length === before.size && holders.every((holder) => isSame(before.get(holder.id), holder))) return;
    const { byIndex } = this.#now();
    const stays = new Map(holders.map((holder) => [holder.id, holder]));
    const held = new Map<string, Held>();
    for (const [id, old] of before) {
      const holder = stays.get(id);
      if (holder === undefined) this.#series -= old.series.size;
      else held.set(id, isSame(old, holder) ? old : moved(old, holder, byIndex));
    }
    for (const endpoint of holders)
      if (!held.has(endpoint.id))
        held.set(endpoint.id, { endpoint, base: new Map(byIndex.get(endpoint.index)), series: new Map() });
    this.#held = held;
    for (const one of held.values()) this.#allot(one, byIndex);
  }

  /** As of now; those of `other` are complete, also where they are 0. */
  samples(): DropSample[] {
    const { byIndex, other } = this.#now();
    const samples: DropSample[] = [];
    for (const one of this.#held.values()) {
      this.#allot(one, byIndex);
      const { namespace, name: workload } = one.endpoint;
      for (const cell of one.series.keys()) {
        const packets = told(one, cell, byIndex);
        other.set(cell, (other.get(cell) ?? 0) - packets);
        samples.push({ namespace, workload, ...labelsOf(cell), packets });
      }
    }
    for (const [cell, packets] of other) samples.push({ namespace: '', workload: 'other', ...labelsOf(cell), packets });
    return samples;
  }

  #now(): { byIndex: ReadonlyMap<number, Cells>; other: Cells } {
    const byIndex = new Map<number, Cells>();
    const other: Cells = new Map(ALL_DROPS.map((drop) => [cellOf(drop), 0]));
    for (const drop of this.#read()) {
      const cell = cellOf(drop);
      const cells = byIndex.get(drop.endpoint) ?? new Map<number, number>();
      byIndex.set(drop.endpoint, cells.set(cell, drop.packets));
      other.set(cell, (other.get(cell) ?? 0) + drop.packets);
    }
    return { byIndex, other };
  }

  /** Gives it the series that it needs, as far as there are any; what it counts without one goes to `other`. */
  #allot({ endpoint, base, series }: Held, byIndex: ReadonlyMap<number, Cells>): void {
    const now = byIndex.get(endpoint.index) ?? new Map<number, number>();
    for (const cell of new Set([...FIRST.map(cellOf), ...now.keys()])) {
      const packets = now.get(cell) ?? 0;
      const isDue = packets > (base.get(cell) ?? 0) || cell >> 1 === OsgReason.RULE_DENY;
      if (series.has(cell) || !isDue) continue;
      if (this.#series < this.#most) {
        this.#series++;
        series.set(cell, 0);
      } else base.set(cell, packets);
    }
  }
}

/** Registers `osg_workload_denied_packets_total`. */
export function workloadMetric(registry: Registry, drops: Pick<WorkloadDrops, 'samples'>): void {
  new Counter({
    name: 'osg_workload_denied_packets_total',
    help: 'Packets dropped by workload, counted by the kernel program; workload other without namespace: of all that have no series of their own',
    labelNames: ['namespace', 'workload', 'direction', 'reason'],
    registers: [registry],
    collect() {
      this.reset();
      for (const { packets, ...labels } of drops.samples()) this.inc({ ...labels }, packets);
    },
  });
}

const isSame = (held: Held | undefined, { index, generation }: DenyEndpoint): boolean =>
  held?.endpoint.index === index && held.endpoint.generation === generation;

const told = ({ endpoint, base, series }: Held, cell: number, byIndex: ReadonlyMap<number, Cells>): number =>
  (series.get(cell) ?? 0) + (byIndex.get(endpoint.index)?.get(cell) ?? 0) - (base.get(cell) ?? 0);

/** The same workload under another index: its series go on. */
const moved = (old: Held, endpoint: DenyEndpoint, byIndex: ReadonlyMap<number, Cells>): Held => ({
  endpoint,
  base: new Map(byIndex.get(endpoint.index)),
  series: new Map([...old.series.keys()].map((cell) => [cell, told(old, cell, byIndex)])),
});
