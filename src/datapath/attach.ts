/** The two programs on one interface: attached, pinned, found again, put back into first place. */
import { existsSync, readdirSync, renameSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import {
  adoptClsact,
  attachClsact,
  attachTcx,
  BpfError,
  BpfLink,
  type BpfProgram,
  CLSACT_HANDLE,
  CLSACT_PRIORITY,
  listTcFilters,
  type Netns,
  queryTcx,
  type TcFilter,
} from '../ebpf/binding.js';
import type { Direction } from '../net/types.js';

/** Traffic to the workload leaves the host's end of its veth, and the other way round. */
const DEVICE = { ingress: 'egress', egress: 'ingress' } as const;
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
  /** gone: not attached any more. behind: a foreign program runs first. unpinned: would end with us. */
  readonly kind: 'gone' | 'behind' | 'unpinned';
}

export type Programs = Readonly<Record<Direction, BpfProgram>>;

type Hook = ({ readonly link: BpfLink } | { readonly filter: TcFilter }) & {
  /** It was there before us: what goes wrong with the other direction must not take it away. */
  readonly adopted: boolean;
};

export class Attachment {
  readonly #place: AttachPlace;
  readonly #hooks = new Map<Direction, Hook>();

  private constructor(
    readonly ifindex: number,
    place: AttachPlace,
  ) {
    this.#place = place;
  }

  /**
   * As `attach`, for an interface that just appeared and is open: a tcx link takes a grace period of the kernel's
   * read-copy-update for each direction (5 to 20 ms), a clsact filter none. So filters deny first, until the links are there.
   */
  static attachNew(ifindex: number, programs: Programs, place: AttachPlace): Attachment {
    if (!place.tcx) return Attachment.attach(ifindex, programs, place);
    const filters: TcFilter[] = [];
    try {
      for (const direction of DIRECTIONS)
        filters.push(
          attachClsact({ ifindex, direction: DEVICE[direction], netns: place.netns, program: programs[direction] }),
        );
    } catch (error) {
      // Somebody's filter is in that place, or the interface is gone: the links tell.
      if (!(error instanceof BpfError)) throw error;
    }
    try {
      return Attachment.attach(ifindex, programs, place);
    } finally {
      withdraw(ifindex, filters, place.netns);
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
  static withdrawFilters(ifindex: number, { netns, tcx }: AttachPlace): void {
    if (!tcx) return;
    for (const direction of DIRECTIONS) {
      const target = { ifindex, direction: DEVICE[direction], netns };
      const [first] = listTcFilters(ifindex, target.direction, netns);
      const isOurs = first?.priority === CLSACT_PRIORITY && first.handle === CLSACT_HANDLE;
      if (!isOurs || !first.name?.startsWith(`osg_${direction}`)) continue;
      const filter = adoptClsact(target);
      if (filter === undefined) continue;
      filter.detach();
      filter.close();
    }
  }

  /** Interfaces with pinned links in a folder. */
  static pinned(dir: string): number[] {
    const found = existsSync(dir) ? readdirSync(dir).map((name) => /^(\d+)_(?:in|e)gress$/.exec(name)?.[1]) : [];
    return [...new Set(found.filter((n) => n !== undefined).map(Number))];
  }

  #pin(direction: Direction): string {
    return join(this.#place.dir, `${this.ifindex}_${direction}`);
  }

  #hook(direction: Direction, program: BpfProgram): void {
    const { netns, tcx } = this.#place;
    const target = { ifindex: this.ifindex, direction: DEVICE[direction], netns };
    if (!tcx) {
      const filter = adoptClsact(target);
      if (filter !== undefined) filter.update(program);
      this.#hooks.set(direction, {
        filter: filter ?? attachClsact({ ...target, program }),
        adopted: filter !== undefined,
      });
      return;
    }
    const old = this.#adopt(direction);
    if (old !== undefined && this.#first(direction, old)) {
      old.update(program);
      this.#hooks.set(direction, { link: old, adopted: true });
      return;
    }
    try {
      // A new link goes to the front before the old one, if any, goes.
      const link = attachTcx({ ...target, program });
      this.#hooks.set(direction, { link, adopted: old !== undefined });
      const next = `${this.#pin(direction)}_next`;
      if (existsSync(next)) unlinkSync(next);
      link.pin(next);
      renameSync(next, this.#pin(direction));
    } finally {
      old?.close();
    }
  }

  /** The link that is pinned for this place, if it is alive. */
  #adopt(direction: Direction): BpfLink | undefined {
    const path = this.#pin(direction);
    if (!existsSync(path)) return undefined;
    const link = BpfLink.openPinned(path);
    if (link.info.ifindex === this.ifindex) return link;
    link.close();
    return undefined;
  }

  /** @param link ours; absent: a clsact filter, which every tcx program precedes */
  #first(direction: Direction, link?: BpfLink): boolean {
    const { netns } = this.#place;
    if (link !== undefined)
      return queryTcx(this.ifindex, DEVICE[direction], netns).programs[0]?.linkId === link.info.id;
    if (this.#precededByTcx(direction)) return false;
    const [first] = listTcFilters(this.ifindex, DEVICE[direction], netns);
    return first?.priority === CLSACT_PRIORITY && first.handle === CLSACT_HANDLE;
  }

  #precededByTcx(direction: Direction): boolean {
    try {
      return queryTcx(this.ifindex, DEVICE[direction], this.#place.netns).programs.length > 0;
    } catch (error) {
      if (error instanceof BpfError && error.code === 'EINVAL') return false; // a kernel without tcx
      throw error;
    }
  }

  /** Swaps the programs, one after the other, each at once. */
  update(programs: Programs): void {
    for (const [direction, hook] of this.#hooks) {
      if ('link' in hook) hook.link.update(programs[direction]);
      else hook.filter.update(programs[direction]);
    }
  }

  /** False once the interface is gone, also if another one has its index now. */
  get alive(): boolean {
    for (const hook of this.#hooks.values())
      if ('link' in hook ? hook.link.info.ifindex !== this.ifindex : hook.filter.progId === 0) return false;
    return this.#hooks.size > 0;
  }

  /** What is not as it should be. Empty: both programs run first and would go on without us. */
  inspect(): AttachFault[] {
    const faults: AttachFault[] = [];
    for (const direction of DIRECTIONS) {
      const fault = (kind: AttachFault['kind']): number => faults.push({ ifindex: this.ifindex, direction, kind });
      const hook = this.#hooks.get(direction);
      if (hook === undefined) fault('gone');
      else if ('filter' in hook) {
        if (hook.filter.progId === 0) fault('gone');
        else if (!this.#isFirst(direction)) fault('behind');
      } else if (hook.link.info.ifindex !== this.ifindex) fault('gone');
      else if (!this.#isFirst(direction, hook.link)) fault('behind');
      else if (!existsSync(this.#pin(direction))) fault('unpinned');
    }
    return faults;
  }

  #isFirst(direction: Direction, link?: BpfLink): boolean {
    try {
      return this.#first(direction, link);
    } catch (error) {
      if (error instanceof BpfError && error.code === 'ENODEV') return true;
      throw error;
    }
  }

  /**
   * Attaches anew what `inspect` found wrong. `spare` gives the same programs loaded once more: the kernel has a program
   * only once on a hook, and ours must come to the front before the one behind goes.
   * @throws {BpfError} `ENODEV` if the interface is gone
   */
  repair(programs: Programs, spare: () => Programs): AttachFault[] {
    const faults = this.inspect();
    for (const { direction, kind } of faults) {
      const hook = this.#hooks.get(direction);
      // Nothing can come before what the foreign hand put first; it is not ours to remove.
      if (kind === 'behind' && hook !== undefined && 'filter' in hook) continue;
      if (kind === 'unpinned' && hook !== undefined && 'link' in hook) {
        hook.link.pin(this.#pin(direction));
        continue;
      }
      try {
        this.#hook(direction, programs[direction]);
      } catch (error) {
        if (!(error instanceof BpfError) || error.code !== 'EEXIST') throw error;
        this.#hook(direction, spare()[direction]);
      }
      if (hook !== undefined && 'link' in hook) hook.link.close();
    }
    return faults;
  }

  /** Takes off what this attachment brought; what it found stays. */
  #undo(): void {
    for (const [direction, hook] of this.#hooks) {
      if (!hook.adopted) continue;
      ('filter' in hook ? hook.filter : hook.link).close();
      this.#hooks.delete(direction);
    }
    this.detach();
  }

  /** Takes the programs off: every packet passes from now on. */
  detach(): void {
    for (const [direction, hook] of this.#hooks) {
      if ('filter' in hook) detachFilter(hook.filter);
      else {
        hook.link.detach();
        hook.link.close();
        if (existsSync(this.#pin(direction))) unlinkSync(this.#pin(direction));
      }
    }
    this.#hooks.clear();
  }

  /** Lets go; the programs stay. */
  close(): void {
    for (const hook of this.#hooks.values()) ('filter' in hook ? hook.filter : hook.link).close();
    this.#hooks.clear();
  }
}

/** It may have gone with its interface. */
function detachFilter(filter: TcFilter): void {
  try {
    filter.detach(true);
  } catch (error) {
    if (!(error instanceof BpfError) || !['ENODEV', 'ENOENT', 'EINVAL'].includes(error.code)) throw error;
  }
}

/** Takes off the filters that denied at once; their qdisc too, if they brought it and nobody else uses it. */
function withdraw(ifindex: number, [first, ...others]: readonly TcFilter[], netns: Netns | undefined): void {
  if (first === undefined) return;
  try {
    for (const filter of others) filter.detach();
    const left = DIRECTIONS.flatMap((direction) => listTcFilters(ifindex, DEVICE[direction], netns));
    first.detach(left.length === 1);
  } catch (error) {
    if (!(error instanceof BpfError) || !['ENODEV', 'ENOENT', 'EINVAL'].includes(error.code)) throw error;
  } finally {
    for (const filter of [first, ...others]) filter.close();
  }
}
