/** A probe to a Service is judged on the pods behind it, at the ports of their containers. */
import { describe, expect, it } from 'vitest';
import { parseSources } from './load.js';
import { probeFlows } from './probe.js';
import { matrix } from './tools/matrix.js';
import { simulate } from './tools/simulate.js';

const pod = (name: string, app: string, ip: string, ports: string) =>
  `{ apiVersion: v1, kind: Pod, metadata: { name: ${name}, namespace: mill, labels: { app: ${app} } }, spec: { containers: [{ ports: [${ports}] }] }, status: { podIP: ${ip} } }`;
const service = (name: string, ip: string, spec: string) =>
  `{ apiVersion: v1, kind: Service, metadata: { name: ${name}, namespace: mill }, spec: { clusterIP: ${ip}, ${spec} } }`;
const { world } = parseSources([
  {
    path: 'f.yaml',
    text: [
      pod('web', 'web', '10.0.0.1', ''),
      pod('db-0', 'db', '10.0.0.2', '{ name: pg, containerPort: 15432 }'),
      pod('db-1', 'db', '10.0.0.3', '{ name: pg, containerPort: 25432 }'),
      service('db', '10.96.7.7', 'selector: { app: db }, ports: [{ name: sql, port: 5432, targetPort: pg }]'),
      service('manual', '10.96.7.8', 'ports: [{ port: 80 }]'),
      '{ apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: { name: out, namespace: mill }, spec: { podSelector: { matchLabels: { app: web } }, policyTypes: [Egress], egress: [{ to: [{ podSelector: { matchLabels: { app: db } } }], ports: [{ port: 15432 }] }] } }',
    ].join('\n---\n'),
  },
]);
const ask = async (to: string, port: number | string) =>
  (await simulate(world, [{ from: 'mill/web', to, port }], 0))[0];

describe('Services', () => {
  it('by address and by name mean their pods', async () => {
    const expected = {
      verdict: 'deny',
      service: 'mill/db',
      backends: [
        { to: 'mill/db-0', port: 15432, verdict: 'allow' },
        { to: 'mill/db-1', port: 25432, verdict: 'deny' },
      ],
      egress: { reason: 'default-deny' },
    };
    expect(await ask('10.96.7.7', 5432)).toMatchObject(expected);
    expect(await ask('svc/db', 'sql')).toMatchObject(expected);
    expect(await ask('svc/mill/db', 5432)).toMatchObject(expected);
  });

  it('that cannot be followed are errors, not verdicts', async () => {
    await expect(ask('svc/dbb', 5432)).rejects.toThrow('did you mean svc/mill/db?');
    await expect(ask('svc/db', 15432)).rejects.toThrow('Service mill/db has no such port; it has TCP 5432');
    await expect(ask('10.96.7.8', 80)).rejects.toThrow(
      'no pod is known behind Service mill/manual: it has no selector',
    );
    expect(() => probeFlows(world, { from: 'mill/web', to: 'svc/db', protocol: 'ICMP' })).toThrow('no such port');
  });

  it('are columns of the matrix', () => {
    const { cells } = matrix(world, 0, { services: true });
    const say = (from: string) => cells.find((c) => c.from === from && c.to === 'svc/mill/db')?.allowed;
    expect(say('mill/web')).toBe('TCP 5432 (1 of 2 pods)');
    expect(say('mill/db-0')).toBe('TCP 5432');
  });
});
