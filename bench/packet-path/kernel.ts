/** One loaded object of bpf/prog/packet_path.bpf.c over one policy, and its timed runs. */
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Plan } from '../../src/compiler/plan.js';
import type { Arena } from '../../src/datapath/arena.js';
import type { SlotCounters } from '../../src/datapath/counters.js';
import { createConntrackShards } from '../../src/datapath/programs.js';
import { DEFAULT_SETTINGS, encodeSettings } from '../../src/datapath/settings.js';
import {
  BPF_F_MMAPABLE,
  BpfMap,
  type BpfMapping,
  BpfObject,
  type BpfProgram,
  MapType,
} from '../../src/ebpf/binding.js';
import { OsgConntrackLimits, OsgReason } from '../../src/gen/abi.js';
import type { Family } from '../../src/net/types.js';
import { encodeFlows, FLOW_BYTES, type Flow, frame, slotsOf, writeAddress } from './flows.js';
import type { BenchRule } from './rules.js';

const OBJECT = fileURLToPath(new URL('../../bpf/build/packet_path.bpf.o', import.meta.url));
const MAX_FLOWS = 16384;
const STATE = { position: 0, mask: 4, wrong: 8, runs: 16 };

export interface Timed {
  readonly ns: number;
  readonly wrong: number;
}

/** Elements of the maps that are indexed by endpoint: the benchmark has index 1 only. */
export const perEndpoint = (): Record<string, { maxEntries: number }> => ({
  osg_reasons: { maxEntries: 2 * 2 * OsgReason.MAX },
  osg_endpoint_states: { maxEntries: 2 },
  osg_conntrack_accounts: { maxEntries: 2 },
  osg_handshakes: { maxEntries: 2 * OsgConntrackLimits.HANDSHAKES },
  osg_fragments: { maxEntries: 2 },
  osg_sockets: { maxEntries: 2 },
  osg_conversation_sets: { maxEntries: 2 * OsgConntrackLimits.CONVERSATION_SETS },
  osg_conversation_tags: { maxEntries: 2 * OsgConntrackLimits.CONVERSATION_SETS },
});

export class BenchKernel {
  readonly #object: BpfObject;
  readonly #flows: BpfMapping;
  readonly #state: BpfMapping;
  readonly #programs = new Map<string, BpfProgram>();

  constructor(
    readonly family: Family,
    arena: Arena,
    counters: SlotCounters,
    extra: Record<string, { reuse: BpfMap }> = {},
    /** Packets of the endpoint instead of packets to it. */
    private readonly egress = false,
  ) {
    const flows = BpfMap.create({
      type: MapType.Array,
      keySize: 4,
      valueSize: FLOW_BYTES,
      maxEntries: MAX_FLOWS,
      flags: BPF_F_MMAPABLE,
      name: 'bench_flows',
    });
    const shards = createConntrackShards();
    this.#object = BpfObject.open(OBJECT, {
      globals: { ...counters.globals(cpus().length), bench_family: family, bench_egress: egress },
      maps: {
        ...perEndpoint(),
        osg_arena: { reuse: arena.map },
        osg_slot_counters: { reuse: counters.map },
        bench_flows: { reuse: flows },
        osg_conntrack_more: { reuse: shards },
        ...extra,
      },
    });
    this.#object.load();
    shards.close();
    const settings = this.#object.map('osg_settings');
    settings.update(Buffer.alloc(4), encodeSettings(DEFAULT_SETTINGS));
    settings.close();
    this.#flows = flows.mmap(true);
    this.#state = this.#object.map('bench_state').mmap(true);
    flows.close();
  }

  /** Whoever empties the table of flows has nobody's counted any more. */
  forgetFlows(): void {
    // What the node counts as shared stays else, and after fifteen rounds there is no room for a flow more.
    for (const [name, index] of [
      ['osg_conntrack_accounts', 1],
      ['osg_conntrack_node', 0],
    ] as const) {
      const counts = this.#object.map(name);
      counts.update(Buffer.from([index, 0, 0, 0]), Buffer.alloc(counts.info.transferSize));
      counts.close();
    }
  }

  /** Puts the flows in place for the runs that follow; their number is a power of two. */
  setFlows(flows: readonly Flow[]): void {
    new Uint8Array(this.#flows.buffer).set(encodeFlows(flows, this.family, this.egress));
    this.#state.storeRelease32(STATE.mask, flows.length - 1);
  }

  /** Mean time of a run, over `repeat` runs, and how many of them decided otherwise than the flows say. */
  time(program: string, repeat: number, tcpFlags?: number): Timed {
    let handle = this.#programs.get(program);
    if (handle === undefined) {
      handle = this.#object.program(program);
      this.#programs.set(program, handle);
    }
    this.#state.storeRelease32(STATE.position, 0);
    this.#state.storeRelease64(STATE.wrong, 0n);
    this.#state.storeRelease64(STATE.runs, 0n);
    const { durationNs } = handle.testRun({ data: frame(this.family, tcpFlags, this.egress), repeat });
    const runs = Number(this.#state.loadAcquire64(STATE.runs));
    if (runs !== repeat) throw new Error(`${program} finished ${runs} of ${repeat} runs: it cannot read its packet`);
    return { ns: durationNs, wrong: Number(this.#state.loadAcquire64(STATE.wrong)) };
  }

  /** Fills the two LPM maps with the same policy. */
  fillLpm(rules: readonly BenchRule[], plan: Plan): void {
    const { rules: slots, deny } = slotsOf(plan);
    const peers = { keys: Buffer.alloc(rules.length * 20), values: Buffer.alloc(rules.length * 4) };
    const policies = {
      keys: Buffer.alloc((rules.length * 2 + 1) * 12),
      values: Buffer.alloc((rules.length * 2 + 1) * 4),
    };
    let entry = 0;
    const add = (identity: number, port: number | undefined, value: number): void => {
      policies.keys.writeUInt32LE(port === undefined ? 32 : 64, entry * 12);
      policies.keys.writeUInt32LE(identity, entry * 12 + 4);
      if (port !== undefined) {
        policies.keys[entry * 12 + 8] = 6;
        policies.keys.writeUInt16BE(port, entry * 12 + 10);
      }
      policies.values.writeUInt32LE(value >>> 0, entry * 4);
      entry++;
    };
    add(0, undefined, deny);
    rules.forEach(({ id, prefix, port }, i) => {
      peers.keys.writeUInt32LE(prefix.length, i * 20);
      writeAddress(peers.keys, i * 20 + 4, prefix.value, prefix.family);
      peers.values.writeUInt32LE(i + 1, i * 4);
      add(i + 1, port, 0x10000000 | slots.get(id)!);
      add(i + 1, undefined, deny);
    });
    for (const [name, { keys, values }] of [
      ['bench_peers', peers],
      ['bench_policies', policies],
    ] as const) {
      const map = this.#object.map(name);
      map.updateBatch(keys, values);
      map.close();
    }
  }

  close(): void {
    for (const program of this.#programs.values()) program.close();
    this.#flows.close();
    this.#state.close();
    this.#object.close();
  }
}
