/** What a data plane is told, and what it answers. */
import type { BpfError, Netns } from '../ebpf/binding.js';
import type { ConntrackQuota } from './conntrack.js';
import type { Published } from './publisher.js';
import type { ServiceSetting } from './services.js';
import type { KernelSettings, Timeouts } from './settings.js';

export interface DatapathOptions {
  /** Folder in a bpffs, of this data plane alone; made if absent. */
  readonly dir: string;
  /** File whose lock makes us the only writer of the folder that it lies in; not in bpffs, which is locked as well. */
  readonly lock: string;
  /** Told to another agent that wants the same folder in bpffs. Default: the process. */
  readonly who?: string;
  /** Where the interfaces are; default: the calling thread's network namespace. */
  readonly netns?: Netns;
  /** Endpoint indexes, at most: 1 … endpoints - 1. There is room for 256 at first; it grows as they come. Default: by memory. */
  readonly endpoints?: number;
  /** Rule slots that are counted. Default 65,536. */
  readonly slots?: number;
  /** Bytes of the first arena, and of the largest it may grow to. Default 4 MiB and 1 GiB. */
  readonly arenaBytes?: number;
  readonly maxArenaBytes?: number;
  /**
   * Tracked flows. `guaranteed`: of each endpoint, whatever others do; default 256. `shared`: of all endpoints beyond that,
   * of which one takes at most 4/5 of what the others leave; default 262,144, or what fits 1/16 of the memory that we may
   * use. `preallocated`: flows whose memory is taken at once, since entering one is cheaper there; default 32,768. Adopted
   * tables keep their sizes: quotas are cut to what fits.
   */
  readonly conntrack?: Partial<ConntrackQuota> & { readonly preallocated?: number };
  /** For how long unknown flows are believed after attaching, or after a direction became restricted. Default 30 s; 0: not at all. */
  readonly recoveryMs?: number;
  readonly settings?: Partial<Omit<KernelSettings, 'timeouts' | 'conntrack'>> & {
    readonly timeouts?: Partial<Timeouts>;
  };
  /** Default: tcx where the kernel has it. */
  readonly attach?: 'tcx' | 'clsact';
  readonly services?: ServiceSetting;
  /** Services, as `namespace/name`, whose address a process of the node has for its own (NodeLocal DNSCache). Default: none. */
  readonly nodeLocalServices?: readonly string[];
  readonly object?: string;
  /**
   * What enforcement goes on without: the node's addresses cannot be watched any more (they are looked over every few seconds), or its
   * connection tracking not be read.
   */
  readonly onError?: (error: unknown) => void;
}

/** What an endpoint of the plan is on this node. */
export interface Interface {
  readonly ifindex: number;
  /** Six bytes: the only source the workload may send from. Absent: not checked. */
  readonly mac?: Uint8Array;
  readonly dhcpClient?: boolean;
  /** Id of the workload's network namespace in that of the interface. Absent: its sockets are not asked. */
  readonly netnsId?: number;
}

/** Told right before a revision is put in force: by what its records will call it and its endpoints. */
export type Announce = (
  revision: bigint,
  endpoints: readonly { readonly id: string; readonly index: number; readonly generation: number }[],
) => void;

/** The plan is in force, except on these: their interface went away, or the kernel refused. */
export interface Enforced extends Published {
  readonly unattached: readonly UnattachedInterface[];
}

export interface UnattachedInterface {
  readonly id: string;
  readonly ifindex: number;
  readonly error: BpfError;
}
