/** Encodes endpoints and the way from an interface to its endpoint. */
import type { PlanEndpoint } from '../compiler/plan.js';
import { OsgArenaSizes, OsgEndpoint, OsgEndpointFlags, OsgIdentity, OsgLimits } from '../gen/abi.js';
import type { Family } from '../net/types.js';
import type { Block, BlockWriter } from './block.js';
import { TablesError } from './error.js';
import { rangeMapBlock } from './matcher.js';
import { addressSetBlock, hostsOf } from './sets.js';
import type { Steps } from './steps.js';
import type { BlockStore } from './store.js';

const { LINE_UNITS } = OsgArenaSizes;
const BUCKET_UNITS = 2;
const BUCKET_SIZE = 4;

/** What the kernel knows of an endpoint; the plan does not. */
export interface Binding {
  /** Index of the enforced interface, in the namespace where the programs are attached. */
  readonly ifindex: number;
  /** Grows whenever `PlanEndpoint.index` gets another holder; 32 bits. */
  readonly generation: number;
  /** Six bytes: the only source the workload may send from. Absent: not checked. */
  readonly mac?: Uint8Array;
  /** It may act as a DHCP client. */
  readonly dhcpClient?: boolean;
}

const word = (field: { readonly offset: number }): number => field.offset / 4;

export function* endpointBlock(
  store: BlockStore,
  endpoint: PlanEndpoint,
  binding: Binding,
  classDepth: Record<Family, number>,
  before?: PlanEndpoint,
): Steps<Block> {
  const writer = store.open(endpoint);
  const { candidate } = endpoint;
  const unit = writer.allocate((candidate === undefined ? 2 : 3) * LINE_UNITS);
  const rules = yield* rulesOf(store, writer, endpoint, classDepth, before);
  const others =
    candidate &&
    (yield* rulesOf(store, writer, { ...candidate, id: endpoint.id }, classDepth, before?.candidate ?? endpoint));
  const own = hostsOf(endpoint.addresses);
  const sets = [own.concat(endpoint.allowedAddresses), own].flatMap((prefixes) =>
    ([4, 6] as const).map((family) => writer.lead(addressSetBlock(store, prefixes, family))),
  );
  const identity = unit + LINE_UNITS;
  const beside = identity + LINE_UNITS;
  const from = (at: number): Line => ({ writer, unit: at, endpoint, binding, sets, identity });
  writeEndpoint(from(unit), endpoint, rules, candidate && { unit: beside, matchers: candidate, flags: 0 });
  if (candidate !== undefined && others !== undefined)
    writeEndpoint(from(beside), candidate, others, { unit, matchers: endpoint, flags: OsgEndpointFlags.CANDIDATE });
  const at = writer.reserve(identity, LINE_UNITS);
  writeIdentity(writer.words, at, endpoint, binding);
  return writer.done(unit, 0);
}

type Matchers = Pick<PlanEndpoint, 'ingress' | 'egress'>;

/** Refs by direction, then family. */
function* rulesOf(
  store: BlockStore,
  writer: BlockWriter,
  endpoint: Matchers & Pick<PlanEndpoint, 'id'>,
  classDepth: Record<Family, number>,
  before: Matchers | undefined,
): Steps<number[]> {
  const rules: number[] = [];
  for (const direction of ['ingress', 'egress'] as const) {
    for (const family of [4, 6] as const) {
      const matcher = endpoint[direction];
      const name = family === 4 ? 'v4' : 'v6';
      const block = yield* rangeMapBlock(store, matcher[name], family, before?.[direction][name]);
      // One step ends the walk; a class lookup ends a second one.
      const depth = block.depth + 1 + (classDepth[family] > 0 ? classDepth[family] + 1 : 0);
      if (depth > OsgLimits.TABLE_MAX_STEPS) {
        throw new TablesError(
          'DEPTH',
          endpoint.id,
          `${direction} of ${endpoint.id} needs up to ${depth} steps for IPv${family}, but a walk takes at most ${OsgLimits.TABLE_MAX_STEPS}`,
          {
            steps: { found: depth, limit: OsgLimits.TABLE_MAX_STEPS },
          },
        );
      }
      rules.push(writer.lead(block));
    }
  }
  return rules;
}

/** Where an endpoint's line goes, and what the lines of both sides have. */
interface Line {
  readonly writer: BlockWriter;
  readonly unit: number;
  readonly endpoint: PlanEndpoint;
  readonly binding: Binding;
  readonly sets: readonly number[];
  readonly identity: number;
}

/** @param other the other side, in a trial */
function writeEndpoint(
  { writer, unit, endpoint, binding, sets, identity }: Line,
  matchers: Matchers,
  rules: readonly number[],
  other: { readonly unit: number; readonly matchers: Matchers; readonly flags: number } | undefined,
): void {
  const { fields } = OsgEndpoint;
  const at = writer.reserve(unit, LINE_UNITS);
  const words = writer.words;
  words[at + word(fields.ifindex)] = binding.ifindex;
  words[at + word(fields.index)] = endpoint.index;
  words[at + word(fields.generation)] = binding.generation;
  words[at + word(fields.flags)] = flagsOf(endpoint, matchers, binding, other);
  words.set(rules, at + word(fields.rules));
  words.set(sets.slice(0, 2), at + word(fields.sources));
  words.set(sets.slice(2), at + word(fields.own));
  words[at + word(fields.identity)] = identity;
  words[at + word(fields.candidate)] = other?.unit ?? 0;
  words[at + word(fields.unit)] = unit;
}

function flagsOf(
  { addresses }: PlanEndpoint,
  { ingress, egress }: Matchers,
  { mac, dhcpClient }: Binding,
  other: { readonly matchers: Matchers; readonly flags: number } | undefined,
): number {
  return (
    (other?.flags ?? 0) |
    (other?.matchers.ingress.restricted === true ? OsgEndpointFlags.INGRESS_TRIED : 0) |
    (other?.matchers.egress.restricted === true ? OsgEndpointFlags.EGRESS_TRIED : 0) |
    (ingress.restricted ? OsgEndpointFlags.INGRESS_RESTRICTED : 0) |
    (egress.restricted ? OsgEndpointFlags.EGRESS_RESTRICTED : 0) |
    (addresses.some(({ family }) => family === 4) ? OsgEndpointFlags.HAS_V4 : 0) |
    (addresses.some(({ family }) => family === 6) ? OsgEndpointFlags.HAS_V6 : 0) |
    (mac !== undefined ? OsgEndpointFlags.HAS_MAC : 0) |
    (dhcpClient === true ? OsgEndpointFlags.DHCP_CLIENT : 0)
  );
}

function writeIdentity(words: Uint32Array, at: number, { addresses }: PlanEndpoint, { mac }: Binding): void {
  const { fields } = OsgIdentity;
  const v4 = addresses.filter(({ family }) => family === 4);
  const v6 = addresses.filter(({ family }) => family === 6);
  words[at + word(fields.own_v4)] = Number(v4[0]?.value ?? 0n);
  words[at + word(fields.own_v4_count)] = v4.length;
  words[at + word(fields.own_v6_count)] = v6.length;
  for (let k = 0; k < 4; k++)
    words[at + word(fields.own_v6) + k] = Number(((v6[0]?.value ?? 0n) >> BigInt(96 - 32 * k)) & 0xffff_ffffn);
  if (mac !== undefined) new Uint8Array(words.buffer, words.byteOffset + at * 4 + fields.mac.offset, 6).set(mac);
}

/** The table of endpoints by interface: a block, and how its bucket is found. */
export interface Buckets {
  readonly block: Block;
  readonly mask: number;
  readonly multiplier: number;
}

/** A table in which every interface finds its endpoint in one half line. */
export function bucketsBlock(
  store: BlockStore,
  entries: readonly (readonly [ifindex: number, unit: number])[],
): Buckets {
  const { mask, multiplier } = spreadBuckets(entries.map(([ifindex]) => ifindex));
  const block = store.make('buckets', (writer) => {
    const unit = writer.allocate(Math.max((mask + 1) * BUCKET_UNITS, LINE_UNITS));
    writeBuckets(writer, unit, entries, mask, multiplier);
    return writer.done(unit, 0);
  });
  return { block, mask, multiplier };
}

export const bucketOf = (ifindex: number, multiplier: number, mask: number): number =>
  (Math.imul(ifindex, multiplier) >>> 16) & mask;

/** The smallest table, and a multiplier, with which no bucket gets more than it holds. */
function spreadBuckets(ifindexes: readonly number[]): { mask: number; multiplier: number } {
  for (let count = 1; ; count *= 2) {
    if (count * BUCKET_SIZE < ifindexes.length) continue;
    // 0x10001 keeps neighbours apart: bucket = ifindex, modulo the table. The others are odd and well mixed.
    for (const multiplier of [0x10001, 0x9e3779b1, 0x85ebca6b, 0xc2b2ae35, 0x27d4eb2f]) {
      const filled = new Uint8Array(count);
      if (ifindexes.every((ifindex) => ++filled[bucketOf(ifindex, multiplier, count - 1)]! <= BUCKET_SIZE))
        return { mask: count - 1, multiplier };
    }
    if (count >= 1 << 16)
      throw new TablesError(
        'PLAN',
        'ifindex',
        'more endpoints than any table of interfaces holds: is an interface bound twice?',
      );
  }
}

function writeBuckets(
  writer: BlockWriter,
  unit: number,
  entries: readonly (readonly [number, number])[],
  mask: number,
  multiplier: number,
): void {
  const at = writer.reserve(unit, (mask + 1) * BUCKET_UNITS);
  const words = writer.words;
  const filled = new Uint8Array(mask + 1);
  for (const [ifindex, endpoint] of entries) {
    const bucket = bucketOf(ifindex, multiplier, mask);
    const slot = at + bucket * 2 * BUCKET_SIZE + filled[bucket]!++;
    words[slot] = ifindex;
    words[slot + BUCKET_SIZE] = endpoint;
  }
}
