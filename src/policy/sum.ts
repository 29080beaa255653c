/**
 * Sums that tell whether two collections have the same members, and follow a change at the cost of the change: each
 * member's MurmurHash3 (x86, 128 bits, seed 0) as four 32-bit words, added word by word modulo 2³². Whoever has all the
 * members can compute the sum anew. It finds what two honest ends do differently; it is no proof against an author who
 * looks for collisions.
 */

/** Four words and the number of members. Immutable. */
export interface Sum {
  readonly words: readonly [number, number, number, number];
  readonly count: number;
}

export const NO_SUM: Sum = { words: [0, 0, 0, 0], count: 0 };

/** Adds and takes away members; `sum` at the end. */
export class Summing {
  #a: number;
  #b: number;
  #c: number;
  #d: number;
  #count: number;

  constructor({ words: [a, b, c, d], count }: Sum = NO_SUM) {
    this.#a = a;
    this.#b = b;
    this.#c = c;
    this.#d = d;
    this.#count = count;
  }

  /** @param member its canonical bytes, up to `length` */
  add(member: Uint8Array, length = member.length): void {
    murmur(member, length);
    this.#a = (this.#a + (hash[0] as number)) >>> 0;
    this.#b = (this.#b + (hash[1] as number)) >>> 0;
    this.#c = (this.#c + (hash[2] as number)) >>> 0;
    this.#d = (this.#d + (hash[3] as number)) >>> 0;
    this.#count++;
  }

  subtract(member: Uint8Array, length = member.length): void {
    murmur(member, length);
    this.#a = (this.#a - (hash[0] as number)) >>> 0;
    this.#b = (this.#b - (hash[1] as number)) >>> 0;
    this.#c = (this.#c - (hash[2] as number)) >>> 0;
    this.#d = (this.#d - (hash[3] as number)) >>> 0;
    this.#count--;
  }

  /** All members of another sum. */
  addSum({ words: [a, b, c, d], count }: Sum): void {
    this.#a = (this.#a + a) >>> 0;
    this.#b = (this.#b + b) >>> 0;
    this.#c = (this.#c + c) >>> 0;
    this.#d = (this.#d + d) >>> 0;
    this.#count += count;
  }

  get sum(): Sum {
    return { words: [this.#a, this.#b, this.#c, this.#d], count: this.#count };
  }
}

/** The words in order, eight hexadecimal digits each, and the count in decimal: `<32 digits>/<count>`. */
export const formatSum = ({ words, count }: Sum): string =>
  `${words.map((word) => word.toString(16).padStart(8, '0')).join('')}/${count}`;

/** The answer of `murmur`: no allocation for each of 100,000 members. */
const hash = new Uint32Array(4);

const rotl = (x: number, by: number): number => (x << by) | (x >>> (32 - by));
const [C1, C2, C3, C4] = [0x239b961b, 0xab0e9789, 0x38b34ae5, 0xa1e38b93];

function mix(x: number): number {
  let h = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

function murmur(bytes: Uint8Array, length: number): void {
  const word = (at: number): number =>
    (bytes[at] as number) |
    ((bytes[at + 1] as number) << 8) |
    ((bytes[at + 2] as number) << 16) |
    ((bytes[at + 3] as number) << 24);
  let [h1, h2, h3, h4] = [0, 0, 0, 0];
  const whole = length & ~15;
  for (let at = 0; at < whole; at += 16) {
    h1 ^= Math.imul(rotl(Math.imul(word(at), C1), 15), C2);
    h1 = (Math.imul((rotl(h1, 19) + h2) | 0, 5) + 0x561ccd1b) | 0;
    h2 ^= Math.imul(rotl(Math.imul(word(at + 4), C2), 16), C3);
    h2 = (Math.imul((rotl(h2, 17) + h3) | 0, 5) + 0x0bcaa747) | 0;
    h3 ^= Math.imul(rotl(Math.imul(word(at + 8), C3), 17), C4);
    h3 = (Math.imul((rotl(h3, 15) + h4) | 0, 5) + 0x96cd1c35) | 0;
    h4 ^= Math.imul(rotl(Math.imul(word(at + 12), C4), 18), C1);
    h4 = (Math.imul((rotl(h4, 13) + h1) | 0, 5) + 0x32ac3b17) | 0;
  }
  let [k1, k2, k3, k4] = [0, 0, 0, 0];
  for (let at = whole; at < length; at++) {
    const byte = (bytes[at] as number) << ((at & 3) << 3);
    if (at - whole < 4) k1 |= byte;
    else if (at - whole < 8) k2 |= byte;
    else if (at - whole < 12) k3 |= byte;
    else k4 |= byte;
  }
  h4 ^= Math.imul(rotl(Math.imul(k4, C4), 18), C1);
  h3 ^= Math.imul(rotl(Math.imul(k3, C3), 17), C4);
  h2 ^= Math.imul(rotl(Math.imul(k2, C2), 16), C3);
  h1 ^= Math.imul(rotl(Math.imul(k1, C1), 15), C2);
  h1 ^= length;
  h2 ^= length;
  h3 ^= length;
  h4 ^= length;
  h1 = (h1 + h2 + h3 + h4) | 0;
  h2 = (h2 + h1) | 0;
  h3 = (h3 + h1) | 0;
  h4 = (h4 + h1) | 0;
  h1 = mix(h1);
  h2 = mix(h2);
  h3 = mix(h3);
  h4 = mix(h4);
  h1 = (h1 + h2 + h3 + h4) | 0;
  hash[0] = h1;
  hash[1] = h2 + h1;
  hash[2] = h3 + h1;
  hash[3] = h4 + h1;
}
