/** What we made in bpffs and in the maps, against foreign hands: found out, put right. */
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BpfMap, mountBpffs } from '../ebpf/binding.js';
import { isBpffs } from '../ebpf/bpffs.js';
import { LAYOUT_MAP } from '../ebpf/layout.js';
import { u32Key } from '../ebpf/struct.js';
import type { Holders } from './holders.js';
import type { Loaded } from './loaded.js';
import type { NodeAddresses } from './node-addresses.js';
import type { Parts } from './open.js';
import { mapFolder } from './predecessor.js';
import { encodeSettings } from './settings.js';

/** Something was not as we left it. */
export interface StateFault {
  /** bpffs: mount, folder or pins, without which the next agent finds nothing. map, tables: contents. link: those for services. */
  readonly kind: 'bpffs' | 'map' | 'tables' | 'link';
  readonly detail: string;
  readonly repaired: boolean;
}

export class Upkeep {
  readonly #parts: Parts;
  readonly #loaded: Loaded;
  readonly #holders: Holders;
  readonly #addresses: NodeAddresses;
  readonly #mount: string | undefined;

  constructor(parts: Parts, loaded: Loaded, holders: Holders, addresses: NodeAddresses) {
    this.#parts = parts;
    this.#loaded = loaded;
    this.#holders = holders;
    this.#addresses = addresses;
    this.#mount = mountPoint(parts.options.dir);
  }

  /** By name of their pin. */
  #maps(): (readonly [string, BpfMap])[] {
    const { publisher, counters, layout, conntrack } = this.#parts;
    return [
      ...this.#loaded.kernel.maps,
      ['osg_arena', publisher.arena.map],
      ['osg_slot_counters', counters.map],
      [LAYOUT_MAP, layout],
      ...conntrack.tables(),
    ];
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
    const { options, place, conntrack, publisher } = this.#parts;
    const { dir } = options;
    const mapDir = mapFolder(dir);
    if (!onBpffs(dir)) {
      fault('bpffs', `${dir} is not there any more`, () => {
        if (this.#mount !== undefined && !onBpffs(this.#mount)) mountBpffs(this.#mount);
        mkdirSync(dir, { recursive: true, mode: 0o700 });
        this.#parts.owner.renew();
      });
      if (!onBpffs(dir)) return faults;
    }
    for (const folder of [mapDir, place.dir]) if (!existsSync(folder)) mkdirSync(folder, { mode: 0o700 });
    const pins = new Set(readdirSync(mapDir));
    const unpinned = this.#maps().filter(([name]) => !pins.has(name));
    if (unpinned.length > 0) {
      fault('bpffs', `pins are gone: ${unpinned.map(([name]) => name).join(', ')}`, () => {
        for (const [name, map] of unpinned) map.pin(join(mapDir, name));
      });
    }
    const settingsMap = this.#loaded.kernel.map('osg_settings');
    const settings = encodeSettings(this.#loaded.settings);
    if (!settingsMap.lookup(u32Key(0))?.equals(settings))
      fault('map', 'osg_settings was changed', () => settingsMap.update(u32Key(0), settings));
    const addresses = this.#addresses.repair();
    if (addresses > 0)
      faults.push({ kind: 'map', detail: `${addresses} of the node's addresses were not right`, repaired: true });
    const missing = conntrack.missing();
    if (missing.length > 0)
      fault('map', `osg_conntrack_more lacks the shards ${missing.join(', ')}`, () => conntrack.restore());
    const open = this.#holders.closeForeignWindows(conntrack.now());
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
