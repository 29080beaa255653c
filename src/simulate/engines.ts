/** The engines of `osg policy simulate`, all cluster nodes as one. */
import { compile } from '../compiler/compile.js';
import type { SlotInfo } from '../compiler/plan.js';
import { OSG_LAYOUT_VERSION, OsgArenaMagic, OsgArenaSizes, OsgRoot } from '../gen/abi.js';
import { sameAddress } from '../net/address.js';
import { encodeKey } from '../net/protocol.js';
import type { Address, Direction } from '../net/types.js';
import type { Flow } from '../policy/flow.js';
import type { Workload, World } from '../policy/model.js';
import { resolveNode } from '../policy/resolve.js';
import { ownersOf } from '../policy/select.js';
import { PolicyToolError } from '../policy/tools/error.js';
import { type Engine, type OpenEngine, referenceEngine, type SimulatedDirection } from '../policy/tools/simulate.js';
import { type Binding, Encoder, TableReader } from '../tables/index.js';
import type { KernelPrograms } from './kernel.js';
import type { Compiled, JudgeSide } from './side.js';

export type EngineName = 'reference' | 'tables' | 'kernel';

export function openEngine(name: EngineName): OpenEngine {
  return { reference: referenceEngine, tables: tablesEngine, kernel: kernelEngine }[name];
}

const NODE = 'simulation';
/** Interfaces are numbered from here; any number does. */
const FIRST_IFINDEX = 10;

/** Every node's workloads in one plan: policy does not depend on where a workload runs. */
export function compileAll(world: World): Compiled {
  const gathered: World = { ...world, workloads: world.workloads.map((w) => ({ ...w, node: NODE })) };
  const { plan } = compile(resolveNode(gathered, NODE));
  const bindings = new Map(plan.endpoints.map(({ id }, i) => [id, { ifindex: FIRST_IFINDEX + i, generation: 1 }]));
  return { plan, bindings };
}

const tablesEngine: OpenEngine = (world, atMs) => {
  const compiled = compileAll(world);
  const { plan, bindings } = compiled;
  const encoder = new Encoder(64 + Math.ceil(plan.capacity.arenaBytes / OsgArenaSizes.LINE_BYTES));
  const encoding = encoder.encode(plan, bindings, 1n);
  const words = new Uint32Array(encoder.memory.lines * OsgArenaSizes.LINE_WORDS);
  words[OsgRoot.fields.magic.offset / 4] = OsgArenaMagic.MAGIC;
  words[OsgRoot.fields.layout.offset / 4] = OSG_LAYOUT_VERSION;
  encoding.patch.apply(words);
  const reader = new TableReader(words, encoding.unit);
  const judge: JudgeSide = ({ endpoint, direction, flow, peer, fromNode }) =>
    fromNode && world.allowNodeProbes
      ? 'node'
      : reader.judge(
          (bindings.get(endpoint.id) as Binding).ifindex,
          direction,
          peer,
          encodeKey(flow),
          BigInt(atMs) * 1_000_000n,
        );
  return { judge: onTables(world, compiled, judge), close: () => {} };
};

const kernelEngine: OpenEngine = async (world, atMs) => {
  const { KernelPrograms } = await import('./kernel.js');
  const compiled = compileAll(world);
  const { plan } = compiled;
  // Beside the plan: a revision for each node.
  const lines = 64 + Math.ceil(plan.capacity.arenaBytes / OsgArenaSizes.LINE_BYTES) + 64 * (world.nodes.length + 1);
  let programs: InstanceType<typeof KernelPrograms>;
  try {
    programs = new KernelPrograms(lines, Math.max(2, plan.slots.length));
  } catch (cause) {
    throw new PolicyToolError('ENGINE', `the kernel engine cannot run here: ${(cause as Error).message}`, { cause });
  }
  return { judge: onTables(world, compiled, programs.judgeBy(world, compiled, atMs)), close: () => programs.close() };
};

/** The kernel engine on programs that are loaded already and have room enough. */
export function kernelJudge(programs: KernelPrograms, world: World, atMs: number): Engine['judge'] {
  const compiled = compileAll(world);
  return onTables(world, compiled, programs.judgeBy(world, compiled, atMs));
}

/** Both sides of a flow; what is decided before policy, as on a node. */
function onTables(world: World, { plan }: Compiled, judge: JudgeSide) {
  const side = (flow: Flow, direction: Direction): SimulatedDirection => {
    const [own, peer] = direction === 'egress' ? [flow.source, flow.destination] : [flow.destination, flow.source];
    const [endpoint] = ownersOf(world, own);
    if (endpoint === undefined) return { verdict: 'allow', reason: 'no-endpoint' };
    // Never leaves the workload: no program sees it.
    if (endpoint.addresses.some((a) => sameAddress(a, peer))) return { verdict: 'allow', reason: 'self' };
    const withNode = isOwnNode(world, endpoint, peer);
    // All nodes are one here: none is the endpoint's own.
    if (direction === 'egress' && withNode && world.allowOwnNode === true) return { verdict: 'allow', reason: 'node' };
    const fromNode = direction === 'ingress' && withNode;
    const decision = judge({ endpoint, direction, flow, peer, fromNode });
    if (decision === undefined) throw new PolicyToolError('ENGINE', `the tables hold no policy for ${endpoint.id}`);
    if (decision === 'node') return { verdict: 'allow', reason: 'node' };
    const { verdict, slot, audit } = decision;
    return {
      verdict,
      ...attribution(plan.slots.at(slot)),
      ...(audit && { audit: { verdict: audit.verdict, ...ruleOf(plan.slots.at(audit.slot)) } }),
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
  return node?.addresses.some((a) => sameAddress(a, peer)) === true;
}
