/** What the kernel tells of interfaces, addresses and neighbours. Import them from `binding.js`. */
import type { Handle, Netns } from './binding-types.js';

export interface LinkInterface {
  event: 'new' | 'del';
  ifindex: number;
  name: string;
  /** Lower-case, colon-separated; absent for devices without addresses. */
  mac?: string;
  mtu: number;
  up: boolean;
  /** IFF_* flags. */
  flags: number;
  /** IF_OPER_*: 6 is up, 2 down, 0 unknown. */
  operState: number;
  /** Of a veth: the other end's index in its namespace (`peerNetnsId`, absent when it is this one). */
  peerIfindex?: number;
  peerNetnsId?: number;
  masterIfindex?: number;
  /** "veth", "bridge", …; absent for hardware and lo. */
  kind?: string;
  alias?: string;
}

export interface LinkWatcherOptions {
  /** After `overflow` events are missing: list the interfaces anew. */
  onBatch: (changes: LinkInterface[], overflow: boolean) => void;
  onError?: (error: unknown) => void;
  netns?: Netns;
}

/** An address that the network namespace holds. */
export interface HeldAddress {
  event: 'new' | 'del';
  ifindex: number;
  family: 4 | 6;
  /** 4 or 16 bytes. */
  address: Buffer;
}

/** A unicast route to a single address. */
export type HostRoute = Omit<HeldAddress, 'event'>;

/** Somebody on a link whose MAC is known; or, of a bridge, behind the port `ifindex`. */
export interface Neighbour {
  ifindex: number;
  /** Lower-case, colon-separated. */
  mac: string;
  /** 4 or 16 bytes; absent in a bridge's table. */
  address?: Buffer;
}

export interface AddressWatcherOptions {
  /** After `overflow` events are missing: list the addresses anew. */
  onBatch: (changes: HeldAddress[], overflow: boolean) => void;
  onError?: (error: unknown) => void;
  netns?: Netns;
}

export interface LinkWatcher extends Handle {
  setRef(on: boolean): void;
}
