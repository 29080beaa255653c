/** A flow for the reference evaluator between two ends of a stage. */
import type { Address, Family } from '../../net/types.js';
import type { Flow } from '../flow.js';
import { type KeyClass, representative } from './classes.js';
import type { Sides } from './sides.js';

/** One conversation of the class, between the workloads that are meant; two equal ones where both ends are the same. */
export function flowBetween(sides: Sides, from: number, to: number, family: Family, key: KeyClass): Flow {
  const { ends } = sides.stage;
  const [sender, receiver] = [sides.workload(from) ?? null, sides.workload(to) ?? null];
  return {
    source: ends[from]?.addresses[family] as Address,
    destination: ends[to]?.addresses[family] as Address,
    ...representative(key),
    from: sender,
    to: receiver !== null && from === to ? { ...receiver, id: `${receiver.id} (another)` } : receiver,
  };
}
