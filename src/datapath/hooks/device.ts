/** Places on a network device, as tcx and clsact have them. */
import { BpfError, firstTcxLink, firstTcxLinks, type Netns } from '../../ebpf/binding.js';
import type { Direction } from '../../net/types.js';

/** Traffic to the workload leaves the host's end of its veth, and the other way round. */
const DEVICE = { ingress: 'egress', egress: 'ingress' } as const;

export interface DevicePlace {
  readonly netns: Netns | undefined;
  readonly ifindex: number;
  /** As the workload sees it. */
  readonly direction: Direction;
  /** In bpffs, of kinds that can be pinned. */
  readonly pin: string;
}

/** What the binding wants to know. */
export const target = ({ netns, ifindex, direction }: DevicePlace) => ({
  netns,
  ifindex,
  direction: DEVICE[direction],
});

/** Id of the link of the tcx program that runs first in a place, 0 if it has none; undefined: no program, as on a kernel without tcx. */
export function firstTcx(place: DevicePlace): number | undefined {
  const { ifindex, direction, netns } = target(place);
  try {
    return firstTcxLink(ifindex, direction, netns);
  } catch (error) {
    if (error instanceof BpfError && error.code === 'EINVAL') return undefined;
    throw error;
  }
}

/** By index, of devices of one namespace: the link of the tcx program that runs first, where there is one. */
export function firstTcxOf(
  ifindexes: Uint32Array,
  direction: Direction,
  netns: Netns | undefined,
): ReadonlyMap<number, number> {
  const links = firstTcxLinks(ifindexes, DEVICE[direction], netns);
  return new Map(Array.from(ifindexes, (ifindex, i) => [ifindex, links[i] as number]));
}

/** A device that has gone has nothing in the way. */
export function unlessGone(test: () => boolean): boolean {
  try {
    return test();
  } catch (error) {
    if (error instanceof BpfError && error.code === 'ENODEV') return true;
    throw error;
  }
}
