/** What goes on after the story: pods keep trying each other, and a second terminal can look and change things, until Ctrl-C. */
import { existsSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { World } from '../../policy/model.js';
import { ENTERED } from '../enter.js';
import type { Narrator } from '../narrator.js';
import type { Lab } from './cluster.js';
import { flowsOf } from './shop.js';

const BETWEEN_MS = 1_000;
const TRY_MS = 500;

export interface Kept {
  readonly lab: Lab;
  /** Where `osg` looks for the parts of a node. */
  readonly run: string;
  readonly pods: readonly string[];
  readonly world: World;
  readonly say: Narrator;
  readonly signal: AbortSignal;
}

/** Rejects when it is stopped. */
export async function keepCluster({ lab, run, pods, world, say, signal }: Kept): Promise<void> {
  say.scene('It goes on', 'Pods keep trying each other, until Ctrl-C. From a second terminal, in this folder:');
  say.quote('npx osg demo enter osg denies -f           every deny, live, with its reason');
  say.quote('npx osg demo enter osg status              revisions, endpoints, drops');
  say.quote('npx osg demo enter kubectl get pods -A     the cluster; apply, edit and delete at will');
  say.quote('npx osg demo enter kubectl edit securitygroups -n shop    a policy');
  say.quote('npx osg demo enter                         a shell with kubectl and osg');
  const { PATH = '', KUBECONFIG = '' } = lab.environment;
  writeFileSync(join(run, ENTERED), JSON.stringify({ PATH, KUBECONFIG }));
  while (!signal.aborted) {
    linkSockets(lab, run);
    await talk(lab, world, pods);
    await sleep(BETWEEN_MS, undefined, { signal });
  }
  signal.throwIfAborted();
}

/** One conversation, chosen at random, so that there is something to see. */
async function talk(lab: Lab, world: World, pods: readonly string[]): Promise<void> {
  const pick = <T>(of: readonly T[]): T | undefined => of[Math.floor(Math.random() * of.length)];
  const from = pick(pods.filter((id) => lab.waitsFor(id) === '')) ?? '';
  const flow = pick(flowsOf(lab, world, from, pods));
  if (flow === undefined) return;
  // Somebody may just have deleted the pod.
  await lab.exec(from, '/pod', 'try', `${TRY_MS}`, flow.target).catch(() => undefined);
}

/** The parts are pods: their sockets move when one is made anew. */
function linkSockets(lab: Lab, run: string): void {
  const sockets = {
    'collector.sock': lab.volume('osg-system/osg-collector', 'run', 'collector.sock'),
    'operator.sock': lab.volume('osg-system/osg-controller', 'run', 'operator.sock'),
    'agent.sock': lab.space.path('run/osg/agent.sock'),
  };
  for (const [name, target] of Object.entries(sockets)) {
    const link = join(run, name);
    if (!existsSync(target) || linkOf(link) === target) continue;
    rmSync(link, { force: true });
    symlinkSync(target, link);
  }
}

function linkOf(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}
