import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RecordingPort } from '../../test/support/recording-port.js';
import { view as anyView, viewEdit } from '../../test/support/views.js';
import { changeOf } from '../compiler/change.js';
import { compile } from '../compiler/compile.js';
import type { RevisedView } from '../distribution/receiver.js';
import type { Clock } from '../part/clock.js';
import { HeldView } from '../policy/held-view.js';
import type { NodeView } from '../policy/view.js';
import { type Desire, Reconciler, type ReconcilerEvents } from './reconciler.js';

/** Time that goes on when it is told to. */
class ManualClock implements Clock {
  #due: { readonly at: number; readonly run: () => void }[] = [];
  #now = 0;
  now = (): number => this.#now;
  monotonic = (): number => this.#now;
  random = (): number => 0.5;

  after(ms: number, run: () => void): () => void {
    const one = { at: this.#now + ms, run };
    this.#due.push(one);
    return () => {
      this.#due = this.#due.filter((other) => other !== one);
    };
  }

  forward(ms: number): void {
    this.#now += ms;
    const due = this.#due.filter(({ at }) => at <= this.#now);
    this.#due = this.#due.filter(({ at }) => at > this.#now);
    for (const { run } of due) run();
  }
}

const QUIET: ReconcilerEvents = {
  preparing: async () => undefined,
  realised: () => undefined,
  refused: () => undefined,
  endpoints: () => undefined,
  drift: () => undefined,
  failed: () => undefined,
};

const revised = (view: NodeView, revision: number): RevisedView => ({
  epoch: 1,
  revision,
  source: { id: 'x', author: '', subject: '', timeUnixUs: 0 },
  version: 0,
  digest: `${revision}`.padStart(64, '0'),
  sum: { words: [0, 0, 0, 0], count: 0 },
  view: HeldView.of(view),
});

describe('the reconciler', () => {
  it('ends an inspection that is under way before it is closed', async () => {
    const port = new RecordingPort();
    const clock = new ManualClock();
    let looked = (): void => undefined;
    port.inspect = () => new Promise((resolve) => (looked = () => resolve([])));
    const told: string[] = [];
    const reconciler = new Reconciler(port, clock, { ...QUIET, drift: () => told.push('inspected') });
    clock.forward(2_000);
    const closed = reconciler.close().then(() => told.push('closed'));
    await new Promise((resolve) => setImmediate(resolve));
    expect(told).toEqual([]);
    looked();
    await closed;
    expect(told).toEqual(['inspected', 'closed']);
  });

  it('compiles from the changes it is given, and from views where they do not fit what it holds', async () => {
    const port = new RecordingPort();
    const done: (() => void)[] = [];
    const reconciler = new Reconciler(port, new ManualClock(), {
      ...QUIET,
      realised: () => done.shift()?.(),
      refused: ({ reason }) => {
        throw new Error(reason);
      },
    });
    const put = (desire: Desire): Promise<void> => {
      const realised = new Promise<void>((resolve) => done.push(resolve));
      reconciler.desire(desire);
      return realised;
    };
    let view = fc.sample(anyView, { numRuns: 1, seed: 4 })[0] as NodeView;
    let base = revised(view, 1);
    await put({ revised: base, receivedUnixUs: 0 });
    for (const [i, edit] of fc.sample(viewEdit, { numRuns: 12, seed: 4 }).entries()) {
      const before = view;
      view = edit(view);
      const next = revised(view, i + 2);
      // Each third one was made from another view than the one in force.
      const from = i % 3 === 2 ? 'elsewhere' : base.digest;
      const change = changeOf(from === 'elsewhere' ? view : before, view);
      await put({ revised: next, delta: { base: from, message: {}, change }, receivedUnixUs: 0 });
      base = next;
      const { plan } = port.applied.at(-1) as (typeof port.applied)[number];
      expect(plan.capacity).toEqual(compile(view).plan.capacity);
    }
    await reconciler.close();
  });
});
