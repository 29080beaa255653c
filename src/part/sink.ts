/**
 * Lines into a descriptor that somebody else reads: a log's standard error, an export's standard output. Writing never waits
 * (F117): what the reader does not take is kept up to a bound, what is beyond it is dropped whole and counted, and the
 * reader is told so as soon as it reads again.
 */
import { closeSync, constants, fstatSync, openSync, writeSync } from 'node:fs';
import { Socket } from 'node:net';

export interface SinkOptions {
  /** Characters that wait at most; a longer queue drops what is new. */
  readonly maxQueued?: number;
  /** The line that tells of what was dropped in between. */
  readonly dropped?: (lines: number) => string;
  readonly retryMs?: number;
}

interface Taker {
  /** Takes some of it now: how many bytes. @throws whatever the system says */
  take(bytes: Buffer): number;
  close(): void;
}

export class LineSink {
  readonly #maxQueued: number;
  readonly #describe: ((lines: number) => string) | undefined;
  readonly #retryMs: number;
  readonly #out: Taker;
  #queue: Buffer[] = [];
  #queued = 0;
  #timer: NodeJS.Timeout | undefined;
  #untold = 0;
  #dropped = 0;

  /** @param descriptor stays open and as it is: others may share it */
  constructor(descriptor: number, { maxQueued = 1 << 20, dropped, retryMs = 100 }: SinkOptions = {}) {
    this.#maxQueued = maxQueued;
    this.#describe = dropped;
    this.#retryMs = retryMs;
    this.#out = taker(descriptor, maxQueued);
  }

  /** Lines that nobody will read, since the start. */
  get dropped(): number {
    return this.#dropped;
  }

  /** @param text one line, with its end. @returns whether it was taken */
  write(text: string): boolean {
    if (this.#queue.length > 0) this.#drain();
    if (this.#queued + text.length > this.#maxQueued) {
      this.#dropped++;
      this.#untold++;
      return false;
    }
    this.#push(text);
    this.#drain();
    return true;
  }

  #push(text: string): void {
    const bytes = Buffer.from(text);
    this.#queue.push(bytes);
    this.#queued += bytes.length;
  }

  /** As much as is taken now; the rest is tried again later, whatever the reason: a pipe is read, a disk gets room. */
  #drain(): void {
    try {
      for (let head = this.#queue[0]; head !== undefined; head = this.#queue[0]) {
        const taken = this.#out.take(head);
        this.#queued -= taken;
        if (taken < head.length) this.#queue[0] = head.subarray(taken);
        else this.#queue.shift();
        if (this.#queue.length === 0 && this.#untold > 0) {
          const lines = this.#untold;
          this.#untold = 0;
          if (this.#describe !== undefined) this.#push(this.#describe(lines));
        }
      }
    } catch {
      // Told by `dropped`, once there is too much of it.
      this.#timer ??= setTimeout(() => {
        this.#timer = undefined;
        this.#drain();
      }, this.#retryMs).unref();
    }
  }

  /** What waits gets this long; the rest is lost. */
  async flush(limitMs = 500): Promise<void> {
    for (const end = Date.now() + limitMs; this.#queue.length > 0 && Date.now() < end; ) {
      this.#drain();
      if (this.#queue.length > 0) await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  /** Ends it, without waiting. */
  close(): void {
    clearTimeout(this.#timer);
    this.#drain();
    clearTimeout(this.#timer);
    this.#out.close();
  }
}

/**
 * Pipes and terminals are opened once more, for O_NONBLOCK belongs to the open file and not to the descriptor: whoever shares
 * ours would find it changed. A regular file takes what it gets. A socket (systemd's journal) cannot be opened again.
 */
function taker(descriptor: number, maxQueued: number): Taker {
  const found = fstatSync(descriptor);
  if (found.isSocket()) return socketTaker(descriptor, maxQueued);
  if (found.isFile()) return { take: (bytes) => writeSync(descriptor, bytes), close: () => undefined };
  try {
    const flags = constants.O_WRONLY | constants.O_NONBLOCK | constants.O_NOCTTY;
    const own = openSync(`/proc/self/fd/${descriptor}`, flags);
    return { take: (bytes) => writeSync(own, bytes), close: () => closeSync(own) };
  } catch {
    // Another user's pipe, or no /proc.
    return socketTaker(descriptor, maxQueued);
  }
}

/**
 * By libuv, which makes the descriptor non-blocking and writes on when there is room. When the other end has gone, that is the
 * end: the descriptor must stay open, for whatever would get its number next would get our lines.
 */
function socketTaker(fd: number, maxQueued: number): Taker {
  let over = false;
  const socket = new Socket({ fd, readable: false, writable: true });
  socket._destroy = (_error, done) => done(null);
  socket.on('error', () => {
    over = true;
  });
  socket.unref();
  return {
    take: (bytes) => {
      if (over || socket.writableLength > maxQueued) throw new Error('nobody reads');
      socket.write(bytes);
      return bytes.length;
    },
    close: () => undefined,
  };
}
