/** Why what the sources have is not in force. */
import type { osg } from '../gen/proto.js';
import type { Clock } from '../part/clock.js';
import type { Log } from '../part/log.js';
import type { ControllerMetrics } from './metrics.js';
import type { Problem } from './source.js';
import type { Store } from './store.js';

export interface ProblemsParts {
  readonly store: Store;
  readonly log: Log;
  readonly clock: Clock;
  readonly metrics: ControllerMetrics;
}

export class Problems {
  readonly #parts: ProblemsParts;
  /** Of each source. */
  readonly #bySource = new Map<number, readonly (Problem & { readonly sinceMs: number })[]>();

  constructor(parts: ProblemsParts) {
    this.#parts = parts;
  }

  /** In place of what was wrong with the source before. */
  tell(source: number, problems: readonly Problem[]): void {
    const { store, log, clock } = this.#parts;
    const sinceMs = clock.now();
    this.#bySource.set(
      source,
      problems.map((problem) => ({ ...problem, sinceMs })),
    );
    this.#count();
    for (const problem of problems.slice(0, 10)) log.error({ ...problem }, 'input refused, the last good state stays');
    store.soon(() => store.audit('refused', 'source', { problems: problems.slice(0, 20) }, sinceMs));
  }

  end(source: number): void {
    this.#bySource.delete(source);
    this.#count();
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
      .map(({ sinceMs, ...problem }) => ({ ...problem, sinceUnixUs: sinceMs * 1000 }));
  }
}
