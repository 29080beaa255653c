/** The bytes of `last-good` and of the records of its journal; last-good.ts says what they are for. */
import { createHash } from 'node:crypto';
import { constants, copyFile, type FileHandle, link, open, rm } from 'node:fs/promises';
import { z } from 'zod';
import type { GivenNumbers, KeptNumbers } from '../compiler/compile.js';
import { countParts, viewParts } from '../distribution/chunks.js';
import { type Place, type RevisedView, ViewReceiver } from '../distribution/receiver.js';
import { sourceMessage } from '../distribution/session.js';
import { osg } from '../gen/proto.js';
import { inSlices } from '../part/slices.js';
import { numbersFrom, numbersText } from './kept-numbers.js';

const MAGIC = 'osg-last-good 1\n';

const GIVEN_NAMES = z.array(z.tuple([z.string(), z.int()]));
const GIVEN = z.object({
  slots: GIVEN_NAMES,
  endpoints: GIVEN_NAMES,
  classes: z.array(z.tuple([z.int(), z.string()])),
});

/** By which the kernel's tables tell what they were made of. @param digest SHA-256, hex */
export const shortDigest = (digest: string): bigint => BigInt(`0x${digest.slice(0, 16)}`);

export function changeRecord(message: osg.v1.Delta.$Properties, given: GivenNumbers): Buffer {
  const bytes = osg.v1.Delta.encode(message).finish();
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes, Buffer.from(JSON.stringify(given))]);
}

export function changeFrom(
  content: Buffer,
): Place & { readonly message: osg.v1.Delta.$Properties; readonly given: GivenNumbers } {
  const end = 4 + content.readUInt32BE(0);
  const message = osg.v1.Delta.decode(content.subarray(4, end));
  const given = GIVEN.parse(JSON.parse(content.subarray(end).toString()));
  const { epoch = 0, revision = 0, version = 0 } = message;
  return { message, epoch: epoch ?? 0, revision: revision ?? 0, version: version ?? 0, given };
}

/**
 * Of a chunk on disk, about. Smaller than on the wire: each is made in one turn of the event loop, and read in another. One of 64 KiB leaves
 * 7 MB of garbage; while V8 marks a full node's heap, it made turns of 200 ms.
 */
const CHUNK_BYTES = 1 << 14;

/** Piece by piece, so that others are served in between. @returns bytes written */
export async function writeView(
  path: string,
  { view, digest, epoch, revision, version, source }: RevisedView,
  numbers: KeptNumbers | undefined,
): Promise<number> {
  const hash = createHash('sha256');
  const start = MAGIC.length + 65;
  const file = await open(path, 'wx', 0o600);
  try {
    let at = start;
    const put = async (bytes: Uint8Array): Promise<void> => {
      hash.update(bytes);
      for (let done = 0; done < bytes.length; )
        done += (await file.write(bytes, done, bytes.length - done, at + done)).bytesWritten;
      at += bytes.length;
    };
    const count = await inSlices(countParts(view, CHUNK_BYTES));
    let index = 0;
    for (const part of viewParts(view, CHUNK_BYTES)) {
      const chunk = { epoch, revision, version, source: sourceMessage(source), index: index++, count, part, digest };
      const bytes = osg.v1.SnapshotChunk.encode({ ...chunk, explicitEmpty: true }).finish();
      const length = Buffer.alloc(4);
      length.writeUInt32BE(bytes.length);
      await put(length);
      await put(bytes);
    }
    if (numbers !== undefined) for (const text of numbersText(numbers)) await put(Buffer.from(text));
    await file.write(Buffer.from(`${MAGIC}${hash.digest('hex')}\n`), 0, start, 0);
    return at;
  } finally {
    await file.close();
  }
}

/** Bytes that are read at a time. In one piece a full node's file is 400 MB, which takes the engine some fifty milliseconds to let go of. */
const BLOCK = 1 << 16;

/** Others are served. */
const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A file from some place on, each byte once: what was handed out is what was hashed. */
class Bytes {
  readonly hash = createHash('sha256');
  #block: Buffer = Buffer.alloc(0);

  constructor(
    readonly file: FileHandle,
    private at: number,
  ) {}

  /** The next block, whole; empty at the end. What is handed out is never written to again. */
  async block(): Promise<Buffer> {
    if (this.#block.length === 0) {
      const { bytesRead, buffer } = await this.file.read(Buffer.allocUnsafeSlow(BLOCK), 0, BLOCK, this.at);
      this.at += bytesRead;
      this.#block = buffer.subarray(0, bytesRead);
      this.hash.update(this.#block);
    }
    const block = this.#block;
    this.#block = Buffer.alloc(0);
    return block;
  }

  /** So many bytes; fewer at the end. */
  async take(length: number): Promise<Buffer> {
    const taken: Buffer[] = [];
    for (let missing = length; missing > 0; ) {
      const block = await this.block();
      if (block.length === 0) break;
      taken.push(block.subarray(0, missing));
      this.#block = block.subarray(missing);
      missing -= Math.min(missing, block.length);
    }
    return taken.length === 1 ? (taken[0] as Buffer) : Buffer.concat(taken);
  }
}

interface Read {
  /** Of the file. */
  readonly bytes: number;
  readonly receiver: ViewReceiver;
  readonly revised: RevisedView;
  readonly numbers: KeptNumbers | undefined;
}

/** @param passOver told of numbers that cannot be read; the view is as good without them */
export async function readView(path: string, node: string, passOver: (error: unknown) => void): Promise<Read> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    return { bytes: size, ...(await readFrom(file, node, passOver)) };
  } finally {
    await file.close();
  }
}

async function readFrom(
  file: FileHandle,
  node: string,
  passOver: (error: unknown) => void,
): Promise<Omit<Read, 'bytes'>> {
  const start = MAGIC.length + 65;
  const head = (await new Bytes(file, 0).take(start)).toString('latin1');
  if (!head.startsWith(MAGIC)) throw new Error('is no last-good file of this version');
  const body = new Bytes(file, start);
  // What is damaged may be read as anything: the checksum speaks first.
  const passed: unknown[] = [];
  const read = await readBody(body, node, (error) => passed.push(error)).catch((error: unknown) => ({ error }));
  while ((await body.block()).length > 0) await breathe();
  if (body.hash.digest('hex') !== head.slice(MAGIC.length, start - 1))
    throw new Error('the checksum does not fit the content');
  if ('error' in read) throw read.error;
  passed.forEach(passOver);
  return read;
}

async function readBody(body: Bytes, node: string, passOver: (error: unknown) => void): Promise<Omit<Read, 'bytes'>> {
  const receiver = new ViewReceiver(node, undefined, true);
  for (;;) {
    const length = await body.take(4);
    if (length.length < 4) throw new Error('the content ends too early');
    const snapshot = osg.v1.SnapshotChunk.decode(await body.take(length.readUInt32BE(0)));
    await breathe();
    const received = await inSlices(receiver.receiveSteps({ nonce: 1, snapshot }));
    await breathe();
    if (received.kind === 'refused') throw received.error;
    if (received.kind === 'view')
      return { receiver, revised: received.revised, numbers: await readNumbers(body, passOver) };
  }
}

async function readNumbers(body: Bytes, passOver: (error: unknown) => void): Promise<KeptNumbers | undefined> {
  const blocks: Buffer[] = [];
  for (let block = await body.block(); block.length > 0; block = await body.block()) blocks.push(block);
  return await inSlices(numbersFrom(blocks, passOver));
}

/** So that no single file is all there is. */
export async function keepCopy(path: string, copy: string): Promise<void> {
  await copyFile(path, copy, constants.COPYFILE_EXCL).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
}

/** A hard link, so that there is no moment without a whole file. */
export async function keepPrevious(path: string, previous: string): Promise<void> {
  await rm(previous, { force: true });
  await link(path, previous).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
}
