import { Registry } from 'prom-client';
import { expect, it } from 'vitest';
import { OsgReason } from '../gen/abi.js';
import type { DenyDrop } from './kernel.js';
import type { DenyEndpoint } from './names.js';
import { WorkloadDrops, workloadMetric } from './workload-drops.js';

const { RULE_DENY, STATE_FULL, SPOOFED_ADDRESS } = OsgReason;

/** Counters by index, as the kernel's: they only grow, whoever holds the index. */
class Kernel {
  readonly drops = new Map<string, DenyDrop>();

  count(endpoint: number, packets: number, reason: number = RULE_DENY, egress = false): void {
    const key = `${endpoint} ${reason} ${egress}`;
    this.drops.set(key, { endpoint, egress, reason, packets: packets + (this.drops.get(key)?.packets ?? 0) });
  }

  get sum(): number {
    return [...this.drops.values()].reduce((sum, { packets }) => sum + packets, 0);
  }
}

const holder = (name: string, index: number, generation = 1): DenyEndpoint => ({
  index,
  generation,
  id: `shop/${name}`,
  namespace: 'shop',
  name,
});

function drops(most: number) {
  const kernel = new Kernel();
  const subject = new WorkloadDrops(most, () => [...kernel.drops.values()]);
  /** Those that are not 0, by `web ingress policy`. */
  const told = (): Record<string, number> =>
    Object.fromEntries(
      subject
        .samples()
        .filter(({ packets }) => packets !== 0)
        .map(({ workload, direction, reason, packets }) => [`${workload} ${direction} ${reason}`, packets]),
    );
  return { kernel, subject, told };
}

it('each workload has its own drops; what was counted before it came, and of nobody, is other', () => {
  const { kernel, subject, told } = drops(100);
  kernel.count(1, 7);
  subject.update([holder('web', 1), holder('db', 2)]);
  kernel.count(1, 5);
  kernel.count(2, 3, STATE_FULL, true);
  kernel.count(0, 2, OsgReason.NO_POLICY);
  expect(told()).toEqual({
    'web ingress policy': 5,
    'db egress state-full': 3,
    'other ingress policy': 7,
    'other ingress no-policy': 2,
  });
});

it('is complete before anything is dropped', async () => {
  const { subject } = drops(100);
  subject.update([holder('web', 1)]);
  const registry = new Registry();
  workloadMetric(registry, subject);
  const text = await registry.metrics();
  const name = 'osg_workload_denied_packets_total';
  expect(text).toContain(`# TYPE ${name} counter`);
  for (const direction of ['ingress', 'egress']) {
    expect(text).toContain(`${name}{namespace="shop",workload="web",direction="${direction}",reason="policy"} 0\n`);
    for (const reason of ['policy', 'state-full', 'no-policy', 'spoofed-address'])
      expect(text).toContain(`${name}{namespace="",workload="other",direction="${direction}",reason="${reason}"} 0\n`);
  }
});

it('a workload that ends leaves its counts to other, and the next holder of its index nothing of them', () => {
  const { kernel, subject, told } = drops(100);
  subject.update([holder('web', 1)]);
  kernel.count(1, 5);
  subject.update([]);
  expect(told()).toEqual({ 'other ingress policy': 5 });
  subject.update([holder('db', 1, 2)]);
  kernel.count(1, 1);
  expect(told()).toEqual({ 'db ingress policy': 1, 'other ingress policy': 5 });
});

it('a workload that gets another index counts on', () => {
  const { kernel, subject, told } = drops(100);
  kernel.count(2, 9);
  subject.update([holder('web', 1)]);
  kernel.count(1, 5);
  subject.update([holder('web', 2, 2)]);
  kernel.count(2, 1);
  expect(told()).toEqual({ 'web ingress policy': 6, 'other ingress policy': 9 });
});

it('what has no room is in other for good; a place that becomes free counts from there', () => {
  const { kernel, subject, told } = drops(3);
  subject.update([holder('web', 1), holder('db', 2)]);
  kernel.count(1, 5);
  kernel.count(1, 4, SPOOFED_ADDRESS, true);
  kernel.count(2, 2, RULE_DENY, true);
  expect(told()).toEqual({ 'web ingress policy': 5, 'other egress spoofed-address': 4, 'other egress policy': 2 });
  subject.update([holder('db', 2)]);
  kernel.count(2, 1, RULE_DENY, true);
  expect(told()).toEqual({
    'db egress policy': 1,
    'other ingress policy': 5,
    'other egress spoofed-address': 4,
    'other egress policy': 2,
  });
});

it('whoever comes, goes and drops: no series falls while its workload lives, other never, the sum is the kernel’s', () => {
  const { kernel, subject } = drops(9);
  let state = 1;
  const random = (below: number): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 8) % below;
  };
  const places: (DenyEndpoint | undefined)[] = new Array(12);
  let before = new Map<string, number>();
  const ended = new Set<string>();
  for (let step = 0; step < 1500; step++) {
    const index = random(places.length);
    if (random(4) === 0) {
      const name = `w${random(16)}`;
      const elsewhere = places.findIndex((one) => one?.name === name);
      if (elsewhere >= 0) places[elsewhere] = undefined;
      if (places[index] !== undefined) ended.add(places[index].name);
      places[index] = random(3) === 0 ? undefined : holder(name, index, step + 1);
      if (elsewhere >= 0 && places[index] === undefined) ended.add(name);
      subject.update(places.filter((one) => one !== undefined));
    } else kernel.count(index, random(50), [RULE_DENY, STATE_FULL, SPOOFED_ADDRESS][random(3)], random(2) === 0);
    if (random(3) !== 0) continue;
    const samples = subject.samples();
    expect(samples.reduce((sum, { packets }) => sum + packets, 0)).toBe(kernel.sum);
    expect(samples.filter(({ workload }) => workload !== 'other').length).toBeLessThanOrEqual(9);
    const now = new Map(samples.map(({ packets, ...labels }) => [Object.values(labels).join(' '), packets]));
    expect(now.size).toBe(samples.length);
    const falls = samples.filter(({ packets, ...labels }) => {
      const least = ended.has(labels.workload) ? 0 : (before.get(Object.values(labels).join(' ')) ?? 0);
      return packets < least;
    });
    expect(falls).toEqual([]);
    ended.clear();
    before = now;
  }
});
