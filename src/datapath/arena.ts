import { randomBytes } from 'node:crypto';
import { BPF_F_MMAPABLE, BpfMap, type BpfMapping, MapType, tickNs } from '../ebpf/binding.js';
import { KernelClock } from '../ebpf/clock.js';
import { OSG_LAYOUT_VERSION, OsgArenaMagic, OsgArenaSizes, OsgRevision, OsgRoot } from '../gen/abi.js';
import { TablesError } from '../tables/index.js';

const SECOND = 1_000_000_000n;
/** Copied in one turn. */
const STEP_WORDS = 1 << 18;
const { fields } = OsgRoot;
const word = (field: { readonly offset: number }): number => field.offset / 4;

const digestOffset = (unit: number): number => unit * OsgArenaSizes.UNIT_BYTES + OsgRevision.fields.digest.offset;

export const ARENA_SHAPE = { type: MapType.Array, keySize: 4, valueSize: OsgArenaSizes.LINE_BYTES };

/** The table arena: the map and its memory. Bytes only; what they mean is for src/tables. */
export class Arena {
  readonly #mapping: BpfMapping;
  #clock: KernelClock | undefined;

  private constructor(
    readonly map: BpfMap,
    mapping: BpfMapping,
  ) {
    this.#mapping = mapping;
  }

  /** A new, empty arena. @param lines of 64 bytes; locked memory, all of it at once */
  static create(lines: number): Arena {
    const map = BpfMap.create({
      ...ARENA_SHAPE,
      maxEntries: lines,
      flags: BPF_F_MMAPABLE,
      name: 'osg_arena',
    });
    const arena = new Arena(map, map.mmap(true));
    const { words } = arena;
    words[word(fields.layout)] = OSG_LAYOUT_VERSION;
    words[word(fields.lines)] = lines;
    const instance = randomBytes(8);
    words[word(fields.instance)] = instance.readUInt32LE(0);
    words[word(fields.instance) + 1] = instance.readUInt32LE(4);
    arena.setClock();
    words[word(fields.magic)] = OsgArenaMagic.MAGIC;
    return arena;
  }

  /**
   * A living arena, such as one pinned by an earlier agent. Takes the map over.
   * @throws {TablesError} LAYOUT if it is none of this version; the map is closed then
   */
  static open(map: BpfMap): Arena {
    const { valueSize, maxEntries } = map.info;
    try {
      const mapping = map.mmap(true);
      const arena = new Arena(map, mapping);
      const { words } = arena;
      if (
        valueSize !== OsgArenaSizes.LINE_BYTES ||
        words[word(fields.magic)] !== OsgArenaMagic.MAGIC ||
        words[word(fields.layout)] !== OSG_LAYOUT_VERSION ||
        words[word(fields.lines)] !== maxEntries
      ) {
        mapping.close();
        throw new TablesError('LAYOUT', 'line 0', `map ${map.info.id} is not an arena of layout ${OSG_LAYOUT_VERSION}`);
      }
      return arena;
    } catch (error) {
      map.close();
      throw error;
    }
  }

  get lines(): number {
    return this.map.info.maxEntries;
  }

  /** The memory that the packet path reads, from line 0 on. Length 0 once closed. */
  get words(): Uint32Array {
    return new Uint32Array(this.#mapping.buffer, 0, this.lines * OsgArenaSizes.LINE_WORDS);
  }

  /** Unit of the revision in force; 0: none yet. */
  get root(): number {
    return this.#mapping.loadAcquire32(fields.revision.offset);
  }

  /** Writes what never changes in line 0 again. @returns whether anything had changed */
  restoreHeader(): boolean {
    const { words, lines } = this;
    const right = [
      [fields.magic, OsgArenaMagic.MAGIC],
      [fields.layout, OSG_LAYOUT_VERSION],
      [fields.lines, lines],
    ] as const;
    const wrong = right.filter(([field, value]) => words[word(field)] !== value);
    for (const [field, value] of wrong) words[word(field)] = value;
    return wrong.length > 0;
  }

  /** Puts a revision in force: whoever sees it sees all that was written before. */
  setRoot(unit: number): void {
    this.#mapping.storeRelease32(fields.revision.offset, unit);
  }

  /** What the revision in force was made of, as `setDigest` told; 0: not told, or there is none. */
  get digest(): bigint {
    const unit = this.root;
    return unit === 0 ? 0n : this.#mapping.loadAcquire64(digestOffset(unit));
  }

  /** Notes in a revision's line, before it is put in force, what it was made of. */
  setDigest(unit: number, digest: bigint): void {
    this.#mapping.storeRelease64(digestOffset(unit), digest);
  }

  /** Changes a word in place: whoever reads it sees the old one or the new one. */
  storeWord64(offset: number, value: bigint): void {
    this.#mapping.storeRelease64(offset, value);
  }

  /** Random; the same for the copies of one arena. */
  get instance(): bigint {
    return this.#mapping.loadAcquire64(fields.instance.offset);
  }

  /**
   * Tells the packet path the relation of its clocks to Unix time. To be called again now and then: leap seconds and the
   * setting of the TAI offset (by NTP, usually once after boot) change it, and jiffies drift by parts per million. Expiry
   * goes by TAI, which steps with the wall clock by itself.
   */
  setClock(): void {
    // Kept: to load its program is a hundred times the work of running it.
    this.#clock ??= KernelClock.open();
    const { words } = this;
    words[word(fields.tick_ns)] ||= tickNs();
    const { jiffies, taiNs, unixNs } = this.#clock.read();
    // The kernel's TAI differs from its real time by whole seconds.
    const tai = ((taiNs - unixNs + SECOND / 2n) / SECOND) * SECOND;
    this.#mapping.storeRelease64(fields.tai_offset_ns.offset, tai);
    const offset = unixNs - jiffies * BigInt(words[word(fields.tick_ns)]!);
    this.#mapping.storeRelease64(fields.tick_offset_ns.offset, BigInt.asUintN(64, offset));
  }

  /**
   * A bigger arena with the same contents at the same places, in steps; no revision is in force there yet. Lines that are changed in
   * place meanwhile are to be copied again.
   */
  *grown(lines: number): Generator<void, Arena> {
    const bigger = Arena.create(lines);
    const { words } = this;
    for (let at = OsgArenaSizes.LINE_WORDS; at < words.length; at += STEP_WORDS) {
      yield;
      bigger.words.set(words.subarray(at, at + STEP_WORDS), at);
    }
    bigger.#mapping.storeRelease64(fields.instance.offset, this.instance);
    return bigger;
  }

  /** Ends our view; the map itself lives as long as programs or pins hold it. */
  close(): void {
    this.#clock?.close();
    this.#clock = undefined;
    this.#mapping.close();
    this.map.close();
  }
}
