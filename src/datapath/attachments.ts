/** The interfaces of the node that the programs are on. */
import { existsSync, readdirSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { BpfError } from '../ebpf/binding.js';
import { type AttachFault, Attachment, type AttachPlace, inPlace, type Programs } from './attach.js';
import { DatapathError } from './error.js';
import { firstTcxOf } from './hooks/device.js';
import type { Glance } from './hooks/hook.js';
import type { Interface, UnattachedInterface } from './options.js';

/** The same programs loaded once more. */
export interface Spare {
  readonly programs: Programs;
  close(): void;
}

export class Attachments {
  readonly #place: AttachPlace;
  readonly #programs: () => Programs;
  readonly #again: () => Spare;
  readonly #all = new Map<number, Attachment>();
  #closed = false;

  /** @param programs that run now @param again loads them once more */
  constructor(place: AttachPlace, programs: () => Programs, again: () => Spare) {
    this.#place = place;
    this.#programs = programs;
    this.#again = again;
  }

  get ifindexes(): number[] {
    return [...this.#all.keys()];
  }

  /** As `Datapath.attach`. @throws {DatapathError} CLOSED */
  attach(ifindex: number, isNew = false): void {
    if (this.#closed) throw new DatapathError('CLOSED', 'attach', 'it is closed');
    if (this.#all.has(ifindex)) return;
    const attach = isNew ? Attachment.attachNew : Attachment.attach;
    this.#all.set(ifindex, attach(ifindex, this.#programs(), this.#place));
    if (!isNew) Attachment.withdrawFilters(ifindex, this.#place);
  }

  /** @param interfaces by endpoint id @returns those that the kernel refused, or that are gone */
  attachAll(interfaces: ReadonlyMap<string, Interface>): UnattachedInterface[] {
    const unattached: UnattachedInterface[] = [];
    for (const [id, { ifindex }] of interfaces) {
      try {
        this.attach(ifindex);
      } catch (error) {
        if (!(error instanceof BpfError)) throw error;
        unattached.push({ id, ifindex, error });
      }
    }
    return unattached;
  }

  /** Takes over an earlier process's, unless its interface is gone: that is forgotten. */
  adopt(ifindex: number): void {
    try {
      this.attach(ifindex);
    } catch (error) {
      if (!(error instanceof BpfError) || (error.code !== 'ENODEV' && error.code !== 'ENOENT')) throw error;
      const { dir } = this.#place;
      for (const name of readdirSync(dir)) if (name.startsWith(`${ifindex}_`)) unlinkSync(join(dir, name));
    }
  }

  /** Whether the programs are on that very interface, and not on an earlier one of that index. */
  alive(ifindex: number): boolean {
    return this.#all.get(ifindex)?.alive ?? false;
  }

  /** Takes the programs off. Harmless where they are not. */
  detach(ifindex: number): void {
    this.#all.get(ifindex)?.detach();
    this.#all.delete(ifindex);
  }

  /** Swaps the programs on all of them, then does what makes it last; all or none. */
  swap(programs: Programs, before: Programs, then: () => void): void {
    const swapped: Attachment[] = [];
    try {
      for (const attachment of this.#all.values()) {
        attachment.update(programs);
        swapped.push(attachment);
      }
      then();
    } catch (error) {
      for (const attachment of swapped) attachment.update(before);
      throw error;
    }
  }

  inspect(): AttachFault[] {
    return inPlace(this.#place, () => {
      const glance = this.#glance();
      return [...this.#all.values()].flatMap((attachment) => attachment.inspect(glance));
    });
  }

  /** Puts right what `inspect` finds; interfaces that are gone are forgotten. Returns what it found. */
  repair(): AttachFault[] {
    return inPlace(this.#place, () => this.#repair());
  }

  #repair(): AttachFault[] {
    const faults: AttachFault[] = [];
    let failed: unknown;
    let spare: Spare | undefined;
    const glance = this.#glance();
    const again = (): Programs => {
      spare ??= this.#again();
      return spare.programs;
    };
    for (const [ifindex, attachment] of this.#all) {
      try {
        faults.push(...attachment.repair(this.#programs(), again, glance));
      } catch (error) {
        if (error instanceof BpfError && error.code === 'ENODEV') this.detach(ifindex);
        else failed ??= error;
      }
    }
    spare?.close();
    if (failed !== undefined) throw failed;
    return faults;
  }

  /** What is asked once for all of them; in the place's namespace already. */
  #glance(): Glance {
    const { dir, netns, tcx } = this.#place;
    const names = new Set(existsSync(dir) ? readdirSync(dir) : []);
    const all = Uint32Array.from(this.#all.keys());
    const first = tcx && { ingress: firstTcxOf(all, 'ingress', netns), egress: firstTcxOf(all, 'egress', netns) };
    return {
      isPinned: (path) => names.has(path.slice(path.lastIndexOf('/') + 1)),
      ...(first && { firstTcx: (ifindex, direction) => first[direction].get(ifindex) }),
    };
  }

  /** Lets go; the programs stay. */
  close(): void {
    this.#closed = true;
    for (const attachment of this.#all.values()) attachment.close();
  }
}
