/** Which endpoints a full node enforces. Pure. */
import type { ViewEndpoint } from '../policy/view.js';
import type { Changed } from '../policy/view-change.js';

export interface Seated {
  /** As many as there is room for. */
  readonly endpoints: readonly ViewEndpoint[];
  /** Those without room. */
  readonly rest: readonly ViewEndpoint[];
}

/**
 * Who has a place keeps it; others get what is left, in the view's order. All else of the view is enforced: a full node obeys
 * edits as any other (F116). @param isPlaced whether an endpoint of that id has one
 */
export function seat(endpoints: readonly ViewEndpoint[], room: number, isPlaced: (id: string) => boolean): Seated {
  if (endpoints.length <= room) return { endpoints, rest: [] };
  let left = room - endpoints.filter(({ id }) => isPlaced(id)).length;
  const taken = endpoints.filter(({ id }) => isPlaced(id) || left-- > 0).slice(0, room);
  const ids = new Set(taken.map(({ id }) => id));
  return { endpoints: taken, rest: endpoints.filter(({ id }) => !ids.has(id)) };
}

/** By identity: what has not changed is the same object. */
export function changedSeats(before: readonly ViewEndpoint[], after: readonly ViewEndpoint[]): Changed<ViewEndpoint> {
  const old = new Set(before);
  const ids = new Set(after.map(({ id }) => id));
  return {
    put: after.filter((endpoint) => !old.has(endpoint)),
    removed: before.flatMap(({ id }) => (ids.has(id) ? [] : id)),
  };
}
