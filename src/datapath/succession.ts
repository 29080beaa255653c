/**
 * Taking over from another layout version without a gap. Maps whose contents lie the same in both versions are shared; of
 * the others, flows and notes are copied before the programs are swapped, and counts are moved after: added to ours and
 * cleared there, so that what was interrupted goes on where it ended.
 */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { BpfMap, entries, synchronizeRcu } from '../ebpf/binding.js';
import {
  agreeingEnum,
  type Copy,
  changedMeaning,
  OWN_LAYOUT,
  readUint,
  sameStruct,
  structCopy,
} from '../ebpf/layout.js';
import { setUint, uint } from '../ebpf/struct.js';
import {
  OsgAdditionKind,
  OsgConntrackLimits,
  OsgConversation,
  OsgConversationSet,
  OsgCtEntry,
  OsgCtFlags,
  OsgCtKey,
  OsgEndpointState,
  OsgReason,
} from '../gen/abi.js';
import type { TrialLine } from '../tables/index.js';
import { type Conntrack, InsertFlag } from './conntrack.js';
import { generationOf, lives, NO_REVISION } from './conntrack-entry.js';
import { add, moveSlots } from './counts.js';
import {
  otherFolders,
  type Predecessor,
  predecessors,
  type RevisionInForce,
  removeFolder,
  trialInForce,
} from './predecessor.js';
import type { KernelObject } from './programs.js';

/** What must be alike for a map to be used by both versions. Maps that belong together are shared together. */
const SHARED: readonly {
  readonly maps: readonly string[];
  readonly structs: readonly string[];
  readonly enums: readonly string[];
}[] = [
  {
    maps: ['osg_conntrack', 'osg_conntrack_more', 'osg_conntrack_node', 'osg_conntrack_accounts', 'conntrack_*'],
    structs: ['osg_ct_key', 'osg_ct_entry', 'osg_ct_node', 'osg_ct_account'],
    enums: ['osg_ct_state', 'osg_ct_flags', 'osg_ct_closed', 'osg_ct_judged', 'osg_direction', 'osg_conntrack_limits'],
  },
  { maps: ['osg_handshakes'], structs: [], enums: ['osg_conntrack_limits'] },
  { maps: ['osg_fragments'], structs: ['osg_fragment'], enums: ['osg_fragment_limits', 'osg_fragment_state'] },
  { maps: ['osg_endpoint_states'], structs: ['osg_endpoint_state'], enums: ['osg_direction'] },
  { maps: ['osg_fragments'], structs: ['osg_fragment'], enums: ['osg_conntrack_limits'] },
  { maps: ['osg_reasons'], structs: ['osg_reason_counter'], enums: ['osg_reason', 'osg_direction'] },
  { maps: ['osg_slot_counters'], structs: ['osg_slot_counter'], enums: [] },
  { maps: ['osg_trial_counts'], structs: ['osg_trial_counts'], enums: [] },
  {
    maps: ['osg_conversation_sets'],
    structs: ['osg_conversation', 'osg_conversation_set'],
    enums: ['osg_conntrack_limits', 'osg_direction'],
  },
  {
    maps: ['osg_events', 'osg_deny_flows', 'osg_deny_eps', 'osg_deny_ctl'],
    structs: ['osg_deny_record', 'osg_deny_key', 'osg_deny_flow', 'osg_deny_endpoint', 'osg_deny_control'],
    enums: ['osg_event_limits', 'osg_event_verdict', 'osg_event_kind', 'osg_reason', 'osg_direction'],
  },
];

const SLICE = 4096;
const SHORT_PASS_MS = 5;

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
  readonly #mapDir: string;
  /** Our programs may have run already: what lies in our maps is newer. */
  readonly #inUse: boolean;
  readonly #shared = new Set<string>();
  readonly #lost = new Set<string>();
  /** By table: what was copied, as it was there. */
  readonly #seen = new Map<string, Map<string, Buffer>>();
  readonly #trial: TrialLine | undefined;
  #flows = 0;
  #refused = 0;
  /** How long the last look through the predecessor's tables took. */
  #passMs = 0;

  private constructor(from: Predecessor, mapDir: string, inUse: boolean) {
    this.#from = from;
    this.#mapDir = mapDir;
    this.#inUse = inUse;
    this.#trial = trialInForce(from);
    for (const name of existsSync(mapDir) ? readdirSync(mapDir) : []) if (this.#same(name)) this.#shared.add(name);
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
    if (this.#trial === undefined || this.#shared.has('osg_trial_counts')) return this.#trial;
    const { before: _, ...rest } = this.#trial;
    return rest;
  }

  /** Endpoint indexes that it has room for. */
  get endpoints(): number {
    const pin = join(this.#from.dir, 'osg_endpoint_states');
    return existsSync(pin) ? withMap(pin, (states) => states.info.maxEntries) : 0;
  }

  get report(): SuccessionReport {
    return {
      from: this.#from.layout.version,
      to: OWN_LAYOUT.version,
      shared: [...this.#shared].filter((name) => !name.startsWith('conntrack_')).sort(),
      flows: this.#flows,
      refused: this.#refused,
      lost: [...this.#lost].sort(),
    };
  }

  /** Whether both folders have the same map by this name. */
  #same(name: string): boolean {
    const [theirs, ours] = [join(this.#from.dir, name), join(this.#mapDir, name)];
    if (!existsSync(theirs) || !existsSync(ours)) return false;
    return withMap(theirs, (one) => withMap(ours, (other) => one.info.id === other.info.id));
  }

  /** Pins what both versions understand in our folder, unless something is there already. Before the programs are loaded. */
  share(): void {
    const { layout, dir } = this.#from;
    for (const { maps, structs, enums } of SHARED) {
      const alike =
        structs.every((name) => sameStruct(name, layout, OWN_LAYOUT) && !changedMeaning(name, layout, OWN_LAYOUT)) &&
        enums.every((name) => agreeingEnum(name, layout, OWN_LAYOUT));
      if (!alike) continue;
      const names = maps.flatMap((name) =>
        name.endsWith('*') ? readdirSync(dir).filter((found) => found.startsWith(name.slice(0, -1))) : [name],
      );
      if (!names.every((name) => existsSync(join(dir, name)))) continue;
      if (names.some((name) => existsSync(join(this.#mapDir, name)) && !this.#shared.has(name))) continue;
      for (const name of names.filter((one) => !this.#shared.has(one))) {
        withMap(join(dir, name), (map) => map.pin(join(this.#mapDir, name)));
        this.#shared.add(name);
      }
    }
  }

  /** The predecessor's map, if it is another one than ours. */
  #with(name: string, use: (map: BpfMap) => void): void {
    const path = join(this.#from.dir, name);
    if (!this.#shared.has(name) && existsSync(path)) withMap(path, use);
  }

  #copy(map: string, struct: string, key = false): Copy | undefined {
    const copy = structCopy(struct, this.#from.layout, OWN_LAYOUT, { key });
    if (copy === undefined) this.#lost.add(map);
    return copy;
  }

  /** Who holds which endpoint index, and its windows: before the first revision. */
  states({ kernel }: Ours): void {
    if (this.#inUse) return;
    this.#with('osg_endpoint_states', (theirs) => {
      const copy = this.#copy('osg_endpoint_states', 'osg_endpoint_state');
      if (copy === undefined) return;
      const ours = kernel.map('osg_endpoint_states');
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
    const name = 'osg_conversation_sets';
    if (this.#inUse) return;
    this.#with(name, (theirs) => {
      const copy = this.#copy(name, 'osg_conversation');
      const size = this.#from.layout.structs['osg_conversation']?.size;
      if (copy === undefined || size === undefined) return;
      if (!agreeingEnum('osg_conntrack_limits', this.#from.layout, OWN_LAYOUT)) {
        this.#lost.add(name);
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
   * swapped, and right after: what began in between is denied its replies for that moment. @param index the endpoint that is
   * swapped. Where one table holds the flows of all and looking through it takes long, it is left for later unless undefined
   */
  flows(ours: Ours, index?: number): void {
    if (index !== undefined && !this.#perEndpoint && this.#passMs > SHORT_PASS_MS) return;
    const began = performance.now();
    for (const name of this.#tables())
      if (!this.#perEndpoint || index === undefined || name === `conntrack_${index}`)
        this.#with(name, (theirs) => this.#table(name, theirs, ours));
    this.#passMs = performance.now() - began;
  }

  /** The predecessor's tables of flows: up to version 1 one for each endpoint, then the node's. */
  #tables(): string[] {
    const tables = readdirSync(this.#from.dir).filter((name) => name.startsWith('conntrack_'));
    return this.#perEndpoint ? tables : ['osg_conntrack', ...tables];
  }

  get #perEndpoint(): boolean {
    return this.#from.layout.structs['osg_ct_key']?.fields['endpoint'] === undefined;
  }

  #table(name: string, theirs: BpfMap, { conntrack }: Ours): void {
    const key = this.#copy('osg_conntrack', 'osg_ct_key', !this.#perEndpoint);
    const entry = this.#copy('osg_conntrack', 'osg_ct_entry');
    if (key === undefined || entry === undefined) return;
    const kept = this.#from.layout.structs['osg_ct_key']?.fields['generation'];
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
      if (done === 'entered') this.#flows++;
      else this.#refused++;
    }
  }

  /**
   * When our programs are on every interface: what the last runs of the old ones left is fetched, counts are moved, and the
   * folders of other versions removed.
   */
  async finish(ours: Ours, dir: string): Promise<void> {
    await synchronizeRcu();
    if (this.#seen.size > 0) this.flows(ours);
    this.#seen.clear();
    await this.#reasons(ours);
    this.#moveAccounts(ours);
    const slots = structCopy('osg_slot_counter', this.#from.layout, OWN_LAYOUT);
    const from = this.#from.layout.structs['osg_slot_counter'];
    const path = join(this.#from.dir, 'osg_slot_counters');
    if (!this.#shared.has('osg_slot_counters') && existsSync(path)) {
      if (slots === undefined || from === undefined) this.#lost.add('osg_slot_counters');
      else {
        const theirs = BpfMap.openPinned(path);
        await moveSlots(theirs, from.size, slots, ours.kernel).finally(() => theirs.close());
      }
    }
    for (const path of otherFolders(dir)) removeFolder(path);
  }

  /** By the reasons' names: their numbers may differ. */
  async #reasons({ kernel }: Ours): Promise<void> {
    const name = 'osg_reasons';
    const path = join(this.#from.dir, name);
    if (this.#shared.has(name) || !existsSync(path)) return;
    const { structs, enums } = this.#from.layout;
    const from = structs['osg_reason_counter'];
    const [packets, bytes] = [from?.fields['packets'], from?.fields['bytes']];
    const reasons = enums['osg_reason']?.values;
    if (from === undefined || !packets || !bytes || reasons === undefined) {
      this.#lost.add(name);
      return;
    }
    const own = OWN_LAYOUT.enums['osg_reason']?.values ?? {};
    const numbers = new Map(Object.entries(reasons).map(([reason, number]) => [number, own[reason]]));
    const room = reasons['OSG_REASON_MAX'] as number;
    const theirs = BpfMap.openPinned(path);
    try {
      const stride = Math.ceil(from.size / 8) * 8;
      let looked = 0;
      for (const { key, value } of entries(theirs)) {
        if (++looked % SLICE === 0) await turn();
        const amounts = [0n, 0n];
        for (let at = 0; at < value.length; at += stride)
          for (const [i, field] of [packets, bytes].entries())
            amounts[i] = (amounts[i] as bigint) + readUint(value, at + field.offset, field.size);
        if (amounts[0] === 0n) continue;
        const element = key.readUInt32LE();
        const reason = numbers.get(element % room);
        if (reason !== undefined && reason < OsgReason.MAX)
          add(kernel, OsgAdditionKind.REASON, Math.floor(element / room) * OsgReason.MAX + reason, amounts);
        theirs.update(key, Buffer.alloc(value.length));
      }
    } finally {
      theirs.close();
    }
  }

  #moveAccounts({ kernel }: Ours): void {
    const { structs } = this.#from.layout;
    const fields = (structs['osg_ct_account'] ?? structs['osg_endpoint_state'])?.fields ?? {};
    // What was created has gone: what lives was entered anew, and counted.
    const moved = ['created', 'state_full', 'created'].map((name) => fields[name]);
    // Up to version 1 they lay beside the agent's notes.
    this.#with(structs['osg_ct_account'] ? 'osg_conntrack_accounts' : 'osg_endpoint_states', (theirs) => {
      for (const { key, value } of entries(theirs)) {
        const amounts = moved.map((field) => (field === undefined ? 0n : readUint(value, field.offset, field.size)));
        if (amounts.every((amount) => amount === 0n)) continue;
        add(kernel, OsgAdditionKind.ACCOUNT, key.readUInt32LE(), amounts);
        const rest = Buffer.from(value);
        for (const field of moved) if (field !== undefined) rest.fill(0, field.offset, field.offset + field.size);
        theirs.update(Buffer.from(key), rest);
      }
    });
  }
}

function withMap<T>(path: string, use: (map: BpfMap) => T): T {
  const map = BpfMap.openPinned(path);
  try {
    return use(map);
  } finally {
    map.close();
  }
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
