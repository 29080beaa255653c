/** What an agent takes over from the process before it, when it starts. */
import type { RevisedView } from '../distribution/receiver.js';
import type { Log } from '../part/log.js';
import type { EnforcementPort } from './enforcement.js';
import type { LastGood } from './last-good.js';
import type { Reconciler } from './reconciler.js';

/**
 * The view on disk that is to be in force; undefined: there is none. Its numbers are the reconciler's then. They lie in the bytes of
 * the file, which nobody holds any more when this is done.
 */
export async function takeOver(
  lastGood: LastGood,
  reconciler: Reconciler,
  { log, port }: { readonly log: Log; readonly port: EnforcementPort },
): Promise<RevisedView | undefined> {
  const { revised, numbers, damaged, behind } = await lastGood.load(port.found);
  for (const error of damaged) log.error({ error: error.message }, 'a last-good file is damaged and was passed over');
  if (behind)
    log.error(
      { revision: revised?.revision },
      'what the kernel enforces is not on disk: an older policy comes into force until the controller answers',
    );
  if (revised === undefined) return undefined;
  const unreadable = numbers && (await reconciler.restore(numbers).catch((error: Error) => error));
  if (unreadable !== undefined)
    log.error({ error: unreadable.message }, 'the numbers of rules and endpoints are damaged');
  if (numbers !== undefined && unreadable === undefined) port.numbersKept?.();
  else
    log.warn(
      { revision: revised.revision },
      'no numbers were kept: rules and endpoints are numbered anew, their counters and flows may be lost',
    );
  return revised;
}
