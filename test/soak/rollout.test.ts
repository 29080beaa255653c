/** A change on its way through rings of real agents, with traffic on each node; `npm run test:soak`. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { httpGet, osg, PartProcess } from '../support/parts.js';
import { groupYaml, podYaml } from '../support/shop-files.js';
import { ShopNode } from '../support/shop-node.js';
import { Talk } from '../support/talk.js';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

interface Ring {
  readonly observe?: string;
  readonly confirm?: string;
  readonly confirmWithin?: string;
  readonly gates?: string;
}

const rollout = ({ observe = '0s', confirm = '1s', confirmWithin = '60s', gates = '[newDenies: {atMost: 0}]' }: Ring) =>
  `---
apiVersion: openscg.dev/v1alpha1
kind: RolloutPolicy
metadata: {name: default}
spec:
  confirmWithin: ${confirmWithin}
  rings: [{name: canary, nodes: {matchLabels: {ring: canary}}, observe: ${observe}, confirm: ${confirm}}]
  rest: {confirm: ${confirm}}
  gates: ${gates}
`;
/** UDP, so that a probe is a packet; an app, or an address. */
const group = (...from: readonly string[]): string =>
  groupYaml('api', 'web', 8080).replace(
    / {2}- id:.*/s,
    from
      .map((who, i) => {
        const peer = who.includes('/') ? `cidr: ${who}` : `podSelector: {matchLabels: {app: ${who}}}`;
        return `  - {id: from-${i}, from: [{${peer}}], ports: [{protocol: UDP, port: 8080}]}\n`;
      })
      .join(''),
  );

interface Row {
  readonly id: string;
  readonly state: string;
  readonly by: string;
  readonly reason: string;
  readonly rings: readonly {
    readonly name: string;
    readonly state: string;
    readonly gates?: readonly { readonly gate: string; readonly verdict: string; readonly evidence: string }[];
  }[];
}

describe('a rollout on two nodes', () => {
  let nodes: readonly ShopNode[] = [];
  let talks: readonly Talk[] = [];
  let controller: PartProcess;
  const [n1, n2] = [0, 1];
  const at = <T>(all: readonly T[], i: number): T => all[i] as T;

  const operator = (): string => `unix:${at(nodes, n1).path('o.sock')}`;
  const cli = (...args: string[]) => osg([...args, '--controller', operator()]);
  const rows = async (): Promise<Row[]> => JSON.parse((await cli('rollout', 'status', '-o', 'json')).stdout || '[]');
  const newest = async (): Promise<Row | undefined> => (await rows())[0];
  const startController = async (): Promise<void> => {
    const first = at(nodes, n1);
    controller = new PartProcess(first.controllerArgs, first.path('c.health'));
    const { child } = controller;
    closers.push(() => child.kill('SIGKILL'));
    await controller.ready();
  };
  const write = (text: string): void => at(nodes, n1).policies.write('policy.yaml', text);
  const metrics = async (i: number) => (await httpGet(at(nodes, i).path('a.health'), '/metrics')).body;
  const revision = async (i: number) => Number(/^osg_agent_realised_revision (\d+)$/m.exec(await metrics(i))?.[1]);
  const history = async () => (await cli('history', '--last', '1', '-o', 'json')).stdout;
  /** What is no change of policy goes everywhere at once. */
  const settle = async (text: string): Promise<void> => {
    const before = await history();
    write(text);
    await expect.poll(history).not.toBe(before);
  };
  /** How a run other than `before` ends. */
  const ended = async (before: string | undefined): Promise<Row> => {
    const deadline = Date.now() + 120_000;
    for (let row = await newest(); ; row = await newest()) {
      if (row !== undefined && row.id !== before && row.state !== 'running') return row;
      if (Date.now() > deadline) throw new Error(`does not end: ${JSON.stringify(row)}\n${controller.log}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  };

  beforeEach(async () => {
    const first = await ShopNode.create(['web1', 'api1']);
    closers.push(() => first.close());
    const second = await ShopNode.create(['web2', 'api2'], {
      name: 'n2',
      subnet: '10.78.0',
      controller: `unix:${first.path('c.sock')}`,
    });
    closers.push(() => second.close());
    nodes = [first, second];
    const inventory = nodes.flatMap(({ name, pods }, i) => [
      `---\n{apiVersion: v1, kind: Node, metadata: {name: ${name}, labels: {ring: ${i === 0 ? 'canary' : 'rest'}}}, status: {addresses: [{type: InternalIP, address: 10.76.0.${i + 1}}]}}\n`,
      ...[...pods].map(([pod, { address }]) => podYaml(pod, address, { node: name, app: pod.slice(0, 3) })),
    ]);
    first.policies.write('inventory.yaml', inventory.join(''));
    write(rollout({ observe: '1s' }) + group('web'));
    await startController();
    await Promise.all(
      nodes.map((node) => {
        const agent = new PartProcess(node.agentArgs, node.path('a.health'));
        closers.push(() => agent.stop('SIGKILL'));
        return agent.ready();
      }),
    );
    talks = await Promise.all(
      nodes.map((node, i) => Talk.begin(node.pod(`web${i + 1}`), node.pod(`api${i + 1}`), 8080)),
    );
    for (const talk of talks) closers.push(() => talk.end());
    await Promise.all(talks.map((talk) => talk.heard()));
  }, 120_000);

  it('a good change passes, one that denies what flows is back at ring one, and the clock goes back alone', async () => {
    const say = (text: string): void => void (process.env['OSG_SHOW'] && console.log(text));
    const allowed = group('web', '192.0.2.1/32');
    // A good one: nobody loses anything.
    write(rollout({ observe: '1s' }) + allowed);
    const good = await ended(undefined);
    say((await cli('rollout', 'status')).stdout);
    expect(good).toMatchObject({ state: 'confirmed' });
    expect(good.rings.map(({ name, state }) => [name, state])).toEqual([
      ['canary', 'passed'],
      ['rest', 'passed'],
    ]);
    await expect.poll(() => Promise.all([revision(n1), revision(n2)])).toEqual([2, 2]);
    expect(talks.map(({ lost }) => lost)).toEqual([0, 0]);

    // One that would deny what flows: seen before it counts.
    write(rollout({ observe: '1s' }) + group('192.0.2.1/32'));
    const seen = await ended(good.id);
    say((await cli('rollout', 'status')).stdout);
    expect(seen).toMatchObject({ state: 'reverted', by: 'gate newDenies' });
    expect(seen.rings.map(({ state }) => state)).toEqual(['failed', 'pending']);
    await Promise.all(talks.map((talk) => talk.heard()));
    expect(talks.map(({ lost }) => lost)).toEqual([0, 0]);

    // The same without looking first: it counts at ring one until the gate fails, and nowhere else.
    await settle(rollout({}) + allowed);
    write(rollout({}) + group('192.0.2.2/32'));
    const cut = await ended(seen.id);
    say((await cli('rollout', 'status')).stdout);
    expect(cut).toMatchObject({ state: 'reverted', by: 'gate newDenies' });
    expect(cut.rings.map(({ state }) => state)).toEqual(['failed', 'pending']);
    await Promise.all(talks.map((talk) => talk.heard()));
    const lost = talks[n1]?.lost ?? 0;
    expect(lost).toBeGreaterThan(0);
    expect(talks[n2]?.lost).toBe(0);

    // Nobody is there to confirm it, or to take it back.
    const alone = rollout({ confirm: '5s', confirmWithin: '15s', gates: '[]' });
    await settle(alone + allowed);
    write(alone + group('192.0.2.3/32'));
    await expect.poll(() => talks[n1]?.lost).toBeGreaterThan(lost);
    await controller.stop('SIGKILL');
    await Promise.all(talks.map((talk) => talk.heard()));
    expect(await metrics(n1)).toMatch(/^osg_agent_trial\{.*state="reverted".*\} 1$/m);
    await startController();
    const clock = await ended(cut.id);
    say((await cli('rollout', 'status')).stdout);
    expect(clock).toMatchObject({ state: 'reverted', rings: [{ state: 'failed' }, { state: 'pending' }] });
    await Promise.all(talks.map((talk) => talk.heard()));
    expect(talks[n2]?.lost).toBe(0);
  }, 300_000);
});
