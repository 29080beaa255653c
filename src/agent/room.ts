/** Which endpoints a full node enforces. Pure. */
import type { NodeView, ViewEndpoint } from '../policy/view.js';

export interface Fitted {
  /** With as many endpoints as there is room for. The view itself, if all fit. */
  readonly view: NodeView;
  /** Those without room. */
  readonly rest: readonly ViewEndpoint[];
}

/**
 * Who has a place keeps it; others get what is left, in the view's order. All else of the view is enforced: a full node obeys
 * edits as any other (F116). @param placed ids of those that have one
 */
export function seat(view: NodeView, room: number, placed: ReadonlySet<string>): Fitted {
  const { endpoints } = view;
  if (endpoints.length <= room) return { view, rest: [] };
  let left = room - endpoints.filter(({ id }) => placed.has(id)).length;
  const taken = endpoints.filter(({ id }) => placed.has(id) || left-- > 0).slice(0, room);
  const ids = new Set(taken.map(({ id }) => id));
  return { view: { ...view, endpoints: taken }, rest: endpoints.filter(({ id }) => !ids.has(id)) };
}
