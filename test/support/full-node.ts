/**
 * A node as full as it may get: `full-node ENDPOINTS RULES` compiles and publishes that many endpoints with as many distinct
 * rules each, compares verdicts of the kernel's program with the naive judge, changes single rules, and prints what it took
 * as one line of JSON. A process of its own, for its heap is limited by the one who starts it.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { type CompileState, compileSteps } from '../../src/compiler/compile.js';
import type { Plan } from '../../src/compiler/plan.js';
import type { Address } from '../../src/net/types.js';
import { inSlices } from '../../src/part/slices.js';
import { judgeView } from '../../src/policy/judge.js';
import {
  type AddressSet,
  NO_SERVICES,
  type NodeView,
  type ViewPolicy,
  type ViewPort,
  type ViewRule,
} from '../../src/policy/view.js';
import type { Binding } from '../../src/tables/index.js';
import { KernelTables } from './kernel-tables.js';

const [endpoints, rules] = process.argv.slice(2).map(Number) as [number, number];
const SOURCE = { file: 'full.yaml', line: 1 };
const TCP = 6;
const MIB = 2 ** 20;

/** Equal port lists are one object, as in any view that came over the wire. */
const ports = new Map<number, readonly ViewPort[]>();
function port(first: number): readonly ViewPort[] {
  let list = ports.get(first);
  if (list === undefined) {
    list = [{ protocol: TCP, ports: { first, last: first } }];
    ports.set(first, list);
  }
  return list;
}

/** Half hosts, half /24, no two alike; hosts in the lower half of the space. */
function prefix(n: number): AddressSet['prefixes'][number] {
  const scattered = Math.imul((n >> 1) + 1, 0x9e3779b1) >>> 0;
  if (n % 2 === 0) return { family: 4, value: BigInt(scattered >>> 1), length: 32 };
  return { family: 4, value: BigInt(2 ** 31 + ((scattered >>> 1) & 0x7fffff00)), length: 24 };
}

const ruleOf = (policy: string, r: number, set: string, to: number): ViewRule => ({
  id: `${policy}/ingress/${r}`,
  direction: 'ingress',
  action: 'accept',
  mode: 'enforce',
  matches: [{ peers: [set], ports: port(to) }],
  source: SOURCE,
});
const setId = (e: number, r: number): string => `cidr:${e}/${r}`;
const portOf = (r: number): number => 1 + ((r * 7) % 60_000);

function fullView(): NodeView {
  const sets: AddressSet[] = [];
  const policies: ViewPolicy[] = [];
  for (let e = 0; e < endpoints; e++) {
    const id = `SecurityGroup/full/e${e}`;
    const own: ViewRule[] = [];
    for (let r = 0; r < rules; r++) {
      sets.push({ id: setId(e, r), prefixes: [prefix(e * rules + r)] });
      own.push(ruleOf(id, r, setId(e, r), portOf(r)));
    }
    const isolates = { ingress: true, egress: false };
    policies.push({ key: id, id, tier: 'group', priority: 0, isolates, rules: own, source: SOURCE });
  }
  return {
    node: 'full',
    nodeAddresses: [],
    allowNodeProbes: true,
    ...NO_SERVICES,
    endpoints: policies.map(({ key }, e) => ({
      id: `full/e${e}`,
      namespace: 'full',
      name: `e${e}`,
      labels: {},
      addresses: [{ family: 4, value: BigInt(0x0a000000 + e) }],
      allowedAddresses: [],
      attach: {},
      policies: [key],
      unselected: { ingress: 'allow', egress: 'allow' },
    })),
    policies,
    sets,
  };
}

const bindings = new Map(
  Array.from({ length: endpoints }, (_, e): [string, Binding] => [`full/e${e}`, { ifindex: e + 1, generation: 1 }]),
);

function firstPort({ matches: [match] }: ViewRule): number {
  const listed = match?.ports;
  return listed === undefined || listed === 'any' ? 0 : (listed[0]?.ports?.first ?? 0);
}

/** What a rule's own prefix and those beside it get, from the program and from the judge. @returns how many were compared */
function compare(kernel: KernelTables, view: NodeView, plan: Plan, e: number, sampled: readonly number[]): number {
  const sets = view.sets.slice(e * rules, (e + 1) * rules);
  const policy = view.policies[e] as ViewPolicy;
  const alone: NodeView = {
    ...view,
    endpoints: [view.endpoints[e] as NodeView['endpoints'][number]],
    policies: [policy],
    sets,
  };
  const questions = sampled.flatMap((r, i) => {
    const { family, value } = (sets[r] as AddressSet).prefixes[0] as Address;
    const to = firstPort(policy.rules[r] as ViewRule);
    const peer = { family, value: value + ([0n, 0n, 1n, -1n][i % 4] as bigint) };
    return [to, to + 1].map((at) => ({ ifindex: e + 1, direction: 'ingress' as const, peer, key: TCP * 65536 + at }));
  });
  kernel.judge(questions).forEach((found, i) => {
    const { peer, key } = questions[i] as (typeof questions)[number];
    const wanted = judgeView(alone, `full/e${e}`, 'ingress', peer, key, 0);
    const slot = plan.slots.at(found?.slot ?? 0);
    const by = slot?.kind === 'rule' ? slot.rule : slot?.isolatedBy.join();
    const should = wanted.by.kind === 'rule' ? wanted.by.rule : wanted.by.isolatedBy.join();
    if (found?.verdict !== wanted.verdict || by !== should)
      throw new Error(`endpoint ${e}, peer ${peer.value}, key ${key}: ${found?.verdict} by ${by}, not ${should}`);
  });
  return questions.length;
}

const some = (count: number, of: number, seed: number): number[] =>
  Array.from({ length: count }, (_, i) => (i * 7919 + seed * 104_729) % of);

const view = fullView();
const heapOf = (): number => {
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return Math.round((heapUsed + arrayBuffers) / MIB);
};
const viewMiB = heapOf();
const kernel = new KernelTables({ lines: 1 << 21, slots: endpoints * rules + 2 * endpoints + 1024 });
const delay = monitorEventLoopDelay({ resolution: 1 });
delay.enable();
await new Promise((resolve) => setTimeout(resolve, 20));
delay.reset();
await new Promise((resolve) => setTimeout(resolve, 10));
let now = view;
let state: CompileState | undefined;
let plan: Plan | undefined;
const put = async (next: NodeView): Promise<{ compileMs: number; publishMs: number; lines: number }> => {
  const began = performance.now();
  const compiled = await inSlices(compileSteps(next, state));
  const half = performance.now();
  ({ state, plan } = compiled);
  now = next;
  const { lines } = await kernel.publisher.publish(compiled.plan, bindings);
  return { compileMs: half - began, publishMs: performance.now() - half, lines };
};
const whole = await put(view);
delay.disable();
let compared = 0;
for (const e of some(Math.min(50, endpoints), endpoints, 1))
  compared += compare(kernel, now, plan as unknown as Plan, e, some(10, rules, e));

const changes: number[] = [];
for (const [round, e] of some(21, endpoints, 2).entries()) {
  const r = (round * 977) % rules;
  const policy = now.policies[e] as ViewPolicy;
  const changed = { ...policy, rules: policy.rules.with(r, ruleOf(policy.key, r, setId(e, r), 60_001 + round)) };
  const { compileMs, publishMs } = await put({ ...now, policies: now.policies.with(e, changed) });
  changes.push(compileMs + publishMs);
  compared += compare(kernel, now, plan as unknown as Plan, e, [r, ...some(4, rules, round)]);
}
await kernel.close();
changes.sort((a, b) => a - b);
console.log(
  JSON.stringify({
    rules: endpoints * rules,
    compileMs: Math.round(whole.compileMs),
    publishMs: Math.round(whole.publishMs),
    tableMiB: Math.round((whole.lines * 64 * 10) / MIB) / 10,
    viewMiB,
    heapMiB: heapOf(),
    peakRssMiB: Math.round(process.resourceUsage().maxRSS / 1024),
    changeMs: Math.round((changes[changes.length >> 1] as number) * 10) / 10,
    changeFastestMs: Math.round((changes[0] as number) * 10) / 10,
    stallMs: Math.round(delay.max / 1e6),
    compared,
  }),
);
