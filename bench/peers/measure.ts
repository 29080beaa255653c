/** Interleaved rounds: in each, every case of every system, one system after the other. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Sandbox } from '../../test/support/netns.js';
import { PeersError } from './error.js';
import { Path } from './path.js';
import { makeRow, type Row } from './row.js';
import { CHANGE, makeRules, type RuleSet } from './rules.js';
import { OPEN_PORT, OTHER_PORT, type System } from './system.js';
import type { Blast } from './traffic.js';

export interface MeasureOptions {
  readonly sizes: readonly number[];
  readonly rounds: number;
  /** Longest time of one measurement of packets. */
  readonly sliceMs: number;
  /** Of `CASE_NAMES`; a measurement of which none is wanted is left out. Default: all. */
  readonly cases?: readonly string[];
  readonly log: (line: string) => void;
}

/** New flows of one slice at most: no system's table of flows is full then. */
const FLOWS = 15_000;
const PINGS = 2000;
/** Rules that a system loads in one run while it is timed, at least five times over: more would take too long. */
const LOADED = 1_000_000;
/** Packets of each kind whose verdicts are checked before anything is measured. */
const CHECKED = 256;
const PATIENCE_MS = 5000;

interface Lane {
  readonly system: System;
  readonly path: Path;
  load: () => Promise<void>;
}

interface Case {
  readonly unit: string;
  /** What it measures; several figures where one measurement gives them. */
  readonly names: readonly string[];
  /** False: nothing to measure without rules. */
  readonly withoutRules: boolean;
  readonly sample: (lane: Lane, rules: RuleSet, sliceMs: number) => Promise<readonly number[]>;
}

const wrong = (lane: Lane, what: string, found: unknown): PeersError =>
  new PeersError('WRONG', what, `${lane.system.name}: ${what}: ${JSON.stringify(found)}`);

async function newFlows(lane: Lane, protocol: 'tcp' | 'udp', ms: number): Promise<readonly number[]> {
  const blast = await lane.path.traffic.blast(protocol, protocol, OPEN_PORT, FLOWS, ms);
  await lane.system.forget();
  if (blast.received !== blast.sent) throw wrong(lane, 'allowed packets did not all arrive', blast);
  return [blast.cpu / blast.sent];
}

async function denied(lane: Lane, ms: number): Promise<readonly number[]> {
  const before = lane.system.denied?.();
  const blast = await lane.path.traffic.blast('tcp', 'none', OPEN_PORT, FLOWS, ms);
  const counted = lane.system.denied?.();
  await lane.system.forget();
  if (blast.received !== 0) throw wrong(lane, 'denied packets arrived', blast);
  if (before !== undefined && counted !== undefined && counted - before !== blast.sent) {
    throw wrong(lane, 'denied packets are not counted exactly', { ...blast, counted: counted - before });
  }
  return [blast.cpu / blast.sent];
}

async function connections(lane: Lane, ms: number): Promise<readonly number[]> {
  const result = await lane.path.traffic.connect('tcp', ms);
  await lane.system.forget();
  if (result.failed > 0 || result.done === 0) throw wrong(lane, 'connections failed', result);
  return [result.cpu / result.done];
}

async function latency(lane: Lane, rules: RuleSet): Promise<readonly number[]> {
  const result = await lane.path.traffic.ping(rules.udpSource, PINGS);
  await lane.system.forget();
  if (result.failed > 0 || result.done !== PINGS) throw wrong(lane, 'answers are missing', result);
  return [result.p50, result.p99];
}

async function change(lane: Lane): Promise<readonly number[]> {
  const { system, path } = lane;
  const allowed = async (ms: number) => path.traffic.probe(CHANGE.protocol, CHANGE.source, OPEN_PORT, ms);
  if ((await allowed(0)).received > 0) throw wrong(lane, 'allowed before the rule was added', CHANGE);
  const start = process.hrtime.bigint();
  await system.add(CHANGE);
  const probe = await allowed(PATIENCE_MS);
  if (probe.received === 0) throw wrong(lane, 'still denied after the rule was added', CHANGE);
  await system.remove(CHANGE);
  await system.forget();
  if ((await allowed(0)).received > 0) throw wrong(lane, 'still allowed after the rule was removed', CHANGE);
  return [(probe.at - Number(start)) / 1e6];
}

async function load(lane: Lane): Promise<readonly number[]> {
  await lane.system.clear();
  const none = await lane.path.traffic.blast('tcp', 'tcp', OPEN_PORT, 16, 1000);
  if (none.received > 0) throw wrong(lane, 'allowed without rules', none);
  const start = process.hrtime.bigint();
  await lane.load();
  const ms = Number(process.hrtime.bigint() - start) / 1e6;
  const all = await lane.path.traffic.blast('tcp', 'tcp', OPEN_PORT, 16, 1000);
  await lane.system.forget();
  if (all.received !== all.sent) throw wrong(lane, 'rules are loaded and do not work', all);
  return [ms];
}

const CASES: readonly Case[] = [
  { names: ['new-tcp'], unit: 'ns/flow', withoutRules: true, sample: (lane, _, ms) => newFlows(lane, 'tcp', ms) },
  { names: ['new-udp'], unit: 'ns/flow', withoutRules: true, sample: (lane, _, ms) => newFlows(lane, 'udp', ms) },
  { names: ['denied'], unit: 'ns/packet', withoutRules: false, sample: (lane, _, ms) => denied(lane, ms) },
  { names: ['connect'], unit: 'ns/connection', withoutRules: true, sample: (lane, _, ms) => connections(lane, ms) },
  { names: ['ping-p50', 'ping-p99'], unit: 'ns/round-trip', withoutRules: true, sample: latency },
  { names: ['change'], unit: 'ms', withoutRules: false, sample: change },
  { names: ['load'], unit: 'ms', withoutRules: false, sample: load },
];

/** What can be measured. */
export const CASE_NAMES: readonly string[] = CASES.flatMap(({ names }) => names);

/** Every kind of packet gets the verdict that the rules say; by protocol and source, a packet is in exactly one list. */
async function verify(lane: Lane): Promise<void> {
  const { traffic } = lane.path;
  const expect = async (allowed: boolean, protocol: 'tcp' | 'udp', list: string, port: number) => {
    const blast: Blast = await traffic.blast(protocol, list, port, CHECKED, PATIENCE_MS);
    await lane.system.forget();
    const arrive = allowed || !lane.system.enforces;
    if (blast.sent !== CHECKED || blast.received !== (arrive ? CHECKED : 0)) {
      throw wrong(lane, `${protocol} of list ${list} to port ${port} should ${arrive ? 'pass' : 'be denied'}`, blast);
    }
  };
  for (const protocol of ['tcp', 'udp'] as const) {
    const other = protocol === 'tcp' ? 'udp' : 'tcp';
    await expect(true, protocol, protocol, OPEN_PORT);
    await expect(false, protocol, other, OPEN_PORT);
    await expect(false, protocol, 'none', OPEN_PORT);
    await expect(false, protocol, protocol, OTHER_PORT);
  }
}

/** @throws {PeersError} WRONG at the first packet that got another verdict than the rules say */
export async function measure(sandbox: Sandbox, systems: readonly System[], options: MeasureOptions): Promise<Row[]> {
  const lanes: Lane[] = [];
  try {
    for (const system of systems) {
      const path = await Path.create(sandbox, system.name);
      lanes.push({ system, path, load: async () => {} });
      await system.setup(path);
    }
    const rows: Row[] = [];
    for (const size of options.sizes) rows.push(...(await measureSize(sandbox, lanes, size, options)));
    for (const { system } of options.cases?.includes('denied') === false ? [] : lanes) {
      if (system.records === 0) throw new PeersError('WRONG', 'denied', `${system.name}: the live reader got nothing`);
    }
    return rows;
  } finally {
    for (const { system, path } of lanes) {
      await system.teardown();
      path.close();
    }
  }
}

async function measureSize(
  sandbox: Sandbox,
  lanes: readonly Lane[],
  size: number,
  options: MeasureOptions,
): Promise<Row[]> {
  const { rounds, sliceMs, log } = options;
  const rules = makeRules(size, sandbox.dir);
  for (const lane of lanes) {
    for (const [name, file] of Object.entries(rules.lists)) await lane.path.traffic.list(name, file);
    await lane.system.clear();
    lane.load = lane.system.prepare(rules.rules);
    await lane.load();
    await verify(lane);
    log(`${size} rules: ${lane.system.name} verified`);
  }
  const wants = (name: string): boolean => options.cases?.includes(name) ?? true;
  const wanted = CASES.filter(({ names }) => names.some(wants));
  const samples = new Map<string, number[]>();
  const started = Date.now();
  const loadEvery = Math.ceil(rounds / Math.max(5, LOADED / size));
  // The first round warms up and is not kept.
  for (let round = -1; round < rounds; round++) {
    for (const { names, withoutRules, sample } of wanted) {
      if (sample === load && round % loadEvery !== 0) continue;
      for (let turn = 0; turn < lanes.length; turn++) {
        const lane = lanes[(turn + round + 1) % lanes.length];
        if (lane === undefined || !(withoutRules || lane.system.enforces)) continue;
        const figures = await sample(lane, rules, sliceMs);
        if (round < 0) continue;
        for (const [i, name] of names.entries()) {
          const key = `${name} ${lane.system.name}`;
          samples.set(key, [...(samples.get(key) ?? []), figures[i] ?? Number.NaN]);
        }
      }
      // What was loaded, removed or forgotten is freed behind our back.
      await sleep(5);
    }
    if (round === 0 || (round >= 0 && (round + 1) % 10 === 0)) {
      log(`${size} rules: round ${round + 1} of ${rounds}, ${Math.round((Date.now() - started) / 1000)} s`);
    }
  }
  return wanted.flatMap(({ names, unit }) =>
    names.flatMap((name) =>
      lanes.flatMap(({ system }) => {
        const found = samples.get(`${name} ${system.name}`);
        return found === undefined ? [] : [makeRow('peers', name, { system: system.name, rules: size }, unit, found)];
      }),
    ),
  );
}
