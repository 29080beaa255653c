/** An approval, and what follows from it. */
import { ControllerError } from '../error.js';
import type { Run } from '../rollout/state.js';
import type { Authority } from './authority.js';
import type { ApprovalGiven } from './pending.js';

/**
 * @param again offers what that source has once more
 * @returns what is to be done by a person now; nothing, where it is in force
 * @throws ControllerError REQUEST: it does not count; STORE
 */
export async function approved(
  authority: Authority | undefined,
  given: ApprovalGiven,
  again: (source: number) => Promise<void>,
): Promise<string[]> {
  if (authority === undefined)
    throw new ControllerError('REQUEST', given.id, 'no authority policy is in force', { field: 'id' });
  const { slot } = await authority.approve(given);
  const [, source] = /^source (\d+)/.exec(slot) ?? [];
  if (source === undefined) return [`${slot}: may be asked for again now, by the same caller`];
  await again(Number(source));
  const waits = authority.pending.all.some(({ id }) => id === given.id);
  return waits ? [`${slot}: is approved, and something else is in its way: see osg status`] : [];
}

/** Asks whether somebody's word about a run counts. Whoever sees something wrong may stop it. */
export const mayDecide =
  (authority: Authority | undefined, action: string, identity: string) =>
  async (run: Run): Promise<void> => {
    if (action !== 'pause') await authority?.decides(run, identity);
  };
