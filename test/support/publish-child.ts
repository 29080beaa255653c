/**
 * A process of its own, beside a publisher in another one. `judge ARENA RANGES` runs `steady` over the arena (a map id) until
 * standard input ends, then prints its totals; `replaced ARENA` does so with the questions of `replaced.ts`. `publish ARENA LOCK RANGES` publishes the two steady plans in turn, for ever.
 */
import { Arena } from '../../src/datapath/arena.js';
import { SlotCounters } from '../../src/datapath/counters.js';
import { Publisher } from '../../src/datapath/publisher.js';
import { BpfMap } from '../../src/ebpf/binding.js';
import { Judge, type Question } from './kernel-tables.js';
import { replacedQuestions } from './replaced.js';
import { steadyBindings, steadyPlan, steadyQuestions } from './steady.js';

const [role, id, ...rest] = process.argv.slice(2);
const map = BpfMap.fromId(Number(id));

async function judge(questions: readonly Question[]): Promise<void> {
  const counters = SlotCounters.create(1, 1);
  const judge = new Judge(map, counters);
  judge.ask(questions);
  let ended = false;
  process.stdin.on('end', () => {
    ended = true;
  });
  process.stdin.resume();
  console.log('ready');
  let totals = judge.steady(1);
  while (!ended) {
    totals = judge.steady(500);
    await new Promise((resolve) => setImmediate(resolve));
  }
  console.log(JSON.stringify(totals));
  judge.close();
  counters.close();
}

async function publish(lock: string, ranges: number): Promise<void> {
  const publisher = Publisher.open({ arena: Arena.open(map), lock, slots: 1 << 20 });
  const plans = [steadyPlan(ranges, 0), steadyPlan(ranges, 1)];
  console.log('ready');
  for (;;) await publisher.publish(plans[Number((publisher.revision + 1n) & 1n)]!, steadyBindings);
}

if (role === 'judge') await judge(steadyQuestions(Number(rest[0]), 64));
else if (role === 'replaced') await judge(replacedQuestions());
else await publish(rest[0]!, Number(rest[1]));
