/** The classifier program in the kernel, over tables of its own: nothing is attached, nothing stays behind. */
import { fileURLToPath } from 'node:url';
import { Arena } from '../datapath/arena.js';
import { type BpfMapping, BpfObject, type BpfProgram } from '../datapath/binding.js';
import { SlotCounters } from '../datapath/counters.js';
import { possibleCpus } from '../datapath/programs.js';
import { OsgDecision, OsgRoot } from '../gen/abi.js';
import { keyOf } from '../tables/index.js';
import type { Compiled, JudgeTables } from './policy-engines.js';

const OBJECT = fileURLToPath(new URL('../../bpf/build/classify.bpf.o', import.meta.url));
/** Layout of struct osg_question in bpf/prog/classify.bpf.c. */
const QUESTION = { key: 16, ifindex: 20, family: 24, direction: 25, now: 32, answer: 40 } as const;

export class KernelClassifier {
  readonly #handles: { close(): unknown }[] = [];
  readonly #program: BpfProgram;
  readonly #question: DataView;
  readonly #frame = Buffer.alloc(64);

  /** @throws {Error} of the binding: no privilege, or the kernel refuses the program */
  constructor({ plan, encoder, encoding }: Compiled) {
    try {
      const arena = this.#own(Arena.create(encoder.memory.lines));
      const { words } = arena;
      encoding.patch.apply(words);
      words[OsgRoot.fields.revision.offset / 4] = encoding.unit;
      const counters = this.#own(SlotCounters.create(Math.max(2, plan.slots.length), 1));
      const object = this.#own(
        BpfObject.open(OBJECT, {
          globals: counters.globals(possibleCpus()),
          maps: { osg_arena: { reuse: arena.map }, osg_slot_counters: { reuse: counters.map } },
        }),
      );
      object.load();
      this.#program = this.#own(object.program('judge'));
      this.#question = new DataView(this.#own(object.map('questions').mmap(true)).buffer);
      const count: BpfMapping = this.#own(
        object.map(object.mapNames().find((name) => name.endsWith('.bss')) as string).mmap(true),
      );
      count.storeRelease32(0, 1);
    } catch (error) {
      this.close();
      throw error;
    }
  }

  #own<T extends { close(): unknown }>(handle: T): T {
    this.#handles.push(handle);
    return handle;
  }

  readonly judge: JudgeTables = (ifindex, direction, peer, key, atMs) => {
    const view = this.#question;
    const words = keyOf(peer, key);
    for (let k = 0; k < 4; k++) view.setUint32(4 * k, words[k] as number, true);
    view.setUint32(QUESTION.key, key, true);
    view.setUint32(QUESTION.ifindex, ifindex, true);
    view.setUint8(QUESTION.family, peer.family);
    view.setUint8(QUESTION.direction, direction === 'egress' ? 1 : 0);
    // 0 would mean the kernel's own clock.
    view.setBigUint64(QUESTION.now, BigInt(atMs) * 1_000_000n || 1n, true);
    this.#program.testRun({ data: this.#frame });
    const { found, verdict, slot, audit_slot, audit_verdict } = OsgDecision.fields;
    if (view.getUint8(QUESTION.answer + found.offset) === 0) return undefined;
    const verdictAt = (offset: number) => (view.getUint8(QUESTION.answer + offset) === 1 ? 'allow' : 'deny');
    const auditSlot = view.getUint32(QUESTION.answer + audit_slot.offset, true);
    return {
      verdict: verdictAt(verdict.offset),
      slot: view.getUint32(QUESTION.answer + slot.offset, true),
      ...(auditSlot !== 0 && { audit: { verdict: verdictAt(audit_verdict.offset), slot: auditSlot } }),
    };
  };

  close(): void {
    for (const handle of this.#handles.splice(0).reverse()) handle.close();
  }
}
