/**
 * Taking over from another layout version without a gap. Maps whose contents lie the same in both versions are shared; of
 * the others, flows and notes are copied before the programs are swapped, and counts are moved after.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { entries, synchronizeRcu } from '../ebpf/binding.js';
import { agreeingEnum, OWN_LAYOUT } from '../ebpf/layout.js';
import { OsgConntrackLimits, OsgConversation, OsgConversationSet, OsgEndpointState } from '../gen/abi.js';
import type { TrialLine } from '../tables/index.js';
import type { Conntrack } from './conntrack.js';
import { moveCounts } from './counts.js';
import { FlowCopies } from './flow-copies.js';
import { Inherited, withMap } from './inherited.js';
import {
  otherFolders,
  type Predecessor,
  predecessors,
  type RevisionInForce,
  removeFolder,
  trialInForce,
} from './predecessor.js';
import type { KernelObject } from './programs.js';

/** What became of the maps of an earlier version. */
export interface SuccessionReport {
  readonly from: number;
  readonly to: number;
  /** Maps that both versions use. */
  readonly shared: readonly string[];
  /** Flows that were copied. */
  readonly flows: number;
  /** Flows for which the endpoint's table had no room. */
  readonly refused: number;
  /** Maps whose contents could not be understood: they begin anew. */
  readonly lost: readonly string[];
}

interface Ours {
  readonly kernel: KernelObject;
  readonly conntrack: Conntrack;
}

export class Succession {
  readonly #from: Predecessor;
  readonly #inherited: Inherited;
  /** Our programs may have run already: what lies in our maps is newer. */
  readonly #inUse: boolean;
  readonly #flows: FlowCopies;
  readonly #trial: TrialLine | undefined;

  private constructor(from: Predecessor, mapDir: string, inUse: boolean) {
    this.#from = from;
    this.#inUse = inUse;
    this.#trial = trialInForce(from);
    this.#inherited = new Inherited(from, mapDir);
    this.#flows = new FlowCopies(this.#inherited, inUse);
  }

  /**
   * What there is to succeed. Of several versions, whose agents each died in the middle, the newest decides.
   * @param inUse our own tables hold a revision: a succession, by us or from us, was interrupted
   */
  static find(dir: string, mapDir: string, inUse: boolean): Succession | undefined {
    const found = predecessors(dir).sort((a, b) => Number(b.inForce.revision - a.inForce.revision))[0];
    return found && new Succession(found, mapDir, inUse);
  }

  get inForce(): RevisionInForce {
    return this.#from.inForce;
  }

  /** The trial in force; without counts where ours begin anew. */
  get trial(): (Omit<TrialLine, 'before'> & Partial<Pick<TrialLine, 'before'>>) | undefined {
    if (this.#trial === undefined || this.#inherited.shared.has('osg_trial_counts')) return this.#trial;
    const { before: _, ...rest } = this.#trial;
    return rest;
  }

  /** Endpoint indexes that it has room for. */
  get endpoints(): number {
    const pin = join(this.#from.dir, 'osg_endpoint_states');
    return existsSync(pin) ? withMap(pin, (states) => states.info.maxEntries) : 0;
  }

  get report(): SuccessionReport {
    const { shared, lost } = this.#inherited;
    return {
      from: this.#from.layout.version,
      to: OWN_LAYOUT.version,
      shared: [...shared].filter((name) => !name.startsWith('conntrack_')).sort(),
      flows: this.#flows.entered,
      refused: this.#flows.refused,
      lost: [...lost].sort(),
    };
  }

  /** Pins what both versions understand in our folder, unless something is there already. Before the programs are loaded. */
  share(): void {
    this.#inherited.share();
  }

  /** Who holds which endpoint index, and its windows: before the first revision. */
  states({ kernel }: Ours): void {
    if (this.#inUse) return;
    const name = 'osg_endpoint_states';
    this.#inherited.with(name, (theirs) => {
      const copy = this.#inherited.copy(name, 'osg_endpoint_state');
      if (copy === undefined) return;
      const ours = kernel.map(name);
      for (const { key, value } of entries(theirs)) {
        if (key.readUInt32LE() >= ours.info.maxEntries || value.every((byte) => byte === 0)) continue;
        const fresh = Buffer.alloc(OsgEndpointState.size);
        copy(value, fresh);
        ours.update(key, fresh);
      }
    });
  }

  /** Who talked to whom, up to now; what is seen until the programs are swapped is missed: these are samples. */
  conversations({ kernel }: Ours): void {
    if (this.#inUse) return;
    const name = 'osg_conversation_sets';
    this.#inherited.with(name, (theirs) => {
      const copy = this.#inherited.copy(name, 'osg_conversation');
      const size = this.#from.layout.structs['osg_conversation']?.size;
      if (copy === undefined || size === undefined) return;
      if (!agreeingEnum('osg_conntrack_limits', this.#from.layout, OWN_LAYOUT)) {
        this.#inherited.lost.add(name);
        return;
      }
      const ours = kernel.map(name);
      for (const { key, value } of entries(theirs)) {
        if (key.readUInt32LE() >= ours.info.maxEntries || value.every((byte) => byte === 0)) continue;
        const set = Buffer.alloc(OsgConversationSet.size);
        for (let way = 0; way < OsgConntrackLimits.CONVERSATION_WAYS; way++)
          copy(value.subarray(way * size, (way + 1) * size), set.subarray(way * OsgConversation.size));
        ours.update(key, set);
      }
    });
  }

  /**
   * Copies flows: all of them the first time, what has changed since the times after. To be called right before programs are
   * swapped, and right after. @param index the endpoint that is swapped
   */
  flows({ conntrack }: Ours, index?: number): void {
    this.#flows.pass(conntrack, index);
  }

  /**
   * When our programs are on every interface: what the last runs of the old ones left is fetched, counts are moved, and the
   * folders of other versions removed.
   */
  async finish({ kernel, conntrack }: Ours, dir: string): Promise<void> {
    await synchronizeRcu();
    this.#flows.finish(conntrack);
    await moveCounts(this.#inherited, kernel);
    for (const path of otherFolders(dir)) removeFolder(path);
  }
}
