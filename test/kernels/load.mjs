/**
 * `node test/kernels/load.mjs`: what the kernel has to take before tests are worth their time. A datapath opens at each hook it may
 * have, attaches to lo, publishes, maintains and goes; the other objects load. Runs what is built. The end of the verifier's log is told.
 */
import { readdirSync } from 'node:fs';
import { release } from 'node:os';
import { basename } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { Datapath } from '../../dist/datapath/datapath.js';
import { createConntrackShards, ENDPOINT_OBJECT, SERVICE_OBJECT } from '../../dist/datapath/programs.js';
import { BpfError, BpfObject, features } from '../../dist/ebpf/binding.js';
import { parsePrefix } from '../../dist/net/prefix.js';

const BUILD = fileURLToPath(new URL('../../bpf/build/', import.meta.url));
/** Of a verifier's log. */
const LINES = 40;

/** No endpoint, and addresses of services. */
const range = (words) => ({ chunks: [{ starts: new Uint32Array(words), classes: Uint32Array.of(0) }] });
const PLAN = {
  node: 'n',
  nodeAddresses: [],
  allowNodeProbes: false,
  serviceAddresses: ['10.96.0.0/12', 'fd00:96::/112'].map(parsePrefix),
  endpoints: [],
  classes: { v4: range(1), v6: range(4), count: 1 },
  slots: { length: 1, at: () => undefined, *[Symbol.iterator]() {} },
  capacity: { endpoints: 0, slots: 0, ranges: 2, rows: 0, chains: 0, arenaBytes: 65_536 },
  digest: () => '00'.repeat(32),
};

/** Over maps of its own. Each program alone, so that one refusal hides no other. */
function loadObject(path) {
  const shards = createConntrackShards();
  try {
    const probe = BpfObject.open(path);
    const maps = probe.mapNames().includes('osg_conntrack_more') ? { osg_conntrack_more: { reuse: shards } } : {};
    const programs = probe.programNames();
    probe.close();
    for (const program of programs) {
      step(`${basename(path)} ${program}`, () => {
        const object = BpfObject.open(path, { maps, programs: [program] });
        try {
          object.load();
          return `${object.program(program).info.verifiedInstructions} instructions verified`;
        } finally {
          object.close();
        }
      });
    }
  } finally {
    shards.close();
  }
}

async function datapath(attach, services) {
  const dir = `/sys/fs/bpf/osg-load-${process.pid}`;
  const path = Datapath.open({ dir, lock: `/run/osg-load-${process.pid}.lock`, attach, services, recoveryMs: 0 });
  try {
    path.attach(1);
    const faults = path.inspect();
    if (faults.length > 0) throw new Error(`inspect: ${JSON.stringify(faults)}`);
    await path.publish(PLAN, new Map());
    const { mode, reason } = path.services;
    const expected = services === 'auto' ? 'deferred' : 'together';
    if (mode !== expected) throw new Error(`services are judged ${mode}, not ${expected}: ${reason}`);
    await path.maintain([1]);
    return `services ${mode}${reason === undefined ? '' : ` (${reason})`}`;
  } finally {
    await path.destroy();
  }
}

let failed = 0;

function told(name, began, say) {
  console.log(`osg-load: ${name}: ${say} (${((performance.now() - began) / 1000).toFixed(1)} s)`);
}

function refused(name, began, error) {
  failed++;
  told(name, began, 'REFUSED');
  const log = error instanceof BpfError ? error.verifierLog : undefined;
  const lines = log === undefined ? [String(error?.stack ?? error)] : log.trimEnd().split('\n').slice(-LINES);
  for (const line of lines) console.log(`osg-load:   ${line}`);
}

function step(name, run) {
  const began = performance.now();
  try {
    told(name, began, run());
  } catch (error) {
    refused(name, began, error);
  }
}

async function stepLater(name, run) {
  const began = performance.now();
  try {
    told(name, began, await run());
  } catch (error) {
    refused(name, began, error);
  }
}

const has = features();
console.log(`osg-load: Linux ${release()}: ${JSON.stringify(has)}`);
for (const attach of has.tcx ? ['tcx', 'clsact'] : ['clsact'])
  for (const services of has.netfilter ? ['auto', 'together'] : ['together'])
    await stepLater(`datapath, ${attach}, services ${services}`, () => datapath(attach, services));
/** Those at netfilter's hooks load over the maps of a datapath alone: here, and in the benchmark. */
const NETFILTER = [basename(SERVICE_OBJECT), 'service_path.bpf.o'];
const loaded = failed === 0 ? [basename(ENDPOINT_OBJECT), ...NETFILTER] : NETFILTER;
for (const name of readdirSync(BUILD)) if (name.endsWith('.bpf.o') && !loaded.includes(name)) loadObject(BUILD + name);
console.log(failed === 0 ? 'osg-load: all loads' : `osg-load: ${failed} refused`);
process.exitCode = failed === 0 ? 0 : 1;
