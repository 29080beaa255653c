/** Does a revision fit on every node, before anyone gets it (F37, F81). */
import { CompileError, type CompileState, compile, LIMITS } from '../compiler/compile.js';
import type { Capacity } from '../compiler/plan.js';
import type { NodeView } from '../policy/view.js';
import type { Desired } from './desired.js';

/** What a node's tables hold at most, as its agent said; 0: not told. */
export interface Budget {
  readonly arenaBytes: number;
  readonly slots: number;
  readonly endpoints: number;
}

/** The share of nodes whose budgets are theirs alone; one node in any case, unless it is the only one. */
const FEW = 0.05;
const UNKNOWN: Budget = { arenaBytes: 0, slots: 0, endpoints: 0 };
const WORDS = { arenaBytes: 'bytes of tables', slots: 'rule slots', endpoints: 'endpoints' } as const;
const FIGURES = ['arenaBytes', 'slots', 'endpoints'] as const;
/** Tables that no node exceeds. */
const MAX_ARENA_BYTES = 1 << 30;
/** Table bytes of one (address range, port segment) pair, generously. */
const PAIR_BYTES = 64;

export class Admission {
  readonly #states = new Map<string, CompileState>();

  /**
   * Why nobody gets it; empty: nothing is in the way. What few nodes say of themselves holds up no others: they refuse it
   * for themselves, and are seen to.
   */
  unfit(
    { changed, views }: Pick<Desired, 'changed' | 'views'>,
    budgetOf: (node: string) => Budget | undefined,
  ): string[] {
    const unfit: string[][] = [];
    for (const node of changed) {
      const view = views.get(node);
      const lines = view === undefined ? [] : this.#check(view, budgetOf(node));
      if (lines.length > 0) unfit.push(lines);
    }
    const few = Math.max(1, Math.floor(views.size * FEW));
    return unfit.length > few || unfit.length === views.size ? unfit.flat() : [];
  }

  /** One line for each figure that does not fit on the node. */
  #check(view: NodeView, budget: Budget = UNKNOWN): string[] {
    const limits = {
      arenaBytes: budget.arenaBytes || MAX_ARENA_BYTES,
      slots: budget.slots || LIMITS.slots,
      endpoints: budget.endpoints || LIMITS.endpoints,
    };
    const bound = upperBound(view);
    if (FIGURES.every((figure) => bound[figure] <= limits[figure])) {
      this.#states.delete(view.node);
      return [];
    }
    try {
      const { plan, state } = compile(view, this.#states.get(view.node));
      this.#states.set(view.node, state);
      return FIGURES.filter((figure) => plan.capacity[figure] > limits[figure]).map(
        (figure) => `node ${view.node} would need ${plan.capacity[figure]} ${WORDS[figure]}, it has ${limits[figure]}`,
      );
    } catch (error) {
      if (error instanceof CompileError) return [`node ${view.node}: ${error.message}`];
      throw error;
    }
  }
}

/**
 * More than any plan of this view can need, at the cost of counting: n prefixes cut the address space into at most
 * 2n + 1 ranges, m port patterns the port axis into at most 2m + 1 segments.
 */
export function upperBound(view: NodeView): Pick<Capacity, (typeof FIGURES)[number]> {
  const sizes = new Map(view.sets.map((set) => [set.id, set.prefixes.length]));
  const weights = new Map(
    view.policies.map((policy) => {
      const weight = { ingress: { prefixes: 0, ports: 0 }, egress: { prefixes: 0, ports: 0 } };
      for (const rule of policy.rules)
        for (const { peers, ports } of rule.matches) {
          const side = weight[rule.direction];
          side.prefixes += peers === 'any' ? 0 : peers.reduce((sum, id) => sum + (sizes.get(id) ?? 0), 0);
          side.ports += ports === 'any' ? 1 : ports.length;
        }
      return [policy.key, weight] as const;
    }),
  );
  let pairs = 0;
  let lists = 0;
  for (const endpoint of view.endpoints)
    for (const direction of ['ingress', 'egress'] as const) {
      let prefixes = 0;
      let ports = 0;
      for (const key of endpoint.policies) {
        prefixes += weights.get(key)?.[direction].prefixes ?? 0;
        ports += weights.get(key)?.[direction].ports ?? 0;
      }
      pairs += (2 * prefixes + 1) * (2 * ports + 1);
      lists++;
    }
  const rules = view.policies.reduce((sum, policy) => sum + policy.rules.length, 0);
  return {
    arenaBytes: (pairs + lists * 64) * PAIR_BYTES * 2,
    slots: rules + lists + 1,
    endpoints: view.endpoints.length,
  };
}
