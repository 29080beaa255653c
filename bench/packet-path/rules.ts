/** The policy of the benchmarks: N rules, each allowing one TCP port to one host or one network; half of each. */
import type { Address, Family, Prefix } from '../../src/net/types.js';
import { type AddressSet, NO_SERVICES, type NodeView, type ViewRule } from '../../src/policy/view.js';

/** A small generator of random numbers: the same seed, the same policy. */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return (t ^ (t >>> 14)) >>> 0;
  };
}

export interface BenchRule {
  readonly id: string;
  readonly prefix: Prefix;
  readonly port: number;
}

export const ENDPOINT = 'bench/server';
const SOURCE = { file: 'bench.yaml', line: 1 };
const V6 = 0x20010db8n << 96n;

/** Distinct, disjoint prefixes: hosts and /24 (IPv4) or /64 (IPv6) apart from one another. */
export function benchRules(family: Family, count: number, seed = 1): BenchRule[] {
  const next = random(seed + count);
  const taken = new Set<bigint>();
  const fresh = (make: () => bigint): bigint => {
    for (;;) {
      const value = make();
      if (taken.has(value)) continue;
      taken.add(value);
      return value;
    }
  };
  return Array.from({ length: count }, (_, i) => {
    const host = i % 2 === 0;
    const value = fresh(() => {
      const a = BigInt(next());
      if (family === 4) return host ? (64n << 24n) | (a & 0x3fffffffn) : (32n << 24n) | (a & 0x1fffff00n);
      const net = V6 | (a << 64n);
      return host ? (1n << 95n) | net | (BigInt(next()) << 32n) | BigInt(next()) : net & ~(1n << 95n);
    });
    const length = family === 4 ? (host ? 32 : 24) : host ? 128 : 64;
    return { id: `SecurityGroup/bench/server/ingress/${i}`, prefix: { family, value, length }, port: 1 + (i % 65535) };
  });
}

/** @param egress whether the other direction is restricted too, so that flows are tracked */
export function benchView(rules: readonly BenchRule[], egress = false): NodeView {
  const sets: AddressSet[] = rules.map(({ prefix }, i) => ({ id: `set-${i}`, prefixes: [prefix] }));
  const viewRules: ViewRule[] = rules.map(({ id, port }, i) => ({
    id,
    direction: 'ingress',
    action: 'accept',
    mode: 'enforce',
    matches: [{ peers: [`set-${i}`], ports: [{ protocol: 6, ports: { first: port, last: port } }] }],
    source: { file: 'bench.yaml', line: i + 1 },
  }));
  return {
    node: 'bench',
    nodeAddresses: [],
    allowNodeProbes: true,
    ...NO_SERVICES,
    endpoints: [
      {
        id: ENDPOINT,
        namespace: 'bench',
        name: 'server',
        labels: {},
        addresses: [SERVER[4], SERVER[6]],
        allowedAddresses: [],
        attach: {},
        policies: ['SecurityGroup/bench/server'],
        unselected: { ingress: 'allow', egress: 'allow' },
      },
    ],
    policies: [
      {
        key: 'SecurityGroup/bench/server',
        id: 'SecurityGroup/bench/server',
        tier: 'group',
        priority: 0,
        isolates: { ingress: true, egress },
        rules: viewRules,
        source: SOURCE,
      },
    ],
    sets,
  };
}

/** The endpoint's own addresses. */
export const SERVER: Record<Family, Address> = {
  4: { family: 4, value: 0xc0000201n },
  6: { family: 6, value: (0xfd00n << 112n) | 1n },
};

/** Some address that the prefix holds. */
export function addressIn({ family, value, length }: Prefix, next: () => number): bigint {
  const free = (family === 4 ? 32 : 128) - length;
  if (free === 0) return value;
  const bits = (BigInt(next()) << 32n) | BigInt(next());
  return value | (bits & ((1n << BigInt(free)) - 1n));
}
