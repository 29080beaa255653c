/** F1–F26 as scapy makes them: each case alone on the wire beside legal traffic, then in test runs; reasons as expected, frame by frame. */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Direction } from '../../src/net/types.js';
import {
  ALLOWED_PORT,
  CLIENT,
  expectDenied,
  isLaterFragment,
  Replay,
  testRunTakes,
  WEB,
} from '../support/packets-replay.js';

const GENERATOR = fileURLToPath(new URL('../support/packets-scapy.py', import.meta.url));
const SOAK = process.env['OSG_SOAK'] !== undefined;

/** As packets-scapy.py prints them; an empty reason: any. */
interface Case {
  readonly fault: string;
  readonly about: string;
  readonly direction: Direction;
  readonly reasons: readonly string[];
  readonly frames: readonly string[];
}

describe('packets of scapy', () => {
  let replay: Replay;
  let cases: readonly Case[];
  const seed = Number(process.env['OSG_SEED'] ?? (SOAK ? Date.now() % 1e6 : 1));

  beforeAll(async () => {
    replay = await Replay.create();
    const { mac: webMac, gatewayMac } = replay.web;
    const options = {
      ...{ web4: WEB.v4, web6: WEB.v6, client4: CLIENT.v4, client6: CLIENT.v6, webMac, gatewayMac },
      ...{ allowedPort: ALLOWED_PORT, seed, fuzz: SOAK ? 2000 : 50 },
    };
    // Debian's python3-scapy belongs to the system's interpreter, whatever else is on PATH.
    const output = execFileSync('/usr/bin/python3', [GENERATOR, JSON.stringify(options)], { maxBuffer: 1 << 28 });
    cases = JSON.parse(output.toString());
    expect(cases.length).toBeGreaterThan(100);
  });
  afterAll(() => replay?.close());

  for (const direction of ['ingress', 'egress'] as const) {
    it(`${direction}: every frame is dropped, for its reason (seed ${seed})`, async () => {
      const faults = new Set<string>();
      for (const { fault, about, reasons, frames } of cases.filter((c) => c.direction === direction)) {
        const name = `${fault} ${about}`;
        const bytes = frames.map((hex) => Buffer.from(hex, 'hex')).filter(testRunTakes);
        const report = await replay.run(direction, bytes);
        expectDenied(name, direction, report);
        faults.add(fault);
        // Whether a later fragment goes ahead, and so its reason, depends on what came before it, the same frame included.
        if (bytes.some(isLaterFragment)) {
          const others = Object.keys(report.onWire).filter(
            (reason) => reason !== 'RELATED' && !reasons.includes(reason),
          );
          if (!reasons.includes('')) expect.soft({ name, others }).toEqual({ name, others: [] });
          continue;
        }
        expect({ name, reasons: report.inTestRun }).toEqual({ name, reasons: report.onWire });
        if (!reasons.includes(''))
          expect.soft({ name, reasons: report.onWire }).toEqual({ name, reasons: tally(reasons) });
      }
      expect(faults.size).toBeGreaterThan(10);
    }, 900_000);
  }
});

function tally(reasons: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const reason of reasons) counts[reason] = (counts[reason] ?? 0) + 1;
  return counts;
}
