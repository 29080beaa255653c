/**
 * What each node follows: the newest policy, or while a run is on its way what was in force before it, or both beside each
 * other. The inventory is that of now on either side.
 */
import { digestOf, sumOfView } from '../../distribution/digest.js';
import { withCandidate } from '../../policy/trial.js';
import type { WorldChange } from '../../policy/world-change.js';
import type { PolicySet } from '../differences.js';
import type { WorldOptions } from '../effective.js';
import type { Emergency } from '../emergency.js';
import { type DesiredView, Views } from '../proposal.js';
import { type Place, placeOf, type Run } from './state.js';

/** What a node shall have. */
export interface Aim {
  readonly desired: Omit<DesiredView, 'made'> & Partial<Pick<DesiredView, 'made'>>;
  readonly revision: number;
}

interface Active {
  run: Run;
  readonly back: Views;
  readonly ringOf: ReadonlyMap<string, number>;
  readonly aims: Map<string, { readonly key: string; readonly from: readonly unknown[]; readonly aim: Aim }>;
}

export class Lanes {
  readonly #options: WorldOptions;
  readonly #front: Views;
  readonly #canTry: (node: string) => boolean;
  #active: Active | undefined;

  /** @param canTry whether a node knows what a trial is */
  constructor(options: WorldOptions, front: Views, canTry: (node: string) => boolean) {
    this.#options = options;
    this.#front = front;
    this.#canTry = canTry;
  }

  get run(): Run | undefined {
    return this.#active?.run;
  }

  /** Costs a whole computing of all views. @param declared all there is */
  begin(run: Run, before: PolicySet, declared: WorldChange, emergencies: readonly Emergency[]): void {
    const back = new Views(this.#options);
    back.keep(back.propose(declared, { pinned: { revision: run.predecessor, policies: before }, emergencies }));
    const ringOf = new Map(run.rings.flatMap(({ nodes }, ring) => nodes.map((node): [string, number] => [node, ring])));
    this.#active = { run, back, ringOf, aims: new Map() };
  }

  /** The run goes on. */
  set(run: Run): void {
    if (this.#active !== undefined) this.#active.run = run;
  }

  end(): void {
    this.#active = undefined;
  }

  /** While a run is on its way: what was before it, and on which nodes what it brings counts. */
  get split(): { readonly run: Run; readonly was: PolicySet; readonly reached: string[] } | undefined {
    const active = this.#active;
    const was = active?.back.effective.overlay.pinned?.policies;
    if (active === undefined || was === undefined) return undefined;
    const counts = (node: string): boolean =>
      ['unconfirmed', 'candidate'].includes(placeOf(active.run, this.ring(node)));
    return { run: active.run, was, reached: [...this.#front.names].filter(counts).sort() };
  }

  /** What changed in the inventory, or in emergencies. @returns nodes whose views changed by it */
  follow(declared: WorldChange, emergencies: readonly Emergency[]): string[] {
    const active = this.#active;
    if (active === undefined) return [];
    const { overlay } = active.back.effective;
    const proposal = active.back.propose(declared, { ...overlay, emergencies });
    active.back.keep(proposal);
    return [...proposal.views.keys()];
  }

  ring(node: string): number {
    const { ringOf, run } = this.#active as Active;
    return ringOf.get(node) ?? run.rings.length - 1;
  }

  /** Whether the candidate gives the node another view. */
  concerned(node: string): boolean {
    return this.#front.get(node)?.digest !== this.#active?.back.get(node)?.digest;
  }

  /** Nodes of a ring whose view the candidate changes, ascending; of those that came later too. */
  nodesOf(ring: number): string[] {
    if (this.#active === undefined) return [];
    return [...this.#front.names].filter((node) => this.ring(node) === ring && this.concerned(node)).sort();
  }

  /** @param newest the number of what is in force in front; undefined: the node is not known */
  aim(node: string, newest: number): Aim | undefined {
    const front = this.#front.get(node);
    const active = this.#active;
    if (active === undefined || front === undefined) return front && { desired: front, revision: newest };
    const back = active.back.get(node);
    const place = placeOf(active.run, this.ring(node));
    if (place === 'candidate' || back === undefined) return { desired: front, revision: newest };
    const { backRevision } = active.run;
    if (place === 'predecessor' || !this.concerned(node)) return { desired: back, revision: backRevision };
    // Who knows no trial has the one or the other, and this controller confirms.
    if (!this.#canTry(node))
      return place === 'observe' ? { desired: back, revision: backRevision } : { desired: front, revision: newest };
    return this.#both(active, node, place, back, front);
  }

  #both({ run, aims }: Active, node: string, place: Place, back: DesiredView, front: DesiredView): Aim {
    const ring = run.rings[this.ring(node)];
    const { backRevision } = run;
    const key = `${place} ${ring?.confirmByMs ?? 0} ${backRevision}`;
    const known = aims.get(node);
    if (known?.key === key && known.from[0] === back && known.from[1] === front) return known.aim;
    const view = withCandidate(back.view, front.view, {
      id: run.id,
      revision: run.revision,
      mode: place === 'observe' ? 'observe' : 'unconfirmed',
      ...(place === 'unconfirmed' && { confirmBy: ring?.confirmByMs ?? 0 }),
    });
    const sum = sumOfView(view);
    const aim: Aim = { desired: { view, sum, digest: digestOf(view, sum) }, revision: backRevision };
    aims.set(node, { key, from: [back, front], aim });
    return aim;
  }
}
