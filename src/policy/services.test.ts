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
const ask = async (to: string, port?: number | string) =>
  (await simulate(world, [{ from: 'mill/web', to, ...(port !== undefined && { port }) }], 0))[0];

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
    await expect(ask('svc/db', 15432)).rejects.toThrow('Service mill/db has no such port; it has TCP 5432 (sql)');
    await expect(ask('10.96.7.8', 80)).rejects.toThrow(
      'no pod is known behind Service mill/manual: it has no selector, and no EndpointSlice is known',
    );
    expect(() => probeFlows(world, { from: 'mill/web', to: 'svc/db', protocol: 'ICMP' })).toThrow('no such port');
  });

  it('take the port in their name too', async () => {
    expect(await ask('svc/db:sql')).toMatchObject({ service: 'mill/db', verdict: 'deny' });
    expect(await ask('svc/mill/db:5432')).toMatchObject({ backends: [{ port: 15432 }, { port: 25432 }] });
    await expect(ask('svc/db:sql', 5432)).rejects.toThrow('is said twice');
    await expect(ask('svc/a/b/c')).rejects.toThrow('is not svc/NAME');
  });

  it('are columns of the matrix', () => {
    const { cells } = matrix(world, 0, { services: true });
    const say = (from: string) => cells.find((c) => c.from === from && c.to === 'svc/mill/db')?.allowed;
    expect(say('mill/web')).toBe('TCP 5432 (1 of 2 pods)');
    expect(say('mill/db-0')).toBe('TCP 5432');
  });
});

describe('Services with EndpointSlices', () => {
  const slice = (name: string, of: string, endpoints: string, ports = '{ name: sql, port: 15432 }') =>
    `{ apiVersion: discovery.k8s.io/v1, kind: EndpointSlice, addressType: IPv4, metadata: { name: ${name}, namespace: mill, labels: { kubernetes.io/service-name: ${of} } }, endpoints: [${endpoints}], ports: [${ports}] }`;
  const to = (pod: string, conditions: string) =>
    `{ addresses: [10.9.9.9], conditions: { ${conditions} }, targetRef: { kind: Pod, name: ${pod}, namespace: mill } }`;
  const worldWith = (...texts: string[]) =>
    parseSources([
      {
        path: 'f.yaml',
        text: [
          pod('web', 'web', '10.0.0.1', ''),
          pod('db-0', 'db', '10.0.0.2', ''),
          pod('db-1', 'other', '10.0.0.3', ''),
          service(
            'db',
            '10.96.7.7',
            'selector: { app: db }, externalIPs: [192.0.2.7], ports: [{ name: sql, port: 5432 }]',
          ),
          service('manual', '10.96.7.8', 'ports: [{ port: 80 }]'),
          ...texts,
        ].join('\n---\n'),
      },
    ]);
  const backends = async (texts: string[], probe: string) => {
    const { world, diagnostics } = worldWith(...texts);
    expect(diagnostics).toEqual([]);
    return (await simulate(world, [{ from: 'mill/web', to: probe }], 0))[0]?.backends?.map((b) => `${b.to} ${b.port}`);
  };

  it('mean those that are ready, whatever the selector says', async () => {
    const texts = [slice('db-x', 'db', `${to('db-0', 'ready: false')}, ${to('db-1', 'ready: true')}`)];
    expect(await backends(texts, 'svc/db:sql')).toEqual(['mill/db-1 15432']);
  });

  it('mean those that serve while they end, where none is ready; all where none serves', async () => {
    const ending = `${to('db-0', 'ready: false, serving: true, terminating: true')}, ${to('db-1', 'ready: false, serving: false')}`;
    expect(await backends([slice('db-x', 'db', ending)], 'svc/db:sql')).toEqual(['mill/db-0 15432']);
    const none = `${to('db-0', 'ready: false')}, ${to('db-1', 'ready: false')}`;
    expect(await backends([slice('db-x', 'db', none)], 'svc/db:sql')).toEqual(['mill/db-0 15432', 'mill/db-1 15432']);
  });

  it('may have addresses outside of the cluster, and pods in several slices', async () => {
    const outside = slice('m', 'manual', '{ addresses: [203.0.113.5] }', '{ port: 8080 }');
    expect(await backends([outside], 'svc/manual:80')).toEqual(['203.0.113.5 8080']);
    const twice = [slice('a', 'db', to('db-0', 'ready: true')), slice('b', 'db', to('db-0', 'ready: true'))];
    expect(await backends(twice, 'svc/db:sql')).toEqual(['mill/db-0 15432']);
  });

  it('are known by external addresses and those of load balancers', async () => {
    const { world } = worldWith(
      '{ apiVersion: v1, kind: Service, metadata: { name: lb, namespace: mill }, spec: { clusterIP: None, selector: { app: db }, ports: [{ port: 80 }] }, status: { loadBalancer: { ingress: [{ ip: 192.0.2.8 }, { ip: 192.0.2.9, ipMode: Proxy }] } } }',
    );
    const named = async (address: string, port: number) =>
      (await simulate(world, [{ from: 'mill/web', to: address, port }], 0))[0]?.service;
    expect(await named('192.0.2.7', 5432)).toBe('mill/db');
    expect(await named('192.0.2.8', 80)).toBe('mill/lb');
    expect(await named('192.0.2.9', 80)).toBeUndefined();
  });
});
