/**
 * Services: the programs at netfilter's hooks that judge who gets what is sent to them. Four links, there only while a plan has
 * service addresses. Order: links, then the revision that relies on them; the other way round at the end, and only when no packet
 * that was left to them can be under way any more.
 */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type BpfLink, type BpfProgram, NetfilterFamily, NetfilterHook } from '../ebpf/binding.js';
import { u32Key, uint64 } from '../ebpf/struct.js';
import { OsgServiceState } from '../gen/abi.js';
import type { ServiceMode } from '../tables/index.js';
import type { AttachPlace } from './attach.js';
import type { Hook } from './hooks/hook.js';
import { NETFILTER, type NetfilterPlace, removeLink } from './hooks/netfilter.js';
import type { KernelObject } from './programs.js';

/** The last fragment of a datagram may wait so long for the first one. */
const UNDER_WAY_MS = 60_000;

const NAMES = ['ipv4 post-routing', 'ipv4 local-in', 'ipv6 post-routing', 'ipv6 local-in'] as const;
type Name = (typeof NAMES)[number];
const PIN = /^service_/;
const pinOf = (name: Name): string => `service_${name.replaceAll(/\W/g, '_')}`;

/**
 * What the node is told: `auto`, at netfilter's hooks where the kernel has programs there, else as `together`; `together`, at the
 * interface, by all who stand behind a service; `off`, as any other address, for a node whose services are translated inside of its
 * workloads' namespaces.
 */
export type ServiceSetting = 'auto' | 'together' | 'off';

/** How services are judged on this node. */
export interface ServiceStatus {
  /** off: no service is known, or the setting says so. The others: `ServiceMode`. */
  readonly mode: ServiceMode;
  /** Why not `deferred`; absent also where no service is known. */
  readonly reason?: string;
  /** Packets judged at the hooks; those whose tag another program overwrote; those of flows that a flowtable carries past all hooks. */
  readonly judged: number;
  readonly untagged: number;
  readonly offloaded: number;
}

export class Services {
  readonly #place: AttachPlace;
  readonly #kernel: () => KernelObject;
  readonly #setting: ServiceSetting;
  readonly #hooks = new Map<Name, Hook>();
  /** That the hooks run now. */
  #program: BpfProgram | undefined;
  #retired: BpfLink[] = [];
  #mode: ServiceStatus['mode'] = 'off';
  #reason: string | undefined;
  #unusedSince: number | undefined;

  constructor(place: AttachPlace, kernel: () => KernelObject, setting: ServiceSetting) {
    this.#place = place;
    this.#kernel = kernel;
    this.#setting = setting;
  }

  /** Whether an earlier process left links. */
  get pinned(): boolean {
    return existsSync(this.#place.dir) && readdirSync(this.#place.dir).some((name) => PIN.test(name));
  }

  get attached(): boolean {
    return this.#hooks.size > 0;
  }

  /** Before a revision with service addresses. The links run the programs of now; or it is to be the last resort. `settle` behind it. */
  prepare(now = Date.now()): ServiceMode {
    if (this.#setting !== 'auto') {
      this.unused(now);
      this.#mode = this.#setting;
      this.#reason = `services: ${this.#setting} in the agent's settings`;
      if (this.#mode === 'together') this.#fallBack(this.#reason);
      return this.#mode;
    }
    this.#unusedSince = undefined;
    try {
      const program = this.#kernel().service;
      if (program instanceof Error) throw program;
      if (program !== this.#program || this.#hooks.size < NAMES.length) this.#attach(program);
      this.#mode = 'deferred';
      this.#reason = undefined;
    } catch (error) {
      this.#fallBack((error as Error).message);
    }
    return this.#mode;
  }

  /** To what the programs on interfaces can do without the hooks. */
  #fallBack(reason: string): void {
    const { together } = this.#kernel();
    this.#mode = together === true ? 'together' : 'literal';
    this.#reason = together === true ? reason : `${reason}; ${together.message}`;
  }

  #attach(program: BpfProgram): void {
    this.settle();
    for (const name of NAMES) {
      const before = this.#hooks.get(name);
      this.#hooks.set(name, NETFILTER.attach(this.#placeOf(name), program));
      before?.close();
    }
    this.#program = program;
  }

  /** The revision that `prepare` was called for is in force, and so are the programs on interfaces: what ran before at the hooks goes. */
  settle(): void {
    for (const link of this.#retired.splice(0)) {
      link.detach();
      link.close();
    }
  }

  /** Nothing in force relies on the links. */
  unused(now = Date.now()): void {
    this.#mode = 'off';
    this.#reason = undefined;
    this.#unusedSince ??= now;
  }

  /** The programs were loaded anew. */
  swap(): void {
    if (this.#hooks.size === 0) return;
    const program = this.#kernel().service;
    if (program instanceof Error) throw program;
    this.#attach(program);
    this.settle();
  }

  /** Puts right what happened to the links. @returns what it found; `mode` may have become another */
  repair(now = Date.now()): { readonly detail: string; readonly repaired: boolean }[] {
    if (this.#unusedSince !== undefined && now - this.#unusedSince > UNDER_WAY_MS) this.detach();
    // What the kernel refused once it may take now.
    if (this.#mode !== 'deferred' && this.#mode !== 'off' && this.#setting === 'auto') this.prepare(now);
    const faults: { detail: string; repaired: boolean }[] = [];
    for (const [name, hook] of this.#hooks) {
      const fault = hook.inspect({ isPinned: existsSync });
      if (fault === undefined) continue;
      const detail = `the ${name} link for services is ${fault}`;
      try {
        if (fault === 'unpinned') hook.pin();
        else {
          this.#hooks.set(name, NETFILTER.attach(this.#placeOf(name), this.#program as BpfProgram));
          hook.close();
          this.settle();
        }
        faults.push({ detail, repaired: true });
      } catch (error) {
        this.#fallBack(`${detail}; ${(error as Error).message}`);
        faults.push({ detail: this.#reason ?? detail, repaired: false });
      }
    }
    return faults;
  }

  get mode(): ServiceStatus['mode'] {
    return this.#mode;
  }

  get status(): ServiceStatus {
    const state = this.#program && this.#kernel().maps.get('osg_service_states')?.lookup(u32Key(0));
    const count = (field: keyof typeof OsgServiceState.fields): number =>
      state ? Number(uint64(state, OsgServiceState.fields[field])) : 0;
    return {
      mode: this.#mode,
      ...(this.#reason !== undefined && { reason: this.#reason }),
      judged: count('judged'),
      untagged: count('untagged'),
      offloaded: count('offloaded'),
    };
  }

  /** Takes the links off. */
  detach(): void {
    this.settle();
    for (const hook of this.#hooks.values()) hook.detach();
    this.#hooks.clear();
    for (const name of NAMES)
      if (existsSync(join(this.#place.dir, pinOf(name)))) removeLink(join(this.#place.dir, pinOf(name)));
    this.#program = undefined;
    this.#unusedSince = undefined;
  }

  /** Lets go; the links stay. */
  close(): void {
    this.settle();
    for (const hook of this.#hooks.values()) hook.close();
    this.#hooks.clear();
  }

  #placeOf(name: Name): NetfilterPlace {
    const postRouting = name.endsWith('post-routing');
    return {
      netns: this.#place.netns,
      family: name.startsWith('ipv4') ? NetfilterFamily.IPv4 : NetfilterFamily.IPv6,
      hook: postRouting ? NetfilterHook.PostRouting : NetfilterHook.LocalIn,
      // Ahead of source translation (100); behind IPVS (98, 99) and what else takes packets for itself.
      priorities: postRouting ? [99, 98] : [101, 102],
      pin: join(this.#place.dir, pinOf(name)),
      retire: (link) => void this.#retired.push(link),
    };
  }
}
