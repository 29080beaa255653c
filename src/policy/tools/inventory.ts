/** What an inventory says that cannot be: pods on nodes that nobody declares. */
import type { Diagnostic } from '../diagnostics.js';
import type { Workload, World } from '../model.js';
import { isLive } from '../select.js';

/** Live workloads by the node that they name and the inventory lacks. */
export function workloadsOfUnknownNodes(world: World): ReadonlyMap<string, readonly Workload[]> {
  const known = new Set(world.nodes.filter((node) => node.addresses.length > 0).map((node) => node.name));
  const found = new Map<string, Workload[]>();
  for (const workload of world.workloads.filter((w) => isLive(w) && w.node !== '' && !known.has(w.node)))
    found.set(workload.node, [...(found.get(workload.node) ?? []), workload]);
  return found;
}

/** One warning for each such node, where its first pod is declared. */
export function unknownNodes(world: World): Diagnostic[] {
  return [...workloadsOfUnknownNodes(world)].map(([node, [first, ...more]]) => ({
    severity: 'warning',
    code: 'unknown-node',
    file: (first as Workload).source.file,
    line: (first as Workload).source.line,
    column: (first as Workload).source.column ?? 1,
    field: 'spec.nodeName',
    object: `Pod/${(first as Workload).id}`,
    message: `no Node object with addresses declares ${node}${more.length > 0 ? `, where ${more.length} other pods run too` : ''}: health probes from it are judged as a stranger's`,
  }));
}
