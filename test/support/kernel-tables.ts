/** The program of bpf/prog/classify.bpf.c over an arena: questions in, decisions out. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Arena } from '../../src/datapath/arena.js';
import { SlotCounters } from '../../src/datapath/counters.js';
import { possibleCpus } from '../../src/datapath/programs.js';
import { Publisher } from '../../src/datapath/publisher.js';
import { type BpfMap, type BpfMapping, BpfObject, type BpfProgram } from '../../src/ebpf/binding.js';
import { OsgDecision } from '../../src/gen/abi.js';
import type { Address, Direction } from '../../src/net/types.js';
import { keyOf, type TableDecision, TableReader } from '../../src/tables/index.js';

export const CLASSIFY_OBJECT = fileURLToPath(new URL('../../bpf/build/classify.bpf.o', import.meta.url));
const QUESTIONS = 4096;
/** Offsets in struct osg_judge_state. */
const STATE = { count: 0, runs: 8, mixed: 16, wrong: 24 };
/** struct osg_question: 40 bytes, then the answer, and that of the other side of a trial. */
const ANSWER = 40;
const ASIDE = ANSWER + OsgDecision.size;
const SIZE = ASIDE + OsgDecision.size;

export interface Question {
  readonly ifindex: number;
  readonly direction: Direction;
  readonly peer: Address;
  readonly key: number;
  /** Unix milliseconds; absent: the kernel's own clock. */
  readonly atMs?: number;
  /** For `steady`. */
  readonly expected?: number;
}

/** The program over an arena and counters. */
export class Judge {
  readonly #object: BpfObject;
  readonly #programs = new Map<string, BpfProgram>();
  readonly #questions: BpfMapping;
  readonly #state: BpfMapping;

  constructor(arena: BpfMap, counters: SlotCounters) {
    this.#object = BpfObject.open(CLASSIFY_OBJECT, {
      globals: counters.globals(possibleCpus()),
      maps: { osg_arena: { reuse: arena }, osg_slot_counters: { reuse: counters.map } },
    });
    this.#object.load();
    const bss = this.#object.mapNames().find((name) => name.endsWith('.bss'))!;
    this.#questions = this.#object.map('questions').mmap(true);
    this.#state = this.#object.map(bss).mmap(true);
  }

  /** The program's decisions; undefined where no policy is in force. */
  judge(questions: readonly Question[]): (TableDecision | undefined)[] {
    return this.judgeBoth(questions).map(([counts]) => counts);
  }

  /** Of a trial both decisions: that which counts, and the other one; undefined where it is the same. */
  judgeBoth(questions: readonly Question[]): (readonly [TableDecision | undefined, TableDecision | undefined])[] {
    const out: (readonly [TableDecision | undefined, TableDecision | undefined])[] = [];
    const view = new DataView(this.#questions.buffer);
    for (let from = 0; from < questions.length; from += QUESTIONS) {
      const batch = questions.slice(from, from + QUESTIONS);
      this.ask(batch);
      this.#run('judge', 1);
      batch.forEach((_, i) => {
        out.push([read(view, i * SIZE + ANSWER), read(view, i * SIZE + ASIDE)]);
      });
    }
    return out;
  }

  /** Puts at most 4,096 questions in place for `steady`. */
  ask(questions: readonly Question[]): void {
    const view = new DataView(this.#questions.buffer);
    questions.forEach((question, i) => {
      write(view, i * SIZE, question);
    });
    this.#state.storeRelease32(STATE.count, questions.length);
  }

  /** Runs `steady` so many times. @returns totals since the program was loaded */
  steady(repeat: number): { runs: number; mixed: number; wrong: number } {
    this.#run('steady', repeat);
    const load = (offset: number): number => Number(this.#state.loadAcquire64(offset));
    return { runs: load(STATE.runs), mixed: load(STATE.mixed), wrong: load(STATE.wrong) };
  }

  #run(name: string, repeat: number): void {
    let program = this.#programs.get(name);
    if (program === undefined) {
      program = this.#object.program(name);
      this.#programs.set(name, program);
    }
    program.testRun({ data: Buffer.alloc(64), repeat });
  }

  close(): void {
    for (const handle of [...this.#programs.values(), this.#questions, this.#state, this.#object]) handle.close();
  }
}

/** An arena with a publisher and a judge. */
export class KernelTables {
  readonly arena: Arena;
  readonly counters: SlotCounters;
  readonly publisher: Publisher;
  readonly folder = mkdtempSync(join(tmpdir(), 'osg-test-'));
  #judge: Judge;

  constructor({
    lines = 16_384,
    slots = 65_536,
    maxLines = lines,
  }: { lines?: number; slots?: number; maxLines?: number } = {}) {
    this.arena = Arena.create(lines);
    this.counters = SlotCounters.create(slots, 1);
    this.publisher = Publisher.open({
      arena: this.arena,
      lock: this.lock,
      slots,
      maxLines,
      swapArena: async (bigger) => this.#swap(bigger),
    });
    this.#judge = new Judge(this.arena.map, this.counters);
  }

  get lock(): string {
    return join(this.folder, 'lock');
  }

  /** Loads the program anew over another arena. */
  #swap(arena: Arena): void {
    const old = this.#judge;
    this.#judge = new Judge(arena.map, this.counters);
    old.close();
  }

  /** The tables as they are in the kernel's memory now. */
  get reader(): TableReader {
    return new TableReader(this.publisher.arena.words);
  }

  /** The program's decisions; undefined where no policy is in force. */
  judge(questions: readonly Question[]): (TableDecision | undefined)[] {
    return this.#judge.judge(questions);
  }

  judgeBoth(questions: readonly Question[]): ReturnType<Judge['judgeBoth']> {
    return this.#judge.judgeBoth(questions);
  }

  async close(): Promise<void> {
    this.#judge.close();
    await this.publisher.close();
    this.counters.close();
    rmSync(this.folder, { recursive: true });
  }
}

function write(view: DataView, at: number, { ifindex, direction, peer, key, atMs, expected = 0 }: Question): void {
  const words = keyOf(peer, key);
  for (let k = 0; k < 4; k++) view.setUint32(at + 4 * k, words[k]!, true);
  view.setUint32(at + 16, key, true);
  view.setUint32(at + 20, ifindex, true);
  view.setUint8(at + 24, peer.family);
  view.setUint8(at + 25, direction === 'egress' ? 1 : 0);
  view.setUint32(at + 28, expected, true);
  // 0 means the kernel's own clock; the earliest moment that can be asked for is a nanosecond after 1970.
  view.setBigUint64(at + 32, atMs === undefined ? 0n : BigInt(atMs) * 1_000_000n || 1n, true);
}

function read(view: DataView, at: number): TableDecision | undefined {
  const { fields } = OsgDecision;
  if (view.getUint8(at + fields.found.offset) === 0) return undefined;
  const verdict = (field: { readonly offset: number }) => (view.getUint8(at + field.offset) === 1 ? 'allow' : 'deny');
  const until = view.getBigUint64(at + fields.valid_until_ns.offset, true);
  const auditSlot = view.getUint32(at + fields.audit_slot.offset, true);
  return {
    verdict: verdict(fields.verdict),
    slot: view.getUint32(at + fields.slot.offset, true),
    ...(auditSlot === 0 ? {} : { audit: { verdict: verdict(fields.audit_verdict), slot: auditSlot } }),
    ...(until === 0xffff_ffff_ffff_ffffn ? {} : { validUntil: until }),
  };
}
