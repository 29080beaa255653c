/** F47: the flows of earlier layout versions go on: of version 1, one table for each endpoint, and of 2, with longer keys. */
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { removePins } from '../../src/datapath/datapath.js';
import { BpfMap, MapType } from '../../src/ebpf/binding.js';
import { LAYOUT_MAP, type Layout, OWN_LAYOUT } from '../../src/ebpf/layout.js';
import { setUint, setUint64, u32Key, uint64 } from '../../src/ebpf/struct.js';
import { type AbiField, OSG_LAYOUT_VERSION, OsgEndpointState } from '../../src/gen/abi.js';
import { TestNode, type Workload } from '../support/node.js';
import * as p from '../support/packets.js';

const C = '10.1.0.20';
const W = '10.1.0.10';
const { ack } = p.FLAGS;
const LAYOUTS = [1, 2].map(
  (version) =>
    JSON.parse(readFileSync(new URL(`../support/layout-${version}.json`, import.meta.url), 'utf8')) as Layout,
);
const OURS = `v${OSG_LAYOUT_VERSION}`;

let node: TestNode;
let web: Workload;
beforeAll(async () => {
  node = await TestNode.create({ web: { addresses: [W] } });
  web = node.workload('web');
});
afterAll(() => node.close());

/** Pins what says how maps are to be read. */
function describeAs(layout: Layout, folder: string): BpfMap {
  const text = Buffer.from(`${JSON.stringify(layout)}\0`);
  const padded = Buffer.concat([text, Buffer.alloc(8 - (text.length % 8))]);
  const map = BpfMap.create({
    type: MapType.Array,
    keySize: 4,
    valueSize: padded.length,
    maxEntries: 1,
    name: LAYOUT_MAP,
  });
  map.update(u32Key(0), padded);
  map.pin(join(folder, LAYOUT_MAP));
  return map;
}

/** All of ours, as if an agent of a later version had left it. @param structs without this one */
function leaveAsLater(dir: string, without?: string): void {
  const folder = join(dir, 'v99');
  mkdirSync(folder);
  const { [without ?? '']: _, ...structs } = OWN_LAYOUT.structs;
  describeAs({ ...OWN_LAYOUT, structs, version: 99 }, folder).close();
  for (const name of readdirSync(join(dir, OURS))) {
    if (name === LAYOUT_MAP) continue;
    const map = BpfMap.openPinned(join(dir, OURS, name));
    map.pin(join(folder, name));
    map.close();
  }
  removePins(join(dir, OURS));
}

/** What an agent of another version leaves, over the arena of ours, which is the same: `flows` of endpoint 1, by their clients' ports. */
function leave(dir: string, layout: Layout, ports: readonly number[], now: bigint, generation: number): void {
  const fieldOf = (struct: string, name: string): AbiField | undefined =>
    layout.structs[struct]?.fields[name] as AbiField | undefined;
  const field = (struct: string, name: string): AbiField => fieldOf(struct, name) as AbiField;
  const size = (struct: string): number => layout.structs[struct]?.size as number;
  const arena = BpfMap.openPinned(join(dir, OURS, 'osg_arena'));
  const states = BpfMap.openPinned(join(dir, OURS, 'osg_endpoint_states'));
  const old = join(dir, `v${layout.version}`);
  mkdirSync(old);
  arena.pin(join(old, 'osg_arena'));
  const maps = [arena, states];
  const pin = (name: string, type: MapType, keySize: number, valueSize: number, maxEntries: number): BpfMap => {
    const map = BpfMap.create({ type, keySize, valueSize, maxEntries, name: name.slice(0, 15) });
    map.pin(join(old, name));
    maps.push(map);
    return map;
  };
  maps.push(describeAs(layout, old));
  const state = pin('osg_endpoint_states', MapType.Array, 4, size('osg_endpoint_state'), 16);
  const ours = states.lookup(u32Key(1)) as Buffer;
  const theirs = Buffer.alloc(size('osg_endpoint_state'));
  setUint(theirs, field('osg_endpoint_state', 'generation'), generation);
  setUint(theirs, field('osg_endpoint_state', 'ifindex'), web.ifindex);
  setUint(theirs, field('osg_endpoint_state', 'restricted'), 3);
  setUint64(theirs, field('osg_endpoint_state', 'holder'), uint64(ours, OsgEndpointState.fields.holder));
  const created = fieldOf('osg_endpoint_state', 'created');
  if (created) setUint64(theirs, created, 77n);
  else {
    const account = Buffer.alloc(size('osg_ct_account'));
    setUint64(account, field('osg_ct_account', 'created'), 77n);
    pin('osg_conntrack_accounts', MapType.Array, 4, account.length, 16).update(u32Key(1), account);
  }
  state.update(u32Key(1), theirs);
  const shared = fieldOf('osg_ct_key', 'endpoint');
  const name = shared ? 'osg_conntrack' : 'conntrack_1';
  const table = pin(name, MapType.Hash, size('osg_ct_key'), size('osg_ct_entry'), 64);
  for (const port of ports) {
    const [key, entry] = [Buffer.alloc(size('osg_ct_key')), Buffer.alloc(size('osg_ct_entry'))];
    key.writeUInt32LE(0x0a01000a, field('osg_ct_key', 'own').offset);
    key.writeUInt32LE(0x0a010014, field('osg_ct_key', 'peer').offset);
    setUint(key, field('osg_ct_key', 'generation'), generation);
    if (shared) setUint(key, shared, 1);
    setUint(key, field('osg_ct_key', 'own_port'), 80);
    setUint(key, field('osg_ct_key', 'peer_port'), port);
    setUint(key, field('osg_ct_key', 'family'), 4);
    setUint(key, field('osg_ct_key', 'protocol'), 6);
    setUint64(entry, field('osg_ct_entry', 'deadline_ns'), now + 3_600_000_000_000n);
    setUint64(entry, field('osg_ct_entry', 'revision'), 1n);
    setUint64(entry, field('osg_ct_entry', 'created_ns'), now - 60_000_000_000n);
    setUint(entry, field('osg_ct_entry', 'state'), 3);
    table.update(key, entry);
  }
  for (const map of maps) map.close();
  removePins(join(dir, OURS));
}

it.each(LAYOUTS)(
  'F47 an upgrade from layout version $version keeps the flows, counted once, within the new quotas',
  async (layout) => {
    const policy = { ingress: [{ peer: `${C}/32`, port: 80 }], egress: [] };
    await node.enforce({ web: policy });
    const dir = join(node.box.bpffs, 'osg');
    const generation = node.datapath.generation(web.index);
    const now = node.datapath.conntrack.now();
    await node.datapath.close();
    const ports = Array.from({ length: 50 }, (_, i) => 40_000 + i);
    leave(dir, layout, ports, now, generation);
    const { conntrack, succession } = node.open({ conntrack: { guaranteed: 64, shared: 0, preallocated: 20 } });
    expect(succession).toMatchObject({ from: layout.version, to: OSG_LAYOUT_VERSION });
    await node.enforce({ web: policy });
    expect(node.datapath.succession).toMatchObject({ flows: 50, refused: 0 });
    expect(existsSync(join(dir, `v${layout.version}`))).toBe(false);
    expect(node.datapath.generation(web.index), 'the same holder').toBe(generation);
    expect(conntrack.counts(web.index)).toMatchObject({ live: 50, limit: 64, created: 127n });
    const [first] = conntrack.list(web.index, generation);
    expect(first).toMatchObject({ direction: 'ingress', state: 'established', revoked: false });
    expect(Math.round((first?.expiresInMs as number) / 60_000)).toBe(60);
    expect(Math.round((first?.ageMs as number) / 60_000)).toBe(1);
    const reply = (port: number): string =>
      node.judge(
        web,
        'egress',
        p.frame(p.tcpPacket({ src: W, dst: C, sport: 80, dport: port, flags: ack }), {
          from: web.mac,
          to: web.gatewayMac,
        }),
      ).reason;
    for (const port of ports) expect(reply(port)).toBe('REPLY');
    expect(reply(39_999)).toBe('RULE_DENY');
    await node.enforce({ web: { ingress: [], egress: [] } });
    expect(reply(40_000)).toBe('STALE_FLOW');
  },
);

it('F47 F150 a trial goes on as it stands under another layout; where its line is not understood the predecessor counts', async () => {
  const [both, old, fresh] = [80, 81, 82];
  const policy = (...ports: number[]) => ({ ingress: ports.map((port) => ({ peer: `${C}/32`, port })), egress: [] });
  const lay = (withinMs?: number): Promise<void> =>
    node.enforce(
      { web: policy(both, old) },
      {
        candidate: { web: policy(both, fresh) },
        trial: { id: 'later', unconfirmed: true, ...(withinMs !== undefined && { withinMs }) },
      },
    );
  const dir = join(node.box.bpffs, 'osg');
  const passes = (port: number): boolean =>
    node.judge(
      web,
      'ingress',
      p.frame(p.tcpPacket({ src: C, dst: W, sport: 40_000, dport: port, flags: p.FLAGS.syn }), {
        from: web.gatewayMac,
        to: web.mac,
      }),
    ).pass;
  const sides = () => [both, old, fresh].map(passes);
  const standing = () => node.datapath.trials.report('later');
  const succeed = async (without?: string): Promise<void> => {
    await node.datapath.close();
    leaveAsLater(dir, without);
    node.open();
    expect(node.datapath.succession).toMatchObject({ from: 99 });
  };
  await lay(3_600_000);
  expect(sides()).toEqual([true, false, true]);
  const { counts } = standing() ?? {};
  expect(counts).toMatchObject({ judged: 3n, denied: 1n, allowed: 1n });

  await succeed();
  // Before anything is published too: who asks the agent is told the truth.
  expect(standing()).toMatchObject({ state: 'unconfirmed', counts });
  await lay();
  expect(existsSync(join(dir, 'v99'))).toBe(false);
  expect(standing()).toMatchObject({ state: 'unconfirmed', counts });
  expect(standing()?.leftMs).toBeLessThan(3_600_000);
  expect(standing()?.leftMs).toBeGreaterThan(1_800_000);
  expect(sides()).toEqual([true, false, true]);

  await succeed('osg_trial');
  expect(standing()).toBeUndefined();
  await lay();
  expect(standing()).toMatchObject({ state: 'reverted', counts: { judged: 0n } });
  expect(sides()).toEqual([true, true, false]);
  await succeed();
  await lay(3_600_000);
  expect(standing(), 'what is over is not begun again').toMatchObject({ state: 'reverted' });
  expect(sides()).toEqual([true, true, false]);
});
