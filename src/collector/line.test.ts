import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressBytes, Reason, Verdict } from '../flows/index.js';
import type { osg } from '../gen/proto.js';
import { eventAt, type StoredBatch } from './batch.js';
import { denyLine, flagsText, flowKey, serviceText } from './line.js';
import { denyJson } from './record-json.js';

const EVENT: osg.v1.FlowRecord.$Properties = {
  id: '5',
  node: 'node-1',
  context: {
    endpoint: 'shop/db',
    namespace: 'shop',
    workload: 'db',
    verdict: Verdict.VERDICT_DENY,
    reason: Reason.REASON_RULE_DENY,
    rule: 'SecurityGroup/shop/db/ingress/no-web',
    owner: 'data',
    file: 'policies/db.yaml',
    line: 12,
  },
  item: {
    source: addressBytes('10.0.0.5'),
    destination: addressBytes('10.0.1.9'),
    protocol: 6,
    destinationPort: 5432,
    tcpFlags: 2,
    packets: 3,
    firstSeenUnixUs: 1e15,
  },
};

describe('a deny on one line', () => {
  it('says who, whom, what, how often, why, where it is written, and whose it is', () => {
    expect(denyLine({ ...EVENT, peer: 'shop/web' }).slice(20)).toBe(
      'denied shop/web → shop/db 5432/TCP ingress, 3 packets: rule SecurityGroup/shop/db/ingress/no-web (policies/db.yaml:12) owner data',
    );
  });

  it('names the default’s groups, and tells audit apart', () => {
    const event = {
      ...EVENT,
      context: {
        endpoint: 'shop/db',
        egress: true,
        verdict: Verdict.VERDICT_WOULD_DENY,
        isolatedBy: [{ policy: 'SecurityGroup/shop/db' }],
      },
    };
    expect(denyLine(event).slice(20)).toBe(
      'would deny shop/db → 10.0.1.9 5432/TCP egress, 3 packets: no rule allows it; isolated by SecurityGroup/shop/db',
    );
  });

  it('F141 names the Service that was addressed beside the backend', () => {
    const context = { endpoint: 'shop/web', egress: true, verdict: Verdict.VERDICT_DENY, rule: 'r' };
    const item = { ...EVENT.item, serviceAddress: addressBytes('10.96.0.7'), servicePort: 80, service: 'shop/db' };
    const stored = {
      batch: { items: [item], contexts: [context] },
      peers: { names: [], index: new Uint16Array(1), placements: [] },
    };
    const event = eventAt({ ...stored, id: 1, store: 's' } as unknown as StoredBatch, 0);
    expect(denyLine(event)).toContain('shop/web → 10.0.1.9 5432/TCP through shop/db 10.96.0.7:80 egress');
    expect(denyJson(event)).toMatchObject({ service: 'shop/db', serviceAddress: '10.96.0.7', servicePort: 80 });
    const unknown = { ...item, service: '', serviceAddress: addressBytes('fd00:96::7') };
    expect(denyLine({ context, item: unknown })).toContain('5432/TCP through [fd00:96::7]:80 egress');
  });

  const packet = (sourcePort: number, destinationPort: number, tcpFlags: number, protocol = 6) => ({
    ...EVENT,
    peer: 'shop/web',
    item: { ...EVENT.item, sourcePort, destinationPort, tcpFlags, protocol },
  });

  it.each([
    ['the answer to a SYN', packet(5432, 41_234, 0x12), '5432 → 41234/TCP SYN,ACK', true],
    ['data of a server', packet(5432, 41_234, 0x18), '5432 → 41234/TCP PSH,ACK', true],
    ['a RST of a server', packet(8080, 55_000, 0x14), '8080 → 55000/TCP RST,ACK', true],
    ['a UDP answer', packet(53, 40_000, 0, 17), '53 → 40000/UDP', true],
    ['a SYN', packet(41_234, 5432, 2), '5432/TCP', false],
    ['data of a client', packet(41_234, 5432, 0x10), '41234 → 5432/TCP ACK', false],
    ['a UDP question', packet(40_000, 53, 0, 17), '53/UDP', false],
  ])('tells a reply as one, with both ports and flags: %s', (_, event, service, reply) => {
    const text = denyLine(event);
    expect(text).toContain(`shop/web → shop/db ${service} ingress`);
    expect(text.includes('reply of a flow that is not known (any more)')).toBe(reply);
    expect(text.includes('rule SecurityGroup/shop/db/ingress/no-web')).toBe(!reply);
  });

  it('tells a full table as one, not as the rule that allows', () => {
    expect(denyLine({ ...EVENT, context: { ...EVENT.context, reason: Reason.REASON_STATE_FULL } })).toContain(
      ': the table of tracked flows is full; rule SecurityGroup/shop/db/ingress/no-web allows it',
    );
  });

  it('F93: no name puts a control character or a line break on the terminal', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        const context = { ...EVENT.context, endpoint: name, rule: name, owner: name, file: name };
        const text = denyLine({ ...EVENT, peer: name, context });
        expect(text).not.toMatch(/[\p{Cc}\u2028\u2029\u202e]/u);
      }),
    );
    const evil = 'x\u001b[2J\r\n\u202e';
    expect(denyLine({ ...EVENT, peer: evil })).toContain('x\\u001b[2J\\u000d\\u000a\\u202e');
    expect(JSON.stringify(denyJson({ ...EVENT, peer: evil }))).not.toMatch(/\p{Cc}/u);
  });

  it('knows services and flags', () => {
    expect(serviceText({ protocol: 58, destinationPort: (135 << 8) | 1 })).toBe('ICMPv6 type 135 code 1');
    expect(serviceText({ protocol: 47 })).toBe('GRE');
    expect(serviceText({ protocol: 99 })).toBe('protocol 99');
    expect(flagsText(0x12)).toBe('SYN,ACK');
  });

  it('JSON has every field in every record, zeros and empty ones too', () => {
    const record = denyJson(EVENT);
    expect(record).toMatchObject({
      source: '10.0.0.5',
      destinationPort: 5432,
      tcpFlags: 'SYN',
      line: 12,
      kind: 'first',
      firstSeen: '2001-09-09T01:46:40.000Z',
      sourcePort: 0,
      bytes: 0,
      sampleRate: 0,
      revision: 0,
      peer: '',
      isolatedBy: [],
      icmpType: null,
      ruleEnds: null,
      label: null,
    });
    const isolated = { policy: 'SecurityGroup/shop/db', owner: 'data' };
    const full = denyJson({
      ...EVENT,
      item: { protocol: 1, destinationPort: 8 << 8, serviceAddress: addressBytes('10.96.0.1') },
      context: { isolatedBy: [isolated], ruleEndsUnixUs: 1e15 },
      label: { legitimate: true },
    });
    expect(full).toMatchObject({
      servicePort: 0,
      destinationPort: null,
      icmpType: 8,
      icmpCode: 0,
      isolatedBy: ['SecurityGroup/shop/db'],
      isolatedByOwners: ['data'],
      ruleEnds: '2001-09-09T01:46:40.000Z',
      label: { legitimate: true, who: '', note: '' },
    });
    for (const one of [record, full, denyJson({})]) {
      expect(Object.keys(one)).toEqual(Object.keys(record));
      expect(Object.values(one)).not.toContain(undefined);
      for (const key of Object.keys(one)) expect(key).toMatch(/^[a-z][A-Za-z]*$/);
    }
  });

  it('source ports and counts do not make another flow', () => {
    const again = { ...EVENT, item: { ...EVENT.item, sourcePort: 9, packets: 100 } };
    expect(flowKey(again)).toBe(flowKey(EVENT));
    expect(flowKey({ ...EVENT, item: { ...EVENT.item, destinationPort: 80 } })).not.toBe(flowKey(EVENT));
  });
});
