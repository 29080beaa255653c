/** The live tables read back and compared with the policy that they should hold. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Plan } from '../compiler/plan.js';
import type { InForce, Publisher } from '../datapath/publisher.js';
import { formatAddress } from '../net/address.js';
import { type HeldView, wholePolicy, wholeSet } from '../policy/held-view.js';
import { headerOf, NO_SERVICES, type ViewEndpoint } from '../policy/view.js';
import { RpcError } from '../rpc/error.js';
import { type Declared, type Difference, TableReader, verificationSteps } from '../tables/index.js';

export interface VerifyResult {
  readonly equal: boolean;
  /** Flows compared. */
  readonly flows: number;
  readonly differences: readonly string[];
}

/** What the live tables should hold. */
export interface Held {
  readonly plan: Plan;
  /** What the plan was made of. */
  view(): Declared;
}

/** A view as it is held, with the endpoints as this node knows them. */
export function declaredBy(view: HeldView, endpoints: readonly ViewEndpoint[]): Declared {
  return {
    bare: { node: view.node, ...headerOf(view), ...NOTHING },
    endpoints,
    policy(key) {
      const policy = view.policies.get(key);
      return policy && wholePolicy(policy);
    },
    set(id) {
      const set = view.sets.get(id);
      return set && wholeSet(set);
    },
  };
}

const NOTHING = { endpoints: [], policies: [], sets: [], ...NO_SERVICES };
const SLICE_MS = 10;
const ATTEMPTS = 5;
/** For how long the tables may be of another revision than what is told to be in force: one comes into force just now. */
const UNSETTLED_MS = 5_000;
const LOOK_MS = 20;
/** Classes of one endpoint's direction; beyond that, a sample. */
const EXHAUSTIVE_UP_TO = 65_536;

/**
 * In slices, so that the event loop serves everything else between them; anew, with what is held then, if a revision is published
 * meanwhile: no view is compared with tables of another one.
 * @param over whether nobody waits for the answer any more
 */
export async function verifyLive(
  held: () => Held | undefined,
  publisher: Publisher,
  over: () => boolean,
): Promise<VerifyResult> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const settled = await waitFor(held, publisher, over);
    const result = settled && (await once(settled.view, settled.inForce, publisher, over));
    if (result !== undefined) return result;
  }
  throw new RpcError('BUSY', '', 'the tables changed whenever they were looked at: try again');
}

async function waitFor(
  held: () => Held | undefined,
  publisher: Publisher,
  over: () => boolean,
): Promise<{ readonly view: Declared; readonly inForce: InForce } | undefined> {
  for (const until = performance.now() + UNSETTLED_MS; performance.now() < until; await pause(LOOK_MS)) {
    endIf(over);
    const { inForce } = publisher;
    const now = held();
    if (now !== undefined && now.plan === inForce?.plan) return { view: now.view(), inForce };
  }
  return undefined;
}

async function once(
  view: Declared,
  { plan, bindings, revision }: InForce,
  publisher: Publisher,
  over: () => boolean,
): Promise<VerifyResult | undefined> {
  const steps = verificationSteps(view, plan.slots, new TableReader(publisher.arena.words), bindings, {
    exhaustiveUpTo: EXHAUSTIVE_UP_TO,
  });
  for (let until = performance.now() + SLICE_MS; ; ) {
    const step = steps.next();
    if (step.done === true) {
      const { differing, classes, differences } = step.value;
      return { equal: differing === 0, flows: classes, differences: differences.map(describe) };
    }
    if (performance.now() < until) continue;
    await new Promise((resolve) => setImmediate(resolve));
    endIf(over);
    if (publisher.revision !== revision) return undefined;
    until = performance.now() + SLICE_MS;
  }
}

function endIf(over: () => boolean): void {
  if (over()) throw new RpcError('UNREACHABLE', '', 'the caller is gone');
}

function describe({ endpoint, direction, peer, key, declared, found }: Difference): string {
  const where = [
    endpoint,
    direction,
    peer && formatAddress(peer),
    key !== undefined && `protocol ${key >>> 16} port ${key & 0xffff}`,
  ];
  return `${where.filter(Boolean).join(' ')}: policy says ${declared}, the kernel holds ${found}`;
}
