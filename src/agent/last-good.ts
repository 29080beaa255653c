/**
 * The last view that was in force, on disk: what a node enforces after a restart without a controller (F60).
 *
 * A view is written before it is put in force (`last-good.next`) and renamed to `last-good` after: so whatever the kernel
 * enforces when we die is on disk, and its digest, which the kernel holds too, tells which of the files it is. The one before
 * is kept, as `last-good.previous`. Only what outlives a power failure is synchronised, behind the update's back: then the
 * kernel has forgotten, and a file that is torn is passed over.
 *
 * A file: `osg-last-good 1\n`, SHA-256 hex of the rest and `\n`, then chunks as on the wire, each with its length
 * before it (32 bits, big endian), then the numbers that rules and endpoints have, as JSON: so that pinned counters and
 * flows stay theirs. Agents that know nothing of numbers stop reading at the last chunk.
 */
import { createHash, randomBytes } from 'node:crypto';
import { link, mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { PlanNumbers } from '../compiler/compile.js';
import { splitView } from '../distribution/chunks.js';
import { type RevisedView, ViewReceiver } from '../distribution/receiver.js';
import { sourceMessage } from '../distribution/session.js';
import { osg } from '../gen/proto.js';
import { AgentError } from './error.js';

const MAGIC = 'osg-last-good 1\n';
const FILE = 'last-good';
const PREVIOUS = 'last-good.previous';
const NEXT = 'last-good.next';

const NAMES = z.array(z.tuple([z.string(), z.int(), z.int()]));
const NUMBERS = z.object({ slots: NAMES, endpoints: NAMES, classes: z.array(z.string().nullable()) });

/** What was on disk. */
export interface Loaded {
  readonly revised: RevisedView | undefined;
  /** Of the same compilation as the view, or of a few later. Absent: not kept, or damaged. */
  readonly numbers: PlanNumbers | undefined;
  /** What was passed over. */
  readonly damaged: readonly AgentError[];
  /** The kernel enforces something that no file holds. */
  readonly behind: boolean;
}

/** By which the kernel's tables tell what they were made of. @param digest SHA-256, hex */
export const shortDigest = (digest: string): bigint => BigInt(`0x${digest.slice(0, 16)}`);

export class LastGood {
  readonly #directory: string;
  readonly #node: string;
  /** Files committed by us, and how many of them outlive a power failure: only such a one becomes the previous one. */
  #committed = 0;
  #synced = 0;

  constructor(directory: string, node: string) {
    this.#directory = directory;
    this.#node = node;
  }

  #path(name: string): string {
    return join(this.#directory, name);
  }

  /** Writes down what is about to be put in force. @throws AgentError STATE: what is in force is still on disk then */
  async prepare(revised: RevisedView, numbers: PlanNumbers | undefined): Promise<void> {
    const path = this.#path(NEXT);
    const temporary = this.#path(`.${NEXT}.${process.pid}.${randomBytes(4).toString('hex')}`);
    try {
      await mkdir(this.#directory, { recursive: true, mode: 0o700 });
      await writeFile(temporary, encode(revised, numbers), { mode: 0o600, flag: 'wx' });
      await rename(temporary, path);
    } catch (error) {
      await rm(temporary, { force: true }).catch(() => undefined);
      throw new AgentError('STATE', path, error instanceof Error ? error.message : String(error), { cause: error });
    }
  }

  /** What was prepared is in force. @throws AgentError STATE */
  async commit(): Promise<void> {
    const path = this.#path(FILE);
    try {
      if (this.#synced === this.#committed) await keepPrevious(path, this.#path(PREVIOUS));
      await rename(this.#path(NEXT), path);
      this.#committed++;
    } catch (error) {
      throw new AgentError('STATE', path, error instanceof Error ? error.message : String(error), { cause: error });
    }
  }

  /** Makes what was committed outlive a power failure. @throws AgentError STATE */
  async sync(): Promise<void> {
    const path = this.#path(FILE);
    try {
      while (this.#synced < this.#committed) {
        const committed = this.#committed;
        for (const name of [path, this.#directory]) {
          const file = await open(name, 'r');
          await file.sync().finally(() => file.close());
        }
        this.#synced = committed;
      }
    } catch (error) {
      throw new AgentError('STATE', path, error instanceof Error ? error.message : String(error), { cause: error });
    }
  }

  /** What was prepared is not in force and will not be. Never throws. */
  async discard(): Promise<void> {
    await rm(this.#path(NEXT), { force: true }).catch(() => undefined);
  }

  /**
   * The file that holds what is in force; if none does, or nothing is, the newest that once was. Never throws.
   * @param inForce `shortDigest` of what the kernel enforces; 0: unknown, or nothing
   */
  async load(inForce = 0n): Promise<Loaded> {
    const damaged: AgentError[] = [];
    const found: (Pick<Loaded, 'numbers'> & { readonly name: string; readonly revised: RevisedView })[] = [];
    for (const name of [NEXT, FILE, PREVIOUS]) {
      const path = this.#path(name);
      const passOver = (error: unknown): void => {
        damaged.push(
          new AgentError('DAMAGED', path, error instanceof Error ? error.message : String(error), { cause: error }),
        );
      };
      try {
        const { revised, rest } = decode(await readFile(path), this.#node);
        let numbers: PlanNumbers | undefined;
        try {
          if (rest.length > 0) numbers = NUMBERS.parse(JSON.parse(rest.toString()));
        } catch (error) {
          passOver(error);
        }
        found.push({ name, revised, numbers });
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOENT') passOver(error);
      }
    }
    const matching = found.find(({ revised }) => inForce !== 0n && shortDigest(revised.digest) === inForce);
    const chosen = matching ?? found.find(({ name }) => name !== NEXT);
    if (chosen?.name === NEXT) await this.commit().catch((error: AgentError) => damaged.push(error));
    else await this.discard();
    return {
      revised: chosen?.revised,
      numbers: chosen?.numbers,
      damaged,
      behind: inForce !== 0n && found.length > 0 && matching === undefined,
    };
  }
}

/** A hard link, so that there is no moment without a whole file. */
async function keepPrevious(path: string, previous: string): Promise<void> {
  await rm(previous, { force: true });
  await link(path, previous).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
}

function encode(
  { view, digest, epoch, revision, version, source }: RevisedView,
  numbers: PlanNumbers | undefined,
): Buffer {
  const parts = splitView(view.whole());
  const pieces: Uint8Array[] = [];
  parts.forEach((part, index) => {
    const bytes = osg.v1.SnapshotChunk.encode({
      epoch,
      revision,
      version,
      source: sourceMessage(source),
      index,
      count: parts.length,
      part,
      explicitEmpty: true,
      digest,
    }).finish();
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    pieces.push(length, bytes);
  });
  if (numbers !== undefined) pieces.push(Buffer.from(JSON.stringify(numbers)));
  const body = Buffer.concat(pieces);
  return Buffer.concat([Buffer.from(MAGIC), Buffer.from(`${createHash('sha256').update(body).digest('hex')}\n`), body]);
}

/** `rest`: what follows the view. */
function decode(file: Buffer, node: string): { readonly revised: RevisedView; readonly rest: Buffer } {
  const start = MAGIC.length + 65;
  if (file.subarray(0, MAGIC.length).toString('latin1') !== MAGIC)
    throw new Error('is no last-good file of this version');
  const body = file.subarray(start);
  const sum = file.subarray(MAGIC.length, start - 1).toString('latin1');
  if (createHash('sha256').update(body).digest('hex') !== sum) throw new Error('the checksum does not fit the content');
  const receiver = new ViewReceiver(node, undefined, true);
  for (let at = 0; at + 4 <= body.length; ) {
    const length = body.readUInt32BE(at);
    const snapshot = osg.v1.SnapshotChunk.decode(body.subarray(at + 4, at + 4 + length));
    at += 4 + length;
    const received = receiver.receive({ nonce: 1, snapshot });
    if (received.kind === 'view') return { revised: received.revised, rest: body.subarray(at) };
    if (received.kind === 'refused') throw received.error;
  }
  throw new Error('the content ends too early');
}
