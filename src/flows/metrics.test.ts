import { Registry } from 'prom-client';
import { expect, it } from 'vitest';
import { OsgReason } from '../gen/abi.js';
import { DenyMetrics } from './metrics.js';
import type { DenyRecord } from './record.js';
import type { ReporterStatus } from './reporter.js';

it('drops by reason: the kernel counts what policy denies, the events tell rules from defaults', async () => {
  const drop = { endpoint: 1, egress: false };
  const drops = [
    { ...drop, reason: OsgReason.RULE_DENY, packets: 20 },
    { ...drop, reason: OsgReason.STATE_FULL, packets: 3 },
    { ...drop, reason: undefined, packets: 1 },
  ];
  const status = { kernel: { drops }, ring: {}, spool: {}, accounting: {} } as unknown as ReporterStatus;
  const registry = new Registry();
  const metrics = new DenyMetrics(() => status, registry);
  const event = (reason: string, tier: string, packets: number): void =>
    metrics.onEvent({ packets } as DenyRecord, { verdict: 'deny', reason, tier });
  event('rule-deny', 'admin', 5);
  event('default-deny', '', 14);
  event('default-deny', '', 1);
  const lines = async (name: string): Promise<string[]> =>
    (await registry.getSingleMetricAsString(name)).split('\n').filter((line) => line.startsWith(`${name}{`));
  expect(await lines('osg_denied_packets_total')).toEqual([
    'osg_denied_packets_total{direction="ingress",reason="policy"} 20',
    'osg_denied_packets_total{direction="ingress",reason="state-full"} 3',
    'osg_denied_packets_total{direction="ingress",reason="unknown"} 1',
  ]);
  expect(await lines('osg_denied_event_packets_total')).toEqual([
    'osg_denied_event_packets_total{direction="ingress",reason="rule-deny",tier="admin",verdict="deny"} 5',
    'osg_denied_event_packets_total{direction="ingress",reason="default-deny",tier="",verdict="deny"} 15',
  ]);
});
