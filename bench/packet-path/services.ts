/**
 * The rules for what the endpoint sends, where every address is one of a Service: at the interface such a packet is only marked, and at
 * netfilter's hooks it is judged.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compile } from '../../src/compiler/compile.js';
import { Arena } from '../../src/datapath/arena.js';
import { SlotCounters } from '../../src/datapath/counters.js';
import { createConntrackShards } from '../../src/datapath/programs.js';
import { Publisher } from '../../src/datapath/publisher.js';
import { DEFAULT_SETTINGS, encodeSettings } from '../../src/datapath/settings.js';
import { AttachType, BpfObject, NetfilterFamily, NetfilterHook, ProgramType } from '../../src/ebpf/binding.js';
import { parsePrefix } from '../../src/net/prefix.js';
import type { Family } from '../../src/net/types.js';
import { type Flow, flowsOf, frame, writeAddress } from './flows.js';
import { BenchKernel, perEndpoint, type Timed } from './kernel.js';
import { type BenchRule, benchView, ENDPOINT } from './rules.js';

const OBJECT = fileURLToPath(new URL('../../bpf/build/service_path.bpf.o', import.meta.url));
const LOOPBACK = 1;
const EVERYBODY = ['0.0.0.0/0', '::/0'].map(parsePrefix);
const NF_ACCEPT = 1;
/** struct nf_hook_state: hook, pf, and pointers that the kernel sets. At LOCAL_IN nothing asks for a translation. */
const hookState = (family: Family): Buffer =>
  Buffer.concat([
    Buffer.of(NetfilterHook.LocalIn, family === 4 ? NetfilterFamily.IPv4 : NetfilterFamily.IPv6),
    Buffer.alloc(46),
  ]);
const NETFILTER = { type: ProgramType.Netfilter, expectedAttachType: AttachType.Netfilter };

/** The program at the hooks, over the same tables. It cannot write into its packet: there is one flow. */
class HookBench {
  readonly #object: BpfObject;
  readonly #packet: Buffer;
  readonly #state: Buffer;

  constructor(family: Family, arena: Arena, counters: SlotCounters, { address, port }: Flow) {
    const shards = createConntrackShards();
    this.#object = BpfObject.open(OBJECT, {
      globals: counters.globals(availableParallelism()),
      maps: {
        ...perEndpoint(),
        osg_arena: { reuse: arena.map },
        osg_slot_counters: { reuse: counters.map },
        osg_conntrack_more: { reuse: shards },
      },
      programTypes: { bench_service: NETFILTER, bench_other: NETFILTER },
    });
    this.#object.load();
    shards.close();
    const settings = this.#object.map('osg_settings');
    settings.update(Buffer.alloc(4), encodeSettings(DEFAULT_SETTINGS));
    settings.close();
    this.#state = hookState(family);
    this.#packet = frame(family, 0x10, true);
    writeAddress(this.#packet, family === 4 ? 30 : 38, address, family);
    const ports = family === 4 ? 34 : 54;
    this.#packet.writeUInt16BE(40_000, ports);
    this.#packet.writeUInt16BE(port, ports + 2);
  }

  time(program: string, repeat: number): Timed {
    const handle = this.#object.program(program);
    try {
      const { durationNs, retval } = handle.testRun({ data: this.#packet, ctx: this.#state, repeat });
      return { ns: durationNs, wrong: retval === NF_ACCEPT ? 0 : repeat };
    } finally {
      handle.close();
    }
  }

  close(): void {
    this.#object.close();
  }
}

export class ServiceTables {
  private constructor(
    readonly publisher: Publisher,
    /** Packets of the endpoint, at its interface. */
    readonly kernel: BenchKernel,
    readonly hook: HookBench,
    /** What the interface leaves to the hook. */
    readonly flows: readonly Flow[],
    readonly counters: SlotCounters,
    readonly folder: string,
  ) {}

  static async of(family: Family, rules: readonly BenchRule[], count: number): Promise<ServiceTables> {
    const view = benchView(rules);
    const { plan } = compile({
      ...view,
      policies: view.policies.map((policy) => ({
        ...policy,
        isolates: { ingress: false, egress: true },
        rules: policy.rules.map((rule) => ({ ...rule, direction: 'egress' as const })),
      })),
    });
    const folder = mkdtempSync(join(tmpdir(), 'osg-bench-'));
    const arena = Arena.create(2 ** Math.ceil(Math.log2(1024 + rules.length * 3)));
    const counters = SlotCounters.create(plan.slots.length, 2 ** Math.ceil(Math.log2(availableParallelism())));
    const publisher = Publisher.open({ arena, lock: join(folder, 'lock'), slots: counters.slots });
    await publisher.publish(
      { ...plan, serviceAddresses: EVERYBODY },
      new Map([[ENDPOINT, { ifindex: LOOPBACK, generation: 1 }]]),
    );
    const allowed = flowsOf('allow', rules, plan, count);
    const denied = [...plan.slots].findIndex(
      (slot) => slot?.kind === 'default' && slot.direction === 'egress' && slot.verdict === 'deny',
    );
    return new ServiceTables(
      publisher,
      new BenchKernel(family, arena, counters, {}, true),
      new HookBench(family, arena, counters, allowed[0] as Flow),
      // Sent from the port of the rule, to another one.
      allowed.map((flow) => ({ ...flow, slot: denied })),
      counters,
      folder,
    );
  }

  async close(): Promise<void> {
    this.hook.close();
    this.kernel.close();
    await this.publisher.close();
    this.counters.close();
    rmSync(this.folder, { recursive: true });
  }
}
