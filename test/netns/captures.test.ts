/**
 * F1–F23 with the captures of tcpdump's own tests, replayed by tcpreplay against a workload that denies: nothing but what the built-in
 * rules let pass is seen behind the firewall, each drop is counted, test runs decide alike, legal traffic beside it is answered.
 * The long form (OSG_SOAK) takes every capture by itself; the short one all at once.
 */
import { basename } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Direction } from '../../src/net/types.js';
import { captures } from '../support/packets-captures.js';
import { readFrames } from '../support/packets-pcap.js';
import { ALLOW, CLIENT, expectDenied, Replay, testRunTakes, WEB } from '../support/packets-replay.js';
import { readdressed } from '../support/packets-rewrite.js';

const SOAK = process.env['OSG_SOAK'] !== undefined;

interface Capture {
  readonly name: string;
  readonly frames: readonly Buffer[];
}

/** Reasons for which a frame passes; those that a rule allows are not counted by reason. */
const PASSES: ReadonlySet<string> = new Set(['RELATED', 'NEIGHBOUR']);

describe('captures of others', () => {
  let replay: Replay;
  let batches: Capture[];

  beforeAll(async () => {
    const read = captures().map((path) => ({ name: basename(path), frames: readFrames(path) ?? [] }));
    const usable = read.filter(({ frames }) => frames.length > 0);
    expect(usable.length).toBeGreaterThan(300);
    batches = SOAK ? usable : [{ name: 'all', frames: usable.flatMap(({ frames }) => frames) }];
    replay = await Replay.create();
  });
  afterAll(() => replay?.close());

  /** Each capture both ways; what the kernel refuses for test runs goes over the wire alone. */
  async function deny(direction: Direction, change: (frame: Buffer) => Buffer): Promise<Record<string, number>> {
    const total: Record<string, number> = {};
    for (const { name, frames } of batches) {
      const changed = frames.map(change);
      const judged = changed.filter(testRunTakes);
      if (judged.length > 0) {
        const report = await replay.run(direction, judged);
        expectDenied(name, direction, report);
        expect({ name, reasons: report.inTestRun }).toEqual({ name, reasons: report.onWire });
        for (const [reason, n] of Object.entries(report.onWire)) total[reason] = (total[reason] ?? 0) + n;
      }
      const others = changed.filter((frame) => !testRunTakes(frame));
      if (others.length > 0) expectDenied(name, direction, await replay.onWire(direction, others));
    }
    return total;
  }

  it('as they are: from a neighbour', async () => {
    const reasons = await deny('ingress', (frame) => frame);
    expect(Object.keys(reasons)).toEqual(expect.arrayContaining(['RULE_DENY', 'ETHERTYPE', 'TRUNCATED', 'VLAN']));
  }, 600_000);

  it('as they are: from the workload, as another', async () => {
    const reasons = await deny('egress', (frame) => frame);
    expect(reasons['SPOOFED_MAC']).toBeGreaterThan(100);
  }, 600_000);

  it('addressed to the workload', async () => {
    const reasons = await deny('ingress', (frame) =>
      readdressed(frame, { from: replay.web.gatewayMac, to: replay.web.mac, destination: WEB }),
    );
    expect(reasons['RULE_DENY']).toBeGreaterThan(100);
  }, 600_000);

  it('sent by the workload in its own name', async () => {
    const reasons = await deny('egress', (frame) =>
      readdressed(frame, { from: replay.web.mac, to: replay.web.gatewayMac, source: WEB, destination: CLIENT }),
    );
    expect(reasons['RULE_DENY']).toBeGreaterThan(100);
    expect(reasons['SPOOFED_MAC']).toBeUndefined();
  }, 600_000);

  it('with everything allowed they are seen behind the firewall: this test can fail', async () => {
    await replay.node.enforce({ web: ALLOW });
    const frames = (batches[0] as Capture).frames
      .filter(testRunTakes)
      .map((frame) => readdressed(frame, { from: replay.web.gatewayMac, to: replay.web.mac, destination: WEB }));
    const report = await replay.run('ingress', frames);
    // What was seen of fragments and flows before is not the same for both: each is held to its own account.
    const dropped = (reasons: Readonly<Record<string, number>>): number =>
      Object.entries(reasons).reduce((sum, [reason, n]) => sum + (PASSES.has(reason) ? 0 : n), 0);
    expect(report.passed.length).toBeGreaterThan(SOAK ? 0 : 100);
    expect(report.passed.length).toBe(report.sent - dropped(report.inTestRun));
    expect(report.seen.length).toBe(report.sent - dropped(report.onWire));
  });
});
