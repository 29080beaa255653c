/** Whom policies reach. */
import type { HeldView } from '../../../policy/held-view.js';

/** What the statuses need to know of the fleet. */
export interface FleetState {
  readonly name: string;
  /** As it is to be. */
  readonly view: HeldView | undefined;
  /** The node enforces it. */
  readonly realised: boolean;
}

interface Reach {
  members: number;
  nodes: number;
  readonly waiting: string[];
}

/** Whom each policy reaches, and which nodes lag, by policy. */
export function reachOf(fleet: readonly FleetState[]): Map<string, Reach> {
  const reach = new Map<string, Reach>();
  const of = (key: string): Reach => {
    let found = reach.get(key);
    if (found === undefined) {
      found = { members: 0, nodes: 0, waiting: [] };
      reach.set(key, found);
    }
    return found;
  };
  for (const { name, view, realised } of fleet) {
    if (view === undefined) continue;
    const here = new Set<string>();
    for (const { policies } of view.endpoints)
      for (const key of policies) {
        of(key).members += 1;
        here.add(key);
      }
    for (const key of here) {
      of(key).nodes += 1;
      if (!realised) of(key).waiting.push(name);
    }
  }
  return reach;
}
