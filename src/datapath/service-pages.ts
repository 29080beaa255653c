/**
 * Who stands behind each service, in the kernel: what the last resort (`bpf/lib/together.h`) judges a packet to a service by. Written at
 * the cost of what changed; empty where others judge.
 */
import { BpfError, type BpfMap, entries } from '../ebpf/binding.js';
import { setUint } from '../ebpf/struct.js';
import { OsgBackend, OsgServiceLimits, OsgServicePage, OsgServicePageKey } from '../gen/abi.js';
import type { Address } from '../net/types.js';

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

interface Written {
  readonly service: BackedService;
  /** Of its pages, in hexadecimal digits. */
  readonly keys: ReadonlySet<string>;
}

export class ServicePages {
  readonly #map: () => BpfMap;
  readonly #onError: (error: unknown) => void;
  /** By `namespace/name`. */
  #written: ReadonlyMap<string, Written> = new Map();
  /** What an earlier process left is known, or gone. */
  #begun = false;

  /** @param onError room is missing: services whose endpoints are not all there are denied */
  constructor(map: () => BpfMap, onError: (error: unknown) => void) {
    this.#map = map;
    this.#onError = onError;
  }

  /** Makes the map say these services and no other. Those that are the same objects as before cost nothing. */
  put(services: Iterable<BackedService>): void {
    const next = new Map<string, Written>();
    const stale = new Set(this.#begun ? [] : this.#left());
    const pages = new Map<string, Buffer>();
    for (const service of services) {
      const name = `${service.namespace}/${service.name}`;
      const before = this.#written.get(name);
      if (before?.service === service) {
        next.set(name, before);
        continue;
      }
      const made = new Map(pagesOf(service));
      for (const [key, page] of made) pages.set(key, page);
      next.set(name, { service, keys: new Set(made.keys()) });
    }
    for (const [name, { keys }] of this.#written) {
      const after = next.get(name)?.keys;
      if (after !== keys) for (const key of keys) if (after?.has(key) !== true) stale.add(key);
    }
    for (const key of pages.keys()) stale.delete(key);
    const map = this.#map();
    for (const key of stale) map.delete(Buffer.from(key, 'hex'));
    try {
      for (const [key, page] of pages) map.update(Buffer.from(key, 'hex'), page);
    } catch (error) {
      if (!(error instanceof BpfError) || error.code !== 'E2BIG') throw error;
      this.#onError(
        new Error(`there are more than ${OsgServiceLimits.SERVICE_PAGES} ports of services: some are denied`),
      );
    }
    this.#written = next;
    this.#begun = true;
  }

  *#left(): Generator<string> {
    for (const { key } of entries(this.#map())) yield key.toString('hex');
  }
}

/** None of a port with more endpoints than there is room for: nobody is known to stand behind it then. */
function* pagesOf({ addresses, ports }: BackedService): Generator<[string, Buffer]> {
  for (const address of addresses)
    for (const { protocol, port, endpoints } of ports) {
      const behind = endpoints.filter((e) => (e.ready || e.serving) && e.address.family === address.family);
      if (behind.length > PAGES * PAGE_BACKENDS) continue;
      for (let at = 0, page = 0; at < behind.length; at += PAGE_BACKENDS, page++)
        yield [keyOf(address, protocol, port, page), pageOf(behind.slice(at, at + PAGE_BACKENDS))];
    }
}

function keyOf(address: Address, protocol: number, port: number, page: number): string {
  const { fields, size } = OsgServicePageKey;
  const key = Buffer.alloc(size);
  setWords(key, fields.address.offset, address);
  setUint(key, fields.page, page);
  setUint(key, fields.port, port);
  setUint(key, fields.protocol, protocol);
  setUint(key, fields.family, address.family);
  return key.toString('hex');
}

function pageOf(backends: readonly { readonly address: Address; readonly port: number }[]): Buffer {
  const page = Buffer.alloc(OsgServicePage.size);
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
