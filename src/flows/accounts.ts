import type { osg } from '../gen/proto.js';

/** Packets by stage; the fields of the wire's Accounting, all present. */
export type Accounting = { readonly [K in keyof Omit<osg.v1.Accounting.$Properties, '$unknowns'>]-?: number };

/** One equation: what came in, and where it went. */
export interface StageSum {
  readonly stage: 'kernel' | 'reader' | 'queue' | 'spool' | 'store';
  readonly in: number;
  readonly out: number;
  readonly closed: boolean;
  /** For people: `counted 10 = reported 7 + suppressed 3 + …`. */
  readonly text: string;
}

/**
 * The sums of every stage. Each term has a counter of its own, so that an unequal sum means a defect (or, while traffic
 * flows, packets between two counters). `stored` is the collector's figure for the same spool id.
 */
export function checkSums(a: Accounting, stored?: number): StageSum[] {
  const sums = [
    sum(
      'kernel',
      ['counted', a.counted],
      [
        ['reported', a.reported],
        ['suppressed', a.suppressed],
        ['lost', a.lost],
        ['pending', a.pending],
      ],
    ),
    sum(
      'reader',
      ['reported', a.reported],
      [
        ['received', a.received],
        ['gap', a.gap],
      ],
    ),
    sum(
      'queue',
      ['received', a.received],
      [
        ['queued', a.queued],
        ['dropped', a.droppedQueue],
        ['batched', a.batched],
      ],
    ),
    sum(
      'spool',
      ['batched', a.batched],
      [
        ['waiting', a.waiting],
        ['dropped', a.droppedSpool],
        ['torn', a.torn],
        ['acked', a.acked],
      ],
    ),
  ];
  return stored === undefined ? sums : [...sums, sum('store', ['acked', a.acked], [['stored', stored]])];
}

type Term = readonly [string, number];

function sum(stage: StageSum['stage'], left: Term, right: readonly Term[]): StageSum {
  const out = right.reduce((total, [, packets]) => total + packets, 0);
  const closed = left[1] === out;
  const terms = right.map(([name, packets]) => `${name} ${packets}`).join(' + ');
  return { stage, in: left[1], out, closed, text: `${stage}: ${left[0]} ${left[1]} ${closed ? '=' : '≠'} ${terms}` };
}
