/** What the engines over the compiled tables are asked. */
import type { Plan } from '../compiler/plan.js';
import type { Address, Direction } from '../net/types.js';
import type { Flow } from '../policy/flow.js';
import type { Workload } from '../policy/model.js';
import type { Binding, TableDecision } from '../tables/index.js';

/** One side of a flow, where policy has to decide. */
export interface Side {
  readonly endpoint: Workload;
  readonly direction: Direction;
  readonly flow: Flow;
  /** The other end. */
  readonly peer: Address;
  /** The endpoint's own node sends it. */
  readonly fromNode: boolean;
}

/** @returns `node`: the built-in exception; undefined: no policy in force for the interface */
export type JudgeSide = (side: Side) => TableDecision | 'node' | undefined;

export interface Compiled {
  readonly plan: Plan;
  readonly bindings: ReadonlyMap<string, Binding>;
}
