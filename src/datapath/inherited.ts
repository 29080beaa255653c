/** The maps of another layout version: those that both versions use, and how the others are read. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { BpfMap } from '../ebpf/binding.js';
import { agreeingEnum, type Copy, changedMeaning, OWN_LAYOUT, sameStruct, structCopy } from '../ebpf/layout.js';
import { LAYOUT_CHANGES } from './layout-changes.js';
import type { Predecessor } from './predecessor.js';

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

export class Inherited {
  readonly from: Predecessor;
  readonly #mapDir: string;
  /** Maps that both versions use, by name. */
  readonly shared = new Set<string>();
  /** Maps whose contents could not be understood: they begin anew. */
  readonly lost = new Set<string>();

  /** @param mapDir the folder of ours */
  constructor(from: Predecessor, mapDir: string) {
    this.from = from;
    this.#mapDir = mapDir;
    for (const name of existsSync(mapDir) ? readdirSync(mapDir) : []) if (this.#same(name)) this.shared.add(name);
  }

  /** Whether both folders have the same map by this name. */
  #same(name: string): boolean {
    const [theirs, ours] = [join(this.from.dir, name), join(this.#mapDir, name)];
    if (!existsSync(theirs) || !existsSync(ours)) return false;
    return withMap(theirs, (one) => withMap(ours, (other) => one.info.id === other.info.id));
  }

  /** Pins what both versions understand in our folder, unless something is there already. Before the programs are loaded. */
  share(): void {
    const { layout, dir } = this.from;
    for (const { maps, structs, enums } of SHARED) {
      const alike =
        structs.every(
          (name) => sameStruct(name, layout, OWN_LAYOUT) && !changedMeaning(name, layout, OWN_LAYOUT, LAYOUT_CHANGES),
        ) && enums.every((name) => agreeingEnum(name, layout, OWN_LAYOUT));
      if (!alike) continue;
      const names = maps.flatMap((name) =>
        name.endsWith('*') ? readdirSync(dir).filter((found) => found.startsWith(name.slice(0, -1))) : [name],
      );
      if (!names.every((name) => existsSync(join(dir, name)))) continue;
      if (names.some((name) => existsSync(join(this.#mapDir, name)) && !this.shared.has(name))) continue;
      for (const name of names.filter((one) => !this.shared.has(one))) {
        withMap(join(dir, name), (map) => map.pin(join(this.#mapDir, name)));
        this.shared.add(name);
      }
    }
  }

  /** Where the predecessor's map lies, if it has one, and another than ours. */
  pin(name: string): string | undefined {
    const path = join(this.from.dir, name);
    return this.shared.has(name) || !existsSync(path) ? undefined : path;
  }

  /** The predecessor's map, if it has one, and another than ours. */
  with(name: string, use: (map: BpfMap) => void): void {
    const path = this.pin(name);
    if (path !== undefined) withMap(path, use);
  }

  /** As `with`; for work that serves the event loop. */
  async withLong(name: string, use: (map: BpfMap) => Promise<void>): Promise<void> {
    const path = this.pin(name);
    if (path === undefined) return;
    const map = BpfMap.openPinned(path);
    await use(map).finally(() => map.close());
  }

  /** From its struct to ours; undefined: it is not understood, and the map lost. */
  copy(map: string, struct: string, key = false): Copy | undefined {
    const copy = structCopy(struct, this.from.layout, OWN_LAYOUT, { key, changes: LAYOUT_CHANGES });
    if (copy === undefined) this.lost.add(map);
    return copy;
  }
}

export function withMap<T>(path: string, use: (map: BpfMap) => T): T {
  const map = BpfMap.openPinned(path);
  try {
    return use(map);
  } finally {
    map.close();
  }
}
