import { endianness } from 'node:os';
import { OsgDenyRecord, OsgReason } from '../gen/abi.js';
import { EventsError } from './error.js';

const LITTLE = endianness() === 'LE';
const F = OsgDenyRecord.fields;
const SRC = F.src.offset;
const DST = F.dst.offset;
const PACKETS = F.packets.offset;
const BYTES = F.bytes.offset;
const FIRST = F.first_ns.offset;
const LAST = F.last_ns.offset;
const SLOT = F.slot.offset;
const GENERATION = F.generation.offset;
const REVISION = F.revision.offset;
const ENDPOINT = F.endpoint.offset;
const SPORT = F.sport.offset;
const DPORT = F.dport.offset;
const FAMILY = F.family.offset;
const PROTOCOL = F.protocol.offset;
const TCP_FLAGS = F.tcp_flags.offset;
const DIRECTION = F.direction.offset;
const VERDICT = F.verdict.offset;
const REASON = F.reason.offset;
const KIND = F.kind.offset;
const SERVICE = F.service.offset;
const SERVICE_PORT = F.service_port.offset;
const HIGH = LITTLE ? 4 : 0;
const LOW = LITTLE ? 0 : 4;

/** Bytes of one ring record. */
export const RECORD_SIZE: number = OsgDenyRecord.size;

/** One ring record (`struct osg_deny_record`), decoded. Numbers as in the kernel, but for addresses and times. */
export interface DenyRecord {
  /** 4 or 16 bytes, network order. */
  readonly source: Uint8Array;
  readonly destination: Uint8Array;
  /** Whom the packets were sent to, where the destination is who gets them; servicePort 0 or absent: the destination itself. */
  readonly service?: Uint8Array;
  readonly servicePort?: number;
  readonly packets: number;
  readonly bytes: number;
  /** Unix microseconds, exact to one. */
  readonly firstSeenUs: number;
  readonly durationUs: number;
  readonly slot: number;
  readonly generation: number;
  readonly revision: number;
  readonly endpoint: number;
  readonly sourcePort: number;
  /** ICMP: type << 8 | code. */
  readonly destinationPort: number;
  readonly protocol: number;
  readonly tcpFlags: number;
  /** enum osg_direction, osg_event_verdict, osg_reason, osg_event_kind. */
  readonly direction: number;
  readonly verdict: number;
  readonly reason: number;
  readonly kind: number;
}

/**
 * Decodes `count` records, record i at `offsets[i]`, and hands each to `onRecord`: one object, whose fields and addresses
 * change with the next record. Nothing of `buffer` is kept.
 * @throws {EventsError} code `record` if the buffer is too short: the reader and the object do not fit each other.
 */
export function decodeRecords(
  buffer: Uint8Array,
  offsets: Uint32Array,
  count: number,
  onRecord: (record: DenyRecord) => void,
): void {
  const view = new DataView(buffer.buffer, buffer.byteOffset, buffer.byteLength);
  const record = new Decoded();
  for (let i = 0; i < count; i++) {
    const at = offsets[i] as number;
    if (at + RECORD_SIZE > buffer.byteLength) {
      throw new EventsError('RECORD', 'decode', `record ${i} at ${at} does not fit into ${buffer.byteLength} bytes`);
    }
    record.decode(view, at);
    onRecord(record);
  }
}

const NO_SERVICE = [undefined, 0] as const;

/** Address and port of the Service that the packets were sent to, as far as the kernel can tell; port 0: none. */
export function addressedService(record: DenyRecord): readonly [Uint8Array | undefined, number] {
  const { service, servicePort, reason, destination, destinationPort } = record;
  if (servicePort) return [service, servicePort];
  // Nobody knows who would have got it.
  return reason === OsgReason.SERVICE_PARTIAL || reason === OsgReason.UNTRANSLATED
    ? [destination, destinationPort]
    : NO_SERVICE;
}

/** A copy that may be kept. */
export const copyRecord = (record: DenyRecord): DenyRecord => ({
  ...record,
  source: record.source.slice(),
  destination: record.destination.slice(),
  ...(record.service && { service: record.service.slice() }),
});

/** Filled again and again: decoding makes no garbage. */
class Decoded implements DenyRecord {
  source = new Uint8Array(16);
  destination = new Uint8Array(16);
  service = new Uint8Array(16);
  servicePort = 0;
  packets = 0;
  bytes = 0;
  firstSeenUs = 0;
  durationUs = 0;
  slot = 0;
  generation = 0;
  revision = 0;
  endpoint = 0;
  sourcePort = 0;
  destinationPort = 0;
  protocol = 0;
  tcpFlags = 0;
  direction = 0;
  verdict = 0;
  reason = 0;
  kind = 0;
  readonly #six = [this.source, this.destination, this.service] as const;
  readonly #four = [new Uint8Array(4), new Uint8Array(4), new Uint8Array(4)] as const;

  decode(view: DataView, at: number): void {
    const [source, destination, service] = view.getUint8(at + FAMILY) === 6 ? this.#six : this.#four;
    this.source = address(view, at + SRC, source);
    this.destination = address(view, at + DST, destination);
    this.servicePort = view.getUint16(at + SERVICE_PORT, LITTLE);
    this.service = this.servicePort === 0 ? service : address(view, at + SERVICE, service);
    this.packets = u64(view, at + PACKETS);
    this.bytes = u64(view, at + BYTES);
    const first = microseconds(view, at + FIRST);
    this.firstSeenUs = first;
    this.durationUs = Math.min(Math.max(0, microseconds(view, at + LAST) - first), 0xffffffff);
    this.slot = view.getUint32(at + SLOT, LITTLE);
    this.generation = view.getUint32(at + GENERATION, LITTLE);
    this.revision = view.getUint32(at + REVISION, LITTLE);
    this.endpoint = view.getUint16(at + ENDPOINT, LITTLE);
    this.sourcePort = view.getUint16(at + SPORT, LITTLE);
    this.destinationPort = view.getUint16(at + DPORT, LITTLE);
    this.protocol = view.getUint8(at + PROTOCOL);
    this.tcpFlags = view.getUint8(at + TCP_FLAGS);
    this.direction = view.getUint8(at + DIRECTION);
    this.verdict = view.getUint8(at + VERDICT);
    this.reason = view.getUint8(at + REASON);
    this.kind = view.getUint8(at + KIND);
  }
}

/** Host-order words, most significant first → network-order bytes. */
function address(view: DataView, at: number, out: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  for (let word = 0; word < out.length; word += 4) {
    const value = view.getUint32(at + word, LITTLE);
    out[word] = value >>> 24;
    out[word + 1] = value >>> 16;
    out[word + 2] = value >>> 8;
    out[word + 3] = value;
  }
  return out;
}

/** Exact below 2^53. */
const u64 = (view: DataView, at: number): number =>
  view.getUint32(at + HIGH, LITTLE) * 4294967296 + view.getUint32(at + LOW, LITTLE);

/** Nanoseconds lie beyond 2^53: divided before they are added. */
const microseconds = (view: DataView, at: number): number =>
  Math.floor(view.getUint32(at + HIGH, LITTLE) * 4294967.296 + view.getUint32(at + LOW, LITTLE) / 1000);
