/**
 * A file that grows by records: what is at its end after a death or a power failure is whole or passed over. A record: its
 * kind (8 bits), length of its content (32 bits, big endian), the first 8 bytes of the SHA-256 of both and the content,
 * then the content.
 */
import { createHash } from 'node:crypto';
import { type FileHandle, open, readFile, rename, rm } from 'node:fs/promises';

const MAGIC = Buffer.from('osg-journal 1\n');
const HEAD = 13;

export interface JournalRecord {
  readonly kind: number;
  readonly content: Buffer;
  /** Bytes of the file up to its end. */
  readonly end: number;
}

/** What is whole of a journal. */
export interface JournalContent {
  readonly records: readonly JournalRecord[];
  /** Bytes behind the last whole record: torn, or not ours. */
  readonly rest: number;
}

/** @param unreadable told why it cannot be read, though it is there: what it follows is whole without it */
export async function readJournal(path: string, unreadable: (error: unknown) => void): Promise<JournalContent> {
  let file: Buffer;
  try {
    file = await readFile(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') unreadable(error);
    return { records: [], rest: 0 };
  }
  const records: JournalRecord[] = [];
  if (!file.subarray(0, MAGIC.length).equals(MAGIC)) return { records, rest: file.length };
  let at = MAGIC.length;
  while (at + HEAD <= file.length) {
    const end = at + HEAD + file.readUInt32BE(at + 1);
    const content = file.subarray(at + HEAD, end);
    if (end > file.length || !sumOf(file.subarray(at, at + 5), content).equals(file.subarray(at + 5, at + HEAD))) break;
    records.push({ kind: file[at] as number, content, end });
    at = end;
  }
  return { records, rest: file.length - at };
}

const sumOf = (head: Uint8Array, content: Uint8Array): Buffer =>
  createHash('sha256').update(head).update(content).digest().subarray(0, 8);

function recordOf(kind: number, content: Uint8Array): Buffer {
  const head = Buffer.alloc(5);
  head[0] = kind;
  head.writeUInt32BE(content.length, 1);
  return Buffer.concat([head, sumOf(head, content), content]);
}

/** The writing end. After an error nothing more is written: the file is to be begun anew. */
export class Journal {
  readonly #file: FileHandle;
  #length: number;
  #broken = false;

  private constructor(file: FileHandle, length: number) {
    this.#file = file;
    this.#length = length;
  }

  /** A new one in the place of whatever is there, with records that it begins with. */
  static async create(
    path: string,
    records: readonly Pick<JournalRecord, 'kind' | 'content'>[] = [],
  ): Promise<Journal> {
    const temporary = `${path}.${process.pid}`;
    await rm(temporary, { force: true });
    const file = await open(temporary, 'wx', 0o600);
    try {
      const bytes = Buffer.concat([MAGIC, ...records.map(({ kind, content }) => recordOf(kind, content))]);
      await file.write(bytes, 0, bytes.length, 0);
      await rename(temporary, path);
      return new Journal(file, bytes.length);
    } catch (error) {
      await file.close();
      await rm(temporary, { force: true }).catch(() => undefined);
      throw error;
    }
  }

  /** Goes on behind `length` bytes of a file that is there; what lies behind is cut off. */
  static async resume(path: string, length: number): Promise<Journal> {
    const file = await open(path, 'r+');
    try {
      await file.truncate(length);
      return new Journal(file, length);
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  /** Bytes of the file. */
  get length(): number {
    return this.#length;
  }

  /** Resolves when the record outlives this process. */
  async append(kind: number, content: Uint8Array): Promise<void> {
    if (this.#broken) throw new Error('an earlier record could not be written');
    const record = recordOf(kind, content);
    try {
      for (let at = 0; at < record.length; )
        at += (await this.#file.write(record, at, record.length - at, this.#length + at)).bytesWritten;
      this.#length += record.length;
    } catch (error) {
      this.#broken = true;
      throw error;
    }
  }

  /** Takes back what was appended since the file had `length` bytes. */
  async truncate(length: number): Promise<void> {
    this.#broken = true;
    await this.#file.truncate(length);
    this.#length = length;
    this.#broken = false;
  }

  /** Resolves when what was appended outlives a power failure. */
  sync(): Promise<void> {
    return this.#file.datasync();
  }

  close(): Promise<void> {
    return this.#file.close();
  }
}
