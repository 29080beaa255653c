/** What the sources say, on its way to be admitted: together or object by object, tried again where the disk did not take it. */
import type { Clock } from '../part/clock.js';
import type { Log } from '../part/log.js';
import type { Step } from './admission.js';
import type { Overlay } from './effective.js';
import type { ControllerMetrics } from './metrics.js';
import type { Objects } from './objects.js';
import type { Cause } from './operations.js';
import type { Problems } from './problems.js';
import type { Sequence } from './sequence.js';
import type { Batch, Problem, Source } from './source.js';

export interface IntakeParts {
  readonly sources: readonly Source[];
  readonly log: Log;
  readonly clock: Clock;
  readonly metrics: ControllerMetrics;
  readonly sequence: Sequence;
  readonly objects: Objects;
  readonly problems: Problems;
  /** What operators have put over what is declared; of the first batch, as an earlier life left it. */
  readonly overlay: () => Promise<Overlay>;
  /** In turn. @returns why not: nothing has changed then. @throws ControllerError STORE */
  readonly advance: (step: Step) => Promise<Problem[]>;
  /** After each batch. */
  readonly onward: () => Promise<readonly Problem[]>;
  readonly revision: () => number;
}

const RETRY_MS = 1_000;

export class Intake {
  readonly #parts: IntakeParts;
  readonly #retries = new Map<number, () => void>();
  /** What each source said last. */
  readonly #batches = new Map<number, Batch>();
  #closed = false;

  constructor(parts: IntakeParts) {
    this.#parts = parts;
  }

  async start(): Promise<void> {
    const { sources, log, sequence, problems } = this.#parts;
    for (const [index, source] of sources.entries())
      await source.start({
        changed: (batch) => this.#offered(index, batch),
        failed: (found) => void sequence.run(() => problems.tell(index, 'source', found)),
        warned: (error) => log.warn({ error: error.message }, 'the source is read, but not as well as it could be'),
      });
  }

  close(): void {
    this.#closed = true;
    for (const cancel of this.#retries.values()) cancel();
    for (const source of this.#parts.sources) source.close();
  }

  /** A source says something new. What the disk does not take is tried again until something newer comes. */
  #offered(source: number, batch: Batch): void {
    void this.#parts.sequence.run(() => (this.#closed ? undefined : this.#take(source, batch)));
  }

  async #take(source: number, batch: Batch): Promise<void> {
    const { clock, log, metrics, objects, problems, onward, revision } = this.#parts;
    const began = performance.now();
    this.#retries.get(source)?.();
    this.#batches.set(source, batch);
    const doubles = objects.offer(source, batch);
    try {
      const refused = [...doubles, ...(await this.#admit(source, batch)), ...(await onward())];
      if (refused.length > 0) {
        problems.tell(source, 'admission', refused);
        return;
      }
    } catch (error) {
      problems.tell(source, 'admission', [{ file: '', line: 0, field: '', message: (error as Error).message }]);
      const again = clock.after(RETRY_MS, () => this.#offered(source, { ...batch, upserts: [], deletes: [] }));
      this.#retries.set(source, again);
      return;
    }
    problems.admitted(source, batch.admission);
    metrics.compute.observe((performance.now() - began) / 1000);
    const { upserts, deletes, version } = batch;
    const counts = { upserts: upserts.length, deletes: deletes.length };
    log.info({ source: version.id, ...counts, revision: revision() }, 'input taken');
  }

  /** Everything that is pending goes together, or object by object where the source says so. */
  async #admit(source: number, { admission, who, version, signed }: Batch): Promise<Problem[]> {
    const { sources, objects, advance } = this.#parts;
    const { origin = 'files' } = sources[source] ?? {};
    const by = { source, origin, ...(signed !== undefined && { signed }), probe: admission === 'each' };
    const cause: Cause = { kind: 'source', who, version, by };
    const overlay = await this.#parts.overlay();
    const pending = [...objects.pending];
    const refused = await advance({ keys: pending, overlay, cause });
    if (refused.length === 0 || admission === 'together') return refused;
    const each: Problem[] = [];
    for (const key of pending) {
      // Where one is refused, its last good version stays.
      const inForce = objects.isAdmitted(key) ? 'last-good' : 'nothing';
      const found = await advance({ keys: [key], overlay, cause: { ...cause, by: { ...by, key, probe: false } } });
      each.push(...found.map((problem) => ({ ...problem, refused: { key, inForce } as const })));
    }
    return each;
  }

  /** Takes once more what the source said last; in turn. */
  async again(source: number): Promise<void> {
    const batch = this.#batches.get(source);
    if (batch !== undefined) await this.#take(source, { ...batch, upserts: [], deletes: [] });
  }
}
