/**
 * The last view that was in force, on disk: what a node enforces after a restart without a controller (F60).
 *
 * `last-good` holds a view whole; `last-good.journal` the changes since, each a record behind the one that it builds on. What
 * is about to be put in force is written first: a change as a record, a view that comes whole as `last-good.next`, which
 * becomes `last-good` after. So whatever the kernel enforces when we die is on disk, and its digest, which the kernel holds
 * too, tells which of it that is. When the journal has outgrown the view, the next one is written whole: what is written is in
 * proportion to the changes. The view before is kept, as `last-good.previous`, or a copy where there is none. Only what outlives a power failure is
 * synchronised, behind the update's back: then the kernel has forgotten, and what is torn is passed over.
 *
 * `last-good`: `osg-last-good 1\n`, SHA-256 hex of the rest and `\n`, then chunks as on the wire, each with its length
 * before it (32 bits, big endian), then the numbers that rules and endpoints have (see kept-numbers.ts): so that pinned counters and
 * flows stay theirs. A record of the journal (see journal.ts) is a delta as on the wire with its length before it, and
 * the numbers that it gave, as JSON; or the mark that the one before it came into force.
 */
import { randomBytes } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type GivenNumbers, type KeptNumbers, withGiven } from '../compiler/compile.js';
import { isOlder, type RevisedView, type ViewDelta, type ViewReceiver } from '../distribution/receiver.js';
import { AgentError, stateError, textOf } from './error.js';
import { Journal, type JournalRecord, readJournal } from './journal.js';
import {
  changeFrom,
  changeRecord,
  keepCopy,
  keepPrevious,
  readView,
  shortDigest,
  writeView,
} from './last-good-file.js';

const FILE = 'last-good';
const JOURNAL = 'last-good.journal';
const PREVIOUS = 'last-good.previous';
const NEXT = 'last-good.next';

/** Kinds of records. */
const CHANGE = 1;
const IN_FORCE = 2;
/** A journal may grow as long as the view that it begins with, and so many bytes in any case. */
const SHORT_JOURNAL = 256 << 10;

/** What was on disk. */
export interface Loaded {
  readonly revised: RevisedView | undefined;
  /** Of the same compilation as the view, or of a few later. Absent: not kept, or damaged. */
  readonly numbers: KeptNumbers | undefined;
  /** What was passed over. */
  readonly damaged: readonly AgentError[];
  /** The kernel enforces something that no file holds. */
  readonly behind: boolean;
}

/** A view that is about to come into force. */
export interface Coming {
  readonly revised: RevisedView;
  /** Absent: it came whole. */
  readonly delta?: Pick<ViewDelta, 'base' | 'message'>;
  /** Of the compilation. */
  numbers(): KeptNumbers | undefined;
  given(): GivenNumbers;
}

/** A view that some file holds. */
interface Found {
  readonly name: string;
  readonly revised: RevisedView;
  readonly inForce: boolean;
  /** Of the journal, up to what belongs to it. */
  readonly end?: number;
  numbers(): KeptNumbers | undefined;
}

export class LastGood {
  readonly #directory: string;
  readonly #node: string;
  readonly #shortJournal: number;
  /** What changes are written to, and the digest of the view that it ends with; absent: the next view is written whole. */
  #journal: { readonly file: Journal; tip: string } | undefined;
  /** Written and not in force yet. */
  #pending: { readonly digest: string; readonly from: number | 'whole'; readonly bytes: number } | undefined;
  /** Bytes of `last-good`. */
  #whole = 0;
  /** Files committed by us, and how many of them outlive a power failure: only such a one becomes the previous one. */
  #committed = 0;
  #synced = 0;

  constructor(directory: string, node: string, shortJournal = SHORT_JOURNAL) {
    this.#directory = directory;
    this.#node = node;
    this.#shortJournal = shortJournal;
  }

  #path(name: string): string {
    return join(this.#directory, name);
  }

  /** Writes down what is about to be put in force. @throws AgentError STATE: what is in force is still on disk then */
  async prepare(coming: Coming): Promise<void> {
    const { revised, delta } = coming;
    const journal = this.#journal;
    if (
      journal === undefined ||
      delta?.base !== journal.tip ||
      journal.file.length > Math.max(this.#shortJournal, this.#whole)
    )
      return this.#prepareWhole(coming);
    const from = journal.file.length;
    try {
      await journal.file.append(CHANGE, changeRecord(delta.message, coming.given()));
      this.#pending = { digest: revised.digest, from, bytes: 0 };
    } catch (error) {
      await this.#abandonJournal();
      throw stateError(this.#path(JOURNAL), error);
    }
  }

  async #prepareWhole({ revised, numbers }: Coming): Promise<void> {
    const path = this.#path(NEXT);
    const temporary = this.#path(`.${NEXT}.${process.pid}.${randomBytes(4).toString('hex')}`);
    try {
      await mkdir(this.#directory, { recursive: true, mode: 0o700 });
      const bytes = await writeView(temporary, revised, numbers());
      await rename(temporary, path);
      this.#pending = { digest: revised.digest, from: 'whole', bytes };
    } catch (error) {
      await rm(temporary, { force: true }).catch(() => undefined);
      throw stateError(path, error);
    }
  }

  /** What was prepared is in force. @throws AgentError STATE */
  async commit(): Promise<void> {
    const pending = this.#pending;
    this.#pending = undefined;
    if (pending?.from === 'whole') return this.#commitWhole(pending.digest, pending.bytes);
    const journal = this.#journal;
    if (pending === undefined || journal === undefined) return;
    try {
      await journal.file.append(IN_FORCE, new Uint8Array());
      journal.tip = pending.digest;
    } catch (error) {
      await this.#abandonJournal();
      throw stateError(this.#path(JOURNAL), error);
    }
  }

  async #commitWhole(digest: string, bytes: number): Promise<void> {
    const path = this.#path(FILE);
    try {
      if (this.#synced === this.#committed) await keepPrevious(path, this.#path(PREVIOUS));
      await rename(this.#path(NEXT), path);
      this.#committed++;
      await keepCopy(path, this.#path(PREVIOUS));
      await this.#abandonJournal();
      // Until it is new, the old one's records are older than the view.
      const file = await Journal.create(this.#path(JOURNAL));
      this.#whole = bytes;
      this.#journal = { file, tip: digest };
    } catch (error) {
      throw stateError(path, error);
    }
  }

  /** Nothing more is written to it: the next view is written whole. */
  async #abandonJournal(): Promise<void> {
    const journal = this.#journal;
    this.#journal = undefined;
    await journal?.file.close().catch(() => undefined);
  }

  /** Makes what was committed outlive a power failure. @throws AgentError STATE */
  async sync(): Promise<void> {
    const path = this.#path(FILE);
    try {
      await this.#journal?.file.sync();
      while (this.#synced < this.#committed) {
        const committed = this.#committed;
        for (const name of [path, this.#directory]) {
          const file = await open(name, 'r');
          await file.sync().finally(() => file.close());
        }
        this.#synced = committed;
      }
    } catch (error) {
      throw stateError(path, error);
    }
  }

  /** What was prepared is not in force and will not be. Never throws. */
  async discard(): Promise<void> {
    const pending = this.#pending;
    this.#pending = undefined;
    if (typeof pending?.from === 'number')
      await this.#journal?.file.truncate(pending.from).catch(() => this.#abandonJournal());
    await rm(this.#path(NEXT), { force: true }).catch(() => undefined);
  }

  /** Nothing is written any more. */
  async close(): Promise<void> {
    await this.#abandonJournal();
  }

  /**
   * The view on disk that is in force; if none is, or nothing is in force, the newest that once was. Never throws.
   * @param inForce `shortDigest` of what the kernel enforces; 0: unknown, or nothing
   */
  async load(inForce = 0n): Promise<Loaded> {
    const damaged: AgentError[] = [];
    const passOver = (name: string, error: unknown): void => {
      damaged.push(new AgentError('DAMAGED', this.#path(name), textOf(error), { cause: error }));
    };
    const found: Found[] = [];
    const inTables = ({ revised }: Found): boolean => inForce !== 0n && shortDigest(revised.digest) === inForce;
    for (const name of [NEXT, FILE, PREVIOUS]) {
      // What is in force is found: the one before costs as much to read.
      if (name === PREVIOUS && found.some(inTables)) break;
      try {
        const { bytes, receiver, revised, numbers } = await readView(this.#path(name), this.#node, (error) =>
          passOver(name, error),
        );
        if (name === FILE) this.#whole = bytes;
        const first: Found = { name, revised, inForce: name !== NEXT, numbers: () => numbers };
        // A copy of the file is as good as the file.
        const begins = name === FILE || (name === PREVIOUS && !found.some((one) => one.name === FILE));
        const later = begins ? await this.#replay(receiver, first, passOver) : [];
        found.push(...later.reverse(), first);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOENT') passOver(name, error);
      }
    }
    const matching = found.find(inTables);
    const chosen = matching ?? found.find((one) => one.inForce);
    await this.#goOnFrom(chosen).catch((error: AgentError) => damaged.push(error));
    return {
      revised: chosen?.revised,
      numbers: chosen?.numbers(),
      damaged,
      behind: inForce !== 0n && found.length > 0 && matching === undefined,
    };
  }

  /** What the journal says came after a view, in order. */
  async #replay(
    receiver: ViewReceiver,
    first: Found,
    passOver: (name: string, error: unknown) => void,
  ): Promise<Found[]> {
    const { records, rest } = await readJournal(this.#path(JOURNAL), (error) => passOver(JOURNAL, error));
    const views: Found[] = [];
    const given: GivenNumbers[] = [];
    if (rest > 0) passOver(JOURNAL, new Error(`its last ${rest} bytes are no whole record`));
    for (const [i, record] of records.entries()) {
      if (record.kind !== CHANGE) continue;
      try {
        const change = changeFrom(record.content);
        // What the view holds already, from before it was written whole.
        if (!isOlder((views.at(-1) ?? first).revised, change)) continue;
        const received = receiver.receive({ nonce: i + 2, delta: change.message });
        if (received.kind === 'refused') throw received.error;
        if (received.kind !== 'view') throw new Error(`record ${i} holds no change`);
        given.push(change.given);
        const soFar = [...given];
        const numbers = (): KeptNumbers | undefined => {
          const before = first.numbers();
          return before && withGiven(before, soFar);
        };
        const mark: JournalRecord | undefined = records[i + 1];
        const marked = mark?.kind === IN_FORCE;
        const end = marked ? mark.end : record.end;
        views.push({ name: first.name, revised: received.revised, inForce: marked, end, numbers });
      } catch (error) {
        passOver(JOURNAL, error);
        break;
      }
    }
    return views;
  }

  /** What is written from now on comes behind this view; what comes behind it on disk has never been in force. */
  async #goOnFrom(chosen: Found | undefined): Promise<void> {
    if (chosen?.name === NEXT) {
      await this.#commitWhole(chosen.revised.digest, this.#whole);
      return;
    }
    await this.discard();
    try {
      // What is damaged must not take the place of what is not.
      if (chosen?.name === PREVIOUS) await rename(this.#path(PREVIOUS), this.#path(FILE));
      if (chosen?.end === undefined) return;
      const file = await Journal.resume(this.#path(JOURNAL), chosen.end);
      if (!chosen.inForce) await file.append(IN_FORCE, new Uint8Array());
      this.#journal = { file, tip: chosen.revised.digest };
    } catch (error) {
      throw stateError(this.#path(JOURNAL), error);
    }
  }
}
