/**
 * Who stands behind each service, in the kernel: what the last resort (`bpf/lib/together.h`) judges a packet to a service by; where others
 * judge, those alone that the node itself serves (`bpf/lib/service_hook.h`). Written at the cost of what changed.
 */
import { BpfError, type BpfMap, entries } from '../ebpf/binding.js';
import { address as addressIn, setUint, uint } from '../ebpf/struct.js';
import { OsgBackend, OsgServiceLimits, OsgServicePage, OsgServicePageKey } from '../gen/abi.js';
import type { Address } from '../net/types.js';
import type { ServiceMode } from '../tables/index.js';

/** As views have it; structurally the policy's `ViewService`. */
export interface BackedService {
  readonly namespace: string;
  readonly name: string;
  readonly addresses: readonly Address[];
  readonly ports: readonly {
    readonly protocol: number;
    readonly port: number;
    readonly endpoints: readonly {
      readonly address: Address;
      readonly port: number;
      readonly ready: boolean;
      readonly serving: boolean;
    }[];
  }[];
}

const { PAGE_BACKENDS, PAGES } = OsgServiceLimits;
const BACKENDS = OsgServicePage.fields.backends.offset;

/** A port of an address, and the services that have it: two of one external address may, and then nobody knows whose packet it is. */
interface Door {
  readonly address: Address;
  readonly protocol: number;
  readonly port: number;
  readonly services: Map<string, BackedService>;
  /** In the kernel. */
  pages: number;
}

export class ServicePages {
  readonly #map: () => BpfMap;
  readonly #nodeLocal: ReadonlySet<string>;
  readonly #onError: (error: unknown) => void;
  #near: { readonly of: Iterable<BackedService>; readonly found: readonly BackedService[] } = { of: [], found: [] };
  /** By `namespace/name`. */
  readonly #known = new Map<string, BackedService>();
  /** By the key of its first page, in hexadecimal digits. */
  readonly #doors = new Map<string, Door>();
  /** Doors that the kernel knows otherwise. */
  readonly #changed = new Set<string>();
  /** Doors that there was no room for: tried again when there is some. */
  readonly #roomless = new Set<string>();
  /** What an earlier process left is known. */
  #begun = false;

  /**
   * @param nodeLocal `namespace/name` of those that the node itself serves
   * @param onError room is missing: services whose endpoints are not all there are denied
   */
  constructor(map: () => BpfMap, nodeLocal: readonly string[], onError: (error: unknown) => void) {
    this.#map = map;
    this.#nodeLocal = new Set(nodeLocal);
    this.#onError = onError;
  }

  /** Of all services, the map says those that are judged by who stands behind them. */
  know(services: Iterable<BackedService>, mode: ServiceMode): void {
    if (mode === 'together') this.put(services);
    else this.put(mode === 'deferred' && this.#nodeLocal.size > 0 ? this.#nearOf(services) : []);
  }

  /** As before where they are: nobody goes through thousands for a change of rules. */
  #nearOf(services: Iterable<BackedService>): readonly BackedService[] {
    if (this.#near.of !== services)
      this.#near = {
        of: services,
        found: [...services].filter(({ namespace, name }) => this.#nodeLocal.has(`${namespace}/${name}`)),
      };
    return this.#near.found;
  }

  /** Makes the map say these services and no other. Those that are the same objects as before cost nothing. */
  put(services: Iterable<BackedService>): void {
    const map = this.#map();
    if (!this.#begun) this.#find(map);
    this.#begun = true;
    const there = new Set<string>();
    for (const service of services) {
      const name = `${service.namespace}/${service.name}`;
      there.add(name);
      const before = this.#known.get(name);
      if (before === service) continue;
      if (before !== undefined) this.#leave(name, before);
      this.#known.set(name, service);
      for (const [key, door] of this.#doorsOf(service)) {
        door.services.set(name, service);
        this.#changed.add(key);
      }
    }
    for (const [name, service] of this.#known) {
      if (there.has(name)) continue;
      this.#known.delete(name);
      this.#leave(name, service);
    }
    this.#write(map);
  }

  /** What an earlier process left. */
  #find(map: BpfMap): void {
    const { fields } = OsgServicePageKey;
    for (const { key } of entries(map)) {
      const address = addressIn(key, fields.address, uint(key, fields.family) === 6 ? 6 : 4);
      const [, door] = this.#door(address, uint(key, fields.protocol), uint(key, fields.port));
      door.pages = Math.max(door.pages, uint(key, fields.page) + 1);
    }
    for (const key of this.#doors.keys()) this.#changed.add(key);
  }

  #leave(name: string, service: BackedService): void {
    for (const [key, door] of this.#doorsOf(service)) {
      door.services.delete(name);
      this.#changed.add(key);
    }
  }

  *#doorsOf({ addresses, ports }: BackedService): Generator<[string, Door]> {
    for (const address of addresses) for (const { protocol, port } of ports) yield this.#door(address, protocol, port);
  }

  #door(address: Address, protocol: number, port: number): [string, Door] {
    const key = keyOf(address, protocol, port, 0).toString('hex');
    let door = this.#doors.get(key);
    if (door === undefined) {
      door = { address, protocol, port, services: new Map(), pages: 0 };
      this.#doors.set(key, door);
    }
    return [key, door];
  }

  /** Those that end give room to others. */
  #write(map: BpfMap): void {
    let room = false;
    for (const key of [...this.#changed]) {
      const door = this.#doors.get(key);
      if (door !== undefined && door.services.size > 0) continue;
      if (door !== undefined) room = remove(map, door) || room;
      this.#doors.delete(key);
      this.#roomless.delete(key);
      this.#changed.delete(key);
    }
    if (room) for (const key of this.#roomless) this.#changed.add(key);
    let roomless = 0;
    for (const key of [...this.#changed]) {
      const written = write(map, this.#doors.get(key) as Door);
      this.#changed.delete(key);
      if (written) this.#roomless.delete(key);
      else {
        this.#roomless.add(key);
        roomless += 1;
      }
    }
    if (roomless > 0)
      this.#onError(
        new Error(
          `there is no room for all ports of services (${map.info.maxEntries}): ${this.#roomless.size} of them are denied`,
        ),
      );
  }
}

/** @returns false: there is no room, and nobody is known to stand behind it */
function write(map: BpfMap, door: Door): boolean {
  const behind = behindOf(door);
  const pages = Math.ceil(behind.length / PAGE_BACKENDS);
  try {
    // The first one last: no packet is judged by a part of who is new.
    for (let page = pages - 1; page >= 0; page--)
      map.update(keyOf(door.address, door.protocol, door.port, page), pageOf(behind, page));
  } catch (error) {
    if (!(error instanceof BpfError) || error.code !== 'E2BIG') throw error;
    door.pages = Math.max(door.pages, pages);
    remove(map, door);
    return false;
  }
  remove(map, door, pages);
  return true;
}

/** The pages of a door from one on. @returns whether there were any */
function remove(map: BpfMap, door: Door, from = 0): boolean {
  const any = door.pages > from;
  for (let page = from; page < door.pages; page++) map.delete(keyOf(door.address, door.protocol, door.port, page));
  door.pages = from;
  return any;
}

/** None of a port with more endpoints than there is room for: nobody is known to stand behind it then. */
function behindOf({ address, protocol, port, services }: Door): Backend[] {
  const behind = [...services.values()].flatMap(({ ports }) =>
    ports
      .filter((one) => one.protocol === protocol && one.port === port)
      .flatMap(({ endpoints }) => endpoints)
      .filter((one) => (one.ready || one.serving) && one.address.family === address.family),
  );
  return behind.length > PAGES * PAGE_BACKENDS ? [] : behind;
}

interface Backend {
  readonly address: Address;
  readonly port: number;
}

function keyOf(address: Address, protocol: number, port: number, page: number): Buffer {
  const { fields, size } = OsgServicePageKey;
  const key = Buffer.alloc(size);
  setWords(key, fields.address.offset, address);
  setUint(key, fields.page, page);
  setUint(key, fields.port, port);
  setUint(key, fields.protocol, protocol);
  setUint(key, fields.family, address.family);
  return key;
}

function pageOf(behind: readonly Backend[], number: number): Buffer {
  const page = Buffer.alloc(OsgServicePage.size);
  const backends = behind.slice(number * PAGE_BACKENDS, (number + 1) * PAGE_BACKENDS);
  setUint(page, OsgServicePage.fields.count, backends.length);
  for (const [i, { address, port }] of backends.entries()) {
    const at = BACKENDS + i * OsgBackend.size;
    setWords(page, at + OsgBackend.fields.address.offset, address);
    page.writeUInt16LE(port, at + OsgBackend.fields.port.offset);
  }
  return page;
}

/** Most significant first; IPv4 in the first. */
function setWords(bytes: Buffer, at: number, { family, value }: Address): void {
  const words = family === 4 ? 1 : 4;
  for (let i = 0; i < words; i++)
    bytes.writeUInt32LE(Number((value >> BigInt(32 * (words - 1 - i))) & 0xffff_ffffn), at + 4 * i);
}
