import { describe, expect, it } from 'vitest';
import type { Log } from '../part/log.js';
import type { ServiceStanding } from './enforcement.js';
import { agentMetrics } from './metrics.js';
import { ServiceWatch } from './service-watch.js';

describe('how Services are judged', () => {
  it('F141 is told once for each change, and is a warning for as long as it is not by who gets a packet', async () => {
    const lines: string[] = [];
    let now = 0;
    const say = (fields: object, text: string): void => void lines.push(`${JSON.stringify(fields)} ${text}`);
    const log = { info: say, warn: say, error: say } as unknown as Log;
    const port: { services: ServiceStanding } = { services: { mode: 'off', offloaded: 0 } };
    const { serviceMode, registry } = agentMetrics();
    const watch = new ServiceWatch(port, serviceMode, log, { monotonic: () => now });
    const gauge = async (): Promise<string> =>
      (await registry.metrics()).match(/^osg_agent_service_mode\{mode="(\w+)"\} 1$/m)?.[1] ?? '';
    watch.look();
    expect([lines, watch.warnings(), await gauge()]).toEqual([[], [], 'off']);
    port.services = { mode: 'together', offloaded: 0, reason: 'the kernel has no netfilter programs' };
    watch.look();
    watch.look();
    expect(lines).toHaveLength(1);
    expect(watch.warnings()).toHaveLength(1);
    expect(watch.warnings()[0]).toMatch(/only if all of its endpoints.*no netfilter programs/);
    expect(await gauge()).toBe('together');
    port.services = { mode: 'deferred', offloaded: 0 };
    watch.look();
    expect([lines.length, watch.warnings(), await gauge()]).toEqual([2, [], 'deferred']);

    for (let offloaded = 1; offloaded < 4; offloaded++) {
      port.services = { mode: 'deferred', offloaded };
      watch.look();
    }
    expect(lines).toHaveLength(3);
    expect(lines[2]).toMatch(/flowtable/);
    expect(watch.warnings()).toHaveLength(1);
    now = 600_000;
    watch.look();
    expect([lines.length, watch.warnings()]).toEqual([3, []]);
  });
});
