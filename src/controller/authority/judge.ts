/** Whether those who made a change may. */
import type { AuthorityPolicy, Grant } from './policy.js';
import type { Touch } from './touch.js';

/** Whoever is responsible for something, as proven: several identities of one actor count together. */
export interface Actor {
  /** For people to read. */
  readonly told: string;
  readonly identities: readonly string[];
  /** Whom it is said to be, without proof: these do not count as a second person. */
  readonly claimed?: readonly string[];
}

export interface Answerable {
  /** Everybody who had a hand in it; none: nobody can be held to it. */
  actorsOf(touch: Touch): readonly Actor[];
}

export type Verdict =
  | { readonly kind: 'allowed' }
  | { readonly kind: 'refused'; readonly why: readonly Refusal[] }
  /** `touches`: what needs a second person. */
  | { readonly kind: 'second-person'; readonly touches: readonly Touch[] };

export interface Refusal {
  readonly touch: Touch;
  readonly message: string;
}

/** The one person behind an identity, or the identity itself. */
export const whoIs = ({ people }: AuthorityPolicy, identity: string): string => people.get(identity)?.name ?? identity;

/** @param approvers identities that approved exactly this change @param radiusZero it is known to hit nobody */
export function judge(
  policy: AuthorityPolicy,
  touches: readonly Touch[],
  { actorsOf }: Answerable,
  approvers: readonly string[] = [],
  radiusZero = false,
): Verdict {
  const everybody = new Set(
    touches.flatMap((touch) =>
      actorsOf(touch).flatMap(({ identities, claimed = [] }) =>
        [...identities, ...claimed].map((id) => whoIs(policy, id)),
      ),
    ),
  );
  const why: Refusal[] = [];
  const waiting: Touch[] = [];
  for (const touch of touches) {
    const actors = actorsOf(touch);
    const refuse = (told: string): void => void why.push({ touch, message: messageOf(policy, touch, told) });
    if (actors.length === 0) {
      refuse('nobody has signed for it');
      continue;
    }
    const grants = actors.map((actor) => grantsOf(policy, actor.identities, touch));
    const none = actors.find((_, i) => grants[i]?.length === 0);
    if (none !== undefined) {
      refuse(`${none.told} may not`);
      continue;
    }
    const alone = grants.every((own) =>
      own.some(
        (grant) => !grant.secondPerson || (grant.narrowerAlone && touch.narrower) || (grant.radiusAlone && radiusZero),
      ),
    );
    if (alone || approvers.some((approver) => mayApprove(policy, approver, touch, everybody))) continue;
    waiting.push(touch);
  }
  if (why.length > 0) return { kind: 'refused', why };
  return waiting.length > 0 ? { kind: 'second-person', touches: waiting } : { kind: 'allowed' };
}

/** Who proves who they are, may change it themselves, and had no hand in it. */
function mayApprove(policy: AuthorityPolicy, approver: string, touch: Touch, everybody: ReadonlySet<string>): boolean {
  if (!approver.startsWith('certificate:') || everybody.has(whoIs(policy, approver))) return false;
  return grantsOf(policy, [approver], touch).length > 0;
}

/** Why this identity's approval would not count, for any of it; undefined: it does. */
export function whyNoApproval(
  policy: AuthorityPolicy,
  approver: string,
  touches: readonly Touch[],
  everybody: ReadonlySet<string>,
): string | undefined {
  if (!approver.startsWith('certificate:'))
    return 'who approves shows a certificate: whoever opens the socket is anybody';
  const name = whoIs(policy, approver);
  if (everybody.has(name)) return `${name} had a hand in it: a second person is needed`;
  const beyond = touches.find((touch) => grantsOf(policy, [approver], touch).length === 0);
  return beyond && messageOf(policy, beyond, `${name} may not`);
}

function grantsOf(policy: AuthorityPolicy, identities: readonly string[], touch: Touch): Grant[] {
  const names = new Set<string>(identities);
  for (const identity of identities) {
    const person = policy.people.get(identity);
    if (person === undefined) continue;
    names.add(person.name);
    for (const group of person.groups) names.add(`group:${group}`);
  }
  return policy.grants.filter((grant) => grant.who.some((who) => names.has(who)) && covers(grant, touch));
}

export function covers({ kinds, namespaces, tiers }: Grant, touch: Touch): boolean {
  if (!kinds.includes('*') && !kinds.includes(touch.kind)) return false;
  if (!namespaces.includes('*') && (touch.namespace === '' || !namespaces.includes(touch.namespace))) return false;
  return tiers.includes('*') || touch.tiers.every((tier) => tiers.includes(tier));
}

const SIGNS = { '+': 'add', '-': 'remove', '~': 'change' } as const;

/** `SecurityGroup/shop/api (group tier): ann may not change it; who could: group:platform (bob, cid)` */
function messageOf(policy: AuthorityPolicy, touch: Touch, told: string): string {
  const tiers = touch.tiers.length === 0 ? '' : ` (${touch.tiers.join(' → ')} tier)`;
  const verb = told.endsWith('may not') ? ` ${SIGNS[touch.sign]} it` : '';
  return `${touch.object}${tiers}: ${told}${verb}; who could: ${whoCould(policy, touch)}`;
}

export const whoCould = (policy: AuthorityPolicy, touch: Touch): string =>
  namesOf(policy, touch, () => true).join(', ') || 'nobody';

/**
 * Whose approval would count: of people who show a certificate, and had no hand in it.
 * @param barred by name, as `whoIs` says it
 */
export function whoCouldApprove(policy: AuthorityPolicy, touch: Touch, barred: ReadonlySet<string>): string {
  const shows = (who: string): boolean => who.startsWith('certificate:');
  const can = (who: string): boolean => {
    const person = policy.named.find(({ name }) => name === who) ?? policy.people.get(who);
    return person === undefined
      ? shows(who) && !barred.has(who)
      : person.identities.some(shows) && !barred.has(person.name);
  };
  return namesOf(policy, touch, can).join(', ') || 'nobody else';
}

/** `group:platform (bob, cid)`, `certificate:ci`. @param counts of people and identities; groups without any are left out */
function namesOf(policy: AuthorityPolicy, touch: Touch, counts: (who: string) => boolean): string[] {
  const found = new Set(policy.grants.filter((grant) => covers(grant, touch)).flatMap(({ who }) => who));
  const texts = [...found].flatMap((who) => {
    if (!who.startsWith('group:')) return counts(who) ? who : [];
    const members = policy.named.filter(
      ({ name, groups }) => groups.includes(who.slice('group:'.length)) && counts(name),
    );
    return members.length === 0 ? [] : `${who} (${members.map(({ name }) => name).join(', ')})`;
  });
  return texts.slice(0, 10);
}
