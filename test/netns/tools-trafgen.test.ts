/** Headers at random by trafgen: nothing gets through, each frame is counted, test runs decide alike. */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Direction } from '../../src/net/types.js';
import { ipBytes, mac } from '../support/packets.js';
import { readFrames } from '../support/packets-pcap.js';
import { CLIENT, expectDenied, Replay, testRunTakes, WEB } from '../support/packets-replay.js';

const SOAK = process.env['OSG_SOAK'] !== undefined;
const FRAMES = SOAK ? 200_000 : 1_500;
/** Frames of one run: what is seen is kept in memory. */
const AT_ONCE = 20_000;

/** trafgen's words for bytes that stand as they are. */
const fixed = (bytes: Iterable<number>): string => [...bytes].join(', ');
/** Bytes at random, others for each frame. */
const random = (bytes: number): string => `drnd(${bytes})`;

/** What is between the MACs and the end, by name; each line of a list is a frame in turn. */
function headers(direction: Direction): Record<string, readonly string[]> {
  const [source, target] = direction === 'ingress' ? [CLIENT, WEB] : [WEB, CLIENT];
  const v4 = fixed([...ipBytes(source.v4), ...ipBytes(target.v4)]);
  const v6 = fixed([...ipBytes(source.v6), ...ipBytes(target.v6)]);
  const ip6 = (next: number, length: number): string => fixed([0x86, 0xdd, 0x60, 0, 0, 0, 0, length, next, 64]);
  return {
    'F10 ethertypes': [`${random(2)}, ${random(60)}`],
    'F15 ARP': [`8, 6, ${random(28)}`, `8, 6, 0, 1, 8, 0, 6, 4, 0, ${random(1)}, ${random(20)}`],
    'F6 F9 IPv4': [
      `8, 0, ${random(60)}`,
      `8, 0, 0x45, 0, 0, 60, ${random(8)}, ${v4}, ${random(40)}`,
      `8, 0, 0x4f, 0, 0, 100, 0, 1, 0, 0, 64, 6, 0, 0, ${v4}, ${random(40)}, ${random(40)}`,
      `8, 0, 0x45, 0, 0, 60, 0, 1, ${random(2)}, 64, 17, 0, 0, ${v4}, ${random(40)}`,
    ],
    'F9 IPv6': [`0x86, 0xdd, ${random(80)}`, `0x86, 0xdd, 0x60, ${random(7)}, ${v6}, ${random(40)}`],
    'F7 F8 extension headers': [0, 43, 44, 51, 60, 135].flatMap((next) => [
      `${ip6(next, 64)}, ${v6}, ${random(64)}`,
      `${ip6(next, 64)}, ${v6}, 60, 0, ${random(6)}, 43, 0, ${random(6)}, 44, 0, ${random(6)}, ${random(40)}`,
    ]),
    'F16 F17 ICMPv6': [`${ip6(58, 64)}, ${v6}, ${random(64)}`],
    'F11 tags': [`0x81, 0, ${random(2)}, 8, 0, ${random(60)}`, `0x88, 0xa8, ${random(2)}, 0x81, 0, ${random(62)}`],
  };
}

describe('headers at random by trafgen', () => {
  let replay: Replay;
  const seed = Number(process.env['OSG_SEED'] ?? (SOAK ? Date.now() % 1e6 : 1));

  beforeAll(async () => {
    replay = await Replay.create();
  });
  afterAll(() => replay?.close());

  function generate(lines: readonly string[], direction: Direction): Buffer[] {
    const { mac: own, gatewayMac } = replay.web;
    const ends = direction === 'ingress' ? [...mac(own), ...mac(gatewayMac)] : [...mac(gatewayMac), ...mac(own)];
    const [config, capture] = ['trafgen.cfg', 'trafgen.pcap'].map((file) => join(replay.node.box.dir, file)) as [
      string,
      string,
    ];
    writeFileSync(config, lines.map((line) => `{ ${fixed(ends)}, ${line} }\n`).join(''));
    const args = ['--conf', config, '--out', capture, '--num', `${FRAMES}`, '--cpus', '1', '--seed', `${seed}`];
    execFileSync('/usr/sbin/trafgen', args, { stdio: 'pipe' });
    const frames = (readFrames(capture) ?? []).filter(testRunTakes);
    expect(frames.length).toBeGreaterThan(FRAMES / 2);
    return frames;
  }

  for (const direction of ['ingress', 'egress'] as const) {
    for (const [name, lines] of Object.entries(headers(direction))) {
      it(`${name}, ${direction} (seed ${seed})`, async () => {
        const frames = generate(lines, direction);
        for (let at = 0; at < frames.length; at += AT_ONCE) {
          const report = await replay.run(direction, frames.slice(at, at + AT_ONCE));
          expectDenied(name, direction, report);
          expect(report.inTestRun).toEqual(report.onWire);
        }
      }, 600_000);
    }
  }
});
