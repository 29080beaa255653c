/** The live tables read back and compared with the policy that they should hold. */
import type { Plan } from '../compiler/plan.js';
import type { Publisher } from '../datapath/publisher.js';
import { formatAddress } from '../net/address.js';
import type { NodeView } from '../policy/view.js';
import { RpcError } from '../rpc/error.js';
import { type Binding, type Difference, TableReader, verificationSteps } from '../tables/index.js';

export interface VerifyResult {
  readonly equal: boolean;
  /** Flows compared. */
  readonly flows: number;
  readonly differences: readonly string[];
}

const SLICE_MS = 10;
const ATTEMPTS = 5;
/** Classes of one endpoint's direction; beyond that, a sample. */
const EXHAUSTIVE_UP_TO = 65_536;

/**
 * In slices, so that the event loop serves everything else between them; anew if a revision is published meanwhile.
 * @param over whether nobody waits for the answer any more
 */
export async function verifyLive(
  view: NodeView,
  plan: Plan,
  publisher: Publisher,
  bindings: ReadonlyMap<string, Binding>,
  over: () => boolean = () => false,
): Promise<VerifyResult> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const result = await once(view, plan, publisher, bindings, over);
    if (result !== undefined) return result;
  }
  throw new Error('the tables changed whenever they were looked at: try again');
}

async function once(
  view: NodeView,
  plan: Plan,
  publisher: Publisher,
  bindings: ReadonlyMap<string, Binding>,
  over: () => boolean,
): Promise<VerifyResult | undefined> {
  const { revision } = publisher;
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
    if (over()) throw new RpcError('UNREACHABLE', '', 'the caller is gone');
    if (publisher.revision !== revision) return undefined;
    until = performance.now() + SLICE_MS;
  }
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
