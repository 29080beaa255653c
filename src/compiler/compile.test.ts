import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { view as anyView, edgeAddresses, edgeKeys, edgeTimes, viewEdit } from '../../test/support/views.js';
import { formatAddress } from '../net/address.js';
import { type Attribution, type AuditedJudgement, judgeView } from '../policy/judge.js';
import type { NodeView } from '../policy/view.js';
import { compile, numbersOnly } from './compile.js';
import { digestOf } from './digest.js';
import { lookupPlan } from './lookup.js';
import type { CellStep, Matcher, Plan, RangeMap, RowRef, SlotInfo } from './plan.js';

function said(plan: Plan, { verdict, slot, audit }: Omit<CellStep, 'until'>): unknown {
  return {
    verdict,
    by: named(plan.slots.at(slot) as SlotInfo),
    ...(audit && { audit: { verdict: audit.verdict, by: named(plan.slots.at(audit.slot) as SlotInfo) } }),
  };
}

const named = (slot: SlotInfo): unknown => (slot.kind === 'rule' ? slot.rule : slot.isolatedBy);
const judged = (by: Attribution): unknown => (by.kind === 'rule' ? by.rule : by.isolatedBy);

function expected({ verdict, by, audit }: AuditedJudgement): unknown {
  return { verdict, by: judged(by), ...(audit && { audit: { verdict: audit.verdict, by: judged(audit.by) } }) };
}

/** Compares the classes of packets at their edges: all of them, or about `limit` evenly chosen ones. Returns how many. */
function compare(view: NodeView, plan: Plan, limit = Number.POSITIVE_INFINITY): number {
  const [peers, keys, times] = [edgeAddresses(view), edgeKeys(view), edgeTimes(view)];
  const total = peers.length * keys.length * times.length * view.endpoints.length * 2;
  // A step that shares no small factor with the dimensions visits all of them.
  const step = total <= limit ? 1 : Math.floor(total / limit / 2310) * 2310 + 2309;
  let count = 0;
  for (let i = 0; i < total; i += step) {
    let rest = i;
    const pick = <T>(items: readonly T[]): T => {
      const item = items[rest % items.length] as T;
      rest = Math.floor(rest / items.length);
      return item;
    };
    const [{ id }, direction, at, key, peer] = [
      pick(view.endpoints),
      pick(['ingress', 'egress'] as const),
      pick(times),
      pick(keys),
      pick(peers),
    ];
    const found = said(plan, lookupPlan(plan, id, direction, peer, key, at));
    const wanted = expected(judgeView(view, id, direction, peer, key, at));
    const about = { id, direction, peer: formatAddress(peer), key, at };
    if (JSON.stringify(found) !== JSON.stringify(wanted))
      expect({ ...about, says: found }).toEqual({ ...about, says: wanted });
    count++;
  }
  return count;
}

const spelledRow = (ref: RowRef): unknown =>
  'byClass' in ref ? ref.byClass.map(spelledRow) : { starts: ref.starts, cells: ref.cells };

/** A row says the same whatever object it is. */
function spelled({ endpoints }: Plan): unknown {
  const map = ({ chunks }: RangeMap) => [...chunks].map(({ starts, rows }) => ({ starts, rows: rows.map(spelledRow) }));
  const matcher = ({ v4, v6, restricted }: Matcher) => ({ v4: map(v4), v6: map(v6), restricted });
  return endpoints.map(({ ingress, egress, candidate, ...rest }) => ({
    ...rest,
    ingress: matcher(ingress),
    egress: matcher(egress),
    candidate: candidate && { ingress: matcher(candidate.ingress), egress: matcher(candidate.egress) },
  }));
}

describe('compile', () => {
  it('says what the naive judge says, for every class of packets and time', { timeout: 300_000 }, () => {
    fc.assert(
      fc.property(anyView, (view) => {
        expect(compare(view, compile(view).plan, 3000)).toBeGreaterThan(0);
      }),
      { numRuns: 100 },
    );
  });

  it('compiles changes to the same plan as from scratch', { timeout: 300_000 }, () => {
    fc.assert(
      fc.property(anyView, fc.array(viewEdit, { minLength: 1, maxLength: 6 }), (first, changes) => {
        let view = first;
        let { state } = compile(view);
        const before: [Plan, string][] = [];
        for (const change of changes) {
          view = change(view);
          const scratch = compile(view, numbersOnly(state)).plan;
          const next = compile(view, state);
          expect(next.plan.capacity).toEqual(scratch.capacity);
          expect(spelled(next.plan)).toEqual(spelled(scratch));
          expect(next.plan.digest()).toBe(scratch.digest());
          state = next.state;
          before.push([next.plan, next.plan.digest()]);
        }
        for (const [plan, digest] of before) expect(digestOf(plan)).toBe(digest);
      }),
      { numRuns: 150 },
    );
  });
});
