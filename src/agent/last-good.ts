/**
 * The last view that was in force, on disk: what a node enforces after a restart without a controller (F60).
 *
 * One file: `osg-last-good 1\n`, SHA-256 hex of the rest and `\n`, then chunks as on the wire, each with its length
 * before it (32 bits, big endian), then the numbers that rules and endpoints have, as JSON: so that pinned counters and
 * flows stay theirs. Agents that know nothing of numbers stop reading at the last chunk. The file is written beside,
 * synchronised, and renamed; the one before is kept.
 */
import { createHash, randomBytes } from 'node:crypto';
import { link, mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { PlanNumbers } from '../compiler/compile.js';
import { splitView } from '../control/chunks.js';
import { type RevisedView, ViewReceiver } from '../control/receiver.js';
import { sourceMessage } from '../control/session.js';
import { osg } from '../gen/proto.js';
import { AgentError } from './error.js';

const MAGIC = 'osg-last-good 1\n';
const FILE = 'last-good';
const PREVIOUS = 'last-good.previous';

const NAMES = z.array(z.tuple([z.string(), z.int(), z.int()]));
const NUMBERS = z.object({ slots: NAMES, endpoints: NAMES, classes: z.array(z.string().nullable()) });

/** What was on disk. */
export interface Loaded {
  readonly revised: RevisedView | undefined;
  /** Of the same compilation as the view, or of a few later. Absent: not kept, or damaged. */
  readonly numbers: PlanNumbers | undefined;
  /** What was passed over. */
  readonly damaged: readonly AgentError[];
}

export class LastGood {
  readonly #directory: string;
  readonly #node: string;

  constructor(directory: string, node: string) {
    this.#directory = directory;
    this.#node = node;
  }

  /** @throws AgentError STATE: the old file is whole then */
  async save(revised: RevisedView, numbers: PlanNumbers | undefined): Promise<void> {
    const path = join(this.#directory, FILE);
    const temporary = join(this.#directory, `.${FILE}.${process.pid}.${randomBytes(4).toString('hex')}`);
    try {
      await mkdir(this.#directory, { recursive: true, mode: 0o700 });
      const file = await open(temporary, 'wx', 0o600);
      try {
        await file.writeFile(encode(revised, numbers));
        await file.sync();
      } finally {
        await file.close();
      }
      await keepPrevious(path, join(this.#directory, PREVIOUS));
      await rename(temporary, path);
      const folder = await open(this.#directory, 'r');
      await folder.sync().finally(() => folder.close());
    } catch (error) {
      await rm(temporary, { force: true }).catch(() => undefined);
      throw new AgentError('STATE', path, error instanceof Error ? error.message : String(error), { cause: error });
    }
  }

  /** The newest file that is whole. Never throws. */
  async load(): Promise<Loaded> {
    const damaged: AgentError[] = [];
    const passOver = (path: string, error: unknown): void => {
      damaged.push(
        new AgentError('DAMAGED', path, error instanceof Error ? error.message : String(error), { cause: error }),
      );
    };
    for (const name of [FILE, PREVIOUS]) {
      const path = join(this.#directory, name);
      try {
        const { revised, rest } = decode(await readFile(path), this.#node);
        let numbers: PlanNumbers | undefined;
        try {
          if (rest.length > 0) numbers = NUMBERS.parse(JSON.parse(rest.toString()));
        } catch (error) {
          passOver(path, error);
        }
        return { revised, numbers, damaged };
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') continue;
        passOver(path, error);
      }
    }
    return { revised: undefined, numbers: undefined, damaged };
  }
}

/** A hard link, so that there is no moment without a whole file. */
async function keepPrevious(path: string, previous: string): Promise<void> {
  await rm(previous, { force: true });
  await link(path, previous).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
}

function encode({ view, digest, epoch, revision, source }: RevisedView, numbers: PlanNumbers | undefined): Buffer {
  const parts = splitView(view);
  const pieces: Uint8Array[] = [];
  parts.forEach((part, index) => {
    const bytes = osg.v1.SnapshotChunk.encode({
      epoch,
      revision,
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
  const receiver = new ViewReceiver(node, undefined);
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
