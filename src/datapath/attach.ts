/** The two programs on one interface: attached, found again, put back into first place. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { BpfError, type BpfProgram, type Netns, withNetns } from '../ebpf/binding.js';
import type { Direction } from '../net/types.js';
import { CLSACT, withdrawFilter } from './hooks/clsact.js';
import type { DevicePlace } from './hooks/device.js';
import type { Glance, Hook, HookFault, HookKind } from './hooks/hook.js';
import { TCX } from './hooks/tcx.js';

export const DIRECTIONS = ['ingress', 'egress'] as const satisfies readonly Direction[];

export interface AttachPlace {
  readonly netns?: Netns | undefined;
  /** Folder in bpffs for the pinned links. */
  readonly dir: string;
  /** tcx links where the kernel has them, else clsact filters. */
  readonly tcx: boolean;
}

/** Something in the way of enforcement on an interface. */
export interface AttachFault {
  readonly ifindex: number;
  readonly direction: Direction;
  readonly kind: HookFault;
  /** Whether attaching anew may help. */
  readonly mendable: boolean;
}

/** In the place's namespace, entered once for all that is asked there meanwhile. */
export const inPlace = <T>({ netns }: AttachPlace, work: () => T): T =>
  netns === undefined ? work() : withNetns(netns, work);

export type Programs = Readonly<Record<Direction, BpfProgram>>;

const devicePlace = ({ netns, dir }: AttachPlace, ifindex: number, direction: Direction): DevicePlace => ({
  netns,
  ifindex,
  direction,
  pin: join(dir, `${ifindex}_${direction}`),
});

export class Attachment {
  readonly #place: AttachPlace;
  readonly #kind: HookKind<DevicePlace>;
  readonly #hooks = new Map<Direction, Hook>();

  private constructor(
    readonly ifindex: number,
    place: AttachPlace,
    kind: HookKind<DevicePlace> = place.tcx ? TCX : CLSACT,
  ) {
    this.#place = place;
    this.#kind = kind;
  }

  /**
   * As `attach`, for an interface that just appeared and is open: a tcx link takes a grace period of the kernel's
   * read-copy-update for each direction (5 to 20 ms), a clsact filter none. So filters deny first, until the links are there.
   */
  static attachNew(ifindex: number, programs: Programs, place: AttachPlace): Attachment {
    if (!place.tcx) return Attachment.attach(ifindex, programs, place);
    const filters = new Attachment(ifindex, place, CLSACT);
    try {
      for (const direction of DIRECTIONS) filters.#hook(direction, programs[direction]);
    } catch (error) {
      // Somebody's filter is in that place, or the interface is gone: the links tell.
      if (!(error instanceof BpfError)) throw error;
    }
    try {
      return Attachment.attach(ifindex, programs, place);
    } finally {
      filters.detach();
    }
  }

  /**
   * Puts the programs on an interface, ahead of all others. What an earlier process left there is taken over, and swapped
   * for these programs at once. @throws {BpfError} `ENODEV` if the interface is gone. What was attached before still is then,
   * and nothing else.
   */
  static attach(ifindex: number, programs: Programs, place: AttachPlace): Attachment {
    const attachment = new Attachment(ifindex, place);
    try {
      for (const direction of DIRECTIONS) attachment.#hook(direction, programs[direction]);
    } catch (error) {
      attachment.#undo();
      throw error;
    }
    return attachment;
  }

  /** Takes off filters of ours that an agent left where there are links: it died before they were all there. */
  static withdrawFilters(ifindex: number, place: AttachPlace): void {
    if (place.tcx) for (const direction of DIRECTIONS) withdrawFilter(devicePlace(place, ifindex, direction));
  }

  /** Interfaces with pinned links in a folder. */
  static pinned(dir: string): number[] {
    const found = existsSync(dir) ? readdirSync(dir).map((name) => /^(\d+)_(?:in|e)gress$/.exec(name)?.[1]) : [];
    return [...new Set(found.filter((n) => n !== undefined).map(Number))];
  }

  #hook(direction: Direction, program: BpfProgram): void {
    this.#hooks.set(direction, this.#kind.attach(devicePlace(this.#place, this.ifindex, direction), program));
  }

  /** Swaps the programs, one after the other, each at once. */
  update(programs: Programs): void {
    for (const [direction, hook] of this.#hooks) hook.update(programs[direction]);
  }

  /** False once the interface is gone, also if another one has its index now. */
  get alive(): boolean {
    return this.#hooks.size > 0 && [...this.#hooks.values()].every((hook) => hook.alive);
  }

  /** What is not as it should be. Empty: both programs run first and would go on without us. */
  inspect(glance: Glance): AttachFault[] {
    const faults: AttachFault[] = [];
    for (const direction of DIRECTIONS) {
      const hook = this.#hooks.get(direction);
      const kind = hook === undefined ? 'gone' : hook.inspect(glance);
      if (kind !== undefined)
        faults.push({ ifindex: this.ifindex, direction, kind, mendable: hook?.mendable(kind) ?? true });
    }
    return faults;
  }

  /**
   * Attaches anew what `inspect` found wrong. `spare` gives the same programs loaded once more: the kernel has a program
   * only once on a hook, and ours must come to the front before the one behind goes.
   * @throws {BpfError} `ENODEV` if the interface is gone
   */
  repair(programs: Programs, spare: () => Programs, glance: Glance): AttachFault[] {
    const faults = this.inspect(glance);
    for (const { direction, kind, mendable } of faults) {
      const hook = this.#hooks.get(direction);
      if (!mendable) continue;
      if (kind === 'unpinned' && hook !== undefined) {
        hook.pin();
        continue;
      }
      try {
        this.#hook(direction, programs[direction]);
      } catch (error) {
        if (!(error instanceof BpfError) || error.code !== 'EEXIST') throw error;
        this.#hook(direction, spare()[direction]);
      }
      hook?.close();
    }
    return faults;
  }

  /** Takes off what this attachment brought; what it found stays. */
  #undo(): void {
    for (const [direction, hook] of this.#hooks) {
      if (!hook.adopted) continue;
      hook.close();
      this.#hooks.delete(direction);
    }
    this.detach();
  }

  /** Takes the programs off, the last one first: every packet passes from now on. */
  detach(): void {
    for (const hook of [...this.#hooks.values()].reverse()) hook.detach();
    this.#hooks.clear();
  }

  /** Lets go; the programs stay. */
  close(): void {
    for (const hook of this.#hooks.values()) hook.close();
    this.#hooks.clear();
  }
}
