/** tcx links (Linux 6.6): pinned, and so owned by nobody's life. */
import { existsSync, renameSync, unlinkSync } from 'node:fs';
import { attachTcx, BpfLink, type BpfProgram } from '../../ebpf/binding.js';
import { DatapathError } from '../error.js';
import { type DevicePlace, firstTcx, target, unlessGone } from './device.js';
import type { Glance, Hook, HookFault, HookKind } from './hook.js';

export const TCX: HookKind<DevicePlace> = {
  attach(place, program) {
    const old = pinned(place);
    if (old !== undefined && isFirst(place, old)) {
      old.update(program);
      return new TcxHook(place, old, true);
    }
    try {
      // A new link goes to the front before the old one, if any, goes.
      const link = attachTcx({ ...target(place), program });
      const next = `${place.pin}_next`;
      if (existsSync(next)) unlinkSync(next);
      link.pin(next);
      renameSync(next, place.pin);
      return new TcxHook(place, link, old !== undefined);
    } finally {
      old?.close();
    }
  },
};

/** The link that is pinned for this place, if it is alive. */
function pinned({ pin, ifindex }: DevicePlace): BpfLink | undefined {
  if (!existsSync(pin)) return undefined;
  let link: BpfLink | undefined;
  try {
    link = BpfLink.openPinned(pin);
    if (link.info.ifindex === ifindex) return link;
    link.close();
    return undefined;
  } catch (cause) {
    link?.close();
    throw new DatapathError('LAYOUT', 'open', `${pin}: no link of ours is pinned there: ${String(cause)}`, { cause });
  }
}

const isFirst = (place: DevicePlace, link: BpfLink): boolean => firstTcx(place) === link.info.id;

class TcxHook implements Hook {
  /** The kernel's, for as long as the link is. */
  readonly #id: number;

  constructor(
    private readonly place: DevicePlace,
    private readonly link: BpfLink,
    readonly adopted: boolean,
  ) {
    this.#id = link.info.id;
  }

  /** The kernel says 0 once the device is gone, also if another one has its index now. */
  get alive(): boolean {
    return this.link.info.ifindex === this.place.ifindex;
  }

  update(program: BpfProgram): void {
    this.link.update(program);
  }

  inspect(glance: Glance): HookFault | undefined {
    // A link that runs there is alive: no question to the kernel where all is well.
    let runs = glance.firstTcx?.(this.place.ifindex, this.place.direction) === this.#id;
    if (runs) return glance.isPinned(this.place.pin) ? undefined : 'unpinned';
    const behind = !unlessGone(() => {
      runs = firstTcx(this.place) === this.#id;
      return runs;
    });
    if (!runs && !this.alive) return 'gone';
    if (behind) return 'behind';
    return glance.isPinned(this.place.pin) ? undefined : 'unpinned';
  }

  mendable(): boolean {
    return true;
  }

  pin(): void {
    this.link.pin(this.place.pin);
  }

  detach(): void {
    this.link.detach();
    this.link.close();
    if (existsSync(this.place.pin)) unlinkSync(this.place.pin);
  }

  close(): void {
    this.link.close();
  }
}
