import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RolloutPolicy } from '../../policy/rollout.js';
import {
  begin,
  currentRing,
  type Event,
  type GateResult,
  isOver,
  placeOf,
  type RingState,
  type Run,
  ringOf,
  sinceNow,
  step,
  type Verdict,
} from './state.js';

const policy = (rings = 3): RolloutPolicy => ({
  id: 'RolloutPolicy//default',
  name: 'default',
  meanwhile: 'queue',
  confirmWithinMs: 1000,
  freeze: [],
  source: { file: 'rollout.yaml', line: 1 },
  rings: Array.from({ length: rings }, (_, i) => ({
    name: `ring${i}`,
    select: { kind: 'rest' },
    observeMs: i % 2 === 0 ? 50 : 0,
    confirmMs: 100,
    holdMs: i % 3 === 0 ? 0 : 200,
    gates: [],
  })),
});

const fresh = (): Run =>
  begin(
    { id: 'r-1', revision: 8, predecessor: 7, backRevision: 7, who: 'ann', subject: 'a change', policy: policy() },
    [['n0'], ['n1'], ['n2', 'n3']],
    0,
  );

const result = (verdict: Verdict): GateResult => ({ gate: 'g', verdict, evidence: 'e' });
const gates = (run: Run, nowMs: number, ...verdicts: Verdict[]): Event => {
  const ring = currentRing(run) ?? 0;
  return {
    kind: 'gates',
    ring,
    state: run.rings[ring]?.state ?? 'pending',
    askedMs: nowMs,
    results: verdicts.map(result),
    final: true,
    nowMs,
  };
};
const following = (run: Run, ...events: ((run: Run) => Event)[]): Run =>
  events.reduce((at, event) => step(at, event(at)), run);
const begins =
  (nowMs: number) =>
  (run: Run): Event => ({
    kind: 'begin',
    ring: currentRing(run) ?? 0,
    baselines: {},
    nowMs,
  });
const states = (run: Run): RingState[] => run.rings.map(({ state }) => state);

describe('a clock that went back while nobody ran', () => {
  const began = step(fresh(), { kind: 'begin', ring: 0, baselines: {}, nowMs: 10_000 });

  test('what lasts begins anew', () => {
    const run = sinceNow(began, 500);
    expect(run.rings[0]).toMatchObject({ state: 'observing', sinceMs: 500 });
    expect(step(run, gates(run, 549, 'pass')).rings[0]?.state).toBe('observing');
    expect(step(run, gates(run, 550, 'pass')).rings[0]?.state).toBe('unconfirmed');
  });

  test('what is unconfirmed is over: until when it may count, nobody knows', () => {
    const run = sinceNow(step(began, gates(began, 10_050, 'pass')), 500);
    expect(run.rings[0]?.state).toBe('unconfirmed');
    expect(step(run, { kind: 'tick', nowMs: 500 })).toMatchObject({ state: 'reverted', by: 'clock' });
  });
});

describe('a run', () => {
  test('goes ring by ring to its end', () => {
    let run = following(fresh(), begins(10));
    expect(states(run)).toEqual(['observing', 'pending', 'pending']);
    expect([0, 1, 2].map((ring) => placeOf(run, ring))).toEqual(['observe', 'predecessor', 'predecessor']);
    run = following(run, (r) => gates(r, 30, 'pass'));
    expect(states(run)[0]).toBe('observing');
    run = following(run, (r) => gates(r, 60, 'pass'));
    expect(run.rings[0]).toMatchObject({ state: 'unconfirmed', confirmByMs: 1060 });
    run = following(run, (r) => gates(r, 160, 'pass'), begins(170));
    expect(states(run)).toEqual(['passed', 'unconfirmed', 'pending']);
    run = following(run, (r) => gates(r, 270, 'pass'));
    expect(states(run)).toEqual(['passed', 'holding', 'pending']);
    run = following(
      run,
      (r) => gates(r, 470, 'pass'),
      begins(480),
      (r) => gates(r, 530, 'pass'),
      (r) => gates(r, 630, 'pass'),
      (r) => gates(r, 830, 'pass'),
    );
    expect(run).toMatchObject({ state: 'confirmed', endedMs: 830 });
    expect(placeOf(run, 2)).toBe('candidate');
  });

  test('a gate that fails brings it back, whenever it does, and be it paused', () => {
    const paused = following(fresh(), begins(10), () => ({ kind: 'pause', who: 'ann', reason: 'lunch', nowMs: 15 }));
    const run = following(paused, (r) => gates(r, 20, 'pass', 'fail'));
    expect(run).toMatchObject({ state: 'reverted', by: 'gate g' });
    expect(states(run)).toEqual(['failed', 'pending', 'pending']);
  });

  test('what is inconclusive when it counts pauses it for a person, who may let it pass', () => {
    const run = following(fresh(), begins(10), (r) => gates(r, 60, 'pass', 'inconclusive'));
    expect(run).toMatchObject({ state: 'paused', by: 'gate g', reason: 'ring ring0: g: e' });
    expect(states(following(run, (r) => gates(r, 70, 'pass')))[0]).toBe('observing');
    const resumed = following(run, () => ({ kind: 'resume', who: 'ann', reason: '', nowMs: 80 }));
    expect(states(following(resumed, (r) => gates(r, 90, 'pass')))[0]).toBe('unconfirmed');
    const confirmed = following(run, () => ({ kind: 'confirm', who: 'ann', reason: 'I looked', nowMs: 80 }));
    expect(states(confirmed)[0]).toBe('unconfirmed');
  });

  test('what is inconclusive has some time to become clear', () => {
    const run = following(fresh(), begins(10), (r) => ({ ...gates(r, 60, 'inconclusive'), final: false }) as Event);
    expect(run.state).toBe('running');
    expect(states(following(run, (r) => gates(r, 70, 'pass')))[0]).toBe('unconfirmed');
  });

  test('no answer is no pass', () => {
    expect(following(fresh(), begins(10), (r) => gates(r, 60)).state).toBe('paused');
  });

  test('a ring that nobody confirms is back at its time, paused or not', () => {
    const run = following(
      fresh(),
      begins(10),
      (r) => gates(r, 60, 'pass'),
      () => ({
        kind: 'pause',
        who: 'ann',
        reason: '',
        nowMs: 100,
      }),
    );
    expect(following(run, () => ({ kind: 'tick', nowMs: 1059 })).state).toBe('paused');
    expect(following(run, () => ({ kind: 'tick', nowMs: 1060 }))).toMatchObject({ state: 'reverted', by: 'clock' });
  });

  test('answers of another state do not count', () => {
    const run = following(fresh(), begins(10));
    const late = gates(run, 60, 'pass');
    const unconfirmed = step(run, late);
    expect(step(unconfirmed, { ...late, nowMs: 300 } as Event)).toBe(unconfirmed);
  });

  test('a node that came later belongs to the last ring', () => {
    expect(ringOf(fresh(), 'n9')).toBe(2);
    expect(ringOf(fresh(), 'n1')).toBe(1);
  });
});

const verdict = fc.constantFrom<Verdict>('pass', 'pass', 'pass', 'fail', 'inconclusive');
const anyEvent = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('gates' as const),
      verdicts: fc.array(verdict, { maxLength: 3 }),
      stale: fc.boolean(),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('begin' as const), ring: fc.nat(3) }) },
  fc.record({ kind: fc.constantFrom('tick' as const, 'nothing' as const, 'returned' as const) }),
  fc.record({ kind: fc.constantFrom('pause' as const, 'resume' as const, 'confirm' as const, 'abort' as const) }),
);

test('whatever happens: no ring before the one before it, none passes but by its gates or a person, what ends on the predecessor is whole', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(anyEvent, fc.nat(150)), { maxLength: 60 }), (happenings) => {
      let run = fresh();
      let nowMs = 0;
      for (const [happening, by] of happenings) {
        nowMs += by;
        const ring = currentRing(run) ?? 0;
        const state = run.rings[ring]?.state ?? 'pending';
        const event: Event =
          happening.kind === 'gates'
            ? {
                ...happening,
                ring,
                state,
                askedMs: happening.stale ? 0 : nowMs,
                results: happening.verdicts.map(result),
                final: true,
                nowMs,
              }
            : happening.kind === 'begin'
              ? { ...happening, baselines: {}, nowMs }
              : happening.kind === 'returned'
                ? { kind: 'returned', node: 'n0', reason: 'deadline', nowMs }
                : happening.kind === 'nothing'
                  ? { kind: 'nothing', ring, nowMs }
                  : happening.kind === 'tick'
                    ? { kind: 'tick', nowMs }
                    : { kind: happening.kind, who: 'ann', reason: '', nowMs };
        const before = run;
        // What the store gives back goes on as what was in memory.
        run = step(JSON.parse(JSON.stringify(before)) as Run, event);
        expect(run).toEqual(step(before, event));
        if (isOver(before)) expect(run).toEqual(before);
        const places = run.rings.map((_, i) => placeOf(run, i));
        if (run.state === 'reverted') expect(new Set(places)).toEqual(new Set(['predecessor']));
        else if (run.state === 'confirmed') expect(new Set(states(run))).toEqual(new Set(['passed']));
        else {
          const first = run.rings.findIndex((one) => one.state !== 'passed');
          expect(run.rings.slice(first + 1).every((one) => one.state === 'pending')).toBe(true);
          const open = run.rings[first];
          if (open?.state === 'unconfirmed') expect(nowMs).toBeLessThan(open.confirmByMs);
        }
        run.rings.forEach((one, i) => {
          const was = before.rings[i]?.state;
          if (was === one.state || (one.state !== 'holding' && one.state !== 'passed')) return;
          const person = event.kind === 'confirm';
          const passed =
            event.kind === 'gates' &&
            event.results.length > 0 &&
            event.results.every((r) => r.verdict === 'pass') &&
            before.state === 'running';
          expect(person || passed || (event.kind === 'nothing' && was === 'pending')).toBe(true);
        });
        if (event.kind === 'abort' && !isOver(before)) expect(run.state).toBe('reverted');
        if (before.state === 'paused' && event.kind === 'begin')
          expect(states(run)).toEqual(isOver(run) ? states(run) : states(before));
      }
    }),
    { numRuns: 500 },
  );
});
