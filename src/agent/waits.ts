/**
 * Pods that wait for long, for their policy or to be found. That makes no agent not ready: nothing passes at one without policy, one
 * that nobody finds may not run at all, and a rollout or a startup taint would wait for what the controller or the cluster has to
 * mend. It is a warning.
 */
import type { EndpointState } from './enforcement.js';

/** The cluster shows a pod within seconds. */
const LONG_MS = 30_000;

type Lack = NonNullable<EndpointState['lacks']>;
const KINDS: readonly Lack[] = ['policy', 'place'];

interface Wait extends EndpointState {
  readonly lacks: Lack;
  readonly since: number;
}

export class Waits {
  /** By id; the longest first. */
  #all: ReadonlyMap<string, Wait> = new Map();

  /** @param now monotonic milliseconds */
  take(states: readonly EndpointState[], now: number): void {
    const next = new Map<string, Wait>();
    for (const state of states) {
      const { id, lacks } = state;
      if (lacks === undefined) continue;
      const before = this.#all.get(id);
      next.set(id, { ...state, lacks, since: before?.lacks === lacks ? before.since : now });
    }
    this.#all = new Map([...next].sort(([, a], [, b]) => a.since - b.since));
  }

  /** One a kind. */
  warnings(now: number): readonly string[] {
    return KINDS.flatMap((kind) => {
      const long = [...this.#all.values()].filter(({ lacks, since }) => lacks === kind && now - since >= LONG_MS);
      const [first] = long;
      if (first === undefined) return [];
      const seconds = Math.round((now - first.since) / 1000);
      const more = long.length > 1 ? `, ${long.length - 1} more` : '';
      return kind === 'policy'
        ? [`${first.id}${more}: denied everything, no policy has come for ${seconds} s`]
        : [`${first.id}${more}: not found for ${seconds} s, and not enforced if it runs: ${first.detail}`];
    });
  }
}
