import { describe, expect, it } from 'vitest';
import { osg } from '../gen/proto.js';
import { parseAddress } from '../net/index.js';
import { addressText } from './address.js';
import { Batcher } from './batcher.js';
import { DenyNames } from './names.js';
import type { DenyRecord } from './record.js';
import { Reason, Verdict } from './words.js';

const record = (fields: Partial<DenyRecord>): DenyRecord => ({
  source: Uint8Array.of(10, 0, 0, 1),
  destination: Uint8Array.of(10, 0, 0, 2),
  packets: 1,
  bytes: 40,
  firstSeenUs: 1,
  durationUs: 0,
  slot: 2,
  generation: 1,
  revision: 5,
  endpoint: 3,
  sourcePort: 1,
  destinationPort: 2,
  protocol: 6,
  tcpFlags: 2,
  direction: 0,
  verdict: 0,
  reason: 32,
  kind: 0,
  ...fields,
});

const rule = (name: string) =>
  ({
    kind: 'rule',
    rule: name,
    policy: 'SecurityGroup/shop/db',
    tier: 'group',
    owner: 'data',
    source: { file: 'db.yaml', line: 7 },
  }) as const;

describe('names of denies', () => {
  it('tells rule, file, line, owner and endpoint', () => {
    const names = new DenyNames();
    names.addEndpoint({ index: 3, generation: 1, id: 'shop/db', namespace: 'shop', name: 'db' });
    names.addRevision({ revision: 5, sourceVersion: 'abc', slots: [undefined, undefined, rule('r1')] });
    expect(names.context(record({}))).toMatchObject({
      endpoint: 'shop/db',
      namespace: 'shop',
      workload: 'db',
      egress: false,
      verdict: Verdict.VERDICT_DENY,
      reason: Reason.REASON_RULE_DENY,
      rule: 'r1',
      owner: 'data',
      file: 'db.yaml',
      line: 7,
      revision: 5,
      sourceVersion: 'abc',
    });
    expect(names.context(record({}))).toBe(names.context(record({ packets: 9 })));
  });

  it('an endpoint index used again does not rename late records, nor does a new revision', () => {
    const names = new DenyNames();
    names.addEndpoint({ index: 3, generation: 1, id: 'shop/db', namespace: 'shop', name: 'db' });
    names.addEndpoint({ index: 3, generation: 2, id: 'shop/other', namespace: 'shop', name: 'other' });
    names.addRevision({ revision: 5, sourceVersion: 'a', slots: [undefined, undefined, rule('old')] });
    names.addRevision({ revision: 6, sourceVersion: 'b', slots: [undefined, undefined, rule('new')] });
    expect(names.context(record({}))).toMatchObject({ endpoint: 'shop/db', rule: 'old' });
    expect(names.context(record({ generation: 2, revision: 6 }))).toMatchObject({
      endpoint: 'shop/other',
      rule: 'new',
    });
  });

  it('does not take a rule for a default, nor the other way round, when it knows neither', () => {
    const names = new DenyNames();
    names.addEndpoint({ index: 3, generation: 1, id: 'shop/db', namespace: 'shop', name: 'db' });
    expect(names.context(record({}))).toMatchObject({ reason: Reason.REASON_POLICY, revision: 0, endpoint: 'shop/db' });
    names.addRevision({ revision: 5, sourceVersion: 'a', slots: [undefined, undefined, undefined] });
    expect(names.context(record({}))).toMatchObject({ reason: Reason.REASON_POLICY, revision: 5 });
    const isolated = { kind: 'default', isolatedBy: ['SecurityGroup/shop/db'], owners: ['data'] } as const;
    names.addRevision({ revision: 5, sourceVersion: 'a', slots: [undefined, undefined, isolated] });
    expect(names.context(record({}))).toMatchObject({
      reason: Reason.REASON_DEFAULT_DENY,
      owner: 'data',
      isolatedBy: [{ policy: 'SecurityGroup/shop/db', owner: 'data' }],
    });
    expect(names.context(record({ verdict: 2, reason: 1 }))).toMatchObject({
      verdict: Verdict.VERDICT_WOULD_ALLOW,
      reason: Reason.REASON_DEFAULT_ALLOW,
    });
  });

  it('says the numbers of what it does not know, and corrects itself when it learns', () => {
    const names = new DenyNames();
    expect(names.context(record({ slot: 0, reason: 64 }))).toMatchObject({
      endpoint: 'endpoint 3 generation 1',
      reason: Reason.REASON_TRUNCATED,
    });
    expect(names.context(record({})).rule).toBeUndefined();
    names.addEndpoint({ index: 3, generation: 1, id: 'shop/db', namespace: 'shop', name: 'db' });
    names.addRevision({ revision: 5, sourceVersion: 'a', slots: [undefined, undefined, rule('q')] });
    expect(names.context(record({})).rule).toBe('q');
    names.addRevision({ revision: 5, sourceVersion: 'b', slots: [undefined, undefined, rule('r')] });
    expect(names.context(record({ verdict: 1 }))).toMatchObject({
      verdict: Verdict.VERDICT_WOULD_DENY,
      rule: 'r',
      sourceVersion: 'b',
    });
  });

  it('F141 names the Service that was addressed, whether the kernel knows who would have got the packet or not', () => {
    const names = new DenyNames();
    const db = {
      namespace: 'shop',
      name: 'db',
      addresses: [parseAddress('10.96.0.1')],
      ports: [{ protocol: 6, port: 80 }],
    };
    names.services.use(Object.assign([db], { get: () => db }));
    const vip = Uint8Array.of(10, 96, 0, 1);
    const sent = (fields: Partial<DenyRecord>): string => {
      const batcher = new Batcher({ node: 'n', spoolId: 'b' });
      const one = record(fields);
      batcher.add(one, {}, names.service(one));
      const [item] = osg.v1.ReportBatch.decode(batcher.take(1, {}).body).items ?? [];
      return `${item?.service} ${addressText(item?.serviceAddress ?? new Uint8Array())} ${item?.servicePort}`;
    };
    expect(sent({ service: vip, servicePort: 80 })).toBe('shop/db 10.96.0.1 80');
    for (const reason of [Reason.REASON_SERVICE_PARTIAL, Reason.REASON_UNTRANSLATED])
      expect(sent({ destination: vip, destinationPort: 80, reason })).toBe('shop/db 10.96.0.1 80');
    expect(sent({ destination: vip, destinationPort: 81, reason: Reason.REASON_UNTRANSLATED })).toBe(' 10.96.0.1 81');
    expect(sent({ destination: vip, destinationPort: 80 })).toBe('  0');
  });
});
