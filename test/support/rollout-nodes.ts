/**
 * Nodes in namespaces, each with an agent, a conversation that goes on, and an outsider: n1 is ring `canary`, n2 ring
 * `second`, every further one `rest`. On n1 run the controller and the collector.
 */
import { writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { whole } from '../../src/cli/json.js';
import { type OperatorClient, openOperator, using } from '../../src/client/index.js';
import { ROLLOUT_ACTIONS } from '../../src/distribution/words.js';
import { osg as proto } from '../../src/gen/proto.js';
import { httpGet, osg, PartProcess } from './parts.js';
import { podYaml } from './shop-files.js';
import { ShopNode } from './shop-node.js';
import { Talk } from './talk.js';

const WALL_CLOCK = fileURLToPath(new URL('wall-clock.mjs', import.meta.url));
const RINGS = ['canary', 'second'];
/** Where the database listens, in datagrams, so that an attempt is a packet. */
export const PORT = 5432;
const LIMIT_MS = 120_000;
let plans = 0;

export interface Row {
  readonly id: string;
  readonly revision: number;
  readonly state: string;
  readonly by: string;
  readonly reason: string;
  readonly rings: readonly {
    readonly name: string;
    readonly state: string;
    readonly gates: readonly { readonly gate: string; readonly verdict: string; readonly evidence: string }[];
  }[];
}

interface Rows {
  readonly rollouts: readonly Row[];
  readonly waiting: boolean;
}

export interface Plan {
  readonly observe?: string;
  readonly confirm?: string;
  readonly hold?: string;
  readonly confirmWithin?: string;
  readonly gates?: string;
  /** Others than the three. */
  readonly rings?: string;
  readonly meanwhile?: 'queue' | 'fold';
}

/** A RolloutPolicy through the three rings; none is like the one before. */
export const rollout = ({
  observe = '0s',
  confirm = '1s',
  hold = '0s',
  confirmWithin = '60s',
  gates = '[newDenies: {atMost: 0}]',
  meanwhile = 'queue',
  rings: own,
}: Plan): string => {
  const times = `observe: ${observe}, confirm: ${confirm}`;
  const rings = RINGS.map((name) => `{name: ${name}, nodes: {matchLabels: {ring: ${name}}}, hold: ${hold}, ${times}}`);
  return `---
apiVersion: openscg.dev/v1alpha1
kind: RolloutPolicy
metadata: {name: default}
spec: {owner: plan-${++plans}, confirmWithin: ${confirmWithin}, meanwhile: ${meanwhile}, rings: [${own ?? rings.join(', ')}], rest: {${times}}, gates: ${gates}}
`;
};

/** Who may reach the database: an app, `everybody`, or a prefix. */
export const database = (...from: readonly string[]): string => {
  const peer = (who: string): string => {
    if (who === 'everybody') return '{namespaceSelector: {}}';
    return who.includes('/') ? `{cidr: ${who}}` : `{podSelector: {matchLabels: {app: ${who}}}}`;
  };
  const rules = from.map(
    (who, i) => `  - {id: from-${i}, from: [${peer(who)}], ports: [{protocol: UDP, port: ${PORT}}]}`,
  );
  return `---
apiVersion: openscg.dev/v1alpha1
kind: SecurityGroup
metadata: {name: db, namespace: shop}
spec:
  owner: team-orders
  members: {podSelector: {matchLabels: {app: db}}}
  ingress:
${rules.join('\n')}
`;
};

/** Two policies that allow the conversations, and one that does not. */
export const GOOD = [database('web'), database('web', '192.0.2.1/32')] as const;
export const BAD = database('192.0.2.1/32');

export interface NodesOptions {
  readonly count?: number;
  /** What the controller is told besides. */
  readonly controller?: readonly string[];
  /** Nodes and pods besides. */
  readonly inventory?: string;
  /** Instead of `GOOD`. */
  readonly base?: string;
  /** Default true: a conversation on each node. */
  readonly talks?: boolean;
  /** What is in force besides, from the beginning. */
  readonly also?: string;
  /** Node whose agent has monotonic and boot clocks of its own, so many seconds ahead. */
  readonly ahead?: { readonly node: number; readonly seconds: number };
}

export class RolloutNodes {
  nodes: readonly ShopNode[] = [];
  agents: PartProcess[] = [];
  talks: readonly Talk[] = [];
  controller!: PartProcess;
  #good = 0;
  #aheadMs = 0;
  /** The newest run, and what was lost, when the case began. */
  #before: string | undefined;
  #lostBefore: readonly number[] = [];
  readonly #options: NodesOptions;
  readonly #closers: (() => unknown)[] = [];

  private constructor(options: NodesOptions) {
    this.#options = options;
  }

  static async start(options: NodesOptions): Promise<RolloutNodes> {
    const all = new RolloutNodes(options);
    try {
      await all.#start();
      return all;
    } catch (error) {
      await all.close();
      throw error;
    }
  }

  async #start(): Promise<void> {
    const { count = 3, talks = true } = this.#options;
    for (let i = 1; i <= count; i++) {
      const controller = this.nodes[0] && { controller: `unix:${this.nodes[0].path('c.sock')}` };
      const node = await ShopNode.create([`web${i}`, `db${i}`, `out${i}`], {
        name: `n${i}`,
        subnet: `10.77.${i}`,
        ...controller,
      });
      this.#closers.push(() => node.close());
      this.nodes = [...this.nodes, node];
    }
    const inventory = this.nodes.flatMap(({ name, pods }, i) => [
      `---\n{apiVersion: v1, kind: Node, metadata: {name: ${name}, labels: {ring: ${RINGS[i] ?? 'rest'}}}, status: {addresses: [{type: InternalIP, address: 10.76.0.${i + 1}}]}}\n`,
      ...[...pods].map(([pod, { address }]) => podYaml(pod, address, { node: name, app: pod.replace(/\d+$/, '') })),
    ]);
    this.also(this.#options.also ?? '');
    this.node(0).policies.write('inventory.yaml', inventory.join('') + (this.#options.inventory ?? ''));
    this.#write(rollout({}) + this.good);
    await this.startController();
    await this.#part(
      [
        'collector',
        '--database',
        this.node(0).path('denies.db'),
        '--listen',
        this.collector,
        '--controller',
        `unix:${this.node(0).path('c.sock')}`,
      ],
      'd.health',
    );
    await Promise.all(this.nodes.map((_, i) => this.startAgent(i)));
    if (!talks) return;
    this.talks = await Promise.all(
      this.nodes.map((node, i) => Talk.begin(node.pod(`web${i + 1}`), node.pod(`db${i + 1}`), PORT)),
    );
    this.#closers.push(() => Promise.all(this.talks.map((talk) => talk.end())));
    await this.heard();
  }

  async close(): Promise<void> {
    for (const close of this.#closers.splice(0).reverse()) await close();
  }

  node(i: number): ShopNode {
    return this.nodes[i] as ShopNode;
  }

  talk(i: number): Talk {
    return this.talks[i] as Talk;
  }

  get collector(): string {
    return `unix:${this.node(0).path('d.sock')}`;
  }

  get operator(): string {
    return `unix:${this.node(0).path('o.sock')}`;
  }

  async #part(args: readonly string[], health: string, options = {}): Promise<PartProcess> {
    const part = new PartProcess(args, this.node(0).path(health), options);
    this.#closers.push(() => part.stop('SIGKILL'));
    await part.ready();
    return part;
  }

  async startController(): Promise<void> {
    const env = { NODE_OPTIONS: `--import ${WALL_CLOCK}`, OSG_TEST_WALL_CLOCK: this.node(0).path('clock') };
    const args = [...this.node(0).controllerArgs, ...(this.#options.controller ?? [])];
    this.controller = await this.#part(args, 'c.health', { env });
  }

  /** The controller's wall clock, now. */
  jump(ms: number): void {
    this.#aheadMs += ms;
    writeFileSync(this.node(0).path('clock'), String(this.#aheadMs));
  }

  jumpAgent(i: number, ms: number): void {
    writeFileSync(this.node(i).path('agent-clock'), String(ms));
  }

  async startAgent(i: number): Promise<void> {
    const node = this.node(i);
    const { ahead } = this.#options;
    const under =
      ahead?.node === i ? ['unshare', '-T', '--monotonic', `${ahead.seconds}`, '--boottime', `${ahead.seconds}`] : [];
    const env = { NODE_OPTIONS: `--import ${WALL_CLOCK}`, OSG_TEST_WALL_CLOCK: node.path('agent-clock') };
    const agent = new PartProcess([...node.agentArgs, '--collector', this.collector], node.path('a.health'), {
      under,
      env,
    });
    this.#closers.push(() => agent.stop('SIGKILL'));
    this.agents[i] = agent;
    await agent.ready();
  }

  #write(policy: string): void {
    this.node(0).policies.write('policy.yaml', policy);
  }

  /** Other policies than those that cases change. */
  also(policies: string): void {
    this.node(0).policies.write('also.yaml', `# besides\n${policies}`);
  }

  /** What is in force. */
  get good(): string {
    return this.#options.base ?? (GOOD[this.#good] as string);
  }

  /** Another one that allows the conversations. */
  get next(): string {
    return GOOD[1 - this.#good] as string;
  }

  /**
   * Before a case: nothing is on its way, and changes go out by that plan. A RolloutPolicy goes everywhere at once.
   * @returns writes a policy
   */
  async plan(of: Plan): Promise<(policy: string) => void> {
    const before = await this.#newest();
    const plan = rollout(of);
    this.#write(plan + this.good);
    for (const deadline = Date.now() + LIMIT_MS; (await this.#newest()) === before; await sleep(50))
      if (Date.now() > deadline) throw new Error(`no revision: ${this.controller.log}`);
    this.#before = (await this.rollouts()).rollouts[0]?.id;
    await this.heard();
    this.#lostBefore = this.talks.map(({ lost }) => lost);
    return (policy) => this.#write(plan + policy);
  }

  async #newest(): Promise<number> {
    return (await this.#ask((client) => client.history({ limit: 1 }))).revisions[0]?.revision ?? 0;
  }

  cli(...args: string[]) {
    return osg([...args, '--controller', this.operator]);
  }

  #ask<T>(work: (client: OperatorClient) => Promise<T>): Promise<T> {
    return using(openOperator({ address: this.operator }), work);
  }

  /** Newest first. @throws RpcError: nobody is there */
  rollouts(): Promise<Rows> {
    return this.#ask(async (client) => {
      const { rollouts, waiting } = await client.rollouts({ limit: 10 });
      return { rollouts: rollouts.map((row) => whole(proto.v1.RolloutRow, row) as Row), waiting };
    });
  }

  async decide(action: keyof typeof ROLLOUT_ACTIONS.value, reason = 'a test'): Promise<void> {
    await this.#ask((client) => client.decideRollout({ action: ROLLOUT_ACTIONS.value[action], reason }));
  }

  /** Waits for the run of this case. @throws Error with how it stands: it does not come so far */
  async until(what: string, test: (row: Row) => boolean): Promise<Row> {
    let last: Row | undefined;
    for (const deadline = Date.now() + LIMIT_MS; Date.now() < deadline; await sleep(25)) {
      last = (await this.rollouts().catch(() => undefined))?.rollouts[0];
      if (last !== undefined && last.id !== this.#before && test(last)) return last;
    }
    throw new Error(`not ${what}: ${JSON.stringify(last)}\n${this.controller.log}`);
  }

  /** Until a ring has that state. */
  ring(name: string, state: string): Promise<Row> {
    const at = `${name} ${state}`;
    return this.until(at, ({ rings }) => rings.some((ring) => `${ring.name} ${ring.state}` === at));
  }

  /** Until the run is over, or waits for a person. */
  async ended(): Promise<Row> {
    return this.until('over', ({ state }) => state !== 'running');
  }

  /** What was `next` is what is in force. */
  took(): void {
    this.#good = 1 - this.#good;
  }

  async metrics(i: number): Promise<string> {
    return (await httpGet(this.node(i).path('a.health'), '/metrics')).body;
  }

  /** State of the node's trial, or nothing. */
  async trial(i: number): Promise<string> {
    return /^osg_agent_trial\{.*state="(\w+)".*\} 1$/m.exec(await this.metrics(i))?.[1] ?? '';
  }

  async revisions(): Promise<number[]> {
    const all = await Promise.all(this.nodes.map((_, i) => this.metrics(i)));
    return all.map((text) => Number(/^osg_agent_realised_revision (\d+)$/m.exec(text)?.[1]));
  }

  /** Every conversation goes on, from now. */
  async heard(): Promise<void> {
    await Promise.all(this.talks.map((talk) => talk.heard()));
  }

  /** Since the case began. */
  get lost(): number[] {
    return this.talks.map(({ lost }, i) => lost - (this.#lostBefore[i] ?? 0));
  }
}

export const states = ({ rings }: Row): string[] => rings.map(({ state }) => state);
