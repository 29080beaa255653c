import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { flows, times, worlds } from '../../test/support/worlds.js';
import { hostPrefix } from '../net/prefix.js';
import { evaluate } from './evaluate.js';
import { parseSources } from './load.js';
import type { World } from './model.js';
import { probeFlows } from './probe.js';

describe('nearest miss', () => {
  it('names a rule that an edit would make allow the direction, whatever the world', () => {
    let seen = 0;
    fc.assert(
      fc.property(worlds, flows, times, (world, flow, at) => {
        for (const direction of ['ingress', 'egress'] as const) {
          const { verdict, nearestMiss } = evaluate(world, flow, at)[direction];
          if (nearestMiss === undefined) continue;
          expect(verdict).toBe('deny');
          seen++;
          const peer = direction === 'ingress' ? flow.source : flow.destination;
          const edited: World = {
            ...world,
            policies: world.policies.map((p) => ({
              ...p,
              rules: p.rules.map((rule) => {
                if (rule.id !== nearestMiss.rule.rule) return rule;
                const { expiresAt: _never, ...rest } = rule;
                return {
                  ...rest,
                  direction,
                  mode: 'enforce' as const,
                  peers:
                    rule.peers === 'any'
                      ? ('any' as const)
                      : [...rule.peers, { kind: 'cidr' as const, prefix: hostPrefix(peer), except: [] }],
                  ports:
                    rule.ports === 'any'
                      ? ('any' as const)
                      : [
                          ...rule.ports,
                          {
                            protocol: flow.protocol,
                            ...(flow.port !== undefined && { ports: { first: flow.port, last: flow.port } }),
                            ...(flow.icmp && { icmp: flow.icmp }),
                          },
                        ],
                };
              }),
            })),
          };
          expect(evaluate(edited, flow, at)[direction].verdict).toBe('allow');
        }
      }),
      { numRuns: 700 },
    );
    expect(seen).toBeGreaterThan(50);
  });

  it('says what differs', () => {
    const text = `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: db, namespace: shop }
spec:
  podSelector: { matchLabels: { app: db } }
  ingress:
  - from: [{ podSelector: { matchLabels: { app: api } } }]
    ports: [{ port: 5432 }]
---
{ apiVersion: v1, kind: Pod, metadata: { name: db, namespace: shop, labels: { app: db } }, status: { podIP: 10.0.0.1 } }
---
{ apiVersion: v1, kind: Pod, metadata: { name: api, namespace: shop, labels: { app: api, hash: x1 } }, status: { podIP: 10.0.0.2 } }
---
{ apiVersion: v1, kind: Pod, metadata: { name: cron, namespace: jobs, labels: { app: cron, hash: x2 } }, status: { podIP: 10.0.0.3 } }
`;
    const { world } = parseSources([{ path: 'shop.yaml', text }]);
    const ask = (from: string, port: number, protocol = 'TCP') => {
      const [flow] = probeFlows(world, { from, to: 'shop/db', port, protocol });
      return flow && evaluate(world, flow, 0).ingress.nearestMiss;
    };
    expect(ask('shop/api', 5433)).toMatchObject({
      field: 'port',
      found: 'TCP 5433',
      expected: 'TCP 5432',
    });
    expect(ask('shop/api', 5432, 'UDP')).toMatchObject({ field: 'protocol', found: 'UDP 5432' });
    expect(ask('jobs/cron', 5432)).toMatchObject({
      field: 'peer',
      found: 'jobs/cron (10.0.0.3)',
      expected: 'pods app=api of namespace shop',
    });
    expect(ask('192.0.2.1', 5432)).toMatchObject({ field: 'peer', found: '192.0.2.1' });
    expect(ask('192.0.2.1', 99)).toBeUndefined();
  });
});
