/** What a packed rule says, as a text. See packed.ts. */
import { PROTOCOL } from '../net/types.js';

/** Protocol; with one port; with first and last; with ICMP type, code or -1, and a zero. -1: any protocol. */
export type PackedPort =
  | readonly [number]
  | readonly [number, number]
  | readonly [number, number, number]
  | readonly [number, number, number, 0];
/** 0: any; of one, itself. */
export type PackedPeers = 0 | string | readonly string[];
export type PackedPorts = 0 | PackedPort | readonly PackedPort[];
/** 0 where there is none. */
export type More = readonly [column: number, expiresAt: number];
/** More where the flags say so, and of each match its peers and ports in a row. */
export type Packed = readonly [
  rest: string,
  flags: number,
  line: number,
  ...tail: (More | PackedPeers | PackedPorts)[],
];

/** Of the flags: there is more to say. The lower bits say what packed.ts has them say. */
export const MORE = 16;

/** Between the rest of the id and the set of a short text, which does not begin as JSON does. */
const BETWEEN = '\n';
const JSON_BEGINS = 0x5b;
/** The first character of a short text has it, what its ports are, and the flags. */
const SHORT = 0x80;
const PORTS_SHIFT = 4;
/** One port of TCP or of UDP; first and last of the protocol that the next character is. */
const [TCP_PORT, UDP_PORT, RUN] = [0, 1, 2];

/**
 * JSON; of most rules, which name one set and one run of ports, what there is to say and nothing else: a character, ports of two
 * characters, the line in characters of seven bits (all but the last have 128 added), the rest of the id, the set.
 */
export function textOf(packed: Packed): string {
  const [rest, flags, line, set, port] = packed;
  const ports = packed.length === 5 && Array.isArray(port) ? shortPorts(port as readonly number[]) : undefined;
  if (ports === undefined || typeof set !== 'string' || rest.includes(BETWEEN) || set.includes(BETWEEN))
    return JSON.stringify(packed);
  return (
    String.fromCharCode(SHORT | (ports.kind << PORTS_SHIFT) | flags) + ports.text + sevens(line) + rest + BETWEEN + set
  );
}

function shortPorts(port: readonly number[]): { readonly kind: number; readonly text: string } | undefined {
  const [protocol, first, last, ...more] = port;
  if (typeof protocol !== 'number' || protocol < 0 || first === undefined || more.length > 0) return undefined;
  if (last !== undefined) return { kind: RUN, text: String.fromCharCode(protocol) + two(first) + two(last) };
  if (protocol === PROTOCOL.tcp) return { kind: TCP_PORT, text: two(first) };
  return protocol === PROTOCOL.udp ? { kind: UDP_PORT, text: two(first) } : undefined;
}

const two = (number: number): string => String.fromCharCode(number >>> 8, number & 0xff);
const twoAt = (text: string, at: number): number => (text.charCodeAt(at) << 8) | text.charCodeAt(at + 1);

function sevens(number: number): string {
  const digit = number % 128;
  return number < 128
    ? String.fromCharCode(digit)
    : String.fromCharCode(digit + 128) + sevens(Math.floor(number / 128));
}

export const isShort = (text: string): boolean => text.charCodeAt(0) !== JSON_BEGINS;

/** Of a short text, what its rule's id ends with. */
export function restOf(text: string): string {
  let at = lineAt(text);
  while (text.charCodeAt(at++) >= 128);
  return text.slice(at, text.indexOf(BETWEEN, at));
}

/** Of a short text, where its line begins. */
const lineAt = (text: string): number => (((text.charCodeAt(0) >> PORTS_SHIFT) & 7) === RUN ? 6 : 3);

export function packedOf(text: string): Packed {
  if (!isShort(text)) return JSON.parse(text) as Packed;
  const head = text.charCodeAt(0);
  const kind = (head >> PORTS_SHIFT) & 7;
  const run = kind === RUN;
  const port: PackedPort = run
    ? [text.charCodeAt(1), twoAt(text, 2), twoAt(text, 4)]
    : [kind === TCP_PORT ? PROTOCOL.tcp : PROTOCOL.udp, twoAt(text, 1)];
  let at = lineAt(text);
  let [line, scale] = [0, 1];
  for (let digit = 128; digit >= 128; scale *= 128) {
    digit = text.charCodeAt(at++);
    line += (digit % 128) * scale;
  }
  const end = text.indexOf(BETWEEN, at);
  return [text.slice(at, end), head & (MORE - 1), line, text.slice(end + 1), port];
}

/** The one set that a short text names. */
export const setOf = (text: string): string => text.slice(text.lastIndexOf(BETWEEN) + 1);
