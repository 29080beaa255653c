import { lstat, mkdir, open, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { EventsError } from './error.js';
import { type Batch, decodeFrame, encodeFrame, type FrameAt, scanFrames } from './frame.js';

const SUFFIX = '.spool';
const MAX_FRAMES = 200_000;

export interface SpoolOptions {
  readonly directory: string;
  /** The stated bound of all files together; over it the oldest file goes, counted. */
  readonly maxBytes: number;
}

interface Segment {
  readonly path: string;
  frames: FrameAt[];
  bytes: number;
  /** A write is under way: the file must not go. */
  busy: boolean;
}

/** What was lost here. `onLost` is called for each batch or damaged record. */
export type SpoolLoss =
  | { readonly kind: 'dropped'; readonly sequence: number; readonly packets: number; readonly events: number }
  | { readonly kind: 'torn'; readonly packets: number };

/**
 * Batches on disk, in order of sequence, in files of an eighth of the bound named by their first sequence. One process
 * at a time. Written without fsync: it outlives the process, not the power.
 */
export class Spool {
  readonly #options: SpoolOptions;
  readonly #onLost: (loss: SpoolLoss) => void;
  #segments: Segment[] = [];
  /** The segment that may still grow. */
  #tail: Segment | undefined;

  private constructor(options: SpoolOptions, onLost: (loss: SpoolLoss) => void) {
    this.#options = options;
    this.#onLost = onLost;
  }

  /** Reads what an earlier process left; damaged records are skipped and told. @throws {EventsError} */
  static async open(options: SpoolOptions, onLost: (loss: SpoolLoss) => void): Promise<Spool> {
    const spool = new Spool(options, onLost);
    try {
      await mkdir(options.directory, { recursive: true, mode: 0o700 });
      const names = (await readdir(options.directory)).filter((name) => name.endsWith(SUFFIX)).sort();
      for (const name of names) await spool.#adopt(join(options.directory, name));
    } catch (cause) {
      throw new EventsError('SPOOL', 'open spool', `${options.directory}: ${String(cause)}`, cause);
    }
    spool.#trim();
    return spool;
  }

  get bytes(): number {
    return this.#segments.reduce((sum, segment) => sum + segment.bytes, 0);
  }

  get frames(): number {
    return this.#segments.reduce((sum, segment) => sum + segment.frames.length, 0);
  }

  get maxBytes(): number {
    return this.#options.maxBytes;
  }

  get empty(): boolean {
    return this.#segments.length === 0;
  }

  /** Highest sequence it holds, 0 if none. */
  get lastSequence(): number {
    return this.#segments.reduce((last, { frames }) => Math.max(last, frames.at(-1)?.sequence ?? 0), 0);
  }

  /** Packets of the batches it holds from that sequence on. */
  packetsFrom(sequence: number): number {
    let sum = 0;
    for (const { frames } of this.#segments)
      for (const frame of frames) if (frame.sequence >= sequence) sum += frame.packets;
    return sum;
  }

  /** Adds batches behind all others. @throws {EventsError} nothing of `batches` is kept then. */
  async append(batches: readonly Batch[]): Promise<void> {
    const limit = Math.max(65536, this.#options.maxBytes / 8);
    if (this.#tail === undefined || this.#tail.bytes >= limit) this.#tail = undefined;
    const segment = this.#tail ?? this.#fresh(batches);
    await this.#write(segment, batches);
    if (this.#tail === undefined) this.#segments.push(segment);
    this.#tail = segment;
    this.#trim();
  }

  /** Adds batches that are older than all others. @throws {EventsError} */
  async prepend(batches: readonly Batch[]): Promise<void> {
    if (batches.length === 0) return;
    const segment = this.#fresh(batches);
    await this.#write(segment, batches);
    this.#segments.unshift(segment);
    this.#trim();
  }

  /** The first sequence after that one, if there is any. */
  firstAfter(after: number): number | undefined {
    const segment = this.#segments.find(({ frames }) => (frames.at(-1)?.sequence ?? 0) > after);
    return segment?.frames[firstAfter(segment.frames, after)]?.sequence;
  }

  /** The batch of that sequence; undefined if it is gone by now. One that is damaged by now is skipped and told. */
  async read(sequence: number): Promise<Batch | undefined> {
    const segment = this.#segments.find(({ frames }) => (frames.at(-1)?.sequence ?? 0) >= sequence);
    const frame = segment?.frames[firstAfter(segment.frames, sequence - 1)];
    if (segment === undefined || frame?.sequence !== sequence) return undefined;
    const batch = await this.#read(segment, frame);
    if (batch !== undefined || !segment.frames.includes(frame)) return batch;
    segment.frames = segment.frames.filter((other) => other !== frame);
    this.#onLost({ kind: 'torn', packets: frame.packets });
    this.#removeIfEmpty(segment);
    return undefined;
  }

  /** Forgets single batches. */
  forget(sequences: readonly number[]): void {
    const gone = new Set(sequences);
    if (gone.size === 0) return;
    for (const segment of [...this.#segments]) {
      segment.frames = segment.frames.filter(({ sequence }) => !gone.has(sequence));
      this.#removeIfEmpty(segment);
    }
  }

  /** Forgets everything up to the sequence and returns what that was. Files go when nothing in them is needed. */
  ack(sequence: number): readonly FrameAt[] {
    const acked: FrameAt[] = [];
    for (const segment of [...this.#segments]) {
      if ((segment.frames[0]?.sequence ?? 0) > sequence) break;
      for (const frame of segment.frames.splice(0, firstAfter(segment.frames, sequence))) acked.push(frame);
      this.#removeIfEmpty(segment);
    }
    return acked;
  }

  #fresh(batches: readonly Batch[]): Segment {
    const first = String((batches[0] as Batch).sequence).padStart(16, '0');
    return {
      path: join(this.#options.directory, `${first}-${process.pid}${SUFFIX}`),
      frames: [],
      bytes: 0,
      busy: false,
    };
  }

  async #adopt(path: string): Promise<void> {
    // A FIFO would keep us for good, a device has no end.
    if (!(await lstat(path)).isFile()) return;
    const file = await readFile(path);
    const { frames, torn, tornPackets } = scanFrames(file);
    for (let i = 0; i < torn; i++) this.#onLost({ kind: 'torn', packets: i === 0 ? tornPackets : 0 });
    if (frames.length > 0) this.#segments.push({ path, frames, bytes: file.length, busy: false });
    else await rm(path, { force: true });
  }

  async #write(segment: Segment, batches: readonly Batch[]): Promise<void> {
    const frames: FrameAt[] = [];
    const buffers = batches.map((batch) => encodeFrame(batch));
    let offset = segment.bytes;
    for (const [i, { sequence, events, packets }] of batches.entries()) {
      const length = (buffers[i] as Buffer).length;
      frames.push({ sequence, events, packets, offset, length });
      offset += length;
    }
    segment.busy = true;
    try {
      const file = await open(segment.path, segment.bytes === 0 ? 'w' : 'r+', 0o600);
      try {
        for (const [i, buffer] of buffers.entries()) {
          let done = 0;
          while (done < buffer.length) {
            const { bytesWritten } = await file.write(
              buffer,
              done,
              buffer.length - done,
              (frames[i] as FrameAt).offset + done,
            );
            done += bytesWritten;
          }
        }
      } catch (cause) {
        await file.truncate(segment.bytes).catch(() => undefined);
        throw cause;
      } finally {
        await file.close();
      }
    } catch (cause) {
      segment.busy = false;
      this.#removeIfEmpty(segment);
      throw new EventsError('SPOOL', 'write spool', `${segment.path}: ${String(cause)}`, cause);
    }
    segment.busy = false;
    segment.frames.push(...frames);
    segment.bytes = offset;
  }

  async #read(segment: Segment, frame: FrameAt): Promise<Batch | undefined> {
    const buffer = Buffer.alloc(frame.length);
    try {
      const file = await open(segment.path, 'r');
      try {
        const { bytesRead } = await file.read(buffer, 0, frame.length, frame.offset);
        if (bytesRead !== frame.length) return undefined;
      } finally {
        await file.close();
      }
    } catch {
      return undefined;
    }
    const batch = decodeFrame(buffer);
    return batch?.sequence === frame.sequence ? batch : undefined;
  }

  #trim(): void {
    while (this.#segments.length > 0 && (this.bytes > this.#options.maxBytes || this.frames > MAX_FRAMES)) {
      const segment = this.#segments.shift() as Segment;
      const frames = segment.frames.splice(0);
      for (const { sequence, packets, events } of frames) this.#onLost({ kind: 'dropped', sequence, packets, events });
      this.#unlink(segment);
    }
  }

  #removeIfEmpty(segment: Segment): void {
    if (segment.frames.length > 0 || segment.busy) return;
    this.#segments = this.#segments.filter((other) => other !== segment);
    this.#unlink(segment);
  }

  /** A file that cannot be removed is read again after a restart; the store knows its sequences. */
  #unlink(segment: Segment): void {
    if (this.#tail === segment) this.#tail = undefined;
    rm(segment.path, { force: true }).catch(() => undefined);
  }
}

/** Index of the first frame beyond the sequence; the length if there is none. */
function firstAfter(frames: readonly FrameAt[], sequence: number): number {
  let low = 0;
  let high = frames.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((frames[middle] as FrameAt).sequence > sequence) high = middle;
    else low = middle + 1;
  }
  return low;
}
