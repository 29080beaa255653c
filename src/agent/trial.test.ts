import { expect, it } from 'vitest';
import type { Plan } from '../compiler/plan.js';
import { OsgEventKind, OsgEventVerdict } from '../gen/abi.js';
import { TrialWatch } from './trial.js';

const { TRIAL, CUT, DENY, WOULD_DENY, WOULD_ALLOW } = OsgEventVerdict;
const plan = (id: string): Plan => ({ trial: { id, revision: 2, mode: 'observe' }, endpoints: [] }) as unknown as Plan;
const record = (verdict: number, port: number, kind: number = OsgEventKind.FIRST) => ({
  ...{ verdict, kind, endpoint: 1, direction: 0, protocol: 6, destinationPort: port },
  ...{ source: Uint8Array.of(10, 0, 0, 1), destination: Uint8Array.of(10, 0, 0, 2) },
});

it('counts each flow once: by its first record, or by a roll-up where it came with too many others', () => {
  const counts = { judged: 100n, denied: 10n, allowed: 5n };
  const watch = new TrialWatch({ report: () => ({ state: 'observing', counts }), decide: () => undefined });
  const flows = () => {
    const { deniedFlows, allowedFlows, cutFlows, foundPackets } = watch.standing() ?? {};
    return [deniedFlows, allowedFlows, cutFlows, foundPackets];
  };
  watch.knows({ id: 'r-1', unconfirmed: false });
  watch.applied(plan('r-1'), true);
  // Another process had counted those.
  expect(flows()).toEqual([0, 0, 0, 15]);
  let told = 0;
  watch.onFlow = () => told++;
  watch.record(record(WOULD_DENY | TRIAL, 80));
  watch.record(record(WOULD_DENY | TRIAL, 80, OsgEventKind.ROLLUP));
  watch.record(record(WOULD_DENY | TRIAL, 80));
  watch.record(record(WOULD_DENY | TRIAL | CUT, 80));
  watch.record(record(WOULD_DENY | TRIAL | CUT, 80, OsgEventKind.ROLLUP));
  watch.record(record(WOULD_DENY | TRIAL, 81, OsgEventKind.ROLLUP));
  watch.record(record(WOULD_ALLOW | TRIAL, 80));
  // What the policy in force denies is nobody's change.
  watch.record(record(DENY, 82));
  expect(flows()).toEqual([2, 1, 1, 15]);
  expect(told).toBe(3);
  watch.knows(undefined);
  watch.applied(plan('r-2'), true);
  expect(flows()).toEqual([0, 0, 0, 0]);
});
