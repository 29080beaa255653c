import { describe, expect, it } from 'vitest';
import { addressBytes, Direction, Reason, Verdict } from '../flows/index.js';
import type { osg } from '../gen/proto.js';
import { CollectorError } from './error.js';
import { compileFilter, type Query } from './filter.js';

/** shop/web → shop/db:5432, refused at the database's ingress by default. */
const EVENT: osg.v1.FlowRecord.$Properties = {
  id: 's-2-7',
  node: 'node-1',
  peer: 'shop/web',
  peerIsWorkload: true,
  context: {
    endpoint: 'data/db',
    namespace: 'data',
    workload: 'db',
    egress: false,
    verdict: Verdict.VERDICT_DENY,
    reason: Reason.REASON_DEFAULT_DENY,
    owner: 'storage',
    isolatedBy: [{ policy: 'SecurityGroup/data/db' }],
    rollout: 'r-3',
  },
  item: {
    source: addressBytes('10.0.0.5'),
    destination: addressBytes('10.0.1.9'),
    protocol: 6,
    destinationPort: 5432,
    packets: 3,
    firstSeenUnixUs: 1_000_000,
    durationUs: 500_000,
  },
};

const matches = (query: Query): boolean => {
  const filter = compileFilter(query);
  const result = filter.matches(EVENT);
  // The quick test never rules out what matches.
  if (result) expect(filter.mayMatch(EVENT.context ?? {}, EVENT.node ?? '')).toBe(true);
  return result;
};

describe('deny filter', () => {
  it.each<[string, Query, boolean]>([
    ['nothing', {}, true],
    ['verdict', { verdict: [Verdict.VERDICT_DENY] }, true],
    ['other verdict', { verdict: [Verdict.VERDICT_WOULD_DENY] }, false],
    ['namespace of the endpoint', { namespace: ['data'] }, true],
    ['namespace of the peer', { namespace: ['shop'] }, true],
    ['another namespace', { namespace: ['kube-system'] }, false],
    ['pod by name', { pod: ['web'] }, true],
    ['pod by full name', { pod: ['data/db'] }, true],
    ['pod by pattern', { pod: ['sh*/w*b'] }, true],
    ['pod by pattern that does not fit', { pod: ['w*x'] }, false],
    ['from pod', { fromPod: ['shop/web'] }, true],
    ['from pod, which is where it goes', { fromPod: ['data/db'] }, false],
    ['to pod', { toPod: ['db'] }, true],
    ['from namespace', { fromNamespace: ['shop'] }, true],
    ['to namespace', { toNamespace: ['shop'] }, false],
    ['from address', { fromIp: ['10.0.0.0/24'] }, true],
    ['to address', { toIp: ['10.0.0.0/24'] }, false],
    ['one of two', { toIp: ['10.9.0.0/24', '10.0.1.9'] }, true],
    ['port', { port: [80, 5432] }, true],
    ['protocol by name', { protocol: ['tcp'] }, true],
    ['protocol by number', { protocol: ['17'] }, false],
    ['node', { node: ['node-*'] }, true],
    ['group that isolates', { group: ['data/db'] }, true],
    ['group by bare name', { group: ['db'] }, true],
    ['told by that rollout', { rollout: ['r-3'] }, true],
    ['told by any rollout', { rollout: ['*'] }, true],
    ['told by another rollout', { rollout: ['r-4'] }, false],
    ['not told by a rollout', { not: { rollout: ['*'] } }, false],
    ['other group', { group: ['web'] }, false],
    ['owner', { owner: ['storage'] }, true],
    ['direction', { direction: [Direction.EGRESS] }, false],
    ['id', { id: ['s-2-7'] }, true],
    ['not that node', { not: { node: ['node-1'] } }, false],
    ['not another', { not: { node: ['node-2'] } }, true],
    ['not both at once: one differs', { not: { node: ['node-1'], port: [80] } }, true],
    ['since its end', { sinceUnixUs: 1_500_000 }, true],
    ['since after its end', { sinceUnixUs: 1_500_001 }, false],
    ['until its beginning', { untilUnixUs: 1_000_000 }, false],
    ['every filter must hold', { namespace: ['data'], port: [80] }, false],
  ])('%s', (_, query, expected) => {
    expect(matches(query)).toBe(expected);
  });

  it('names the field that is wrong', () => {
    expect(() => compileFilter({ fromIp: ['10.0.0'] })).toThrow(CollectorError);
    expect(() => compileFilter({ fromIp: ['10.0.0'] })).toThrow(/from_ip/);
    expect(() => compileFilter({ protocol: ['tpc'] })).toThrow(/protocol: "tpc"/);
  });

  it.each<[string, Query]>([
    ['pod', { pod: ['a/b/c'] }],
    ['from_pod', { fromPod: ['*/b/*'] }],
    ['to_pod', { not: { toPod: ['shop/'] } }],
    ['pod', { pod: ['shop/web', '/web'] }],
    ['namespace', { namespace: ['shop/web'] }],
    ['from_namespace', { fromNamespace: ['*/'] }],
    ['to_namespace', { toNamespace: ['a/*'] }],
  ])('%s that nothing can match is refused: it would say that nothing was denied', (field, query) => {
    expect(() => compileFilter(query)).toThrow(new RegExp(`^${field}: .*expected`));
  });

  it('what no rollout changes is told by none', () => {
    const { rollout: _, ...context } = EVENT.context ?? {};
    expect(compileFilter({ rollout: ['*'] }).matches({ ...EVENT, context })).toBe(false);
  });

  it('a port does not match an ICMP type', () => {
    const icmp = { ...EVENT, item: { ...EVENT.item, protocol: 1, destinationPort: 2048 } };
    expect(compileFilter({ port: [2048] }).matches(icmp)).toBe(false);
  });

  it('equal filters have equal keys', () => {
    expect(compileFilter({ node: ['a'], last: 5 }).key).toBe(compileFilter({ node: ['a'] }).key);
    expect(compileFilter({ node: ['a'] }).key).not.toBe(compileFilter({ node: ['b'] }).key);
  });
});
