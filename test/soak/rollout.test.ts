/** Changes on their way through rings of three real agents, with traffic on each node: which are caught, and when. */
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { Agent } from '../support/agent.js';
import { osg } from '../support/parts.js';
import { cameBack, passed, sharedNodes } from '../support/rollout-cases.js';
import { database, PORT, type RolloutNodes, states } from '../support/rollout-nodes.js';
import { GATEWAY } from '../support/shop-node.js';

const PROBED = `---
apiVersion: openscg.dev/v1alpha1
kind: SecurityGroup
metadata: {name: probes, namespace: shop}
spec:
  owner: platform
  members: {podSelector: {matchLabels: {app: db}}}
  ingress: [{id: kubelet, from: [{cidr: ${GATEWAY}/32}], ports: [{protocol: TCP, port: 8080}]}]
`;
const SHOP_NAMESPACE = '---\n{apiVersion: v1, kind: Namespace, metadata: {name: shop}}\n';

/** Probes of nodes need a rule here. */
const nodes = sharedNodes({ controller: ['--no-allow-node-probes'], also: PROBED + SHOP_NAMESPACE });

const denies = async (on: RolloutNodes, ...args: string[]): Promise<string> =>
  (await osg(['denies', '--collector', on.collector, ...args])).stdout;

const show = async (on: RolloutNodes): Promise<void> => {
  if (process.env['OSG_SHOW'] === undefined) return;
  console.log((await on.cli('rollout', 'status')).stdout + (await denies(on, '--last', '5')));
};

/** As a kubelet probes: from the node's own address, one connection a period, each of which may take a second. */
class Probe {
  failures = 0;
  passes = 0;
  #over = false;
  readonly #loop: Promise<void>;

  constructor(agent: Agent, address: string, port: number, periodMs: number) {
    this.#loop = this.#run(agent, address, port, periodMs);
  }

  async #run(agent: Agent, address: string, port: number, periodMs: number): Promise<void> {
    while (!this.#over) {
      const next = sleep(periodMs);
      try {
        await agent.close(await agent.tcpConnect(address, port, 1));
        this.passes++;
      } catch {
        this.failures++;
      }
      await next;
    }
  }

  async end(): Promise<void> {
    this.#over = true;
    await this.#loop;
  }
}

const SLOW = 300_000;

describe('a change on three nodes', () => {
  it('that does what it should passes ring by ring, and nobody loses a packet', { timeout: SLOW }, async () => {
    const on = nodes();
    (await on.plan({ observe: '1s', hold: '1s' }))(on.next);
    const second = await on.ring('second', 'unconfirmed');
    expect(states(second)).toEqual(['passed', 'unconfirmed', 'pending']);
    await passed(on);
    await show(on);
  });

  it("that blocks the nodes' health probes is back before the second one fails, at ring one", {
    timeout: SLOW,
  }, async () => {
    const on = nodes();
    const probes = await Promise.all(
      on.nodes.map(async (node, i) => {
        const { agent, address } = node.pod(`db${i + 1}`);
        await agent.tcpListen('0.0.0.0', 8080);
        return new Probe(await node.box.agent(node.netns), address, 8080, 3_000);
      }),
    );
    await expect.poll(() => probes.every(({ passes }) => passes > 1)).toBe(true);
    await on.plan({ confirm: '30s' });
    on.also(SHOP_NAMESPACE);
    const { run, lost } = await cameBack(on);
    await show(on);
    expect(run).toMatchObject({ by: 'gate newDenies', rings: [{ state: 'failed' }, {}, {}] });
    const after = probes.map(({ passes }) => passes + 2);
    await expect.poll(() => probes.every(({ passes }, i) => passes >= (after[i] ?? 0))).toBe(true);
    expect(probes.map(({ failures }) => failures)).toEqual([1, 0, 0]);
    expect(lost).toBe(0);
    await Promise.all(probes.map((probe) => probe.end()));
    on.also(PROBED + SHOP_NAMESPACE);
  });

  it('that opens the database to everyone is told as would-allow, and nobody gets in', { timeout: SLOW }, async () => {
    const on = nodes();
    const [outsider, { address }] = [on.node(0).pod('out1').agent, on.node(0).pod('db1')];
    const socket = await outsider.udpOpen('0.0.0.0', 0);
    let over = false;
    const attempts = (async () => {
      for (; !over; await sleep(100)) await outsider.sendTo(socket, address, PORT, 'let me in');
    })();
    // A case that fails takes the outsider with it.
    attempts.catch(() => undefined);
    const gates = '[newDenies: {atMost: 0}, newAllows: {atMost: 0}]';
    (await on.plan({ observe: '5s', gates }))(database('web', 'everybody'));
    const { run, lost } = await cameBack(on);
    await show(on);
    // Of what it opens nothing counts as denied by it.
    expect(run).toMatchObject({
      by: 'gate newAllows',
      reason: expect.stringMatching(/newly allowed flows?, at most 0$/),
    });
    await expect
      .poll(() => denies(on, '--verdict', 'would-allow'))
      .toMatch(/would allow \(candidate .*shop\/out1 → shop\/db1 5432\/UDP.*db\/ingress\/from-1 \(policy\.yaml:\d+\)/);
    expect(await denies(on, '--verdict', 'deny', '--port', `${PORT}`)).not.toMatch(/candidate/);
    over = true;
    await attempts;
    await expect(outsider.recv(socket, 1)).rejects.toThrow();
    expect(lost).toBe(0);
  });

  it('of which a node lost records is paused for a person, whatever the budget', { timeout: SLOW }, async () => {
    const on = nodes();
    const [outsider, { address }] = [on.node(0).pod('out1').agent, on.node(0).pod('db1')];
    const range =
      '  - {id: range, from: [{podSelector: {matchLabels: {app: out}}}], ports: [{protocol: UDP, port: 10000, endPort: 60000}]}\n';
    (await on.plan({ observe: '20s', gates: '[newAllows: {atMost: 1000000}]' }))(database('web') + range);
    await on.ring('canary', 'observing');
    // More flows at once than the kernel keeps of one endpoint.
    await outsider.call('udp_burst', { host: address, port: 10_000, count: 20_000 });
    const run = await on.ended();
    await show(on);
    expect(run).toMatchObject({ state: 'paused', by: 'gate newAllows' });
    expect(run.reason).toMatch(/\d+ packets? that no record tells of on n1/);
    expect(states(run)).toEqual(['observing', 'pending', 'pending']);
    await on.decide('abort');
    expect((await cameBack(on)).lost).toBe(0);
  });

  it('of which a node is away is paused for a person, and comes back by itself', { timeout: SLOW }, async () => {
    const on = nodes();
    (await on.plan({ confirm: '5s', confirmWithin: '40s' }))(on.next);
    await on.ring('canary', 'unconfirmed');
    await on.agents[0]?.stop('SIGKILL');
    const paused = await on.ended();
    await show(on);
    expect(paused).toMatchObject({ state: 'paused', by: 'gate realised' });
    expect(states(paused)).toEqual(['unconfirmed', 'pending', 'pending']);
    const run = await on.until('back', ({ state }) => state === 'reverted');
    expect(run).toMatchObject({ by: 'clock', rings: [{ state: 'failed' }, {}, {}] });
    await on.startAgent(0);
    expect((await cameBack(on)).lost).toBe(0);
  });

  for (const { meanwhile, becomes } of [
    { meanwhile: 'queue', becomes: { state: 'confirmed', reason: '' } },
    { meanwhile: 'fold', becomes: { state: 'reverted', reason: 'folded into the next change' } },
  ] as const)
    it(`and another one that comes meanwhile: ${meanwhile}`, { timeout: SLOW }, async () => {
      const on = nodes();
      const write = await on.plan({ confirm: '3s', meanwhile });
      write(on.next);
      const first = await on.ring('canary', 'unconfirmed');
      write(database('web', '192.0.2.7/32'));
      if (meanwhile === 'queue') await expect.poll(async () => (await on.rollouts()).waiting).toBe(true);
      const other = (id: string) => on.until('over', (row) => row.id !== id && row.state !== 'running');
      const second = await other(first.id);
      await show(on);
      expect(second.state).toBe('confirmed');
      expect((await on.rollouts()).rollouts.find(({ id }) => id === first.id)).toMatchObject(becomes);
      // As it was before.
      write(on.good);
      expect((await other(second.id)).state).toBe('confirmed');
      await on.heard();
      expect(on.lost).toEqual([0, 0, 0]);
    });
});
