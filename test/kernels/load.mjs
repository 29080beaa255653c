/**
 * `node test/kernels/load.mjs`: what the kernel has to take before tests are worth their time. A datapath opens at each hook it may
 * have, attaches to lo, publishes, maintains, judges a packet that it allows and one that it denies, and goes; the other objects load.
 * Runs what is built. The end of the verifier's log is told.
 */
import { readdirSync } from 'node:fs';
import { release } from 'node:os';
import { basename } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { compile } from '../../dist/compiler/compile.js';
import { Datapath } from '../../dist/datapath/datapath.js';
import { createConntrackShards, ENDPOINT_OBJECT, SERVICE_OBJECT } from '../../dist/datapath/programs.js';
import { BpfError, BpfObject, features, SK_BUFF_SIZE, SkBuff } from '../../dist/ebpf/binding.js';
import { parseAddress } from '../../dist/net/address.js';
import { parsePrefix } from '../../dist/net/prefix.js';
import { NO_SERVICES } from '../../dist/policy/view.js';

const BUILD = fileURLToPath(new URL('../../bpf/build/', import.meta.url));
/** Of a verifier's log. */
const LINES = 40;
const LOOPBACK = 1;

/** One endpoint, which takes TCP to port 80 from one address, and addresses of services. */
const [OWN, PEER, PORT] = ['10.1.0.10', '10.1.0.20', 80];
const source = { file: 'load', line: 1 };
const { plan } = compile({
  node: 'n',
  nodeAddresses: [],
  allowNodeProbes: false,
  ...NO_SERVICES,
  endpoints: [
    {
      ...{ id: 'e', namespace: 'load', name: 'e', labels: {}, addresses: [parseAddress(OWN)], allowedAddresses: [] },
      ...{ attach: {}, policies: ['p'], unselected: { ingress: 'allow', egress: 'allow' } },
    },
  ],
  policies: [
    {
      ...{ key: 'p', id: 'p', tier: 'group', priority: 0, isolates: { ingress: true, egress: false }, source },
      rules: [
        {
          ...{ id: 'r', direction: 'ingress', action: 'accept', mode: 'enforce', source },
          matches: [{ peers: ['peer'], ports: [{ protocol: 6, ports: { first: PORT, last: PORT } }] }],
        },
      ],
    },
  ],
  sets: [{ id: 'peer', prefixes: [parsePrefix(`${PEER}/32`)] }],
});
const PLAN = { ...plan, serviceAddresses: ['10.96.0.0/12', 'fd00:96::/112'].map(parsePrefix) };
const TC_ACT_SHOT = 2;

/** A SYN to a port of the endpoint; checksums are the receiver's. */
function frame(port) {
  const bytes = Buffer.alloc(14 + 20 + 20);
  bytes.writeUInt16BE(0x0800, 12);
  bytes.set([0x45, 0, 0, 40, 0, 0, 0x40, 0, 64, 6, 0, 0, ...[PEER, OWN].flatMap((a) => a.split('.').map(Number))], 14);
  bytes.set([0x9c, 0x40, 0, port, 0, 0, 0, 1, 0, 0, 0, 0, 0x50, 2], 34);
  return bytes;
}

function judged(program, port) {
  const ctx = Buffer.alloc(SK_BUFF_SIZE);
  for (const field of [SkBuff.ifindex, SkBuff.ingressIfindex]) ctx.writeUInt32LE(LOOPBACK, field);
  return program.testRun({ data: frame(port), ctx }).retval === TC_ACT_SHOT ? 'deny' : 'allow';
}

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
    path.attach(LOOPBACK);
    const faults = path.inspect();
    if (faults.length > 0) throw new Error(`inspect: ${JSON.stringify(faults)}`);
    await path.publish(PLAN, new Map([['e', { ifindex: LOOPBACK }]]));
    const { mode, reason } = path.services;
    const expected = services === 'auto' ? 'deferred' : 'together';
    if (mode !== expected) throw new Error(`services are judged ${mode}, not ${expected}: ${reason}`);
    await path.maintain([LOOPBACK]);
    const verdicts = [PORT, PORT + 1].map((port) => judged(path.kernel.programs.ingress, port));
    if (verdicts.join() !== 'allow,deny') throw new Error(`ports ${PORT} and ${PORT + 1}: ${verdicts}, not allow,deny`);
    return `verdicts ${verdicts}, services ${mode}${reason === undefined ? '' : ` (${reason})`}`;
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
