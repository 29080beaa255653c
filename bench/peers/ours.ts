/** This project's data plane on the server's interface of the router, as the agent runs it. */
import { join } from 'node:path';
import { wholeView } from '../../src/compiler/change.js';
import { Compiler } from '../../src/compiler/compile.js';
import { finish } from '../../src/compiler/steps.js';
import { Datapath } from '../../src/datapath/datapath.js';
import { digestOf, sumAfter, sumOfView, type ViewSum } from '../../src/distribution/digest.js';
import { type RingReader, readRing } from '../../src/ebpf/binding.js';
import { DenyKernel } from '../../src/flows/kernel.js';
import { decodeRecords } from '../../src/flows/record.js';
import { parseAddress } from '../../src/net/address.js';
import { parsePrefix } from '../../src/net/prefix.js';
import { applyViewChange } from '../../src/policy/apply-change.js';
import { viewChangeBetween } from '../../src/policy/compare-views.js';
import { HeldView } from '../../src/policy/held-view.js';
import { type AddressSet, NO_SERVICES, type NodeView, type ViewPolicy, type ViewRule } from '../../src/policy/view.js';
import { NO_SERVICES_CHANGE, type RuleEdit, type ViewChange } from '../../src/policy/view-change.js';
import type { Sandbox } from '../../test/support/netns.js';
import { type Path, SERVER_ADDRESSES, SERVER_LINK, SERVER_MAC } from './path.js';
import { MAX_RULES } from './rules.js';
import { type Need, OPEN_PORT, type PeerRule, type System } from './system.js';

const ENDPOINT = 'bench/server';
const POLICY = 'SecurityGroup/bench/server';
const SOURCE = { file: 'bench.yaml', line: 1 };
const PROTOCOL = { tcp: 6, udp: 17 } as const;
/** As the agent: roll-ups of denied flows once a second. */
const SWEEP_MS = 1000;

interface Declared {
  readonly rule: ViewRule;
  readonly set: AddressSet;
}

function declare({ prefix, protocol }: PeerRule): Declared {
  return {
    rule: {
      id: `${POLICY}/ingress/${prefix}`,
      direction: 'ingress',
      action: 'accept',
      mode: 'enforce',
      matches: [
        {
          peers: [prefix],
          ports: [{ protocol: PROTOCOL[protocol], ports: { first: OPEN_PORT, last: OPEN_PORT } }],
        },
      ],
      source: SOURCE,
    },
    set: { id: prefix, prefixes: [parsePrefix(prefix)] },
  };
}

/** What restricts the egress direction: the server may ask one address for names, and nothing else. */
const NAMES: Declared = {
  rule: {
    id: `${POLICY}/egress/names`,
    direction: 'egress',
    action: 'accept',
    mode: 'enforce',
    matches: [{ peers: ['names'], ports: [{ protocol: PROTOCOL.udp, ports: { first: 53, last: 53 } }] }],
    source: SOURCE,
  },
  set: { id: 'names', prefixes: [parsePrefix('192.168.3.1/32')] },
};

/** Ingress restricted by the rules; with `both`, egress too, so that every reply needs its tracked flow. */
export class Ours implements System {
  readonly name: string;
  readonly needs: readonly Need[] = [];
  readonly enforces = true;
  readonly #sandbox: Sandbox;
  readonly #both: boolean;
  #datapath!: Datapath;
  #reader: RingReader | undefined;
  #sweeper: NodeJS.Timeout | undefined;
  #events!: DenyKernel;
  #ifindex = 0;
  readonly #compiler = new Compiler();
  #held: { readonly view: HeldView; readonly sum: ViewSum } | undefined;
  #declared: Declared[] = [];
  #index = 0;
  #records = 0;

  constructor(sandbox: Sandbox, both: boolean) {
    this.#sandbox = sandbox;
    this.#both = both;
    this.name = both ? 'osg-both' : 'osg-ingress';
  }

  async setup({ router }: Path): Promise<void> {
    this.#ifindex = this.#sandbox.ifindex(router, SERVER_LINK);
    this.#datapath = Datapath.open({
      dir: join(this.#sandbox.bpffs, this.name),
      lock: join(this.#sandbox.dir, `${this.name}.lock`),
      netns: router.path,
      endpoints: 16,
      slots: 4 * MAX_RULES,
      arenaBytes: 64 << 20,
      recoveryMs: 0,
    });
    const datapath = this.#datapath;
    // The live reader: every record is decoded, and signatures rolled up as the agent does.
    this.#reader = readRing(datapath.map('osg_events'), {
      onBatch: (buffer, offsets, count) =>
        decodeRecords(buffer, offsets, count, () => {
          this.#records += 1;
        }),
    });
    const reader = this.#reader;
    this.#events = new DenyKernel({
      endpoints: datapath.map('osg_deny_eps'),
      control: datapath.map('osg_deny_ctl'),
      sweep: datapath.kernel.denySweep,
      openReader: () => reader,
    });
    this.#sweeper = setInterval(() => {
      this.#events.sweep({ rollupMs: SWEEP_MS, idleMs: 30 * SWEEP_MS, limit: 16_384 });
      while (reader.consume() > 0);
    }, SWEEP_MS);
    await this.clear();
  }

  #view(declared: readonly Declared[]): NodeView {
    const all = this.#both ? [...declared, NAMES] : declared;
    const policy: ViewPolicy = {
      key: POLICY,
      id: POLICY,
      tier: 'group',
      priority: 0,
      isolates: { ingress: true, egress: this.#both },
      rules: all.map(({ rule }) => rule),
      source: SOURCE,
    };
    return {
      node: 'bench',
      nodeAddresses: [],
      allowNodeProbes: true,
      ...NO_SERVICES,
      endpoints: [
        {
          id: ENDPOINT,
          namespace: 'bench',
          name: 'server',
          labels: {},
          addresses: SERVER_ADDRESSES.map(parseAddress),
          allowedAddresses: [],
          attach: {},
          policies: [POLICY],
          unselected: { ingress: 'allow', egress: 'allow' },
        },
      ],
      policies: [policy],
      sets: all.map(({ set }) => set),
    };
  }

  /** Of the agent, once a change has come: view, digest, plan, tables. */
  async #publish(change: ViewChange, view: HeldView, sum: ViewSum): Promise<void> {
    digestOf(view, sum);
    this.#held = { view, sum };
    const plan = finish(this.#compiler.update(change));
    this.#index = plan.endpoints[0]?.index ?? 0;
    const mac = Buffer.from(SERVER_MAC.replaceAll(':', ''), 'hex');
    await this.#datapath.publish(plan, new Map([[ENDPOINT, { ifindex: this.#ifindex, mac }]]));
  }

  prepare(rules: readonly PeerRule[]): () => Promise<void> {
    const declared = rules.map(declare);
    const whole = this.#view(declared);
    return async () => {
      this.#declared = [...declared];
      const view = HeldView.of(whole);
      const change = this.#held === undefined ? wholeView(whole) : viewChangeBetween(this.#held.view, view);
      await this.#publish(change, view, sumOfView(view));
    };
  }

  clear(): Promise<void> {
    return this.prepare([])();
  }

  async #change(edit: RuleEdit, sets: Pick<ViewChange['sets'], 'put' | 'removed'>): Promise<void> {
    if (this.#held === undefined) throw new Error(`${this.name} holds no rules yet`);
    const change: ViewChange = {
      node: 'bench',
      endpoints: { put: [], removed: [] },
      policies: { put: [], removed: [], changed: [{ key: POLICY, rules: [edit] }] },
      sets: { ...sets, changed: [] },
      ...NO_SERVICES_CHANGE,
    };
    const view = applyViewChange(this.#held.view, change);
    await this.#publish(change, view, sumAfter(this.#held.sum, this.#held.view, change, view));
  }

  async add(rule: PeerRule): Promise<void> {
    const declared = declare(rule);
    await this.#change(
      { at: this.#declared.length, remove: 0, put: [declared.rule] },
      { put: [declared.set], removed: [] },
    );
    this.#declared.push(declared);
  }

  async remove(rule: PeerRule): Promise<void> {
    const { id } = declare(rule).set;
    const at = this.#declared.findIndex(({ set }) => set.id === id);
    await this.#change({ at, remove: 1, put: [] }, { put: [], removed: [id] });
    this.#declared.splice(at, 1);
  }

  async forget(): Promise<void> {
    this.#datapath.conntrack.flush(this.#index);
  }

  denied(): number {
    return this.#events.figures().counted;
  }

  /** Deny records that the reader got. */
  get records(): number {
    return this.#records;
  }

  async teardown(): Promise<void> {
    clearInterval(this.#sweeper);
    this.#reader?.close();
    await this.#datapath?.destroy();
  }
}
