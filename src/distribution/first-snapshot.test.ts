/** A whole view goes to a node in slices, as the node reads it. */
import { describe, expect, it } from 'vitest';
import { sampleView, target } from '../../test/support/view-samples.js';
import { osg } from '../gen/proto.js';
import type { Paced } from '../part/slices.js';
import type { Listed } from '../policy/pieces.js';
import type { NodeView, ViewRule } from '../policy/view.js';
import { type Received, ViewReceiver } from './receiver.js';
import { NodeSession, type Target } from './session.js';

type Message = osg.v1.ControllerMessage.$Properties;

const wire = (message: Message): Message =>
  osg.v1.ControllerMessage.decode(osg.v1.ControllerMessage.encode(message).finish());

/** Several policies with so many rules in all. */
function longView(rules: number, reason = 'as ever'): NodeView {
  const view = sampleView();
  const [policy] = view.policies;
  const [rule] = policy?.rules ?? [];
  if (policy === undefined || rule === undefined) throw new Error('the sample has a rule');
  const each = 500;
  const policies = Array.from({ length: rules / each }, (_, p) => ({
    ...policy,
    key: `${policy.key}/${p}`,
    id: `${policy.id}/${p}`,
    rules: Array.from({ length: each }, (_, r) => ({ ...rule, id: `${policy.id}/${p}/ingress/${r}`, reason })),
  }));
  const keys = policies.map(({ key }) => key);
  return { ...view, policies, endpoints: view.endpoints.map((endpoint) => ({ ...endpoint, policies: keys })) };
}

/** A session whose work is done step by step, to a node that reads when it is told to. */
function stepwise(reads = true) {
  const sent: Message[] = [];
  const works: Paced[] = [];
  const events: string[] = [];
  let taken = (): void => undefined;
  const room = () =>
    reads
      ? undefined
      : new Promise<void>((resolve) => {
          taken = resolve;
        });
  const side = new NodeSession(
    { write: (message) => sent.push(wire(message)), room },
    undefined,
    {
      acked: ({ revision }) => events.push(`acked ${revision}`),
      refused: ({ revision }) => events.push(`refused ${revision}`),
      failed: (error) => events.push(`failed ${error}`),
    },
    undefined,
    { begin: (work) => works.push(work) },
  );
  const step = (): boolean => works[0]?.next().done !== true;
  return { side, sent, events, works, step, taken: () => taken() };
}

/** Counts the rules that are looked at. */
class Counting implements Listed<ViewRule> {
  constructor(
    readonly rules: Listed<ViewRule>,
    readonly note: (count: number) => void,
  ) {}
  get length(): number {
    return this.rules.length;
  }
  at(index: number): ViewRule | undefined {
    this.note(1);
    return this.rules.at(index);
  }
  slice(from?: number, to?: number): readonly ViewRule[] {
    const some = this.rules.slice(from, to);
    this.note(some.length);
    return some;
  }
  *[Symbol.iterator](): IterableIterator<ViewRule> {
    for (const rule of this.rules) {
      this.note(1);
      yield rule;
    }
  }
}

function counted(aim: Target, note: (count: number) => void): Target {
  const policies = aim.view.policies.map((policy) => ({ ...policy, rules: new Counting(policy.rules, note) }));
  const { view } = aim;
  return { ...aim, view: Object.assign(Object.create(view) as typeof view, { policies }) };
}

describe('a view that goes whole', () => {
  it('is looked at and encoded in steps that are as long in a view of four times the rules', () => {
    const longest = [20_000, 80_000].map((rules) => {
      const { side, sent, events, step } = stepwise();
      let [looked, most, steps] = [0, 0, 0];
      side.offer(counted(target(longView(rules), 1), (count) => (looked += count)));
      for (let more = true; more; steps++) {
        looked = 0;
        more = step();
        most = Math.max(most, looked);
      }
      expect(events).toEqual([]);
      expect(sent.length).toBe(sent[0]?.snapshot?.count);
      expect(steps).toBeGreaterThan(sent.length);
      return most;
    });
    expect(longest[0]).toBeLessThan(8_000);
    expect(longest[1]).toBeLessThanOrEqual((longest[0] as number) * 1.1);
  });

  it('goes to its end when another one comes meanwhile, which follows as a change and is not lost', () => {
    const { side, sent, events, works, step } = stepwise();
    const [first, second, third] = [
      target(longView(20_000), 1),
      target(longView(20_000, 'changed in all'), 2),
      target({ ...longView(20_000), endpoints: longView(20_000).endpoints.slice(0, 1) }, 3),
    ];
    side.offer(first);
    while (sent.length < 2) step();
    side.offer(second);
    side.offer(third);
    while (step());
    expect(works).toHaveLength(1);
    expect(new Set(sent.map(({ nonce, snapshot }) => `${nonce}/${snapshot?.revision}`))).toEqual(new Set(['1/1']));
    const node = new ViewReceiver('n1', undefined);
    const received = sent.map((message): Received => node.receive(message));
    expect(received.map(({ kind }) => kind)).toEqual([...sent.slice(1).map(() => 'partial'), 'view']);
    side.ack({ nonce: 1, revision: 1 });
    expect(events).toEqual(['acked 1']);
    expect(works).toHaveLength(1);
    const change = sent.at(-1) as Message;
    expect(change).toMatchObject({ nonce: 2, delta: { baseRevision: 1, revision: 3 } });
    expect(node.receive(change)).toMatchObject({ kind: 'view', revised: { revision: 3, digest: third.digest } });
  });

  it('waits for the node to read: no more than a part is made', async () => {
    const { side, sent, step, works, taken } = stepwise(false);
    side.offer(target(longView(20_000), 1));
    while (sent.length < 1) step();
    const waits = works[0]?.next().value;
    expect(sent).toHaveLength(2);
    expect(waits).toBeInstanceOf(Promise);
    taken();
    await waits;
    while (step());
    expect(sent.length).toBe(sent[0]?.snapshot?.count);
  });

  it('stops where the stream is over, or the node has refused a part', () => {
    for (const [end, told] of [
      [(side: NodeSession) => side.close(), []],
      [
        (side: NodeSession) => side.nack({ nonce: 1, revision: 1, code: osg.v1.NackCode.NACK_CODE_INVALID }),
        ['refused 1'],
      ],
    ] as const) {
      const { side, sent, events, step } = stepwise();
      let looked = 0;
      side.offer(counted(target(longView(20_000), 1), (count) => (looked += count)));
      while (sent.length < 2) step();
      end(side);
      looked = 0;
      expect(step()).toBe(false);
      expect([sent.length, looked, events]).toEqual([2, 0, told]);
    }
    // While it is counted, too.
    const { side, sent, step } = stepwise();
    side.offer(target(longView(20_000), 1));
    step();
    side.close();
    expect([step(), sent.length]).toEqual([false, 0]);
  });
});
