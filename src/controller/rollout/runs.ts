/** Runs in the store: what is written of them, and what is read again. */
import type { Clock } from '../../part/clock.js';
import { audited, type RevisionStore, type Write } from '../revision-store.js';
import { ringsOf } from './plan.js';
import { begin, currentRing, isOver, type Run } from './state.js';

const KEPT_RUNS = 100;

export class Runs {
  readonly #store: RevisionStore;
  readonly #clock: Clock;
  #number = 0;
  #kept: string[] = [];

  constructor(store: RevisionStore, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  /** What an earlier life left under way. */
  async load(): Promise<Run | undefined> {
    const runs = await this.all();
    this.#kept = runs.map(({ id }) => id);
    this.#number = Math.max(0, ...runs.map(({ id }) => numberOf(id)));
    return runs.find((run) => !isOver(run));
  }

  /** The run that came back, as long as what it brought is kept out. */
  async held(): Promise<Run | undefined> {
    const number = await this.#store.setting('held');
    return number === 0 ? undefined : (await this.all()).find(({ id }) => numberOf(id) === number);
  }

  /** Ascending. */
  async all(): Promise<Run[]> {
    const kept = (await this.#store.documents<Run>('rollout')).map(({ value }) => value);
    return kept.sort((a, b) => numberOf(a.id) - numberOf(b.id));
  }

  /** A run to be, and what is to be written with its revision. */
  draft(
    of: Pick<Run, 'revision' | 'predecessor' | 'backRevision' | 'who' | 'subject' | 'policy'>,
    world: Parameters<typeof ringsOf>[1],
  ): { readonly run: Run; readonly writes: readonly Write[] } {
    const nowMs = Math.round(this.#clock.now());
    const id = `r-${this.#number + 1}`;
    const run = begin({ id, ...of }, ringsOf(of.policy, world), nowMs);
    const old = this.#kept.slice(0, Math.max(0, this.#kept.length + 1 - KEPT_RUNS));
    const rings = run.rings.map(({ name, nodes }) => ({ name, nodes: nodes.length }));
    const detail = {
      id,
      event: 'begun',
      revision: of.revision,
      predecessor: of.predecessor,
      policy: of.policy.name,
      rings,
    };
    return {
      run,
      writes: [
        { keep: 'rollout', id, value: run },
        ...old.map((gone): Write => ({ drop: 'rollout', id: gone })),
        audited('rollout', of.who, detail, nowMs),
      ],
    };
  }

  /** It is on the disk. */
  begun({ id }: Run): void {
    this.#number = Math.max(this.#number, numberOf(id));
    if (!this.#kept.includes(id)) this.#kept.push(id);
  }

  /** What is written when a run moved. */
  written(run: Run, who = run.by): Write[] {
    const at = currentRing(run);
    const ring = at === undefined ? undefined : run.rings[at];
    const failed = run.rings.find(({ state }) => state === 'failed');
    const gates = (failed ?? ring)?.gates ?? [];
    const detail = {
      id: run.id,
      revision: run.revision,
      event: run.state === 'running' ? `${ring?.name}: ${ring?.state}` : run.state,
      ...(run.reason !== '' && { reason: run.reason }),
      ...(run.by !== '' && { by: run.by }),
      ...(gates.length > 0 && { gates }),
    };
    return [
      { keep: 'rollout', id: run.id, value: run },
      // What it brought stays out until something else is declared, also if this process ends now.
      ...(run.state === 'reverted' ? [{ set: 'held', value: numberOf(run.id) } as const] : []),
      audited('rollout', who, detail, Math.round(this.#clock.now())),
    ];
  }
}

const numberOf = (id: string): number => Number(id.slice('r-'.length));
