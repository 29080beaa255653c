import { synchronizeRcu } from '../ebpf/binding.js';

/** Units of the arena that runs of an older revision may still read: free after a grace period of the kernel's read-copy-update. */
export class Retired {
  readonly #release: (units: readonly number[]) => void;
  /** Since the last grace period began. */
  #units: number[] = [];
  #grace: Promise<void> | undefined;

  /** @param release told of units that nobody reads any more */
  constructor(release: (units: readonly number[]) => void) {
    this.#release = release;
  }

  /** The end of the grace period under way; undefined: nothing is waited for. */
  get grace(): Promise<void> | undefined {
    return this.#grace;
  }

  add(...lists: readonly (readonly number[])[]): void {
    for (const units of lists) for (const unit of units) this.#units.push(unit);
    this.#reclaim();
  }

  /** One grace period after the other, as long as there is something to become free. */
  #reclaim(): void {
    if (this.#grace !== undefined || this.#units.length === 0) return;
    const units = this.#units;
    this.#units = [];
    this.#grace = synchronizeRcu().then(
      () => {
        this.#grace = undefined;
        this.#release(units);
        this.#reclaim();
      },
      () => {
        // Without a grace period nothing may be used again; the next publication asks for another one.
        this.#grace = undefined;
        for (const unit of units) this.#units.push(unit);
      },
    );
  }
}
