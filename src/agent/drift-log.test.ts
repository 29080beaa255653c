import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { RecordingPort } from '../../test/support/recording-port.js';
import type { Clock } from '../part/clock.js';
import type { Drift } from './enforcement.js';
import { startAgentWith } from './start.js';

/** Looks whenever the test says so. */
class Lasting extends RecordingPort {
  open: Drift[] = [];
  looks = 0;
  override async inspect(): Promise<readonly Drift[]> {
    this.looks++;
    return this.open;
  }
}

it('F45 a foreign program that cannot be overtaken is told once, then no more until it changes, and applies nothing again', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'osg-drift-'));
  const timers = new Map<() => void, number>();
  const clock: Clock = {
    now: () => Date.now(),
    monotonic: () => performance.now(),
    after: (ms, callback) => {
      timers.set(callback, ms);
      return () => timers.delete(callback);
    },
    random: () => 0.5,
  };
  const told: string[] = [];
  const log = (_fields: object, message: string): void => void told.push(message);
  const port = new Lasting();
  const agent = await startAgentWith({
    node: 'n1',
    controller: `unix:${dir}/none.sock`,
    stateDir: join(dir, 'state'),
    port,
    clock,
    log: { info: log, warn: () => undefined, error: log, debug: () => undefined },
  });
  try {
    const behind: Drift = { kind: 'place', detail: 'interface 7 egress: behind', repaired: false, lasting: true };
    const look = async (found: Drift[]): Promise<string[]> => {
      port.open = found;
      told.length = 0;
      const before = port.looks;
      for (const [callback, ms] of [...timers]) if (ms === 2000 && timers.delete(callback)) callback();
      await expect.poll(() => port.looks).toBe(before + 1);
      await expect.poll(() => [...timers.values()].includes(2000)).toBe(true);
      return [...told];
    };
    expect(await look([behind])).toEqual(['drift']);
    expect(await look([behind])).toEqual([]);
    expect(agent.notReady()).toBeDefined();
    expect(await look([behind, { ...behind, detail: 'interface 8 egress: behind' }])).toEqual(['drift']);
    expect(await look([behind])).toEqual(['drift is over']);
    expect(await look([])).toEqual(['drift is over']);
    expect(await look([behind])).toEqual(['drift']);
    expect(await agent.metrics.getSingleMetricAsString('osg_agent_drift_total')).toContain('{kind="place"} 3');
  } finally {
    await agent.close();
    rmSync(dir, { recursive: true });
  }
});
