/**
 * Links at netfilter's hooks (Linux 6.4): pinned, like tcx links. Their program cannot be swapped, and no two programs may stand at
 * one priority: an upgrade attaches at the neighbouring one before the old link goes, so that no packet passes between the two.
 */
import { existsSync, renameSync, unlinkSync } from 'node:fs';
import {
  BpfError,
  BpfLink,
  type BpfProgram,
  type NetfilterFamily,
  type NetfilterHook,
  type Netns,
  netfilterLink,
} from '../../ebpf/binding.js';
import type { Glance, Hook, HookFault, HookKind } from './hook.js';

export interface NetfilterPlace {
  readonly netns: Netns | undefined;
  readonly family: NetfilterFamily;
  readonly hook: NetfilterHook;
  /** The first one, and the one that takes turns with it. */
  readonly priorities: readonly [number, number];
  /** In bpffs. */
  readonly pin: string;
  /** Takes the link that was there before. It is to be detached once nothing relies on its program. */
  readonly retire: (link: BpfLink) => void;
}

export const NETFILTER: HookKind<NetfilterPlace> = {
  attach(place, program) {
    const next = `${place.pin}_next`;
    // Left between two steps by a process that was killed: the newer one, or the only one.
    if (existsSync(next) && existsSync(place.pin)) removeLink(place.pin);
    if (existsSync(next)) renameSync(next, place.pin);
    const old = existsSync(place.pin) ? BpfLink.openPinned(place.pin) : undefined;
    return new NetfilterLink(place, program, replace(place, program, old), old !== undefined);
  },
};

/** Takes off what an earlier process left. */
export function removeLink(pin: string): void {
  const link = BpfLink.openPinned(pin);
  link.detach();
  link.close();
  unlinkSync(pin);
}

/** Puts the program beside the old link. */
function replace(place: NetfilterPlace, program: BpfProgram, old: BpfLink | undefined): BpfLink {
  const [first, second] = place.priorities;
  const priorities = old?.info.priority === first ? [second, first] : [first, second];
  try {
    const link = attachAt(place, program, priorities);
    const next = `${place.pin}_next`;
    link.pin(next);
    renameSync(next, place.pin);
    if (old !== undefined) place.retire(old);
    return link;
  } catch (error) {
    old?.close();
    throw error;
  }
}

/** At the first priority that is free: what a killed process left between two steps may hold one. */
function attachAt(place: NetfilterPlace, program: BpfProgram, priorities: readonly number[]): BpfLink {
  let busy: unknown;
  for (const priority of priorities) {
    try {
      return netfilterLink(program, { ...place, priority }, place.netns);
    } catch (error) {
      if (!(error instanceof BpfError) || error.code !== 'EBUSY') throw error;
      busy = error;
    }
  }
  throw busy;
}

class NetfilterLink implements Hook {
  constructor(
    private readonly place: NetfilterPlace,
    private program: BpfProgram,
    private link: BpfLink,
    readonly adopted: boolean,
  ) {}

  /** The kernel does not say so of a link: another program gets the priority only where ours has gone. */
  get alive(): boolean {
    const priority = this.link.info.priority ?? 0;
    try {
      const link = netfilterLink(this.program, { ...this.place, priority }, this.place.netns);
      link.close();
      return false;
    } catch (error) {
      if (error instanceof BpfError && error.code === 'EBUSY') return true;
      throw error;
    }
  }

  update(program: BpfProgram): void {
    this.link = replace(this.place, program, this.link);
    this.program = program;
  }

  inspect(glance: Glance): HookFault | undefined {
    if (!this.alive) return 'gone';
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
