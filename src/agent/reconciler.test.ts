import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RecordingPort } from '../../test/support/recording-port.js';
import { view as anyView, viewEdit } from '../../test/support/views.js';
import { changeOf } from '../compiler/change.js';
import { compile } from '../compiler/compile.js';
import { lookupPlan } from '../compiler/lookup.js';
import type { RevisedView } from '../distribution/receiver.js';
import type { Clock } from '../part/clock.js';
import { HeldView } from '../policy/held-view.js';
import { judgeView } from '../policy/judge.js';
import { NO_SERVICES, type NodeView } from '../policy/view.js';
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

  it('F40: what comes in the middle of a compilation ends right: the last counts, from what is compiled', async () => {
    const port = new RecordingPort();
    let done = (): void => undefined;
    const over = new Promise<void>((resolve) => {
      done = resolve;
    });
    const reconciler = new Reconciler(port, new ManualClock(), {
      ...QUIET,
      realised: ({ desire }) => desire.revised.revision === 3 && done(),
    });
    const [a, b, c] = [rulesOf(3_000), rulesOf(3_000, 'b'), rulesOf(3_000, 'c')] as const;
    const [one, two, three] = [revised(a, 1), revised(b, 2), revised(c, 3)];
    reconciler.desire({ revised: one, receivedUnixUs: 0 });
    await new Promise((resolve) => setImmediate(resolve));
    expect(port.applied).toHaveLength(0);
    const delta = (from: RevisedView, before: NodeView, after: NodeView) => ({
      delta: { base: from.digest, message: {}, change: changeOf(before, after) },
      receivedUnixUs: 0,
    });
    reconciler.desire({ revised: two, ...delta(one, a, b) });
    reconciler.desire({ revised: three, ...delta(two, b, c) });
    await over;
    expect(port.applied.map(({ revision }) => revision)).toEqual([1, 3]);
    const { plan } = port.applied.at(-1) as (typeof port.applied)[number];
    expect(plan.capacity).toEqual(compile(c).plan.capacity);
    for (const value of [0x0b000000n, 0x0b000bb7n, 0x0c000062n, 0x0c000063n]) {
      const peer = { family: 4, value } as const;
      const wanted = judgeView(c, 'shop/w', 'ingress', peer, KEY, 0);
      expect(lookupPlan(plan, 'shop/w', 'ingress', peer, KEY, 0).verdict).toBe(wanted.verdict);
    }
    await reconciler.close();
  });
});

const KEY = (6 << 16) | 80;

/** One endpoint with so many rules, each of an address, and one more of that name. */
function rulesOf(count: number, extra?: 'b' | 'c'): NodeView {
  const all = Array.from({ length: count }, (_, i) => ({ id: `r${i}`, value: BigInt(0x0b000000 + i) }));
  if (extra !== undefined) all.push({ id: extra, value: BigInt(0x0c000000 + (extra.codePointAt(0) ?? 0)) });
  const source = { file: 'x', line: 1 };
  return {
    node: 'n1',
    nodeAddresses: [],
    allowNodeProbes: true,
    ...NO_SERVICES,
    endpoints: [
      {
        ...{ id: 'shop/w', namespace: 'shop', name: 'w', labels: {}, addresses: [], allowedAddresses: [], attach: {} },
        ...{ policies: ['p'], unselected: { ingress: 'allow', egress: 'allow' } },
      },
    ],
    policies: [
      {
        ...{ key: 'p', id: 'p', tier: 'group', priority: 0, isolates: { ingress: true, egress: false }, source },
        rules: all.map(({ id }) => ({
          ...{ id, direction: 'ingress', action: 'accept', mode: 'enforce', source },
          matches: [{ peers: [id], ports: [{ protocol: 6, ports: { first: 80, last: 80 } }] }],
        })),
      },
    ],
    sets: all.map(({ id, value }) => ({ id, prefixes: [{ family: 4, value, length: 32 }] })),
  };
}
