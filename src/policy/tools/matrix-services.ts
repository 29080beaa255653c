/** Columns of a matrix for Services: which of their ports reach pods that may be talked to. */
import { formatProtocol } from '../../net/protocol.js';
import type { ServiceInfo, World } from '../model.js';
import { backendsOf } from '../services.js';
import { FAMILIES, type Stage } from './ends.js';
import type { Sides } from './sides.js';

export interface ServiceColumn {
  /** `svc/namespace/name` */
  readonly name: string;
  readonly namespace: string;
  /** What the end may reach of it: `TCP 5432`, `TCP 80 (1 of 2 pods)`, `none`. */
  allowed(from: number): string;
}

/** Services with pods in the stage. */
export function serviceColumns(world: World, staged: Stage, sides: Sides): ServiceColumn[] {
  const ends = new Map(
    staged.ends.flatMap((end, i) =>
      end.kind === 'workload' ? end.members.map((id): [string, number] => [id, i]) : [],
    ),
  );
  return world.services.flatMap((service) => {
    const ports = service.ports.map((port) => ({
      text: `${formatProtocol(port.protocol)} ${port.port}`,
      protocol: port.protocol,
      backends: backendsOf(world, service, port).flatMap(({ workload, port: own }) => {
        const end = ends.get(workload?.id ?? '');
        return end === undefined ? [] : [{ end, own }];
      }),
    }));
    if (ports.every(({ backends }) => backends.length === 0)) return [];
    return [
      { name: nameOf(service), namespace: service.namespace, allowed: (from: number) => describe(sides, from, ports) },
    ];
  });
}

const nameOf = ({ namespace, name }: ServiceInfo): string => `svc/${namespace}/${name}`;

interface Port {
  readonly text: string;
  readonly protocol: number;
  readonly backends: readonly { readonly end: number; readonly own: number }[];
}

function describe(sides: Sides, from: number, ports: readonly Port[]): string {
  const texts = ports.flatMap(({ text, protocol, backends }) => {
    const open = backends.filter(({ end, own }) => {
      const bit = 1n << BigInt(sides.keys.findIndex((k) => k.protocol === protocol && k.first <= own && own <= k.last));
      return FAMILIES.some((family) => ((sides.between(from, end, family) ?? 0n) & bit) !== 0n);
    });
    if (open.length === 0) return [];
    return [open.length === backends.length ? text : `${text} (${open.length} of ${backends.length} pods)`];
  });
  return texts.length === 0 ? 'none' : texts.join('; ');
}
