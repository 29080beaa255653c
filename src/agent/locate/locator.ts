/**
 * From an endpoint of the inventory to the interface on this node that stands for it. A finder knows one way; the locator asks
 * those that there are, in order. What is done with the interface is not their business.
 */
import type { Interface } from '../../datapath/datapath.js';
import type { LinkInterface } from '../../ebpf/binding.js';
import type { Address } from '../../net/types.js';
import type { ViewEndpoint } from '../../policy/view.js';

export type Found =
  | { readonly kind: 'found'; readonly interface: Interface; readonly name: string; readonly by?: string }
  /**
   * waiting: not there (yet). failed: the inventory does not say enough, or what cannot be. nowhere: nothing says where it is, nor
   * that it is not where it was.
   */
  | { readonly kind: 'waiting' | 'failed'; readonly detail: string; readonly nowhere?: boolean };

export interface Finder {
  /** As things are now; undefined: this way knows nothing of such endpoints. One endpoint's failure is its own. */
  find(endpoint: ViewEndpoint): Found | undefined;
}

/** An interface of a pod that the node's container runtime named. */
export interface LocatedPod {
  /** `<namespace>/<name>`. */
  readonly id: string;
  readonly ifName: string;
  readonly host: string;
  readonly ifindex: number;
  /** Open until a policy names it. */
  readonly exempt: boolean;
}

export interface EndpointLocator {
  /** As things are now. */
  find(endpoint: ViewEndpoint): Found;
  /** Whether an interface is on the node at all. */
  has(ifindex: number): boolean;
  /** The addresses that the node itself knows the endpoint by; undefined: it knows no more than the inventory. */
  addressesOf?(endpoint: ViewEndpoint): readonly Address[] | undefined;
  /** Pods on the node, whether the inventory names them or not. */
  readonly pods?: readonly LocatedPod[];
  /** Interfaces by that name are pods' and denied until it is known whose. */
  isPods?(name: string): boolean;
  /** Looks again where nothing tells of changes. @param waiting for what could not be found @returns whether anything is found now that was not */
  lookAgain?(waiting: readonly ViewEndpoint[]): boolean;
  /** The ways there are, for people. */
  readonly ways?: readonly string[];
  /** Calls after interfaces came, went or changed, with those that came or changed. One listener. */
  onChange(changed: (links: readonly LinkInterface[]) => void): void;
  close(): void;
}
