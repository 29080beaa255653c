import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import Table from 'cli-table3';
import { compile } from '../src/compiler/compile.js';
import { Arena } from '../src/datapath/arena.js';
import { SlotCounters } from '../src/datapath/counters.js';
import { Publisher } from '../src/datapath/publisher.js';
import type { Family } from '../src/net/types.js';
import { judgeView } from '../src/policy/judge.js';
import { type Flow, flowsOf } from './packet-path/flows.js';
import { BenchKernel } from './packet-path/kernel.js';
import { benchRules, benchView, ENDPOINT } from './packet-path/rules.js';
import { summarise } from './packet-path/statistics.js';
import { measureTracked } from './packet-path/tracked.js';
import { TriedTables } from './packet-path/trial.js';

export const summary =
  'cost of one packet in the kernel, by BPF_PROG_TEST_RUN, against an empty program and two LPM tries';

interface Entry {
  readonly bench: 'packet-path';
  readonly case: string;
  readonly params: { family: Family; rules: number; flows: number; wrong: number; slots: number };
  readonly unit: 'ns/packet';
  readonly samples: readonly number[];
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

const SIZES = [10, 1000, 10_000, 100_000];
/** The test run's interface is the loopback device of our network namespace. */
const LOOPBACK = 1;

interface Case {
  readonly name: string;
  readonly program: string;
  readonly flows: readonly Flow[];
  /** Which tables it runs over. */
  ready?(): BenchKernel;
}

async function measure(family: Family, count: number, rounds: number, log: (text: string) => void): Promise<Entry[]> {
  const rules = benchRules(family, count);
  const view = benchView(rules);
  const { plan } = compile(view);
  const folder = mkdtempSync(join(tmpdir(), 'osg-bench-'));
  const arena = Arena.create(2 ** Math.ceil(Math.log2(1024 + count * 3)));
  const counters = SlotCounters.create(plan.slots.length, 2 ** Math.ceil(Math.log2(availableParallelism())));
  const publisher = Publisher.open({ arena, lock: join(folder, 'lock'), slots: counters.slots });
  const kernel = new BenchKernel(family, arena, counters);
  const trial = await TriedTables.of(family, rules);
  try {
    const published = await publisher.publish(plan, new Map([[ENDPOINT, { ifindex: LOOPBACK, generation: 1 }]]));
    const bytes = published.bytesWritten / count;
    if (count >= 1000 && bytes > 64) throw new Error(`${bytes.toFixed(1)} bytes of table per rule: more than 64`);
    log(`IPv${family}, ${count} rules: ${bytes.toFixed(1)} bytes of table per rule`);
    kernel.fillLpm(rules, plan);
    const cases: Case[] = [1, 16384].flatMap((n) => {
      const allow = flowsOf('allow', rules, plan, n);
      const deny = flowsOf('deny', rules, plan, n);
      return [
        { name: 'empty', program: 'bench_empty', flows: allow },
        { name: 'lpm', program: 'bench_lpm', flows: allow },
        { name: 'classify', program: 'bench_classify', flows: allow },
        { name: 'allow', program: 'bench_ingress', flows: allow },
        { name: 'deny', program: 'bench_ingress', flows: deny },
        { name: 'observed', program: 'bench_ingress', flows: allow, ready: () => trial.observed() },
        { name: 'unconfirmed', program: 'bench_ingress', flows: allow, ready: () => trial.unconfirmed() },
      ];
    });
    for (const { flows } of cases) checkAgainstReference(view, plan.slots, flows, family);
    const samples = cases.map(() => ({ ns: [] as number[], wrong: 0 }));
    for (let round = -1; round < rounds; round++) {
      cases.forEach(({ program, flows, ready }, i) => {
        const over = ready?.() ?? kernel;
        over.setFlows(flows);
        const { ns, wrong } = over.time(program, 16384);
        samples[i]!.wrong += wrong;
        if (round >= 0) samples[i]!.ns.push(ns);
      });
    }
    const tracked = await measureTracked(family, rules, rounds);
    const results = [
      ...cases.map(({ name, flows }, i) => ({ name, flows, ...samples[i]! })),
      ...tracked.map((c) => ({ ...c, ns: c.samples })),
    ];
    return results.map(({ name, flows, ns, wrong }) => {
      const { median, min, max } = summarise(ns);
      const slots = new Set(flows.map(({ slot }) => slot)).size;
      return {
        bench: 'packet-path',
        case: name,
        params: { family, rules: count, flows: flows.length, wrong, slots },
        unit: 'ns/packet',
        samples: ns,
        median,
        min,
        max,
      };
    });
  } finally {
    kernel.close();
    await trial.close();
    await publisher.close();
    counters.close();
    rmSync(folder, { recursive: true });
  }
}

/** The generator says which rule a flow meets; the reference must say the same of some of them. */
function checkAgainstReference(
  view: Parameters<typeof judgeView>[0],
  slots: Awaited<ReturnType<typeof compile>>['plan']['slots'],
  flows: readonly Flow[],
  family: Family,
): void {
  for (const { address, port, slot } of flows.slice(0, view.sets.length > 20_000 ? 2 : 20)) {
    const { by } = judgeView(view, ENDPOINT, 'ingress', { family, value: address }, { protocol: 6, port }, Date.now());
    const info = slots.at(slot);
    if (by.kind === 'rule' ? info?.kind !== 'rule' || info.rule !== by.rule : info?.kind !== 'default') {
      throw new Error(`the benchmark expects slot ${slot}, but the reference says ${JSON.stringify(by)}`);
    }
  }
}

function print(entries: readonly Entry[]): void {
  const table = new Table({ head: ['case', 'IP', 'rules', 'flows', 'ns', '95 %', 'above empty', 'slots', 'wrong'] });
  for (const entry of entries) {
    const { family, rules, flows, wrong, slots } = entry.params;
    const empty = entries.find(
      (e) => e.case === 'empty' && e.params.family === family && e.params.rules === rules && e.params.flows === flows,
    )!;
    const { interval } = summarise(entry.samples);
    const above = entry.case === 'empty' ? '' : (entry.median - empty.median).toFixed(0);
    table.push([
      entry.case,
      family,
      rules,
      flows,
      entry.median.toFixed(0),
      `${interval[0].toFixed(0)}–${interval[1].toFixed(0)}`,
      above,
      slots,
      wrong,
    ]);
  }
  console.log(table.toString());
}

export async function run(args: readonly string[]): Promise<Entry[]> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      rounds: { type: 'string', default: '31' },
      rules: { type: 'string', multiple: true },
      family: { type: 'string', multiple: true },
    },
  });
  const sizes = values.rules?.map(Number) ?? SIZES;
  const families = (values.family?.map(Number) ?? [4, 6]) as Family[];
  const entries: Entry[] = [];
  for (const family of families)
    for (const size of sizes)
      entries.push(...(await measure(family, size, Number(values.rounds), (text) => console.log(text))));
  print(entries);
  const wrong = entries.reduce((sum, entry) => sum + entry.params.wrong, 0);
  if (wrong > 0) throw new Error(`${wrong} packets got another slot than the reference says`);
  return entries;
}
