import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';

/** Figures of the kernel's counters at a point in time, in packets. */
export interface KernelTotals {
  readonly counted: number;
  readonly reported: number;
  readonly suppressed: number;
  readonly lost: number;
}

/** What one life of the spool remembers beside its batches. */
export interface SpoolState {
  /** Of the kernel's maps; another one begins a new spool id. */
  readonly epoch: string;
  readonly spoolId: string;
  /** Sequences of this spool id begin here. */
  readonly firstSequence: number;
  /** Sequences up to here may have been used. */
  readonly reserved: number;
  /** The kernel's totals when the spool id began. */
  readonly base: KernelTotals;
  readonly acked: number;
  readonly droppedQueue: number;
  readonly droppedSpool: number;
  readonly torn: number;
  readonly tornRecords: number;
  readonly gap: number;
}

const FILE = 'state.json';

/** What was called so before. */
interface Old {
  readonly bootId?: string;
}

export const newSpoolId = (): string => randomBytes(8).toString('hex');

/** Undefined if there is none that can be read: a new life begins. */
export async function loadState(directory: string): Promise<SpoolState | undefined> {
  try {
    const { bootId: old, ...saved } = JSON.parse(await readFile(join(directory, FILE), 'utf8')) as SpoolState & Old;
    const state = { ...saved, spoolId: saved.spoolId ?? old };
    const numbers = [state.firstSequence, state.reserved, state.acked, state.gap, state.base.reported];
    return numbers.every((n) => Number.isSafeInteger(n)) && typeof state.spoolId === 'string' ? state : undefined;
  } catch {
    return undefined;
  }
}

/** Replaces the file whole: a crash leaves the old or the new one. */
export async function saveState(directory: string, state: SpoolState): Promise<void> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const temporary = join(directory, `${FILE}.${process.pid}`);
  const file = await open(temporary, 'w', 0o600);
  try {
    await file.writeFile(JSON.stringify(state));
    await file.datasync();
  } finally {
    await file.close();
  }
  await rename(temporary, join(directory, FILE));
}

/** Saves what has changed, one write after another. */
export class StateKeeper {
  readonly #directory: string;
  readonly #onError: (error: unknown) => void;
  #saving: Promise<void> = Promise.resolve();
  #saved = '';

  constructor(directory: string, onError: (error: unknown) => void) {
    this.#directory = directory;
    this.#onError = onError;
  }

  /** `state` is asked when its turn has come. Never rejects. */
  save(state: () => SpoolState): Promise<void> {
    this.#saving = this.#saving.then(() => this.#write(state())).catch(this.#onError);
    return this.#saving;
  }

  async #write(state: SpoolState): Promise<void> {
    const text = JSON.stringify(state);
    if (text === this.#saved) return;
    await saveState(this.#directory, state);
    this.#saved = text;
  }
}
