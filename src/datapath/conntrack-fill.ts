/** How many flows endpoints have tracked, out of how many they may. */
import { number64, u32Key, uint64 } from '../ebpf/struct.js';
import { OsgConntrackLimits, OsgCtAccount, OsgCtNode } from '../gen/abi.js';
import type { KernelObject } from './programs.js';

/** Entries, of the node. */
export interface ConntrackQuota {
  /** Of each endpoint, whatever others do. */
  readonly guaranteed: number;
  /** Of all, beyond that; one alone gets at most 4/5 of what the others leave. */
  readonly shared: number;
}

/** How many an endpoint with so many may have as things are. @param node struct osg_ct_node; as osg_ct_limit() in bpf/lib/conntrack_table.h */
export function limitOf(live: number, { guaranteed, shared }: ConntrackQuota, node: Buffer): number {
  const others = Number(uint64(node, OsgCtNode.fields.shared)) - Math.max(0, live - guaranteed);
  const share = OsgConntrackLimits.CT_SHARE;
  return guaranteed + Math.floor((Math.max(0, shared - Math.max(0, others)) * share) / (share + 1));
}

export interface Fill {
  readonly live: number;
  readonly limit: number;
}

/** Endpoint indexes that have any. All are read together, for whoever asks of all every few seconds. */
export function fills(kernel: Pick<KernelObject, 'map'>, quota: ConntrackQuota): ReadonlyMap<number, Fill> {
  const { created, removed } = OsgCtAccount.fields;
  const node = kernel.map('osg_conntrack_node').lookup(u32Key(0)) as Buffer;
  const accounts = kernel.map('osg_conntrack_accounts');
  const { keySize, transferSize, maxEntries } = accounts.info;
  const values = Buffer.alloc(maxEntries * transferSize);
  accounts.lookupBatch(undefined, Buffer.alloc(maxEntries * keySize), values);
  const found = new Map<number, Fill>();
  for (let endpoint = 0; endpoint < maxEntries; endpoint++) {
    const account = values.subarray(endpoint * transferSize, (endpoint + 1) * transferSize);
    const live = number64(account, created) - number64(account, removed);
    if (live > 0) found.set(endpoint, { live, limit: limitOf(live, quota, node) });
  }
  return found;
}
