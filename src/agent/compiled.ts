/** What is compiled, and what leads from it to what is desired. Pure. */
import { type CompilerChange, heldWhole } from '../compiler/change.js';
import type { Plan } from '../compiler/plan.js';
import type { RevisedView, ViewDelta } from '../distribution/receiver.js';
import { viewChangeBetween } from '../policy/compare-views.js';
import { changedSeats, type Seated } from './room.js';

/** A view to put in force, and whoever waits for the answer. */
export interface Desire {
  readonly revised: RevisedView;
  /** How it came from another view; absent: it came whole, or from disk. */
  readonly delta?: ViewDelta;
  /** Of the message that brought it; absent for what was on disk. */
  readonly nonce?: number;
  readonly receivedUnixUs: number;
  /** By the monotonic clock; with a nonce. */
  readonly receivedMs?: number;
}

export interface Compiled extends Seated {
  /** The node knows of some endpoint what the view does not. */
  readonly local: boolean;
  readonly revised: RevisedView;
  readonly plan: Plan;
  readonly us: number;
}

/** What leads from what is compiled to what is desired. */
export function changeFrom(
  before: Compiled | undefined,
  { revised, delta }: Desire,
  seated: Seated & Pick<Compiled, 'local'>,
): CompilerChange {
  if (before === undefined) {
    const whole = heldWhole(revised.view);
    return { ...whole, endpoints: { ...whole.endpoints, put: seated.endpoints } };
  }
  // After a refusal, or where a change was overtaken, the compiler is elsewhere than the sender.
  const change =
    delta?.base === before.revised.digest ? delta.change : viewChangeBetween(before.revised.view, revised.view);
  if (before.rest.length + seated.rest.length === 0 && !before.local && !seated.local) return change;
  return { ...change, endpoints: changedSeats(before.endpoints, seated.endpoints) };
}

/** How long the desire's trial may stay unconfirmed. What was on disk may have waited there for any time: nobody knows, then. */
export function confirmation(
  { revised, nonce, receivedMs = 0 }: Desire,
  nowMs: number,
): { readonly confirmWithinMs?: number } {
  const { confirmWithinMs: within } = revised;
  return nonce === undefined || within === undefined
    ? {}
    : { confirmWithinMs: Math.max(0, within - (nowMs - receivedMs)) };
}
