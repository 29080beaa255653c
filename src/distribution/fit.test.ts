/** Whatever an agent has to say, it fits in what the controller takes (F162). */
import { describe, expect, it } from 'vitest';
import { osg } from '../gen/proto.js';
import { MAX_AGENT_MESSAGE_BYTES } from '../rpc/methods.js';
import { fitting, fittingDrift } from './fit.js';

const { ENDPOINT_STATE_ATTACHED, ENDPOINT_STATE_FAILED } = osg.v1.EndpointState;
const LONG = '語'.repeat(2_000);
const bytesOf = (message: osg.v1.AgentMessage.$Properties): number =>
  osg.v1.AgentMessage.encode(message).finish().length;

describe('F162 a message of an agent', () => {
  it('is at most 64 KiB', () => {
    expect(MAX_AGENT_MESSAGE_BYTES).toBe(64 << 10);
  });

  it('a status of thousands of endpoints, each with long texts, fits; what is not in order is told first', () => {
    const endpoints = Array.from({ length: 4096 }, (_, i) => ({
      id: `namespace-${i}/workload-with-a-name`,
      state: i % 100 === 7 ? ENDPOINT_STATE_FAILED : ENDPOINT_STATE_ATTACHED,
      detail: i % 100 === 7 ? LONG.slice(0, 20) : '',
    }));
    const status = fitting({ endpoints, lastError: LONG, warnings: Array.from({ length: 50 }, () => LONG) });
    expect(bytesOf({ status })).toBeLessThan(MAX_AGENT_MESSAGE_BYTES);
    expect(status.endpoints?.filter(({ state }) => state === ENDPOINT_STATE_FAILED)).toHaveLength(41);
    expect(status.endpoints?.length).toBeGreaterThan(300);
    const worst = fitting({
      endpoints: endpoints.map((one) => ({ ...one, state: ENDPOINT_STATE_FAILED, detail: LONG })),
    });
    expect(bytesOf({ status: worst })).toBeLessThan(MAX_AGENT_MESSAGE_BYTES);
  });

  it('a status of a usual node is sent as it is', () => {
    const endpoints = Array.from({ length: 256 }, (_, i) => ({
      id: `shop/web-${i}`,
      state: ENDPOINT_STATE_ATTACHED,
      detail: '',
    }));
    expect(fitting({ endpoints, warnings: ['one'] })).toMatchObject({ endpoints, warnings: ['one'] });
  });

  it('of a full queue of drift the oldest that fit go; the rest follows', () => {
    const events = Array.from({ length: 100 }, (_, i) => ({
      sequence: i + 1,
      timeUnixUs: 1e15,
      kind: osg.v1.DriftKind.DRIFT_KIND_PLACE,
      outcome: osg.v1.DriftOutcome.DRIFT_OUTCOME_REPAIRED,
      withinMs: 2 ** 31,
      count: 7,
      what: [LONG, LONG, LONG].map((text) => text.slice(0, 200)),
    }));
    const life = 'f'.repeat(64);
    let left = events;
    for (let round = 0; left.length > 0; round++) {
      expect(round).toBeLessThan(10);
      const drift = fittingDrift({ life, events: left });
      expect(bytesOf({ drift })).toBeLessThan(MAX_AGENT_MESSAGE_BYTES);
      expect(drift.events?.length).toBeGreaterThan(0);
      left = left.slice(drift.events?.length);
    }
  });
});
