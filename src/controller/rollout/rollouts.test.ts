import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { groupYaml, nodeYaml, podYaml } from '../../../test/support/shop-files.js';
import { osg } from '../../gen/proto.js';
import { systemClock } from '../../part/clock.js';
import { SILENT } from '../../part/log.js';
import { Controller } from '../controller.js';
import { FileSource } from '../file-source.js';
import { Store } from '../sqlite/store.js';
import type { TextEvents } from '../text-source.js';
import { worldParts } from '../world-parts.js';

const WORLD = { posture: 'kubernetes', allowNodeProbes: true } as const;
const NODES = ['n1', 'n2', 'n3'];
const INVENTORY = NODES.flatMap((node, i) => [
  nodeYaml(node, `10.77.0.${i + 1}`),
  podYaml(`web${i}`, `10.77.1.${i + 1}`, { node, app: 'web' }),
  podYaml(`api${i}`, `10.77.2.${i + 1}`, { node, app: 'api' }),
]).join('');
const ROLLOUT = (more = '') => `---
apiVersion: openscg.dev/v1alpha1
kind: RolloutPolicy
metadata: {name: default}
spec:
  confirmWithin: 100s
  ${more}
  rings: [{name: first, share: 30%, confirm: 50ms}]
  rest: {confirm: 50ms}
`;

let folder: string;
let texts: TextEvents | undefined;
let controller: Controller;

/** A node that takes whatever it is given, by the view alone. */
class Node {
  revision = 0;
  /** Ports that its api lets web reach. */
  ports: number[] = [];
  seen: number[] = [];
  refuses = false;
  readonly #connection: ReturnType<Controller['fleet']['connect']>;
  constructor(
    readonly name: string,
    capabilities: string[] = [],
  ) {
    this.#connection = controller.fleet.connect(
      { node: name, protocolVersion: 2, capabilities },
      { write: (message) => setImmediate(() => this.#take(message)), room: () => undefined, end: () => undefined },
    );
  }
  #take({ nonce, snapshot, delta }: osg.v1.ControllerMessage.$Properties): void {
    const revision = snapshot?.revision ?? delta?.revision ?? 0;
    const version = snapshot?.version ?? delta?.version ?? 0;
    if (snapshot != null && (snapshot.index ?? 0) + 1 < (snapshot.count ?? 0)) return;
    if (snapshot == null && delta == null) return;
    if (this.refuses) {
      this.#connection.message({
        nack: {
          nonce: nonce ?? 0,
          revision,
          version,
          code: osg.v1.NackCode.NACK_CODE_BUDGET,
          object: '',
          reason: 'no room',
        },
      });
      return;
    }
    expect(revision).toBeGreaterThanOrEqual(this.revision);
    this.revision = revision;
    this.seen.push(revision);
    this.#connection.message({ ack: { nonce: nonce ?? 0, revision, version } });
  }
  close(): void {
    this.#connection.closed();
  }
}

async function open(): Promise<void> {
  const store = Store.open(folder, Date.now());
  const source = new FileSource({
    start: async (events) => {
      texts = events;
      if (last !== undefined) events.changed(last);
    },
    close: () => undefined,
  });
  controller = new Controller({
    store,
    sources: [source],
    world: WORLD,
    log: SILENT,
    clock: systemClock,
    gatePatienceMs: 300,
    version: '0',
  });
  await controller.start();
}

let last: Parameters<TextEvents['changed']>[0] | undefined;
let commits = 0;

async function commit(policy: string, inventory = INVENTORY): Promise<void> {
  commits++;
  const version = { id: `c${commits}`, author: 'Ann', subject: `Commit ${commits}`, timeUnixUs: Date.now() * 1000 };
  last = {
    files: [
      { path: 'inventory.yaml', text: inventory },
      { path: 'policy.yaml', text: policy },
    ],
    version,
    who: 'Ann',
  };
  texts?.changed(last);
  await controller.settled();
}

const portOf = (node: string): number | undefined => {
  const view = controller.fleet.target(node)?.view.whole();
  const ports = view?.policies.flatMap(({ rules }) =>
    rules.flatMap(({ matches }) => matches.map(({ ports: of }) => of)),
  );
  const [first] = ports ?? [];
  return first === undefined || first === 'any' ? undefined : first[0]?.ports?.first;
};
const ports = (): (number | undefined)[] => NODES.map(portOf);
const newest = async () => (await controller.staging.rollouts.kept.all()).at(-1);
const reverted = () => controller.metrics.registry.getSingleMetricAsString('osg_controller_rollout_reverted');
const over = () => expect.poll(async () => (await newest())?.state, { timeout: 10_000 });

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'osg-rollout-'));
  last = undefined;
  commits = 0;
  await open();
});
afterEach(async () => {
  await controller.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('a change of policy', () => {
  it('without a RolloutPolicy, and the first of all, goes everywhere at once', async () => {
    await commit(groupYaml('api', 'web', 80));
    await commit(groupYaml('api', 'web', 81));
    expect(ports()).toEqual([81, 81, 81]);
    expect(await newest()).toBeUndefined();
  });

  it('goes to one ring, then to the next, and is confirmed', async () => {
    await commit(ROLLOUT() + groupYaml('api', 'web', 80));
    const nodes = NODES.map((name) => new Node(name));
    await commit(ROLLOUT() + groupYaml('api', 'web', 81));
    expect(ports()).toEqual([80, 80, 80]);
    await over().toBe('confirmed');
    expect(ports()).toEqual([81, 81, 81]);
    expect(nodes.map(({ revision }) => revision)).toEqual([2, 2, 2]);
    const told = (await controller.revisions.audit(0))
      .filter(({ kind }) => kind === 'rollout')
      .map((r) => JSON.parse(r.detail).event);
    expect(told).toEqual(['begun', 'first: unconfirmed', 'rest: pending', 'rest: unconfirmed', 'confirmed']);
  });

  it('a ring whose node is away pauses it, and a person may let it come back', async () => {
    await commit(ROLLOUT() + groupYaml('api', 'web', 80));
    await commit(ROLLOUT() + groupYaml('api', 'web', 81));
    await over().toBe('paused');
    expect(ports().filter((port) => port === 81)).toHaveLength(1);
    // Whoever previews meanwhile is told which node has which.
    const parts: osg.v1.WorldPart.$Properties[] = [];
    for await (const part of worldParts(await controller.inForce(), undefined)) parts.push(part);
    const text = (list: osg.v1.WorldList) =>
      parts.flatMap((part) => (part.list === list ? (part.items ?? []) : [])).join();
    expect(parts[0]).toMatchObject({ revision: 1, rollout: 'r-1', reached: NODES.filter((_, i) => ports()[i] === 81) });
    expect(text(osg.v1.WorldList.WORLD_LIST_POLICIES)).toMatch(/"first":80/);
    expect(text(osg.v1.WorldList.WORLD_LIST_ROLLOUT_POLICIES)).toMatch(/"first":81/);
    await controller.staging.rollouts.decide('abort', 'eve', 'no');
    expect(ports()).toEqual([80, 80, 80]);
    expect(await newest()).toMatchObject({ state: 'reverted', by: 'eve' });
    expect(controller.status().pinnedTo).toBe(1);
    // It holds up no change, as a rollback would.
    const head = await worldParts(await controller.inForce(), undefined).next();
    expect(head.value).toMatchObject({ revision: 3, pinnedTo: 0 });
    expect(await reverted()).toMatch(/\{rollout="r-1"\} 1/);
    // What came back stays out, over a restart too; the next change is a run of its own.
    await controller.close();
    await open();
    expect(ports()).toEqual([80, 80, 80]);
    expect(await reverted()).toMatch(/\{rollout="r-1"\} 1/);
    await commit(ROLLOUT() + groupYaml('api', 'web', 82));
    expect(await reverted()).not.toContain('r-1');
    expect(await newest()).toMatchObject({ state: 'running', predecessor: 1 });
    expect(controller.status().pinnedTo).toBe(0);
  });

  it('a node that refuses it brings it back', async () => {
    await commit(ROLLOUT() + groupYaml('api', 'web', 80));
    const nodes = NODES.map((name) => new Node(name));
    await expect.poll(() => nodes.map(({ revision }) => revision)).toEqual([1, 1, 1]);
    for (const node of nodes) node.refuses = true;
    await commit(ROLLOUT() + groupYaml('api', 'web', 81));
    await over().toBe('reverted');
    expect(await newest()).toMatchObject({ by: 'gate realised' });
    expect(ports()).toEqual([80, 80, 80]);
  });

  it('gives a node its trial again when another life of the controller finds it', async () => {
    const plan = ROLLOUT().replace('share: 30%,', 'share: 30%, observe: 60s,');
    await commit(plan + groupYaml('api', 'web', 80));
    let nodes = NODES.map((name) => new Node(name, ['trial']));
    await expect.poll(() => nodes.map(({ revision }) => revision)).toEqual([1, 1, 1]);
    await commit(plan + groupYaml('api', 'web', 81));
    const tries = () => NODES.map((name) => controller.fleet.target(name)?.view.trial?.id);
    await expect.poll(tries).toContain('r-1');
    const before = tries();
    for (const node of nodes) node.close();
    await controller.close();
    await open();
    nodes = NODES.map((name) => new Node(name, ['trial']));
    expect(tries()).toEqual(before);
  });

  it('goes on, with what it waits for, when another life of the controller finds it', async () => {
    await commit(ROLLOUT() + groupYaml('api', 'web', 80));
    await commit(ROLLOUT() + groupYaml('api', 'web', 81));
    await over().toBe('paused');
    await commit(ROLLOUT() + groupYaml('api', 'web', 82));
    expect(ports().filter((port) => port === 80)).toHaveLength(2);
    await controller.close();
    await open();
    expect(ports().sort()).toEqual([80, 80, 81]);
    expect(controller.staging.waits).toBe(true);
    const nodes = NODES.map((name) => new Node(name));
    await expect.poll(() => nodes.every(({ revision }) => revision > 0)).toBe(true);
    await controller.staging.rollouts.decide('resume', 'eve', 'nodes are back');
    await expect
      .poll(async () => (await controller.staging.rollouts.kept.all()).map(({ state }) => state), { timeout: 20_000 })
      .toEqual(['confirmed', 'confirmed']);
    expect(ports()).toEqual([82, 82, 82]);
  });

  it('that comes meanwhile is folded in, where that is declared', async () => {
    const policy = ROLLOUT('meanwhile: fold');
    await commit(policy + groupYaml('api', 'web', 80));
    await commit(policy + groupYaml('api', 'web', 81));
    await over().toBe('paused');
    await commit(policy + groupYaml('api', 'web', 82));
    const runs = await controller.staging.rollouts.kept.all();
    expect(runs.map(({ state, predecessor }) => [state, predecessor])).toEqual([
      ['reverted', 1],
      ['running', 1],
    ]);
    expect(ports()).not.toContain(81);
  });

  it('lets the inventory and emergencies through to every node, and each number says one thing', async () => {
    await commit(ROLLOUT() + groupYaml('api', 'web', 80));
    await commit(ROLLOUT() + groupYaml('api', 'web', 81));
    await over().toBe('paused');
    const more = podYaml('web9', '10.77.1.9', { node: 'n1', app: 'web' });
    await commit(ROLLOUT() + groupYaml('api', 'web', 81), INVENTORY + more);
    for (const node of NODES)
      expect(
        JSON.stringify(controller.fleet.target(node)?.view.whole().sets, (_, v) =>
          typeof v === 'bigint' ? Number(v) : v,
        ),
      ).toContain(String(Number(0x0a4d0109)));
    await controller.operations.emergency(
      { isolate: { target: 'shop/web0' }, reason: 'fire', ticket: '' },
      60_000,
      'eve',
    );
    const revisions = NODES.map((node) => controller.fleet.target(node)?.revision);
    const inFirst = NODES.map((_, i) => ports()[i] === 81);
    expect(new Set(revisions.filter((_, i) => inFirst[i]))).not.toEqual(
      new Set(revisions.filter((_, i) => !inFirst[i])),
    );
    const pinned = await Promise.all([3, 4].map(async (r) => (await controller.revisions.get(r)).pinnedTo));
    expect(pinned).toEqual([1, 2]);
  });

  it('is taken over by an operator’s rollback', async () => {
    await commit(ROLLOUT() + groupYaml('api', 'web', 80));
    await commit(ROLLOUT() + groupYaml('api', 'web', 81));
    await over().toBe('paused');
    await controller.operations.rollback(1, 'eve', 'back');
    expect(ports()).toEqual([80, 80, 80]);
    expect(await newest()).toMatchObject({ state: 'reverted', by: 'eve' });
    await controller.operations.resume('eve', 'again');
    expect(await newest()).toMatchObject({ state: 'running', predecessor: 1 });
  });

  it('made while no controller ran goes out in rings too', async () => {
    await commit(ROLLOUT() + groupYaml('api', 'web', 80));
    await controller.close();
    last = last && {
      ...last,
      files: [last.files[0] as never, { path: 'policy.yaml', text: ROLLOUT() + groupYaml('api', 'web', 81) }],
    };
    await open();
    expect(ports()).toEqual([80, 80, 80]);
    expect(await newest()).toMatchObject({ state: 'running', predecessor: 1 });
  });
});
