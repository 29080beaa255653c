/** A plan's endpoints on their interfaces: whose generation it is, and what lives on when a direction becomes restricted. */
import type { Plan } from '../compiler/plan.js';
import type { BpfMap } from '../ebpf/binding.js';
import type { Binding } from '../tables/index.js';
import type { Holders } from './holders.js';
import { type Closing, enterKnown } from './known-flows.js';
import type { Parts } from './open.js';
import type { Announce, Interface } from './options.js';
import { Sockets } from './sockets.js';

/** What is to be done around the revision that binds them. */
export interface Bound {
  readonly bindings: ReadonlyMap<string, Interface & Binding>;
  /** As the revision's records will call them. */
  readonly holders: Parameters<Announce>[1];
  /** Enforced already: what is there gets its entries before the revision that would cut it. */
  readonly closing: readonly Closing[];
  /** Not enforced yet: after the revision is early enough. */
  readonly attaching: readonly Closing[];
}

export class Endpoints {
  readonly #holders: Holders;
  readonly #parts: Parts;
  readonly #map: (name: string) => BpfMap;
  readonly #sockets: Sockets;

  /** @param map by its C name, asked for anew each time */
  constructor(parts: Parts, holders: Holders, map: (name: string) => BpfMap) {
    this.#holders = holders;
    this.#parts = parts;
    this.#map = map;
    this.#sockets = new Sockets(() => map('osg_sockets'));
  }

  /**
   * Notes who holds which index from now on, and opens recovery windows, ahead of the revision that needs them.
   * @param interfaces by endpoint id @param candidates the plan's candidates are to count
   * @param first of this process: what an endpoint has may be older than it
   */
  bind(plan: Plan, interfaces: ReadonlyMap<string, Interface>, candidates: boolean, first: boolean): Bound {
    const bindings = new Map<string, Interface & Binding>();
    const holders: { id: string; index: number; generation: number }[] = [];
    const taken: [Buffer, Buffer][] = [];
    const closing: Closing[] = [];
    const attaching: Closing[] = [];
    const now = (): bigint => this.#parts.conntrack.now();
    for (const endpoint of plan.endpoints) {
      const at = interfaces.get(endpoint.id);
      if (at === undefined) continue;
      const { ingress, egress } = candidates ? (endpoint.candidate ?? endpoint) : endpoint;
      const restricted = (ingress.restricted ? 1 : 0) | (egress.restricted ? 2 : 0);
      const {
        generation,
        key,
        value,
        closing: directions,
        fresh,
      } = this.#holders.take(endpoint, at.ifindex, restricted, now);
      if (value !== undefined) {
        taken.push([key, value]);
        this.#sockets.set(endpoint.index, generation, at.netnsId);
      }
      // A workload that came while we were here has nothing that was there before.
      if (directions !== 0 && (!fresh || first))
        (fresh ? attaching : closing).push({ ifindex: at.ifindex, addresses: endpoint.addresses, directions });
      bindings.set(endpoint.id, { ...at, generation });
      holders.push({ id: endpoint.id, index: endpoint.index, generation });
    }
    for (const [key, value] of taken) this.#map('osg_endpoint_states').update(key, value);
    return { bindings, holders, closing, attaching };
  }

  /** Entries for what the node's own connection tracking knows of these. */
  async enter(closing: readonly Closing[]): Promise<void> {
    const { place, options, conntrack } = this.#parts;
    // Flows may be cut; that is no reason to leave the endpoint open.
    await enterKnown(closing, conntrack, place.netns).catch((error: unknown) => options.onError?.(error));
  }

  /** Forgets the flows of an endpoint: replies are denied until their flow begins anew. */
  flush(index: number): number {
    this.#sockets.forget(index);
    return this.#parts.conntrack.flush(index);
  }
}
