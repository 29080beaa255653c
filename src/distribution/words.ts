/** The enumerations of what controllers and agents tell, and are asked, in words. */
import { osg } from '../gen/proto.js';
import { wordsOf } from '../rpc/words.js';

export const TIERS = wordsOf(osg.v1.Tier);
export const ACTIONS = wordsOf(osg.v1.Action);
export const TRIAL_MODES = wordsOf(osg.v1.TrialMode);

export const NACK_CODES = wordsOf(osg.v1.NackCode);
export const TRIAL_STATES = wordsOf(osg.v1.TrialState);
export const TRIAL_REASONS = wordsOf(osg.v1.TrialReason);
export const SERVICE_MODES = wordsOf(osg.v1.ServiceMode);
export const ENDPOINT_STATES = wordsOf(osg.v1.EndpointState);
export const DRIFT_KINDS = wordsOf(osg.v1.DriftKind);
export const DRIFT_OUTCOMES = wordsOf(osg.v1.DriftOutcome);

export const DECISION_REASONS = wordsOf(osg.v1.DecisionReason);
export const MISS_FIELDS = wordsOf(osg.v1.MissField);
export const BLAME_KINDS = wordsOf(osg.v1.BlameKind);
export const BLAME_VERBS = wordsOf(osg.v1.BlameVerb);
export const BLAME_CHANGES = wordsOf(osg.v1.BlameChange);

export const ROLLOUT_STATES = wordsOf(osg.v1.RolloutState);
export const RING_STATES = wordsOf(osg.v1.RingState);
export const GATE_VERDICTS = wordsOf(osg.v1.GateVerdict);
export const ROLLOUT_ACTIONS = wordsOf(osg.v1.RolloutAction);
export const DIVERGENCE_CAUSES = wordsOf(osg.v1.DivergenceCause);
export const IN_FORCE = wordsOf(osg.v1.InForce);
export const REVISION_KINDS = wordsOf(osg.v1.RevisionKind);
export const POSTURES = wordsOf(osg.v1.Posture);
export const WORLD_LISTS = wordsOf(osg.v1.WorldList);
export const CONNTRACK_STATES = wordsOf(osg.v1.ConntrackState);
