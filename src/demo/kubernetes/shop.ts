/** The shop as pods of a cluster, and who of them could talk to whom: the inventory of deploy/examples, made real. */
import { readFileSync } from 'node:fs';
import { parseAllDocuments } from 'yaml';
import { parseAddress } from '../../net/address.js';
import { PROTOCOL } from '../../net/types.js';
import { evaluate } from '../../policy/evaluate.js';
import type { FlowDecision } from '../../policy/flow.js';
import type { World } from '../../policy/model.js';
import type { Lab } from './cluster.js';
import { POD_IMAGE } from './images.js';
import type { Metadata } from './objects.js';

interface Port {
  readonly containerPort: number;
  readonly protocol?: string;
}
interface Declared {
  readonly kind: string;
  readonly metadata: Metadata & { readonly namespace?: string };
  readonly spec: {
    readonly serviceAccountName?: string;
    readonly containers: readonly { readonly name: string; readonly ports?: readonly Port[] }[];
  };
}

/** What is said of a service: `tcp 80`. */
export interface Attempt {
  readonly from: string;
  readonly to: string;
  readonly service: string;
  readonly expected: FlowDecision;
  readonly answered: boolean;
}

/** @param file an inventory: a List of namespaces, nodes and pods */
export function shopObjects(file: string): { readonly namespaces: object[]; readonly pods: Declared[] } {
  const [list] = parseAllDocuments(readFileSync(file, 'utf8')).map((it) => it.toJS() as { items: Declared[] });
  const items = list?.items ?? [];
  const pods = items
    .filter(({ kind }) => kind === 'Pod')
    .map((pod) => {
      const ports = pod.spec.containers.flatMap((container) => container.ports ?? []);
      const serves = ports.map(({ protocol = 'TCP', containerPort }) => `${protocol.toLowerCase()}:${containerPort}`);
      const { serviceAccountName, containers } = pod.spec;
      return {
        ...{ apiVersion: 'v1', kind: 'Pod' },
        metadata: {
          name: pod.metadata.name,
          namespace: pod.metadata.namespace ?? '',
          labels: pod.metadata.labels ?? {},
        },
        spec: {
          ...(serviceAccountName !== undefined && { serviceAccountName }),
          containers: [
            { name: containers[0]?.name ?? 'c', image: POD_IMAGE, command: ['/pod', 'serve', ...serves], ports },
          ],
        },
      };
    });
  return { namespaces: items.filter(({ kind }) => kind === 'Namespace'), pods };
}

const LONG_MS = 2_500;

/** Every pod tries every service of every other, in both families. @param world as declared, with the addresses that pods have */
export async function tryAll(lab: Lab, world: World, pods: readonly string[]): Promise<Attempt[]> {
  const all: Attempt[] = [];
  for (const from of pods) {
    const flows = flowsOf(lab, world, from, pods);
    const { output } = await lab.exec(from, '/pod', 'try', `${LONG_MS}`, ...flows.map(({ target }) => target));
    const answers = output.trim().split('\n');
    const now = Date.now();
    for (const [i, { to, service, source, destination, port, protocol }] of flows.entries()) {
      const flow = { source: parseAddress(source), destination: parseAddress(destination), protocol, port };
      all.push({ from, to, service, expected: evaluate(world, flow, now), answered: answers[i] === 'yes' });
    }
  }
  return all;
}

/** What a pod could try. */
export function flowsOf(lab: Lab, world: World, from: string, pods: readonly string[]) {
  const addresses = (id: string): readonly string[] => lab.kubelet.get(id)?.addresses ?? [];
  return world.workloads
    .filter(({ id }) => id !== from && pods.includes(id))
    .flatMap(({ id: to, ports }) =>
      ports.flatMap(({ protocol, port }) =>
        addresses(to).map((destination, family) => {
          const name = protocol === PROTOCOL.udp ? 'udp' : 'tcp';
          const source = addresses(from)[family] ?? '';
          return {
            to,
            service: `${name} ${port}`,
            source,
            destination,
            port,
            protocol,
            target: `${name}/${destination}/${port}`,
          };
        }),
      ),
    );
}

/** What went otherwise than the reference evaluator says. */
export const wrong = (attempts: readonly Attempt[]): string[] =>
  attempts
    .filter(({ expected, answered }) => answered !== (expected.verdict === 'allow'))
    .map(
      (it) =>
        `${it.from} → ${it.to} ${it.service}: expected ${it.expected.verdict}, ${it.answered ? '' : 'not '}answered`,
    );

/** One line a service: who reaches it, in words that fit 80 columns. */
export function reachTable(attempts: readonly Attempt[]): string[] {
  const by = new Map<string, Set<string>>();
  for (const { from, to, service, answered } of attempts) {
    const key = `${to} ${service}`;
    const names = by.get(key) ?? new Set();
    if (answered) names.add(from.split('/')[1] ?? from);
    by.set(key, names);
  }
  return [...by].map(([key, names]) => {
    const who = names.size === 0 ? 'nobody' : [...names].join(' ');
    return `${key.padEnd(32)} ${who}`;
  });
}
