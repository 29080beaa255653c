/** The same policy with a candidate beside it that has one rule more for each hundred. */
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { compile } from '../../src/compiler/compile.js';
import { Arena } from '../../src/datapath/arena.js';
import { SlotCounters } from '../../src/datapath/counters.js';
import { Publisher } from '../../src/datapath/publisher.js';
import { KernelClock } from '../../src/ebpf/clock.js';
import type { Family } from '../../src/net/types.js';
import { HeldView } from '../../src/policy/held-view.js';
import { withCandidate } from '../../src/policy/trial.js';
import { NEVER } from '../../src/tables/index.js';
import { BenchKernel } from './kernel.js';
import { type BenchRule, benchRules, benchView, ENDPOINT } from './rules.js';

const LOOPBACK = 1;
const HOUR_NS = 3_600_000_000_000n;

export class TriedTables {
  private constructor(
    readonly publisher: Publisher,
    readonly kernel: BenchKernel,
    readonly counters: SlotCounters,
    readonly folder: string,
  ) {}

  static async of(family: Family, rules: readonly BenchRule[]): Promise<TriedTables> {
    const more = benchRules(family, Math.ceil(rules.length / 100), 77).map((rule, i) => ({
      ...rule,
      id: `${rule.id}/${i}/more`,
    }));
    const view = benchView(rules);
    // Sets go by their places: those that the candidate adds come last.
    const candidate = HeldView.of(benchView([...rules, ...more]));
    const { state } = compile(view);
    const both = withCandidate(HeldView.of(view), candidate, { id: 'bench', revision: 2, mode: 'observe' }).whole();
    const { plan } = compile(both, state);
    const folder = mkdtempSync(join(tmpdir(), 'osg-bench-'));
    const arena = Arena.create(2 ** Math.ceil(Math.log2(2048 + rules.length * 6)));
    const counters = SlotCounters.create(plan.slots.length, 2 ** Math.ceil(Math.log2(availableParallelism())));
    const publisher = Publisher.open({ arena, lock: join(folder, 'lock'), slots: counters.slots });
    const before = { judged: 0n, denied: 0n, allowed: 0n };
    const line = { id: 1n, until: NEVER, laidMs: 0, before };
    await publisher.publish(plan, new Map([[ENDPOINT, { ifindex: LOOPBACK, generation: 1 }]]), 0n, line);
    return new TriedTables(publisher, new BenchKernel(family, arena, counters), counters, folder);
  }

  observed(): BenchKernel {
    this.publisher.setTrialUntil(NEVER);
    return this.kernel;
  }

  unconfirmed(): BenchKernel {
    const clock = KernelClock.open();
    this.publisher.setTrialUntil(clock.read().bootNs + HOUR_NS);
    clock.close();
    return this.kernel;
  }

  async close(): Promise<void> {
    this.kernel.close();
    await this.publisher.close();
    this.counters.close();
    rmSync(this.folder, { recursive: true });
  }
}
