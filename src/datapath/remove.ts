/** Takes everything of ours off a node: every interface of it is open afterwards. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { BpfError, BpfLink, destroyClsact, listInterfaces, listTcFilters, type Netns } from '../ebpf/binding.js';
import { DIRECTIONS } from './attach.js';
import { withdrawFilter } from './hooks/clsact.js';
import { Owner } from './owner.js';
import { removePins } from './predecessor.js';

export interface Removed {
  /** Links taken off. */
  readonly links: number;
  /** Interfaces from which filters of ours were taken. */
  readonly filtered: readonly string[];
}

/**
 * Links, filters, maps and pins, of whatever layout version. Harmless where there is nothing.
 * @param dir in bpffs @throws {DatapathError} OWNED: an agent is at work; nothing has changed
 */
export function removeDatapath(dir: string, netns?: Netns): Removed {
  const owner = existsSync(dir) ? Owner.take(dir, 'an agent that is being removed') : undefined;
  try {
    const links = removeLinks(join(dir, 'links'));
    const filtered = listInterfaces(netns)
      .filter(({ ifindex }) => removeFilters(ifindex, netns))
      .map(({ name }) => name);
    if (owner !== undefined) removePins(dir);
    return { links, filtered };
  } finally {
    owner?.close();
  }
}

function removeLinks(dir: string): number {
  if (!existsSync(dir)) return 0;
  const pins = readdirSync(dir);
  for (const name of pins) {
    const link = BpfLink.openPinned(join(dir, name));
    link.detach();
    link.close();
  }
  return pins.length;
}

/** With the qdisc, if nobody else's filter is in it. */
function removeFilters(ifindex: number, netns: Netns | undefined): boolean {
  try {
    const before = filters(ifindex, netns);
    if (before === 0) return false;
    for (const direction of DIRECTIONS) withdrawFilter({ netns, ifindex, direction, pin: '' });
    const after = filters(ifindex, netns);
    if (after === 0) destroyClsact(ifindex, netns);
    return after < before;
  } catch (error) {
    if (error instanceof BpfError && error.code === 'ENODEV') return false;
    throw error;
  }
}

const filters = (ifindex: number, netns: Netns | undefined): number =>
  listTcFilters(ifindex, 'ingress', netns).length + listTcFilters(ifindex, 'egress', netns).length;
