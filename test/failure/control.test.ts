import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type AgentWithPort, type RunningAgent, startAgentWith } from '../../src/agent/start.js';
import { exitOf, preview } from '../../src/cli/preview.js';
import { previewLines, previewMarkdown } from '../../src/cli/preview-print.js';
import { CompileError } from '../../src/compiler/compile.js';
import type { PlanEndpoint } from '../../src/compiler/plan.js';
import { stepsOf } from '../../src/compiler/plan.js';
import { formatDifference } from '../../src/controller/differences.js';
import { type RunningController, startController } from '../../src/controller/start.js';
import { parseAddress } from '../../src/net/address.js';
import { RecordingPort } from '../support/recording-port.js';
import { type Folder, folderWith, groupYaml, nodeYaml, podYaml, SHOP } from '../support/shop-files.js';

const closers: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

function folder(files?: Readonly<Record<string, string>>): Folder {
  const made = folderWith(files);
  closers.push(() => made.remove());
  return made;
}

async function controllerOf(policies: Folder, state: Folder): Promise<RunningController> {
  const running = await startController({
    policies: policies.path,
    stateDir: join(state.path, 'store'),
    listen: `unix:${state.path}/controller.sock`,
    operatorListen: `unix:${state.path}/operator.sock`,
  });
  closers.push(() => running.close());
  return running;
}

async function agentOf(
  state: Folder,
  port: RecordingPort,
  node = 'n1',
  queries?: AgentWithPort['queries'],
): Promise<RunningAgent> {
  const running = await startAgentWith({
    node,
    controller: `unix:${state.path}/controller.sock`,
    stateDir: join(state.path, `agent-${node}`),
    statusListen: `unix:${state.path}/agent-${node}.sock`,
    port,
    ...(queries !== undefined && { queries }),
    times: { backoffBaseMs: 20, backoffCapMs: 50 },
  });
  closers.push(() => running.close());
  return running;
}

/** The rules that are in force, with what they accept. */
const inForce = (port: RecordingPort): string[] => {
  const { plan } = port.applied.at(-1) ?? {};
  const used = new Set<number>();
  for (const endpoint of plan?.endpoints ?? [])
    for (const map of [endpoint.ingress.v4, endpoint.egress.v4])
      for (const chunk of map.chunks)
        for (const row of chunk.rows)
          for (const cell of 'cells' in row ? row.cells : row.byClass.flatMap((r) => r.cells))
            for (const step of stepsOf(cell)) used.add(step.slot);
  return [...used].flatMap((slot) => {
    const info = plan?.slots.at(slot);
    return info?.kind === 'rule' ? [info.rule.replace('SecurityGroup/shop/api/ingress/', '')] : [];
  });
};

/** What the inventory does makes no revision: the node has a newer version of its view in force. */
async function followed(controller: RunningController, change: () => void): Promise<void> {
  const version = (): number => Number(controller.controller.status().nodes?.[0]?.realisedVersion);
  const before = version();
  change();
  await expect.poll(version, { timeout: 5_000 }).toBeGreaterThan(before);
}

async function realised(controller: RunningController, revision: number): Promise<void> {
  await expect
    .poll(() => controller.controller.status().nodes?.[0], { timeout: 5_000 })
    .toMatchObject({ desiredRevision: revision, realisedRevision: revision });
}

async function shop() {
  const policies = folder(SHOP);
  const state = folder();
  const controller = await controllerOf(policies, state);
  const port = new RecordingPort();
  const agent = await agentOf(state, port);
  await realised(controller, 1);
  return { policies, state, controller, port, agent };
}

describe('controller and agent over gRPC', () => {
  it('previews a change: what live flows it cuts, asked of the nodes concerned; nothing is put in force', async () => {
    const policies = folder({
      ...SHOP,
      'inventory.yaml': `${SHOP['inventory.yaml']}${podYaml('away', '10.77.0.40', { node: 'n2', app: 'api' })}`,
    });
    const state = folder();
    const controller = await controllerOf(policies, state);
    const told = { state: 'established', revoked: false, fromNode: false, recovered: false, rule: '', ageMs: 1 };
    const sides = { endpoint: 'shop/api', own: '10.77.0.12', ownPort: 8080, peer: '10.77.0.11', egress: false };
    const flow = { ...told, ...sides, protocol: 6, expiresInMs: 1 };
    const page = { tables: [], truncated: false };
    const queries: AgentWithPort['queries'] = {
      verify: () => Promise.reject(new Error('not asked')),
      conntrack: (_plan, { cursor }) =>
        cursor
          ? {
              ...page,
              flows: [
                { ...flow, peerPort: 40_001 },
                { ...flow, peerPort: 40_002, revoked: true },
              ],
            }
          : { ...page, flows: [{ ...flow, peerPort: 40_000 }], next: '1' },
      conversations: ({ endpoints }) => ({
        conversations: Array.from({ length: 600 }, (_, i) => ({
          of: endpoints.find(({ id }) => id === 'shop/api') as PlanEndpoint,
          endpoint: 1,
          direction: 'egress' as const,
          peer: parseAddress(`198.51.100.${i % 250}`),
          protocol: 6,
          port: 1000 + Math.floor(i / 250),
          slot: 0,
          firstMs: 5_000,
          lastMs: 5_000,
          flows: 0,
          sampledPackets: 0,
          sampledBytes: 0,
          packets: 3,
          bytes: 0,
        })),
        sampleRate: 64,
        truncated: false,
      }),
    };
    await agentOf(state, new RecordingPort(), 'n1', queries);
    await expect.poll(() => controller.controller.status().nodes?.[0]?.realisedRevision, { timeout: 5_000 }).toBe(1);
    const options = {
      controller: `unix:${state.path}/operator.sock`,
      collector: `unix:${state.path}/nobody.sock`,
      folder: '.',
      osgNamespace: 'osg-system',
      since: 1000,
      denies: false,
    };
    const narrower = folder({ 'policy.yaml': groupYaml('api', 'rogue', 8080) });
    const found = await preview(narrower.path, options);
    expect(found).toMatchObject({
      against: 1,
      nodes: 2,
      conversations: 601,
      notAsked: ['node n2: it is not connected'],
    });
    expect(found.cut).toMatchObject([{ from: 'shop/web', to: 'shop/api', what: 'TCP 8080', live: 2 }]);
    expect(found.difference.widens).toBe(true);
    expect(found.unseen).toMatchObject([{ kind: 'opened', what: 'TCP 8080' }]);
    expect(exitOf(found)).toBe(1);
    expect(previewLines(found).join('\n')).toContain('shop/web → shop/api  TCP 8080  2 live flows');
    expect(previewMarkdown(found).join('\n')).toContain('| shop/web | shop/api | TCP 8080 | 2 |');
    // The same policies, and the revision in force: nothing is concerned.
    for (const same of [policies.path, '1']) {
      const nothing = await preview(same, options);
      expect([exitOf(nothing), nothing.nodes, nothing.cut, nothing.difference.changes]).toEqual([0, 0, [], []]);
    }
    // Who is not asked is said, and is no "fine".
    const wider = folder({ 'policy.yaml': groupYaml('api', 'web', 8080).replace('members', 'egress: []\n  members') });
    const cut = await preview(wider.path, { ...options, denies: true });
    expect(cut.notAsked.at(-1)).toMatch(/^recent flows: no collector answers/);
    expect(controller.controller.status().revision).toBe(1);
  });

  it('brings a file edit to the port and hears of it', async () => {
    const { policies, controller, port } = await shop();
    expect(inForce(port)).toEqual(['from-web']);
    policies.write('policy.yaml', groupYaml('api', 'rogue', 9090));
    await realised(controller, 2);
    expect(inForce(port)).toEqual(['from-rogue']);
    const history = await controller.controller.revisions.history(10);
    expect(history.map((r) => [r.revision, r.kind, r.nodes, r.answers.length])).toEqual([
      [2, 'policy', 1, 1],
      [1, 'policy', 1, 1],
    ]);
    expect(history[0]?.changes.map(formatDifference)).toEqual([
      '+ SecurityGroup/shop/api/ingress/from-rogue (accept ingress)',
      '- SecurityGroup/shop/api/ingress/from-web (accept ingress)',
    ]);
  });

  it.each([
    ['a syntax error', '---\nkind: [', /policy\.yaml/],
    ['an unknown field', groupYaml('api', 'web', 8080).replace('owner:', 'ownr:'), /owner/],
    [
      'a bad address',
      groupYaml('api', 'web', 8080).replace('{podSelector: {matchLabels: {app: web}}}]', '{cidr: 10.0.0.300/24}]'),
      /10\.0\.0\.300/,
    ],
    ['an empty file', '', /empty/],
  ])('F80 F83: %s leaves the last good state, and says where', async (_, text, why) => {
    const { policies, controller, port } = await shop();
    policies.write('policy.yaml', text);
    await expect.poll(() => controller.controller.status().problems?.[0]).toBeDefined();
    const [problem] = controller.controller.status().problems ?? [];
    expect(problem?.file).toBe('policy.yaml');
    expect(`${problem?.file} ${problem?.field} ${problem?.message}`).toMatch(why);
    expect(controller.controller.status().revision).toBe(1);
    expect(inForce(port)).toEqual(['from-web']);
    policies.write('policy.yaml', groupYaml('api', 'rogue', 9090));
    await realised(controller, 2);
    expect(controller.controller.status().problems).toEqual([]);
  });

  it('F83: a folder that lost everything is taken for a mistake', async () => {
    const { policies, controller, port } = await shop();
    for (const name of Object.keys(SHOP)) rmSync(join(policies.path, name));
    await expect.poll(() => controller.controller.status().problems?.[0]?.message).toMatch(/mistake/);
    expect(inForce(port)).toEqual(['from-web']);
  });

  it('F68: a node that the inventory names without workloads is emptied, one that it does not name keeps what it has', async () => {
    const { policies, controller, port } = await shop();
    const elsewhere = podYaml('web', '10.77.0.11', { node: 'n2' });
    await followed(controller, () => policies.write('inventory.yaml', nodeYaml('n1', '10.77.0.1') + elsewhere));
    expect(port.applied.at(-1)?.endpoints).toEqual([]);
    await followed(controller, () => policies.write('inventory.yaml', SHOP['inventory.yaml']));
    policies.write('inventory.yaml', elsewhere);
    await expect.poll(() => controller.controller.status().nodes?.[0]?.desiredVersion).toBe(0);
    expect(port.applied.at(-1)?.endpoints).toHaveLength(4);
    expect(controller.controller.status().revision).toBe(1);
  });

  it('F67: a revision that the node cannot take is refused with its object, the last good one stays, the next one comes', async () => {
    const { policies, controller, port } = await shop();
    port.gate = async () => {
      throw new CompileError('CAPACITY', 'segments', 'the plan needs 9 segments, but at most 5 fit');
    };
    policies.write('policy.yaml', groupYaml('api', 'rogue', 9090) + podYaml('new', '10.77.0.99'));
    await expect
      .poll(() => controller.controller.status().nodes?.[0]?.refusal)
      .toMatchObject({ code: 'BUDGET', object: 'segments', reason: expect.stringContaining('at most 5') });
    expect((await controller.controller.revisions.history(1))[0]?.answers[0]?.refusal?.code).toBe('BUDGET');
    expect(port.denied).toEqual(['shop/new']);
    port.gate = async () => undefined;
    policies.write('policy.yaml', groupYaml('api', 'web', 7070));
    await realised(controller, 3);
    expect(controller.controller.status().nodes?.[0]?.refusal).toBeUndefined();
    expect(port.denied).toEqual([]);
  });

  it('a passing failure of the node is tried again and then counts as realised', async () => {
    const { policies, controller, port } = await shop();
    port.gate = async () => {
      throw new Error('no memory just now');
    };
    policies.write('policy.yaml', groupYaml('api', 'rogue', 9090));
    await expect.poll(() => controller.controller.status().nodes?.[0]?.refusal?.code).toBe('INTERNAL');
    port.gate = async () => undefined;
    await realised(controller, 2);
    policies.write('policy.yaml', groupYaml('api', 'web', 7070));
    await realised(controller, 3);
  });

  it('F116: a full node enforces what has room, and all edits; what has none is denied there, and other nodes go on', async () => {
    const policies = folder(SHOP);
    const state = folder();
    const controller = await controllerOf(policies, state);
    const port = new RecordingPort();
    port.budget = { ...port.budget, endpoints: 4 };
    await agentOf(state, port);
    await realised(controller, 1);
    const pods = Array.from({ length: 6 }, (_, i) => podYaml(`p${i}`, `10.77.1.${i + 1}`)).join('');
    const elsewhere = nodeYaml('n2', '10.77.0.2') + podYaml('far', '10.77.2.1', { node: 'n2' });
    await followed(controller, () => policies.write('inventory.yaml', SHOP['inventory.yaml'] + pods + elsewhere));
    const other = new RecordingPort();
    await agentOf(state, other, 'n2');
    const ids = (): string[] => (port.applied.at(-1)?.endpoints ?? []).map(({ id }) => id).sort();
    expect(ids()).toEqual(['shop/api', 'shop/other', 'shop/rogue', 'shop/web']);
    expect(port.denied).toEqual(pods.match(/(?<=name: )p\d/g)?.map((name) => `shop/${name}`));
    await expect.poll(() => other.applied.at(-1)?.endpoints.map(({ id }) => id)).toEqual(['shop/far']);
    policies.write('policy.yaml', groupYaml('api', 'rogue', 9090));
    await realised(controller, 2);
    expect(inForce(port)).toEqual(['from-rogue']);
    const less = SHOP['inventory.yaml'].replace(podYaml('other', '10.77.0.14'), '');
    await followed(controller, () => policies.write('inventory.yaml', less + pods + elsewhere));
    expect(ids()).toEqual(['shop/api', 'shop/p0', 'shop/rogue', 'shop/web']);
    expect(port.denied).toHaveLength(5);
  });

  it('F40: of many edits in a moment few are applied, and the last one wins', async () => {
    const { policies, controller, port } = await shop();
    for (let i = 0; i < 300; i++) {
      policies.write('policy.yaml', groupYaml('api', 'web', 1000 + i));
      if (i % 10 === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    }
    policies.write('policy.yaml', groupYaml('api', 'rogue', 9090));
    await expect.poll(() => inForce(port), { timeout: 5_000 }).toEqual(['from-rogue']);
    expect(port.applied.length).toBeLessThan(30);
    await expect
      .poll(() => controller.controller.status().nodes?.[0]?.realisedRevision)
      .toBe(controller.controller.status().revision);
  });

  it('F60: an agent without controller enforces what it had, also if the newest file is damaged', async () => {
    const { policies, state, controller, agent } = await shop();
    policies.write('policy.yaml', groupYaml('api', 'rogue', 9090));
    await realised(controller, 2);
    await agent.close();
    await controller.close();
    const port = new RecordingPort();
    const second = await agentOf(state, port);
    expect(port.applied.map((a) => a.revision)).toEqual([2]);
    expect(second.notReady()).toBeUndefined();
    await second.close();
    const file = join(state.path, 'agent-n1', 'last-good');
    const bytes = readFileSync(file);
    writeFileSync(file, Buffer.concat([bytes.subarray(0, 200), Buffer.from('x'), bytes.subarray(201)]));
    const damaged = new RecordingPort();
    const third = await agentOf(state, damaged);
    expect(damaged.applied.map((a) => a.revision)).toEqual([2]);
    await third.close();
    writeFileSync(`${file}.journal`, readFileSync(`${file}.journal`).subarray(0, 100));
    const older = new RecordingPort();
    await agentOf(state, older);
    expect(older.applied.map((a) => a.revision)).toEqual([1]);
  });

  it('F51: a disk that takes nothing stops no enforcement', async () => {
    const policies = folder(SHOP);
    const state = folder({ 'agent-n1': 'a file where the folder should be' });
    const controller = await controllerOf(policies, state);
    const port = new RecordingPort();
    const agent = await agentOf(state, port);
    await realised(controller, 1);
    await expect.poll(() => agent.metrics.metrics()).toMatch(/osg_agent_last_good_unsaved 1/);
    policies.write('policy.yaml', groupYaml('api', 'rogue', 9090));
    await realised(controller, 2);
    expect(agent.notReady()).toBeUndefined();
    rmSync(join(state.path, 'agent-n1'));
    await expect.poll(() => agent.metrics.metrics(), { timeout: 20_000 }).toMatch(/osg_agent_last_good_unsaved 0/);
    expect(readFileSync(join(state.path, 'agent-n1', 'last-good')).length).toBeGreaterThan(100);
  });

  it('a controller that starts again goes on with the same revision and sends nothing that is in force already', async () => {
    const { policies, state, controller, port } = await shop();
    await controller.close();
    const again = await controllerOf(policies, state);
    expect(again.controller.status().nodes?.[0]).toMatchObject({ node: 'n1', realisedRevision: 1 });
    await expect.poll(() => again.controller.status().nodes?.[0]?.connected, { timeout: 5_000 }).toBe(true);
    await realised(again, 1);
    expect(port.applied).toHaveLength(1);
    policies.write('policy.yaml', groupYaml('api', 'rogue', 9090));
    await realised(again, 2);
  });

  it('a store restored from an old copy numbers on above what a node holds', async () => {
    const { policies, state, controller, port } = await shop();
    await controller.close();
    cpSync(join(state.path, 'store'), join(state.path, 'copy'), { recursive: true });
    const second = await controllerOf(policies, state);
    for (const [from, revision] of [
      ['rogue', 2],
      ['web', 3],
    ] as const) {
      policies.write('policy.yaml', groupYaml('api', from, 9090));
      await realised(second, revision);
    }
    await second.close();
    rmSync(join(state.path, 'store'), { recursive: true });
    cpSync(join(state.path, 'copy'), join(state.path, 'store'), { recursive: true });
    policies.write('policy.yaml', groupYaml('api', 'other', 9090));
    const third = await controllerOf(policies, state);
    await realised(third, 4);
    expect(inForce(port)).toEqual(['from-other']);
  });
});

describe('history, rollback, emergencies', () => {
  it('F41: a rollback brings the policies back over the live inventory, holds, and never passes an empty table', async () => {
    const { policies, controller, port } = await shop();
    const { controller: c } = controller;
    policies.write('policy.yaml', groupYaml('api', 'rogue', 9090));
    await realised(controller, 2);
    const more = SHOP['inventory.yaml'] + podYaml('new', '10.77.0.20');
    await followed(controller, () => policies.write('inventory.yaml', more));
    await c.operations.rollback(1, 'tester', 'rogue got in');
    await realised(controller, 3);
    expect(inForce(port)).toEqual(['from-web']);
    expect(port.applied.at(-1)?.endpoints).toHaveLength(5);
    for (const { plan } of port.applied) expect(plan.endpoints.length).toBeGreaterThan(1);
    policies.write('policy.yaml', groupYaml('api', 'other', 9090));
    await expect.poll(() => c.revisions.setting('pinned')).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(inForce(port)).toEqual(['from-web']);
    expect(c.status().pinnedTo).toBe(1);
    const resumed = (await c.operations.resume('tester', 'fixed')).revision ?? 0;
    await realised(controller, resumed);
    expect(inForce(port)).toEqual(['from-other']);
    expect(await c.operations.diff(1, 2)).toContain('- SecurityGroup/shop/api/ingress/from-web (accept ingress)');
    expect(await c.operations.diff(1, 3)).toEqual([]);
    await expect(c.operations.rollback(99, 'tester', '')).rejects.toThrow(/revision 99/);
  });

  it('a rollback and an emergency outlive the controller', async () => {
    const { policies, state, controller } = await shop();
    policies.write('policy.yaml', groupYaml('api', 'rogue', 9090));
    await realised(controller, 2);
    controller.controller.operations.rollback(1, 'tester', 'x');
    await controller.controller.operations.emergency(
      { isolate: { target: 'shop/web' }, reason: 'incident', ticket: 'T-1' },
      60_000,
      'tester',
    );
    await controller.close();
    const again = await controllerOf(policies, state);
    expect(again.controller.status()).toMatchObject({
      pinnedTo: 1,
      emergencies: [{ id: 'e-1', summary: 'isolate shop/web', ticket: 'T-1' }],
    });
  });

  it('an emergency comes before all tiers, carries its expiry to the node, and ends', async () => {
    const { controller, port } = await shop();
    const { controller: c } = controller;
    await expect(
      c.operations.emergency({ isolate: { target: 'shop/web' }, reason: 'x', ticket: '' }, 0, 't'),
    ).rejects.toThrow(/expiry/);
    await expect(
      c.operations.emergency({ isolate: { target: 'shop/nobody' }, reason: 'x', ticket: '' }, 60_000, 't'),
    ).rejects.toThrow(/nobody/);
    await expect(
      c.operations.emergency({ isolate: { target: 'shop/web' }, reason: ' ', ticket: '' }, 60_000, 't'),
    ).rejects.toThrow(/reason/);
    await expect(
      c.operations.emergency(
        { allow: { from: '10.9.9.9', to: 'shop/api', ports: ['tcp/99999'] }, reason: 'x', ticket: '' },
        60_000,
        't',
      ),
    ).rejects.toThrow(/99999/);
    const { revision = 0, id } = await c.operations.emergency(
      { allow: { from: '10.9.9.9', to: 'shop/api', ports: ['tcp/22'] }, reason: 'look', ticket: 'T-9' },
      1_500,
      't',
    );
    await realised(controller, revision as number);
    const slot = [...(port.applied.at(-1)?.plan.slots ?? [])].find((s) => s?.kind === 'rule' && s.tier === 'emergency');
    expect(slot).toMatchObject({
      reason: 'look',
      ticket: 'T-9',
      owner: 't',
      source: { file: 'emergency/e-1' },
      expiresAt: expect.any(Number),
    });
    expect(c.status().emergencies).toHaveLength(1);
    await expect.poll(() => c.status().emergencies, { timeout: 5_000 }).toEqual([]);
    await expect.poll(() => inForce(port)).toEqual(['from-web']);
    expect((await c.revisions.audit(0)).map((r) => r.kind)).toContain('emergency-expired');
    await expect(c.operations.endEmergency(String(id), 't', '')).rejects.toThrow(/not in force/);
  });

  it('diff and history name emergencies; a rollback keeps those in force and revives none', async () => {
    const { policies, controller, port } = await shop();
    const { controller: c } = controller;
    const isolate = (target: string, forMs: number) =>
      c.operations.emergency({ isolate: { target }, reason: 'incident', ticket: 'T-1' }, forMs, 'alice');
    await isolate('shop/rogue', 1_500);
    await realised(controller, 2);
    policies.write('policy.yaml', groupYaml('api', 'other', 9090));
    await realised(controller, 3);
    await expect.poll(() => c.status().emergencies, { timeout: 5_000 }).toEqual([]);
    await realised(controller, 4);
    await isolate('shop/web', 60_000);
    await realised(controller, 5);

    const [fifth, fourth, , second] = await c.revisions.history(10);
    expect(second).toMatchObject({ kind: 'emergency', who: 'alice', reason: 'incident' });
    expect(second?.changes.map(formatDifference)).toEqual([
      expect.stringMatching(/^\+ emergency e-1 isolate shop\/rogue, until .*Z, by alice: incident \(T-1\)$/),
    ]);
    expect(fourth).toMatchObject({ kind: 'emergency', who: 'expiry' });
    expect(fourth?.changes.map(formatDifference)).toEqual([expect.stringMatching(/^- emergency e-1 /)]);
    expect(fifth?.emergencies.map(({ id }) => id)).toEqual(['e-2']);
    expect(await c.operations.diff(1, 2)).toEqual(second?.changes.map(formatDifference));
    expect(await c.operations.diff(3, 4)).toEqual(fourth?.changes.map(formatDifference));
    const differences = await c.operations.diff(2, 5);
    expect(differences[0]).toMatch(/^\+ emergency e-2 /);
    expect(differences[1]).toMatch(/^- emergency e-1 /);
    expect(differences).toContain('- SecurityGroup/shop/api/ingress/from-web (accept ingress)');

    const { revision, notes } = await c.operations.rollback(2, 'bob', 'wrong peer');
    expect(notes).toEqual([
      expect.stringMatching(/^stays in force: emergency e-2 isolate shop\/web/),
      expect.stringMatching(/^is over and not revived: emergency e-1 isolate shop\/rogue/),
    ]);
    await realised(controller, Number(revision));
    expect(c.status().emergencies?.map(({ id }) => id)).toEqual(['e-2']);
    const rules = inForce(port).join(' ');
    expect(rules).toMatch(/emergency-e-2/);
    expect(rules).not.toMatch(/emergency-e-1/);
    expect((await c.revisions.history(1))[0]).toMatchObject({
      kind: 'rollback',
      who: 'bob',
      reason: 'wrong peer',
      pinnedTo: 2,
    });
  });

  it('after a restart says what changed since the last revision, and which emergency ended meanwhile', async () => {
    const { policies, state, controller } = await shop();
    await controller.controller.operations.emergency(
      { isolate: { target: 'shop/rogue' }, reason: 'incident', ticket: '' },
      1_000,
      'alice',
    );
    await controller.close();
    policies.write('policy.yaml', groupYaml('api', 'web', 9090));
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    const again = await controllerOf(policies, state);
    const { revisions } = again.controller;
    const [newest] = await revisions.history(1);
    expect(newest).toMatchObject({ revision: 3, kind: 'policy' });
    expect(newest?.changes.map(formatDifference)).toEqual([
      expect.stringMatching(/^- emergency e-1 isolate shop\/rogue/),
      '~ SecurityGroup/shop/api/ingress/from-web ports',
    ]);
    expect((await revisions.audit(0)).map(({ kind }) => kind)).toEqual([
      'revision',
      'revision',
      'emergency-expired',
      'revision',
    ]);
    await again.close();
    const third = await controllerOf(policies, state);
    expect(third.controller.status().revision).toBe(3);
    expect(await third.controller.revisions.audit(0)).toHaveLength(4);
  });

  it('times a change from its own beginning, on nodes that were there', async () => {
    const { controller } = await shop();
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    const { operations, metrics } = controller.controller;
    const { revision } = await operations.emergency(
      { isolate: { target: 'shop/web' }, reason: 'incident', ticket: '' },
      60_000,
      'alice',
    );
    await realised(controller, Number(revision));
    const { values } = await metrics.realise.get();
    const value = (suffix: string) => values.find(({ metricName }) => metricName?.endsWith(suffix))?.value;
    expect(value('_count')).toBe(1);
    expect(value('_sum')).toBeLessThan(1);
  });

  it('F44 drift that is found while there is no controller is in its audit log once it is back, and once', async () => {
    const { policies, state, controller, port, agent } = await shop();
    await controller.close();
    port.drift = [{ kind: 'link', detail: 'interface 4 ingress: gone', repaired: true }];
    const waiting = () => agent.agent.report().status?.figures?.driftEventsWaiting;
    await expect.poll(waiting, { timeout: 5_000 }).toBe(1);
    const drift = async ({ controller: { revisions } }: RunningController) =>
      (await revisions.audit(0)).filter(({ kind }) => kind === 'drift');
    const second = await controllerOf(policies, state);
    await expect.poll(async () => (await drift(second)).length, { timeout: 5_000 }).toBe(1);
    expect((await drift(second))[0]).toMatchObject({
      who: 'n1',
      detail: expect.stringContaining('interface 4 ingress: gone'),
    });
    await expect.poll(waiting).toBe(0);
    expect(second.controller.status().nodes?.[0]).toMatchObject({ lastDrift: { kind: 'link', outcome: 'repaired' } });
    await second.close();
    const third = await controllerOf(policies, state);
    await realised(third, 1);
    expect(third.controller.status().nodes?.[0]).toMatchObject({ lastDrift: { kind: 'link', outcome: 'repaired' } });
    expect(await drift(third)).toHaveLength(1);
  });
});
