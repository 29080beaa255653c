import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type RunningAgent, startAgentWith } from '../../src/agent/start.js';
import { type RunningController, startController } from '../../src/controller/start.js';
import { RecordingPort } from '../support/recording-port.js';
import { type Folder, folderWith, groupYaml, SHOP } from '../support/shop-files.js';

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

async function agentOf(state: Folder, port: RecordingPort, node = 'n1'): Promise<RunningAgent> {
  const running = await startAgentWith({
    node,
    controller: `unix:${state.path}/controller.sock`,
    stateDir: join(state.path, `agent-${node}`),
    statusListen: `unix:${state.path}/agent-${node}.sock`,
    port,
    times: { backoffBaseMs: 20, backoffCapMs: 50 },
  });
  closers.push(() => running.close());
  return running;
}

const rules = (port: RecordingPort): string[] =>
  (port.applied.at(-1)?.plan.slots ?? []).flatMap((slot) => (slot?.kind === 'rule' ? [slot.rule] : []));

describe('controller and agent over gRPC', () => {
  it('brings a file edit to the port and hears of it', async () => {
    const policies = folder(SHOP);
    const state = folder();
    const { controller } = await controllerOf(policies, state);
    const port = new RecordingPort();
    await agentOf(state, port);
    await port.until((request) => request.revision === 1);
    expect(rules(port)).toEqual(['SecurityGroup/shop/api/ingress/from-web']);
    policies.write('policy.yaml', groupYaml('api', 'rogue', 9090));
    await port.until((request) => request.revision === 2);
    expect(rules(port)).toContain('SecurityGroup/shop/api/ingress/from-rogue');
    await expect.poll(() => controller.status().nodes?.[0]).toMatchObject({ node: 'n1', connected: true, desiredRevision: 2, realisedRevision: 2, endpoints: 2 });
    expect(controller.store.history(10).map((r) => [r.revision, r.kind, r.nodes, r.answers.length])).toEqual([
      [2, 'policy', 1, 1],
      [1, 'policy', 1, 1],
    ]);
  });
});
