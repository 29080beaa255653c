import { Registry } from 'prom-client';
import { expect, it } from 'vitest';
import { OsgReason } from '../gen/abi.js';
import { osg } from '../gen/proto.js';
import { DenyMetrics } from './metrics.js';
import type { FlowContext } from './names.js';
import type { DenyRecord } from './record.js';
import type { ReporterStatus } from './reporter.js';
import { Reason, Verdict } from './words.js';

it('drops by reason: the kernel counts what policy denies, the events tell rules from defaults', async () => {
  const drop = { endpoint: 1, egress: false };
  const drops = [
    { ...drop, reason: OsgReason.RULE_DENY, packets: 20 },
    { ...drop, reason: OsgReason.STATE_FULL, packets: 3 },
  ];
  const status = { kernel: { drops }, ring: {}, spool: {}, accounting: {} } as unknown as ReporterStatus;
  const registry = new Registry();
  const metrics = new DenyMetrics(() => status, registry);
  const event = (reason: Reason, tier: osg.v1.Tier, packets: number): void =>
    metrics.onEvent({ packets } as DenyRecord, { verdict: Verdict.VERDICT_DENY, reason, tier });
  event(Reason.REASON_RULE_DENY, osg.v1.Tier.ADMIN, 5);
  event(Reason.REASON_DEFAULT_DENY, 0, 14);
  event(Reason.REASON_DEFAULT_DENY, 0, 1);
  const lines = async (name: string): Promise<string[]> =>
    (await registry.getSingleMetricAsString(name)).split('\n').filter((line) => line.startsWith(`${name}{`));
  const denied = await lines('osg_denied_packets_total');
  expect(denied).toContain('osg_denied_packets_total{direction="egress",reason="no-policy"} 0');
  expect(denied.filter((line) => !line.endsWith(' 0'))).toEqual([
    'osg_denied_packets_total{direction="ingress",reason="policy"} 20',
    'osg_denied_packets_total{direction="ingress",reason="state-full"} 3',
  ]);
  expect(await lines('osg_denied_event_packets_total')).toEqual([
    'osg_denied_event_packets_total{direction="ingress",reason="rule-deny",tier="admin",verdict="deny"} 5',
    'osg_denied_event_packets_total{direction="ingress",reason="default-deny",tier="",verdict="deny"} 15',
  ]);
});

it('a rollout is a label while the node has a part in it, and no other is', async () => {
  const registry = new Registry();
  let running: string | undefined = 'r-7';
  const metrics = new DenyMetrics(
    () => undefined,
    registry,
    () => running,
  );
  const context = { verdict: Verdict.VERDICT_DENY, reason: Reason.REASON_RULE_DENY, tier: osg.v1.Tier.GROUP };
  const [plain, own, late] = [context, { ...context, rollout: 'r-7' }, { ...context, rollout: 'r-6' }];
  const event = (about: FlowContext, packets: number): void => metrics.onEvent({ packets } as DenyRecord, about);
  const lines = async (): Promise<string[]> =>
    (await registry.getSingleMetricAsString('osg_denied_event_packets_total'))
      .split('\n')
      .filter((line) => !line.startsWith('#'))
      .map((line) => line.replace(/.*verdict="deny",?/, ''));
  event(plain, 1);
  event(own, 2);
  event(late, 4);
  expect(await lines()).toEqual(['} 5', 'rollout="r-7"} 2']);
  running = undefined;
  event(own, 8);
  expect(await lines()).toEqual(['} 13']);
  running = 'r-7';
  event(own, 16);
  expect(await lines()).toEqual(['} 13', 'rollout="r-7"} 16']);
});
