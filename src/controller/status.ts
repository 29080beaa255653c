/** What `osg status` is told. */
import type { SourceVersion } from '../distribution/receiver.js';
import { DRIFT_KINDS, DRIFT_OUTCOMES, ROLLOUT_STATES } from '../distribution/words.js';
import type { osg } from '../gen/proto.js';
import type { Authority } from './authority/authority.js';
import type { PolicySet } from './differences.js';
import { divergences } from './divergence.js';
import type { DriftLog } from './drift.js';
import { heldRevision, type Overlay } from './effective.js';
import { emergencyRow } from './emergency.js';
import type { Fleet } from './fleet.js';
import type { Problems } from './problems.js';
import type { Run } from './rollout/state.js';

export interface StatusParts {
  readonly revision: number;
  readonly source: SourceVersion;
  readonly fleet: Fleet;
  readonly drift: DriftLog;
  readonly problems: Problems;
  /** Of what is released: not of a proposal that is being recorded. */
  readonly overlay: Overlay;
  readonly declared: PolicySet;
  /** On its way. */
  readonly run: Run | undefined;
  readonly authority: Authority | undefined;
  readonly version: string;
  readonly startedMs: number;
}

/** Of the one that is on its way, or came back. */
function rolloutState({ run, overlay }: StatusParts): osg.v1.StatusReply.$Properties {
  const state = run?.state ?? (overlay.pinned?.rollout === undefined ? undefined : 'reverted');
  return state === undefined ? {} : { rolloutState: ROLLOUT_STATES.value[state] };
}

export const statusOf = (parts: StatusParts): osg.v1.StatusReply.$Properties => ({
  revision: parts.revision,
  source: { ...parts.source },
  nodes: parts.fleet.rows().map((row) => {
    const lastDrift = parts.drift.last(row.node ?? '');
    if (lastDrift === undefined) return row;
    const { kind, outcome } = lastDrift;
    const said = { kind: DRIFT_KINDS.of(kind) ?? null, outcome: DRIFT_OUTCOMES.value[outcome] };
    return { ...row, lastDrift: { ...lastDrift, ...said } };
  }),
  problems: parts.problems.rows(),
  emergencies: parts.overlay.emergencies.map(emergencyRow),
  pinnedTo: heldRevision(parts.overlay),
  rollout: parts.run?.id ?? parts.overlay.pinned?.rollout ?? '',
  ...rolloutState(parts),
  version: parts.version,
  startedUnixUs: parts.startedMs * 1000,
  declaredOtherwise: divergences(parts.problems.refused(), parts.overlay, parts.declared),
  approvals: parts.authority?.rows() ?? [],
});
