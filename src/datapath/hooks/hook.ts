/**
 * Where the kernel calls a program. A kind of hook knows how a program gets to one place, stays there and is found again; what
 * runs there and why is not its business. Kinds: `tcx.ts`, `clsact.ts`, `netfilter.ts`; others (XDP, cgroup) have places of their own.
 */
import type { BpfProgram } from '../../ebpf/binding.js';
import type { Direction } from '../../net/types.js';

/** gone: not attached any more. behind: a foreign program runs first. unpinned: would end with us. */
export type HookFault = 'gone' | 'behind' | 'unpinned';

/** What is seen of all places at once: to ask for each alone is most of what an inspection of many interfaces costs. */
export interface Glance {
  isPinned(path: string): boolean;
  /** Id of the tcx link that runs first on a device; undefined or 0: not seen. @param direction as the workload sees it */
  firstTcx?(ifindex: number, direction: Direction): number | undefined;
}

/** A program in its place. */
export interface Hook {
  /** It was there before us: what goes wrong elsewhere must not take it away. */
  readonly adopted: boolean;
  /** Whether the place is still the one that it was attached to. */
  readonly alive: boolean;
  /** Swaps the program at once: no packet passes between the two. */
  update(program: BpfProgram): void;
  /** What is not as it should be; undefined: it runs first, and would go on without us. @param glance of now */
  inspect(glance: Glance): HookFault | undefined;
  /** Whether this fault can be mended at all: what a foreign hand put first is not ours to remove. */
  mendable(fault: HookFault): boolean;
  /** Sees to it that it goes on without us. */
  pin(): void;
  /** Takes the program off; harmless where the place is gone. */
  detach(): void;
  /** Lets go; the program stays. */
  close(): void;
}

/** How programs get to places of one kind. */
export interface HookKind<Place> {
  /**
   * Puts a program in its place, ahead of all others, pinned. What an earlier process left there is taken over and swapped at once.
   * @throws {BpfError} `ENODEV`: the place is gone. What was attached before still is
   */
  attach(place: Place, program: BpfProgram): Hook;
}
