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
