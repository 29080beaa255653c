import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import Table from 'cli-table3';
import { type Compiled, CompileError, compile, numbersOnly } from '../src/compiler/compile.js';
import { lookupPlan } from '../src/compiler/lookup.js';
import type { Plan } from '../src/compiler/plan.js';
import type { Address } from '../src/net/types.js';
import { judgeView } from '../src/policy/judge.js';
import type { AddressSet, NodeView } from '../src/policy/view.js';
import { distinctPrefix, distinctRules, endpoint, multiplied, nested, rule, sharedGroup } from './compile/views.js';
import { type Row, row } from './row/row.js';

export const summary = 'from a view to a plan: whole, and by change; every plan checked against the naive judge';

setFlagsFromString('--expose-gc');
const gc = runInNewContext('gc') as () => void;

const entry = (name: string, params: Readonly<Record<string, number>>, samples: readonly number[]): Row =>
  row('compile', name, params, 'ms', samples);

/** Compares plan and judge at the edges of some of the sets, and next to them. @returns how many lookups agreed */
function check(view: NodeView, plan: Plan, samples: number): number {
  const rules = view.policies.flatMap((p) =>
    p.rules.flatMap((r) => r.matches.map((match) => ({ policy: p.key, match }))),
  );
  const sets = new Map(view.sets.map((s) => [s.id, s]));
  let count = 0;
  for (let i = 0; i < samples; i++) {
    const { policy, match } = rules[(i * 7919) % rules.length] as (typeof rules)[number];
    const at = view.endpoints.find((e) => e.policies.includes(policy))?.id as string;
    const set = sets.get(match.peers[i % match.peers.length] as string) as AddressSet;
    const { family, value } = set.prefixes[(i * 31) % set.prefixes.length] as Address;
    const port = match.ports === 'any' ? undefined : match.ports[0]?.ports;
    const peer = { family, value: value + [0n, -1n, 1n][i % 3]! };
    const key = 6 * 65536 + (port?.first ?? 0) + (i % 5 === 0 ? 1 : 0);
    if (peer.value < 0n) continue;
    const wanted = judgeView(view, at, 'ingress', peer, key, 0);
    const found = lookupPlan(plan, at, 'ingress', peer, key, 0);
    const slot = plan.slots.at(found.slot);
    const by = wanted.by.kind === 'rule' ? wanted.by.rule : wanted.by.isolatedBy.join();
    if (found.verdict !== wanted.verdict || (slot?.kind === 'rule' ? slot.rule : slot?.isolatedBy.join()) !== by) {
      throw new Error(
        `wrong plan: ${at}, peer ${peer.value}, key ${key}: ${found.verdict} by slot ${found.slot}, but the judge says ${wanted.verdict} by ${by}`,
      );
    }
    count++;
  }
  return count;
}

const cpuMs = (since?: NodeJS.CpuUsage): number => {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1000;
};

function heapMiB(): number {
  gc();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return (heapUsed + arrayBuffers) / 2 ** 20;
}

/** `planMiB` is what plan and state hold beside the view; `cpuMs` is processor time, garbage collection included. */
function whole(name: string, make: () => NodeView, rounds: number, checks: number): Row {
  const samples: number[] = [];
  const cpu: number[] = [];
  const view = make();
  const viewMiB = heapMiB();
  const kept: { last?: Compiled } = {};
  for (let round = 0; round < rounds; round++) {
    delete kept.last;
    gc();
    const [start, used] = [performance.now(), process.cpuUsage()];
    kept.last = compile(view);
    samples.push(performance.now() - start);
    cpu.push(cpuMs(used));
  }
  const planMiB = Math.round(heapMiB() - viewMiB);
  const { plan } = kept.last as Compiled;
  const { endpoints, slots, ranges, rows, arenaBytes } = plan.capacity;
  const checked = check(view, plan, checks);
  const processPeakMiB = Math.round(process.resourceUsage().maxRSS / 1024);
  return entry(
    name,
    {
      endpoints,
      slots,
      ranges,
      rows,
      arenaBytes,
      planMiB,
      processPeakMiB,
      cpuMs: Math.round(Math.min(...cpu)),
      checked,
      wrong: 0,
    },
    samples,
  );
}

/** Applies changes one after another; the last plan is checked, and compared with one from scratch. */
function changes(
  name: string,
  first: NodeView,
  rounds: number,
  step: (view: NodeView, round: number) => NodeView,
): Row {
  let view = first;
  let { plan, state } = compile(view);
  const samples: number[] = [];
  for (let round = 0; round < rounds; round++) {
    view = step(view, round);
    const start = performance.now();
    const next = compile(view, state);
    samples.push(performance.now() - start);
    ({ plan, state } = next);
  }
  // What the last change gave must be what a compilation from scratch gives with the same numbers.
  const scratch = compile(view, numbersOnly(state)).plan;
  if (scratch.capacity.ranges !== plan.capacity.ranges)
    throw new Error(
      `${name}: the changed plan has ${plan.capacity.ranges} ranges, from scratch ${scratch.capacity.ranges}`,
    );
  return entry(
    name,
    {
      endpoints: view.endpoints.length,
      slots: plan.capacity.slots,
      ranges: plan.capacity.ranges,
      checked: check(view, plan, 100),
      wrong: 0,
    },
    samples,
  );
}

const replaced = <T>(list: readonly T[], at: number, item: T): T[] => list.map((old, i) => (i === at ? item : old));

function changeRule(view: NodeView, round: number): NodeView {
  const p = round % view.policies.length;
  const policy = view.policies[p] as NodeView['policies'][number];
  const r = (round * 7919) % policy.rules.length;
  const old = policy.rules[r] as (typeof policy.rules)[number];
  const set: AddressSet = { id: `changed/${round}`, prefixes: [distinctPrefix(3_000_000 + round)] };
  const changed = rule(old.id, [set.id], 60_001 + (round % 5000));
  const unused = old.matches[0]?.peers[0];
  return {
    ...view,
    policies: replaced(view.policies, p, { ...policy, rules: replaced(policy.rules, r, changed) }),
    sets: [...view.sets.filter((s) => s.id !== unused), set],
  };
}

function joinGroup(view: NodeView, round: number): NodeView {
  const group = view.sets[0] as AddressSet;
  const added = [distinctPrefix(3_000_000 + round * 2)];
  const next = { id: group.id, prefixes: [...group.prefixes, ...added] };
  return { ...view, sets: [next] };
}

function refusal(name: string, view: NodeView): Row {
  const start = performance.now();
  try {
    compile(view);
  } catch (error) {
    if (!(error instanceof CompileError) || error.code !== 'CAPACITY') throw error;
    const numbers = Object.fromEntries(
      Object.entries(error.counts).flatMap(([limit, { found, limit: most }]) => [
        [limit, found],
        [`${limit}Limit`, most],
      ]),
    );
    return entry(name, { ...numbers, refused: 1 }, [performance.now() - start]);
  }
  throw new Error(`${name} was not refused`);
}

export async function run(args: readonly string[]): Promise<Row[]> {
  const only = args.find((arg) => !arg.startsWith('-'));
  const cases: readonly (readonly [string, (name: string) => Row])[] = [
    ['10,000 rules, 100,000 prefixes', (name) => whole(name, () => distinctRules(1, 10_000, 10), 5, 200)],
    ['100 endpoints × 1,000 rules', (name) => whole(name, () => distinctRules(100, 1000), 5, 500)],
    ['1,000 rules', (name) => whole(name, () => distinctRules(1, 1000), 9, 500)],
    ['10,000 rules', (name) => whole(name, () => distinctRules(1, 10_000), 5, 200)],
    ['100,000 rules', (name) => whole(name, () => distinctRules(1, 100_000), 5, 100)],
    ['100,000 addresses, 100 policies', (name) => whole(name, () => sharedGroup(100, 100_000), 3, 50)],
    ['nested prefixes × ranges × priorities', (name) => whole(name, () => nested(33, 30, 10), 3, 300)],
    ['change: one rule of 10,000', (name) => changes(name, distinctRules(1, 10_000), 200, changeRule)],
    ['change: one rule of 100,000', (name) => changes(name, distinctRules(1, 100_000), 100, changeRule)],
    ['change: one rule of 100 × 1,000', (name) => changes(name, distinctRules(100, 1000), 200, changeRule)],
    ['change: one address joins 100,000', (name) => changes(name, sharedGroup(100, 100_000), 100, joinGroup)],
    [
      'change: one endpoint comes',
      (name) =>
        changes(name, distinctRules(10, 1000), 100, (v, n) => ({
          ...v,
          endpoints: [...v.endpoints, endpoint(1000 + n, [`p${n % 10}`])],
        })),
    ],
    ['refused: wide prefixes × ports', (name) => refusal(name, multiplied(20_000))],
  ];
  const table = new Table({ style: { head: [], border: [] }, head: ['case', 'median ms', 'min', 'max', 'what'] });
  const entries: Row[] = [];
  for (const [name, measure] of cases) {
    if (only !== undefined && !name.includes(only)) continue;
    const result = measure(name);
    gc();
    entries.push(result);
    const what = Object.entries(result.params).map(([key, value]) => `${key} ${value.toLocaleString('en')}`);
    table.push([name, ...[result.median, result.min, result.max].map((ms) => ms.toFixed(2)), what.join(', ')]);
  }
  console.log(table.toString());
  return entries;
}
