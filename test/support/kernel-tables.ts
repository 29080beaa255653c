/** An arena in the kernel with the program of bpf/prog/classify.bpf.c over it: questions in, decisions out. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Arena } from '../../src/datapath/arena.js';
import { BpfObject, type BpfMapping, type BpfProgram } from '../../src/datapath/binding.js';
import { SlotCounters } from '../../src/datapath/counters.js';
import { Publisher, type PublisherOptions } from '../../src/datapath/publisher.js';
import { possibleCpus } from '../../src/datapath/programs.js';
import { OsgDecision } from '../../src/gen/abi.js';
import type { Address, Direction } from '../../src/net/types.js';
import { keyOf, type TableDecision, TableReader } from '../../src/tables/index.js';

export const CLASSIFY_OBJECT = fileURLToPath(new URL('../../bpf/build/classify.bpf.o', import.meta.url));
const QUESTIONS = 4096;
/** struct osg_question: 40 bytes, then the answer. */
const ANSWER = 40;
const SIZE = ANSWER + OsgDecision.size;

export interface Question {
  readonly ifindex: number;
  readonly direction: Direction;
  readonly peer: Address;
  readonly key: number;
  /** Unix milliseconds; absent: the kernel's own clock. */
  readonly atMs?: number;
}

export class KernelTables {
  readonly arena: Arena;
  readonly counters: SlotCounters;
  readonly publisher: Publisher;
  readonly folder = mkdtempSync(join(tmpdir(), 'osg-test-'));
  #object: BpfObject;
  #program: BpfProgram;
  #questions: BpfMapping;
  #count: BpfMapping;

  constructor({ lines = 16_384, slots = 65_536, ...rest }: Partial<PublisherOptions> & { lines?: number } = {}) {
    this.arena = Arena.create(lines);
    this.counters = SlotCounters.create(slots, 1);
    this.publisher = Publisher.open({ arena: this.arena, lock: join(this.folder, 'lock'), slots, ...rest });
    [this.#object, this.#program, this.#questions, this.#count] = this.#load(this.arena);
  }

  #load(arena: Arena): [BpfObject, BpfProgram, BpfMapping, BpfMapping] {
    const object = BpfObject.open(CLASSIFY_OBJECT, {
      globals: this.counters.globals(possibleCpus()),
      maps: { osg_arena: { reuse: arena.map }, osg_slot_counters: { reuse: this.counters.map } },
    });
    object.load();
    const bss = object.mapNames().find((name) => name.endsWith('.bss'))!;
    return [object, object.program('judge'), object.map('questions').mmap(true), object.map(bss).mmap(true)];
  }

  /** Loads the program anew over another arena, as `PublisherOptions.swapArena` asks. */
  swap(arena: Arena): void {
    const old = [this.#program, this.#questions, this.#count, this.#object] as const;
    [this.#object, this.#program, this.#questions, this.#count] = this.#load(arena);
    for (const handle of old) handle.close();
  }

  /** The tables as they are in the kernel's memory now. */
  get reader(): TableReader {
    return new TableReader(this.publisher.arena.words);
  }

  /** The program's decisions; undefined where no policy is in force. */
  judge(questions: readonly Question[]): (TableDecision | undefined)[] {
    const out: (TableDecision | undefined)[] = [];
    const view = new DataView(this.#questions.buffer);
    for (let from = 0; from < questions.length; from += QUESTIONS) {
      const batch = questions.slice(from, from + QUESTIONS);
      batch.forEach((question, i) => {
        write(view, i * SIZE, question);
      });
      this.#count.storeRelease32(0, batch.length);
      this.#program.testRun({ data: Buffer.alloc(64) });
      batch.forEach((_, i) => {
        out.push(read(view, i * SIZE + ANSWER));
      });
    }
    return out;
  }

  async close(): Promise<void> {
    for (const handle of [this.#program, this.#questions, this.#count, this.#object]) handle.close();
    await this.publisher.close();
    this.counters.close();
    rmSync(this.folder, { recursive: true });
  }
}

function write(view: DataView, at: number, { ifindex, direction, peer, key, atMs }: Question): void {
  const words = keyOf(peer, key);
  for (let k = 0; k < 4; k++) view.setUint32(at + 4 * k, words[k]!, true);
  view.setUint32(at + 16, key, true);
  view.setUint32(at + 20, ifindex, true);
  view.setUint8(at + 24, peer.family);
  view.setUint8(at + 25, direction === 'egress' ? 1 : 0);
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
