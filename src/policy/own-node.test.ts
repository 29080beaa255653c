import { describe, expect, it } from 'vitest';
import { evaluate } from './evaluate.js';
import { judgeView } from './judge.js';
import { parseSources } from './load.js';
import type { World } from './model.js';
import { probeFlows } from './probe.js';
import { resolveNode } from './resolve.js';
import { matrix } from './tools/matrix.js';

const TEXT = `
{ apiVersion: v1, kind: Node, metadata: { name: n }, status: { addresses: [{ type: InternalIP, address: 172.20.0.1 }] } }
---
{ apiVersion: v1, kind: Node, metadata: { name: m }, status: { addresses: [{ type: InternalIP, address: 172.20.0.2 }] } }
---
{ apiVersion: v1, kind: Pod, metadata: { name: web, namespace: mill, labels: { app: web } }, spec: { nodeName: n }, status: { podIP: 10.0.0.1 } }
---
{ apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: { name: out, namespace: mill }, spec: { podSelector: {}, policyTypes: [Egress] } }
---
{ apiVersion: openscg.dev/v1alpha1, kind: ClusterSecurityGroup, metadata: { name: stop }, spec: { owner: a, tier: emergency, priority: 0, members: { podSelector: {} }, egress: [{ id: all, action: deny, expiresAt: "2030-01-01T00:00:00Z" }] } }
`;
const world = (allowOwnNode: boolean): World => parseSources([{ path: 'f.yaml', text: TEXT }], { allowOwnNode }).world;

function ask(asked: World, node: string) {
  const [flow] = probeFlows(asked, { from: 'mill/web', to: `node:${node}`, port: 10250 });
  if (flow === undefined) throw new Error('no flow');
  const view = judgeView(resolveNode(asked, 'n'), 'mill/web', 'egress', flow.destination, flow, 0);
  const { egress } = evaluate(asked, flow, 0, false);
  expect(view.verdict).toBe(egress.verdict);
  return egress;
}

describe('traffic of a workload to its own node', () => {
  it('is judged, and a deny says that it was its own node', () => {
    expect(ask(world(false), 'n')).toMatchObject({ verdict: 'deny', ownNode: true });
    expect(ask(world(false), 'm')).not.toHaveProperty('ownNode');
  });

  it('passes before all rules where the cluster says so, to no other node', () => {
    expect(ask(world(true), 'n')).toMatchObject({ verdict: 'allow', reason: 'node' });
    expect(ask(world(true), 'm')).toMatchObject({ verdict: 'deny' });
    const { cells } = matrix(world(true), 0, { nodes: true });
    expect(cells.filter((c) => c.from === 'mill/web' && c.to.startsWith('node:'))).toMatchObject([
      { to: 'node:m', allowed: 'none' },
      { to: 'node:n', allowed: 'all' },
    ]);
  });
});
