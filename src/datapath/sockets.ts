/** Where each workload's sockets are: the programs ask them for flows that began when nothing was tracked. */
import type { BpfMap } from '../ebpf/binding.js';
import { setUint, u32Key, uint } from '../ebpf/struct.js';
import { OsgSocketsOf } from '../gen/abi.js';

const { fields, size } = OsgSocketsOf;

export class Sockets {
  /** @param map `osg_sockets`, asked for anew each time */
  constructor(private readonly map: () => BpfMap) {}

  /** Before the revision that restricts a direction. @param netnsId undefined: not known */
  set(index: number, generation: number, netnsId: number | undefined): void {
    const value = Buffer.alloc(size);
    setUint(value, fields.netns, netnsId === undefined ? 0 : netnsId + 1);
    setUint(value, fields.generation, generation);
    this.map().update(u32Key(index), value);
  }

  /** Whether they are asked. */
  has(index: number, generation: number): boolean {
    const value = this.map().lookup(u32Key(index));
    return value !== undefined && uint(value, fields.netns) > 0 && uint(value, fields.generation) === generation;
  }

  /** They are asked no more, until another direction becomes restricted: what was forgotten stays so. */
  forget(index: number): void {
    this.map().update(u32Key(index), Buffer.alloc(size));
  }
}
