/** The trial of the node: which of two policies counts, by one word in the tables. What is pinned goes on without us. */
import { createHash } from 'node:crypto';
import type { BpfMap } from '../ebpf/binding.js';
import { KernelClock } from '../ebpf/clock.js';
import { u32Key, uint64 } from '../ebpf/struct.js';
import { OsgTrialCounts } from '../gen/abi.js';
import { ALWAYS, NEVER, type TrialCounts, type TrialLine } from '../tables/index.js';
import type { Publisher } from './publisher.js';
import type { Succession } from './succession.js';

/** Long ago: an unconfirmed candidate that counts no more, told from one that never did. */
const REVERTED = 1n;

export type TrialState = 'observing' | 'unconfirmed' | 'confirmed' | 'reverted';

/** A trial to be laid, or laid already. */
export interface TrialWish {
  /** Of the rollout. */
  readonly id: string;
  /** The candidate is to count, for so many milliseconds from now. Absent: it is not, or nobody knows how long it may. */
  readonly withinMs?: number;
  /** It is to count: where neither the time is known nor the kernel has it, it is over (the machine began anew). */
  readonly unconfirmed: boolean;
}

export interface TrialReport {
  readonly state: TrialState;
  /** Since it was laid: packets. */
  readonly counts: TrialCounts;
  /** Milliseconds until the kernel goes back by itself; 0 or absent: it has, or will not. */
  readonly leftMs?: number;
}

const hashOf = (id: string): bigint => createHash('sha256').update(id).digest().readBigUInt64LE();
const { fields, size } = OsgTrialCounts;

export class Trials {
  readonly #publisher: () => Publisher;
  readonly #counts: () => BpfMap;
  readonly #succession: () => Pick<Succession, 'trial'> | undefined;
  #clock: KernelClock | undefined;
  #closed = false;

  /** @param succession what there is to take over from another layout, until it is done */
  constructor(
    publisher: () => Publisher,
    counts: () => BpfMap,
    succession: () => Pick<Succession, 'trial'> | undefined,
  ) {
    this.#publisher = publisher;
    this.#counts = counts;
    this.#succession = succession;
  }

  /** What the line of the next revision says. One that is confirmed or over stays so; a time that goes on may change. */
  line({ id, withinMs, unconfirmed }: TrialWish): TrialLine {
    const known = this.#inForce();
    const hash = hashOf(id);
    const until = withinMs === undefined ? REVERTED : this.#now() + BigInt(Math.round(withinMs * 1e6));
    if (known?.id !== hash)
      return { id: hash, until: unconfirmed ? until : NEVER, laidMs: Date.now(), before: this.#count() };
    const state = this.#stateOf(known.until);
    if (state === 'observing') return { ...known, until: unconfirmed ? until : NEVER };
    if (state === 'unconfirmed' && withinMs !== undefined) return { ...known, until };
    return state === 'reverted' ? { ...known, until: REVERTED } : known;
  }

  /** Whether the candidate counts by that line now. */
  counts({ until }: Pick<TrialLine, 'until'>): boolean {
    const state = this.#stateOf(until);
    return state === 'unconfirmed' || state === 'confirmed';
  }

  /**
   * At once, for every packet that begins to be judged after it. What is over is not confirmed.
   * @returns how it stands then; undefined: that trial is not the kernel's
   */
  decide(id: string, confirm: boolean): TrialState | undefined {
    const publisher = this.#publisher();
    const { trial } = publisher;
    if (trial?.id !== hashOf(id)) return undefined;
    const state = this.#stateOf(trial.until);
    if (!confirm) publisher.setTrialUntil(REVERTED);
    else if (state === 'unconfirmed') publisher.setTrialUntil(ALWAYS);
    return confirm && state === 'unconfirmed' ? 'confirmed' : confirm ? state : 'reverted';
  }

  /** How a trial stands; undefined: the kernel does not have it. */
  report(id: string): TrialReport | undefined {
    const trial = this.#closed ? undefined : this.#inForce();
    if (trial?.id !== hashOf(id)) return undefined;
    const { judged, denied, allowed } = this.#count();
    const { before, until } = trial;
    const state = this.#stateOf(until);
    return {
      state,
      counts: {
        judged: judged - before.judged,
        denied: denied - before.denied,
        allowed: allowed - before.allowed,
      },
      ...(state === 'unconfirmed' && { leftMs: Number((until - this.#now()) / 1_000_000n) + 1 }),
    };
  }

  close(): void {
    this.#closed = true;
    this.#clock?.close();
    this.#clock = undefined;
  }

  /** As packets are judged; until our first revision that is by an earlier layout's tables. */
  #inForce(): TrialLine | undefined {
    const publisher = this.#publisher();
    if (publisher.arena.root !== 0) return publisher.trial;
    const trial = this.#succession()?.trial;
    return trial && { ...trial, before: trial.before ?? this.#count() };
  }

  #stateOf(until: bigint): TrialState {
    if (until === NEVER) return 'observing';
    if (until === ALWAYS) return 'confirmed';
    return until > this.#now() ? 'unconfirmed' : 'reverted';
  }

  /** The program's own clock. */
  #now(): bigint {
    this.#clock ??= KernelClock.open();
    return this.#clock.read().bootNs;
  }

  #count(): TrialCounts {
    const value = this.#counts().lookup(u32Key(0)) as Buffer;
    const sum = { judged: 0n, denied: 0n, allowed: 0n };
    for (let at = 0; at < value.length; at += size) {
      const one = value.subarray(at, at + size);
      sum.judged += uint64(one, fields.judged);
      sum.denied += uint64(one, fields.denied);
      sum.allowed += uint64(one, fields.allowed);
    }
    return sum;
  }
}
