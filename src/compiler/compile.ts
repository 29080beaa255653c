/** Compiling whole views, for those who have views and no changes; compiler.ts takes changes. */
import type { NodeView } from '../policy/view.js';
import { changeOf, wholeView } from './change.js';
import { Compiler } from './compiler.js';
import { LIMITS, type Limits } from './limits.js';
import type { PlanNumbers } from './numbers.js';
import type { Plan } from './plan.js';
import { finish, type Steps } from './steps.js';

export { Compiler } from './compiler.js';
export { CompileError } from './error.js';
export { withGiven } from './given.js';
export { LIMITS, type Limits } from './limits.js';
export type { GivenNumbers, KeptNumbers, PlanNumbers, SavedName } from './numbers.js';

export type { Steps } from './steps.js';

export interface Compiled {
  readonly plan: Plan;
  /** For the next compilation of the same node. */
  readonly state: CompileState;
}

/**
 * What one compilation of a whole view leaves to the next: for those who have views and no changes. States form a line:
 * once a state has been used, compiling with it again (or after a refusal) still gives a right plan, from scratch, with the
 * line's latest numbers.
 */
export interface CompileState {
  readonly compiler: Compiler;
  readonly view: NodeView | undefined;
  readonly revision: number;
}

/** The latest numbers of the state's line. */
export function numbersOf({ compiler }: CompileState): PlanNumbers {
  const { slots, endpoints, classes } = compiler.numbers;
  return { slots: [...slots], endpoints: [...endpoints], classes };
}

/** The same numbers without anything compiled: the next compilation starts from scratch. */
export function numbersOnly({ compiler }: CompileState): CompileState {
  return { compiler: compiler.fork(), view: undefined, revision: 0 };
}

/** A state that has compiled nothing and knows numbers; see `Compiler.from`. */
export function stateFrom(numbers: PlanNumbers, limits: Limits = LIMITS): CompileState {
  return { compiler: finish(Compiler.from(numbers, limits)), view: undefined, revision: 0 };
}

/**
 * Compiles a whole view, with a state in proportion to what differs by identity: unchanged objects are to be the same.
 * @param previous the state that compiling the node's previous view gave
 * @throws {CompileError} see `Compiler.update`; the previous state stays usable
 */
export function compile(view: NodeView, previous?: CompileState, limits: Limits = LIMITS): Compiled {
  return finish(compileSteps(view, previous, limits));
}

/** The same, for those who must not be kept waiting. The previous state must not be used while it is under way. */
export function* compileSteps(view: NodeView, previous?: CompileState, limits: Limits = LIMITS): Steps<Compiled> {
  let compiler = previous?.compiler ?? new Compiler(limits);
  const usable = previous === undefined || (compiler.revision === previous.revision && compiler.sound);
  if (!usable || compiler.limits !== limits) compiler = compiler.fork(limits);
  const before = compiler.revision === 0 ? undefined : previous?.view;
  const plan = yield* compiler.update(before === undefined ? wholeView(view) : changeOf(before, view));
  return { plan, state: { compiler, view, revision: compiler.revision } };
}
