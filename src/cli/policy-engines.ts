/** The engines of `osg policy simulate`, all cluster nodes as one. */
import { compile } from '../compiler/compile.js';
import type { Plan, SlotInfo } from '../compiler/plan.js';
import { OSG_LAYOUT_VERSION, OsgArenaMagic, OsgArenaSizes, OsgRoot } from '../gen/abi.js';
import { sameAddress } from '../net/address.js';
import { encodeKey } from '../net/protocol.js';
import type { Address, Direction } from '../net/types.js';
import type { Flow } from '../policy/flow.js';
import type { Workload, World } from '../policy/model.js';
import { resolveNode } from '../policy/resolve.js';
import { ownersOf } from '../policy/select.js';
import { PolicyToolError } from '../policy/tools/error.js';
import { type OpenEngine, referenceEngine, type SimulatedDirection } from '../policy/tools/simulate.js';
import { type Binding, Encoder, type Encoding, type TableDecision, TableReader } from '../tables/index.js';

export type EngineName = 'reference' | 'tables' | 'kernel';

export function openEngine(name: EngineName): OpenEngine {
  return { reference: referenceEngine, tables: tablesEngine, kernel: kernelEngine }[name];
}

/** Judges one side on compiled tables. @returns undefined: no policy in force for the interface */
export type JudgeTables = (
  ifindex: number,
  direction: Direction,
  peer: Address,
  key: number,
  atMs: number,
) => TableDecision | undefined;

export interface Compiled {
  readonly plan: Plan;
  readonly bindings: ReadonlyMap<string, Binding>;
  readonly encoder: Encoder;
  readonly encoding: Encoding;
}

const NODE = 'simulation';
/** Interfaces are numbered from here; any number does. */
const FIRST_IFINDEX = 10;

/** Every node's workloads in one plan: policy does not depend on where a workload runs. */
export function compileAll(world: World): Compiled {
  const gathered: World = { ...world, workloads: world.workloads.map((w) => ({ ...w, node: NODE })) };
  const { plan } = compile(resolveNode(gathered, NODE));
  const bindings = new Map(plan.endpoints.map(({ id }, i) => [id, { ifindex: FIRST_IFINDEX + i, generation: 1 }]));
  const encoder = new Encoder(64 + Math.ceil(plan.capacity.arenaBytes / OsgArenaSizes.LINE_BYTES));
  return { plan, bindings, encoder, encoding: encoder.encode(plan, bindings, 1n) };
}

const tablesEngine: OpenEngine = (world, atMs) => {
  const compiled = compileAll(world);
  const words = new Uint32Array(compiled.encoder.memory.lines * OsgArenaSizes.LINE_WORDS);
  words[OsgRoot.fields.magic.offset / 4] = OsgArenaMagic.MAGIC;
  words[OsgRoot.fields.layout.offset / 4] = OSG_LAYOUT_VERSION;
  compiled.encoding.patch.apply(words);
  const reader = new TableReader(words, compiled.encoding.unit);
  const judge: JudgeTables = (ifindex, direction, peer, key, at) =>
    reader.judge(ifindex, direction, peer, key, BigInt(at) * 1_000_000n);
  return { judge: onTables(world, compiled, atMs, judge), close: () => {} };
};

/** The classifier of the packet path, loaded into the kernel over an arena of its own and asked by BPF_PROG_TEST_RUN. */
const kernelEngine: OpenEngine = async (world, atMs) => {
  const { KernelClassifier } = await import('./policy-kernel.js');
  const compiled = compileAll(world);
  let classifier: InstanceType<typeof KernelClassifier>;
  try {
    classifier = new KernelClassifier(compiled);
  } catch (cause) {
    throw new PolicyToolError('engine', `the kernel engine cannot run here: ${(cause as Error).message}`, { cause });
  }
  return { judge: onTables(world, compiled, atMs, classifier.judge), close: () => classifier.close() };
};

/** Both sides of a flow on the tables; what is decided before policy, as the packet path does. */
function onTables(world: World, { plan, bindings }: Compiled, atMs: number, judge: JudgeTables) {
  const side = (flow: Flow, direction: Direction): SimulatedDirection => {
    const [own, peer] = direction === 'egress' ? [flow.source, flow.destination] : [flow.destination, flow.source];
    const [endpoint] = ownersOf(world, own);
    if (endpoint === undefined) return { verdict: 'allow', reason: 'no-endpoint' };
    if (endpoint.addresses.some((a) => sameAddress(a, peer))) return { verdict: 'allow', reason: 'self' };
    if (direction === 'ingress' && isOwnNode(world, endpoint, peer)) return { verdict: 'allow', reason: 'node' };
    const decision = judge((bindings.get(endpoint.id) as Binding).ifindex, direction, peer, encodeKey(flow), atMs);
    if (decision === undefined) throw new PolicyToolError('engine', `the tables hold no policy for ${endpoint.id}`);
    const { verdict, slot, audit } = decision;
    return {
      verdict,
      ...attribution(plan.slots[slot]),
      ...(audit && { audit: { verdict: audit.verdict, ...ruleOf(plan.slots[audit.slot]) } }),
    };
  };
  return (flow: Flow) => {
    const [egress, ingress] = [side(flow, 'egress'), side(flow, 'ingress')];
    return {
      verdict: egress.verdict === 'allow' && ingress.verdict === 'allow' ? ('allow' as const) : ('deny' as const),
      egress,
      ingress,
    };
  };
}

function ruleOf(slot: SlotInfo | undefined): { rule?: string } {
  return slot?.kind === 'rule' ? { rule: slot.rule } : {};
}

function attribution(slot: SlotInfo | undefined): Pick<SimulatedDirection, 'reason' | 'rule' | 'isolatedBy'> {
  if (slot?.kind === 'rule') return { reason: 'rule', rule: slot.rule };
  return slot === undefined || slot.isolatedBy.length === 0
    ? { reason: 'posture' }
    : { reason: 'default-deny', isolatedBy: slot.isolatedBy };
}

function isOwnNode(world: World, endpoint: Workload, peer: Address): boolean {
  const node = world.nodes.find((n) => n.name === endpoint.node);
  return world.allowNodeProbes && node?.addresses.some((a) => sameAddress(a, peer)) === true;
}
