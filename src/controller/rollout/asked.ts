/** What is known of the nodes of a ring, and what the gates make of it. */
import { TRIAL_REASONS, TRIAL_STATES } from '../../distribution/words.js';
import type { World } from '../../policy/model.js';
import type { RolloutAssertion } from '../../policy/rollout.js';
import { runAssertions } from '../../policy/tools/assertions.js';
import type { Evidence } from '../evidence.js';
import type { Fleet } from '../fleet.js';
import type { FetchText } from './ask.js';
import { type Gate, type GateParts, gateOf, REALISED } from './gates.js';
import type { RingNode } from './question.js';
import type { Baselines, GateResult, Run } from './state.js';

export interface AskedParts {
  readonly fleet: Fleet;
  readonly evidence: Evidence;
  readonly fetch: FetchText;
  /** By the candidate. */
  world(): World;
  nowMs(): number;
  /** What rules expire by. */
  wallMs(): number;
}

/** Whoever has not reported for so long is not there. */
const SILENT_MS = 30_000;
/** Of denies, for each node. */
const KEPT_SAMPLES = 4_000;

export class Asked {
  readonly #parts: AskedParts;
  readonly #gates = new Map<string, Gate>();
  readonly #denies = new Map<string, { readonly ms: number; readonly total: number }[]>();

  constructor(parts: AskedParts) {
    this.#parts = parts;
  }

  /** A node reports its sum of denied packets. */
  sample(node: string, total: number): void {
    const samples = this.#denies.get(node) ?? [];
    this.#denies.set(node, samples);
    samples.push({ ms: this.#parts.nowMs(), total });
    if (samples.length > KEPT_SAMPLES) samples.splice(0, KEPT_SAMPLES / 4);
  }

  async baselines(run: Run, at: number, nodes: readonly string[], nowMs: number): Promise<Baselines> {
    const found: Record<string, number | null> = {};
    await Promise.all(
      (run.policy.rings[at]?.gates ?? []).map(async (plan) => {
        const gate = this.#gate(run, at, plan.name);
        if (gate?.baseline !== undefined) found[plan.name] = await gate.baseline(nodes, nowMs);
      }),
    );
    return found;
  }

  /** A node whose kernel has gone back by itself. */
  returned(run: Run, nodes: readonly string[]): { readonly node: string; readonly reason: string } | undefined {
    for (const node of nodes) {
      const trial = this.#parts.fleet.trial(node);
      if (trial?.id === run.id && TRIAL_STATES.text(trial.state) === 'reverted')
        return {
          node,
          reason: `node ${node} is back by itself: ${TRIAL_REASONS.text(trial.reason) || 'it does not say why'}`,
        };
    }
    return undefined;
  }

  /** @returns answers, and since when all that they rest on was seen */
  async gates(
    run: Run,
    at: number,
    nodes: readonly string[],
    decides: number,
    nowMs: number,
  ): Promise<{ readonly askedMs: number; readonly results: GateResult[] }> {
    const ring = run.rings[at];
    const plans = run.policy.rings[at]?.gates ?? [];
    const known = nodes.map((node) => this.#node(run, node));
    const state = ring?.state ?? 'pending';
    const question = {
      rollout: run.id,
      revision: run.revision,
      predecessor: run.predecessor,
      ring: ring?.name ?? '',
      state,
      nodes: known.map(({ about }) => about),
      baselines: ring?.baselines ?? {},
      nowMs,
    };
    const ask = async (name: string, gate: Gate | undefined): Promise<GateResult | undefined> => {
      try {
        const answer = await gate?.ask(question);
        return answer && { gate: name, ...answer };
      } catch (error) {
        return { gate: name, verdict: 'inconclusive', evidence: (error as Error).message };
      }
    };
    const asking = plans.map(async ({ name, kind }) =>
      // Reading tables back costs the nodes much: it is done when it counts.
      kind === 'assertions' && nowMs < decides
        ? ({ gate: name, verdict: 'inconclusive', evidence: 'not asked yet' } as const)
        : ask(name, this.#gate(run, at, name)),
    );
    const results = (await Promise.all([ask('realised', REALISED), ...asking])).filter((one) => one !== undefined);
    // What a node reports of its trial is some seconds old: it counts as of then.
    const seen = state === 'holding' ? [] : known.filter(({ about }) => about.connected).map(({ seenMs }) => seenMs);
    return { askedMs: Math.min(nowMs, ...seen), results };
  }

  #gate(run: Run, at: number, name: string): Gate | undefined {
    const key = `${run.id} ${at} ${name}`;
    const plan = run.policy.rings[at]?.gates.find((one) => one.name === name);
    if (plan === undefined) return undefined;
    let gate = this.#gates.get(key);
    if (gate === undefined) {
      gate = gateOf(plan, this.#gateParts());
      for (const old of this.#gates.keys()) if (!old.startsWith(`${run.id} `)) this.#gates.delete(old);
      this.#gates.set(key, gate);
    }
    return gate;
  }

  #gateParts(): GateParts {
    return {
      fetch: this.#parts.fetch,
      denies: (nodes, fromMs, untilMs) => this.#deniesOf(nodes, fromMs, untilMs),
      assertions: (assertions, nodes) => this.#assert(assertions, nodes),
    };
  }

  #node(run: Run, name: string): { readonly about: RingNode; readonly seenMs: number } {
    const { fleet, nowMs } = this.#parts;
    const stand = fleet.stand(name);
    const trial = fleet.trial(name);
    const own = trial?.id === run.id ? trial : undefined;
    const tries = stand.target?.view.trial;
    const state = tries === undefined ? undefined : tries.mode === 'observe' ? 'observing' : 'unconfirmed';
    const inKernel = state === undefined || own?.state === TRIAL_STATES.value[state];
    // Without a trial there is nothing in the report that counts.
    const seenMs = tries === undefined ? nowMs() : stand.reportedMs;
    return {
      about: {
        node: name,
        connected: stand.connected && (tries === undefined || nowMs() - stand.reportedMs < SILENT_MS),
        realised: stand.realised && inKernel,
        ...(stand.refusal !== undefined && { refusal: stand.refusal }),
        ...(own !== undefined && {
          trial: {
            state: TRIAL_STATES.text(own.state),
            endpoints: own.endpoints ?? 0,
            deniedFlows: own.deniedFlows ?? 0,
            allowedFlows: own.allowedFlows ?? 0,
            cutFlows: own.cutFlows ?? 0,
            deniedPackets: own.deniedPackets ?? 0,
            allowedPackets: own.allowedPackets ?? 0,
            lostEvents: own.lostEvents ?? 0,
            judgedPackets: own.judgedPackets ?? 0,
          },
        }),
      },
      seenMs,
    };
  }

  /** A minute, of all those nodes; undefined where one has not told, or its sum began anew. */
  #deniesOf(nodes: readonly string[], fromMs: number, untilMs: number): number | undefined {
    let perMinute = 0;
    for (const node of nodes) {
      const samples = (this.#denies.get(node) ?? []).filter(({ ms }) => ms >= fromMs && ms <= untilMs);
      const [first, last] = [samples[0], samples.at(-1)];
      if (first === undefined || last === undefined || last.ms <= first.ms || last.total < first.total)
        return undefined;
      perMinute += ((last.total - first.total) * 60_000) / (last.ms - first.ms);
    }
    return perMinute;
  }

  async #assert(assertions: readonly RolloutAssertion[], nodes: readonly string[]) {
    const { world, wallMs, evidence } = this.#parts;
    const tests = assertions.map(({ name, from, to, ports, protocol, expect }) => ({
      ...{ name, from, to, ports, expect, line: 0 },
      rest: protocol === undefined ? {} : { protocol },
    }));
    const results = runAssertions(world(), { policies: [], tests }, wallMs());
    const failed = results.flatMap(({ name, passed, failures }) => (passed ? [] : `${name}: ${failures[0] ?? ''}`));
    const unknown = results.flatMap(({ name, flows, passed }) =>
      passed && flows === 0 ? `${name}: judges nothing` : [],
    );
    if (failed.length > 0) return { failed, unknown };
    for (const { node, verified, error } of await evidence.verify(nodes)) {
      if (verified === undefined) unknown.push(`node ${node}: ${error}`);
      else if (!verified.equal) failed.push(`node ${node}: ${verified.differences?.[0] ?? 'its tables differ'}`);
    }
    return { failed, unknown };
  }
}
