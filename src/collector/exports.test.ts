import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Server, ServerCredentials, type ServerUnaryCall, type sendUnaryData, status } from '@grpc/grpc-js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addressBytes, Reason, Verdict } from '../flows/index.js';
import { osg } from '../gen/proto.js';
import type { Event } from './export.js';
import { JsonLinesExporter } from './export-json.js';
import { OtlpExporter } from './export-otlp.js';

const event = (id: number): Event => ({
  id: `${id}`,
  node: `node-${id % 2}`,
  peer: 'shop/web',
  context: {
    endpoint: 'data/db',
    namespace: 'data',
    workload: 'db',
    verdict: id % 3 === 0 ? Verdict.VERDICT_WOULD_DENY : Verdict.VERDICT_DENY,
    reason: Reason.REASON_RULE_DENY,
    rule: 'r1',
    policy: 'ClusterSecurityGroup//deny',
    tier: osg.v1.Tier.ADMIN,
    isolatedBy: [{ policy: 'a' }, { policy: 'b' }],
    file: 'x.yaml',
    line: 3,
    revision: 9,
  },
  item: {
    source: addressBytes('10.0.0.5'),
    destination: addressBytes('10.0.1.9'),
    protocol: 6,
    sourcePort: 40000,
    destinationPort: 5432,
    packets: 3,
    bytes: 180,
    firstSeenUnixUs: 1_700_000_000_000_000,
  },
});

const until = async (test: () => boolean): Promise<void> => {
  for (let i = 0; i < 500 && !test(); i++) await new Promise((resolve) => setTimeout(resolve, 10));
  expect(test()).toBe(true);
};

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'osg-export-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('JSON lines', () => {
  it('writes each event as a whole line, in files of a bounded size and number', async () => {
    const path = join(folder, 'denies.jsonl');
    const exporter = new JsonLinesExporter({ path, maxBytes: 4000, keep: 2 });
    for (let id = 1; id <= 40; id++) exporter.push([event(id)]);
    await exporter.close();
    for (const name of readdirSync(folder)) expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder).sort()).toEqual(['denies.jsonl', 'denies.jsonl.1', 'denies.jsonl.2']);
    const ids = ['.2', '.1', ''].flatMap((suffix) =>
      readFileSync(path + suffix, 'utf8')
        .trimEnd()
        .split('\n')
        .map((line) => Number((JSON.parse(line) as { id: string }).id)),
    );
    expect(ids.at(-1)).toBe(40);
    expect(ids).toEqual(Array.from({ length: ids.length }, (_, i) => 41 - ids.length + i));
    expect(exporter).toMatchObject({ exported: 40, dropped: 0 });
  });

  it('keeps to the size of a file however large a batch is', async () => {
    const path = join(folder, 'denies.jsonl');
    const exporter = new JsonLinesExporter({ path, maxBytes: 60_000, keep: 20 });
    exporter.push(Array.from({ length: 1000 }, (_, id) => event(id)));
    await exporter.close();
    const sizes = readdirSync(folder).map((name) => readFileSync(join(folder, name)).length);
    expect(sizes.length).toBeGreaterThan(5);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(60_000);
    expect(exporter).toMatchObject({ exported: 1000, dropped: 0 });
  });

  it('drops and counts what a broken or slow disk does not take', async () => {
    const errors: unknown[] = [];
    const exporter = new JsonLinesExporter({
      path: join(folder, 'missing\0', 'x'),
      onError: (error) => errors.push(error),
    });
    exporter.push([event(1), event(2)]);
    await exporter.close();
    expect(exporter).toMatchObject({ exported: 0, dropped: 2 });
    expect(errors).toHaveLength(1);
    const full = new JsonLinesExporter({ path: join(folder, 'x.jsonl'), maxQueuedBytes: 10 });
    full.push([event(1)]);
    await full.close();
    expect(full.dropped).toBe(1);
    expect(existsSync(join(folder, 'x.jsonl'))).toBe(false);
  });
});

/** OpenTelemetry's own generated messages, from its own package: what a real receiver decodes with. */
interface Codec<T> {
  decode(data: Uint8Array): T;
  encode(message: object): { finish(): Uint8Array };
}
interface Attribute {
  key: string;
  value: {
    stringValue?: string;
    intValue?: number | { toNumber(): number };
    arrayValue?: { values: { stringValue: string }[] };
  };
}
interface Request {
  resourceLogs: {
    resource: { attributes: Attribute[] };
    scopeLogs: {
      scope: { name: string };
      logRecords: {
        timeUnixNano: unknown;
        severityNumber: number;
        body: { stringValue: string };
        attributes: Attribute[];
      }[];
    }[];
  }[];
}
const official = createRequire(import.meta.url)('@opentelemetry/otlp-transformer/build/src/generated/root.js') as {
  opentelemetry: {
    proto: {
      collector: {
        logs: { v1: { ExportLogsServiceRequest: Codec<Request>; ExportLogsServiceResponse: Codec<object> } };
      };
    };
  };
};
const { ExportLogsServiceRequest, ExportLogsServiceResponse } = official.opentelemetry.proto.collector.logs.v1;

async function receiver(answer: (request: Request, reply: sendUnaryData<object>) => void) {
  const server = new Server();
  const path = '/opentelemetry.proto.collector.logs.v1.LogsService/Export';
  const requests: Request[] = [];
  const keys: unknown[] = [];
  server.addService(
    {
      export: {
        path,
        requestStream: false,
        responseStream: false,
        requestDeserialize: (data: Buffer) => ExportLogsServiceRequest.decode(data),
        requestSerialize: () => Buffer.alloc(0),
        responseSerialize: (message: object) => Buffer.from(ExportLogsServiceResponse.encode(message).finish()),
        responseDeserialize: () => ({}),
      },
    },
    {
      export: (call: ServerUnaryCall<Request, object>, reply: sendUnaryData<object>) => {
        keys.push(call.metadata.get('x-key')[0]);
        requests.push(call.request);
        answer(call.request, reply);
      },
    },
  );
  const address = `unix:${folder}/otlp.sock`;
  await new Promise((resolve) => server.bindAsync(address, ServerCredentials.createInsecure(), resolve));
  return { address, requests, keys, close: () => server.forceShutdown() };
}

const plain = (attributes: Attribute[]): Record<string, unknown> =>
  Object.fromEntries(
    attributes.map(({ key, value: { stringValue, intValue, arrayValue } }) => [
      key,
      stringValue ??
        arrayValue?.values.map((one) => one.stringValue) ??
        (typeof intValue === 'object' ? intValue.toNumber() : intValue),
    ]),
  );

describe('OpenTelemetry logs', () => {
  it('arrive at a receiver that decodes with OpenTelemetry’s own code, under its conventions’ names', async () => {
    const remote = await receiver((_, reply) => reply(null, {}));
    const exporter = new OtlpExporter({ address: remote.address, headers: { 'x-key': 'k' } });
    exporter.push([event(1), event(3), event(4)]);
    await exporter.close();
    remote.close();
    expect(exporter).toMatchObject({ exported: 3, dropped: 0 });
    expect(remote.keys).toEqual(['k']);
    const [odd, even] = remote.requests[0]?.resourceLogs ?? [];
    expect(plain(odd?.resource.attributes ?? [])).toEqual({ 'service.name': 'osg', 'k8s.node.name': 'node-1' });
    expect(plain(even?.resource.attributes ?? [])).toEqual({ 'service.name': 'osg', 'k8s.node.name': 'node-0' });
    const records = odd?.scopeLogs[0]?.logRecords ?? [];
    expect(records.map(({ severityNumber }) => severityNumber)).toEqual([13, 9]);
    expect(String(records[0]?.timeUnixNano)).toBe('1700000000000000000');
    expect(records[0]?.body.stringValue).toContain('denied shop/web → data/db 5432/TCP ingress');
    expect(plain(records[0]?.attributes ?? [])).toMatchObject({
      'source.address': '10.0.0.5',
      'source.port': 40000,
      'destination.address': '10.0.1.9',
      'destination.port': 5432,
      'network.transport': 'tcp',
      'network.type': 'ipv4',
      'network.io.direction': 'receive',
      'k8s.namespace.name': 'data',
      'k8s.pod.name': 'db',
      'security_rule.name': 'r1',
      'security_rule.ruleset.name': 'ClusterSecurityGroup//deny',
      'security_rule.category': 'admin',
      'security_rule.reference': 'x.yaml:3',
      'osg.isolated_by': ['a', 'b'],
      'osg.packets': 3,
    });
  });

  it('tries again what is worth it, counts what is rejected, and bounds what waits', async () => {
    let calls = 0;
    const remote = await receiver((_, reply) => {
      calls++;
      if (calls === 1) reply({ code: status.UNAVAILABLE, details: 'later' });
      else if (calls === 2) reply(null, { partialSuccess: { rejectedLogRecords: 1, errorMessage: 'one is bad' } });
      else reply({ code: status.INVALID_ARGUMENT, details: 'never' });
    });
    const exporter = new OtlpExporter({ address: remote.address, maxQueued: 4 });
    exporter.push([event(1), event(2), event(3), event(4), event(5)]);
    expect(exporter.dropped).toBe(1);
    await until(() => calls === 2 && exporter.exported === 3);
    expect(exporter.dropped).toBe(2);
    exporter.push([event(6)]);
    await exporter.close();
    remote.close();
    expect(exporter).toMatchObject({ exported: 3, dropped: 3 });
  });
});
