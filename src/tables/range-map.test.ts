import { describe, expect, it } from 'vitest';
import { cellOf, endpointOf, everything, matcherOf, planOf, rangeMapOf, rowOf } from '../../test/support/plans.js';
import { scanRevision } from '../../test/support/scan.js';
import type { Plan, RangeChunk } from '../compiler/plan.js';
import { OSG_LAYOUT_VERSION, OsgArenaMagic } from '../gen/abi.js';
import type { Family } from '../net/types.js';
import { Pieces } from '../policy/pieces.js';
import { type Binding, Encoder, TableReader } from './index.js';

const LINES = 1 << 15;
const bindings = new Map<string, Binding>([['a', { ifindex: 7, generation: 1 }]]);
const rows = Array.from({ length: 30 }, (_, i) => rowOf(cellOf('allow', i + 1)));

/** The same numbers each time. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const SPAN = { 4: 2n ** 32n, 6: 2n ** 128n } as const;
/** So many chunks fill the address space; IPv6 ones begin at multiples of 2^64. */
const startOf = (family: Family, at: number, of: number): bigint => {
  const start = (SPAN[family] / BigInt(of)) * BigInt(at);
  return family === 4 ? start : (start >> 64n) << 64n;
};

const chunksOf = (family: Family, count: number, ranges = 3): RangeChunk[] => {
  const pieces = Array.from({ length: count }, (_, at) =>
    Array.from({ length: ranges }, (_, i) => ({
      start: startOf(family, at, count) + BigInt(i * 1000),
      value: rows[(at + i) % rows.length] as (typeof rows)[number],
    })),
  ).flat();
  return [...rangeMapOf(family, pieces, (_, index) => index % ranges === 0).chunks];
};

const planWith = (family: Family, list: readonly RangeChunk[]): Plan => {
  const chunks = Pieces.from(list);
  const other = everything(family === 4 ? 6 : 4, rows[0] as (typeof rows)[number]);
  const matcher = family === 4 ? matcherOf({ chunks }, other) : matcherOf(other, { chunks });
  return planOf([endpointOf('a', 1, matcher, matcher)], 64);
};

class Node {
  readonly encoder = new Encoder(LINES);
  readonly words = new Uint32Array(LINES * 16);
  #revision = 0n;

  constructor() {
    this.words.set([OsgArenaMagic.MAGIC, OSG_LAYOUT_VERSION, LINES]);
  }

  /** @returns bytes written, and units that became free */
  publish(plan: Plan): { readonly bytes: number; readonly retired: number } {
    const { patch, unit, commit } = this.encoder.encode(plan, bindings, ++this.#revision);
    const { bytes } = patch;
    patch.apply(this.words);
    this.words[3] = unit;
    const retired = commit();
    this.encoder.release(retired);
    return { bytes, retired: retired.length };
  }

  slotAt(family: Family, value: bigint): number | undefined {
    return new TableReader(this.words).judge(7, 'ingress', { family, value }, 0, 0n)?.slot;
  }
}

/** By linear search. */
function expected(family: Family, chunks: readonly RangeChunk[], address: bigint): number {
  let slot = 0;
  const width = family === 4 ? 1 : 4;
  for (const { starts, rows: of } of chunks)
    for (let i = 0; i < of.length; i++) {
      const start = starts.slice(i * width, (i + 1) * width).reduce((value, word) => (value << 32n) | BigInt(word), 0n);
      if (start > address) return slot;
      slot = rows.indexOf(of[i] as (typeof rows)[number]) + 1;
    }
  return slot;
}

describe.each([4, 6] as const)('maps of many chunks, IPv%i', (family) => {
  it('cost a change of one chunk the same, whether there are 1,000 of them or 4,000', () => {
    const costs = [1000, 4000].map((count) => {
      const node = new Node();
      const chunks = chunksOf(family, count);
      node.publish(planWith(family, chunks));
      const at = count / 2;
      const changed = chunks.with(at, { ...(chunks[at] as RangeChunk), rows: rows.slice(5, 8) });
      return node.publish(planWith(family, changed));
    });
    const [small, large] = costs as [(typeof costs)[0], (typeof costs)[0]];
    // What grows is the tree above the groups: a line for each eight of them, or four.
    expect(large.bytes - small.bytes).toBeLessThan(family === 4 ? 600 : 1_200);
    expect(large.bytes).toBeLessThan(family === 4 ? 4_000 : 6_000);
    expect(large.retired).toBeLessThan(small.retired + (family === 4 ? 10 : 80));
  });

  it('say what their chunks say, whatever was edited, and hold exactly what a walk finds', () => {
    const next = numbers(family);
    const node = new Node();
    const fine = chunksOf(family, 1500, 2);
    let chunks: readonly RangeChunk[] = fine;
    node.publish(planWith(family, chunks));
    for (let round = 0; round < 40; round++) {
      const edited = [...chunks];
      // Single chunks, runs that go, and runs that come back in several places.
      for (let edit = 0; edit < 1 + next(4); edit++) {
        const at = 1 + next(edited.length - 1);
        if (next(3) === 0) edited.splice(at, next(Math.min(400, edited.length - at)));
        else
          edited[at - 1] = {
            ...(edited[at - 1] as RangeChunk),
            rows: (edited[at - 1] as RangeChunk).rows.map(() => rows[next(rows.length)] as (typeof rows)[number]),
          };
      }
      if (round % 7 === 6) edited.splice(0, edited.length, ...fine);
      chunks = edited;
      node.publish(planWith(family, chunks));
      expect(scanRevision(node.words, node.words[3] as number).memory.units).toBe(node.encoder.memory.units);
      for (let probe = 0; probe < 60; probe++) {
        const near = startOf(family, next(1500), 1500) + BigInt(next(1200)) - BigInt(next(2));
        const address = near < 0n ? 0n : near;
        expect(node.slotAt(family, address)).toBe(expected(family, chunks, address));
      }
    }
  });
});
