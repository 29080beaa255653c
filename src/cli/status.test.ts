import { expect, it } from 'vitest';
import { osg } from '../gen/proto.js';
import { isGood, whyNot } from './status.js';

const { ENDPOINT_STATE_ATTACHED, ENDPOINT_STATE_WAITING, ENDPOINT_STATE_FAILED } = osg.v1.EndpointState;

it('a node is good only where each endpoint has a state that is known to be', () => {
  const row = (state: osg.v1.EndpointState, detail = ''): osg.v1.NodeRow.$Properties => ({
    ...{ connected: true, desiredRevision: 7, realisedRevision: 7, desiredVersion: 1, realisedVersion: 1 },
    report: {
      endpoints: [
        { id: 'shop/db', state: ENDPOINT_STATE_ATTACHED },
        { id: 'shop/web', state, detail },
      ],
    },
  });
  for (const state of [ENDPOINT_STATE_ATTACHED, ENDPOINT_STATE_WAITING]) expect(isGood(row(state), true)).toBe(true);
  for (const [state, detail, why] of [
    [ENDPOINT_STATE_FAILED, 'veth1: EPERM', 'shop/web: veth1: EPERM'],
    [99 as osg.v1.EndpointState, 'veth1', 'shop/web: endpoint-state-99, veth1'],
    [0, 'veth1', 'shop/web: its state is not told, veth1'],
  ] as const)
    expect([isGood(row(state, detail), true), whyNot(row(state, detail), true)]).toEqual([false, why]);
});

it('what is refused for a code that this version does not know is refused', () => {
  const refusal = { code: 99 as osg.v1.NackCode, object: 'o', field: 'f', reason: 'r' };
  const row = { connected: true, desiredRevision: 7, realisedRevision: 7, refusal };
  expect([isGood(row, true), whyNot(row, true)]).toEqual([false, 'nack-code-99 o f: r']);
});
