/** A controller on a folder, and agents that enforce into a recording port: whole parts, without a kernel. */
import { join } from 'node:path';
import { expect } from 'vitest';
import { type AgentWithPort, type RunningAgent, startAgentWith } from '../../src/agent/start.js';
import { stepsOf } from '../../src/compiler/plan.js';
import { type RunningController, startController } from '../../src/controller/start.js';
import { RecordingPort } from './recording-port.js';
import { type Folder, folderWith, SHOP } from './shop-files.js';

const closers: (() => Promise<void> | void)[] = [];

/** After each test: what it opened, the last one first. */
export async function closeAll(): Promise<void> {
  for (const close of closers.splice(0).reverse()) await close();
}

export function folder(files?: Readonly<Record<string, string>>): Folder {
  const made = folderWith(files);
  closers.push(() => made.remove());
  return made;
}

export async function controllerOf(policies: Folder, state: Folder): Promise<RunningController> {
  const running = await startController({
    policies: policies.path,
    stateDir: join(state.path, 'store'),
    listen: `unix:${state.path}/controller.sock`,
    operatorListen: `unix:${state.path}/operator.sock`,
  });
  closers.push(() => running.close());
  return running;
}

export async function agentOf(
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
export const inForce = (port: RecordingPort): string[] => {
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
export async function followed(controller: RunningController, change: () => void): Promise<void> {
  const version = (): number => Number(controller.controller.status().nodes?.[0]?.realisedVersion);
  const before = version();
  change();
  await expect.poll(version, { timeout: 5_000 }).toBeGreaterThan(before);
}

export async function realised(controller: RunningController, revision: number): Promise<void> {
  await expect
    .poll(() => controller.controller.status().nodes?.[0], { timeout: 5_000 })
    .toMatchObject({ desiredRevision: revision, realisedRevision: revision });
}

export async function shop() {
  const policies = folder(SHOP);
  const state = folder();
  const controller = await controllerOf(policies, state);
  const port = new RecordingPort();
  const agent = await agentOf(state, port);
  await realised(controller, 1);
  return { policies, state, controller, port, agent };
}
