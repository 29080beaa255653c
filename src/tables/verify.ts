import type { Plan, SlotInfo } from '../compiler/plan.js';
import { OsgEndpoint, OsgEndpointFlags } from '../gen/abi.js';
import type { Address, Direction } from '../net/types.js';
import type { NodeView, ViewEndpoint } from '../policy/view.js';
import { type Declared, edgeAddresses, edgeKeys, edgeTimes, policiesOf, SetIndex } from './classes.js';
import type { Binding } from './endpoint.js';
import { TablesError } from './error.js';
import { Expectations, text } from './expectations.js';
import { finish } from './steps.js';
import type { TableDecision, TableReader } from './walk.js';

/** One packet of which the tables say something else than the policy does. */
export interface Difference {
  readonly endpoint: string;
  readonly direction?: Direction;
  readonly peer?: Address;
  /** The place on the protocol/port axis. */
  readonly key?: number;
  readonly atMs?: number;
  /** What the declared policy says, and what the tables say. */
  readonly declared: string;
  readonly found: string;
}

export interface Verification {
  readonly endpoints: number;
  /** Classes of packets (endpoint, direction, address, key, time) that were compared. */
  readonly classes: number;
  /**
   * Whether these are all that the policy's edges make; else each address's own rules were compared completely, those for any peer at
   * one address of each family, and a sample of all others.
   */
  readonly exhaustive: boolean;
  /** How many classes differ. */
  readonly differing: number;
  /** The first of them. */
  readonly differences: readonly Difference[];
}

export interface VerifyOptions {
  /** Compare every address with every key as long as that makes no more classes than this for each endpoint's direction. */
  readonly exhaustiveUpTo?: number;
  /** Else so many keys of other rules for each address, another choice for each seed. */
  readonly sample?: number;
  readonly seed?: number;
  /** How many differences to describe. */
  readonly describe?: number;
  /** Unix milliseconds. */
  readonly nowMs?: number;
}

const DEFAULTS: Required<Omit<VerifyOptions, 'nowMs'>> = {
  exhaustiveUpTo: 1_000_000,
  sample: 8,
  seed: 1,
  describe: 20,
};

/** About a millisecond of work. */
const EXPECTATIONS_OF_A_STEP = 256;

interface Expectation {
  readonly key: number;
  readonly atMs: number;
  /** Text: verdict and who decides, the audit verdict too if there is one. */
  readonly declared: string;
}

/**
 * Compares tables read back from a live arena with the declared policy, as the reference understands it. Neither the
 * compiler nor the encoder has a say in which packets are tried.
 * @param slots of the plan in force: what the numbers in the tables stand for
 * @param bindings by endpoint id; endpoints without one are not looked at
 */
export function verifyTables(
  view: NodeView,
  slots: Plan['slots'],
  reader: TableReader,
  bindings: ReadonlyMap<string, Binding>,
  options: VerifyOptions = {},
): Verification {
  const steps = verificationSteps(declaredOf(view), slots, reader, bindings, options);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** Of a view said whole. */
export function declaredOf(view: NodeView): Declared {
  const policies = new Map(view.policies.map((policy) => [policy.key, policy]));
  const sets = new Map(view.sets.map((set) => [set.id, set]));
  return {
    bare: { ...view, endpoints: [], policies: [], sets: [] },
    endpoints: view.endpoints,
    policy: (key) => policies.get(key),
    set: (id) => sets.get(id),
  };
}

/**
 * The same in small steps, for use beside other work: yields the classes compared so far. Give it a reader of a copy of the
 * lines: those of a revision that is replaced meanwhile are used again.
 */
export function* verificationSteps(
  view: Declared,
  slots: Plan['slots'],
  reader: TableReader,
  bindings: ReadonlyMap<string, Binding>,
  options: VerifyOptions = {},
): Generator<number, Verification> {
  const run = new Run(view, slots, reader, { ...DEFAULTS, nowMs: Date.now(), ...options });
  for (const endpoint of view.endpoints) {
    const binding = bindings.get(endpoint.id);
    if (binding === undefined) continue;
    run.endpoints++;
    if (!run.compareIdentity(endpoint, binding)) continue;
    for (const direction of ['ingress', 'egress'] as const) {
      for (const _ of run.compareDirection(endpoint, binding, direction)) yield run.classes;
    }
  }
  const { endpoints, classes, exhaustive, differing, differences } = run;
  return { endpoints, classes, exhaustive, differing, differences };
}

class Run {
  endpoints = 0;
  classes = 0;
  exhaustive = true;
  differing = 0;
  readonly differences: Difference[] = [];
  readonly #slotNames = new Map<number, string>();
  #random: number;

  constructor(
    private readonly view: Declared,
    private readonly slots: Plan['slots'],
    private readonly reader: TableReader,
    private readonly options: Required<VerifyOptions>,
  ) {
    this.#random = options.seed >>> 0;
  }

  /** @returns whether the endpoint is there at all */
  compareIdentity({ id, addresses, allowedAddresses }: ViewEndpoint, { ifindex, generation }: Binding): boolean {
    const at = this.reader.endpointAt(ifindex);
    if (at === undefined) {
      this.#differ({ endpoint: id, declared: `endpoint at interface ${ifindex}`, found: 'no endpoint' });
      return false;
    }
    const { words } = this.reader;
    const { fields } = OsgEndpoint;
    const word = (field: { readonly offset: number }, k = 0): number => words[at + field.offset / 4 + k]!;
    if (word(fields.generation) !== generation)
      this.#differ({
        endpoint: id,
        declared: `generation ${generation}`,
        found: `generation ${word(fields.generation)}`,
      });
    const sources = [...addresses, ...allowedAddresses];
    const tries = sources.flatMap(({ family, value }) =>
      [-1n, 0n, 1n].map((off): Address => ({ family, value: value + off })),
    );
    for (const peer of tries.filter(({ family, value }) => value >= 0n && value < 1n << (family === 4 ? 32n : 128n))) {
      const family = peer.family === 4 ? 0 : 1;
      const own = addresses.some((a) => a.family === peer.family && a.value === peer.value);
      const source =
        own ||
        allowedAddresses.some(
          (p) =>
            p.family === peer.family &&
            peer.value >> BigInt((p.family === 4 ? 32 : 128) - p.length) ===
              p.value >> BigInt((p.family === 4 ? 32 : 128) - p.length),
        );
      for (const [what, field, declared] of [
        ['own address', fields.own, own],
        ['source', fields.sources, source],
      ] as const) {
        this.classes++;
        const found = this.reader.contains(word(field, family), peer);
        if (found !== declared)
          this.#differ({ endpoint: id, peer, declared: `${what}: ${declared}`, found: `${what}: ${found}` });
      }
    }
    return true;
  }

  *compareDirection(endpoint: ViewEndpoint, { ifindex }: Binding, direction: Direction): Generator<void> {
    const policies = yield* policiesOf(this.view, endpoint, direction);
    const edged = { policies, set: this.view.set };
    const sets = yield* SetIndex.of(edged);
    const peers = yield* edgeAddresses(edged);
    const allKeys = yield* edgeKeys(policies);
    const allTimes = yield* edgeTimes(policies, this.options.nowMs);
    const whole = peers.length * allKeys.length * allTimes.length <= this.options.exhaustiveUpTo;
    this.exhaustive &&= whole;
    const judge = yield* Expectations.of(this.view.bare, endpoint, direction, policies);
    const expectations = new Map<string, Expectation[]>();
    const first = new Set<number>();
    let denies = 0;
    for (const peer of peers) {
      const naming = judge.index.naming(sets.holding(peer));
      const signature = `${peer.family} ${naming.join(' ')}`;
      let expected = expectations.get(signature);
      if (expected === undefined) {
        expected = [];
        const own = judge.index.rulesNaming(naming);
        // What is for any peer is compared completely at one address of each family.
        const all = whole || !first.has(peer.family);
        first.add(peer.family);
        const keys = all ? allKeys : [...finish(edgeKeys(own)), ...this.#sample(allKeys)];
        const times = whole ? allTimes : finish(edgeTimes(own, this.options.nowMs));
        for (const key of keys) {
          for (const atMs of times) expected.push({ key, atMs, declared: judge.expect(peer, naming, key, atMs) });
          if (expected.length % EXPECTATIONS_OF_A_STEP === 0) yield;
        }
        if (whole) expectations.set(signature, expected);
      }
      for (const { key, atMs, declared } of expected) {
        this.classes++;
        if (declared.startsWith('deny')) denies++;
        const found = this.#found(ifindex, direction, peer, key, atMs);
        if (found !== declared) this.#differ({ endpoint: endpoint.id, direction, peer, key, atMs, declared, found });
        if (this.classes % EXPECTATIONS_OF_A_STEP === 0) yield;
      }
      yield;
    }
    if (denies > 0 && !this.#restricted(ifindex, direction)) {
      this.#differ({
        endpoint: endpoint.id,
        direction,
        declared: 'some packets are denied',
        found: 'marked as unrestricted',
      });
    }
  }

  #restricted(ifindex: number, direction: Direction): boolean {
    const flags = this.reader.words[this.reader.endpointAt(ifindex)! + OsgEndpoint.fields.flags.offset / 4]!;
    return (
      (flags & (direction === 'ingress' ? OsgEndpointFlags.INGRESS_RESTRICTED : OsgEndpointFlags.EGRESS_RESTRICTED)) !==
      0
    );
  }

  #sample(keys: readonly number[]): number[] {
    return Array.from({ length: Math.min(this.options.sample, keys.length) }, () => {
      this.#random = (Math.imul(this.#random, 1664525) + 1013904223) >>> 0;
      return keys[Math.floor((this.#random / 2 ** 32) * keys.length)]!;
    });
  }

  #found(ifindex: number, direction: Direction, peer: Address, key: number, atMs: number): string {
    let decision: TableDecision | undefined;
    try {
      decision = this.reader.judge(ifindex, direction, peer, key, BigInt(atMs) * 1_000_000n);
    } catch (error) {
      if (error instanceof TablesError) return `defect: ${error.message}`;
      throw error;
    }
    if (decision === undefined) return 'no policy in force';
    const { verdict, slot, audit } = decision;
    return text(
      verdict,
      this.#slotName(slot, direction),
      audit && text(audit.verdict, this.#slotName(audit.slot, direction)),
    );
  }

  #slotName(slot: number, direction: Direction): string {
    const at = 2 * slot + (direction === 'ingress' ? 0 : 1);
    let name = this.#slotNames.get(at);
    if (name === undefined) {
      name = this.#slotText(slot, direction);
      this.#slotNames.set(at, name);
    }
    return name;
  }

  #slotText(slot: number, direction: Direction): string {
    const info: SlotInfo | undefined = this.slots.at(slot);
    if (info === undefined) return `slot ${slot}, which stands for nothing`;
    if (info.kind === 'rule') return info.rule;
    return info.direction === direction ? `default [${info.isolatedBy.join(', ')}]` : `default of ${info.direction}`;
  }

  #differ(difference: Difference): void {
    this.differing++;
    if (this.differences.length < this.options.describe) this.differences.push(difference);
  }
}
