/**
 * libcni's cache: a file for each interface that the node's container runtime had made, with the pod's name, UID and result.
 * What an agent that starts, or one without the plugin, knows its pods by. The file is written when the last plugin is done,
 * just before the pod's first instruction.
 */
import { type FSWatcher, readdirSync, readFileSync, statSync, watch } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { hostSide } from './host-side.js';
import type { NodeLinks } from './links.js';
import { cniResult, madeBy, podNamed } from './result.js';
import type { Sandboxes } from './sandboxes.js';

const MAX_BYTES = 1 << 20;
const MAX_FILES = 8192;

const cached = z.looseObject({
  containerId: z.string().min(1),
  ifName: z.string().min(1),
  cniArgs: z.array(z.tuple([z.string(), z.string()])).nullish(),
  result: cniResult,
});

export class CniCache {
  readonly #dir: string;
  readonly #links: NodeLinks;
  readonly #sandboxes: Sandboxes;
  /** By file: when it was read, and what it named. */
  readonly #read = new Map<string, { readonly stamp: string; readonly container?: string; readonly ifName?: string }>();
  #watcher: FSWatcher | undefined;
  #changed: () => void = () => undefined;
  #problem: string | undefined;

  constructor(dir: string, links: NodeLinks, sandboxes: Sandboxes) {
    this.#dir = dir;
    this.#links = links;
    this.#sandboxes = sandboxes;
  }

  /** Why there is nothing to be known from it; undefined: there is. */
  get problem(): string | undefined {
    return this.#problem;
  }

  /** Reads what is there; tells of what comes as long as the system has watches left, else `scan` finds it. */
  start(changed: () => void): void {
    this.#changed = changed;
    this.scan();
  }

  /** @returns whether the pods that are known are others than before */
  scan(): boolean {
    let names: string[];
    try {
      names = readdirSync(this.#dir);
      this.#problem = undefined;
    } catch (error) {
      this.#problem = (error as Error).message;
      return false;
    }
    this.#watch();
    let moved = false;
    const there = new Set(names.slice(0, MAX_FILES));
    if (names.length > MAX_FILES) this.#problem = `${names.length} files: the first ${MAX_FILES} are read`;
    for (const [name, { container, ifName }] of this.#read) {
      if (there.has(name)) continue;
      this.#read.delete(name);
      if (container === undefined || ifName === undefined) continue;
      if (this.#sandboxes.get(container, ifName)?.from !== 'cache') continue;
      this.#sandboxes.remove(container, ifName);
      moved = true;
    }
    for (const name of there) if (this.#take(name)) moved = true;
    return moved;
  }

  #take(name: string): boolean {
    const path = join(this.#dir, name);
    try {
      const { size, mtimeMs, ino } = statSync(path);
      const stamp = `${ino} ${mtimeMs} ${size}`;
      if (this.#read.get(name)?.stamp === stamp || size > MAX_BYTES) return false;
      const parsed = cached.safeParse(JSON.parse(readFileSync(path, 'utf8')));
      this.#links.forget();
      // Another format, or another network's loopback: of no use, and not asked again.
      this.#read.set(name, { stamp });
      if (!parsed.success) return false;
      const { containerId: container, ifName, cniArgs, result } = parsed.data;
      const pod = podNamed(new Map(cniArgs ?? []));
      if (pod === undefined) return false;
      this.#read.set(name, { stamp, container, ifName });
      const made = madeBy(result, ifName);
      const host = hostSide(made.hosts, this.#links);
      if (host === undefined || this.#sandboxes.get(container, ifName) !== undefined) return false;
      const { mac, addresses } = made;
      const { name: hostName, mac: hostMac } = host;
      this.#sandboxes.put({
        ...pod,
        container,
        ifName,
        host: hostName,
        hostMac,
        mac,
        addresses,
        from: 'cache',
      });
      return true;
    } catch {
      // Half written, or gone again: it is read at its next change.
      return false;
    }
  }

  #watch(): void {
    if (this.#watcher !== undefined) return;
    try {
      this.#watcher = watch(this.#dir, { persistent: false }, () => {
        if (this.scan()) this.#changed();
      });
      const end = (): void => {
        this.#watcher?.close();
        this.#watcher = undefined;
      };
      this.#watcher.on('error', end);
      this.#watcher.on('close', end);
    } catch {
      // inotify is exhausted (F118): `scan` is called every few seconds anyway.
    }
  }

  close(): void {
    this.#changed = () => undefined;
    this.#watcher?.close();
  }
}
