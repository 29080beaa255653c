/** Flows that another layout's programs track, copied to our tables while they go on. */
import { readdirSync } from 'node:fs';
import { type BpfMap, entries } from '../ebpf/binding.js';
import { readUint } from '../ebpf/layout.js';
import { setUint, uint } from '../ebpf/struct.js';
import { OsgCtEntry, OsgCtFlags, OsgCtKey } from '../gen/abi.js';
import { type Conntrack, InsertFlag } from './conntrack.js';
import { generationOf, lives, NO_REVISION } from './conntrack-entry.js';
import type { Inherited } from './inherited.js';

const SHORT_PASS_MS = 5;

export class FlowCopies {
  readonly #inherited: Inherited;
  /** Our programs may have run already: what lies in our tables is newer. */
  readonly #inUse: boolean;
  /** By table: what was copied, as it was there. */
  readonly #seen = new Map<string, Map<string, Buffer>>();
  #entered = 0;
  #refused = 0;
  /** How long the last look through the predecessor's tables took. */
  #passMs = 0;

  constructor(inherited: Inherited, inUse: boolean) {
    this.#inherited = inherited;
    this.#inUse = inUse;
  }

  /** Flows that were copied. */
  get entered(): number {
    return this.#entered;
  }

  /** Flows for which the endpoint's table had no room. */
  get refused(): number {
    return this.#refused;
  }

  /**
   * Copies flows: all of them the first time, what has changed since the times after. To be called right before programs are
   * swapped, and right after: what began in between is denied its replies for that moment. @param index the endpoint that is
   * swapped. Where one table holds the flows of all and looking through it takes long, it is left for later unless undefined
   */
  pass(conntrack: Conntrack, index?: number): void {
    if (index !== undefined && !this.#perEndpoint && this.#passMs > SHORT_PASS_MS) return;
    const began = performance.now();
    for (const name of this.#tables())
      if (!this.#perEndpoint || index === undefined || name === `conntrack_${index}`)
        this.#inherited.with(name, (theirs) => this.#table(name, theirs, conntrack));
    this.#passMs = performance.now() - began;
  }

  /** The predecessor's tables of flows: up to version 1 one for each endpoint, then the node's. */
  #tables(): string[] {
    const tables = readdirSync(this.#inherited.from.dir).filter((name) => name.startsWith('conntrack_'));
    return this.#perEndpoint ? tables : ['osg_conntrack', ...tables];
  }

  get #perEndpoint(): boolean {
    return this.#inherited.from.layout.structs['osg_ct_key']?.fields['endpoint'] === undefined;
  }

  #table(name: string, theirs: BpfMap, conntrack: Conntrack): void {
    const key = this.#inherited.copy('osg_conntrack', 'osg_ct_key', !this.#perEndpoint);
    const entry = this.#inherited.copy('osg_conntrack', 'osg_ct_entry');
    if (key === undefined || entry === undefined) return;
    const kept = this.#inherited.from.layout.structs['osg_ct_key']?.fields['generation'];
    const first = !this.#seen.has(name);
    const seen = this.#seen.get(name) ?? new Map<string, Buffer>();
    this.#seen.set(name, seen);
    const now = conntrack.now();
    const index = Number(name.slice('conntrack_'.length));
    for (const { key: oldKey, value } of entries(theirs)) {
      const tuple = oldKey.toString('latin1');
      const before = seen.get(tuple);
      if (before?.equals(value)) continue;
      const [newKey, fresh] = [Buffer.alloc(OsgCtKey.size), Buffer.alloc(OsgCtEntry.size)];
      key(oldKey, newKey);
      if (this.#perEndpoint) setUint(newKey, OsgCtKey.fields.endpoint, index);
      entry(value, fresh);
      if (!lives(fresh, now)) continue;
      seen.set(tuple, Buffer.from(value));
      // Up to version 2 keys had it.
      const generation = kept ? Number(readUint(oldKey, kept.offset, kept.size)) : generationOf(newKey, fresh);
      // Judged again before it is believed, and without numbers until its next reply.
      setUint(fresh, OsgCtEntry.fields.revision, NO_REVISION);
      setUint(fresh, OsgCtEntry.fields.flags, uint(fresh, OsgCtEntry.fields.flags) & OsgCtFlags.RECOVERED);
      // Ours goes on from what was copied: it is replaced only while nobody has used it.
      const replace = before !== undefined || (first && !this.#inUse) ? InsertFlag.REPLACE : 0;
      const unused = before === undefined ? 0 : InsertFlag.UNUSED;
      const was = Buffer.alloc(OsgCtEntry.size);
      if (before !== undefined) entry(before, was);
      const done = conntrack.insertRaw(newKey, fresh, {
        generation,
        knownDeadline: uint(was, OsgCtEntry.fields.deadline),
        flags: InsertFlag.OVER_QUOTA | replace | unused,
      });
      if (before !== undefined || done === 'exists') continue;
      if (done === 'entered') this.#entered++;
      else this.#refused++;
    }
  }

  /** What the last runs of its programs left; nothing if there was nothing to copy before. */
  finish(conntrack: Conntrack): void {
    if (this.#seen.size > 0) this.pass(conntrack);
    this.#seen.clear();
  }
}
