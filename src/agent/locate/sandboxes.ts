/**
 * The pods on this node as its container runtime names them: by sandbox (one life of a pod) and UID, so that pods that follow
 * each other under one name, within one second, are never taken for each other.
 */
import type { Address } from '../../net/types.js';
import type { ViewEndpoint } from '../../policy/view.js';
import { interfaceOf, macBytes, type NodeLinks } from './links.js';
import type { Finder, Found, LocatedPod } from './locator.js';
import type { PodName } from './result.js';

export interface Sandbox extends PodName {
  readonly container: string;
  /** Of the pod's end: `eth0`; `net1` … on further networks. */
  readonly ifName: string;
  /** Of the node's end. */
  readonly host: string;
  readonly hostMac?: string | undefined;
  /** Of the pod's end. */
  readonly mac?: string | undefined;
  readonly addresses: readonly Address[];
  readonly from: 'plugin' | 'cache';
}

const PRIMARY = 'eth0';
/** On the cluster's own network, which policy is about: its addresses are the pod's. */
export const isPodsOwn = ({ ifName }: Pick<Sandbox, 'ifName'>): boolean => ifName === PRIMARY;

const keyOf = (container: string, ifName: string): string => `${container} ${ifName}`;
const BY = { plugin: 'by the CNI plugin', cache: "by libcni's cache" } as const;

export class Sandboxes implements Finder {
  readonly #links: NodeLinks;
  readonly #exempt: ReadonlySet<string>;
  /** The newest last. */
  readonly #all = new Map<string, Sandbox>();
  readonly #byId = new Map<string, Set<Sandbox>>();

  /** @param exempt namespaces whose pods are open until a policy names them */
  constructor(links: NodeLinks, exempt: readonly string[]) {
    this.#links = links;
    this.#exempt = new Set(exempt);
  }

  isExempt({ namespace }: Pick<Sandbox, 'namespace'>): boolean {
    return this.#exempt.has(namespace);
  }

  get size(): number {
    return this.#all.size;
  }

  values(): Iterable<Sandbox> {
    return this.#all.values();
  }

  get(container: string, ifName: string): Sandbox | undefined {
    return this.#all.get(keyOf(container, ifName));
  }

  put(sandbox: Sandbox): void {
    this.remove(sandbox.container, sandbox.ifName);
    this.#all.set(keyOf(sandbox.container, sandbox.ifName), sandbox);
    const same = this.#byId.get(sandbox.id);
    if (same === undefined) this.#byId.set(sandbox.id, new Set([sandbox]));
    else same.add(sandbox);
  }

  remove(container: string, ifName: string): Sandbox | undefined {
    const key = keyOf(container, ifName);
    const sandbox = this.#all.get(key);
    if (sandbox === undefined) return undefined;
    this.#all.delete(key);
    const same = this.#byId.get(sandbox.id);
    same?.delete(sandbox);
    if (same?.size === 0) this.#byId.delete(sandbox.id);
    return sandbox;
  }

  /** Forgets those whose interface is gone. @returns them */
  prune(): Sandbox[] {
    return [...this.#all.values()].filter((sandbox) => {
      if (this.#link(sandbox) !== undefined) return false;
      this.remove(sandbox.container, sandbox.ifName);
      return true;
    });
  }

  /** The sandbox that stands for an endpoint: that pod's and no earlier one's of the name, on the cluster's own network. */
  of({ id, attach }: ViewEndpoint): Sandbox | undefined {
    let best: Sandbox | undefined;
    for (const sandbox of this.#byId.get(id) ?? []) {
      if (attach.uid !== undefined && sandbox.uid !== '' && sandbox.uid !== attach.uid) continue;
      if (best === undefined || isPodsOwn(sandbox) || !isPodsOwn(best)) best = sandbox;
    }
    return best;
  }

  find(endpoint: ViewEndpoint): Found | undefined {
    const sandbox = this.of(endpoint);
    if (sandbox === undefined) {
      if (!this.#byId.has(endpoint.id)) return undefined;
      return { kind: 'waiting', detail: `the pod of that name on this node is not ${endpoint.attach.uid}` };
    }
    const link = this.#link(sandbox);
    if (link === undefined)
      return { kind: 'waiting', detail: `${sandbox.host} of sandbox ${sandbox.container} is gone` };
    const mac = sandbox.mac === undefined ? undefined : macBytes(sandbox.mac);
    return { kind: 'found', name: link.name, interface: interfaceOf(link, mac), by: BY[sandbox.from] };
  }

  /** Those whose interface is there. */
  get pods(): readonly LocatedPod[] {
    return [...this.#all.values()].flatMap((sandbox) => {
      const link = this.#link(sandbox);
      const { id, ifName, host } = sandbox;
      return link === undefined ? [] : [{ id, ifName, host, ifindex: link.ifindex, exempt: this.isExempt(sandbox) }];
    });
  }

  /** Undefined also where another interface has that name now. */
  #link({ host, hostMac }: Sandbox) {
    const link = this.#links.byName.get(host);
    if (link === undefined || !hostMac || link.mac === undefined) return link;
    return link.mac.toLowerCase() === hostMac.toLowerCase() ? link : undefined;
  }
}
