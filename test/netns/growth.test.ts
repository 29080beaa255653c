/** F116: more workloads than there is room for at first. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { TestNode, type Workload } from '../support/node.js';
import * as p from '../support/packets.js';

const [W, C] = ['10.1.0.10', '10.1.0.20'];
const { ack, syn } = p.FLAGS;
/** The first room is for 256 indexes. */
const FAR = 300;

let node: TestNode;
let web: Workload;
beforeAll(async () => {
  node = await TestNode.create(
    { web: { addresses: [W] }, far: { addresses: ['10.1.0.30'] } },
    { endpoints: 2000, conntrack: { guaranteed: 1000, shared: 50_000 }, settings: { timeouts: { tcpNew: 600_000 } } },
  );
  web = node.workload('web');
});
afterAll(() => node?.close());

const judge = (direction: 'ingress' | 'egress', flags: number, sport: number, dport: number): string => {
  const [src, dst] = direction === 'ingress' ? [C, W] : [W, C];
  const [from, to] = direction === 'ingress' ? [web.gatewayMac, web.mac] : [web.mac, web.gatewayMac];
  return node.judge(web, direction, p.frame(p.tcpPacket({ src, dst, sport, dport, flags }), { from, to })).reason;
};

it('F116 maps grow while programs run: flows, counts, holders and quotas go on, for the next agent too', async () => {
  const policy = { ingress: [{ peer: `${C}/32`, port: 80 }], egress: [] };
  await node.enforce({ web: policy });
  const { datapath } = node;
  expect([datapath.endpoints, datapath.mostEndpoints]).toEqual([256, 2000]);
  expect(judge('ingress', syn, 40_000, 80)).toBe('RULE_ALLOW');
  expect(judge('ingress', syn, 40_000, 81)).toBe('RULE_DENY');
  const state = (): object => ({
    generation: datapath.generation(web.index),
    counts: { ...datapath.conntrack.counts(web.index), limit: 0 },
    reasons: datapath.reasons(web.index),
  });
  const before = state();
  const { id } = datapath.map('osg_endpoint_states').info;
  (node.workload('far') as { index: number }).index = FAR;
  await node.enforce({ web: policy });
  expect(datapath.endpoints).toBe(512);
  expect(datapath.map('osg_endpoint_states').info.id).not.toBe(id);
  expect(datapath.generation(FAR)).toBe(1);
  expect(state()).toEqual(before);
  const { quota, capacity } = datapath.conntrack;
  expect(quota.guaranteed * 511 + quota.shared, 'nothing is promised that there is no room for').toBeLessThanOrEqual(
    capacity,
  );
  expect(quota.guaranteed).toBeGreaterThan(250);
  expect(judge('egress', syn | ack, 80, 40_000)).toBe('REPLY');
  expect(judge('egress', ack, 80, 40_001)).toBe('RULE_DENY');
  expect(datapath.inspect()).toEqual([]);
  await datapath.close();
  const next = node.open();
  expect([next.adopted, next.endpoints]).toEqual([true, 512]);
  expect(judge('egress', ack, 80, 40_000)).toBe('REPLY');
});
