/** Filters of a clsact qdisc: for kernels without tcx, and for an interface that just appeared. No link, and nothing to pin: they stay. */
import {
  adoptClsact,
  attachClsact,
  BpfError,
  type BpfProgram,
  CLSACT_HANDLE,
  CLSACT_PRIORITY,
  listTcFilters,
  type TcFilter,
} from '../../ebpf/binding.js';
import { type DevicePlace, firstTcx, target, unlessGone } from './device.js';
import type { Hook, HookFault, HookKind } from './hook.js';

export const CLSACT: HookKind<DevicePlace> = {
  attach(place, program) {
    const filter = adopt(place);
    filter?.update(program);
    return new ClsactHook(place, filter ?? attachClsact({ ...target(place), program }), filter !== undefined);
  },
};

/** Takes off a filter of ours that an agent left where there are links: it died before they were all there. */
export function withdrawFilter(place: DevicePlace): void {
  const filter = adopt(place);
  filter?.detach();
  filter?.close();
}

const filters = (place: DevicePlace) => listTcFilters(place.ifindex, target(place).direction, place.netns);
const isFirst = (place: DevicePlace): boolean => {
  const [first] = filters(place);
  return first?.priority === CLSACT_PRIORITY && first.handle === CLSACT_HANDLE;
};

/** Our filter that is there; somebody else's in its place is none. */
function adopt(place: DevicePlace): TcFilter | undefined {
  const [first] = filters(place);
  const isOurs = isFirst(place) && first?.name?.startsWith(`osg_${place.direction}`);
  return isOurs ? adoptClsact(target(place)) : undefined;
}

class ClsactHook implements Hook {
  constructor(
    private readonly place: DevicePlace,
    private readonly filter: TcFilter,
    readonly adopted: boolean,
  ) {}

  get alive(): boolean {
    return this.filter.progId !== 0;
  }

  update(program: BpfProgram): void {
    this.filter.update(program);
  }

  /** Every tcx program precedes every filter. */
  inspect(): HookFault | undefined {
    if (!this.alive) return 'gone';
    const first = unlessGone(() => firstTcx(this.place) === undefined && isFirst(this.place));
    return first ? undefined : 'behind';
  }

  mendable(fault: HookFault): boolean {
    return fault !== 'behind';
  }

  pin(): void {}

  /** With the qdisc, if it brought it and nobody else uses it. The device may have gone. */
  detach(): void {
    try {
      const others = (['ingress', 'egress'] as const).flatMap((direction) => filters({ ...this.place, direction }));
      this.filter.detach(others.length <= 1);
    } catch (error) {
      if (!(error instanceof BpfError) || !['ENODEV', 'ENOENT', 'EINVAL'].includes(error.code)) throw error;
    } finally {
      this.filter.close();
    }
  }

  close(): void {
    this.filter.close();
  }
}
