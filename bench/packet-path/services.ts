/** The policy of the tracked cases, where every peer's address is one of a Service: what the endpoint sends is judged behind the translation. */
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Plan } from '../../src/compiler/plan.js';
import { Arena } from '../../src/datapath/arena.js';
import { SlotCounters } from '../../src/datapath/counters.js';
import { Publisher } from '../../src/datapath/publisher.js';
import { parsePrefix } from '../../src/net/prefix.js';
import type { Family } from '../../src/net/types.js';
import { BenchKernel } from './kernel.js';
import { ENDPOINT } from './rules.js';

const LOOPBACK = 1;
const EVERYBODY = ['0.0.0.0/0', '::/0'].map(parsePrefix);

export class ServiceTables {
  private constructor(
    readonly publisher: Publisher,
    /** Packets of the endpoint. */
    readonly kernel: BenchKernel,
    readonly counters: SlotCounters,
    readonly folder: string,
  ) {}

  static async of(family: Family, plan: Plan): Promise<ServiceTables> {
    const folder = mkdtempSync(join(tmpdir(), 'osg-bench-'));
    const arena = Arena.create(2 ** Math.ceil(Math.log2(1024 + plan.slots.length * 3)));
    const counters = SlotCounters.create(plan.slots.length, 2 ** Math.ceil(Math.log2(availableParallelism())));
    const publisher = Publisher.open({ arena, lock: join(folder, 'lock'), slots: counters.slots });
    await publisher.publish(
      { ...plan, serviceAddresses: EVERYBODY },
      new Map([[ENDPOINT, { ifindex: LOOPBACK, generation: 1 }]]),
    );
    return new ServiceTables(publisher, new BenchKernel(family, arena, counters, {}, true), counters, folder);
  }

  async close(): Promise<void> {
    this.kernel.close();
    await this.publisher.close();
    this.counters.close();
    rmSync(this.folder, { recursive: true });
  }
}
