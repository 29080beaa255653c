/** The walk of bpf/lib/arena.h and bpf/lib/classify.h over a copy or a mapping of the arena: the same tables, judged in TypeScript. */
import {
  OSG_LAYOUT_VERSION,
  OsgArenaMagic,
  OsgArenaSizes,
  OsgEndpoint,
  OsgKeyWord,
  OsgLimits,
  OsgRevision,
  OsgRoot,
} from '../gen/abi.js';
import type { Address, Direction } from '../net/types.js';
import type { TrialSide } from '../policy/view.js';
import { bucketOf } from './endpoint.js';
import { TablesError } from './error.js';
import { ALLOW, nodeOf, OsgNode, SLOT_MASK, unitOf, wordOf } from './ref.js';
import { readTrial, type TrialWords } from './trial.js';

const UNIT_WORDS = OsgArenaSizes.UNIT_BYTES / 4;
const word = (field: { readonly offset: number }): number => field.offset / 4;

/** What the tables say of one packet. */
export interface TableDecision {
  readonly verdict: 'allow' | 'deny';
  readonly slot: number;
  readonly audit?: { readonly verdict: 'allow' | 'deny'; readonly slot: number };
  /** Unix nanoseconds until which it holds; undefined for ever. */
  readonly validUntil?: bigint;
}

/** One revision in an arena's words. */
export class TableReader {
  readonly #revision: number;

  /**
   * @param words the arena, from line 0 on
   * @param unit of the revision; that in force if absent
   * @throws {TablesError} LAYOUT
   */
  constructor(
    readonly words: Uint32Array,
    unit?: number,
    /** Of a trial: whose rules are walked, whichever counts. */
    readonly side: TrialSide = 'predecessor',
  ) {
    const root = OsgRoot.fields;
    if (words[word(root.magic)] !== OsgArenaMagic.MAGIC || words[word(root.layout)] !== OSG_LAYOUT_VERSION) {
      throw new TablesError(
        'LAYOUT',
        'line 0',
        `not an arena of layout ${OSG_LAYOUT_VERSION}: magic ${words[word(root.magic)]}, layout ${words[word(root.layout)]}`,
      );
    }
    this.#revision = (unit ?? words[word(root.revision)]!) * UNIT_WORDS;
  }

  /** The revision's number; undefined if none is in force. */
  get revision(): bigint | undefined {
    if (this.#revision === 0) return undefined;
    const at = this.#revision + word(OsgRevision.fields.revision);
    return BigInt(this.words[at]!) | (BigInt(this.words[at + 1]!) << 32n);
  }

  /** First word of the struct osg_endpoint of an interface; undefined: no policy is in force for it. */
  endpointAt(ifindex: number): number | undefined {
    if (this.#revision === 0) return undefined;
    const { fields } = OsgRevision;
    const at = (field: { readonly offset: number }): number => this.words[this.#revision + word(field)]!;
    const bucket =
      (at(fields.buckets) + 2 * bucketOf(ifindex, at(fields.bucket_multiplier), at(fields.bucket_mask))) * UNIT_WORDS;
    for (let i = 0; i < 4; i++)
      if (this.words[bucket + i] === ifindex && this.words[bucket + 4 + i] !== 0)
        return this.#side(this.words[bucket + 4 + i]!) * UNIT_WORDS;
    return undefined;
  }

  /** The trial of the revision; undefined: there is none. */
  get trial(): TrialWords | undefined {
    const unit = this.#revision === 0 ? 0 : this.words[this.#revision + word(OsgRevision.fields.trial)]!;
    return unit === 0 ? undefined : { unit, ...readTrial(this.words, unit) };
  }

  #side(unit: number): number {
    const beside = this.words[unit * UNIT_WORDS + word(OsgEndpoint.fields.candidate)]!;
    return this.side === 'candidate' && beside !== 0 ? beside : unit;
  }

  /**
   * Judges as the kernel does.
   * @param key the place on the protocol/port axis
   * @param nowNs Unix nanoseconds
   * @returns undefined if no policy is in force for the interface
   * @throws {TablesError} LAYOUT for defective tables
   */
  judge(ifindex: number, direction: Direction, peer: Address, key: number, nowNs: bigint): TableDecision | undefined {
    const endpoint = this.endpointAt(ifindex);
    if (endpoint === undefined) return undefined;
    const ref =
      this.words[
        endpoint + word(OsgEndpoint.fields.rules) + (direction === 'egress' ? 2 : 0) + (peer.family === 6 ? 1 : 0)
      ]!;
    return this.#decide(this.walk(ref, keyOf(peer, key), this.#classRef(peer)), nowNs);
  }

  /** Whether an address set (a ref of struct osg_endpoint or osg_revision) holds the address. */
  contains(ref: number, address: Address): boolean {
    return (this.walk(ref, keyOf(address, 0), 0) & ALLOW) !== 0;
  }

  /** Follows refs to the cell or chain. @param key the words of enum osg_key_word */
  walk(from: number, key: Uint32Array, classRef: number): number {
    const { words } = this;
    let ref = from;
    let afterClass = 0;
    for (let step = 0; step < OsgLimits.TABLE_MAX_STEPS; step++) {
      const node = nodeOf(ref);
      if (node === OsgNode.CELL || node === OsgNode.CHAIN) {
        if (afterClass === 0) return ref;
        key[OsgKeyWord.CLASS] = ref & SLOT_MASK;
        ref = afterClass;
        afterClass = 0;
        continue;
      }
      const at = unitOf(ref) * UNIT_WORDS;
      const value = key[wordOf(ref)]!;
      if (node === OsgNode.INNER) ref = words[at + 15]! + OsgArenaSizes.LINE_UNITS * below(words, at, 15, value);
      else if (node === OsgNode.LEAF) ref = words[at + 8 + below(words, at, 7, value)]!;
      else if (node === OsgNode.HALF) ref = words[at + 4 + below(words, at, 3, value)]!;
      else if (node === OsgNode.RANGE) ref = words[at + ((value - words[at]!) >>> 0 <= words[at + 1]! ? 2 : 3)]!;
      else if (node === OsgNode.EXACT)
        ref = words[at + (value === words[at]! && key[wordOf(ref) + 1] === words[at + 1]! ? 2 : 3)]!;
      else {
        afterClass = words[at]!;
        ref = classRef;
      }
    }
    throw new TablesError('LAYOUT', 'walk', `no answer after ${OsgLimits.TABLE_MAX_STEPS} steps`);
  }

  #classRef({ family }: Address): number {
    const { fields } = OsgRevision;
    return this.words[this.#revision + word(family === 4 ? fields.class_v4 : fields.class_v6)]!;
  }

  #decide(ref: number, nowNs: bigint): TableDecision {
    if (nodeOf(ref) === OsgNode.CELL) return answer(ref);
    const chain = unitOf(ref) * UNIT_WORDS;
    for (let i = 0; i < OsgLimits.CHAIN_MAX_STEPS; i++) {
      const at = chain + i * UNIT_WORDS;
      const until = BigInt(this.words[at]!) | (BigInt(this.words[at + 1]!) << 32n);
      const forever = until === 0xffff_ffff_ffff_ffffn;
      if (!forever && nowNs >= until) continue;
      const audit = this.words[at + 3]!;
      return {
        ...answer(this.words[at + 2]!),
        ...(audit === 0 ? {} : { audit: answer(audit) }),
        ...(forever ? {} : { validUntil: until }),
      };
    }
    throw new TablesError('LAYOUT', 'chain', 'a chain has no last step');
  }
}

function answer(cell: number): { verdict: 'allow' | 'deny'; slot: number } {
  const slot = cell & SLOT_MASK;
  if (slot === 0) throw new TablesError('LAYOUT', 'cell', 'a walk ended at slot 0, which no rule has');
  return { verdict: (cell & ALLOW) !== 0 ? 'allow' : 'deny', slot };
}

function below(words: Uint32Array, at: number, count: number, value: number): number {
  let n = 0;
  while (n < count && words[at + n]! < value) n++;
  return n;
}

export function keyOf({ family, value }: Address, port: number): Uint32Array {
  const key = new Uint32Array(OsgKeyWord.WORDS);
  const width = family === 4 ? 1 : 4;
  for (let k = 0; k < width; k++) key[k] = Number((value >> BigInt(32 * (width - 1 - k))) & 0xffff_ffffn);
  key[OsgKeyWord.PORT] = port;
  return key;
}
