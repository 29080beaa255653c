/**
 * `child.mjs make FOLDER ENDPOINTS RULES own|shared`: writes a last good view of so many endpoints, each with so many rules of its
 * own, or all with the same, and the numbers that the rules have.
 * `child.mjs hold FOLDER LINES [late]`: takes it over as an agent does when it starts, compiles and encodes it in slices, changes
 * single rules, and prints what that took as JSON; with `late` what late.mjs does besides. From dist: what a loader of
 * TypeScript needs is not measured.
 */
import { closeSync, openSync, readSync } from 'node:fs';
import { PerformanceObserver } from 'node:perf_hooks';
// As `osg agent` does: how its heap grows, and all that it loads, since its code counts too.
import '../../dist/part/small-heap.js';
import '../../dist/agent/heap.js';
import '../../dist/agent/start.js';
import { LastGood } from '../../dist/agent/last-good.js';
import { heldWhole } from '../../dist/compiler/change.js';
import { Compiler } from '../../dist/compiler/compile.js';
import { sumOfView } from '../../dist/distribution/digest.js';
import { inSlices } from '../../dist/part/slices.js';
import { applyViewChange } from '../../dist/policy/apply-change.js';
import { HeldView } from '../../dist/policy/held-view.js';
import { RulePacker } from '../../dist/policy/packed.js';
import { PackedSet } from '../../dist/policy/packed-sets.js';
import { finish } from '../../dist/policy/steps.js';
import { NO_SERVICES } from '../../dist/policy/view.js';
import { NO_SERVICES_CHANGE } from '../../dist/policy/view-change.js';
import { Encoder } from '../../dist/tables/index.js';
import { latePhases } from './late.mjs';

const MIB = 2 ** 20;
const NOTHING_GIVEN = { slots: [], endpoints: [], classes: [] };
/** As the kernel's tables tell what they were made of. */
const DIGEST = 'f'.repeat(64);
const IN_FORCE = 0xffff_ffff_ffff_ffffn;
const source = { file: 'memory.yaml', line: 1 };

/** Half hosts, half /24, no two alike; hosts in the lower half of the space. */
function prefix(n) {
  const scattered = Math.imul((n >> 1) + 1, 0x9e3779b1) >>> 0;
  if (n % 2 === 0) return { family: 4, value: BigInt(scattered >>> 1), length: 32 };
  return { family: 4, value: BigInt(2 ** 31 + ((scattered >>> 1) & 0x7fffff00)), length: 24 };
}

const ruleOf = (policy, r, set, port) => ({
  id: `${policy}/ingress/${r}`,
  direction: 'ingress',
  action: 'accept',
  mode: 'enforce',
  matches: [{ peers: [set], ports: [{ protocol: 6, ports: { first: port, last: port } }] }],
  source: { file: 'memory.yaml', line: 10 + 8 * r },
});

/** Packed as it is made: spelled out, a full node takes longer to make than to measure. */
function viewOf(endpoints, rules, shared) {
  const sets = [];
  const policies = [];
  const packer = new RulePacker();
  for (let e = 0; e < (shared ? 1 : endpoints); e++) {
    const id = `SecurityGroup/full/e${e}`;
    const own = [];
    for (let r = 0; r < rules; r++) {
      const set = `cidr:${e}/${r}`;
      sets.push(PackedSet.of({ id: set, prefixes: [prefix(e * rules + r)] }));
      own.push(packer.pack(ruleOf(id, r, set, 1 + ((r * 7) % 60_000))));
    }
    policies.push({
      key: id,
      id,
      tier: 'group',
      priority: 0,
      isolates: { ingress: true, egress: false },
      rules: own,
      source,
    });
  }
  return {
    node: 'full',
    nodeAddresses: [],
    allowNodeProbes: true,
    endpoints: Array.from({ length: endpoints }, (_, e) => ({
      id: `full/e${e}`,
      namespace: 'full',
      name: `e${e}`,
      labels: {},
      addresses: [{ family: 4, value: BigInt(0x0a000000 + e) }],
      allowedAddresses: [],
      attach: {},
      policies: [policies[shared ? 0 : e].key],
      unselected: { ingress: 'allow', egress: 'allow' },
    })),
    policies,
    sets,
    ...NO_SERVICES,
  };
}

async function make(folder, endpoints, rules, shared) {
  const view = HeldView.of(viewOf(endpoints, rules, shared));
  const compiler = new Compiler();
  finish(compiler.update(heldWhole(view)));
  const sum = sumOfView(view);
  const lastGood = new LastGood(folder, 'full');
  const revised = { epoch: 1, revision: 1, version: 0, digest: DIGEST, sum, view };
  await lastGood.prepare({
    revised: { ...revised, source: { id: 'memory', author: '', subject: '', timeUnixUs: 0 } },
    numbers: () => compiler.numbers,
    given: () => NOTHING_GIVEN,
  });
  await lastGood.commit();
  await lastGood.close();
}

/** Processor time of the main thread, milliseconds: how long a turn takes on a machine that does nothing else. */
const thread = openSync(`/proc/self/task/${process.pid}/schedstat`, 'r');
const buffer = Buffer.alloc(64);
const ran = () => Number(buffer.toString('latin1', 0, readSync(thread, buffer, 0, 64, 0)).split(' ')[0]) / 1e6;

/** Pauses of the main thread for collecting garbage: when, and how long, milliseconds by the wall clock. */
const pauses = [];
new PerformanceObserver((list) => {
  for (const { startTime, duration } of list.getEntries()) pauses.push({ startTime, duration });
}).observe({ entryTypes: ['gc'] });

const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

/** What no turn is to be longer than, milliseconds. */
const TURN_GOAL_MS = 50;

/**
 * The longest turn of the event loop while `work` is done, and the longest one without a pause for garbage, processor time; the
 * longest such pause; and how many turns were longer than the goal, of how many that were longer than 2 ms.
 */
async function longestTurn(work) {
  const turns = [];
  let over = false;
  let [last, since] = [ran(), performance.now()];
  const turn = () => {
    const [cpu, now] = [ran(), performance.now()];
    if (cpu - last > 2) turns.push({ ms: cpu - last, since, now });
    [last, since] = [cpu, now];
    if (!over) setImmediate(turn);
  };
  const from = pauses.length;
  setImmediate(turn);
  const value = await work();
  await nextTurn();
  over = true;
  // Pauses are told late.
  await new Promise((resolve) => setTimeout(resolve, 50));
  const mine = pauses.slice(from);
  const own = turns.filter(
    (one) => !mine.some(({ startTime, duration }) => startTime < one.now && startTime + duration > one.since),
  );
  const most = (list, of) => Math.round(list.reduce((sum, item) => Math.max(sum, of(item)), 0));
  return {
    value,
    longest: most(turns, ({ ms }) => ms),
    own: most(own, ({ ms }) => ms),
    pause: most(mine, ({ duration }) => duration),
    turns: turns.length,
    over: turns.filter(({ ms }) => ms > TURN_GOAL_MS).length,
  };
}

/** What is held when garbage is collected; the pages that it frees are given back behind its back. */
async function held() {
  globalThis.gc?.();
  await new Promise((resolve) => setTimeout(resolve, 300));
  globalThis.gc?.();
  await new Promise((resolve) => setTimeout(resolve, 300));
  const { heapUsed, arrayBuffers, rss } = process.memoryUsage();
  return { heapMiB: Math.round((heapUsed + arrayBuffers) / MIB), rssMiB: Math.round(rss / MIB) };
}

async function hold(folder, lines, late) {
  const before = await held();
  const lastGood = new LastGood(folder, 'full');
  const load = await longestTurn(() => lastGood.load(IN_FORCE));
  let { revised, numbers } = load.value;
  delete load.value;
  let { view } = revised;
  const viewMiB = (await held()).heapMiB - before.heapMiB;
  const bindings = new Map([...view.endpoints].map(({ id }, e) => [id, { ifindex: e + 1, generation: 1 }]));
  const restore = await longestTurn(() => inSlices(Compiler.from(numbers)));
  const compiler = restore.value;
  // They lie in the bytes of the file.
  numbers = undefined;
  const encoder = new Encoder(lines);
  let plan;
  const put = async (change, revision) => {
    const began = performance.now();
    plan = await inSlices(compiler.update(change));
    const encoding = await inSlices(encoder.encodeSteps(plan, bindings, revision));
    encoder.release(await inSlices(encoding.commitSteps()));
    return performance.now() - began;
  };
  const compile = await longestTurn(async () => put(heldWhole(view), 1n));
  const compiled = await held();
  const save = await longestTurn(() =>
    lastGood.prepare({ revised, numbers: () => compiler.numbers, given: () => NOTHING_GIVEN }),
  );
  const phases = { load, restore, compile, save };
  const changes = [];
  const packer = new RulePacker();
  const policies = view.policies.toArray();
  for (let n = 0; n < 21; n++) {
    const policy = policies[(n * 7919) % policies.length];
    const at = (n * 977) % policy.rules.length;
    const rule = packer.pack(ruleOf(policy.key, at, policy.rules.at(at).matches[0].peers[0], 60_001 + n));
    const change = {
      node: view.node,
      endpoints: { put: [], removed: [] },
      policies: { put: [], removed: [], changed: [{ key: policy.key, rules: [{ at, remove: 1, put: [rule] }] }] },
      sets: { put: [], removed: [], changed: [] },
      ...NO_SERVICES_CHANGE,
    };
    const began = performance.now();
    view = applyViewChange(view, change);
    await put(change, BigInt(n + 2));
    changes.push(performance.now() - began);
  }
  changes.sort((a, b) => a - b);
  const atRest = { ...(await held()), peakRssMiB: Math.round(process.resourceUsage().maxRSS / 1024) };
  if (late) Object.assign(phases, await latePhases({ view, plan, bindings, lines }, longestTurn));
  const longest = (of) => Math.max(...Object.values(phases).map((phase) => phase[of]));
  const sum = (of) => Object.values(phases).reduce((total, phase) => total + phase[of], 0);
  const rules = policies.reduce((sum, policy) => sum + policy.rules.length, 0);
  console.log(
    JSON.stringify({
      endpoints: view.endpoints.length,
      rules,
      ...atRest,
      viewMiB,
      bytesPerRule: Math.round(((compiled.heapMiB - before.heapMiB) * MIB) / rules),
      wholeMs: Math.round(compile.value),
      longestTurnMs: longest('longest'),
      longestOwnTurnMs: longest('own'),
      longestPauseMs: longest('pause'),
      turns: sum('turns'),
      turnsOverGoal: sum('over'),
      ...Object.fromEntries(Object.entries(phases).map(([name, { longest }]) => [`${name}TurnMs`, longest])),
      ...Object.fromEntries(Object.entries(phases).map(([name, { own }]) => [`${name}OwnTurnMs`, own])),
      changeMs: Math.round(changes[changes.length >> 1] * 100) / 100,
      changeFastestMs: Math.round(changes[0] * 100) / 100,
    }),
  );
  await lastGood.close();
  closeSync(thread);
}

const [what, folder, ...numbers] = process.argv.slice(2);
if (what === 'make') await make(folder, Number(numbers[0]), Number(numbers[1]), numbers[2] === 'shared');
else await hold(folder, Number(numbers[0]), numbers[1] === 'late');
