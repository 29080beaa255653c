/** What an earlier process attached, perhaps by another layout's programs, until it all runs ours over our tables. */
import { Attachment } from './attach.js';
import type { Attachments } from './attachments.js';
import type { Holders } from './holders.js';
import type { Loaded } from './loaded.js';
import type { Parts } from './open.js';
import { otherFolders, type RevisionInForce, removeFolder } from './predecessor.js';
import type { Revisions } from './revisions.js';
import type { Succession } from './succession.js';

/** Who takes over. */
export interface Heir {
  readonly loaded: Loaded;
  readonly attachments: Attachments;
  readonly holders: Holders;
  readonly revisions: Revisions;
}

export class Takeover {
  readonly #parts: Parts;
  readonly #heir: Heir;
  /** What there is to take over from another layout version, until it is done. */
  #succession: Succession | undefined;
  /** What is attached may run other programs than ours, over maps of another layout, until there is a revision in ours. */
  #pending = true;
  #finishing: Promise<void> | undefined;

  constructor(parts: Parts, heir: Heir) {
    this.#parts = parts;
    this.#heir = heir;
    this.#succession = parts.succession;
  }

  /** Another layout's maps that are still to be taken over, by which packets may still be judged. */
  get succession(): Pick<Succession, 'inForce' | 'trial'> | undefined {
    return this.#succession;
  }

  get inForce(): RevisionInForce | undefined {
    return this.#succession?.inForce;
  }

  /** The end of what is under way. Rejects when it failed: the next `proceed` tries again. */
  get finishing(): Promise<void> | undefined {
    return this.#finishing;
  }

  /** Our tables hold a revision: does what is left to do, and begins what takes time. */
  proceed(): void {
    if (this.#pending) this.#adopt();
    else if (this.#succession !== undefined) this.#finish();
  }

  /**
   * Swaps the programs on everything that an earlier process attached for ours. With it comes what another layout's maps
   * hold; they are removed when that is done.
   */
  #adopt(): void {
    const { place, options, conntrack } = this.#parts;
    const { attachments, holders, revisions } = this.#heir;
    const ours = { kernel: this.#heir.loaded.kernel, conntrack };
    const indexes = new Map([...holders.interfaces()].map(({ index, ifindex }) => [ifindex, index]));
    const attached = new Set(Attachment.pinned(place.dir));
    if (!place.tcx) for (const ifindex of indexes.keys()) attached.add(ifindex);
    this.#succession?.conversations(ours);
    for (const ifindex of attached) {
      this.#succession?.flows(ours, indexes.get(ifindex));
      attachments.adopt(ifindex);
      this.#succession?.flows(ours, indexes.get(ifindex));
    }
    this.#succession?.flows(ours);
    revisions.adopt();
    this.#pending = false;
    if (this.#succession !== undefined) this.#finish();
    else for (const path of otherFolders(options.dir)) removeFolder(path);
  }

  #finish(): void {
    const { conntrack, options } = this.#parts;
    const done = (): void => {
      this.#succession = undefined;
    };
    this.#finishing = this.#succession
      ?.finish({ kernel: this.#heir.loaded.kernel, conntrack }, options.dir)
      .then(done)
      .finally(() => {
        this.#finishing = undefined;
      });
    // Who waits for it hears of a failure; nobody may be waiting yet. The next publication tries again.
    this.#finishing?.catch(() => undefined);
  }
}
