/** What a node gets where a candidate is tried beside its view. */
import { viewChangeBetween } from '../policy/compare-views.js';
import type { HeldView } from '../policy/held-view.js';
import { withCandidate } from '../policy/trial.js';
import type { Trial } from '../policy/view.js';
import { digestOf, sumAfter } from './digest.js';
import type { RevisedView } from './receiver.js';

/** At the cost of what the two do not share. @param candidate the node's view by the candidate's policies and the same inventory */
export function candidateBeside(
  predecessor: Pick<RevisedView, 'view' | 'sum'>,
  candidate: HeldView,
  trial: Trial,
): Pick<RevisedView, 'view' | 'sum' | 'digest'> {
  const view = withCandidate(predecessor.view, candidate, trial);
  const change = viewChangeBetween(predecessor.view, view);
  const sum = sumAfter(predecessor.sum, predecessor.view, change, view);
  return { view, sum, digest: digestOf(view, sum) };
}
