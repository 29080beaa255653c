/** Small address sets as a node holds them; see packed.ts. */
import type { Prefix } from '../net/types.js';
import { Bundle } from './bundle.js';
import type { Listed } from './tree.js';
import type { AddressSet } from './view.js';

/** Of characters of one byte. */
const NARROW = /^[\0-\xff]*$/;

/** What is put together, by JSON.stringify too, stays pieces and what joins them; it is here to stay. */
export const inOnePiece = (text: string): string =>
  NARROW.test(text) ? Buffer.from(text, 'latin1').toString('latin1') : text;

/** Prefixes of a set that is held as text; larger ones are held in pieces. */
const MOST_PACKED = 256;
/** Added to the length of an IPv6 prefix. */
const WIDE = 64;

/** A set of one IPv4 address, as most sets of rules for single hosts are. */
class PackedHost implements AddressSet {
  constructor(
    readonly id: string,
    /** The address, signed: an integer that needs no object of its own. */
    readonly value: number,
  ) {}

  get prefixes(): readonly Prefix[] {
    return [{ family: 4, value: BigInt(this.value >>> 0), length: 32 }];
  }

  /** In a bundle: `read` makes it anew. */
  get packed(): string {
    return HOST + textOf(this.value) + this.id;
  }

  toJSON(): AddressSet {
    return { id: this.id, prefixes: this.prefixes };
  }
}

/** A set of one shorter IPv4 prefix: the lowest bit of the value that is set stands behind the prefix, and tells its length. */
class PackedNetwork extends PackedHost {
  override get packed(): string {
    return NETWORK + textOf(this.value) + this.id;
  }

  override get prefixes(): readonly Prefix[] {
    const mark = this.value & -this.value;
    return [{ family: 4, value: BigInt((this.value ^ mark) >>> 0), length: Math.clz32(mark) }];
  }
}

/** A set whose prefixes are read from a text, a character a byte: the length, then 4 or, with 64 added to the length, 16 bytes. */
export class PackedSet implements AddressSet {
  constructor(
    readonly id: string,
    readonly text: string,
  ) {}

  /** The set itself where it is large. */
  static of(set: AddressSet): AddressSet {
    const { id, prefixes } = set;
    const [only] = prefixes;
    if (prefixes.length > MOST_PACKED) return set;
    if (prefixes.length === 1 && only?.family === 4) {
      const value = Number(only.value) | 0;
      if (only.length === 32) return new PackedHost(id, value);
      const mark = 1 << (31 - only.length);
      // What has bits behind its length is no such value.
      if ((value & (2 * mark - 1)) === 0) return new PackedNetwork(id, value | mark);
    }
    let text = '';
    for (const prefix of prefixes) text += packPrefix(prefix);
    return new PackedSet(id, inOnePiece(text));
  }

  get packed(): string {
    return TEXT + String.fromCharCode(this.text.length >>> 8, this.text.length & 0xff) + this.text + this.id;
  }

  get prefixes(): readonly Prefix[] {
    const { text } = this;
    const prefixes: Prefix[] = [];
    for (let at = 0; at < text.length; ) {
      const head = text.charCodeAt(at++);
      if (head < WIDE) {
        prefixes.push({ family: 4, value: BigInt(wordAt(text, at)), length: head });
        at += 4;
      } else {
        let value = 0n;
        for (let k = 0; k < 16; k += 4) value = (value << 32n) | BigInt(wordAt(text, at + k));
        prefixes.push({ family: 6, value, length: head - WIDE });
        at += 16;
      }
    }
    return prefixes;
  }

  toJSON(): AddressSet {
    return { id: this.id, prefixes: this.prefixes };
  }
}

/** What the packed text of a set begins with, before its value, or the length of its text in two characters and the text; then its id. */
const [HOST, NETWORK, TEXT] = ['h', 'n', 't'] as const;

const SETS = {
  read(packed: string): AddressSet {
    if (!packed.startsWith(TEXT)) {
      const [id, value] = [packed.slice(5), wordAt(packed, 1) | 0];
      return packed.startsWith(HOST) ? new PackedHost(id, value) : new PackedNetwork(id, value);
    }
    const end = 3 + ((packed.charCodeAt(1) << 8) | packed.charCodeAt(2));
    return new PackedSet(packed.slice(end), packed.slice(3, end));
  },
};

/** Fewer are no bundle: it costs as much as some dozen bare ones. */
const FEWEST = 32;

function packSets<T extends { readonly id: string }>(sets: readonly T[]): Listed<T> {
  const texts: string[] = [];
  if (sets.length >= FEWEST)
    for (const set of sets) {
      if (!(set instanceof PackedHost || set instanceof PackedSet)) return sets;
      texts.push(set.packed);
    }
  const bundle = texts.length > 0 ? Bundle.of(texts, SETS) : undefined;
  return (bundle as Listed<T> | undefined) ?? sets;
}

/** Many packed sets are one bundle. */
export const SETS_PACKED = { pack: packSets };

const textOf = (word: number): string =>
  String.fromCharCode(word >>> 24, (word >>> 16) & 0xff, (word >>> 8) & 0xff, word & 0xff);

const wordAt = (text: string, at: number): number =>
  ((text.charCodeAt(at) << 24) |
    (text.charCodeAt(at + 1) << 16) |
    (text.charCodeAt(at + 2) << 8) |
    text.charCodeAt(at + 3)) >>>
  0;

function packPrefix({ family, value, length }: Prefix): string {
  let text = String.fromCharCode(family === 4 ? length : length + WIDE);
  for (let shift = family === 4 ? 24 : 120; shift >= 0; shift -= 8)
    text += String.fromCharCode(Number((value >> BigInt(shift)) & 0xffn));
  return text;
}
