/** Controller, collector and agent in this process, each behind its real gRPC service on a unix socket of the sandbox. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { type RunningAgent, startAgent } from '../agent/start.js';
import { type DeniesClient, type OperatorClient, openDenies, openOperator } from '../client/index.js';
import { denyLine, type LinePaint } from '../collector/index.js';
import { type RunningCollector, startCollector } from '../collector/start.js';
import { type RunningController, startController } from '../controller/start.js';
import { addressText, reasonText } from '../flows/index.js';
import { osg } from '../gen/proto.js';
import { PROTOCOL } from '../net/types.js';
import type { Conversation } from './conversations.js';
import type { SandboxPaths } from './namespaces.js';

export interface ClusterOptions {
  readonly paths: SandboxPaths;
  /** Watched by the controller: policies and inventory. */
  readonly sources: string;
  readonly node: string;
  readonly log: Logger;
}

/** One deny event, as the collector told it. */
export class Deny {
  constructor(readonly event: osg.v1.FlowRecord.$Properties) {}

  get direction(): 'ingress' | 'egress' {
    return this.event.context?.egress ? 'egress' : 'ingress';
  }
  get audit(): boolean {
    return this.event.context?.verdict !== osg.v1.Verdict.VERDICT_DENY;
  }
  get reason(): string {
    return reasonText(this.event.context?.reason);
  }
  get rule(): string | undefined {
    return this.event.context?.rule || undefined;
  }
  get isolatedBy(): readonly string[] {
    return (this.event.context?.isolatedBy ?? []).map(({ policy }) => policy ?? '');
  }
  /** Not one of the roll-ups that follow. */
  get first(): boolean {
    return this.event.item?.kind === osg.v1.FlowItem.Kind.FIRST;
  }
  line(paint: LinePaint): string {
    return denyLine(this.event, paint);
  }
}

export type Accounting = osg.v1.Accounting.$Properties;

export class Cluster {
  readonly #denies = new Map<string, Deny>();
  /** What a candidate would deny, or denied. */
  readonly #tried = new Map<string, Deny>();
  readonly #abort = new AbortController();
  #listener: (deny: Deny) => void = () => undefined;

  private constructor(
    private readonly controller: RunningController,
    private readonly collector: RunningCollector,
    private readonly agent: RunningAgent,
    private readonly client: DeniesClient,
    private readonly operator: OperatorClient,
  ) {}

  static async start({ paths, sources, node, log }: ClusterOptions): Promise<Cluster> {
    const state = (part: string): string => {
      const dir = join(paths.run, 'state', part);
      mkdirSync(dir, { recursive: true, mode: 0o700 });
      return dir;
    };
    const socket = (name: string): string => `unix:${join(paths.run, `${name}.sock`)}`;
    const controller = await startController({
      policies: sources,
      stateDir: state('controller'),
      listen: socket('controller'),
      operatorListen: socket('operator'),
      log: log.child({ part: 'controller' }),
    });
    const collector = await startCollector({
      database: join(state('collector'), 'denies.db'),
      listen: socket('collector'),
      controller: socket('controller'),
      log: log.child({ part: 'collector' }),
    });
    const agent = await startAgent({
      node,
      controller: socket('controller'),
      collector: socket('collector'),
      stateDir: state('agent'),
      bpffsDir: join(paths.bpffs, 'osg'),
      statusListen: socket('agent'),
      log: log.child({ part: 'agent' }),
      datapath: { recoveryMs: 0 },
    });
    const client = await openDenies({ address: socket('collector') });
    const operator = await openOperator({ address: socket('operator') });
    const cluster = new Cluster(controller, collector, agent, client, operator);
    void cluster.#tail(log);
    return cluster;
  }

  async #tail(log: Logger): Promise<void> {
    try {
      for await (const { records } of this.client.tail({}, this.#abort.signal))
        for (const event of records) this.#note(new Deny(event));
    } catch (error) {
      log.error({ error: String(error) }, 'the tail of denies ended');
    }
  }

  #note(deny: Deny): void {
    const { item } = deny.event;
    if (item != null && deny.event.context?.rollout) this.#tried.set(keyOf(item), deny);
    else if (!deny.audit && item != null) this.#denies.set(keyOf(item), deny);
    this.#listener(deny);
  }

  /** Tells of each deny from now on. */
  watch(listener: (deny: Deny) => void): void {
    this.#listener = listener;
  }

  /** The revision in force in the kernel; 0: none. */
  realised(): number {
    return this.agent.agent.report().status?.realisedRevision ?? 0;
  }

  /** Why the agent is not ready, or undefined. */
  notReady(): string | undefined {
    return this.agent.notReady();
  }

  /** What the controller refuses in its sources now. */
  sourceErrors(): string[] {
    return (this.controller.controller.status().problems ?? []).map((p) => `${p.file}:${p.line}: ${p.message}`);
  }

  /** The newest deny of the conversation, as soon as there is one. */
  denyOf(conversation: Conversation, limitMs: number): Promise<Deny | undefined> {
    return found(this.#denies, conversationKey(conversation), limitMs);
  }

  /** The same of what a revision on its way denies, or would. */
  triedOf(conversation: Conversation, limitMs: number): Promise<Deny | undefined> {
    return found(this.#tried, conversationKey(conversation), limitMs);
  }

  /** The number of what was recorded last. */
  async newest(): Promise<number> {
    return (await this.operator.history({ limit: 1 })).revisions[0]?.revision ?? 0;
  }

  /** The change that went out last in steps, or is on its way. */
  async rollout(): Promise<osg.v1.RolloutRow.$Properties | undefined> {
    return (await this.operator.rollouts({ limit: 1 })).rollouts[0];
  }

  /** The node's sums once they are still and closed, or as they are at the limit. */
  async accounting(limitMs: number): Promise<Accounting> {
    const limit = Date.now() + limitMs;
    let last: Accounting = {};
    while (Date.now() < limit) {
      const { rows } = await this.client.accounts({});
      const now = rows[0]?.accounting ?? {};
      if (now.counted === last.counted && closed(now) && (now.counted ?? 0) > 0) return now;
      last = now;
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
    return last;
  }

  async close(): Promise<void> {
    this.#abort.abort();
    this.client.close();
    this.operator.close();
    await this.agent.close();
    await this.collector.close();
    await this.controller.close();
  }
}

/** True if every packet that the kernel dropped is reported, suppressed, lost, or still to be reported. */
export const closed = ({ counted, reported, suppressed, lost, pending }: Accounting): boolean =>
  (counted ?? 0) === (reported ?? 0) + (suppressed ?? 0) + (lost ?? 0) + (pending ?? 0);

async function found(denies: ReadonlyMap<string, Deny>, key: string, limitMs: number): Promise<Deny | undefined> {
  const limit = Date.now() + limitMs;
  while (!denies.has(key) && Date.now() < limit) await new Promise((resolve) => setTimeout(resolve, 20));
  return denies.get(key);
}

/** What a new conversation and its deny have in common: both addresses, protocol, service. */
function keyOf({ source, destination, protocol, destinationPort }: osg.v1.FlowItem.$Properties): string {
  return [
    addressText(source ?? new Uint8Array()),
    addressText(destination ?? new Uint8Array()),
    protocol,
    destinationPort,
  ].join(' ');
}

function conversationKey({ source, target }: Conversation): string {
  const v6 = target.address.includes(':');
  if (target.protocol === 'icmp')
    return [source, target.address, v6 ? PROTOCOL.icmpv6 : PROTOCOL.icmp, (v6 ? 128 : 8) << 8].join(' ');
  return [source, target.address, PROTOCOL[target.protocol], target.port].join(' ');
}
