/**
 * One spooled batch on disk: a header of 40 bytes, little-endian, then the encoded ReportBatch.
 *
 *     0 magic "OSGS" · 4 CRC-32 of bytes 8..40 · 8 payload bytes (u32) · 12 CRC-32 of the payload · 16 sequence (u64)
 *     24 packets (u64) · 32 events (u32) · 36 zero
 *
 * The header has its own checksum, so that a batch whose payload is damaged can still be counted.
 */
export const FRAME_HEADER = 40;
const MAGIC = 0x5347534f;
const MAGIC_BYTES = Buffer.from('OSGS');
const MAX_PAYLOAD = 64 << 20;
const MAX_NUMBER = BigInt(Number.MAX_SAFE_INTEGER);

/** An encoded ReportBatch and what must be known of it without decoding. */
export interface Batch {
  readonly sequence: number;
  readonly events: number;
  readonly packets: number;
  readonly body: Buffer;
}

/** Where a batch lies in a file. */
export interface FrameAt {
  readonly sequence: number;
  readonly events: number;
  readonly packets: number;
  /** Of the header. */
  readonly offset: number;
  /** Header and payload. */
  readonly length: number;
}

export interface Scan {
  readonly frames: FrameAt[];
  /** Runs of bytes that are no whole frame. */
  readonly torn: number;
  /** Packets of those whose header is whole. */
  readonly tornPackets: number;
}

export function encodeFrame(batch: Batch): Buffer {
  const header = Buffer.alloc(FRAME_HEADER);
  header.writeUInt32LE(MAGIC, 0);
  header.writeUInt32LE(batch.body.length, 8);
  header.writeUInt32LE(crc32(batch.body), 12);
  header.writeBigUInt64LE(BigInt(batch.sequence), 16);
  header.writeBigUInt64LE(BigInt(batch.packets), 24);
  header.writeUInt32LE(batch.events, 32);
  header.writeUInt32LE(crc32(header.subarray(8)), 4);
  return Buffer.concat([header, batch.body]);
}

/** The batch in a whole frame; undefined if a checksum fails. */
export function decodeFrame(frame: Buffer): Batch | undefined {
  const head = readHeader(frame, 0);
  if (head === undefined || head.length !== frame.length) return undefined;
  const body = frame.subarray(FRAME_HEADER);
  if (crc32(body) !== frame.readUInt32LE(12)) return undefined;
  return { sequence: head.sequence, events: head.events, packets: head.packets, body };
}

/** Finds every whole frame, in order of sequence; resumes at the next header after damage. */
export function scanFrames(file: Buffer): Scan {
  const frames: FrameAt[] = [];
  let torn = 0;
  let tornPackets = 0;
  let at = 0;
  while (at < file.length) {
    const frame = readHeader(file, at);
    if (frame === undefined) {
      torn++;
      at = nextHeader(file, at + 1);
    } else if (at + frame.length <= file.length && decodeFrame(file.subarray(at, at + frame.length)) !== undefined) {
      if (frame.sequence > (frames.at(-1)?.sequence ?? 0)) frames.push(frame);
      else torn++;
      at += frame.length;
    } else {
      torn++;
      tornPackets += frame.packets;
      at = nextHeader(file, at + FRAME_HEADER);
    }
  }
  return { frames, torn, tornPackets };
}

function readHeader(file: Buffer, at: number): FrameAt | undefined {
  if (at + FRAME_HEADER > file.length || file.readUInt32LE(at) !== MAGIC) return undefined;
  if (crc32(file.subarray(at + 8, at + FRAME_HEADER)) !== file.readUInt32LE(at + 4)) return undefined;
  const payload = file.readUInt32LE(at + 8);
  if (payload > MAX_PAYLOAD) return undefined;
  // Never written: a checksum proves that nobody changed it by accident.
  if (file.readBigUInt64LE(at + 16) > MAX_NUMBER || file.readBigUInt64LE(at + 24) > MAX_NUMBER) return undefined;
  return {
    sequence: Number(file.readBigUInt64LE(at + 16)),
    packets: Number(file.readBigUInt64LE(at + 24)),
    events: file.readUInt32LE(at + 32),
    offset: at,
    length: FRAME_HEADER + payload,
  };
}

function nextHeader(file: Buffer, from: number): number {
  for (let at = file.indexOf(MAGIC_BYTES, from); at >= 0; at = file.indexOf(MAGIC_BYTES, at + 1)) {
    if (readHeader(file, at) !== undefined) return at;
  }
  return file.length;
}

const TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let bit = 0; bit < 8; bit++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c >>> 0;
});

/** CRC-32 (IEEE 802.3). node:zlib has it from 20.15 only. */
export function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (let i = 0; i < bytes.length; i++) {
    crc = (TABLE[(crc ^ (bytes[i] as number)) & 0xff] as number) ^ (crc >>> 8);
  }
  return (crc ^ 0xffffffff) >>> 0;
}
