/** Capture files in the classic format of libpcap (https://www.ietf.org/archive/id/draft-ietf-opsawg-pcap), both byte orders. */
import { readFileSync, writeFileSync } from 'node:fs';
import { ETHERTYPE, ethernet } from './packets.js';

const MAGIC = { micro: 0xa1b2c3d4, nano: 0xa1b23c4d } as const;
const LINKTYPE = { null: 0, ethernet: 1, raw: 101, loop: 108, linuxSll: 113, ipv4: 228, ipv6: 229 } as const;
const RECORD_BYTES = 16;
const LARGEST_FRAME = 65_535;

/**
 * Every frame of a capture as an Ethernet frame: IP packets of other link types are put into one. Undefined: the file holds no
 * such thing (pcapng, radio, USB, …). A torn last record ends the list.
 */
export function readFrames(path: string): Buffer[] | undefined {
  const file = readFileSync(path);
  if (file.length < 24) return undefined;
  const little = ([MAGIC.micro, MAGIC.nano] as number[]).includes(file.readUInt32LE(0));
  if (!little && !([MAGIC.micro, MAGIC.nano] as number[]).includes(file.readUInt32BE(0))) return undefined;
  const u32 = (at: number): number => (little ? file.readUInt32LE(at) : file.readUInt32BE(at));
  // The upper bits tell the length of a frame check sequence.
  const linktype = u32(20) & 0xffff;
  if (!(Object.values(LINKTYPE) as number[]).includes(linktype)) return undefined;
  const frames: Buffer[] = [];
  for (let at = 24; at + RECORD_BYTES <= file.length; ) {
    const [start, length] = [at + RECORD_BYTES, u32(at + 8)];
    if (start + length > file.length) break;
    const frame = toEthernet(linktype, file.subarray(start, start + length));
    if (frame !== undefined) frames.push(frame);
    at = start + length;
  }
  return frames;
}

function toEthernet(linktype: number, record: Buffer): Buffer | undefined {
  if (linktype === LINKTYPE.ethernet) return record.length >= 14 ? record : undefined;
  if (linktype === LINKTYPE.linuxSll)
    return record.length > 16 ? ethernet(record.readUInt16BE(14), record.subarray(16)) : undefined;
  const packet = record.subarray(linktype === LINKTYPE.null || linktype === LINKTYPE.loop ? 4 : 0);
  if (packet.length === 0) return undefined;
  return ethernet((packet[0] as number) >> 4 === 6 ? ETHERTYPE.ipv6 : ETHERTYPE.ipv4, packet);
}

/** Writes Ethernet frames, a microsecond apart. */
export function writeFrames(path: string, frames: readonly Uint8Array[]): void {
  const header = Buffer.alloc(24);
  header.writeUInt32LE(MAGIC.micro, 0);
  header.writeUInt16LE(2, 4);
  header.writeUInt16LE(4, 6);
  header.writeUInt32LE(LARGEST_FRAME, 16);
  header.writeUInt32LE(LINKTYPE.ethernet, 20);
  const records = frames.flatMap((frame, i) => {
    const record = Buffer.alloc(RECORD_BYTES);
    record.writeUInt32LE(Math.floor(i / 1_000_000), 0);
    record.writeUInt32LE(i % 1_000_000, 4);
    record.writeUInt32LE(frame.length, 8);
    record.writeUInt32LE(frame.length, 12);
    return [record, frame];
  });
  writeFileSync(path, Buffer.concat([header, ...records]));
}
