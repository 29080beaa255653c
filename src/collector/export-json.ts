import { closeSync, fstatSync, mkdirSync, openSync, renameSync, rmSync, write } from 'node:fs';
import { dirname } from 'node:path';
import { LineSink } from '../part/sink.js';
import type { Event, Exporter } from './export.js';
import { denyJson, jsonLine } from './record-json.js';

export interface JsonLinesOptions {
  /** A file, or `-` for standard output. */
  readonly path: string;
  /** A file of so many bytes is renamed to `path.1`, the older ones to `path.2` and on. */
  readonly maxBytes?: number;
  /** Files besides the current one. */
  readonly keep?: number;
  readonly maxQueuedBytes?: number;
  readonly onError?: (error: unknown) => void;
}

/** Events of one write: a file grows over its size by less than these. */
const WRITE_EVENTS = 64;

/** One JSON object a line, names escaped by JSON. Rotates by size; lines are never split over files. */
export class JsonLinesExporter implements Exporter {
  readonly name = 'json-lines';
  exported = 0;
  dropped = 0;
  readonly #options: JsonLinesOptions;
  #descriptor: number | undefined;
  #size = 0;
  #queue: { text: string; events: number }[] = [];
  #queued = 0;
  #writing: Promise<void> | undefined;
  /** Standard output: whoever reads it may stop reading (F117). */
  readonly #sink: LineSink | undefined;

  constructor(options: JsonLinesOptions) {
    this.#options = options;
    if (options.path === '-') this.#sink = new LineSink(1, { maxQueued: options.maxQueuedBytes ?? 8 << 20 });
  }

  push(events: readonly Event[]): void {
    for (let i = 0; i < events.length; i += WRITE_EVENTS) this.#push(events.slice(i, i + WRITE_EVENTS));
    if (this.#queue.length > 0) this.#writing ??= this.#drain();
  }

  async close(): Promise<void> {
    await this.#writing;
    await this.#sink?.flush();
    this.#sink?.close();
    if (this.#descriptor !== undefined) closeSync(this.#descriptor);
    this.#descriptor = undefined;
  }

  #push(events: readonly Event[]): void {
    const text = events.map((event) => `${jsonLine(denyJson(event))}\n`).join('');
    if (this.#sink !== undefined) {
      if (this.#sink.write(text)) this.exported += events.length;
      else this.dropped += events.length;
      return;
    }
    if (this.#queued + text.length > (this.#options.maxQueuedBytes ?? 8 << 20)) {
      this.dropped += events.length;
      return;
    }
    this.#queue.push({ text, events: events.length });
    this.#queued += text.length;
  }

  async #drain(): Promise<void> {
    for (let next = this.#queue.shift(); next !== undefined; next = this.#queue.shift()) {
      this.#queued -= next.text.length;
      try {
        await this.#append(Buffer.from(next.text));
        this.exported += next.events;
      } catch (error) {
        this.dropped += next.events;
        this.#options.onError?.(error);
      }
    }
    this.#writing = undefined;
  }

  async #append(data: Buffer): Promise<void> {
    const descriptor = this.#open(data.length);
    for (let done = 0; done < data.length; ) {
      done += await new Promise<number>((resolve, reject) => {
        write(descriptor, data, done, data.length - done, null, (error, written) =>
          error === null ? resolve(written) : reject(error),
        );
      });
    }
    this.#size += data.length;
  }

  #open(bytes: number): number {
    const { path, maxBytes = 64 << 20 } = this.#options;
    if (this.#descriptor !== undefined && this.#size > 0 && this.#size + bytes > maxBytes) this.#rotate();
    if (this.#descriptor === undefined) {
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
      this.#descriptor = openSync(path, 'a', 0o600);
      this.#size = fstatSync(this.#descriptor).size;
    }
    return this.#descriptor;
  }

  #rotate(): void {
    const { path, keep = 5 } = this.#options;
    closeSync(this.#descriptor as number);
    this.#descriptor = undefined;
    rmSync(`${path}.${keep}`, { force: true });
    for (let i = keep - 1; i >= 0; i--) {
      try {
        renameSync(i === 0 ? path : `${path}.${i}`, `${path}.${i + 1}`);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      }
    }
  }
}
