/**
 * `npm run bench -- conntrack [--rounds N] [--entries N …] [--json FILE]`: what tracking a flow costs, in time and memory, and
 * what it costs to collect the expired ones, with the real programs in a namespace of their own.
 */
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import Table from 'cli-table3';
import { type BpfMap, enableRunStats, SK_BUFF_SIZE, SkBuff, withNetns } from '../src/ebpf/binding.js';
import { TestNode, type Workload } from '../test/support/node.js';
import * as packets from '../test/support/packets.js';
import { summarise } from './packet-path/statistics.js';

export const summary = 'tracked flows: time for a new and a known one, memory, listing and collecting';

interface Row {
  readonly bench: 'conntrack';
  readonly case: string;
  readonly params: { readonly entries: number; readonly preallocated: boolean };
  readonly unit: string;
  readonly samples: readonly number[];
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

const OWN = '10.1.0.10';
/** Long enough to fill a table, short enough to wait for. */
const TIMEOUT_MS = 20_000;
const BATCH = 16_384;

/** UDP packets of distinct flows, in batches for one test run each. */
function batches(web: Workload, entries: number): { bytes: Buffer; offsets: Uint32Array }[] {
  const found = [];
  for (let first = 0; first < entries; first += BATCH) {
    const frames = Array.from({ length: Math.min(BATCH, entries - first) }, (_, i) => {
      const n = first + i;
      const dst = `10.2.${(n >> 16) & 255}.${1 + ((n >> 13) & 7)}`;
      return packets.frame(packets.udpPacket({ src: OWN, dst, sport: 1024 + (n & 0x1fff), dport: 53 }), {
        from: web.mac,
        to: web.gatewayMac,
      });
    });
    const size = (frames[0] as Buffer).length;
    found.push({
      bytes: Buffer.concat(frames),
      offsets: Uint32Array.from({ length: frames.length + 1 }, (_, i) => i * size),
    });
  }
  return found;
}

/** Bytes that the kernel holds for a map. */
function memory(map: BpfMap): number {
  return Number(/^memlock:\s*(\d+)/m.exec(readFileSync(`/proc/self/fdinfo/${map.fd}`, 'latin1'))?.[1] ?? 0);
}

async function measure(entries: number, preallocated: boolean, rounds: number): Promise<Row[]> {
  const settings = { timeouts: { udpNew: TIMEOUT_MS, udpStream: TIMEOUT_MS } };
  const node = await TestNode.create(
    { web: { addresses: [OWN] } },
    { conntrack: { guaranteed: entries + 1024, shared: 0, preallocated: preallocated ? entries + 1024 : 1 }, settings },
  );
  const stats = enableRunStats();
  const samples = new Map<string, { unit: string; values: number[] }>();
  const add = (name: string, unit: string, value: number): void => {
    const found = samples.get(name) ?? { unit, values: [] };
    samples.set(name, found);
    found.values.push(value);
  };
  try {
    const web = node.workload('web');
    await node.enforce({ web: { ingress: [], egress: [{ peer: 'any', protocol: 17 }] } });
    const { datapath } = node;
    const generation = datapath.generation(web.index);
    const ctx = Buffer.alloc(SK_BUFF_SIZE);
    ctx.writeUInt32LE(web.ifindex, SkBuff.ifindex);
    const program = datapath.kernel.programs.egress;
    const load = batches(web, entries);
    /** Nanoseconds in the program for each packet, and packets a second with all that a test run costs. */
    const send = (): { ns: number; perSecond: number } => {
      const before = program.info;
      const began = performance.now();
      for (const { bytes, offsets } of load) {
        const passed = withNetns(node.netns.path, () => program.testRunMany(bytes, offsets, ctx)).every(
          (r) => r === -1,
        );
        if (!passed) throw new Error(`a flow of ${entries} was denied: figures of wrong verdicts are worth nothing`);
      }
      const seconds = (performance.now() - began) / 1000;
      const after = program.info;
      return {
        ns: Number(after.runTimeNs - before.runTimeNs) / Number(after.runCount - before.runCount),
        perSecond: entries / seconds,
      };
    };
    const timed = <T>(action: () => T): [number, T] => {
      const began = performance.now();
      const result = action();
      return [performance.now() - began, result];
    };
    const expect = (what: string, found: number): void => {
      if (found !== entries) throw new Error(`${what}: ${found} flows, expected ${entries}`);
    };
    const tables = [datapath.map('osg_conntrack'), ...[...datapath.conntrack.tables()].map(([, shard]) => shard)];
    const bytes = (): number => tables.reduce((sum, table) => sum + memory(table), 0);
    const emptyBytes = bytes();
    for (let round = 0; round < rounds; round++) {
      const fresh = send();
      add('new flow', 'ns/packet', fresh.ns);
      add('new flows, test run included', 'flows/s', fresh.perSecond);
      add('known flow', 'ns/packet', send().ns);
      add('memory, table empty', 'bytes', emptyBytes);
      add('memory of a flow', 'bytes', (bytes() - emptyBytes) / entries);
      const [listMs, listed] = timed(() => [...datapath.conntrack.list(web.index, generation)].length);
      expect('listed', listed);
      add('list', 'ns/flow', (listMs * 1e6) / entries);
      const [keepMs, kept] = timed(() => datapath.conntrack.collect());
      expect('kept', kept.live);
      add('sweep, nothing expired', 'ns/flow', (keepMs * 1e6) / entries);
      const [flushMs, flushed] = timed(() => datapath.conntrack.flush(web.index));
      expect('removed', flushed);
      add('sweep, everything expired', 'ns/flow', (flushMs * 1e6) / entries);
      await sleep(10);
    }
  } finally {
    stats.close();
    await node.close();
  }
  return [...samples].map(([name, { unit, values }]) => {
    const { median, min, max } = summarise(values);
    return {
      bench: 'conntrack',
      case: name,
      params: { entries, preallocated },
      unit,
      samples: values,
      median,
      min,
      max,
    };
  });
}

export async function run(args: readonly string[]): Promise<Row[]> {
  const { values } = parseArgs({
    args: [...args],
    options: { rounds: { type: 'string', default: '31' }, entries: { type: 'string', multiple: true } },
  });
  const rows: Row[] = [];
  for (const entries of (values.entries ?? ['1024', '16384', '65536']).map(Number)) {
    if (!(Number.isInteger(entries) && entries > 0 && entries <= 524_288))
      throw new Error(`--entries ${entries}: expected 1 to 524,288`);
    for (const preallocated of [true, false])
      rows.push(...(await measure(entries, preallocated, Number(values.rounds))));
  }
  const shown = new Table({ head: ['case', 'flows', 'preallocated', 'median', '95 %', 'unit'] });
  const text = (n: number): string => (n < 100 ? n.toFixed(1) : Math.round(n).toLocaleString('en'));
  for (const row of rows) {
    const { interval } = summarise(row.samples);
    shown.push([
      row.case,
      row.params.entries,
      row.params.preallocated,
      text(row.median),
      `${text(interval[0])} – ${text(interval[1])}`,
      row.unit,
    ]);
  }
  console.log(shown.toString());
  return rows;
}
