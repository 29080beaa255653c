/** What goes on after the story: ordinary traffic, and denies as they come, until Ctrl-C. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Cluster } from './cluster.js';
import { allConversations } from './conversations.js';
import type { Narrator } from './narrator.js';
import type { Sandbox } from './sandbox.js';

const BETWEEN_MS = 1000;
const PROBE_MS = 500;

export interface Kept {
  readonly sandbox: Sandbox;
  readonly cluster: Cluster;
  readonly policies: string;
  readonly say: Narrator;
  readonly signal: AbortSignal;
}

/** One conversation at a time, chosen at random, so that there is something to see. */
export async function keepTalking({ sandbox, cluster, policies, say, signal }: Kept): Promise<void> {
  say.scene('It goes on', 'Workloads keep trying each other, until Ctrl-C. From a second terminal, in this folder:');
  say.quote('npx osg demo enter osg denies -f    every deny, live, with its reason');
  say.quote('npx osg demo enter osg denies --explain    and the edit that would allow it');
  say.quote('npx osg demo enter osg status       revisions, endpoints, drops');
  say.quote(`npx osg demo enter vi ${policies}/shop.yaml    edit the policy: what is saved is enforced`);
  say.quote('npx osg demo enter                  a shell on the node');
  say.step('');
  cluster.watch((deny) => {
    if (deny.first) say.denies([deny]);
  });
  const conversations = allConversations(sandbox);
  while (!signal.aborted) {
    const one = conversations[Math.floor(Math.random() * conversations.length)];
    if (one !== undefined) await one.from.actor.probe(one.target, `keep${Date.now()}`, PROBE_MS);
    await sleep(BETWEEN_MS, undefined, { signal });
  }
  signal.throwIfAborted();
}
