/** Rules and sources, the same for every system and every run. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PeerRule } from './system.js';

/** Sources that blasts take in turn. */
const SOURCES = 16_384;
/** /24 blocks of 10.0.0.0/8; the last is in no rule. */
const BLOCKS = 65_535;
/** The blocks below hold /24 rules, those above hosts. */
const HOST_BLOCKS = 52_000;
export const MAX_RULES = 2 * HOST_BLOCKS;

/** The rule that is added and removed while its time is taken. */
export const CHANGE: PeerRule & { readonly source: string } = {
  prefix: '10.255.255.7/32',
  protocol: 'tcp',
  source: '10.255.255.7',
};

export interface RuleSet {
  readonly rules: readonly PeerRule[];
  /** A source that may use UDP. */
  readonly udpSource: string;
  /** Files for Traffic.list: `tcp` and `udp` may use that protocol only, `none` nothing. */
  readonly lists: Readonly<Record<'tcp' | 'udp' | 'none', string>>;
}

/** mulberry32: numbers from 0 to n - 1, the same for the same seed. */
function numbers(seed: number): (n: number) => number {
  let state = seed;
  return (n) => {
    state = (state + 0x6d2b79f5) | 0;
    let x = Math.imul(state ^ (state >>> 15), 1 | state);
    x = (x + Math.imul(x ^ (x >>> 7), 61 | x)) ^ x;
    return ((x ^ (x >>> 14)) >>> 0) % n;
  };
}

function shuffled(count: number, random: (n: number) => number): number[] {
  const all = Array.from({ length: count }, (_, index) => index);
  for (let last = count - 1; last > 0; last--) {
    const other = random(last + 1);
    [all[last], all[other]] = [all[other]!, all[last]!];
  }
  return all;
}

const text = (address: number) => [24, 16, 8, 0].map((bits) => (address >>> bits) & 255).join('.');

/**
 * Half of the rules are hosts, half /24, by turns; two of four are for TCP, two for UDP. Order and places are random.
 * @param size at most MAX_RULES
 * @param folder where the lists are written
 */
export function makeRules(size: number, folder: string): RuleSet {
  const random = numbers(size);
  const blocks = shuffled(BLOCKS, random);
  const made = Array.from({ length: size }, (_, index) => {
    const half = index >> 1;
    const host = index % 2 === 0;
    const block = blocks[host ? HOST_BLOCKS + (half % (BLOCKS - HOST_BLOCKS)) : half]!;
    const first = 0x0a000000 + block * 256;
    const address = host ? first + 1 + Math.floor(half / (BLOCKS - HOST_BLOCKS)) : first;
    const protocol = half % 2 === 0 ? ('tcp' as const) : ('udp' as const);
    return { address, hosts: host ? 1 : 256, protocol };
  });
  const ordered = shuffled(size, random).map((index) => made[index]!);
  const sources = (protocol: 'tcp' | 'udp') => {
    const those = ordered.filter((rule) => rule.protocol === protocol);
    return Array.from({ length: SOURCES }, () => {
      const rule = those[random(those.length)]!;
      return rule.address + random(rule.hosts);
    });
  };
  // Addresses between the rules: host blocks without the low addresses that hosts have.
  const none = Array.from({ length: SOURCES }, () => {
    const block = blocks[HOST_BLOCKS + random(BLOCKS - HOST_BLOCKS)]!;
    return 0x0a000000 + block * 256 + 128 + random(127);
  });
  const lists = { tcp: sources('tcp'), udp: sources('udp'), none };
  return {
    rules: ordered.map(({ address, hosts, protocol }) => ({
      prefix: `${text(address)}/${hosts === 1 ? 32 : 24}`,
      protocol,
    })),
    udpSource: text(lists.udp[0]!),
    lists: {
      tcp: write(folder, 'tcp', lists.tcp),
      udp: write(folder, 'udp', lists.udp),
      none: write(folder, 'none', lists.none),
    },
  };
}

function write(folder: string, name: string, addresses: readonly number[]): string {
  const file = join(folder, name);
  const bytes = Buffer.alloc(addresses.length * 4);
  addresses.forEach((address, index) => {
    bytes.writeUInt32BE(address, index * 4);
  });
  writeFileSync(file, bytes);
  return file;
}
