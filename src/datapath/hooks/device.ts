/** Places on a network device, as tcx and clsact have them. */
import { BpfError, type Netns, queryTcx } from '../../ebpf/binding.js';
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

/** Ids of the links of the tcx programs in a place, in the order in which they run; none on a kernel without tcx. */
export function tcxLinks(place: DevicePlace): number[] {
  const { ifindex, direction, netns } = target(place);
  try {
    return queryTcx(ifindex, direction, netns).programs.map(({ linkId }) => linkId);
  } catch (error) {
    if (error instanceof BpfError && error.code === 'EINVAL') return [];
    throw error;
  }
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
