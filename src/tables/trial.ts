/** The line that says which side of a trial counts. */
import { OsgArenaSizes, OsgTrial } from '../gen/abi.js';
import type { Block } from './block.js';
import type { BlockStore } from './store.js';

const { LINE_UNITS, UNIT_BYTES } = OsgArenaSizes;
const { fields } = OsgTrial;

/** Packets of endpoints with a candidate. */
export interface TrialCounts {
  readonly judged: bigint;
  readonly denied: bigint;
  readonly allowed: bigint;
}

/** `until`: the candidate never counts; it counts without a limit. Else until that boot time, ns. */
export const NEVER = 0n;
export const ALWAYS = 0xffff_ffff_ffff_ffffn;

export interface TrialLine {
  /** Of the rollout: 64 bits. */
  readonly id: bigint;
  readonly until: bigint;
  /** Unix ms. */
  readonly laidMs: number;
  /** As counted when it was laid. */
  readonly before: TrialCounts;
}

export interface TrialWords extends TrialLine {
  readonly unit: number;
}

/** Byte offset in the arena of the one word that changes in place. */
export const untilOffset = (unit: number): number => unit * UNIT_BYTES + fields.until_ns.offset;

/** The same trial in the same state is the same block, revision after revision: so a word stored in place stays. */
export const trialBlock = (store: BlockStore, { id, until, laidMs, before }: TrialLine): Block =>
  store.get(`trial ${id} ${until}`, (writer) => {
    const unit = writer.allocate(LINE_UNITS);
    const at = writer.reserve(unit, LINE_UNITS);
    const { words } = writer;
    const put = ({ offset }: { readonly offset: number }, value: bigint): void => {
      words[at + offset / 4] = Number(value & 0xffff_ffffn);
      words[at + offset / 4 + 1] = Number(value >> 32n);
    };
    put(fields.until_ns, until);
    put(fields.id, id);
    put(fields.laid_ms, BigInt(laidMs));
    const counts = fields.before.offset;
    put({ offset: counts }, before.judged);
    put({ offset: counts + 8 }, before.denied);
    put({ offset: counts + 16 }, before.allowed);
    return writer.done(unit, 0);
  });

export function readTrial(words: Uint32Array, unit: number): TrialLine {
  const at = (unit * UNIT_BYTES) / 4;
  const take = (offset: number): bigint =>
    BigInt(words[at + offset / 4]!) | (BigInt(words[at + offset / 4 + 1]!) << 32n);
  const counts = fields.before.offset;
  return {
    id: take(fields.id.offset),
    until: take(fields.until_ns.offset),
    laidMs: Number(take(fields.laid_ms.offset)),
    before: { judged: take(counts), denied: take(counts + 8), allowed: take(counts + 16) },
  };
}
