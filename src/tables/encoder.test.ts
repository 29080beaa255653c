import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  cellOf,
  classMapOf,
  endpointOf,
  every,
  everything,
  matcherOf,
  type Piece,
  planOf,
  rangeMapOf,
  rowOf,
} from '../../test/support/plans.js';
import { scanRevision } from '../../test/support/scan.js';
import { type Plan, type RangeMap, type Row, type RowRef, stepsOf } from '../compiler/plan.js';
import { OSG_LAYOUT_VERSION, OsgArenaMagic } from '../gen/abi.js';
import { parsePrefix } from '../net/prefix.js';
import type { Family } from '../net/types.js';
import { type Binding, Encoder, TableReader } from './index.js';

const LINES = 4096;
const IFINDEX = 7;
const deny = cellOf('deny', 1);
const bindings = new Map<string, Binding>([['a', { ifindex: IFINDEX, generation: 1 }]]);

function newArena(lines = LINES): Uint32Array {
  const words = new Uint32Array(lines * 16);
  words[0] = OsgArenaMagic.MAGIC;
  words[1] = OSG_LAYOUT_VERSION;
  words[2] = lines;
  return words;
}

function publish(encoder: Encoder, words: Uint32Array, plan: Plan, revision = 1n): void {
  const encoding = encoder.encode(plan, bindings, revision);
  encoding.patch.apply(words);
  words[3] = encoding.unit;
  encoder.release(encoding.commit());
}

const rows: readonly Row[] = Array.from({ length: 40 }, (_, i) => {
  const allow = cellOf('allow', i + 2);
  const count = [1, 1, 1, 2, 3, 5, 9, 40][i % 8]!;
  return rowOf(
    deny,
    Array.from({ length: count }, (_, k) => ({
      first: (6 << 16) + 100 * k + i,
      last: (6 << 16) + 100 * k + i + (k % 3),
      cell: allow,
    })),
  );
});

const word32 = fc.oneof(
  fc.constantFrom(0, 1, 2, 0xffffffff, 0xfffffffe, 0x20010db8),
  fc.integer({ min: 0, max: 0xffffffff }),
  fc.integer({ min: 0, max: 9 }),
);
const start4 = word32.map(BigInt);
const start6 = fc
  .tuple(word32, word32, word32, word32)
  .map((ws) => ws.reduce((value, w) => (value << 32n) | BigInt(w), 0n));

function piecesOf<T>(starts: readonly bigint[], value: (i: number) => T): Piece<T>[] {
  const sorted = [...new Set([0n, ...starts])].sort((a, b) => (a < b ? -1 : 1));
  return sorted.map((start, i) => ({ start, value: value(i) }));
}

/** The naive meaning of a range map. */
function find<T>(pieces: readonly Piece<T>[], address: bigint): T {
  return pieces.findLast(({ start }) => start <= address)!.value;
}

function slotOf(row: Row, key: number): number {
  return stepsOf(row.cells[row.starts.findLastIndex((start) => start <= key)]!)[0]!.slot;
}

const interesting = (pieces: readonly Piece<unknown>[], max: bigint): bigint[] =>
  pieces
    .flatMap(({ start }) => [start - 1n, start, start + 1n])
    .concat([0n, max])
    .filter((v) => v >= 0n && v <= max);

const KEYS = [
  0,
  (6 << 16) - 1,
  ...Array.from({ length: 60 }, (_, i) => (6 << 16) + i),
  (6 << 16) + 3939,
  (7 << 16) + 5,
  0xffffff,
];

describe('encoded tables, walked', () => {
  for (const family of [4, 6] as Family[]) {
    it(`agree with a linear search of the plan's ranges, IPv${family}`, () => {
      const max = family === 4 ? 0xffffffffn : (1n << 128n) - 1n;
      fc.assert(
        fc.property(
          fc.array(family === 4 ? start4 : start6, { maxLength: 300 }),
          fc.integer({ min: 1, max: 130 }),
          fc.integer(),
          (starts, cut, seed) => {
            const pieces = piecesOf(starts, (i) => rows[Math.abs((i * 7919 + seed) % rows.length)]!);
            const map = rangeMapOf(family, pieces, every(cut));
            const other = everything(family === 4 ? 6 : 4, rowOf(deny));
            const matcher = family === 4 ? matcherOf(map, other) : matcherOf(other, map);
            const words = newArena();
            publish(new Encoder(LINES), words, planOf([endpointOf('a', 1, matcher, matcher)], 64));
            const reader = new TableReader(words);
            for (const value of interesting(pieces, max)) {
              const row = find(pieces, value);
              for (const key of [KEYS[Number(value % BigInt(KEYS.length))]!, row.starts[1] ?? 0]) {
                expect(reader.judge(IFINDEX, 'ingress', { family, value }, key, 0n)?.slot).toBe(slotOf(row, key));
              }
            }
          },
        ),
        { numRuns: 60 },
      );
    });
  }

  it('look classes up in the node-wide map', () => {
    fc.assert(
      fc.property(fc.array(start4, { maxLength: 200 }), fc.array(start4, { maxLength: 20 }), (classStarts, starts) => {
        const table = { byClass: rows.slice(0, 20) };
        const classes = piecesOf(classStarts, (i) => (i * 7) % 20);
        const pieces = piecesOf<RowRef>(starts, (i) => (i % 2 === 0 ? table : rows[30]!));
        const matcher = matcherOf(rangeMapOf(4, pieces), everything(6, rowOf(deny)));
        const plan = planOf([endpointOf('a', 1, matcher, matcher)], 64, {
          v4: classMapOf(4, classes),
          v6: classMapOf(6, [{ start: 0n, value: 0 }]),
          count: 20,
        });
        const words = newArena();
        publish(new Encoder(LINES), words, plan);
        const reader = new TableReader(words);
        for (const value of [...interesting(classes, 0xffffffffn), ...interesting(pieces, 0xffffffffn)]) {
          const ref = find(pieces, value);
          const row = 'byClass' in ref ? ref.byClass[find(classes, value)]! : ref;
          expect(reader.judge(IFINDEX, 'egress', { family: 4, value }, row.starts[1]!, 0n)?.slot).toBe(
            slotOf(row, row.starts[1]!),
          );
        }
      }),
      { numRuns: 40 },
    );
  });

  it('take the first step of a cell whose time has not passed, and its audit verdict (F32b)', () => {
    const cell = {
      steps: [
        { until: 1000, verdict: 'allow', slot: 5 },
        { until: 2000, verdict: 'allow', slot: 6, audit: { verdict: 'deny', slot: 9 } },
        { until: Number.POSITIVE_INFINITY, verdict: 'deny', slot: 1 },
      ],
    } as const;
    const matcher = matcherOf(everything(4, rowOf(cell)), everything(6, rowOf(deny)));
    const words = newArena();
    publish(new Encoder(LINES), words, planOf([endpointOf('a', 1, matcher, matcher)], 10));
    const reader = new TableReader(words);
    const at = (ms: number) => reader.judge(IFINDEX, 'ingress', { family: 4, value: 9n }, 80, BigInt(ms) * 1_000_000n);
    expect(at(0)).toEqual({ verdict: 'allow', slot: 5, validUntil: 1_000_000_000n });
    expect(at(999)?.slot).toBe(5);
    expect(at(1000)).toEqual({
      verdict: 'allow',
      slot: 6,
      audit: { verdict: 'deny', slot: 9 },
      validUntil: 2_000_000_000n,
    });
    expect(at(2000)).toEqual({ verdict: 'deny', slot: 1 });
    expect(reader.judge(IFINDEX + 1, 'ingress', { family: 4, value: 9n }, 80, 0n)).toBeUndefined();
  });
});

describe('memory of the arena', () => {
  const map = (n: number, shift: number): RangeMap =>
    rangeMapOf(
      4,
      piecesOf(
        Array.from({ length: n }, (_, i) => BigInt(i * 977 + shift * 13)),
        (i) => rows[(i + shift) % rows.length]!,
      ),
    );
  const plan = (n: number, shift: number): Plan => {
    const matcher = matcherOf(map(n, shift), everything(6, rowOf(deny)));
    return planOf([endpointOf('a', 1, matcher, matcher)], 64);
  };

  it('is the same for the same plans in the same order', () => {
    const make = () => {
      const words = newArena();
      const encoder = new Encoder(LINES);
      for (let i = 0; i < 5; i++) publish(encoder, words, plan(300 + i * 50, i), BigInt(i + 1));
      return words;
    };
    expect(Buffer.compare(Buffer.from(make().buffer), Buffer.from(make().buffer))).toBe(0);
  });

  it('holds exactly what a walk from the root finds, whatever came before', () => {
    const words = newArena();
    const encoder = new Encoder(LINES);
    for (let i = 0; i < 300; i++) {
      const serviceAddresses = [undefined, '10.96.0.0/12', 'fd00:96::/112'][i % 3];
      const with1 = plan(20 + ((i * 37) % 500), i % 11);
      publish(
        encoder,
        words,
        serviceAddresses === undefined ? with1 : { ...with1, serviceAddresses: [parsePrefix(serviceAddresses)] },
        BigInt(i + 1),
      );
      expect(scanRevision(words, words[3]!).memory.units).toBe(encoder.memory.units);
    }
  });

  it('is as before when a plan does not fit, and the refusal has the numbers (F37)', () => {
    const words = newArena(256);
    const encoder = new Encoder(256);
    publish(encoder, words, plan(100, 0));
    const before = encoder.memory.units;
    expect(() => encoder.encode(plan(3000, 1), bindings, 2n)).toThrowError(/do not fit the arena of 256 lines/);
    expect(encoder.memory.units).toBe(before);
    publish(encoder, words, plan(100, 2), 2n);
    expect(scanRevision(words, words[3]!).memory.units).toBe(encoder.memory.units);
  });

  it('writes little for a small change', () => {
    const encoder = new Encoder(LINES);
    const words = newArena();
    const chunks = map(2000, 0).chunks;
    const with1 = (chunksNow: RangeMap['chunks']) => {
      const matcher = matcherOf({ chunks: chunksNow }, everything(6, rowOf(deny)));
      return planOf([endpointOf('a', 1, matcher, matcher)], 64);
    };
    publish(encoder, words, with1(chunks));
    const { starts, rows: old } = chunks.at(10)!;
    const changed = chunks.edit([{ at: 10, remove: 1, put: [{ starts, rows: old.map(() => rows[3]!) }] }]);
    const encoding = encoder.encode(with1(changed), bindings, 2n);
    expect(encoding.patch.bytes).toBeLessThan(3000);
  });
});
