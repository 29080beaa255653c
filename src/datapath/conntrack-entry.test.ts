/** A table of flows that somebody else has written to (F171). */
import { describe, expect, it } from 'vitest';
import { random, seeds } from '../../test/support/broken-bytes.js';
import { OsgCtEntry, OsgCtKey } from '../gen/abi.js';
import { formatAddress } from '../net/address.js';
import { decodeEntry, generationOf, lives } from './conntrack-entry.js';

const STATES = ['new', 'syn-received', 'established', 'half-closed', 'closing', 'reset', 'answered'];

describe('F171 an entry of a table in foreign hands', () => {
  it('is some flow, whatever its bytes: addresses, ports and times in their bounds', {
    timeout: 12 * 3_600_000,
  }, () => {
    for (const seed of seeds(1_000)) {
      const next = random(seed);
      const [key, entry] = [Buffer.alloc(OsgCtKey.size), Buffer.alloc(OsgCtEntry.size)];
      for (const bytes of [key, entry]) for (let i = 0; i < bytes.length; i++) bytes[i] = Math.floor(next() * 256);
      const now = BigInt(Math.floor(next() * 2 ** 53));
      const flow = decodeEntry(key, entry, now);
      expect(STATES, `seed ${seed}`).toContain(flow.state);
      for (const address of [flow.own, flow.peer]) expect(formatAddress(address)).toMatch(/^[0-9a-f.:]+$/);
      for (const port of [flow.ownPort, flow.peerPort]) expect(port >= 0 && port <= 0xffff).toBe(true);
      for (const number of [flow.expiresInMs, flow.ageMs, flow.slot, flow.endpoint, generationOf(key, entry)])
        expect(Number.isSafeInteger(number)).toBe(true);
      expect(lives(entry, now)).toEqual(expect.any(Boolean));
    }
  });

  it('also with all bits set, or none', () => {
    for (const value of [0, 0xff]) {
      const flow = decodeEntry(Buffer.alloc(OsgCtKey.size, value), Buffer.alloc(OsgCtEntry.size, value), 0n);
      expect(formatAddress(flow.own)).toMatch(/^[0-9a-f.:]+$/);
    }
  });
});
