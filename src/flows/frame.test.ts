import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Batch, crc32, decodeFrame, encodeFrame, FRAME_HEADER, scanFrames } from './frame.js';

const batch = (sequence: number, size = 50): Batch => ({
  sequence,
  events: 3,
  packets: 7,
  body: Buffer.from(Array.from({ length: size }, (_, i) => (sequence * 31 + i) & 0xff)),
});

describe('spool frames', () => {
  it('have the checksum that everybody calls CRC-32', () => {
    expect(crc32(Buffer.from('123456789'))).toBe(0xcbf43926);
  });

  it('come back as they were', () => {
    const one = batch(9_007_199_254_740_991);
    expect(decodeFrame(encodeFrame(one))).toEqual(one);
  });

  it('F74: a file cut anywhere loses the cut frame only', () => {
    const frames = [batch(1), batch(2), batch(3)].map(encodeFrame);
    const file = Buffer.concat(frames);
    const two = (frames[0] as Buffer).length * 2;
    for (let cut = two; cut < file.length; cut++) {
      const scan = scanFrames(file.subarray(0, cut));
      expect(scan.frames.map(({ sequence }) => sequence)).toEqual([1, 2]);
      expect(scan.torn).toBe(cut === two ? 0 : 1);
      expect(scan.tornPackets).toBe(cut >= two + FRAME_HEADER ? 7 : 0);
    }
  });

  it('F74: any damaged byte costs at most the frame it lies in, and is noticed', () => {
    const frames = [batch(1), batch(2), batch(3)].map(encodeFrame);
    const file = Buffer.concat(frames);
    fc.assert(
      fc.property(fc.nat(file.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const damaged = Buffer.from(file);
        damaged[at] = (damaged[at] as number) ^ flip;
        const hit = Math.floor(at / (frames[0] as Buffer).length) + 1;
        const scan = scanFrames(damaged);
        expect(scan.frames.map(({ sequence }) => sequence)).toEqual([1, 2, 3].filter((sequence) => sequence !== hit));
        expect(scan.torn).toBe(1);
      }),
    );
  });

  it('F74: bytes that are no frames are skipped, whatever they are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (junk) => {
        const scan = scanFrames(Buffer.concat([junk, encodeFrame(batch(5))]));
        expect(scan.frames.map(({ sequence }) => sequence)).toEqual([5]);
      }),
    );
  });
});
