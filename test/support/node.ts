/**
 * A node with workloads in a sandbox, enforced by the real data plane: each workload has a namespace and a veth, is routed
 * through the node (as by the ptp CNI plugin) and has an agent for real sockets and raw frames.
 */
import { join } from 'node:path';
import { compile } from '../../src/compiler/compile.js';
import type { Plan } from '../../src/compiler/plan.js';
import { Datapath, type DatapathOptions, type Interface, type TrialWish } from '../../src/datapath/datapath.js';
import {
  AttachType,
  type BpfProgram,
  listInterfaces,
  SK_BUFF_SIZE,
  SkBuff,
  withNetns,
} from '../../src/ebpf/binding.js';
import { OsgReason } from '../../src/gen/abi.js';
import { parseAddress } from '../../src/net/address.js';
import { parsePrefix } from '../../src/net/prefix.js';
import type { Direction } from '../../src/net/types.js';
import { HeldView } from '../../src/policy/held-view.js';
import { withCandidate } from '../../src/policy/trial.js';
import { NO_SERVICES, type NodeView, type ViewPolicy, type ViewRule } from '../../src/policy/view.js';
import type { Agent } from './agent.js';
import { type Netns, Sandbox } from './netns.js';
import { mac } from './packets.js';

/** One allow rule. */
export interface Allow {
  /** A prefix, or `any`. */
  readonly peer?: string;
  readonly protocol?: number | 'any';
  readonly port?: number | readonly [number, number];
  readonly icmp?: { readonly type: number; readonly code?: number };
  /** Unix milliseconds. */
  readonly until?: number;
  readonly audit?: boolean;
  readonly deny?: boolean;
}

/** What a workload allows; an absent direction is not restricted. */
export interface Policy {
  readonly ingress?: readonly Allow[];
  readonly egress?: readonly Allow[];
}

export interface WorkloadSpec {
  readonly addresses: readonly string[];
  readonly allowed?: readonly string[];
  /** Governed by the data plane; else an open host. */
  readonly governed?: boolean;
  readonly dhcpClient?: boolean;
  /** The MAC is enforced unless this is false. */
  readonly checkMac?: boolean;
  /** Of the node's end of the veth alone: a hop smaller than both ends know. */
  readonly hopMtu?: number;
}

export interface Workload {
  readonly name: string;
  readonly index: number;
  readonly spec: WorkloadSpec;
  readonly netns: Netns;
  readonly agent: Agent;
  /** The node's end of the veth. */
  readonly host: string;
  readonly ifindex: number;
  readonly mac: string;
  /** MAC of the node's end. */
  readonly gatewayMac: string;
  readonly v4: string;
  readonly v6: string;
}

const TC_ACT_SHOT = 2;

export const NODE = { v4: '10.200.0.1', v6: 'fd00:200::1' } as const;

export class TestNode {
  readonly box = new Sandbox();
  readonly netns: Netns;
  readonly workloads = new Map<string, Workload>();
  agent!: Agent;
  /** In force. */
  plan!: Plan;
  #datapath: Datapath | undefined;
  #policies = new Map<string, Policy>();
  readonly #ids = new Map<string, string>();
  readonly #homes = new Map<string, string>();
  #interfaces: ReadonlyMap<string, Interface> = new Map();
  #probes = false;
  #services: readonly string[] = [];

  private constructor(private readonly options: Partial<DatapathOptions>) {
    this.netns = this.box.netns('node', { forwarding: true });
  }

  static async create(
    specs: Readonly<Record<string, WorkloadSpec>>,
    options: Partial<DatapathOptions> = {},
  ): Promise<TestNode> {
    const node = new TestNode(options);
    try {
      node.agent = await node.box.agent(node.netns);
      await Promise.all(Object.entries(specs).map(([name, spec], i) => node.#add(name, spec, i + 1)));
      node.#datapath = node.open();
      return node;
    } catch (error) {
      node.box.close();
      throw error;
    }
  }

  async #add(name: string, spec: WorkloadSpec, index: number): Promise<void> {
    const netns = this.box.netns(name);
    const host = `h${index}`;
    const macs = { mac: `02:00:00:00:01:0${index}`, gatewayMac: `02:00:00:00:02:0${index}` };
    this.box.veth({ netns: this.netns, name: host, mac: macs.gatewayMac }, { netns, name: 'eth0', mac: macs.mac });
    const width = (a: string): string => `${a}/${a.includes(':') ? 128 : 32}`;
    const nodad = (a: string): string => (a.includes(':') ? ' nodad' : '');
    const gateways = [NODE.v4, NODE.v6];
    this.box.ip(
      this.netns,
      `address add ${NODE.v4}/32 dev ${host}`,
      `address add ${NODE.v6}/128 dev ${host} nodad`,
      ...(spec.hopMtu ? [`link set ${host} mtu ${spec.hopMtu}`] : []),
      ...spec.addresses.map((a) => `route add ${width(a)} dev ${host} src ${a.includes(':') ? NODE.v6 : NODE.v4}`),
    );
    this.box.ip(
      netns,
      ...spec.addresses.map((a) => `address add ${width(a)} dev eth0${nodad(a)}`),
      ...gateways.flatMap((g) => [`route add ${width(g)} dev eth0`, `route add default via ${g} dev eth0`]),
    );
    const agent = await this.box.agent(netns);
    this.workloads.set(name, {
      name,
      index,
      spec,
      netns,
      agent,
      host,
      ...macs,
      ifindex: this.box.ifindex(this.netns, host),
      v4: spec.addresses.find((a) => !a.includes(':')) ?? '',
      v6: spec.addresses.find((a) => a.includes(':')) ?? '',
    });
  }

  /** Opens the data plane, or takes it over after `datapath.close()`. */
  open(more: Partial<DatapathOptions> = {}): Datapath {
    this.#datapath = Datapath.open({
      dir: join(this.box.bpffs, 'osg'),
      lock: join(this.box.dir, 'lock'),
      netns: this.netns.path,
      endpoints: 16,
      slots: 1024,
      arenaBytes: 256 << 10,
      conntrack: { guaranteed: 4096, shared: 0 },
      recoveryMs: 0,
      ...this.options,
      ...more,
    });
    return this.#datapath;
  }

  get datapath(): Datapath {
    return this.#datapath as Datapath;
  }

  workload(name: string): Workload {
    const found = this.workloads.get(name);
    if (found === undefined) throw new Error(`no workload ${name}`);
    return found;
  }

  /**
   * Puts policies in force for governed workloads, a candidate beside them where one is given; one that is not named keeps its
   * policy (at first: nothing restricted).
   */
  async enforce(
    policies: Readonly<Record<string, Policy>>,
    options: {
      probes?: boolean;
      services?: readonly string[];
      candidate?: Readonly<Record<string, Policy>>;
      trial?: TrialWish;
    } = {},
  ): Promise<void> {
    for (const [name, policy] of Object.entries(policies)) this.#policies.set(name, policy);
    this.#probes = options.probes ?? this.#probes;
    this.#services = options.services ?? this.#services;
    const governed = [...this.workloads.values()].filter((w) => w.spec.governed ?? true);
    const links = listInterfaces(this.netns.path);
    const netnsOf = (w: Workload): Pick<Interface, 'netnsId'> => {
      const home = this.workload(this.#homes.get(w.name) ?? w.name);
      const netnsId = links.find(({ ifindex }) => ifindex === home.ifindex)?.peerNetnsId;
      return netnsId === undefined ? {} : { netnsId };
    };
    const interfaces = new Map<string, Interface>(
      governed.map((w) => [
        this.#id(w),
        {
          ifindex: w.ifindex,
          ...netnsOf(w),
          dhcpClient: w.spec.dhcpClient ?? false,
          ...((w.spec.checkMac ?? true) ? { mac: mac(w.mac) } : {}),
        },
      ]),
    );
    const { candidate, trial } = options;
    const view = this.#view(governed, this.#policies);
    const beside = candidate && this.#view(governed, new Map([...this.#policies, ...Object.entries(candidate)]));
    const head = { id: trial?.id ?? '', revision: 2, mode: 'observe' } as const;
    const { plan } = compile(
      beside === undefined ? view : withCandidate(HeldView.of(view), HeldView.of(beside), head).whole(),
    );
    const indexed = {
      ...plan,
      serviceAddresses: this.#services.map(parsePrefix),
      endpoints: plan.endpoints.map((e) => ({
        ...e,
        index: (governed.find((w) => this.#id(w) === e.id) as Workload).index,
      })),
    };
    this.plan = indexed;
    this.#interfaces = interfaces;
    await this.lay(trial);
  }

  /** The same once more, as another trial. */
  async lay(trial?: TrialWish): Promise<void> {
    await this.datapath.publish(this.plan, this.#interfaces, undefined, undefined, trial);
  }

  /**
   * From now on the workload is another one, with the same addresses, interface and index.
   * @param home whose network namespace counts as its own: the one that has these sockets was its predecessor's
   */
  hand(name: string, id: string, home = name): void {
    this.#ids.set(name, id);
    this.#homes.set(name, home);
  }

  #id(workload: Workload): string {
    return this.#ids.get(workload.name) ?? workload.name;
  }

  #view(governed: readonly Workload[], said: ReadonlyMap<string, Policy>): NodeView {
    const sets = new Map<string, NodeView['sets'][number]>();
    const policies: ViewPolicy[] = governed.map((w) => {
      const policy = said.get(w.name) ?? {};
      const rules = (['ingress', 'egress'] as const).flatMap((direction) =>
        (policy[direction] ?? []).map((allow, i) => viewRule(w.name, direction, allow, i, sets)),
      );
      const deny = rules.some((r) => r.action === 'deny');
      return {
        key: `SecurityGroup/test/${w.name}`,
        id: `SecurityGroup/test/${w.name}`,
        tier: deny ? 'admin' : 'group',
        priority: 0,
        isolates: { ingress: policy.ingress !== undefined && !deny, egress: policy.egress !== undefined && !deny },
        rules,
        source: { file: 'test', line: 1 },
      };
    });
    return {
      node: 'test',
      nodeAddresses: [NODE.v4, NODE.v6].map(parseAddress),
      allowNodeProbes: this.#probes,
      ...NO_SERVICES,
      endpoints: governed.map((w) => ({
        id: this.#id(w),
        namespace: 'test',
        name: w.name,
        labels: {},
        addresses: w.spec.addresses.map(parseAddress),
        allowedAddresses: (w.spec.allowed ?? []).map(parsePrefix),
        attach: {},
        policies: [`SecurityGroup/test/${w.name}`],
        unselected: { ingress: 'allow', egress: 'allow' },
      })),
      policies,
      sets: [...sets.values()],
    };
  }

  /** One run of a program over a frame, as if on the workload's interface: the reason, from the counters. */
  judge(
    workload: Workload,
    direction: Direction,
    frame: Uint8Array,
    fields: { ingressIfindex?: number; gsoSegs?: number } = {},
  ): { pass: boolean; reason: string } {
    const before = this.counts(workload);
    const ctx = Buffer.alloc(SK_BUFF_SIZE);
    ctx.writeUInt32LE(workload.ifindex, SkBuff.ifindex);
    ctx.writeUInt32LE(fields.ingressIfindex ?? workload.ifindex, SkBuff.ingressIfindex);
    if (fields.gsoSegs !== undefined) {
      ctx.writeUInt32LE(fields.gsoSegs, SkBuff.gsoSegs);
      ctx.writeUInt32LE(1000, SkBuff.gsoSize);
    }
    const program: BpfProgram = this.datapath.kernel.programs[direction];
    const { retval } = withNetns(this.netns.path, () => program.testRun({ data: frame, ctx }));
    const after = this.counts(workload);
    const changed = [...after].filter(([key, n]) => n !== (before.get(key) ?? 0n) && key.startsWith(direction));
    if (changed.length > 1) throw new Error(`several reasons for one packet: ${changed.join()}`);
    return { pass: retval !== TC_ACT_SHOT, reason: changed[0]?.[0].split(' ')[1] ?? 'RULE_ALLOW' };
  }

  /** One test run for each frame, as if on the workload's interface: which of them pass. */
  judgeMany(workload: Workload, direction: Direction, frames: readonly Uint8Array[]): boolean[] {
    const ctx = Buffer.alloc(SK_BUFF_SIZE);
    ctx.writeUInt32LE(workload.ifindex, SkBuff.ifindex);
    ctx.writeUInt32LE(workload.ifindex, SkBuff.ingressIfindex);
    const offsets = new Uint32Array(frames.length + 1);
    frames.forEach((frame, i) => {
      offsets[i + 1] = (offsets[i] as number) + frame.length;
    });
    const program: BpfProgram = this.datapath.kernel.programs[direction];
    const verdicts = withNetns(this.netns.path, () => program.testRunMany(Buffer.concat(frames), offsets, ctx));
    return [...verdicts].map((verdict) => verdict !== TC_ACT_SHOT);
  }

  /** What was not resolved while it was denied is asked for again at once. */
  forgetNeighbours(): void {
    for (const netns of [this.netns, ...[...this.workloads.values()].map((w) => w.netns)])
      this.box.ip(netns, 'neigh flush all');
  }

  /** Packets by `direction REASON`. */
  counts(workload: Workload): Map<string, bigint> {
    return new Map(
      this.datapath.reasons(workload.index).map((c) => [`${c.direction} ${reasonName(c.reason)}`, c.packets]),
    );
  }

  async close(): Promise<void> {
    await this.#datapath?.destroy().catch(() => undefined);
    this.box.close();
  }
}

export const TCX_EGRESS = AttachType.TcxEgress;

export function reasonName(reason: number): string {
  return Object.entries(OsgReason).find(([, value]) => value === reason)?.[0] ?? String(reason);
}

function viewRule(
  workload: string,
  direction: Direction,
  allow: Allow,
  i: number,
  sets: Map<string, NodeView['sets'][number]>,
): ViewRule {
  const { peer = 'any', port, protocol = port === undefined && allow.icmp === undefined ? 'any' : 6 } = allow;
  if (peer !== 'any' && !sets.has(peer)) sets.set(peer, { id: peer, prefixes: [parsePrefix(peer)] });
  const range =
    typeof port === 'number'
      ? { first: port, last: port }
      : port === undefined
        ? undefined
        : { first: port[0], last: port[1] };
  const ports =
    protocol === 'any' && range === undefined
      ? 'any'
      : [{ protocol, ...(range && { ports: range }), ...(allow.icmp && { icmp: allow.icmp }) }];
  return {
    id: `SecurityGroup/test/${workload}/${direction}/${i}`,
    direction,
    action: allow.deny ? 'deny' : 'accept',
    mode: allow.audit ? 'audit' : 'enforce',
    ...(allow.until === undefined ? {} : { expiresAt: allow.until }),
    matches: [{ peers: peer === 'any' ? 'any' : [peer], ports: ports as ViewRule['matches'][number]['ports'] }],
    source: { file: 'test', line: i + 1 },
  };
}
