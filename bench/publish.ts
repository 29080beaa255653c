import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import Table from 'cli-table3';
import { wholeView } from '../src/compiler/change.js';
import { Compiler, compile } from '../src/compiler/compile.js';
import type { Plan } from '../src/compiler/plan.js';
import { finish } from '../src/compiler/steps.js';
import { Arena } from '../src/datapath/arena.js';
import { SlotCounters } from '../src/datapath/counters.js';
import { Publisher } from '../src/datapath/publisher.js';
import { digestOf, sumAfter, sumOfView } from '../src/distribution/digest.js';
import { BpfObject } from '../src/ebpf/binding.js';
import type { Prefix } from '../src/net/types.js';
import { applyViewChange } from '../src/policy/apply-change.js';
import { HeldView } from '../src/policy/held-view.js';
import type { NodeView } from '../src/policy/view.js';
import { NO_SERVICES_CHANGE, type ViewChange } from '../src/policy/view-change.js';
import { type Binding, TableReader } from '../src/tables/index.js';
import { slotsOf } from './packet-path/flows.js';
import { benchRules, benchView, ENDPOINT, random } from './packet-path/rules.js';
import { summarise } from './packet-path/statistics.js';
import { type Row, row } from './row/row.js';

export const summary =
  'from a changed policy to packets judged by it: all rules, one rule, one address of a large group';

const BINDINGS = new Map<string, Binding>([[ENDPOINT, { ifindex: 1, generation: 1 }]]);

/** A publisher with a program that judges by its arena. */
class Node {
  readonly #folder = mkdtempSync(join(tmpdir(), 'osg-bench-'));
  readonly publisher: Publisher;
  readonly #counters: SlotCounters;
  readonly #object: BpfObject;

  constructor(lines: number, slots: number) {
    const arena = Arena.create(lines);
    this.#counters = SlotCounters.create(slots, 1);
    this.publisher = Publisher.open({ arena, lock: join(this.#folder, 'lock'), slots });
    this.#object = BpfObject.open(fileURLToPath(new URL('../bpf/build/classify.bpf.o', import.meta.url)), {
      globals: this.#counters.globals(1),
      maps: { osg_arena: { reuse: arena.map }, osg_slot_counters: { reuse: this.#counters.map } },
    });
    this.#object.load();
  }

  /** Publishes, and returns when a program run has judged by it. */
  async publish(plan: Plan, bindings: ReadonlyMap<string, Binding>): Promise<void> {
    await this.publisher.publish(plan, bindings);
    const program = this.#object.program('judge');
    program.testRun({ data: Buffer.alloc(64) });
    program.close();
  }

  async close(): Promise<void> {
    this.#object.close();
    await this.publisher.close();
    this.#counters.close();
    rmSync(this.#folder, { recursive: true });
  }
}

/** What the agent does with a change, from the message that brought it on: view, digest, plan, tables. */
class Path {
  #view: HeldView;
  #sum: ReturnType<typeof sumOfView>;
  readonly #compiler = new Compiler();
  plan: Plan;

  private constructor(
    view: NodeView,
    readonly bindings: ReadonlyMap<string, Binding>,
    readonly node: Node,
  ) {
    this.#view = HeldView.of(view);
    this.#sum = sumOfView(this.#view);
    this.plan = finish(this.#compiler.update(wholeView(view)));
  }

  static async begin(view: NodeView, bindings: ReadonlyMap<string, Binding>, lines: number): Promise<Path> {
    const rules = view.policies.reduce((sum, policy) => sum + policy.rules.length, 0);
    const node = new Node(2 ** Math.ceil(Math.log2(lines)), rules + view.endpoints.length * 2 + 64);
    const path = new Path(view, bindings, node);
    await node.publish(path.plan, bindings);
    return path;
  }

  async take(change: ViewChange): Promise<void> {
    const after = applyViewChange(this.#view, change);
    this.#sum = sumAfter(this.#sum, this.#view, change, after);
    digestOf(after, this.#sum);
    this.#view = after;
    this.plan = finish(this.#compiler.update(change));
    await this.node.publish(this.plan, this.bindings);
  }
}

const NO_CHANGE: ViewChange = {
  node: 'bench',
  endpoints: { put: [], removed: [] },
  policies: { put: [], removed: [], changed: [] },
  sets: { put: [], removed: [], changed: [] },
  ...NO_SERVICES_CHANGE,
};

const timed = async (work: () => Promise<void>): Promise<number> => {
  const began = performance.now();
  await work();
  return performance.now() - began;
};

const entry = (name: string, params: Record<string, number>, samples: number[]): Row =>
  row('publish', name, params, 'ms', samples);

/** All rules at once, into an empty arena: by plan, and with the compilation. */
async function whole(count: number, rounds: number): Promise<Row[]> {
  const [compiled, published]: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round++) {
    const view = benchView(benchRules(4, count, round + 1));
    const began = performance.now();
    const { plan } = compile(view);
    compiled.push(performance.now() - began);
    const node = new Node(2 ** Math.ceil(Math.log2(count * 3 + 1024)), plan.slots.length);
    published.push(await timed(() => node.publish(plan, BINDINGS)));
    await node.close();
  }
  return [
    entry('all rules, compiled', { rules: count }, compiled),
    entry('all rules, plan to kernel', { rules: count }, published),
  ];
}

/** One rule's port changes on top of many; each sample is another rule, there and back. */
async function oneRule(count: number, rounds: number): Promise<Row> {
  const rules = benchRules(4, count);
  const view = benchView(rules);
  const policy = view.policies[0]!;
  const path = await Path.begin(view, BINDINGS, count * 6 + 1024);
  const samples: number[] = [];
  const next = random(count);
  for (let round = 0; round < rounds; round++) {
    const n = next() % count;
    const port = 1 + (next() % 65535);
    const old = policy.rules[n]!;
    const matches = [{ peers: old.matches[0]!.peers, ports: [{ protocol: 6, ports: { first: port, last: port } }] }];
    const edit = { at: n, remove: 1, put: [{ ...old, matches }] };
    const change: ViewChange = {
      ...NO_CHANGE,
      policies: { put: [], removed: [], changed: [{ key: policy.key, rules: [edit] }] },
    };
    samples.push(await timed(() => path.take(change)));
    expectSlot(path.node, rules[n]!.prefix, port, slotsOf(path.plan).rules.get(old.id)!);
  }
  await path.node.close();
  return entry('one rule changes', { rules: count }, samples);
}

function expectSlot(node: Node, prefix: Prefix, port: number, slot: number): void {
  const found = new TableReader(node.publisher.arena.words).judge(1, 'ingress', prefix, (6 << 16) | port, 0n);
  if (found?.slot !== slot) throw new Error(`slot ${found?.slot} decides after the change, not ${slot}`);
}

/** One address joins a group that many policies name; each policy has an endpoint of its own. */
async function oneAddress(members: number, policies: number, rounds: number): Promise<Row> {
  const next = random(members);
  const values = new Set<bigint>();
  while (values.size < members + rounds) values.add((10n << 24n) | BigInt(next() & 0xffffff));
  const all = [...values].map((value): Prefix => ({ family: 4, value, length: 32 }));
  const base = benchView([]);
  const names = Array.from({ length: policies }, (_, i) => `SecurityGroup/bench/p${i}`);
  const view: NodeView = {
    ...base,
    endpoints: names.map((name, i) => ({ ...base.endpoints[0]!, id: `bench/e${i}`, name: `e${i}`, policies: [name] })),
    policies: names.map((name, i) => ({
      ...base.policies[0]!,
      key: name,
      id: name,
      rules: [
        {
          id: `${name}/ingress/0`,
          direction: 'ingress',
          action: 'accept',
          mode: 'enforce',
          matches: [{ peers: ['group'], ports: [{ protocol: 6, ports: { first: 1000 + i, last: 1000 + i } }] }],
          source: { file: 'bench.yaml', line: 1 },
        },
      ],
    })),
    sets: [{ id: 'group', prefixes: all.slice(0, members) }],
  };
  const bindings = new Map<string, Binding>(view.endpoints.map(({ id }, i) => [id, { ifindex: i + 1, generation: 1 }]));
  const path = await Path.begin(view, bindings, members + 4096);
  const samples: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const joining = all[members + round]!;
    const joins = { id: 'group', added: [joining], removed: [] };
    samples.push(await timed(() => path.take({ ...NO_CHANGE, sets: { put: [], removed: [], changed: [joins] } })));
    const slot = slotsOf(path.plan).rules.get('SecurityGroup/bench/p7/ingress/0')!;
    const found = new TableReader(path.node.publisher.arena.words).judge(8, 'ingress', joining, (6 << 16) | 1007, 0n);
    if (found?.slot !== slot) throw new Error(`slot ${found?.slot} decides for the new member, not ${slot}`);
  }
  await path.node.close();
  return entry('one address joins a group', { members, policies }, samples);
}

export async function run(args: readonly string[]): Promise<Row[]> {
  const { values } = parseArgs({ args: [...args], options: { rounds: { type: 'string', default: '31' } } });
  const rounds = Number(values.rounds);
  const entries = [
    ...(await whole(100_000, Math.ceil(rounds / 6))),
    await oneRule(10_000, rounds),
    await oneRule(100_000, rounds),
    await oneAddress(100_000, 100, rounds),
  ];
  const table = new Table({ head: ['case', 'params', 'median ms', '95 %', 'min', 'max', 'samples'] });
  for (const { case: name, params, samples, median, min, max } of entries) {
    const { interval } = summarise(samples);
    const said = Object.entries(params).map(([key, value]) => `${key} ${value}`);
    table.push([
      name,
      said.join(', '),
      median.toFixed(2),
      `${interval[0].toFixed(2)}–${interval[1].toFixed(2)}`,
      min.toFixed(2),
      max.toFixed(2),
      samples.length,
    ]);
  }
  console.log(table.toString());
  return entries;
}
