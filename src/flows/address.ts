/**
 * Addresses as the wire has them: 4 or 16 bytes, network order. Text and parsing are src/net's; this is the bridge.
 */
import { type Address, formatAddress, parseAddress, parsePrefix } from '../net/index.js';

/** Text of an address; of bytes that are none, their hexadecimal digits. */
export function addressText(bytes: Uint8Array): string {
  if (bytes.length === 4) return `${bytes[0]}.${bytes[1]}.${bytes[2]}.${bytes[3]}`;
  if (bytes.length !== 16) return Buffer.from(bytes).toString('hex');
  return formatAddress({ family: 6, value: BigInt(`0x${Buffer.from(bytes).toString('hex')}`) });
}

/** @throws {NetError} */
export function addressBytes(text: string): Uint8Array {
  return bytesOfAddress(parseAddress(text));
}

export const bytesOfAddress = ({ family, value }: Address): Uint8Array => bytesOf(value, family);

/**
 * A test for "lies in this address or prefix".
 * @throws {NetError}
 */
export function addressTest(text: string): (bytes: Uint8Array) => boolean {
  const prefix = text.includes('/') ? parsePrefix(text) : { ...parseAddress(text), length: -1 };
  const want = bytesOf(prefix.value, prefix.family);
  const bits = prefix.length < 0 ? want.length * 8 : prefix.length;
  const whole = bits >> 3;
  const mask = bits % 8 === 0 ? 0 : (0xff << (8 - (bits % 8))) & 0xff;
  return (bytes) => {
    if (bytes.length !== want.length) return false;
    for (let i = 0; i < whole; i++) if (bytes[i] !== want[i]) return false;
    return mask === 0 || ((bytes[whole] as number) & mask) === ((want[whole] as number) & mask);
  };
}

const bytesOf = (value: bigint, family: 4 | 6): Uint8Array =>
  Buffer.from(value.toString(16).padStart(family === 4 ? 8 : 32, '0'), 'hex');
