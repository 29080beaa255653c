import { describe, expect, it } from 'vitest';
import { addressBytes, Reason, Verdict } from '../flows/index.js';
import type { osg } from '../gen/proto.js';
import { flowKey, PLAIN } from './line.js';
import { columnsOf, liveLine } from './live-line.js';

type FlowRecord = osg.v1.FlowRecord.$Properties;

const item = (source: string, destination: string): osg.v1.FlowItem.$Properties => ({
  source: addressBytes(source),
  destination: addressBytes(destination),
  protocol: 6,
  sourcePort: 41_000,
  destinationPort: 5432,
  tcpFlags: 2,
  packets: 1,
  firstSeenUnixUs: 1.7e15,
});

const BY_RULE: FlowRecord = {
  node: 'n1',
  peer: 'sandbox/rogue-7d9f8b6c54-x2x4z',
  peerIsWorkload: true,
  context: {
    endpoint: 'shop/web-5b8c7d6f9-qwert',
    verdict: Verdict.VERDICT_DENY,
    reason: Reason.REASON_RULE_DENY,
    rule: 'ClusterSecurityGroup//quarantine/ingress/no-untrusted',
    owner: 'security',
    file: 'policies/shared/platform.yaml',
    line: 20,
    ticket: 'SEC-17',
    ruleReason: 'untrusted images',
  },
  item: item('10.0.0.9', '10.0.1.1'),
};
const BY_DEFAULT: FlowRecord = {
  ...BY_RULE,
  peer: '',
  context: {
    endpoint: 'shop/db',
    verdict: Verdict.VERDICT_WOULD_DENY,
    reason: Reason.REASON_DEFAULT_DENY,
    owner: 'data, platform',
    isolatedBy: ['shop/db', 'shop/all', 'shop/base', 'shop/tier'].map((name) => ({
      policy: `SecurityGroup/${name}`,
      owner: name === 'shop/db' ? 'data' : 'platform',
    })),
  },
  item: item('2001:db8:1:2:3:4:5:6', 'fd00:1::30'),
};
const width = (text: string): number => [...text].reduce((sum, one) => sum + columnsOf(one), 0);

describe('a live line', () => {
  it.each([59, 79, 99, 159, 249])('of %i columns fits, and keeps who, whom, what, why and whose', (columns) => {
    const [rule, byDefault] = [BY_RULE, BY_DEFAULT].map((record) => liveLine(record, PLAIN, 42, columns)) as [
      string,
      string,
    ];
    if (process.env['OSG_SHOW']) console.log(`${rule}\n${byDefault}`);
    for (const text of [rule, byDefault]) {
      expect(width(text)).toBeLessThanOrEqual(columns);
      expect(text).toContain('5432/TCP');
      expect(text).toContain(' 42 ');
    }
    expect(rule).toContain('denied');
    expect(byDefault).toContain('would deny');
    expect(byDefault).toContain('no rule');
    if (columns < 99) return;
    expect(rule).toContain('platform.yaml:20');
    expect(rule).toContain('security');
    expect(rule).toMatch(/no-untrusted/);
    expect(byDefault).toContain('data, platform');
    if (columns < 159) return;
    expect(rule).toContain('ticket SEC-17');
    expect(byDefault).toContain('isolated by db +3');
    expect(byDefault).not.toContain('shop/tier');
  });

  it('is one for a pair that talks IPv4 and IPv6, and two where an address changed hands', () => {
    const six = { ...BY_RULE, item: item('fd00::9', 'fd00::1') };
    expect(flowKey(six)).toBe(flowKey(BY_RULE));
    expect(flowKey({ ...BY_RULE, peer: 'shop/other' })).not.toBe(flowKey(BY_RULE));
    const unknown = { ...BY_RULE, peer: '' };
    expect(flowKey({ ...unknown, item: six.item })).not.toBe(flowKey(unknown));
  });
});
