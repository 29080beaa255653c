/** Views and targets of one node, made by the product's own parser and resolver from small YAML. */
import { digestOf, sumOfView } from '../../src/distribution/digest.js';
import {
  type Base,
  NodeSession,
  type NodeStream,
  type SessionEvents,
  type Target,
} from '../../src/distribution/session.js';
import type { Paced } from '../../src/part/slices.js';
import { HeldView } from '../../src/policy/held-view.js';
import { parseSources } from '../../src/policy/load.js';
import { resolveNode } from '../../src/policy/resolve.js';
import type { NodeView } from '../../src/policy/view.js';
import { groupYaml, nodeYaml, podYaml } from './shop-files.js';

/** n1 with `pods` workloads w0, w1, …; w0 accepts the others with label `from` on `port`. */
export function sampleView({ pods = 3, from = 'w1', port = 8080 } = {}): NodeView {
  const inventory = Array.from({ length: pods }, (_, i) => podYaml(`w${i}`, `10.77.${i >> 8}.${i & 255}`)).join('');
  const files = [
    { path: 'inventory.yaml', text: nodeYaml('n1', '10.1.0.1') + inventory },
    { path: 'policy.yaml', text: groupYaml('w0', from, port) },
  ];
  return resolveNode(parseSources(files).world, 'n1');
}

/** Does all of it at once. */
const AT_ONCE = {
  begin(work: Paced): void {
    for (let step = work.next(); step.done !== true; step = work.next());
  },
};

/** A session whose node reads at once, and that keeps nobody waiting. */
export function sessionAtOnce(
  write: NodeStream['write'],
  base?: Base,
  events: Partial<SessionEvents> = {},
  now?: () => number,
): NodeSession {
  const failed = (error: unknown): void => {
    throw error;
  };
  const all = { acked: () => undefined, refused: () => undefined, failed, ...events };
  return new NodeSession({ write, room: () => undefined }, base, all, now, AT_ONCE);
}

export function target(view: NodeView, revision: number, epoch = 1, version = 0): Target {
  const held = HeldView.of(view);
  const sum = sumOfView(held);
  return {
    epoch,
    revision,
    version,
    source: { id: `source-${revision}`, author: 'a', subject: 's', timeUnixUs: 1 },
    digest: digestOf(held, sum),
    sum,
    view: held,
    explicitEmpty: false,
  };
}
