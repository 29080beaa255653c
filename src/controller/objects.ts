/** The objects of all sources: what they have, and what of it is admitted. */

import { createHash } from 'node:crypto';
import type { Policy } from '../policy/model.js';
import { same } from '../policy/same.js';
import {
  type Change,
  emptyLists,
  KEY_OF,
  keepingRules,
  type WorldChange,
  type WorldList,
} from '../policy/world-change.js';
import { writeItem } from './items.js';
import type { Batch, Problem, SourceObject, WorldItem } from './source.js';

/** What is not revised by people. */
const INVENTORY: ReadonlySet<WorldList> = new Set(['workloads', 'namespaces', 'nodes', 'services', 'endpointSlices']);

const hashOf = ({ key, list, items }: SourceObject): bigint =>
  BigInt(
    `0x${createHash('sha256')
      .update(`${key} ${writeItem([list, items])}`)
      .digest('hex')}`,
  );

export class Objects {
  readonly #offered = new Map<string, { readonly object: SourceObject; readonly source: number }>();
  readonly #admitted = new Map<string, SourceObject>();
  /** Keys whose offered object is not the admitted one. */
  readonly #pending = new Set<string>();

  readonly #hashOf: typeof hashOf;
  /** By key, what each adds to `#sum`; undefined until somebody asks. */
  #hashes: Map<string, bigint> | undefined;
  #sum = 0n;
  /** Keys of policy whose objects may be others than `#hashes` says. */
  readonly #stale = new Set<string>();
  #rings = 0;

  /** @param hash of an object and its key, 256 bits */
  constructor(hash = hashOf) {
    this.#hashOf = hash;
  }

  get pending(): ReadonlySet<string> {
    return this.#pending;
  }

  /** Takes what a source says now. @returns what another source declares already: the first one stays */
  offer(source: number, { upserts, deletes }: Batch): Problem[] {
    const problems: Problem[] = [];
    for (const key of deletes) {
      const gone = this.#offered.get(key);
      if (gone?.source !== source) continue;
      this.#offered.delete(key);
      this.#count(gone.object, undefined);
      this.#note(key, gone.object.list);
    }
    for (const object of upserts) {
      const other = this.#offered.get(object.key);
      if (other !== undefined && other.source !== source) {
        const { file = '', line = 0 } = 'file' in object.provenance ? object.provenance : {};
        problems.push({ file, line, field: 'metadata.name', message: `${object.key} is declared by another source` });
        continue;
      }
      this.#offered.set(object.key, { object, source });
      this.#count(other?.object, object);
      this.#note(object.key, object.list);
    }
    return problems;
  }

  /** Whether a key is of policy, not of the inventory. */
  declares(key: string): boolean {
    const list = (this.#offered.get(key)?.object ?? this.#admitted.get(key))?.list;
    return list !== undefined && !INVENTORY.has(list);
  }

  /** How many objects say that changes go out in rings. */
  get rings(): number {
    return this.#rings;
  }

  /**
   * Of all policy that is offered: equal where two have the same, whatever the order. The sum of all objects' hashes, so that a change
   * costs what it changes.
   */
  get digest(): string {
    if (this.#hashes === undefined) {
      this.#hashes = new Map();
      for (const key of this.#offered.keys()) if (this.declares(key)) this.#stale.add(key);
    }
    for (const key of this.#stale) {
      const object = this.#offered.get(key)?.object;
      const now = object === undefined || INVENTORY.has(object.list) ? 0n : this.#hashOf(object);
      this.#sum = BigInt.asUintN(256, this.#sum - (this.#hashes.get(key) ?? 0n) + now);
      if (now === 0n) this.#hashes.delete(key);
      else this.#hashes.set(key, now);
    }
    this.#stale.clear();
    return this.#sum.toString(16).padStart(64, '0');
  }

  #count(before: SourceObject | undefined, after: SourceObject | undefined): void {
    this.#rings += Number(after?.list === 'rollouts') - Number(before?.list === 'rollouts');
  }

  #note(key: string, list: WorldList | undefined): void {
    if (this.#hashes !== undefined && (this.#hashes.has(key) || list === undefined || !INVENTORY.has(list)))
      this.#stale.add(key);
    if (this.#offered.get(key)?.object === this.#admitted.get(key)) this.#pending.delete(key);
    else this.#pending.add(key);
  }

  isAdmitted(key: string): boolean {
    return this.#admitted.has(key);
  }

  /** What admitting those keys as they are offered would change. */
  changeOf(keys: Iterable<string>): WorldChange {
    const change: Record<WorldList, Change<WorldItem>[]> = emptyLists();
    for (const key of keys) {
      const before = this.#admitted.get(key);
      const after = this.#offered.get(key)?.object;
      const list = (after ?? before)?.list;
      if (list === undefined) continue;
      const keyOf = KEY_OF[list] as (item: WorldItem) => string;
      const old = new Map((before?.items ?? []).map((item) => [keyOf(item), item]));
      for (const item of after?.items ?? []) {
        const was = old.get(keyOf(item));
        old.delete(keyOf(item));
        if (was === undefined) change[list].push({ after: item });
        else if (!same(was, item)) change[list].push({ before: was, after: item });
      }
      for (const item of old.values()) change[list].push({ before: item });
    }
    const whole = change as unknown as WorldChange;
    return { ...whole, policies: (whole.policies as Change<Policy>[]).map(keepingRules) };
  }

  /** Those keys are in force as they are offered. */
  admit(keys: Iterable<string>, change: WorldChange): void {
    const kept = new Map(change.policies.flatMap(({ after }) => (after === undefined ? [] : [[after.id, after]])));
    for (const key of [...keys]) {
      const entry = this.#offered.get(key);
      this.#pending.delete(key);
      if (entry === undefined) {
        this.#admitted.delete(key);
        continue;
      }
      // What did not change, down to rules, is the object that it was.
      const { object, source } = entry;
      const before = this.#admitted.get(key)?.items ?? [];
      const items = object.items.map(
        (item) => kept.get((item as Policy).id) ?? before.find((old) => same(old, item)) ?? item,
      );
      const admitted = { ...object, items };
      this.#offered.set(key, { object: admitted, source });
      this.#admitted.set(key, admitted);
    }
  }
}
