import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { AgentWithPort } from '../../src/agent/start.js';
import { exitOf, preview } from '../../src/cli/preview.js';
import { previewLines, previewMarkdown } from '../../src/cli/preview-print.js';
import { CompileError } from '../../src/compiler/compile.js';
import type { PlanEndpoint } from '../../src/compiler/plan.js';
import { formatDifference } from '../../src/controller/differences.js';
import { CONNTRACK_STATES, NACK_CODES } from '../../src/distribution/words.js';
import { parseAddress } from '../../src/net/address.js';
import {
  agentOf,
  closeAll,
  controllerOf,
  folder,
  followed,
  inForce,
  realised,
  shop,
} from '../support/control-stack.js';
import { RecordingPort } from '../support/recording-port.js';
import { groupYaml, nodeYaml, podYaml, SHOP } from '../support/shop-files.js';

afterEach(closeAll);

describe('controller and agent over gRPC', () => {
  it('previews a change: what live flows it cuts, asked of the nodes concerned; nothing is put in force', async () => {
    const policies = folder({
      ...SHOP,
      'inventory.yaml': `${SHOP['inventory.yaml']}${podYaml('away', '10.77.0.40', { node: 'n2', app: 'api' })}`,
    });
    const state = folder();
    const controller = await controllerOf(policies, state);
    const told = {
      state: CONNTRACK_STATES.value.established,
      revoked: false,
      fromNode: false,
      recovered: false,
      rule: '',
      ageMs: 1,
    };
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
      .toMatchObject({
        code: NACK_CODES.value.BUDGET,
        object: 'segments',
        reason: expect.stringContaining('at most 5'),
      });
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
    await expect.poll(() => controller.controller.status().nodes?.[0]?.refusal?.code).toBe(NACK_CODES.value.INTERNAL);
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
