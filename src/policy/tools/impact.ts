/** Whom a change of policy hits: which conversations that were seen it cuts, which denied ones it opens. Pure. */

import { isDeepStrictEqual } from 'node:util';
import { formatAddress } from '../../net/address.js';
import { decodeKey, formatProtocol, hasPorts, isIcmp } from '../../net/protocol.js';
import type { Address } from '../../net/types.js';
import { groupPrefixesOf } from '../address-groups.js';
import { evaluate } from '../evaluate.js';
import type { Flow } from '../flow.js';
import { formatIcmp } from '../icmp.js';
import { membership } from '../members.js';
import type { Rule, World } from '../model.js';
import { ownersOf } from '../select.js';
import { type Cause, causeOf, contentOf } from './cause.js';

/** What was seen between two addresses. */
export interface Seen {
  readonly source: Address;
  readonly destination: Address;
  readonly protocol: number;
  /** Of the server; ICMP: `type << 8 | code`. */
  readonly port: number;
  /** Tracked flows now. */
  readonly live: number;
  /** Unix milliseconds; 0: not known. */
  readonly lastMs: number;
  /** As far as it was sampled; of denied flows exact. */
  readonly packets: number;
  readonly bytes: number;
}

export interface Hit extends Seen {
  readonly kind: 'cut' | 'opened';
  /** Workload, node, or address. */
  readonly from: string;
  readonly to: string;
  /** `TCP 5432` */
  readonly what: string;
  /** What makes the difference. */
  readonly cause: Cause;
}

/** Both sides of a conversation may have seen it: it is one. */
export function merged(seen: Iterable<Seen>): Seen[] {
  const byKey = new Map<string, Seen>();
  for (const one of seen) {
    const { source, destination, protocol, port } = one;
    const key = `${source.family} ${source.value} ${destination.value} ${protocol} ${port}`;
    const other = byKey.get(key);
    const most = (field: 'live' | 'lastMs' | 'packets' | 'bytes'): number => Math.max(one[field], other?.[field] ?? 0);
    byKey.set(key, {
      ...one,
      live: most('live'),
      lastMs: most('lastMs'),
      packets: most('packets'),
      bytes: most('bytes'),
    });
  }
  return [...byKey.values()];
}

/**
 * @param wanted `cut`: of what is allowed, what would be denied; `opened`: of what is denied, what would be allowed
 * @returns those with the most live flows first, then the latest
 */
export function hits(before: World, after: World, seen: readonly Seen[], wanted: Hit['kind'], atMs: number): Hit[] {
  const concerned = concernedBy(before, after);
  const found = seen.flatMap((one): Hit[] => {
    if (![one.source, one.destination].some((end) => ownersOf(before, end).some(({ id }) => concerned.has(id))))
      return [];
    const flow = flowOf(one);
    const is = evaluate(after, flow, atMs, false);
    if ((is.verdict === 'deny') !== (wanted === 'cut')) return [];
    const was = evaluate(before, flow, atMs, false);
    if (was.verdict === is.verdict) return [];
    const side = (['egress', 'ingress'] as const).find((way) => was[way].verdict !== is[way].verdict) ?? 'egress';
    const cause = causeOf([before, after], [was[side], is[side]]);
    const names = { from: nameOf(before, one.source), to: nameOf(before, one.destination), what: keyText(one) };
    return [{ ...one, ...names, kind: wanted, cause }];
  });
  return found.sort((a, b) => b.live - a.live || b.lastMs - a.lastMs);
}

/** Workloads that a policy governs, before or after, which says another thing: of all others no verdict can change. */
function concernedBy(before: World, after: World): ReadonlySet<string> {
  const [old, fresh] = [before, after].map(({ policies }) => new Map(policies.map((policy) => [policy.id, policy])));
  const ids = new Set([...(old?.keys() ?? []), ...(fresh?.keys() ?? [])]);
  const changed = new Set([...ids].filter((id) => contentOf(old?.get(id)) !== contentOf(fresh?.get(id))));
  const renamed = (name: string): boolean =>
    !isDeepStrictEqual(groupPrefixesOf(before, name), groupPrefixesOf(after, name));
  const means = ({ peers }: Rule): boolean =>
    peers !== 'any' &&
    peers.some(
      (peer) =>
        (peer.kind === 'group' && changed.has(peer.policy)) || (peer.kind === 'addressGroup' && renamed(peer.name)),
    );
  const concerned = new Set<string>();
  for (const world of [before, after])
    for (const policy of world.policies) {
      // Who is in a default group follows from all others.
      if (!changed.has(policy.id) && policy.isDefault !== true && !policy.rules.some(means)) continue;
      for (const { id } of membership(world).byPolicy.get(policy.id) ?? []) concerned.add(id);
    }
  return concerned;
}

function flowOf({ source, destination, protocol, port }: Seen): Flow {
  return { source, destination, ...decodeKey((protocol << 16) | port) };
}

function nameOf(world: World, address: Address): string {
  const [owner] = ownersOf(world, address);
  if (owner !== undefined) return owner.id;
  const same = ({ family, value }: Address): boolean => family === address.family && value === address.value;
  const node = world.nodes.find(({ addresses }) => addresses.some(same));
  return node === undefined ? formatAddress(address) : `node:${node.name}`;
}

function keyText({ protocol, port }: Seen): string {
  if (hasPorts(protocol)) return `${formatProtocol(protocol)} ${port}`;
  return isIcmp(protocol)
    ? `${formatProtocol(protocol)} ${formatIcmp(protocol, { type: port >> 8, code: port & 255 })}`
    : formatProtocol(protocol);
}
