/** The programs that run, and others in their place: over a bigger arena, or over maps with room for more endpoints. */
import { join } from 'node:path';
import { u32Key } from '../ebpf/struct.js';
import type { Arena } from './arena.js';
import { grow, nextRoom, pinGrown, quotaOf, repin } from './growth.js';
import type { Parts } from './open.js';
import { mapFolder } from './predecessor.js';
import { KernelObject } from './programs.js';
import { encodeSettings, type KernelSettings } from './settings.js';

/** Where programs are attached. */
export interface Hooked {
  /** Swaps the programs on every interface, then does what makes it last; all or none. */
  swap(next: KernelObject, before: KernelObject, then: () => void): void;
  /** Others run now. */
  swapped(): void;
}

export class Loaded {
  readonly #parts: Parts;
  readonly #hooked: Hooked;
  #kernel: KernelObject;
  #settings: KernelSettings;

  constructor(parts: Parts, hooked: Hooked) {
    this.#parts = parts;
    this.#hooked = hooked;
    this.#kernel = parts.kernel;
    this.#settings = parts.settings;
  }

  get kernel(): KernelObject {
    return this.#kernel;
  }

  get settings(): KernelSettings {
    return this.#settings;
  }

  /** How many endpoint indexes there is room for now. */
  get room(): number {
    return this.#kernel.map('osg_endpoint_states').info.maxEntries;
  }

  /** How many there may come to be. */
  get mostRoom(): number {
    return Math.max(this.room, this.#parts.options.endpoints);
  }

  /** The programs once more, over the same maps. */
  again(): KernelObject {
    return this.#load(this.#parts.publisher.arena);
  }

  #load(arena: Arena, room?: number): KernelObject {
    const { counters, options } = this.#parts;
    const { dir, object, netfilter } = options;
    // All other maps exist: nothing is allocated for them.
    const sizes = { endpoints: room ?? this.room, grown: room !== undefined, conntrackEntries: 1, netfilter };
    return KernelObject.load({ object, dir: mapFolder(dir), arena, counters, ...sizes });
  }

  /** Room for more endpoints: quotas are divided anew, within the tables of flows that there are. */
  async grow(needed: number): Promise<void> {
    const { publisher, conntrack, settings } = this.#parts;
    const room = nextRoom(needed, this.room, this.mostRoom);
    const [old, next] = [this.#kernel, this.#load(publisher.arena, room)];
    await grow(old, next, () => this.#swap(next, (maps) => pinGrown(maps, next))).finally(() =>
      this.#closeUnused(old, next),
    );
    conntrack.quota = quotaOf(settings.conntrack, conntrack.capacity, room - 1);
    this.#settings = { ...this.#settings, conntrack: conntrack.quota };
    this.#kernel.map('osg_settings').update(u32Key(0), encodeSettings(this.#settings));
  }

  /** Loads the programs over a bigger arena. */
  swapArena(arena: Arena): void {
    const [old, next] = [this.#kernel, this.#load(arena)];
    try {
      this.#swap(next, (maps) => repin(join(maps, 'osg_arena'), arena.map));
    } finally {
      this.#closeUnused(old, next);
    }
  }

  #closeUnused(old: KernelObject, next: KernelObject): void {
    (this.#kernel === next ? old : next).close();
  }

  /** Swaps the programs everywhere. The pins follow at the end. */
  #swap(next: KernelObject, pin: (maps: string) => void): void {
    const { conntrack, options } = this.#parts;
    this.#hooked.swap(next, this.#kernel, () => pin(mapFolder(options.dir)));
    this.#kernel = next;
    conntrack.use(next);
    this.#hooked.swapped();
  }
}
