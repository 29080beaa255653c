import type { Plan } from '../../src/compiler/plan.js';
import type { Family } from '../../src/net/types.js';
import { addressIn, type BenchRule, random, SERVER } from './rules.js';

/** What the tables must say of one packet. */
export interface Flow {
  readonly address: bigint;
  readonly port: number;
  readonly slot: number;
  readonly allow: boolean;
}

export const FLOW_BYTES = 32;

/** Slots by rule id, and that of the default deny. */
export function slotsOf(plan: Plan): { rules: Map<string, number>; deny: number } {
  const rules = new Map<string, number>();
  let deny = 0;
  [...plan.slots].forEach((slot, i) => {
    if (slot?.kind === 'rule') rules.set(slot.rule, i);
    else if (slot?.kind === 'default' && slot.direction === 'ingress' && slot.verdict === 'deny') deny = i;
  });
  return { rules, deny };
}

/** Random flows of random rules: their own port (allow), or another port or a stranger's address (deny). */
export function flowsOf(kind: 'allow' | 'deny', rules: readonly BenchRule[], plan: Plan, count: number): Flow[] {
  const { rules: slots, deny } = slotsOf(plan);
  const next = random(count + rules.length);
  return Array.from({ length: count }, (_, i) => {
    const rule = rules[next() % rules.length]!;
    const address = addressIn(rule.prefix, next);
    if (kind === 'allow') return { address, port: rule.port, slot: slots.get(rule.id)!, allow: true };
    // 203.0.113.0/24 and its like are in no rule: the generator stays below 128.0.0.0 and in 2001:db8::/32.
    const stranger =
      rule.prefix.family === 4 ? 0xcb007100n + BigInt(next() % 256) : (0x20010db9n << 96n) + BigInt(next());
    return i % 2 === 0
      ? { address, port: (rule.port % 65535) + 1, slot: deny, allow: false }
      : { address: stranger, port: rule.port, slot: deny, allow: false };
  });
}

/** As struct bench_flow[]. @param replies of the flows, from the endpoint */
export function encodeFlows(flows: readonly Flow[], family: Family, replies = false): Buffer {
  const bytes = Buffer.alloc(flows.length * FLOW_BYTES);
  flows.forEach(({ address, port, slot, allow }, i) => {
    const at = i * FLOW_BYTES;
    writeAddress(bytes, at, address, family);
    bytes.writeUInt16BE(32768 + (i % 28000), at + (replies ? 18 : 16));
    bytes.writeUInt16BE(port, at + (replies ? 16 : 18));
    bytes.writeUInt32LE(slot, at + 20);
    bytes.writeUInt32LE(allow ? 1 : 0, at + 24);
  });
  return bytes;
}

export function writeAddress(bytes: Buffer, at: number, value: bigint, family: Family): void {
  const width = family === 4 ? 4 : 16;
  for (let k = 0; k < width; k++) bytes[at + k] = Number((value >> BigInt(8 * (width - 1 - k))) & 0xffn);
}

/** A frame to (or from) the endpoint: Ethernet, IP, TCP with ACK, 20 bytes of payload. The program fills in the peer and the ports. */
export function frame(family: Family, tcpFlags = 0x10, egress = false): Buffer {
  const ip = family === 4 ? 20 : 40;
  const bytes = Buffer.alloc(14 + ip + 20 + 20);
  bytes.writeUInt16BE(family === 4 ? 0x0800 : 0x86dd, 12);
  if (family === 4) {
    bytes[14] = 0x45;
    bytes.writeUInt16BE(ip + 40, 16);
    bytes[22] = 64;
    bytes[23] = 6;
    writeAddress(bytes, egress ? 26 : 30, SERVER[4].value, 4);
  } else {
    bytes[14] = 0x60;
    bytes.writeUInt16BE(40, 18);
    bytes[20] = 6;
    bytes[21] = 64;
    writeAddress(bytes, egress ? 22 : 38, SERVER[6].value, 6);
  }
  bytes[14 + ip + 12] = 0x50;
  bytes[14 + ip + 13] = tcpFlags;
  return bytes;
}
