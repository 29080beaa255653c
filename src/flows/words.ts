/** The enumerations of flow records in the words that people read and type: `default-deny`, `would-allow`, `admin`. */
import { OsgEventVerdict } from '../gen/abi.js';
import { osg } from '../gen/proto.js';
import { wordsOf } from '../rpc/words.js';

type Context = osg.v1.FlowContext.$Properties;

export const { Verdict, Reason, Direction } = osg.v1;
export type Verdict = osg.v1.Verdict;
export type Reason = osg.v1.Reason;
export type Direction = osg.v1.Direction;

const VERDICTS = wordsOf(Verdict);
const REASONS = wordsOf(Reason);
const TIERS = wordsOf(osg.v1.Tier);
const DIRECTIONS = wordsOf(Direction);

/** Words that records may bear, in the order of the enumeration; of reasons, those to deny. */
export const verdictWords: readonly string[] = VERDICTS.all;
export const directionWords: readonly string[] = DIRECTIONS.all;
export const tierWords: readonly string[] = TIERS.all;
export const denyReasons: readonly string[] = REASONS.all.filter(
  (word) => REASONS.value[word] >= Reason.REASON_RULE_DENY,
);

/** `would-deny`; empty for what is none. */
export const verdictText = VERDICTS.text;
/** `default-deny` for REASON_DEFAULT_DENY and OSG_REASON_DEFAULT_DENY. */
export const reasonText = REASONS.text;
/** Empty for a default. */
export const tierText = TIERS.text;

/** Undefined: no such word. */
export const verdictOf = VERDICTS.of;
export const reasonOf = REASONS.of;
export const directionOf = DIRECTIONS.of;
export const tierOf = (word: string): osg.v1.Tier => TIERS.of(word) ?? osg.v1.Tier.TIER_UNSPECIFIED;

const KERNEL_VERDICTS: Readonly<Record<number, Verdict>> = {
  [OsgEventVerdict.DENY]: Verdict.VERDICT_DENY,
  [OsgEventVerdict.WOULD_DENY]: Verdict.VERDICT_WOULD_DENY,
  [OsgEventVerdict.WOULD_ALLOW]: Verdict.VERDICT_WOULD_ALLOW,
};
/** Of enum osg_event_verdict. What only the predecessor of a candidate that counts would deny is allowed. */
export function kernelVerdict(verdict: number): Verdict {
  const { VERDICT_MASK, WOULD_DENY, UNCONFIRMED } = OsgEventVerdict;
  if ((verdict & VERDICT_MASK) === WOULD_DENY && verdict & UNCONFIRMED) return Verdict.VERDICT_ALLOW;
  return KERNEL_VERDICTS[verdict & VERDICT_MASK] ?? Verdict.VERDICT_UNSPECIFIED;
}

/** Whether a rule or a default gives this reason: of a reply, it is not the point. */
export const isByPolicy = (reason: Reason | null | undefined): boolean =>
  reason === Reason.REASON_RULE_DENY || reason === Reason.REASON_DEFAULT_DENY || reason === Reason.REASON_POLICY;

/** A context of before the enumerations, as one of today. The same object where it is. */
export function modernContext<T extends Context>(context: T): T {
  if (context.verdict || !context.oldVerdict) return context;
  const { oldVerdict, oldReason, oldTier, oldIsolatedBy, ...rest } = context;
  return {
    ...(rest as T),
    verdict: verdictOf(oldVerdict) ?? Verdict.VERDICT_UNSPECIFIED,
    reason: reasonOf(oldReason ?? '') ?? Reason.REASON_UNSPECIFIED,
    tier: tierOf(oldTier ?? ''),
    isolatedBy: (oldIsolatedBy ?? []).map((policy) => ({ policy })),
  };
}
