/** What we made in bpffs and in the maps, against foreign hands: found out, put right. */
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BpfMap, mountBpffs } from '../ebpf/binding.js';
import { isBpffs } from '../ebpf/bpffs.js';
import { u32Key } from '../ebpf/struct.js';
import type { Conntrack } from './conntrack.js';
import type { Holders } from './holders.js';
import type { NodeAddresses } from './node-addresses.js';
import type { Publisher } from './publisher.js';

/** Something was not as we left it. */
export interface StateFault {
  /** bpffs: mount, folder or pins, without which the next agent finds nothing. map, tables: contents. link: those for services. */
  readonly kind: 'bpffs' | 'map' | 'tables' | 'link';
  readonly detail: string;
  readonly repaired: boolean;
}

export interface UpkeepParts {
  readonly dir: string;
  /** Folder of the maps' pins. */
  readonly mapDir: string;
  readonly linkDir: string;
  /** By name of their pin; asked for anew each time. */
  readonly maps: () => Iterable<readonly [string, BpfMap]>;
  /** Holds a folder that was made anew. */
  readonly renew: () => void;
  readonly publisher: Publisher;
  readonly conntrack: Conntrack;
  readonly holders: Holders;
  readonly addresses: NodeAddresses;
  /** struct osg_settings as it should be, and where. */
  readonly settings: () => Buffer;
  readonly settingsMap: () => BpfMap;
}

export class Upkeep {
  readonly #parts: UpkeepParts;
  readonly #mount: string | undefined;

  constructor(parts: UpkeepParts) {
    this.#parts = parts;
    this.#mount = mountPoint(parts.dir);
  }

  /** Looks everything over and mends it. One fault for each kind of damage. Never throws for what it can tell. */
  async repair(): Promise<StateFault[]> {
    const faults: StateFault[] = [];
    const fault = (kind: StateFault['kind'], detail: string, mend: () => void): void => {
      try {
        mend();
        faults.push({ kind, detail, repaired: true });
      } catch (error) {
        faults.push({ kind, detail: `${detail}; ${(error as Error).message}`, repaired: false });
      }
    };
    const { dir, mapDir, linkDir, conntrack, publisher } = this.#parts;
    if (!onBpffs(dir)) {
      fault('bpffs', `${dir} is not there any more`, () => {
        if (this.#mount !== undefined && !onBpffs(this.#mount)) mountBpffs(this.#mount);
        mkdirSync(dir, { recursive: true, mode: 0o700 });
        this.#parts.renew();
      });
      if (!onBpffs(dir)) return faults;
    }
    for (const folder of [mapDir, linkDir]) if (!existsSync(folder)) mkdirSync(folder, { mode: 0o700 });
    const pins = new Set(readdirSync(mapDir));
    const unpinned = [...this.#parts.maps(), ...conntrack.tables()].filter(([name]) => !pins.has(name));
    if (unpinned.length > 0) {
      fault('bpffs', `pins are gone: ${unpinned.map(([name]) => name).join(', ')}`, () => {
        for (const [name, map] of unpinned) map.pin(join(mapDir, name));
      });
    }
    const settingsMap = this.#parts.settingsMap();
    const settings = this.#parts.settings();
    if (!settingsMap.lookup(u32Key(0))?.equals(settings))
      fault('map', 'osg_settings was changed', () => settingsMap.update(u32Key(0), settings));
    const addresses = this.#parts.addresses.repair();
    if (addresses > 0)
      faults.push({ kind: 'map', detail: `${addresses} of the node's addresses were not right`, repaired: true });
    const missing = conntrack.missing();
    if (missing.length > 0)
      fault('map', `osg_conntrack_more lacks the shards ${missing.join(', ')}`, () => conntrack.restore());
    const open = this.#parts.holders.closeForeignWindows(conntrack.now());
    if (open.length > 0)
      faults.push({
        kind: 'map',
        detail: `recovery windows of endpoints ${open.join(', ')} were opened`,
        repaired: true,
      });
    const lines = await publisher.restore();
    if (lines > 0) faults.push({ kind: 'tables', detail: `${lines} lines of the tables were changed`, repaired: true });
    return faults;
  }
}

function onBpffs(path: string): boolean {
  try {
    return isBpffs(path);
  } catch {
    return false;
  }
}

/** The bpffs that a path lies in, undefined if it lies in none. */
function mountPoint(path: string): string | undefined {
  const mounts = readFileSync('/proc/self/mountinfo', 'utf8')
    .split('\n')
    .flatMap((line) => {
      const fields = line.split(' ');
      const point = (fields[4] ?? '').replaceAll(/\\([0-7]{3})/g, (_, octal: string) =>
        String.fromCharCode(Number.parseInt(octal, 8)),
      );
      return fields[fields.indexOf('-') + 1] === 'bpf' && (path === point || path.startsWith(`${point}/`))
        ? [point]
        : [];
    });
  return mounts.sort((a, b) => b.length - a.length)[0];
}
