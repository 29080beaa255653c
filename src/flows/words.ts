/** The enumerations of flow records in the words that people read and type: `default-deny`, `would-allow`, `admin`. */
import { OsgEventVerdict } from '../gen/abi.js';
import { osg } from '../gen/proto.js';

type Context = osg.v1.FlowContext.$Properties;

export const { Verdict, Reason, Direction } = osg.v1;
export type Verdict = osg.v1.Verdict;
export type Reason = osg.v1.Reason;
export type Direction = osg.v1.Direction;

/** `VERDICT_WOULD_DENY` → `would-deny`, without what is unspecified. */
function wordsOf(values: Readonly<Record<string, string | number>>, prefix: string): ReadonlyMap<number, string> {
  return new Map(
    Object.entries(values).flatMap(([name, value]) =>
      typeof value === 'number' && value !== 0 && name.startsWith(prefix)
        ? [[value, name.slice(prefix.length).toLowerCase().replaceAll('_', '-')] as const]
        : [],
    ),
  );
}

const inverse = (words: ReadonlyMap<number, string>): ReadonlyMap<string, number> =>
  new Map([...words].map(([value, word]) => [word, value]));

const VERDICT_WORDS = wordsOf(Verdict, 'VERDICT_');
const REASON_WORDS = wordsOf(Reason, 'REASON_');
const VERDICTS = inverse(VERDICT_WORDS);
const REASONS = inverse(REASON_WORDS);
const TIER_WORDS = wordsOf(osg.v1.Tier, '');
const TIERS = inverse(TIER_WORDS);

/** Words that records may bear, in the order of the enumeration; of reasons, those to deny. */
export const verdictWords: readonly string[] = [...VERDICT_WORDS.values()];
export const denyReasons: readonly string[] = [...REASON_WORDS]
  .filter(([reason]) => reason >= Reason.REASON_RULE_DENY)
  .map(([, word]) => word);

/** `would-deny`; empty for what is none. */
export const verdictText = (verdict: Verdict | null | undefined): string => VERDICT_WORDS.get(verdict ?? 0) ?? '';
/** `default-deny` for REASON_DEFAULT_DENY and OSG_REASON_DEFAULT_DENY; `reason-99` for what this version does not know. */
export const reasonText = (reason: number | null | undefined): string =>
  REASON_WORDS.get(reason ?? 0) ?? (reason ? `reason-${reason}` : '');
/** Empty for a default. */
export const tierText = (tier: osg.v1.Tier | null | undefined): string => TIER_WORDS.get(tier ?? 0) ?? '';

/** Undefined: no such word. */
export const verdictOf = (word: string): Verdict | undefined => VERDICTS.get(word);
export const reasonOf = (word: string): Reason | undefined => REASONS.get(word);
export const tierOf = (word: string): osg.v1.Tier => TIERS.get(word) ?? osg.v1.Tier.TIER_UNSPECIFIED;

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
