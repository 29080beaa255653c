import { describe, expect, it } from 'vitest';
import { addressBytes, addressTest, addressText } from './address.js';

describe('addresses of events', () => {
  it.each(['10.1.2.3', '2001:db8::1', '::ffff:10.0.0.1'])('%s there and back', (text) => {
    expect(addressText(addressBytes(text))).toBe(text);
  });

  it.each([
    ['10.0.0.0/8', '10.255.0.1', true],
    ['10.0.0.0/8', '11.0.0.1', false],
    ['10.0.0.128/25', '10.0.0.127', false],
    ['10.0.0.128/25', '10.0.0.200', true],
    ['0.0.0.0/0', '2001:db8::1', false],
    ['2001:db8::/33', '2001:db8:8000::1', false],
    ['2001:db8::1', '2001:db8::1', true],
  ])('%s holds %s: %s', (prefix, address, expected) => {
    expect(addressTest(prefix)(addressBytes(address))).toBe(expected);
  });

  it('bytes that are no address are shown as they are', () => {
    expect(addressText(Uint8Array.of(1, 2))).toBe('0102');
  });
});
