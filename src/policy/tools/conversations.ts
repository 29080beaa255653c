/** What is allowed between two ends, over every class of protocol and port. */
import { formatAddress } from '../../net/address.js';
import { formatPrefix, prefixesOfRange } from '../../net/prefix.js';
import { formatPortRange, formatProtocol, hasPorts, isIcmp } from '../../net/protocol.js';
import type { Address } from '../../net/types.js';
import { evaluate } from '../evaluate.js';
import { formatIcmp } from '../icmp.js';
import type { World } from '../model.js';
import { isLive } from '../select.js';
import {
  type AddressClass,
  type KeyClass,
  keyClasses,
  keyOrder,
  ofFamily,
  outsideClasses,
  representative,
} from './classes.js';
import { PolicyToolError } from './error.js';

/** One end of a conversation: a workload, a node, or a class of addresses beyond them. */
export interface End {
  /** `namespace/name`, `node:NAME`, or prefixes. */
  readonly name: string;
  readonly kind: 'workload' | 'node' | 'outside';
  /** One address of each family it has. */
  readonly addresses: readonly Address[];
}

/** Judgements that one call may ask for; more are refused with the number. */
export const MAX_JUDGEMENTS = 20_000_000;

/** Workloads, nodes and the outside of some worlds, sorted by kind and name. */
export function ends(worlds: readonly World[], options: { readonly nodes: boolean; readonly outside: boolean }): End[] {
  const named = new Map<string, End>();
  for (const world of worlds) {
    for (const { id, addresses } of world.workloads.filter((w) => isLive(w) && w.addresses.length > 0))
      named.set(id, { name: id, kind: 'workload', addresses: onePerFamily(addresses) });
    if (options.nodes)
      for (const { name, addresses } of world.nodes)
        named.set(`node:${name}`, { name: `node:${name}`, kind: 'node', addresses: onePerFamily(addresses) });
  }
  const sorted = [...named.values()].sort((a, b) =>
    a.kind === b.kind ? (a.name < b.name ? -1 : 1) : a.kind === 'workload' ? -1 : 1,
  );
  const outside = options.outside
    ? ([4, 6] as const).flatMap((family) => outsideClasses(worlds, family).map(outsideEnd))
    : [];
  return [...sorted, ...outside];
}

function onePerFamily(addresses: readonly Address[]): Address[] {
  return ([4, 6] as const).flatMap((family) => addresses.find((a) => a.family === family) ?? []);
}

function outsideEnd({ family, first, last }: AddressClass): End {
  const prefixes = prefixesOfRange(family, first, last);
  const whole =
    prefixes.length <= 2
      ? prefixes.map(formatPrefix).join(', ')
      : `${formatAddress({ family, value: first })}–${formatAddress({ family, value: last })}`;
  return { name: whole, kind: 'outside', addresses: [{ family, value: first }] };
}

/** The classes that are allowed, for each family both ends have. */
export interface Allowed {
  readonly v4?: readonly KeyClass[];
  readonly v6?: readonly KeyClass[];
}

/** What `from` may begin with `to`. @param keys classes of a list of worlds that holds this one */
export function allowedBetween(world: World, from: End, to: End, keys: readonly KeyClass[], atMs: number): Allowed {
  const inFamily = (family: 4 | 6): KeyClass[] | undefined => {
    const source = from.addresses.find((a) => a.family === family);
    const destination = to.addresses.find((a) => a.family === family);
    if (source === undefined || destination === undefined) return undefined;
    return keys.filter(
      (key) =>
        ofFamily(key, family) &&
        evaluate(world, { source, destination, ...representative(key) }, atMs, false).verdict === 'allow',
    );
  };
  const v4 = inFamily(4);
  const v6 = inFamily(6);
  return { ...(v4 && { v4 }), ...(v6 && { v6 }) };
}

/** @throws {PolicyToolError} code `too-large` */
export function checkSize(endCount: number, keys: number, worlds: number): void {
  const judgements = endCount * endCount * keys * 2 * worlds;
  if (judgements > MAX_JUDGEMENTS) {
    throw new PolicyToolError(
      'too-large',
      `${endCount} ends × ${endCount} ends × ${keys} classes of protocol and port × 2 families are ${judgements} judgements; at most ${MAX_JUDGEMENTS}: narrow it by namespace`,
    );
  }
}

export { keyClasses };

/** `TCP 80, 8000-8100; UDP 53; ICMP`; `all`, `none`. */
export function describeKeys(allowed: readonly KeyClass[], all: readonly KeyClass[]): string {
  if (allowed.length === 0) return 'none';
  if (allowed.length === all.length) return 'all';
  const joined = joinSpans(allowed);
  const protocols = [...new Set(joined.map((k) => k.protocol))].sort((a, b) => rank(a) - rank(b));
  return protocols
    .map((protocol) =>
      describeProtocol(
        protocol,
        joined.filter((k) => k.protocol === protocol),
      ),
    )
    .join('; ');
}

/** Transports first, as people expect them; ICMP and ICMPv6 at the same place. */
function rank(protocol: KeyClass['protocol']): number {
  if (protocol === 'other') return 1000;
  return hasPorts(protocol) ? protocol : isIcmp(protocol) ? 200 : 300 + protocol;
}

function joinSpans(keys: readonly KeyClass[]): KeyClass[] {
  const joined: KeyClass[] = [];
  for (const key of [...keys].sort((a, b) => keyOrder(a) - keyOrder(b))) {
    const before = joined.at(-1);
    if (before !== undefined && before.protocol === key.protocol && before.last + 1 === key.first)
      joined[joined.length - 1] = { ...before, last: key.last };
    else joined.push(key);
  }
  return joined;
}

function describeProtocol(protocol: KeyClass['protocol'], spans: readonly KeyClass[]): string {
  if (protocol === 'other') return 'other protocols';
  const name = formatProtocol(protocol);
  if (spans.length === 1 && spans[0]?.first === 0 && spans[0].last === 65535) return name;
  if (hasPorts(protocol)) return `${name} ${spans.map(formatPortRange).join(', ')}`;
  if (!isIcmp(protocol)) return name;
  return `${name} ${spans.map((s) => formatTypes(protocol, s)).join(', ')}`;
}

function formatTypes(protocol: number, { first, last }: KeyClass): string {
  if (first === last) return formatIcmp(protocol, { type: first >> 8, code: first & 255 });
  const [low, high] = [first >> 8, last >> 8];
  if (low === high && (first & 255) === 0 && (last & 255) === 255) return formatIcmp(protocol, { type: low });
  return low === high ? `type ${low} codes ${first & 255}-${last & 255}` : `types ${low}-${high}`;
}
