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
import { NETFILTER, type NetfilterPlace } from './hooks/netfilter.js';
import type { KernelObject } from './programs.js';

/** The last fragment of a datagram may wait so long for the first one. */
const UNDER_WAY_MS = 60_000;

const NAMES = ['ipv4 post-routing', 'ipv4 local-in', 'ipv6 post-routing', 'ipv6 local-in'] as const;
type Name = (typeof NAMES)[number];
const PIN = /^service_/;
const pinOf = (name: Name): string => `service_${name.replaceAll(/\W/g, '_')}`;

/** How services are judged on this node. */
export interface ServiceStatus {
  /** off: no service is known. deferred: by who gets a packet. literal: by the rules for the address itself, since the hooks cannot be used. */
  readonly mode: 'off' | ServiceMode;
  /** Why not `deferred`. */
  readonly reason?: string;
  /** Packets judged at the hooks; those whose tag another program overwrote; those of flows that a flowtable carries past all hooks. */
  readonly judged: number;
  readonly untagged: number;
  readonly offloaded: number;
}

export class Services {
  readonly #place: AttachPlace;
  readonly #kernel: () => KernelObject;
  readonly #hooks = new Map<Name, Hook>();
  /** That the hooks run now. */
  #program: BpfProgram | undefined;
  #retired: BpfLink[] = [];
  #mode: ServiceStatus['mode'] = 'off';
  #reason: string | undefined;
  #unusedSince: number | undefined;

  constructor(place: AttachPlace, kernel: () => KernelObject) {
    this.#place = place;
    this.#kernel = kernel;
  }

  /** Whether an earlier process left links. */
  get pinned(): boolean {
    return existsSync(this.#place.dir) && readdirSync(this.#place.dir).some((name) => PIN.test(name));
  }

  get attached(): boolean {
    return this.#hooks.size > 0;
  }

  /** Before a revision with service addresses. The links run the programs of now; or it is to be the last resort. `settle` behind it. */
  prepare(): ServiceMode {
    this.#unusedSince = undefined;
    try {
      const program = this.#kernel().service;
      if (program instanceof Error) throw program;
      if (program !== this.#program || this.#hooks.size < NAMES.length) this.#attach(program);
      this.#mode = 'deferred';
      this.#reason = undefined;
    } catch (error) {
      this.#mode = 'literal';
      this.#reason = (error as Error).message;
    }
    return this.#mode;
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

  /** The plan in force has no service addresses. */
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

  /** Puts right what happened to the links. @returns what it found; `mode` may have become `literal` */
  repair(now = Date.now()): { readonly detail: string; readonly repaired: boolean }[] {
    if (this.#unusedSince !== undefined && now - this.#unusedSince > UNDER_WAY_MS) this.detach();
    const faults: { detail: string; repaired: boolean }[] = [];
    for (const [name, hook] of this.#hooks) {
      const fault = hook.inspect(existsSync);
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
        this.#mode = 'literal';
        this.#reason = `${detail}; ${(error as Error).message}`;
        faults.push({ detail: this.#reason, repaired: false });
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
    this.#program = undefined;
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
