/** Reads messages of the other side, who may send anything: a 64-bit integer that a number cannot hold exactly is refused. */
import protobuf from 'protobufjs/minimal.js';

/** What the declarations call a Long is a number here (src/gen/proto.js). */
class SafeReader extends protobuf.BufferReader {
  override uint64(): ReturnType<protobuf.BufferReader['uint64']> {
    return safe(super.uint64());
  }

  override int64(): ReturnType<protobuf.BufferReader['int64']> {
    return safe(super.int64());
  }
}

function safe<T>(value: T): T {
  if (!Number.isSafeInteger(value)) throw new RangeError(`an integer of ${value}: over 2^53 − 1`);
  return value;
}

/** @throws Error: no such message */
export const decodeWith = <T>(message: { decode(reader: protobuf.Reader): T }, bytes: Buffer): T =>
  message.decode(new SafeReader(bytes));
