/** What the agent does about pods that come and go on its node: tells the controller, and waits for their policies. */

import type { osg } from '../gen/proto.js';
import { addressToBytes } from '../net/address.js';
import type { Clock } from '../part/clock.js';
import type { Sandbox } from './locate/sandboxes.js';

/** The cluster shows a pod's address within seconds; the controller forgets what it was told after five minutes. */
const NEWS_MS = 5 * 60_000;
const MOST_NEWS = 1024;
const MOST_A_MESSAGE = 128;

export class PodNews {
  readonly #clock: Clock;
  /** By UID: when it came. */
  readonly #recent = new Map<string, { readonly at: number; readonly pod: osg.v1.PodAnnouncement.$Properties }>();
  #waiting = new Set<() => void>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** @returns what is to be told at once; nothing of a pod without UID */
  take({ uid, namespace, name, addresses }: Sandbox, gone: boolean): osg.v1.PodAnnouncements.$Properties | undefined {
    if (uid === '') return undefined;
    const pod = { uid, namespace, name, addresses: gone ? [] : addresses.map(addressToBytes) };
    this.#recent.delete(uid);
    if (!gone) this.#recent.set(uid, { at: this.#clock.monotonic(), pod });
    for (const [old, { at }] of this.#recent) {
      if (this.#recent.size <= MOST_NEWS && this.#clock.monotonic() - at < NEWS_MS) break;
      this.#recent.delete(old);
    }
    return { pods: [pod] };
  }

  /** What a controller that just answered may not have heard, in messages that it takes. */
  *recent(): Generator<osg.v1.PodAnnouncements.$Properties> {
    const since = this.#clock.monotonic() - NEWS_MS;
    const pods = [...this.#recent.values()].flatMap(({ at, pod }) => (at >= since ? [pod] : []));
    for (let at = 0; at < pods.length; at += MOST_A_MESSAGE) yield { pods: pods.slice(at, at + MOST_A_MESSAGE) };
  }

  /** Something was applied, or came from the controller: those who wait look again. */
  look(): void {
    for (const look of [...this.#waiting]) look();
  }

  /** Resolves when `done` says so, asked whenever something came or was applied; false when the time is over or the asker gone. */
  until(done: () => boolean, ms: number, gone: AbortSignal): Promise<boolean> {
    return new Promise((resolve) => {
      const end = (answer: boolean): void => {
        this.#waiting.delete(look);
        cancel();
        gone.removeEventListener('abort', leave);
        resolve(answer);
      };
      const look = (): void => {
        if (done()) end(true);
      };
      const leave = (): void => end(false);
      const cancel = this.#clock.after(ms, leave);
      gone.addEventListener('abort', leave);
      this.#waiting.add(look);
      look();
    });
  }
}
