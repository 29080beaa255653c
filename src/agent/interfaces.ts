/** The node's interfaces: where each endpoint is, what stays denied on those without policy, and which are let go. */
import type { AttachFault } from '../datapath/attach.js';
import type { Datapath } from '../datapath/datapath.js';
import { BpfError, type LinkInterface } from '../ebpf/binding.js';
import type { ViewEndpoint } from '../policy/view.js';
import type { EndpointState } from './enforcement.js';
import { Linger } from './linger.js';
import type { EndpointLocator, Found } from './locate/locator.js';
import { attachStrange, stateAfter } from './strange.js';

export interface InterfacesOptions {
  readonly datapath: Datapath;
  readonly locator: EndpointLocator;
  /** An interface whose endpoint has gone stays attached, without policy, for so long: everything is denied. */
  readonly lingerMs: number;
  readonly onError: (error: unknown) => void;
}

export class Interfaces {
  readonly #datapath: Datapath;
  readonly #locator: EndpointLocator;
  readonly #linger: Linger;
  readonly #onError: (error: unknown) => void;
  #endpoints: readonly ViewEndpoint[] = [];
  /** Of the interfaces that the inventory names. */
  #hostNames: ReadonlySet<string> = new Set();
  /** `shop/web (veth1)`, by interface index. */
  readonly #owners = new Map<number, string>();
  /** Interfaces that are pods' by their name alone. */
  readonly #unknown = new Set<number>();
  /** Those that nothing locates although their address is known. */
  #nowhere: readonly ViewEndpoint[] = [];
  /** Without policy, and why. */
  #denied: readonly ViewEndpoint[] = [];
  #deniedWhy = '';
  /** This process has put a revision in force. */
  #applied = false;
  #closed = false;

  constructor({ datapath, locator, lingerMs, onError }: InterfacesOptions) {
    this.#datapath = datapath;
    this.#locator = locator;
    this.#onError = onError;
    this.#linger = new Linger(lingerMs, (ifindex) => {
      if (!this.#closed) datapath.detach(ifindex);
    });
  }

  /**
   * Where the endpoint is. Where nothing says where a pod is, it is where it was: a restart changes no verdict (F46).
   * @param index of the endpoint in the plan
   */
  find(endpoint: ViewEndpoint, index: number | undefined): Found {
    const found = this.#locator.find(endpoint);
    if (found.kind === 'found' || found.nowhere !== true || index === undefined) return found;
    const ifindex = this.#datapath.interfaceOf({ id: endpoint.id, index });
    if (ifindex === undefined) return found;
    return { kind: 'found', interface: { ifindex }, name: `interface ${ifindex}`, by: 'as it was' };
  }

  own(ifindex: number, id: string, name: string): void {
    this.#owners.set(ifindex, `${id} (${name})`);
  }

  /**
   * A revision is in force: everything else is denied, lingers, or is let go.
   * @param nowhere those of its endpoints that nothing locates although their address is known
   * @param holders ids of those that are found, by interface
   * @returns those without policy
   */
  applied(
    endpoints: readonly ViewEndpoint[],
    nowhere: readonly ViewEndpoint[],
    holders: ReadonlyMap<number, string>,
  ): readonly EndpointState[] {
    this.#applied = true;
    this.#endpoints = endpoints;
    this.#nowhere = nowhere;
    this.#nameInterfaces();
    const denied = this.#attachDenied(new Set(holders.keys()));
    const strange = attachStrange(this.#datapath, this.#locator, holders, this.#unknown);
    this.#release(new Set([...holders.keys(), ...denied.ifindexes, ...strange.ifindexes]));
    return [...denied.states, ...strange.states];
  }

  /** Instead of those that it was told before. @returns how they are now */
  deny(endpoints: readonly ViewEndpoint[], why: string): readonly EndpointState[] {
    this.#denied = endpoints;
    this.#deniedWhy = why;
    this.#nameInterfaces();
    return this.#attachDenied(new Set()).states;
  }

  #nameInterfaces(): void {
    const all = [...this.#endpoints, ...this.#denied];
    this.#hostNames = new Set(all.flatMap(({ attach }) => attach.interface ?? []));
  }

  /** The programs on the interfaces of those without policy. @param held interfaces that others have */
  #attachDenied(held: ReadonlySet<number>): { readonly states: EndpointState[]; readonly ifindexes: number[] } {
    const states: EndpointState[] = [];
    const ifindexes: number[] = [];
    for (const endpoint of this.#denied) {
      const { id } = endpoint;
      const found = this.#locator.find(endpoint);
      if (found.kind !== 'found') {
        states.push({ id, state: found.kind, detail: found.detail });
        continue;
      }
      const { ifindex } = found.interface;
      if (held.has(ifindex)) continue;
      try {
        this.#datapath.attach(ifindex);
        ifindexes.push(ifindex);
        states.push({ id, state: 'denied', detail: `${found.name}: ${this.#deniedWhy}` });
      } catch (error) {
        if (!(error instanceof BpfError)) throw error;
        states.push(stateAfter({ id, state: 'denied', detail: found.name }, error));
      }
    }
    return { states, ifindexes };
  }

  /** Everything is denied on the interface when this returns, until a policy is in force there. @throws BpfError it cannot be */
  shut(ifindex: number): void {
    const datapath = this.#datapath;
    if (datapath.enforced(ifindex)) return;
    datapath.detach(ifindex);
    datapath.attach(ifindex, true);
  }

  /** What people are told of how interfaces are found. */
  get ways(): readonly string[] {
    return this.#locator.ways ?? [];
  }

  /** What the node says of the endpoint's addresses, if it says anything. */
  addressesOf(endpoint: ViewEndpoint): ReturnType<NonNullable<EndpointLocator['addressesOf']>> {
    return this.#locator.addressesOf?.(endpoint);
  }

  /**
   * Interfaces came, went or changed. What appears for a known endpoint is denied at once, until its policy is in force on
   * it: that takes longer, for the whole plan is published. First what is known by its name, without asking for more: until
   * then it is open.
   */
  changed(links: readonly LinkInterface[]): void {
    const datapath = this.#datapath;
    try {
      for (const { name, ifindex } of links)
        if (this.#hostNames.has(name)) this.#deny(ifindex);
        else if (this.#locator.isPods?.(name) === true && !datapath.enforced(ifindex)) {
          this.#unknown.add(ifindex);
          this.#deny(ifindex);
        }
      for (const ifindex of datapath.attached) if (!datapath.enforced(ifindex)) datapath.detach(ifindex);
      // Without a revision nobody knows whether the pods that run here may talk: what is shut already stays so.
      if (this.#applied) for (const { ifindex, exempt } of this.#locator.pods ?? []) if (!exempt) this.#deny(ifindex);
      for (const endpoint of [...this.#endpoints, ...this.#denied]) {
        if (endpoint.attach.interface !== undefined && links.length > 0) continue;
        const found = this.#locator.find(endpoint);
        if (found.kind === 'found') datapath.attach(found.interface.ifindex);
      }
    } catch (error) {
      if (!(error instanceof BpfError) || error.code !== 'ENODEV') this.#onError(error);
    }
  }

  /** The programs on an interface that may be new under an old index. */
  #deny(ifindex: number): void {
    try {
      this.shut(ifindex);
    } catch (error) {
      if (!(error instanceof BpfError) || error.code !== 'ENODEV') this.#onError(error);
    }
  }

  /** Interfaces without endpoint: forgotten if they are gone, else denied for a while and then let go. */
  #release(wanted: ReadonlySet<number>): void {
    const datapath = this.#datapath;
    for (const ifindex of datapath.attached) {
      if (!wanted.has(ifindex) && !this.#locator.has(ifindex)) datapath.detach(ifindex);
    }
    // Also of those that were let go as they went.
    for (const ifindex of this.#owners.keys()) if (!this.#locator.has(ifindex)) this.#owners.delete(ifindex);
    this.#linger.update(datapath.attached, wanted);
  }

  /** Asks again where those are that nothing locates. @returns whether any may be found now */
  lookAgain(): boolean {
    return this.#locator.lookAgain?.(this.#nowhere) === true;
  }

  /** By whose interface it is; by its number where nobody's. */
  describe({ ifindex, direction, kind }: AttachFault): string {
    return `${this.#owners.get(ifindex) ?? `interface ${ifindex}`} ${direction}: ${kind}`;
  }

  close(): void {
    this.#closed = true;
    this.#linger.close();
    this.#locator.close();
  }
}
