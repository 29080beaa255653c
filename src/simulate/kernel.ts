/**
 * The programs of the packet path in the kernel, over tables of their own, asked with whole packets by BPF_PROG_TEST_RUN.
 * Nothing is attached, nothing stays behind.
 *
 * A test run needs an interface that exists: it is the loopback, which every network namespace has as number 1, and which
 * the tables give to one endpoint after another.
 */
import { Arena } from '../datapath/arena.js';
import { SlotCounters } from '../datapath/counters.js';
import { createConntrackShards, ENDPOINT_OBJECT, possibleCpus } from '../datapath/programs.js';
import { DEFAULT_SETTINGS, encodeSettings } from '../datapath/settings.js';
import { reasons } from '../datapath/stats.js';
import { sweep } from '../datapath/sweeping.js';
import { type BpfMap, BpfObject, type BpfProgram, SK_BUFF_SIZE, SkBuff } from '../ebpf/binding.js';
import { KernelClock } from '../ebpf/clock.js';
import { u32Key } from '../ebpf/struct.js';
import {
  OsgArenaSizes,
  OsgConntrackLimits,
  OsgEndpoint,
  OsgReason,
  OsgRoot,
  OsgSlotCounter,
  OsgSweepMode,
} from '../gen/abi.js';
import { encodeKey, hasPorts } from '../net/protocol.js';
import type { Direction } from '../net/types.js';
import type { World } from '../policy/model.js';
import { PolicyToolError } from '../policy/tools/error.js';
import { Encoder, type TableDecision, TableReader } from '../tables/index.js';
import { frameOf } from './frame.js';
import type { Compiled, JudgeSide } from './side.js';

const LOOPBACK = 1;
/** Of all endpoints: their generations tell them apart. */
const INDEX = 1;
/** TC_ACT_SHOT. */
const DROP = 2;
const FLOWS = 16_384;
/** A run must see the moment asked about, and not the next millisecond. */
const MOMENT_NS = 900_000n;
const GENERATION = OsgEndpoint.fields.generation.offset / 4;
const COUNTER_WORDS = OsgSlotCounter.size / 4;
const PACKETS = OsgSlotCounter.fields.packets.offset / 4;
const AUDITED = OsgSlotCounter.fields.audit_packets.offset / 4;

/** What the programs settle without rules: that is not what is asked. */
const WITHOUT_RULES: ReadonlySet<number> = new Set([
  OsgReason.NEIGHBOUR,
  OsgReason.NEIGHBOUR_SPOOF,
  OsgReason.ROUTER_ADVERT,
  OsgReason.EXTENSION_HEADER,
  OsgReason.MAPPED_ADDRESS,
]);

export class KernelPrograms {
  readonly #handles: { close(): unknown }[] = [];
  readonly #programs: Readonly<Record<Direction, BpfProgram>>;
  readonly #sweep: BpfProgram;
  readonly #reasons: BpfMap;
  readonly #arena: Arena;
  readonly #words: Uint32Array;
  readonly #root: BigUint64Array;
  readonly #counts: Uint32Array;
  readonly #context = Buffer.alloc(SK_BUFF_SIZE);
  /** TAI minus our own monotonic clock. */
  readonly #tai: bigint;
  #runs = 0;

  /**
   * @param lines of the arena
   * @param slots one more than the highest
   * @throws {BpfError} no privilege, or the kernel refuses a program
   */
  constructor(lines: number, slots: number) {
    try {
      this.#arena = this.#own(Arena.create(lines));
      this.#words = this.#arena.words;
      this.#root = new BigUint64Array(this.#words.buffer, 0, OsgArenaSizes.LINE_BYTES / 8);
      const counters = this.#own(SlotCounters.create(slots, 1));
      this.#counts = new Uint32Array(this.#own(counters.map.mmap(true)).buffer, 0, slots * COUNTER_WORDS);
      // As on a node: before Linux 6.2 a table made here is not of the kind that the object describes (its BTF).
      const shards = this.#own(createConntrackShards());
      const object = this.#own(
        BpfObject.open(ENDPOINT_OBJECT, {
          programs: ['osg_ingress', 'osg_egress', 'osg_sweep'],
          globals: counters.globals(possibleCpus()),
          maps: {
            osg_arena: { reuse: this.#arena.map },
            osg_slot_counters: { reuse: counters.map },
            osg_reasons: { maxEntries: (INDEX + 1) * 2 * OsgReason.MAX },
            osg_endpoint_states: { maxEntries: INDEX + 1 },
            osg_conntrack_accounts: { maxEntries: INDEX + 1 },
            osg_conntrack: { maxEntries: FLOWS },
            osg_conntrack_more: { reuse: shards },
            osg_handshakes: { maxEntries: (INDEX + 1) * OsgConntrackLimits.HANDSHAKES },
            osg_fragments: { maxEntries: INDEX + 1 },
            osg_sockets: { maxEntries: INDEX + 1 },
            osg_conversation_sets: { maxEntries: (INDEX + 1) * OsgConntrackLimits.CONVERSATION_SETS },
            osg_conversation_tags: { maxEntries: (INDEX + 1) * OsgConntrackLimits.CONVERSATION_SETS },
          },
        }),
      );
      object.load();
      this.#programs = {
        ingress: this.#own(object.program('osg_ingress')),
        egress: this.#own(object.program('osg_egress')),
      };
      this.#sweep = this.#own(object.program('osg_sweep'));
      this.#reasons = this.#own(object.map('osg_reasons'));
      this.#own(object.map('osg_settings')).update(
        u32Key(0),
        encodeSettings({ ...DEFAULT_SETTINGS, sampleRate: 0, conntrack: { guaranteed: FLOWS, shared: 0 } }),
      );
      this.#tai = taiOffset();
      this.#context.writeUInt32LE(LOOPBACK, SkBuff.ifindex);
    } catch (error) {
      this.close();
      throw error;
    }
  }

  #own<T extends { close(): unknown }>(handle: T): T {
    this.#handles.push(handle);
    return handle;
  }

  /** Puts a plan in the arena, in place of the one before; the revision differs from node to node by the node's addresses. */
  judgeBy(world: World, { plan, bindings }: Compiled, atMs: number): JudgeSide {
    const words = this.#words;
    const encoder = new Encoder(this.#arena.lines);
    const endpoints = plan.endpoints.map((endpoint) => ({ ...endpoint, index: INDEX }));
    const stage = { ...endpoints[0], id: 'loopback' } as (typeof endpoints)[number];
    const staged = {
      ...plan,
      endpoints: [...endpoints, stage],
      allowNodeProbes: world.allowNodeProbes,
    };
    const bound = new Map([...bindings, [stage.id, { ifindex: LOOPBACK, generation: 1 }]]);
    const revisions = new Map<string | undefined, { unit: number; reader: TableReader }>();
    const revisionOf = (name: string | undefined) => {
      const known = revisions.get(name);
      if (known !== undefined) return known;
      const nodeAddresses = world.nodes.find((node) => node.name === name)?.addresses ?? [];
      // Nothing is released: earlier revisions stay as they are, and share what is the same.
      const encoding = encoder.encode(
        { ...staged, nodeAddresses, serviceAddresses: [] },
        bound,
        BigInt(revisions.size + 1),
      );
      encoding.patch.apply(words);
      encoding.commit();
      const revision = { unit: encoding.unit, reader: new TableReader(words, encoding.unit) };
      revisions.set(name, revision);
      return revision;
    };

    return ({ endpoint, direction, flow, peer, fromNode }) => {
      const { unit, reader } = revisionOf(endpoint.node);
      const ifindex = bindings.get(endpoint.id)?.ifindex as number;
      const [from, to] = [reader.endpointAt(ifindex), reader.endpointAt(LOOPBACK)];
      if (from === undefined || to === undefined) return undefined;
      words.copyWithin(to, from, from + OsgArenaSizes.LINE_WORDS);
      this.#arena.setRoot(unit);
      // Sockets of the node send from no interface; all other traffic has come in by one.
      this.#context.writeUInt32LE(fromNode ? 0 : LOOPBACK, SkBuff.ingressIfindex);
      const expected = reader.judge(ifindex, direction, peer, encodeKey(flow), BigInt(atMs) * 1_000_000n);
      if (expected === undefined) return undefined;
      const ask = () => this.#run(direction, frameOf(flow), to, atMs, expected);
      const { verdict, slot, audited } = ask();
      // Of the node's own probes the reference names no rule, though one may have let them in.
      if (fromNode && world.allowNodeProbes && verdict === 'allow') return 'node';
      if (slot === undefined) {
        const reason = this.#reasonOf(direction, ask);
        // Of an ICMP error that its rules deny, the programs do not say which rule.
        const unnamed = reason === OsgReason.ICMP_ERROR && expected.verdict === verdict;
        if (WITHOUT_RULES.has(reason) || unnamed) return expected;
        throw new PolicyToolError(
          'ENGINE',
          `${direction} of ${endpoint.id}: ${verdict} by OsgReason ${reason}, no rule`,
        );
      }
      // The programs count audit verdicts that differ; that another rule would decide the same, only the tables know.
      const { audit } = expected;
      if (audit !== undefined && audit.verdict !== expected.verdict && hasPorts(flow.protocol) && !audited)
        throw new PolicyToolError('ENGINE', `${direction} of ${endpoint.id}: the program counts no audit verdict`);
      return { verdict, slot, ...(audit && { audit }) };
    };
  }

  /** One packet. `slot` is undefined if none was counted. */
  #run(direction: Direction, data: Buffer, line: number, atMs: number, { slot, audit }: TableDecision) {
    for (let attempt = 0; ; attempt++) {
      // A new generation each time: no flow is known from an earlier question, and none holds a place.
      this.#words[line + GENERATION] = ++this.#runs;
      if (this.#runs % (FLOWS / 2) === 0) sweep(this.#sweep, { mode: OsgSweepMode.FLUSH, endpoint: INDEX });
      const begun = process.hrtime.bigint();
      const offset = begun + this.#tai - BigInt(atMs) * 1_000_000n;
      this.#root[OsgRoot.fields.tai_offset_ns.offset / 8] = BigInt.asUintN(64, offset);
      const { retval } = this.#programs[direction].testRun({ data, ctx: this.#context });
      const late = process.hrtime.bigint() - begun > MOMENT_NS;
      const counted = this.#counted(slot);
      const audited = audit !== undefined && this.#take(audit.slot * COUNTER_WORDS + AUDITED);
      if (late && attempt < 50) continue;
      return { verdict: retval === DROP ? ('deny' as const) : ('allow' as const), slot: counted, audited };
    }
  }

  /** The slot that a packet was counted for, looked for first where the tables say. */
  #counted(likely: number): number | undefined {
    if (this.#take(likely * COUNTER_WORDS + PACKETS)) return likely;
    for (let at = PACKETS; at < this.#counts.length; at += COUNTER_WORDS)
      if (this.#take(at)) return (at - PACKETS) / COUNTER_WORDS;
    return undefined;
  }

  #take(at: number): boolean {
    const found = this.#counts[at] !== 0;
    this.#counts[at] = 0;
    return found;
  }

  /** `enum osg_reason` of a packet, by asking once more. */
  #reasonOf(direction: Direction, ask: () => unknown): number {
    const read = () =>
      new Map(
        reasons({ map: () => this.#reasons }, INDEX)
          .filter((count) => count.direction === direction)
          .map(({ reason, packets }) => [reason, packets]),
      );
    const before = read();
    ask();
    return [...read()].find(([reason, packets]) => packets !== before.get(reason))?.[0] ?? OsgReason.NONE;
  }

  close(): void {
    for (const handle of this.#handles.splice(0).reverse()) handle.close();
  }
}

/** TAI minus `process.hrtime`, never more than it is: the closest of a few readings. */
function taiOffset(): bigint {
  const clock = KernelClock.open();
  try {
    const readings = Array.from({ length: 20 }, () => {
      const begun = process.hrtime.bigint();
      const { taiNs } = clock.read();
      const ended = process.hrtime.bigint();
      return { took: ended - begun, offset: taiNs - ended };
    });
    return readings.reduce((best, one) => (one.took < best.took ? one : best)).offset;
  } finally {
    clock.close();
  }
}
