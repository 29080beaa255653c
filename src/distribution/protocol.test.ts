import { describe, expect, it } from 'vitest';
import { sampleView, sessionAtOnce, target } from '../../test/support/view-samples.js';
import { osg } from '../gen/proto.js';
import { applyViewChange } from '../policy/apply-change.js';
import { viewChangeBetween } from '../policy/compare-views.js';
import { HeldView } from '../policy/held-view.js';
import { spelledView } from '../policy/packed.js';
import { finish } from '../policy/steps.js';
import type { NodeView } from '../policy/view.js';
import { Assembly } from './assembly.js';
import { countParts, viewParts } from './chunks.js';
import { decodeChange, encodeChange } from './delta.js';
import { digestOf, viewDigest } from './digest.js';
import { Encodings } from './encodings.js';
import { type Received, type RevisedView, ViewReceiver } from './receiver.js';
import type { Target } from './session.js';
import { candidateBeside } from './trial.js';
import { NACK_CODES } from './words.js';

type Message = osg.v1.ControllerMessage.$Properties;
type Part = osg.v1.NodeViewPart.$Properties;

/** Through bytes, as gRPC would. */
const wire = (message: Message): Message =>
  osg.v1.ControllerMessage.decode(osg.v1.ControllerMessage.encode(message).finish());

function session(base?: RevisedView) {
  const sent: Message[] = [];
  const log: string[] = [];
  const side = sessionAtOnce((message) => sent.push(wire(message)), base, {
    acked: (t) => log.push(`acked ${t.revision}`),
    refused: (t, nack) => log.push(`refused ${t.revision} ${NACK_CODES.text(nack.code)}`),
    ignored: () => log.push('ignored'),
  });
  return { side, sent, log };
}

const snapshotOf = (view: NodeView, revision: number): Message[] => {
  const { side, sent } = session();
  side.offer(target(view, revision));
  return sent;
};

const withNonce = (messages: readonly Message[], nonce: number): Message[] =>
  messages.map((message) => ({ ...message, nonce }));
const receiver = (current?: RevisedView) => new ViewReceiver('n1', current);
const last = (received: readonly Received[]): Received => received.at(-1) as Received;
const feed = (to: ViewReceiver, messages: readonly Message[]): Received =>
  last(messages.map((message) => to.receive(message)));

const A = sampleView();
const B = sampleView({ port: 9090 });
const C = sampleView({ pods: 4, from: 'w2' });

describe('the view on the wire', () => {
  it('comes back as it was', () => {
    const received = feed(receiver(), snapshotOf(C, 1));
    expect(received).toMatchObject({ kind: 'view', revised: { revision: 1, digest: viewDigest(C) } });
    expect(received.kind === 'view' && spelledView(received.revised.view.whole())).toEqual(HeldView.of(C).whole());
  });

  it("holds a candidate beside the policy in force, and says how long it may stay unconfirmed by the sender's own clock", () => {
    const trial = { id: 'r1', revision: 9, mode: 'unconfirmed', confirmBy: 1_060_000 } as const;
    const [a, b] = [target(A, 1), HeldView.of(B)];
    const aim: Target = { ...a, version: 2, ...candidateBeside(a, b, trial) };
    expect(aim.digest).toBe(viewDigest(aim.view.whole()));
    for (const base of [undefined, a]) {
      const sent: Message[] = [];
      sessionAtOnce(
        (message) => sent.push(wire(message)),
        base,
        {},
        () => 1_000_000,
      ).offer(aim);
      expect(feed(receiver(base), sent)).toMatchObject({
        kind: 'view',
        revised: { digest: aim.digest, confirmWithinMs: 60_000, view: { trial } },
      });
    }
  });

  it('F65: is cut into chunks below the limit, big sets and policies too, and joined again', () => {
    const big = sampleView({ pods: 400, from: 'w0' });
    const many: NodeView = {
      ...big,
      sets: big.sets.map((set) => ({
        ...set,
        prefixes: big.endpoints.flatMap((e) => e.addresses.map((a) => ({ ...a, length: 32 }))),
      })),
    };
    const held = [...viewParts(HeldView.of(many), 1_000)];
    expect(finish(countParts(HeldView.of(many), 1_000))).toBe(held.length);
    for (const parts of [held, [...viewParts(HeldView.of(many), 1_000, new Encodings())]]) joins(parts, many);
  });

  function joins(parts: readonly osg.v1.NodeViewPart.$Properties[], many: NodeView): void {
    expect(parts.length).toBeGreaterThan(20);
    for (const part of parts) expect(osg.v1.NodeViewPart.encode(part).finish().length).toBeLessThan(2_000);
    const assembly = new Assembly();
    for (const part of parts) finish(assembly.add(part));
    const { view, sum } = finish(assembly.end());
    expect(spelledView(view.whole())).toEqual(HeldView.of(many).whole());
    expect(digestOf(view, sum)).toBe(viewDigest(many));
  }

  it('has one digest whatever the order of its lists, another for another meaning', () => {
    const shuffled: NodeView = { ...C, endpoints: [...C.endpoints].reverse(), sets: [...C.sets].reverse() };
    expect(viewDigest(shuffled)).toBe(viewDigest(C));
    expect(new Set([A, B, C].map(viewDigest)).size).toBe(3);
  });

  it('turns into any other by the change between them', () => {
    for (const from of [A, B, C])
      for (const to of [A, B, C]) {
        const before = HeldView.of(from);
        const bytes = osg.v1.Delta.encode(encodeChange(viewChangeBetween(before, HeldView.of(to)))).finish();
        const after = applyViewChange(before, decodeChange(osg.v1.Delta.decode(bytes), 'n1'));
        expect(viewDigest(after.whole())).toBe(viewDigest(to));
      }
  });

  it('sends what joins and leaves a large set, and the rules that come and go in a long policy', () => {
    const before = sampleView({ pods: 50 });
    const members = before.endpoints.flatMap((e) => e.addresses.map((a) => ({ ...a, length: 32 })));
    const long = before.policies.map((p) => ({
      ...p,
      rules: p.rules.flatMap((r) => members.map((_, i) => ({ ...r, id: `${r.id}/${i}` }))),
    }));
    const base: NodeView = { ...before, policies: long, sets: before.sets.map((s) => ({ ...s, prefixes: members })) };
    const next: NodeView = {
      ...base,
      policies: long.map((p) => ({ ...p, rules: p.rules.with(7, { ...p.rules[7]!, reason: 'another' }) })),
      sets: base.sets.map((s) => ({ ...s, prefixes: members.slice(0, -1) })),
    };
    const { side, sent } = session(target(base, 1));
    side.offer(target(next, 2));
    const { delta } = sent[0] as Message;
    expect(delta?.setChanges).toHaveLength(1);
    expect(delta?.policyChanges).toMatchObject([{ rules: [{ at: 7, remove: 1, put: [{ reason: 'another' }] }] }]);
    expect([delta?.upsert?.sets, delta?.upsert?.policies, delta?.upsert?.endpoints]).toEqual([[], [], []]);
    expect(feed(receiver(target(base, 1)), sent)).toMatchObject({
      kind: 'view',
      delta: { change: { sets: { put: [] } } },
    });
  });

  it('goes whole, in chunks, where its change may be longer than a message', () => {
    const next: NodeView = {
      ...A,
      sets: A.sets.map((s) => ({
        ...s,
        prefixes: Array.from({ length: 120_000 }, (_, i) => ({ family: 4 as const, value: BigInt(i), length: 32 })),
      })),
    };
    const { side, sent } = session(target(A, 1));
    side.offer(target(next, 2));
    expect(sent[0]?.snapshot).toBeTruthy();
    expect(feed(receiver(target(A, 1)), sent)).toMatchObject({ kind: 'view', revised: { revision: 2 } });
  });
});

describe("the agent's side against a misbehaving controller", () => {
  it('F64: ignores a stale or repeated nonce', () => {
    const agent = receiver();
    expect(feed(agent, withNonce(snapshotOf(A, 5), 7)).kind).toBe('view');
    expect(feed(agent, withNonce(snapshotOf(B, 6), 7)).kind).toBe('ignored');
    expect(feed(agent, withNonce(snapshotOf(B, 6), 3)).kind).toBe('ignored');
    expect(feed(agent, withNonce(snapshotOf(B, 6), 8)).kind).toBe('view');
  });

  it('F64: refuses a revision older than the one it holds, also after a reconnection', () => {
    const held = target(A, 9);
    expect(feed(receiver(held), snapshotOf(B, 8))).toMatchObject({
      kind: 'refused',
      error: { code: 'PROTOCOL', field: 'revision' },
    });
    const newStore = snapshotOf(B, 1).map((m) => ({ ...m, snapshot: { ...m.snapshot, epoch: 2 } }));
    expect(feed(receiver(held), newStore).kind).toBe('view');
  });

  it('F64: refuses a version older than the one it holds, of the same revision', () => {
    const [first, second] = [target(A, 9, 1, 5), target(B, 9, 1, 6)];
    const { side, sent } = session(first);
    side.offer(second);
    expect(feed(receiver(first), sent)).toMatchObject({ kind: 'view', revised: { revision: 9, version: 6 } });
    expect(feed(receiver(target(A, 9, 1, 4)), sent)).toMatchObject({ kind: 'refused', error: { code: 'STALE_BASE' } });
    const { side: back, sent: older } = session();
    back.offer(first);
    expect(feed(receiver(second), older)).toMatchObject({ kind: 'refused', error: { field: 'revision' } });
  });

  it('F64: repeated chunks do no harm, reordered and foreign ones are refused', () => {
    const chunks = chunked(C, 3, 100);
    expect(chunks.length).toBeGreaterThan(3);
    const [first, second, ...rest] = chunks as [Message, Message, ...Message[]];
    expect(feed(receiver(), [first, first, second, second, ...rest]).kind).toBe('view');
    const gap = receiver();
    const [, afterGap, ...late] = [first, ...rest].map((message) => gap.receive(message));
    expect(afterGap).toMatchObject({ kind: 'refused', error: { code: 'PROTOCOL', field: 'index' } });
    expect(late.every(({ kind }) => kind === 'ignored')).toBe(true);
    expect(feed(receiver(), [first, { ...second, snapshot: { ...second.snapshot, revision: 4 } }])).toMatchObject({
      kind: 'refused',
      error: { field: 'revision' },
    });
  });

  it('a truncated snapshot is forgotten when the next one begins', () => {
    const agent = receiver();
    const [first] = chunked(C, 3, 100);
    expect(agent.receive(first as Message).kind).toBe('partial');
    expect(feed(agent, withNonce(snapshotOf(A, 4), 2))).toMatchObject({ kind: 'view', revised: { revision: 4 } });
  });

  it('refuses a view whose digest is another', () => {
    const wrong = snapshotOf(A, 1).map((m) => ({ ...m, snapshot: { ...m.snapshot, digest: viewDigest(B) } }));
    expect(feed(receiver(), wrong)).toMatchObject({ kind: 'refused', error: { code: 'DIGEST' } });
  });

  it('F68: refuses an empty view that is not marked as meant', () => {
    const empty: NodeView = { ...A, endpoints: [], policies: [], sets: [] };
    expect(feed(receiver(), snapshotOf(empty, 1))).toMatchObject({ kind: 'refused', error: { code: 'EMPTY' } });
    const meant = snapshotOf(empty, 1).map((m) => ({ ...m, snapshot: { ...m.snapshot, explicitEmpty: true } }));
    expect(feed(receiver(), meant).kind).toBe('view');
  });

  it("F91: refuses another node's view", () => {
    expect(feed(new ViewReceiver('n2', undefined), snapshotOf(A, 1))).toMatchObject({
      kind: 'refused',
      error: { code: 'IDENTITY' },
    });
  });

  it('refuses a delta on a base that it does not hold, and takes it after it was refused itself', () => {
    const { side, sent } = session(target(A, 1));
    side.offer(target(B, 2));
    expect(feed(receiver(), sent)).toMatchObject({ kind: 'refused', error: { code: 'STALE_BASE' } });
    const agent = receiver(target(A, 1));
    expect(feed(agent, sent).kind).toBe('view');
    agent.revert(target(A, 1));
    expect(feed(agent, withNonce(sent, 9)).kind).toBe('view');
  });

  it.each([
    ['a policy that no one sent', (part: Part): Part => ({ ...part, policies: [] })],
    ['a set that no one sent', (part: Part): Part => ({ ...part, sets: [] })],
    [
      'an endpoint twice',
      (part: Part): Part => ({ ...part, endpoints: [...(part.endpoints ?? []), ...(part.endpoints ?? [])] }),
    ],
  ])('F67: names the object for %s', (_, spoil) => {
    const parts = [...viewParts(HeldView.of(A))].map(spoil);
    const received = feed(
      receiver(),
      parts.map((part, index) => ({ nonce: 1, snapshot: { epoch: 1, revision: 1, index, count: parts.length, part } })),
    );
    expect(received).toMatchObject({ kind: 'refused', error: { code: 'MALFORMED' } });
    expect(received.kind === 'refused' && received.error.operation).toMatch(/SecurityGroup\/shop\/w0|shop\/w0/);
  });

  it('F82: keeps labels with hostile names as plain data', () => {
    const hostile: NodeView = {
      ...A,
      endpoints: A.endpoints.map((e) => ({
        ...e,
        labels: Object.fromEntries([
          ['__proto__', 'x'],
          ['constructor', 'y'],
        ]),
      })),
    };
    const received = feed(receiver(), snapshotOf(hostile, 1));
    expect(received.kind).toBe('view');
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
    expect(
      received.kind === 'view' && Object.entries(received.revised.view.endpoints.toArray()[0]?.labels ?? {}),
    ).toEqual([
      ['__proto__', 'x'],
      ['constructor', 'y'],
    ]);
  });

  it('F82: refuses bytes that are no message', () => {
    for (let seed = 1; seed < 200; seed++) {
      const bytes = Buffer.from(Array.from({ length: 40 }, (_, i) => (seed * 2654435761 * (i + 1)) >>> 24));
      let message: Message;
      try {
        message = osg.v1.ControllerMessage.decode(bytes);
      } catch {
        continue;
      }
      expect(['ignored', 'refused', 'partial']).toContain(receiver().receive(message).kind);
    }
  });
});

/** The chunks of a snapshot with a small limit, as messages of nonce 1. */
function chunked(view: NodeView, revision: number, limit: number): Message[] {
  const parts = [...viewParts(HeldView.of(view), limit)];
  const { digest } = target(view, revision);
  return parts.map((part, index) =>
    wire({
      nonce: 1,
      snapshot: { epoch: 1, revision, index, count: parts.length, part, ...(index === parts.length - 1 && { digest }) },
    }),
  );
}

describe("the controller's side against a misbehaving agent", () => {
  it('F40: has one revision in flight, and of those that wait only the last', () => {
    const { side, sent, log } = session();
    for (let revision = 1; revision <= 1000; revision++) side.offer(target(revision % 2 ? A : B, revision));
    expect(sent.map((m) => m.snapshot?.revision)).toEqual([1]);
    side.ack({ nonce: 1, revision: 1 });
    expect(sent.at(-1)).toMatchObject({ nonce: 2, delta: { baseRevision: 1, revision: 1000 } });
    side.ack({ nonce: 2, revision: 1000 });
    expect(log).toEqual(['acked 1', 'acked 1000']);
    expect(sent).toHaveLength(2);
  });

  it('F64: an answer that fits nothing in flight changes nothing', () => {
    const { side, log } = session();
    side.offer(target(A, 1));
    side.ack({ nonce: 2, revision: 1 });
    side.ack({ nonce: 1, revision: 7 });
    side.nack({ nonce: 0, revision: 0, code: NACK_CODES.value.INVALID });
    expect(log).toEqual(['ignored', 'ignored', 'ignored']);
    side.ack({ nonce: 1, revision: 1 });
    side.ack({ nonce: 1, revision: 1 });
    expect(log.slice(3)).toEqual(['acked 1', 'ignored']);
  });

  it('answers a stale base with a snapshot, and a refused snapshot with nothing', () => {
    const { side, sent, log } = session(target(A, 1));
    side.offer(target(B, 2));
    expect(sent.at(-1)?.delta).toBeTruthy();
    side.nack({ nonce: 1, revision: 2, code: NACK_CODES.value.STALE_BASE });
    expect(sent.at(-1)).toMatchObject({ nonce: 2, snapshot: { revision: 2 } });
    side.nack({ nonce: 2, revision: 2, code: NACK_CODES.value.DIGEST });
    expect(log).toEqual(['refused 2 DIGEST']);
    expect(sent).toHaveLength(2);
  });

  it('answers a delta that is refused for what it does not know with a snapshot, once', () => {
    for (const code of [0, 99 as osg.v1.NackCode]) {
      const { side, sent, log } = session(target(A, 1));
      side.offer(target(B, 2));
      side.nack({ nonce: 1, revision: 2, code });
      expect(sent.at(-1)).toMatchObject({ nonce: 2, snapshot: { revision: 2 } });
      side.nack({ nonce: 2, revision: 2, code });
      expect(log).toEqual([`refused 2 ${code === 0 ? '' : 'nack-code-99'}`]);
      expect(sent).toHaveLength(2);
    }
  });

  it('goes on with the next revision after a refusal, from the base that the agent still has', () => {
    const { side, sent } = session(target(A, 1));
    side.offer(target(B, 2));
    side.offer(target(C, 3));
    side.nack({ nonce: 1, revision: 2, code: NACK_CODES.value.INVALID });
    expect(sent.at(-1)).toMatchObject({ delta: { baseRevision: 1, revision: 3 } });
  });
});
