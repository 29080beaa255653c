/** Why what the sources have is not in force. */
import { DIVERGENCE_CAUSES, IN_FORCE } from '../distribution/words.js';
import type { osg } from '../gen/proto.js';
import type { Clock } from '../part/clock.js';
import type { Log } from '../part/log.js';
import type { ControllerMetrics } from './metrics.js';
import { audited, type RevisionStore } from './revision-store.js';
import type { Batch, Problem } from './source.js';

export interface ProblemsParts {
  readonly store: RevisionStore;
  readonly log: Log;
  readonly clock: Clock;
  readonly metrics: ControllerMetrics;
}

export class Problems {
  readonly #parts: ProblemsParts;
  /** Of each source: what it says itself, and what was not admitted of what it offered. */
  readonly #bySource = new Map<string, readonly (Problem & { readonly sinceMs: number })[]>();

  constructor(parts: ProblemsParts) {
    this.#parts = parts;
  }

  /** In place of what was wrong before; none: that is over. */
  tell(source: number, by: 'source' | 'admission', problems: readonly Problem[]): void {
    const key = `${source} ${by}`;
    if (problems.length === 0) {
      this.#bySource.delete(key);
      this.#count();
      return;
    }
    const { store, log, clock } = this.#parts;
    const sinceMs = clock.now();
    this.#bySource.set(
      key,
      problems.map((problem) => ({ ...problem, sinceMs })),
    );
    this.#count();
    for (const problem of problems.slice(0, 10)) log.error({ ...problem }, 'input refused, the last good state stays');
    store.soon([audited('refused', 'source', { problems: problems.slice(0, 20) }, sinceMs)]);
  }

  /** What is well together ends all complaints; of objects by themselves the source says which are left. */
  admitted(source: number, admission: Batch['admission']): void {
    if (admission === 'together') this.tell(source, 'source', []);
    this.tell(source, 'admission', []);
  }

  #count(): void {
    this.#parts.metrics.problems.set([...this.#bySource.values()].flat().length);
  }

  /** At most one: the first, and how many there are. */
  warnings(): string[] {
    const all = [...this.#bySource.values()].flat();
    const [first] = all;
    if (first === undefined) return [];
    const where = first.file === '' ? '' : `${first.file}:${first.line}: `;
    return [
      `input refused since ${new Date(first.sinceMs).toISOString()}: ${where}${first.message} (${all.length} in all)`,
    ];
  }

  rows(): osg.v1.SourceProblem.$Properties[] {
    return [...this.#bySource.values()]
      .flat()
      .map(({ sinceMs, refused: _, ...problem }) => ({ ...problem, sinceUnixUs: sinceMs * 1000 }));
  }

  /** Objects that can be read and are refused by themselves, and why. */
  notAdmitted(): ReadonlyMap<string, string> {
    const found = new Map<string, string>();
    for (const [key, problems] of this.#bySource)
      if (key.endsWith(' admission'))
        for (const { refused, message } of problems) if (refused !== undefined) found.set(refused.key, message);
    return found;
  }

  /** Objects that are refused by themselves, each once. */
  refused(): osg.v1.Divergence.$Properties[] {
    const found = new Map<string, osg.v1.Divergence.$Properties>();
    const why = DIVERGENCE_CAUSES.value.refused;
    for (const { refused } of [...this.#bySource.values()].flat())
      if (refused !== undefined)
        found.set(refused.key, { object: refused.key, why, inForce: IN_FORCE.value[refused.inForce] });
    return [...found.values()];
  }
}
