/** What a change touches: each object with the place that a grant must cover. Judged by meaning; where it stands does not count. */
import { isDeepStrictEqual } from 'node:util';
import type { Policy, Rule, Tier } from '../../policy/model.js';
import { BUILT_IN } from '../../policy/posture.js';
import type { Change, WorldChange } from '../../policy/world-change.js';
import type { Emergency } from '../emergency.js';

export interface Touch {
  /** `<kind>/<namespace>/<name>` */
  readonly object: string;
  readonly kind: string;
  /** Empty: what has none, or more than one; only a grant of all namespaces covers it. */
  readonly namespace: string;
  /** Of what has tiers: before, after. */
  readonly tiers: readonly Tier[];
  readonly sign: '+' | '-' | '~';
  /** It only takes allowing rules away, or isolates more. */
  readonly narrower: boolean;
}

type Item = { readonly namespace?: string; readonly name?: string; readonly id?: string };

const KINDS = {
  workloads: 'Pod',
  namespaces: 'Namespace',
  nodes: 'Node',
  services: 'Service',
  endpointSlices: 'EndpointSlice',
} as const;

const signOf = <T>({ before, after }: Change<T>): Touch['sign'] =>
  before === undefined ? '+' : after === undefined ? '-' : '~';

/** Policies, address groups and rollout policies. */
export function touchesOfPolicy(change: Pick<WorldChange, 'policies' | 'addressGroups' | 'rollouts'>): Touch[] {
  const policies = change.policies.flatMap((one): Touch[] => {
    const { before, after } = one;
    const policy = (after ?? before) as Policy;
    if (policy.source === BUILT_IN || isEmergency(policy) || same(before, after)) return [];
    const { kind, namespace, name } = policy;
    const tiers = [...new Set([before?.tier, after?.tier].filter((tier) => tier !== undefined))];
    const object = `${kind}/${namespace}/${name}`;
    return [{ object, kind, namespace, tiers, sign: signOf(one), narrower: isNarrower(before, after) }];
  });
  const others = [...change.addressGroups, ...change.rollouts].flatMap((one): Touch[] => {
    const { before, after } = one as Change<Item>;
    if (same(before, after)) return [];
    const object = (after ?? before)?.id ?? '';
    const [kind = '', namespace = ''] = object.split('/');
    return [{ object, kind, namespace, tiers: [], sign: signOf(one as Change<Item>), narrower: false }];
  });
  return [...policies, ...others];
}

/** Inventory, where a source declares it. */
export function touchesOfInventory(change: WorldChange): Touch[] {
  return (Object.keys(KINDS) as (keyof typeof KINDS)[]).flatMap((list) =>
    (change[list] as readonly Change<Item>[]).flatMap((one): Touch[] => {
      const { before, after } = one;
      if (same(before, after)) return [];
      const item = after ?? before;
      const kind = KINDS[list];
      const namespace = list === 'namespaces' || list === 'nodes' ? '' : (item?.namespace ?? '');
      const name = item?.name ?? item?.id?.split('/').at(-1) ?? '';
      return [
        { object: `${kind}/${namespace}/${name}`, kind, namespace, tiers: [], sign: signOf(one), narrower: false },
      ];
    }),
  );
}

/** Emergencies that come or are ended. Each of its parties' namespaces must be the caller's: addresses and cluster groups are nobody's own. */
export function touchesOfEmergencies(before: readonly Emergency[], after: readonly Emergency[]): Touch[] {
  const told = (sign: '+' | '-', from: readonly Emergency[], list: readonly Emergency[]): Touch[] =>
    list
      .filter(({ id }) => !from.some((other) => other.id === id))
      .flatMap(({ id, request: { allow, isolate } }) =>
        [isolate?.target, allow?.from, allow?.to]
          .filter((party) => party !== undefined)
          .map((party): Touch => {
            const namespace = namespaceOfParty(party);
            const object = `Emergency/${namespace}/${id}`;
            return { object, kind: 'Emergency', namespace, tiers: ['emergency'], sign, narrower: false };
          }),
      );
  return [...told('+', before, after), ...told('-', after, before)];
}

/** A word about a run is one about all that it changes, namespace by namespace. */
export function touchesOfRun(id: string, changes: readonly Touch[]): Touch[] {
  return [...new Set(changes.map(({ namespace }) => namespace))].map((namespace) => {
    const tiers = [...new Set(changes.filter((one) => one.namespace === namespace).flatMap((one) => one.tiers))];
    return { object: `Rollout/${namespace}/${id}`, kind: 'Rollout', namespace, tiers, sign: '~', narrower: false };
  });
}

/** `namespace/name`, `SecurityGroup/namespace/name`; anything else has none. */
function namespaceOfParty(party: string): string {
  const parts = party.split('/');
  if (parts.length === 3) return parts[1] ?? '';
  return parts.length === 2 && !/^[0-9a-fA-F:.]+$/.test(parts[0] ?? '') ? (parts[0] ?? '') : '';
}

const isEmergency = ({ tier, source }: Policy): boolean => tier === 'emergency' && source.file.startsWith('emergency/');

/** Words for people and places in files decide nothing about packets, but who owns what is shown: only places are left out. */
function meaning(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(meaning);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) => (key === 'source' ? [] : [[key, meaning(inner)]])),
  );
}

export const meaningOf = meaning;

const same = (before: unknown, after: unknown): boolean =>
  before !== undefined && after !== undefined && isDeepStrictEqual(meaning(before), meaning(after));

/**
 * Of the group tier, whose rules only allow and add up: rules went, or a direction isolates that did not, and nothing else changed.
 * A default group, and a policy that comes or goes, may open elsewhere.
 */
function isNarrower(before: Policy | undefined, after: Policy | undefined): boolean {
  if (before === undefined || after === undefined || before.tier !== 'group' || after.tier !== 'group') return false;
  if (before.isDefault === true || after.isDefault === true) return false;
  const { rules: old, isolates: was, source: _a, ...rest } = before;
  const { rules: now, isolates: is, source: _b, ...others } = after;
  if (!isDeepStrictEqual(meaning(rest), meaning(others))) return false;
  if ((was.ingress && !is.ingress) || (was.egress && !is.egress)) return false;
  const known = new Map<string, Rule>(old.map((rule) => [rule.id, rule]));
  return now.every((rule) => {
    const then = known.get(rule.id);
    return then !== undefined && same(then, rule);
  });
}
