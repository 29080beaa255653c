/**
 * From an endpoint of the inventory to the interface on this node that stands for it. A locator knows one way of finding it; what is
 * done with the interface is not its business.
 */
import type { Interface } from '../../datapath/datapath.js';
import type { LinkInterface } from '../../ebpf/binding.js';
import type { ViewEndpoint } from '../../policy/view.js';

export type Found =
  | { readonly kind: 'found'; readonly interface: Interface; readonly name: string }
  /** waiting: not there (yet). failed: the inventory does not say enough, or what cannot be. */
  | { readonly kind: 'waiting' | 'failed'; readonly detail: string };

export interface EndpointLocator {
  /** As things are now. @throws BpfError the node's namespace cannot be read */
  find(endpoint: ViewEndpoint): Found;
  /** Whether an interface is on the node at all. */
  has(ifindex: number): boolean;
  /** Calls after interfaces came, went or changed, with those that came or changed. One listener. */
  onChange(changed: (links: readonly LinkInterface[]) => void): void;
  close(): void;
}
