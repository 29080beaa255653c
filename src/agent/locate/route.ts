/**
 * By the kernel's own knowledge: a route to the pod's address alone leads over its veth (ptp, AWS VPC CNI, Calico); on a bridge
 * the neighbour table knows the address's MAC, and the forwarding table the port behind which it is. The latter once the pod has
 * talked to the node.
 */
import { listHostRoutes, listNeighbours, type Netns } from '../../ebpf/binding.js';
import { addressFromBytes, formatAddress } from '../../net/address.js';
import type { ViewEndpoint } from '../../policy/view.js';
import { POD_KINDS } from './host-side.js';
import { interfaceOf, macBytes, type NodeLinks } from './links.js';
import type { Finder, Found } from './locator.js';

interface Tables {
  /** Interface indexes, by address. */
  readonly routes: ReadonlyMap<string, number>;
  readonly neighbours: ReadonlyMap<string, { readonly ifindex: number; readonly mac: string }>;
  /** Ports of bridges, by MAC. */
  readonly ports: ReadonlyMap<string, readonly number[]>;
}

const textOf = (bytes: Uint8Array): string => formatAddress(addressFromBytes(bytes));

export class RouteFinder implements Finder {
  readonly #netns: Netns | undefined;
  readonly #links: NodeLinks;
  #tables: Tables | undefined;

  constructor(netns: Netns | undefined, links: NodeLinks) {
    this.#netns = netns;
    this.#links = links;
  }

  /** The tables are read anew when next asked for. */
  forget(): void {
    this.#tables = undefined;
  }

  find({ addresses }: ViewEndpoint): Found {
    if (addresses.length === 0) return { kind: 'waiting', detail: 'its address is not known yet', nowhere: true };
    for (const address of addresses.map(formatAddress)) {
      const found = this.#byRoute(address) ?? this.#byNeighbour(address);
      if (found !== undefined) return found;
    }
    const names = addresses.map(formatAddress).join(', ');
    return {
      kind: 'waiting',
      detail: `neither runtime, route nor bridge leads to ${names} on this node`,
      nowhere: true,
    };
  }

  #byRoute(address: string): Found | undefined {
    const { routes, neighbours } = this.#read();
    const link = this.#pods(routes.get(address));
    if (link === undefined) return undefined;
    const neighbour = neighbours.get(address);
    const mac = neighbour?.ifindex === link.ifindex ? macBytes(neighbour.mac) : undefined;
    return { kind: 'found', name: link.name, interface: interfaceOf(link, mac), by: 'by its route' };
  }

  #byNeighbour(address: string): Found | undefined {
    const { neighbours, ports } = this.#read();
    const neighbour = neighbours.get(address);
    if (neighbour === undefined) return undefined;
    for (const port of ports.get(neighbour.mac) ?? []) {
      const link = this.#pods(port);
      if (link?.masterIfindex !== neighbour.ifindex) continue;
      return {
        kind: 'found',
        name: link.name,
        interface: interfaceOf(link, macBytes(neighbour.mac)),
        by: 'by its bridge',
      };
    }
    return undefined;
  }

  /** Only what has a pod at its far end: a route may lead over the node's own card. */
  #pods(ifindex: number | undefined) {
    const link = ifindex === undefined ? undefined : this.#links.byIndex.get(ifindex);
    return link !== undefined && POD_KINDS.has(link.kind ?? '') ? link : undefined;
  }

  #read(): Tables {
    if (this.#tables !== undefined) return this.#tables;
    const ports = new Map<string, number[]>();
    for (const { mac, ifindex } of listNeighbours(true, this.#netns)) {
      const same = ports.get(mac);
      if (same === undefined) ports.set(mac, [ifindex]);
      else same.push(ifindex);
    }
    const neighbours = new Map(
      listNeighbours(false, this.#netns).flatMap(({ address, ifindex, mac }) =>
        address === undefined ? [] : [[textOf(address), { ifindex, mac }] as const],
      ),
    );
    const routes = new Map(
      listHostRoutes(this.#netns).map(({ address, ifindex }) => [textOf(address), ifindex] as const),
    );
    this.#tables = { routes, neighbours, ports };
    return this.#tables;
  }
}
