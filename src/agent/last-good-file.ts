/** The bytes of `last-good` and of the records of its journal; last-good.ts says what they are for. */
import { createHash } from 'node:crypto';
import { constants, copyFile, link, open, rm } from 'node:fs/promises';
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

/** Bytes that are hashed at a time. */
const HASHED = 1 << 20;

/** Others are served. */
const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

interface Read {
  readonly receiver: ViewReceiver;
  readonly revised: RevisedView;
  readonly numbers: KeptNumbers | undefined;
}

/** @param passOver told of numbers that cannot be read; the view is as good without them */
export async function readView(file: Buffer, node: string, passOver: (error: unknown) => void): Promise<Read> {
  const start = MAGIC.length + 65;
  if (file.subarray(0, MAGIC.length).toString('latin1') !== MAGIC)
    throw new Error('is no last-good file of this version');
  const body = file.subarray(start);
  const sum = file.subarray(MAGIC.length, start - 1).toString('latin1');
  const hash = createHash('sha256');
  for (let at = 0; at < body.length; at += HASHED) {
    hash.update(body.subarray(at, at + HASHED));
    await breathe();
  }
  if (hash.digest('hex') !== sum) throw new Error('the checksum does not fit the content');
  const receiver = new ViewReceiver(node, undefined, true);
  for (let at = 0; at + 4 <= body.length; ) {
    const length = body.readUInt32BE(at);
    const snapshot = osg.v1.SnapshotChunk.decode(body.subarray(at + 4, at + 4 + length));
    at += 4 + length;
    await breathe();
    const received = await inSlices(receiver.receiveSteps({ nonce: 1, snapshot }));
    await breathe();
    if (received.kind === 'refused') throw received.error;
    if (received.kind === 'view') {
      const numbers = await inSlices(numbersFrom(body.subarray(at), passOver));
      return { receiver, revised: received.revised, numbers };
    }
  }
  throw new Error('the content ends too early');
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
