/** The cases of `packet-path` that need conntrack: both directions restricted, so that every flow is tracked. */
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { compile } from '../../src/compiler/compile.js';
import { Arena } from '../../src/datapath/arena.js';
import { SlotCounters } from '../../src/datapath/counters.js';
import { createConntrackShards, createConntrackTable } from '../../src/datapath/programs.js';
import { Publisher } from '../../src/datapath/publisher.js';
import { entries } from '../../src/ebpf/binding.js';
import type { Family } from '../../src/net/types.js';
import { type Flow, flowsOf } from './flows.js';
import { BenchKernel, type Timed } from './kernel.js';
import { type BenchRule, benchView, ENDPOINT } from './rules.js';
import { ServiceTables } from './services.js';

/** The test run's interface is the loopback device of our network namespace. */
const LOOPBACK = 1;
const FLOWS = 16384;
const SYN = 2;
const ACK = 16;

export interface TrackedCase {
  readonly name: 'new-tracked' | 'reply' | 'service' | 'service-hook' | 'other-hook';
  readonly flows: readonly Flow[];
  readonly samples: number[];
  wrong: number;
}

/**
 * Times `new-tracked` (SYNs of 16k flows into an empty table), `reply` (of those flows; and of one, again and again), `service` (packets
 * to Services, which are only marked at the interface), `service-hook` (what then judges them) and `other-hook` (what all other
 * packets of the node pay there).
 */
export async function measureTracked(
  family: Family,
  rules: readonly BenchRule[],
  rounds: number,
): Promise<TrackedCase[]> {
  const { plan } = compile(benchView(rules, true));
  const folder = mkdtempSync(join(tmpdir(), 'osg-bench-'));
  const arena = Arena.create(2 ** Math.ceil(Math.log2(1024 + rules.length * 3)));
  const counters = SlotCounters.create(plan.slots.length, 2 ** Math.ceil(Math.log2(cpus().length)));
  const publisher = Publisher.open({ arena, lock: join(folder, 'lock'), slots: counters.slots });
  const table = createConntrackTable(2 * FLOWS, true);
  const shards = createConntrackShards();
  const kernels: BenchKernel[] = [];
  const services = await ServiceTables.of(family, rules, FLOWS);
  try {
    await publisher.publish(plan, new Map([[ENDPOINT, { ifindex: LOOPBACK, generation: 1 }]]));
    for (const egress of [false, true])
      kernels.push(
        new BenchKernel(
          family,
          arena,
          counters,
          { osg_conntrack: { reuse: table }, osg_conntrack_more: { reuse: shards } },
          egress,
        ),
      );
    const [inward, outward] = kernels as [BenchKernel, BenchKernel];
    const empty = (): void => {
      const keys = Array.from(entries(table), ({ key }) => Buffer.from(key));
      if (keys.length > 0) table.deleteBatch(Buffer.concat(keys));
      inward.forgetFlows();
    };
    const denied = [...plan.slots].findIndex(
      (slot) => slot?.kind === 'default' && slot.direction === 'egress' && slot.verdict === 'deny',
    );
    const fresh = flowsOf('allow', rules, plan, FLOWS);
    // Their own direction denies replies; the flow that they belong to lets them pass.
    const replies = fresh.map((flow) => ({ ...flow, slot: denied }));
    const cases: TrackedCase[] = [
      { name: 'new-tracked', flows: fresh, samples: [], wrong: 0 },
      { name: 'reply', flows: replies, samples: [], wrong: 0 },
      { name: 'reply', flows: replies.slice(0, 1), samples: [], wrong: 0 },
      { name: 'service', flows: services.flows, samples: [], wrong: 0 },
      { name: 'service', flows: services.flows.slice(0, 1), samples: [], wrong: 0 },
      { name: 'service-hook', flows: services.flows.slice(0, 1), samples: [], wrong: 0 },
      { name: 'other-hook', flows: services.flows.slice(0, 1), samples: [], wrong: 0 },
    ];
    const time = ({ name, flows }: TrackedCase, first: boolean): Timed => {
      if (name === 'service-hook') return services.hook.time('bench_service', FLOWS);
      if (name === 'other-hook') return services.hook.time('bench_other', FLOWS);
      const kernel = first ? inward : name === 'service' ? services.kernel : outward;
      kernel.setFlows(flows);
      return kernel.time(first ? 'bench_ingress' : 'bench_egress_path', FLOWS, first ? SYN : ACK);
    };
    for (let round = -1; round < rounds; round++) {
      empty();
      for (const [i, c] of cases.entries()) {
        const { ns, wrong } = time(c, i === 0);
        c.wrong += wrong;
        if (round >= 0) c.samples.push(ns);
      }
    }
    return cases;
  } finally {
    for (const kernel of kernels) kernel.close();
    await services.close();
    await publisher.close();
    counters.close();
    table.close();
    shards.close();
    rmSync(folder, { recursive: true });
  }
}
