/**
 * Which Service an address and port belong to, by the newest view. It is asked for denied flows only, so nothing is kept but what was
 * asked for: a Service that nobody is denied costs nothing.
 */
import type { Address } from '../net/index.js';
import { bytesOfAddress } from './address.js';

/** As views have it; structurally the policy's `ViewService`. */
export interface NamedService {
  readonly namespace: string;
  readonly name: string;
  readonly addresses: readonly Address[];
  readonly ports: readonly { readonly protocol: number; readonly port: number }[];
}

export interface ServiceList extends Iterable<NamedService> {
  /** @param key `namespace/name` */
  get(key: string): NamedService | undefined;
}

const KEPT = 1024;
const NONE: ServiceList = Object.assign([], { get: () => undefined });

export class ServiceNames {
  #services: ServiceList = NONE;
  /** By what was asked: `namespace/name`; empty: no Service of `#services`. */
  readonly #found = new Map<string, string>();
  /** Answers that another list may change. */
  #unknown = 0;

  use(services: ServiceList): void {
    if (services === this.#services) return;
    this.#services = services;
    if (this.#unknown > 0) for (const [key, name] of this.#found) if (name === '') this.#found.delete(key);
    this.#unknown = 0;
  }

  /** @param address 4 or 16 bytes, network order @returns `namespace/name`; empty: it is no Service's */
  nameOf(address: Uint8Array, protocol: number, port: number): string {
    const bytes = Buffer.from(address.buffer, address.byteOffset, address.length);
    const is = (service: NamedService): boolean =>
      service.ports.some((p) => p.port === port && p.protocol === protocol) &&
      service.addresses.some((own) => bytes.equals(bytesOfAddress(own)));
    const key = `${bytes.toString('hex')} ${protocol} ${port}`;
    const before = this.#found.get(key);
    if (before === '') return '';
    const known = before === undefined ? undefined : this.#services.get(before);
    if (before !== undefined && known !== undefined && is(known)) return before;
    let name = '';
    for (const service of this.#services)
      if (is(service)) {
        name = `${service.namespace}/${service.name}`;
        break;
      }
    if (this.#found.size >= KEPT) {
      this.#found.clear();
      this.#unknown = 0;
    }
    this.#found.set(key, name);
    if (name === '') this.#unknown++;
    return name;
  }
}
