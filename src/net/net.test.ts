import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressFromBytes, addressToBytes, formatAddress, MAX_ADDRESS, parseAddress } from './address.js';
import { NetError } from './error.js';
import {
  formatPrefix,
  hostPrefix,
  parsePrefix,
  parsePrefixLoosely,
  prefixAround,
  prefixContains,
  prefixCovers,
  prefixesOfRange,
  prefixFirst,
  prefixLast,
  subtractPrefixes,
} from './prefix.js';
import { decodeKey, encodeKey, formatPortRange, formatProtocol, parsePortRange, parseProtocol } from './protocol.js';
import type { Address, Family, Prefix } from './types.js';

const addressOf = (family: Family) =>
  fc.bigInt({ min: 0n, max: MAX_ADDRESS[family] }).map((value): Address => ({ family, value }));
const anyAddress = fc.oneof(
  addressOf(4),
  addressOf(6),
  fc
    .array(fc.constantFrom(0n, 0n, 1n, 0xffffn, 0xabcn), { minLength: 8, maxLength: 8 })
    .map((groups): Address => ({ family: 6, value: groups.reduce<bigint>((v, g) => (v << 16n) | g, 0n) })),
);
/** Prefixes around a few addresses, so that they often nest. */
const anyPrefix = fc
  .tuple(
    fc.constantFrom('10.0.0.0', '10.0.0.129', '10.0.1.3', '2001:db8::', '2001:db8::8:1').map(parseAddress),
    fc.nat(128),
  )
  .map(([address, n]): Prefix => prefixAround(address, address.family === 4 ? n % 33 : n));

describe('addresses', () => {
  it('print as RFC 5952 says', () => {
    const canonical: Record<string, string> = {
      '2001:0DB8:0:0:0:0:2:1': '2001:db8::2:1',
      '2001:db8:0:1:1:1:1:1': '2001:db8:0:1:1:1:1:1',
      '2001:0:0:1:0:0:0:1': '2001:0:0:1::1',
      '2001:db8:0:0:1:0:0:1': '2001:db8::1:0:0:1',
      '0:0:0:0:0:0:0:0': '::',
      '0:0:0:0:0:0:0:1': '::1',
      '1::': '1::',
      '::ffff:192.0.2.1': '::ffff:192.0.2.1',
      '::ffff:c000:201': '::ffff:192.0.2.1',
      '64:ff9b::192.0.2.33': '64:ff9b::c000:221',
      '255.255.255.255': '255.255.255.255',
    };
    for (const [text, expected] of Object.entries(canonical)) expect(formatAddress(parseAddress(text))).toBe(expected);
  });

  it('refuse what is none (F80)', () => {
    const bad = [
      '',
      '1',
      '1.2.3',
      '1.2.3.4.5',
      '01.2.3.4',
      '256.1.1.1',
      '1.2.3.4 ',
      ' 1.2.3.4',
      '0x1.2.3.4',
      ':',
      ':::',
      '1:2:3:4:5:6:7',
      '1:2:3:4:5:6:7:8:9',
      '1::2::3',
      '12345::',
      'g::',
      '::1%eth0',
      '1:2:3:4:5:6:7:1.2.3.4',
      '1.2.3.4::',
      '::1.2.3',
      '1:2:3:4:5:6:7::8',
      '[::1]',
      '::ffff:1.2.3.256',
    ];
    for (const text of bad) expect(() => parseAddress(text), text).toThrow(NetError);
  });

  it('survive text and bytes', () => {
    fc.assert(
      fc.property(anyAddress, (address) => {
        expect(parseAddress(formatAddress(address))).toEqual(address);
        expect(addressFromBytes(addressToBytes(address))).toEqual(address);
        expect(addressToBytes(address)).toHaveLength(address.family === 4 ? 4 : 16);
      }),
    );
    expect(() => addressFromBytes(new Uint8Array(5))).toThrow(NetError);
  });
});

describe('prefixes', () => {
  it('refuse host bits, and say the canonical form (F39)', () => {
    expect(() => parsePrefix('10.0.0.200/24')).toThrow('the prefix is 10.0.0.0/24');
    expect(parsePrefixLoosely('10.0.0.200/24')).toMatchObject({ hostBits: true });
    expect(formatPrefix(parsePrefixLoosely('2001:db8::1/32').prefix)).toBe('2001:db8::/32');
  });

  it('refuse what is none (F80)', () => {
    for (const text of [
      '10.0.0.0',
      '10.0.0.0/',
      '10.0.0.0/33',
      '10.0.0.0/08',
      '::/129',
      '10.0.0.0/8/8',
      '/8',
      'x/8',
      '10.0.0.0/-1',
      '10.0.0.0/ 8',
    ])
      expect(() => parsePrefix(text), text).toThrow(NetError);
  });

  it('hold their first and last address and none beyond', () => {
    fc.assert(
      fc.property(anyPrefix, (prefix) => {
        const { family } = prefix;
        const [first, last] = [prefixFirst(prefix), prefixLast(prefix)];
        expect(prefixContains(prefix, { family, value: first })).toBe(true);
        expect(prefixContains(prefix, { family, value: last })).toBe(true);
        if (first > 0n) expect(prefixContains(prefix, { family, value: first - 1n })).toBe(false);
        if (last < MAX_ADDRESS[family]) expect(prefixContains(prefix, { family, value: last + 1n })).toBe(false);
        expect(prefixesOfRange(family, first, last)).toEqual([prefix]);
        expect(parsePrefix(formatPrefix(prefix))).toEqual(prefix);
      }),
    );
  });

  it('are subtracted exactly', () => {
    fc.assert(
      fc.property(anyPrefix, fc.array(anyPrefix, { maxLength: 4 }), anyAddress, (prefix, holes, probe) => {
        const rest = subtractPrefixes(prefix, holes);
        const edges = [prefix, ...holes]
          .flatMap((p) => [p.value, prefixLast(p), p.value - 1n, prefixLast(p) + 1n])
          .filter((v) => v >= 0n && v <= MAX_ADDRESS[prefix.family]);
        for (const value of [...edges, probe.value & MAX_ADDRESS[prefix.family]]) {
          const address = { family: prefix.family, value };
          const expected = prefixContains(prefix, address) && !holes.some((h) => prefixContains(h, address));
          expect(rest.filter((p) => prefixContains(p, address))).toHaveLength(expected ? 1 : 0);
        }
      }),
    );
  });

  it('cover ranges with the fewest', () => {
    expect(prefixesOfRange(4, 1n, 6n).map(formatPrefix)).toEqual([
      '0.0.0.1/32',
      '0.0.0.2/31',
      '0.0.0.4/31',
      '0.0.0.6/32',
    ]);
    expect(prefixesOfRange(6, 0n, MAX_ADDRESS[6]).map(formatPrefix)).toEqual(['::/0']);
    expect(prefixCovers(parsePrefix('10.0.0.0/8'), hostPrefix(parseAddress('10.1.2.3')))).toBe(true);
    expect(prefixCovers(parsePrefix('10.1.0.0/16'), parsePrefix('10.0.0.0/8'))).toBe(false);
  });
});

describe('protocols and ports', () => {
  it('have names and numbers', () => {
    expect([parseProtocol('tcp'), parseProtocol('ICMPv6'), parseProtocol('132'), parseProtocol(47)]).toEqual([
      6, 58, 132, 47,
    ]);
    expect([formatProtocol(17), formatProtocol(253)]).toEqual(['UDP', '253']);
    for (const bad of ['', 'tpc', '256', '-1', 1.5, 300]) expect(() => parseProtocol(bad)).toThrow(NetError);
  });

  it('have a place on the 24-bit axis', () => {
    expect(encodeKey({ protocol: 6, port: 80 })).toBe((6 << 16) | 80);
    expect(encodeKey({ protocol: 1, icmp: { type: 8, code: 1 } })).toBe((1 << 16) | 0x801);
    expect(encodeKey({ protocol: 47, port: 9 })).toBe(47 << 16);
    for (const key of [0x060050, 0x010801, 0x2f0000, 0xff0000]) expect(encodeKey(decodeKey(key))).toBe(key);
  });

  it('have ranges that ascend (F80)', () => {
    expect(parsePortRange('8000-8100')).toEqual({ first: 8000, last: 8100 });
    expect(formatPortRange(parsePortRange('80'))).toBe('80');
    for (const bad of ['', '8100-8000', '65536', '1-', '-1', '80 - 90', 'http'])
      expect(() => parsePortRange(bad)).toThrow(NetError);
  });
});
