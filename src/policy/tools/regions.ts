/** All addresses of one family as finitely many regions: no rule of some worlds can tell two addresses of one region apart. */

import { MAX_ADDRESS } from '../../net/address.js';
import { comparePrefixes, formatPrefix, prefixCovers, prefixLast } from '../../net/prefix.js';
import type { Address, Family, Prefix } from '../../net/types.js';
import { groupPrefixesOf } from '../address-groups.js';
import type { World } from '../model.js';
import { peerId } from '../sets.js';

interface Block {
  readonly prefix: Prefix | undefined;
  readonly parent: number;
  readonly children: number[];
  region: number;
}

/** What a world says by address: of a CIDR peer its id, `!` and its id for its exceptions; of others the world's number before it. */
export type Mark = string;
export const groupMark = (world: number, id: string): Mark => `${world} ${id}`;

export class Regions {
  readonly #blocks: Block[] = [{ prefix: undefined, parent: -1, children: [], region: 0 }];
  /** What includes the addresses of each region. */
  readonly #marks: ReadonlySet<Mark>[] = [new Set()];

  readonly #having = new Map<Mark, number[]>();
  /** Blocks of each region, ascending. */
  readonly #byRegion: number[][] = [[0]];

  constructor(
    worlds: readonly World[],
    readonly family: Family,
  ) {
    const declared = marked(worlds, family);
    const known = new Map<string, number>([['', 0]]);
    let parent = 0;
    for (const { prefix, marks } of declared) {
      while (parent !== 0 && !prefixCovers(this.#blocks[parent]?.prefix as Prefix, prefix))
        parent = this.#blocks[parent]?.parent as number;
      const above = this.#blocks[parent] as Block;
      const all = new Set([...(this.#marks[above.region] as ReadonlySet<Mark>), ...marks]);
      const signature = [...all].sort().join('\n');
      let region = known.get(signature);
      if (region === undefined) {
        region = this.#marks.push(all) - 1;
        for (const mark of all) {
          const regions = this.#having.get(mark);
          if (regions === undefined) this.#having.set(mark, [region]);
          else regions.push(region);
        }
        known.set(signature, region);
      }
      above.children.push(this.#blocks.length);
      const blocks = this.#byRegion[region];
      if (blocks === undefined) this.#byRegion[region] = [this.#blocks.length];
      else blocks.push(this.#blocks.length);
      this.#blocks.push({ prefix, parent, children: [], region });
      parent = this.#blocks.length - 1;
    }
  }

  /** The regions that the mark includes. */
  having(mark: Mark): readonly number[] {
    return this.#having.get(mark) ?? [];
  }

  has(region: number, mark: Mark): boolean {
    return this.#marks[region]?.has(mark) === true;
  }

  /** The region of an address. */
  of({ value }: Address): number {
    let [low, high] = [0, this.#blocks.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#blocks[middle]?.prefix?.value as bigint) <= value) low = middle;
      else high = middle - 1;
    }
    let at = low;
    while (at !== 0 && prefixLast(this.#blocks[at]?.prefix as Prefix) < value) at = this.#blocks[at]?.parent as number;
    return this.#blocks[at]?.region as number;
  }

  /** An address of each region that is not `taken`; absent where all are. */
  representatives(taken: ReadonlySet<bigint>): ReadonlyMap<number, Address> {
    const found = new Map<number, Address>();
    for (const block of this.#blocks) {
      if (found.has(block.region)) continue;
      const value = this.#free(block, taken);
      if (value !== undefined) found.set(block.region, { family: this.family, value });
    }
    return found;
  }

  #free({ prefix, children }: Block, taken: ReadonlySet<bigint>): bigint | undefined {
    let next = prefix?.value ?? 0n;
    const gaps = children.map((child) => this.#blocks[child]?.prefix as Prefix);
    const last = prefix === undefined ? MAX_ADDRESS[this.family] : prefixLast(prefix);
    for (const hole of gaps) {
      while (next < hole.value && taken.has(next)) next++;
      if (next < hole.value) return next;
      next = prefixLast(hole) + 1n;
    }
    while (next <= last && taken.has(next)) next++;
    return next <= last ? next : undefined;
  }

  /** Every prefix of the regions together, the widest ones, with the exceptions that stand in other regions. */
  prefixes(regions: ReadonlySet<number>): { prefix: Prefix; except: Prefix[] }[] {
    const own = [...regions].flatMap((region) => this.#byRegion[region] ?? []).sort((a, b) => a - b);
    return own.flatMap((place) => {
      const block = this.#blocks[place] as Block;
      const outer = this.#blocks[block.parent];
      if (block.prefix === undefined) return [];
      if (outer !== undefined && regions.has(outer.region)) return [];
      return [{ prefix: block.prefix, except: this.#holes(block, regions) }];
    });
  }

  #holes({ children }: Block, regions: ReadonlySet<number>): Prefix[] {
    return children.flatMap((child) => {
      const block = this.#blocks[child] as Block;
      return regions.has(block.region) ? this.#holes(block, regions) : [block.prefix as Prefix];
    });
  }

  /** For people: `elsewhere (IPv4)` where no rule names the addresses, else the prefixes. */
  name(regions: ReadonlySet<number>): string {
    if (regions.has(0)) return `elsewhere (IPv${this.family})`;
    const texts = this.prefixes(regions).map(({ prefix, except }) =>
      except.length === 0
        ? formatPrefix(prefix)
        : `${formatPrefix(prefix)} except ${except.length > 2 ? `${except.length} parts` : except.map(formatPrefix).join(' and ')}`,
    );
    return texts.length <= 4 ? texts.join(', ') : `${texts.slice(0, 3).join(', ')} and ${texts.length - 3} more`;
  }
}

/** Ascending, the wider first. */
function marked(worlds: readonly World[], family: Family): { prefix: Prefix; marks: Set<Mark> }[] {
  const found = new Map<string, { prefix: Prefix; marks: Set<Mark> }>();
  const mark = (prefix: Prefix, text: Mark) => {
    if (prefix.family !== family) return;
    const key = `${prefix.value}/${prefix.length}`;
    const entry = found.get(key);
    if (entry === undefined) found.set(key, { prefix, marks: new Set([text]) });
    else entry.marks.add(text);
  };
  for (const [i, world] of worlds.entries()) {
    for (const { id, subject, rules } of world.policies) {
      for (const prefix of subject.addresses ?? []) mark(prefix, groupMark(i, id));
      for (const peer of rules.flatMap((rule) => (rule.peers === 'any' ? [] : rule.peers))) {
        if (peer.kind === 'cidr') {
          mark(peer.prefix, peerId(peer));
          for (const hole of peer.except) mark(hole, `!${peerId(peer)}`);
        } else if (peer.kind === 'workloads') {
          for (const prefix of peer.selector.addresses ?? []) mark(prefix, groupMark(i, peerId(peer)));
        }
      }
    }
    for (const { id } of world.addressGroups)
      for (const prefix of groupPrefixesOf(world, id)) mark(prefix, groupMark(i, id));
  }
  return [...found.values()].sort((a, b) => comparePrefixes(a.prefix, b.prefix));
}
