/**
 * Keeps what is in force on disk: written down before it is in force, renamed after. A full disk stops no enforcement (F51),
 * a slow one holds up no policy; what could not be kept is tried again.
 */
import type { Gauge } from 'prom-client';
import type { Log } from '../part/log.js';
import type { Coming, LastGood } from './last-good.js';

export class Saving {
  readonly #files: LastGood;
  readonly #unsaved: Gauge;
  readonly #log: Log;
  #saving: Promise<void> = Promise.resolve();
  #syncing: Promise<void> | undefined;
  #preparing = false;
  /** What is about to be put in force is on disk. */
  #prepared = false;
  #failure: string | undefined;

  /** @param unsaved 1 while what is in force is not on disk */
  constructor(files: LastGood, unsaved: Gauge, log: Log) {
    this.#files = files;
    this.#unsaved = unsaved;
    this.#log = log;
  }

  /** Why what is in force is not on disk; undefined: it is. */
  get failure(): string | undefined {
    return this.#failure;
  }

  /** What is about to be put in force. Never throws. */
  async prepare(coming: Coming): Promise<void> {
    do await this.#saving;
    while (this.#preparing);
    this.#preparing = true;
    try {
      await this.#files.prepare(coming);
      this.#prepared = true;
    } catch (error) {
      this.#prepared = false;
      this.#failed(error as Error);
    } finally {
      this.#preparing = false;
    }
  }

  /** What was written down is in force. */
  commit(): void {
    if (!this.#prepared) return;
    this.#prepared = false;
    this.#saving = this.#files
      .commit()
      .then(() => this.#saved())
      .catch((error: Error) => this.#failed(error));
    this.#syncing ??= this.#saving
      .then(() => this.#files.sync())
      .catch((error: Error) => this.#failed(error))
      .finally(() => {
        this.#syncing = undefined;
      });
  }

  /** What was written down was refused. */
  discard(): void {
    if (this.#prepared) this.#saving = this.#files.discard();
    this.#prepared = false;
  }

  /** Tries again what could not be kept: a disk that was full may have room now. @param inForce tells what that is */
  again(inForce: () => Coming): void {
    if (this.#failure === undefined || this.#preparing || this.#prepared) return;
    this.#preparing = true;
    this.#saving = this.#files
      .prepare(inForce())
      .then(() => this.#files.commit())
      .then(() => this.#saved())
      .catch((error: Error) => this.#failed(error))
      .finally(() => {
        this.#preparing = false;
      });
  }

  /** Waits for what is being written. */
  async close(): Promise<void> {
    await this.#saving;
    await this.#syncing;
  }

  #saved(): void {
    this.#unsaved.set(0);
    if (this.#failure !== undefined) this.#log.info({}, 'the last good policy is on disk again');
    this.#failure = undefined;
  }

  /** The same failure is told once. */
  #failed({ message }: Error): void {
    this.#unsaved.set(1);
    if (message !== this.#failure)
      this.#log.error({ error: message }, 'the last good policy could not be kept on disk, which is tried again');
    this.#failure = message;
  }
}
