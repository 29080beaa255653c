/** Differences as they are found, by end and peer, put together to lines that people can read. */
import type { Direction, Family } from '../../net/types.js';
import type { RuleRef } from '../flow.js';
import { compareText } from '../order.js';
import type { Cause } from './cause.js';
import { type KeyClass, keysOf } from './classes.js';
import { describeKeys } from './conversations.js';
import { type End, FAMILIES } from './ends.js';

export interface Change {
  readonly kind: 'opened' | 'closed';
  /** Names of ends, a few and how many more; all of them in `fromEnds`, `toEnds`: each of these with each of those. */
  readonly from: string;
  readonly to: string;
  readonly fromEnds: readonly string[];
  readonly toEnds: readonly string[];
  readonly family: 'IPv4' | 'IPv6' | 'both';
  /** `TCP 8080; UDP 53` */
  readonly what: string;
  /** Which rule makes it so, on the side that changed. */
  readonly cause: Cause;
  /** The cause, where it is a rule. */
  readonly rule?: RuleRef;
  /** Pairs of pods (of nodes, of regions outside) that it is about. */
  readonly conversations: number;
  /** Unix milliseconds: the first time judged at which it differs. Now, unless a rule expires later. */
  readonly atMs: number;
}

export interface Found {
  readonly kind: Change['kind'];
  readonly direction: Direction;
  /** The end whose side was compared. */
  readonly end: number;
  readonly peer: number;
  readonly family: Family;
  readonly set: bigint;
  readonly cause: Cause;
  readonly atMs: number;
}

interface Bucket {
  readonly kind: Change['kind'];
  readonly what: string;
  readonly cause: Cause;
  readonly atMs: number;
  /** By pair `from * ends + to`: 1 for IPv4, 2 for IPv6. */
  readonly pairs: Map<number, number>;
}

/** Lines beyond which pairs are put together. */
const FEW = 40;

export class ChangeList {
  readonly #buckets = new Map<string, Bucket>();
  readonly #known = new Map<string, bigint>();
  readonly #texts = new Map<string, string>();

  constructor(
    private readonly ends: readonly End[],
    private readonly keys: readonly KeyClass[],
    private readonly all: Readonly<Record<Family, bigint>>,
    private readonly severalTimes: boolean,
  ) {}

  /** The part that no earlier time told of. */
  unknown(kind: Change['kind'], from: number, to: number, family: Family, set: bigint): bigint {
    return this.severalTimes ? set & ~(this.#known.get(`${kind}${family} ${from} ${to}`) ?? 0n) : set;
  }

  add({ kind, direction, end, peer, family, set, cause, atMs }: Found): void {
    const [from, to] = direction === 'egress' ? [end, peer] : [peer, end];
    if (this.severalTimes) {
      const pair = `${kind}${family} ${from} ${to}`;
      this.#known.set(pair, (this.#known.get(pair) ?? 0n) | set);
    }
    const what = this.#describe(family, set);
    const key = JSON.stringify([kind, what, cause.verb, cause.name, cause.direction, atMs]);
    let bucket = this.#buckets.get(key);
    if (bucket === undefined) {
      bucket = { kind, what, cause, atMs, pairs: new Map() };
      this.#buckets.set(key, bucket);
    }
    const place = from * this.ends.length + to;
    bucket.pairs.set(place, (bucket.pairs.get(place) ?? 0) | (family === 4 ? 1 : 2));
  }

  #describe(family: Family, set: bigint): string {
    const key = `${family} ${set}`;
    let text = this.#texts.get(key);
    if (text === undefined) {
      text = describeKeys(keysOf(set, this.keys), keysOf(this.all[family], this.keys)).replaceAll('ICMPv6', 'ICMP');
      this.#texts.set(key, text);
    }
    return text;
  }

  /** Pairs of pods that some change of the kind is about. */
  conversations(kind: Change['kind']): number {
    const pairs = new Set(
      [...this.#buckets.values()].filter((b) => b.kind === kind).flatMap((b) => [...b.pairs.keys()]),
    );
    return this.#count(pairs);
  }

  /** The outside is one, in however many parts. */
  #count(pairs: Iterable<number>): number {
    const counted = new Set<string>();
    let sum = 0;
    for (const place of pairs) {
      const [from, to] = this.#split(place);
      const [a, b] = [this.ends[from] as End, this.ends[to] as End];
      if (a.kind === 'outside' || b.kind === 'outside') {
        const key = a.kind === 'outside' ? `to ${to}` : `from ${from}`;
        if (counted.has(key)) continue;
        counted.add(key);
      }
      sum += from === to ? a.count * (a.count - 1) : a.count * b.count;
    }
    return sum;
  }

  #split(place: number): [from: number, to: number] {
    return [Math.floor(place / this.ends.length), place % this.ends.length];
  }

  changes(): Change[] {
    const total = [...this.#buckets.values()].reduce((sum, b) => sum + b.pairs.size, 0);
    const lines = [...this.#buckets.values()].flatMap((bucket) => this.#lines(bucket, total > FEW));
    return lines.sort(
      (a, b) =>
        a.atMs - b.atMs || compareText(b.kind, a.kind) || compareText(a.from, b.from) || compareText(a.to, b.to),
    );
  }

  /** Pairs as rectangles of ends: the outside and nodes always together, workloads where there are many. */
  #lines({ kind, what, cause, atMs, pairs }: Bucket, many: boolean): Change[] {
    const family = (bits: number): Change['family'] => (bits === 3 ? 'both' : bits === 1 ? 'IPv4' : 'IPv6');
    const rows = new Map<string, { bits: number; from: number[]; to: number }>();
    for (const [place, bits] of pairs) {
      const [from, to] = this.#split(place);
      const own = this.ends[from] as End;
      const shown = own.kind === 'outside' ? 3 : bits;
      const key = `${shown} ${to} ${many || own.kind !== 'workload' ? own.kind : from}`;
      const row = rows.get(key) ?? { bits: shown, from: [], to };
      row.from.push(from);
      rows.set(key, row);
    }
    const blocks = new Map<string, { bits: number; from: number[]; to: number[] }>();
    for (const { bits, from, to } of rows.values()) {
      const own = this.ends[to] as End;
      const shown = own.kind === 'outside' ? 3 : bits;
      const key = `${shown} ${from.sort((a, b) => a - b).join()} ${many || own.kind !== 'workload' ? own.kind : to}`;
      const block = blocks.get(key) ?? { bits: shown, from, to: [] };
      block.to.push(to);
      blocks.set(key, block);
    }
    return [...blocks.values()].map(({ bits, from, to }): Change => {
      const outside = [...from, ...to].map((i) => this.ends[i] as End).filter((end) => end.kind === 'outside');
      const seen = outside.length > 0 ? outside.reduce((all, end) => all | (end.addresses[4] ? 1 : 2), 0) : bits;
      return {
        kind,
        from: this.#name(from),
        to: this.#name(to),
        fromEnds: from.map((i) => this.ends[i]?.name as string),
        toEnds: to.map((i) => this.ends[i]?.name as string),
        family: family(seen),
        what,
        cause,
        ...(cause.rule && { rule: cause.rule }),
        conversations: this.#count(from.flatMap((f) => to.map((t) => f * this.ends.length + t))),
        atMs,
      };
    });
  }

  #name(places: readonly number[]): string {
    const own = places.map((i) => this.ends[i] as End);
    if (own.length > 1 && own.every((end) => end.kind === 'outside')) {
      const all = this.ends.filter((end) => end.kind === 'outside');
      if (own.length === all.length) return 'everyone outside';
      for (const family of FAMILIES)
        if (own.length === all.filter((e) => e.addresses[family]).length && own.every((e) => e.addresses[family]))
          return `everyone outside (IPv${family})`;
    }
    const names = own.map((end) =>
      end.count > 1 && end.kind === 'workload' ? `${end.name} (${end.count} pods)` : end.name,
    );
    return names.length > 4 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', ');
  }
}
