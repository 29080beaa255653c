/** Views and targets of one node, made by the product's own parser and resolver from small YAML. */
import { digestOf, sumOfView } from '../../src/distribution/digest.js';
import type { Target } from '../../src/distribution/session.js';
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
