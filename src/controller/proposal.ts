/** What a change of the inputs would make of the views, before anyone gets it: proposed, admitted by gates, recorded, released. */
import { digestOf, type SharedSums, sumAfter, sumOfView, type ViewSum } from '../distribution/digest.js';
import { applyViewChange, SharedResults } from '../policy/apply-change.js';
import { HeldView } from '../policy/held-view.js';
import { type Resolved, Resolver } from '../policy/resolver/resolver.js';
import type { ViewChange } from '../policy/view-change.js';
import { inverse, type WorldChange } from '../policy/world-change.js';
import { Effective, type Overlay, type WorldOptions } from './effective.js';

/** A node's view, as it is to be. */
export interface DesiredView {
  readonly view: HeldView;
  readonly sum: ViewSum;
  readonly digest: string;
  /** How it was made. */
  readonly made: { readonly from: HeldView; readonly change: ViewChange };
}

export interface Proposal {
  /** What changes in what is declared, and in what is in force. */
  readonly declared: WorldChange;
  readonly inForce: WorldChange;
  readonly overlay: Overlay;
  readonly resolved: Resolved;
  /** Of the nodes whose views change. */
  readonly views: ReadonlyMap<string, DesiredView>;
  /** How many nodes there are. */
  readonly nodes: number;
}

/** Says why a proposal must not go out; empty: nothing is in the way. */
export interface Gate {
  check(proposal: Proposal): string[];
}

/** The world as it is proposed or in force, and the views that it means. */
export class Views {
  readonly effective: Effective;
  readonly #resolver: Resolver;
  readonly #views = new Map<string, DesiredView>();
  readonly #results = new SharedResults();

  constructor(options: WorldOptions) {
    this.effective = new Effective(options);
    this.#resolver = new Resolver(options);
  }

  get(node: string): DesiredView | undefined {
    return this.#views.get(node);
  }

  /** Names of nodes with a view. */
  get names(): Iterable<string> {
    return this.#views.keys();
  }

  /** To be followed by `keep` or `undo`. */
  propose(declared: WorldChange, overlay: Overlay): Proposal {
    const inForce = this.effective.take(declared, overlay);
    const resolved = this.#resolver.take(inForce);
    const views = new Map<string, DesiredView>();
    const shared: SharedSums = new Map();
    for (const [node, change] of resolved.changes) {
      const before = this.#views.get(node);
      const from = before?.view ?? HeldView.empty(node);
      const view = applyViewChange(from, change, this.#results);
      const sum = sumAfter(before?.sum ?? sumOfView(from), from, change, view, shared);
      views.set(node, { view, sum, digest: digestOf(view, sum), made: { from, change } });
    }
    return { declared, inForce, overlay, resolved, views, nodes: this.#resolver.nodes };
  }

  keep({ resolved, views }: Proposal): void {
    for (const [node, view] of views) this.#views.set(node, view);
    for (const node of resolved.gone) this.#views.delete(node);
  }

  /** @param overlay that was in force before */
  undo({ declared, inForce }: Proposal, overlay: Overlay): void {
    this.effective.take(inverse(declared), overlay);
    this.#resolver.take(inverse(inForce));
  }
}
