/**
 * A run: one change of policy on its way through its rings, as a value. Events lead from one to the next; what each node shall
 * have follows from the value alone, so that whoever reads it from the store goes on where it stood. No clock, no sockets.
 */
import type { osg } from '../../gen/proto.js';
import type { RingPlan, RolloutPolicy } from '../../policy/rollout.js';
import type { Word } from '../../rpc/words.js';

export type RingState = Word<typeof osg.v1.RingState>;

export type Verdict = Word<typeof osg.v1.GateVerdict>;

/** A person's word. */
export type Action = Word<typeof osg.v1.RolloutAction>;

export interface GateResult {
  readonly gate: string;
  readonly verdict: Verdict;
  /** What it judged by, for people. */
  readonly evidence: string;
}

/** What a gate found before its ring had anything; null: it did not answer. */
export type Baselines = Readonly<Record<string, number | null>>;

export interface RingRun {
  readonly name: string;
  /** All nodes of the ring, whether they are concerned or not: pinned. */
  readonly nodes: readonly string[];
  readonly state: RingState;
  /** Of the state. */
  readonly sinceMs: number;
  /** Of `unconfirmed`. */
  readonly confirmByMs: number;
  readonly baselines: Baselines;
  /** As they were asked last in this state. */
  readonly gates: readonly GateResult[];
}

export interface Run {
  /** `r-<n>`. */
  readonly id: string;
  /** The candidate's, and of what its nodes had before. */
  readonly revision: number;
  readonly predecessor: number;
  /** The number under which nodes have what was before: an emergency makes a new one for each side. */
  readonly backRevision: number;
  readonly who: string;
  readonly subject: string;
  readonly policy: RolloutPolicy;
  readonly startedMs: number;
  readonly state: Word<typeof osg.v1.RolloutState>;
  /** Why it is paused, or came to its end. */
  readonly reason: string;
  /** By whom. */
  readonly by: string;
  /** 0: it has not ended. */
  readonly endedMs: number;
  readonly rings: readonly RingRun[];
}

export type Event = { readonly nowMs: number } /** The ring after those that passed may begin. */ & (
  | { readonly kind: 'begin'; readonly ring: number; readonly baselines: Baselines }
  /** No node of it has another view by the candidate. */
  | { readonly kind: 'nothing'; readonly ring: number }
  /** All gates of a ring, asked at `askedMs` or later in the state that it had then. */
  | {
      readonly kind: 'gates';
      readonly ring: number;
      readonly state: RingState;
      readonly askedMs: number;
      readonly results: readonly GateResult[];
      /** Whoever has not answered by now will not. */
      readonly final: boolean;
    }
  | { readonly kind: 'tick' }
  /** A node of the ring is back on the predecessor by itself. */
  | { readonly kind: 'returned'; readonly node: string; readonly reason: string }
  | { readonly kind: Action; readonly who: string; readonly reason: string }
);

/** What nodes of a ring shall have. */
export type Place =
  | 'predecessor'
  /** The candidate beside it. */
  | 'observe'
  | 'unconfirmed'
  | 'candidate';

const PLACES: Readonly<Record<RingState, Place>> = {
  pending: 'predecessor',
  observing: 'observe',
  unconfirmed: 'unconfirmed',
  holding: 'candidate',
  passed: 'candidate',
  failed: 'predecessor',
  reverted: 'predecessor',
};

export function begin(
  of: Pick<Run, 'id' | 'revision' | 'predecessor' | 'backRevision' | 'who' | 'subject' | 'policy'>,
  rings: readonly (readonly string[])[],
  nowMs: number,
): Run {
  return {
    ...of,
    startedMs: nowMs,
    state: 'running',
    reason: '',
    by: '',
    endedMs: 0,
    rings: of.policy.rings.map(
      ({ name }, i): RingRun => ({
        name,
        nodes: rings[i] ?? [],
        state: 'pending',
        sinceMs: nowMs,
        confirmByMs: 0,
        baselines: {},
        gates: [],
      }),
    ),
  };
}

export const isOver = ({ state }: Run): boolean => state === 'confirmed' || state === 'reverted';

/** The ring that is next to decide; undefined: all have passed, or it is over. */
export function currentRing(run: Run): number | undefined {
  if (isOver(run)) return undefined;
  const at = run.rings.findIndex(({ state }) => state !== 'passed');
  return at === -1 ? undefined : at;
}

/** A node that no ring has came later: it belongs to the last one. */
export function ringOf(run: Run, node: string): number {
  const at = run.rings.findIndex(({ nodes }) => nodes.includes(node));
  return at === -1 ? run.rings.length - 1 : at;
}

export function placeOf(run: Run, ring: number): Place {
  if (run.state === 'confirmed') return 'candidate';
  if (run.state === 'reverted') return 'predecessor';
  return PLACES[run.rings[ring]?.state ?? 'pending'];
}

/** How long the state of a ring lasts before its gates decide. */
export function lasts(plan: RingPlan, state: RingState): number {
  if (state === 'observing') return plan.observeMs;
  if (state === 'unconfirmed') return plan.confirmMs;
  return state === 'holding' ? plan.holdMs : 0;
}

/** The same run where the event changes nothing. */
export function step(run: Run, event: Event): Run {
  const at = currentRing(run);
  if (at === undefined) return run;
  const ring = run.rings[at] as RingRun;
  const { nowMs } = event;
  // Whoever looks later than its time finds it over: the nodes' kernels have gone back. So too if a clock shows a time before it began.
  if (ring.state === 'unconfirmed' && (nowMs >= ring.confirmByMs || nowMs < ring.sinceMs))
    return back(run, at, nowMs, 'clock', `ring ${ring.name} was not confirmed in time`);
  switch (event.kind) {
    case 'tick':
      return run;
    case 'begin':
      if (event.ring !== at || ring.state !== 'pending' || run.state === 'paused') return run;
      return enter(run, at, planOf(run, at).observeMs > 0 ? 'observing' : 'unconfirmed', nowMs, event.baselines);
    case 'nothing':
      if (event.ring !== at || ring.state !== 'pending' || run.state === 'paused') return run;
      return enter(run, at, 'passed', nowMs);
    case 'gates':
      return event.ring === at &&
        event.state === ring.state &&
        event.state !== 'pending' &&
        event.askedMs >= ring.sinceMs
        ? judged(run, at, event)
        : run;
    case 'returned':
      return ring.state === 'unconfirmed' ? back(run, at, nowMs, event.node, event.reason) : run;
    case 'pause':
      return { ...run, state: 'paused', by: event.who, reason: event.reason };
    case 'resume':
      if (run.state !== 'paused') return run;
      return withRing({ ...run, state: 'running', by: '', reason: '' }, at, { ...ring, gates: [] });
    case 'confirm': {
      if (ring.state === 'pending') return run;
      return next({ ...run, state: 'running', by: '', reason: '' }, at, nowMs);
    }
    case 'abort':
      return back(run, at, nowMs, event.who, event.reason, false);
  }
}

/** Read again by a clock that shows a time before its rings began: what lasts begins anew. */
export function sinceNow(run: Run, nowMs: number): Run {
  const rings = run.rings.map((ring) =>
    ring.state !== 'unconfirmed' && ring.sinceMs > nowMs ? { ...ring, sinceMs: nowMs } : ring,
  );
  return { ...run, rings };
}

const planOf = ({ policy }: Run, ring: number): RingPlan => policy.rings[ring] as RingPlan;

function judged(run: Run, at: number, { results, askedMs, nowMs, final }: Extract<Event, { kind: 'gates' }>): Run {
  const ring = run.rings[at] as RingRun;
  const known = withRing(run, at, { ...ring, gates: results });
  const failed = results.find(({ verdict }) => verdict === 'fail');
  if (failed !== undefined)
    return back(known, at, nowMs, `gate ${failed.gate}`, `ring ${ring.name}: ${failed.gate}: ${failed.evidence}`);
  if (run.state === 'paused' || askedMs < ring.sinceMs + lasts(planOf(run, at), ring.state)) return known;
  const open = results.find(({ verdict }) => verdict !== 'pass');
  if (open === undefined && results.length > 0) return next(known, at, nowMs);
  if (!final) return known;
  return {
    ...known,
    state: 'paused',
    by: open === undefined ? 'gates' : `gate ${open.gate}`,
    reason: `ring ${ring.name}: ${open === undefined ? 'no gate answered' : `${open.gate}: ${open.evidence}`}`,
  };
}

/** The state of the ring after the one that it has, and what follows from that for the run. */
function next(run: Run, at: number, nowMs: number): Run {
  const { state } = run.rings[at] as RingRun;
  if (state === 'observing') return enter(run, at, 'unconfirmed', nowMs);
  if (state === 'unconfirmed' && planOf(run, at).holdMs > 0) return enter(run, at, 'holding', nowMs);
  return enter(run, at, 'passed', nowMs);
}

function enter(run: Run, at: number, state: RingState, nowMs: number, baselines?: Baselines): Run {
  const ring = run.rings[at] as RingRun;
  const done = withRing(run, at, {
    ...ring,
    state,
    sinceMs: nowMs,
    confirmByMs: state === 'unconfirmed' ? nowMs + run.policy.confirmWithinMs : 0,
    baselines: baselines ?? ring.baselines,
    gates: state === 'passed' ? ring.gates : [],
  });
  if (done.rings.some((one) => one.state !== 'passed')) return done;
  return { ...done, state: 'confirmed', endedMs: nowMs };
}

function back(run: Run, at: number, nowMs: number, by: string, reason: string, failed = true): Run {
  return {
    ...run,
    state: 'reverted',
    by,
    reason,
    endedMs: nowMs,
    rings: run.rings.map((ring, i) => {
      if (i > at || ring.state === 'pending') return ring;
      return { ...ring, state: i === at && failed ? 'failed' : 'reverted', sinceMs: nowMs, confirmByMs: 0 };
    }),
  };
}

const withRing = (run: Run, at: number, ring: RingRun): Run => ({ ...run, rings: run.rings.with(at, ring) });
