/** What one node has and needs, and what changed of it since it was last asked. */
import type { ViewEndpoint } from '../view.js';

/** What was there before the change that is under way, of all that it touched. */
export class NodeState {
  readonly endpoints = new Map<string, ViewEndpoint>();
  readonly touchedEndpoints = new Map<string, ViewEndpoint | undefined>();
  readonly touchedPolicies = new Map<string, boolean>();
  readonly touchedSets = new Map<string, boolean>();
  header = false;
  /** Policies it has that restrict egress, by key. */
  readonly restricting = new Set<string>();
  /** It has the services, as it was told last. */
  restricted = false;

  constructor(readonly name: string) {}

  putEndpoint(id: string, endpoint: ViewEndpoint | undefined): void {
    if (!this.touchedEndpoints.has(id)) this.touchedEndpoints.set(id, this.endpoints.get(id));
    if (endpoint === undefined) this.endpoints.delete(id);
    else this.endpoints.set(id, endpoint);
  }

  /** @param was whether it was there before */
  touchPolicy(key: string, was: boolean): void {
    if (!this.touchedPolicies.has(key)) this.touchedPolicies.set(key, was);
  }

  touchSet(id: string, was: boolean): void {
    if (!this.touchedSets.has(id)) this.touchedSets.set(id, was);
  }

  end(): void {
    this.touchedEndpoints.clear();
    this.touchedPolicies.clear();
    this.touchedSets.clear();
    this.header = false;
  }
}

/** How many uses something has on each node: of most things on one node, which takes no map. */
export class Uses {
  #node: string | undefined;
  #count = 0;
  #others: Map<string, number> | undefined;

  /** @returns how many there are now */
  add(node: string, by: 1 | -1): number {
    if (this.#node === undefined && this.#others?.has(node) !== true) this.#node = node;
    if (this.#node === node) {
      this.#count += by;
      if (this.#count === 0) this.#node = undefined;
      return this.#count;
    }
    this.#others ??= new Map();
    const count = (this.#others.get(node) ?? 0) + by;
    if (count > 0) this.#others.set(node, count);
    else this.#others.delete(node);
    if (this.#others.size === 0) this.#others = undefined;
    return count;
  }

  has(node: string): boolean {
    return this.#node === node || this.#others?.has(node) === true;
  }

  get none(): boolean {
    return this.#node === undefined && this.#others === undefined;
  }

  /** With at least one. */
  *nodes(): Iterable<string> {
    if (this.#node !== undefined) yield this.#node;
    if (this.#others !== undefined) yield* this.#others.keys();
  }
}
