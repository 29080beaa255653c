/** Makes denied packets in a thread of its own, so that the reader's thread does nothing but read. */
import { Worker } from 'node:worker_threads';
import type { DenyFeed } from './deny-feed.js';

/** How fast, and how many. */
export type Sending =
  /** In one call to the kernel. */
  | { readonly kind: 'at once'; readonly packets: number }
  /** As fast as the reader reads: at most `window` packets beyond what `read` was told; until `stop`. */
  | { readonly kind: 'in step'; readonly packets: number; readonly window: number }
  /** Packets a second; a sender that was held up makes good for a quarter of a second at most. */
  | { readonly kind: 'steady'; readonly rate: number; readonly seconds: number };

/** What the thread is given. `read`: one word, the packets that were read. */
export interface SenderData {
  readonly program: number;
  readonly sending: Sending;
  readonly read: Int32Array;
}

const TYPESCRIPT = new URL('../../deploy/setup/typescript.mjs', import.meta.url).href;

export class DenySender {
  readonly #worker: Worker;
  readonly #read: Int32Array;

  private constructor(data: SenderData) {
    this.#read = data.read;
    this.#worker = new Worker(new URL('./deny-sender-thread.ts', import.meta.url), {
      workerData: data,
      execArgv: ['--import', TYPESCRIPT],
    });
  }

  /** Resolves when the thread waits for `go`. What it sends is what the feed was prepared for. */
  static async ready(feed: DenyFeed, sending: Sending): Promise<DenySender> {
    const read = new Int32Array(new SharedArrayBuffer(4));
    const sender = new DenySender({ program: feed.program.info.id, sending, read });
    await sender.#message();
    return sender;
  }

  /** Sends. Resolves with the number of packets when all are sent. */
  async go(): Promise<number> {
    const sent = this.#message();
    this.#worker.postMessage('go');
    return Number(await sent);
  }

  /** Tells how many packets were read in all. */
  read(packets: number): void {
    Atomics.store(this.#read, 0, packets);
    Atomics.notify(this.#read, 0);
  }

  /** Ends a sender in step early. */
  stop(): void {
    this.read(-1);
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }

  #message(): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.#worker.once('message', resolve);
      this.#worker.once('error', reject);
    });
  }
}
