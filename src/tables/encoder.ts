/**
 * Plan → lines. Pure: it reserves units in its own picture of the arena and says which words to write where; whoever owns
 * the arena copies them and switches the root. The same plans in the same order give the same bytes.
 */
import type { Plan, PlanEndpoint } from '../compiler/plan.js';
import { OsgArenaSizes, OsgLimits, OsgRevision, OsgRevisionFlags } from '../gen/abi.js';
import type { Block } from './block.js';
import { type Binding, type Buckets, bucketsBlock, endpointBlock } from './endpoint.js';
import { TablesError } from './error.js';
import { classMapBlock } from './matcher.js';
import { Memory } from './memory.js';
import type { Patch } from './patch.js';
import { type ServiceMode, servicesBlock } from './services.js';
import { addressSetBlock, hostsOf } from './sets.js';
import { finish, type Steps } from './steps.js';
import { BlockStore } from './store.js';
import { type TrialLine, trialBlock } from './trial.js';

const { LINE_UNITS } = OsgArenaSizes;

/** One revision, encoded and not yet written. Either `commit` or `abandon` it before the next one. */
export interface Encoding {
  readonly patch: Patch;
  /** Unit of the struct osg_revision: the value of the root. */
  readonly unit: number;
  /** Lines in use once it is written, with those of the revision before. */
  readonly lines: number;
  /** It has been published. @returns units that readers of the revision before may still look at: `release` them later */
  commit(): readonly number[];
  /** The same in steps; all must be done before the next revision is encoded. */
  commitSteps(): Steps<readonly number[]>;
  /** It will not be published. */
  abandon(): void;
}

interface EncodedEndpoint {
  readonly source: PlanEndpoint;
  readonly binding: Binding;
  readonly block: Block;
}

interface State {
  root?: Block;
  classes?: Plan['classes'];
  endpoints: Map<string, EncodedEndpoint>;
  buckets?: Buckets & { readonly entries: readonly (readonly [number, number])[] };
}

export class Encoder {
  readonly memory: Memory;
  /** How what is sent to service addresses is judged, from the next revision on. */
  serviceMode: ServiceMode = 'deferred';
  readonly #store: BlockStore;
  #state: State = { endpoints: new Map() };

  /** @param lines size of the arena; `memory` tells what of it is taken already */
  constructor(lines: number, memory: Memory = new Memory(lines)) {
    this.memory = memory;
    this.#store = new BlockStore(memory);
  }

  /**
   * @param bindings by endpoint id; endpoints without one are left out
   * @param trial absent: the candidates that endpoints have count nowhere
   * @throws {TablesError} the plan does not fit; nothing has changed
   */
  encode(plan: Plan, bindings: ReadonlyMap<string, Binding>, revision: bigint, trial?: TrialLine): Encoding {
    return finish(this.encodeSteps(plan, bindings, revision, trial));
  }

  /** The same in steps. Between them nothing but `release` may be called. */
  *encodeSteps(
    plan: Plan,
    bindings: ReadonlyMap<string, Binding>,
    revision: bigint,
    trial?: TrialLine,
  ): Steps<Encoding> {
    const patch = this.#store.begin();
    const next: State = { endpoints: new Map(), classes: plan.classes };
    try {
      next.root = yield* this.#revisionBlock(plan, bindings, revision, next, trial);
    } catch (error) {
      this.#store.abandon();
      throw error;
    }
    const { root } = next;
    const commitSteps = (): Steps<readonly number[]> => {
      const before = this.#state.root;
      this.#state = next;
      return this.#store.commit(before);
    };
    return {
      patch,
      unit: root.ref,
      lines: Math.ceil(this.memory.units / LINE_UNITS),
      commit: () => finish(commitSteps()),
      commitSteps,
      abandon: () => this.#store.abandon(),
    };
  }

  /** Gives units back that `commit` named, when no program run can look at them any more. */
  release(units: ArrayLike<number>): void {
    this.#store.release(units);
  }

  *#revisionBlock(
    plan: Plan,
    bindings: ReadonlyMap<string, Binding>,
    revision: bigint,
    next: State,
    trial: TrialLine | undefined,
  ): Steps<Block> {
    const store = this.#store;
    const writer = store.open('revision');
    const { fields } = OsgRevision;
    const { classes: known } = this.#state;
    const { v4, v6 } = plan.classes;
    const classes = {
      4: yield* classMapBlock(store, v4, 4, known?.v4),
      6: yield* classMapBlock(store, v6, 6, known?.v6),
    };
    const classRefs = [writer.lead(classes[4]), writer.lead(classes[6])];
    const depth = { 4: classes[4].depth, 6: classes[6].depth };
    const entries: (readonly [number, number])[] = [];
    for (const endpoint of plan.endpoints) {
      const binding = bindings.get(endpoint.id);
      if (binding === undefined) continue;
      if (endpoint.index < 1 || endpoint.index >= OsgLimits.MAX_ENDPOINTS) {
        throw new TablesError(
          'CAPACITY',
          endpoint.id,
          `${endpoint.id} has index ${endpoint.index}, but endpoints have 1..${OsgLimits.MAX_ENDPOINTS - 1}`,
          {
            endpoints: { found: endpoint.index, limit: OsgLimits.MAX_ENDPOINTS - 1 },
          },
        );
      }
      const before = this.#state.endpoints.get(endpoint.id);
      const block =
        before !== undefined && before.source === endpoint && sameBinding(before.binding, binding)
          ? before.block
          : yield* endpointBlock(store, endpoint, binding, depth, before?.source);
      next.endpoints.set(endpoint.id, { source: endpoint, binding, block });
      entries.push([binding.ifindex, writer.lead(block)]);
    }
    const buckets = this.#buckets(entries);
    next.buckets = buckets;
    writer.lead(buckets.block);
    const node = hostsOf(plan.nodeAddresses);
    const nodeRefs = ([4, 6] as const).map((family) => writer.lead(addressSetBlock(store, node, family)));
    const services =
      plan.serviceAddresses.length === 0 || this.serviceMode === 'off'
        ? 0
        : writer.lead(servicesBlock(store, plan.serviceAddresses, this.serviceMode));

    const tried = trial === undefined ? 0 : writer.lead(trialBlock(store, trial));
    const unit = writer.allocate(LINE_UNITS);
    const at = writer.reserve(unit, LINE_UNITS);
    const words = writer.words;
    const put = (field: { readonly offset: number }, value: number): void => {
      words[at + field.offset / 4] = value;
    };
    put(fields.revision, Number(revision & 0xffff_ffffn));
    words[at + fields.revision.offset / 4 + 1] = Number(revision >> 32n);
    put(fields.buckets, buckets.block.ref);
    put(fields.bucket_mask, buckets.mask);
    put(fields.bucket_multiplier, buckets.multiplier);
    put(fields.class_v4, classRefs[0]!);
    put(fields.class_v6, classRefs[1]!);
    put(fields.node_v4, nodeRefs[0]!);
    put(fields.node_v6, nodeRefs[1]!);
    put(fields.flags, plan.allowNodeProbes ? OsgRevisionFlags.PROBES : 0);
    put(fields.slots, plan.slots.length);
    put(fields.services, services);
    put(fields.trial, tried);
    put(fields.unit, unit);
    return writer.done(unit, 0);
  }

  /** The table of the revision before, if no endpoint came, went or moved. */
  #buckets(
    entries: readonly (readonly [number, number])[],
  ): Buckets & { entries: readonly (readonly [number, number])[] } {
    const before = this.#state.buckets;
    if (
      before !== undefined &&
      before.entries.length === entries.length &&
      before.entries.every(([ifindex, unit], i) => entries[i]![0] === ifindex && entries[i]![1] === unit)
    )
      return before;
    return { ...bucketsBlock(this.#store, entries), entries };
  }
}

function sameBinding(a: Binding, b: Binding): boolean {
  return (
    a.ifindex === b.ifindex &&
    a.generation === b.generation &&
    a.dhcpClient === b.dhcpClient &&
    (a.mac === undefined ? b.mac === undefined : b.mac !== undefined && Buffer.compare(a.mac, b.mac) === 0)
  );
}
