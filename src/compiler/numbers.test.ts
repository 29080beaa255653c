/** Numbers that outlive the process: a line that is restored from them goes on as the one that was never left. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { change, crowd } from '../../test/support/churn.js';
import { view as anyView, viewEdit } from '../../test/support/views.js';
import type { NodeView } from '../policy/view.js';
import { type CompileState, compile, LIMITS, numbersOf, type PlanNumbers, stateFrom } from './compile.js';
import { digestOf } from './digest.js';
import { Numbers } from './numbers.js';
import type { Plan } from './plan.js';

type Edit = (view: NodeView) => NodeView;

const onDisk = (state: CompileState): PlanNumbers => JSON.parse(JSON.stringify(numbersOf(state)));

/** The restored plan is the other one, but that it has no words for slots at rest. */
function same(restored: Plan, plan: Plan): void {
  [...restored.slots].forEach((slot, number) => {
    if (slot !== undefined) expect(slot).toEqual(plan.slots.at(number));
  });
  expect(restored.endpoints.map(({ id, index }) => [id, index])).toEqual(
    plan.endpoints.map(({ id, index }) => [id, index]),
  );
  expect(restored.capacity).toEqual(plan.capacity);
  expect(restored.digest()).toBe(digestOf({ ...plan, slots: restored.slots }));
}

/** @returns whether the view alone would have been numbered otherwise */
function restarts(first: NodeView, before: readonly Edit[], after: readonly Edit[]): boolean {
  let view = first;
  let line = compile(view);
  for (const edit of before) {
    view = edit(view);
    line = compile(view, line.state);
  }
  const numbers = onDisk(line.state);
  let other = compile(view, stateFrom(numbers));
  same(other.plan, line.plan);
  expect(onDisk(other.state)).toEqual(numbers);
  const anew = compile(view).plan.digest() !== other.plan.digest();
  for (const edit of after) {
    other = compile(view, stateFrom(onDisk(other.state)));
    view = edit(view);
    line = compile(view, line.state);
    other = compile(view, other.state);
    same(other.plan, line.plan);
  }
  return anew;
}

describe('numbers over a restart', () => {
  it('F46 stay those of every rule, endpoint and class, after any history', { timeout: 300_000 }, () => {
    let anew = 0;
    const edits = fc.array(viewEdit, { maxLength: 14 });
    fc.assert(
      fc.property(anyView, edits, edits, (...history) => {
        if (restarts(...history)) anew++;
      }),
      { numRuns: 80 },
    );
    expect(anew).toBeGreaterThan(10);
    const changes = fc.array(change, { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(crowd, changes, changes, (...history) => void restarts(...history)),
      { numRuns: 3 },
    );
  });

  it('let a view of another revision keep what it shares', () => {
    fc.assert(
      fc.property(anyView, viewEdit, viewEdit, (first, edit, next) => {
        const line = compile(edit(first), compile(first).state);
        const restored = compile(next(edit(first)), stateFrom(onDisk(line.state)));
        const going = compile(next(edit(first)), line.state);
        same(restored.plan, going.plan);
      }),
      { numRuns: 100 },
    );
  });

  it('are left out where they cannot be', () => {
    const [view] = fc.sample(anyView, { numRuns: 1, seed: 1 }) as [NodeView];
    const line = compile(view);
    const { slots, endpoints, classes } = onDisk(line.state);
    const [[id]] = endpoints as [[string, number, number]];
    const wrong: PlanNumbers = {
      slots: slots.flatMap(([name]) => [[name, 1, 0] as const, [name, 2.5, 0] as const]),
      endpoints: [
        [id, LIMITS.endpoints + 1, 0],
        ['x/gone', 1, 3],
        ['x/other', 1, 0],
      ],
      classes,
    };
    const { plan } = compile(view, stateFrom(wrong));
    const used = plan.endpoints.map(({ index }) => index);
    expect(new Set(used).size).toBe(used.length);
    expect(used).toContain(2);
    expect(used).not.toContain(1);
    expect(plan.capacity).toEqual(line.plan.capacity);
    const small = { ...LIMITS, endpoints: view.endpoints.length };
    const full = view.endpoints.map((_, i): [string, number, number] => [`x/gone${i}`, i + 1, 1]);
    expect(compile(view, stateFrom({ ...wrong, endpoints: full }, small), small).plan.capacity.endpoints).toBe(
      view.endpoints.length,
    );
  });

  it('are restored in steps, at the end too, and none that is in use keeps an entry among those at rest', () => {
    const count = 50_000;
    let said = 0;
    const saved = function* (): Generator<[string, number, number]> {
      for (let n = 1; n <= count; n++) {
        said = n;
        yield [`n${n}`, n, 0];
      }
    };
    let stepsAfter = 0;
    const steps = Numbers.restoreSteps(saved(), LIMITS.slots);
    let step = steps.next();
    for (; step.done !== true; step = steps.next()) if (said === count) stepsAfter++;
    const numbers = step.value;
    expect(stepsAfter).toBeGreaterThan(10);
    for (let n = 1; n < count; n++) numbers.acquire(`n${n}`);
    for (const _ of numbers.retireUnused());
    expect(numbers.resting).toBe(1);
  });

  it('rest as long as if there had been no restart', () => {
    const line = new Numbers(100);
    line.acquire('a');
    line.acquire('b');
    line.settle();
    line.release('a');
    line.settle();
    for (let compilation = 0; compilation < 20; compilation++) {
      const restored = Numbers.restore(line.save(), 100);
      restored.acquire('b');
      restored.retireUnused();
      restored.settle();
      expect(restored.save()).toEqual(line.save());
      line.settle();
      restored.settle();
      expect(restored.save()).toEqual(line.save());
    }
    expect(line.acquire('c')).toBe(1);
  });
});
