import { describe, expect, it } from 'vitest';
import { OsgReason } from '../gen/abi.js';
import { osg } from '../gen/proto.js';
import {
  denyReasons,
  modernContext,
  Reason,
  reasonText,
  tierText,
  Verdict,
  verdictText,
  verdictWords,
} from './words.js';

describe('words of flow records', () => {
  it('the kernel’s reasons are the protocol’s, by name and number', () => {
    const kernel = Object.entries(OsgReason).filter(([name]) => name !== 'NONE' && name !== 'MAX');
    for (const [name, value] of kernel)
      expect([name, (Reason as Record<string, unknown>)[`REASON_${name}`]]).toEqual([name, value]);
    const beyond = Object.values(Reason).filter((value) => typeof value === 'number' && value >= OsgReason.MAX);
    expect(beyond).toEqual([Reason.REASON_POLICY]);
  });

  it('say them as people do', () => {
    expect(reasonText(Reason.REASON_DEFAULT_DENY)).toBe('default-deny');
    expect(reasonText(99)).toBe('reason-99');
    expect(reasonText(0)).toBe('');
    expect(verdictWords).toEqual(['allow', 'deny', 'would-deny', 'would-allow']);
    expect(verdictText(Verdict.VERDICT_WOULD_ALLOW)).toBe('would-allow');
    expect(tierText(osg.v1.Tier.BASELINE)).toBe('baseline');
    expect(tierText(undefined)).toBe('');
    expect(denyReasons).toContain('link-chatter');
    expect(denyReasons).not.toContain('rule-allow');
  });

  it('read what agents and stores of before the enumerations said', () => {
    const old = osg.v1.FlowContext.encode({
      endpoint: 'shop/db',
      oldVerdict: 'would-deny',
      oldReason: 'default-deny',
      oldTier: 'admin',
      oldIsolatedBy: ['SecurityGroup/shop/db'],
    }).finish();
    expect(modernContext(osg.v1.FlowContext.decode(old))).toMatchObject({
      endpoint: 'shop/db',
      verdict: Verdict.VERDICT_WOULD_DENY,
      reason: Reason.REASON_DEFAULT_DENY,
      tier: osg.v1.Tier.ADMIN,
      isolatedBy: [{ policy: 'SecurityGroup/shop/db' }],
    });
    const today = osg.v1.FlowContext.create({ verdict: Verdict.VERDICT_DENY });
    expect(modernContext(today)).toBe(today);
  });
});
