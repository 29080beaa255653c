/** A node's word about its pods' addresses, before the cluster's: what it changes, and what it cannot. */
import { beforeEach, describe, expect, it } from 'vitest';
import { addressToBytes, formatAddress, parseAddress } from '../net/address.js';
import { type Clock, systemClock } from '../part/clock.js';
import type { Workload } from '../policy/model.js';
import { AnnouncedPods } from './announced.js';
import type { Batch, Source, SourceEvents, SourceObject } from './source.js';

const VERSION = { id: '7', author: '', subject: '', timeUnixUs: 0 };
const provenance = { uid: 'x', resourceVersion: '1' };

class Cluster implements Source {
  events: SourceEvents | undefined;
  async start(events: SourceEvents): Promise<void> {
    this.events = events;
  }
  close(): void {}
  says(...upserts: SourceObject[]): void {
    this.events?.changed({ upserts, deletes: [], admission: 'each', version: VERSION, who: 'kubernetes' });
  }
  deletes(...deletes: string[]): void {
    this.events?.changed({ upserts: [], deletes, admission: 'each', version: VERSION, who: 'kubernetes' });
  }
}

function pod(
  name: string,
  uid: string,
  node: string,
  addresses: string[] = [],
  more: Partial<Workload> = {},
): SourceObject {
  const workload: Workload = {
    id: `shop/${name}`,
    namespace: 'shop',
    name,
    labels: {},
    serviceAccount: 'default',
    node,
    addresses: addresses.map(parseAddress),
    ports: [],
    hostNetwork: false,
    ended: false,
    attach: { uid },
    source: { file: '', line: 0 },
    ...more,
  };
  return { key: `Pod/shop/${name}`, list: 'workloads', items: [workload], provenance };
}
const nodeObject = (name: string, address: string): SourceObject => ({
  key: `Node//${name}`,
  list: 'nodes',
  items: [{ name, labels: {}, addresses: [parseAddress(address)], source: { file: '', line: 0 } }],
  provenance,
});
const says = (name: string, uid: string, ...addresses: string[]) => ({
  uid,
  namespace: 'shop',
  name,
  addresses: addresses.map((text) => addressToBytes(parseAddress(text))),
});

let now: number;
let cluster: Cluster;
let announced: AnnouncedPods;
let world: Map<string, Workload>;
let refused: string[];
let batches: Batch[];

beforeEach(async () => {
  now = 0;
  cluster = new Cluster();
  refused = [];
  batches = [];
  world = new Map();
  const clock: Clock = { ...systemClock, monotonic: () => now };
  announced = new AnnouncedPods(cluster, clock, { refused: (node, why) => refused.push(`${node}: ${why}`) });
  await announced.start({
    changed: (batch) => {
      batches.push(batch);
      for (const key of batch.deletes) world.delete(key);
      for (const { key, list, items } of batch.upserts) if (list === 'workloads') world.set(key, items[0] as Workload);
    },
    failed: () => undefined,
  });
  return () => announced.close();
});
const addressesOf = (name: string): string[] => (world.get(`Pod/shop/${name}`)?.addresses ?? []).map(formatAddress);

describe('pods that a node announces', () => {
  it('have their addresses at once, and the cluster’s when it says any', () => {
    cluster.says(pod('web', 'u1', 'n1'));
    announced.announce('n1', [says('web', 'u1', '10.0.0.5', 'fd00::5')]);
    expect(addressesOf('web')).toEqual(['10.0.0.5', 'fd00::5']);
    cluster.says(pod('web', 'u1', 'n1', [], { labels: { a: 'b' } }));
    expect(addressesOf('web')).toEqual(['10.0.0.5', 'fd00::5']);
    cluster.says(pod('web', 'u1', 'n1', ['10.0.0.6']));
    expect(addressesOf('web')).toEqual(['10.0.0.6']);
    expect(refused).toEqual([]);
  });

  it('wait for an object that the cluster does not show yet, and for its binding', () => {
    announced.announce('n1', [says('web', 'u1', '10.0.0.5')]);
    expect(batches).toEqual([]);
    cluster.says(pod('web', 'u1', ''));
    expect(addressesOf('web')).toEqual([]);
    cluster.says(pod('web', 'u1', 'n1'));
    expect(addressesOf('web')).toEqual(['10.0.0.5']);
  });

  it('go when the node says so, when their time is over, when the pod is gone or ended', () => {
    cluster.says(pod('web', 'u1', 'n1'));
    const again = () => announced.announce('n1', [says('web', 'u1', '10.0.0.5')]);
    again();
    announced.announce('n1', [says('web', 'u1')]);
    expect(addressesOf('web')).toEqual([]);
    again();
    now += 6 * 60_000;
    announced.expire();
    expect(addressesOf('web')).toEqual([]);
    again();
    cluster.says(pod('web', 'u1', 'n1', [], { ended: true }));
    expect(addressesOf('web')).toEqual([]);
    expect(announced.size).toBe(0);
    cluster.says(pod('web', 'u2', 'n1'));
    announced.announce('n1', [says('web', 'u2', '10.0.0.7')]);
    cluster.deletes('Pod/shop/web');
    expect(announced.size).toBe(0);
  });

  it('recreated under one name: what was said of the first is not the second’s', () => {
    cluster.says(pod('web', 'u1', 'n1'));
    announced.announce('n1', [says('web', 'u1', '10.0.0.5')]);
    cluster.says(pod('web', 'u2', 'n1'));
    expect(addressesOf('web')).toEqual([]);
    announced.announce('n1', [says('web', 'u2', '10.0.0.6')]);
    expect(addressesOf('web')).toEqual(['10.0.0.6']);
  });

  it('F138 an address that the node gave to a new pod is no longer the old one’s', () => {
    cluster.says(pod('old', 'u1', 'n1', ['10.0.0.5']), pod('new', 'u2', 'n1'));
    announced.announce('n1', [says('new', 'u2', '10.0.0.5')]);
    expect([addressesOf('old'), addressesOf('new')]).toEqual([[], ['10.0.0.5']]);
    cluster.says(pod('new', 'u2', 'n1', ['10.0.0.5']));
    expect([addressesOf('old'), addressesOf('new')]).toEqual([[], ['10.0.0.5']]);
    cluster.deletes('Pod/shop/old');
    expect(addressesOf('new')).toEqual(['10.0.0.5']);
  });

  it('F170 are believed of the node they are bound to only, and never against the cluster', () => {
    cluster.says(nodeObject('n1', '192.0.2.1'), pod('api', 'u1', 'n1', ['10.0.0.5']), pod('rogue', 'u9', 'n2'));
    const tries: [string, ReturnType<typeof says>, string][] = [
      ['n2', says('api', 'u1', '10.0.1.5'), 'bound to n1'],
      ['n2', says('rogue', 'u9', '10.0.0.5'), 'that of shop/api'],
      ['n2', says('rogue', 'u9', '192.0.2.1'), 'that of Node//n1'],
      ['n2', says('rogue', 'u9', '127.0.0.1'), 'no address of a pod'],
      ['n2', says('rogue', 'u9', '::ffff:10.0.0.1'), 'no address of a pod'],
      ['n2', { ...says('rogue', 'u9'), addresses: [new Uint8Array(5)] }, 'no address of a pod'],
      ['n2', says('rogue', '', '10.0.1.5'), 'without uid'],
    ];
    for (const [node, said, why] of tries) {
      now += 61_000;
      announced.announce(node, [said]);
      expect(refused.at(-1)).toContain(why);
    }
    expect(refused).toHaveLength(tries.length);
    expect(announced.size).toBe(0);
    expect([addressesOf('api'), addressesOf('rogue')]).toEqual([['10.0.0.5'], []]);
    // Another node's word stands while it does.
    announced.announce('n1', [says('fresh', 'u3', '10.0.0.8')]);
    now += 61_000;
    announced.announce('n2', [says('fresh', 'u3', '10.0.1.8'), says('rogue', 'u9', '10.0.0.8')]);
    expect(announced.size).toBe(1);
  });

  it('F162 are so many of a node, and told once a minute', () => {
    announced.announce(
      'n1',
      Array.from({ length: 1500 }, (_, i) => says(`p${i}`, `u${i}`, `10.0.${i >> 8}.${i & 255}`)),
    );
    expect(announced.size).toBe(1024);
    expect(refused).toHaveLength(1);
    announced.announce('n2', [says('x', 'ux', '10.1.0.1')]);
    expect(announced.size).toBe(1025);
    for (let i = 0; i < 3000; i++) announced.announce('n3', [says('y', 'uy', '10.2.0.1')]);
    expect(refused).toHaveLength(2);
    expect(refused[1]).toContain('a minute');
  });
});
