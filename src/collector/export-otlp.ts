import { type Client, Metadata, type ServiceError, status } from '@grpc/grpc-js';
import { addressText, reasonText, tierText, Verdict, verdictText } from '../flows/index.js';
import { opentelemetry } from '../gen/proto.js';
import { openChannel, type Target } from '../rpc/dial.js';
import { lastSeenUs } from './batch.js';
import type { Event, Exporter } from './export.js';
import { denyLine, protocolText } from './line.js';

const { v1 } = opentelemetry.proto.collector.logs;
type Value = opentelemetry.proto.collector.logs.v1.AnyValue.$Properties;
type KeyValue = opentelemetry.proto.collector.logs.v1.KeyValue.$Properties;
type LogRecord = opentelemetry.proto.collector.logs.v1.LogRecord.$Properties;

/** The target: an OTLP gRPC receiver. */
export interface OtlpOptions extends Target {
  /** Such as an authorization header. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly version?: string;
  /** Events that may wait. */
  readonly maxQueued?: number;
  readonly onError?: (error: unknown) => void;
}

const REQUEST_EVENTS = 512;
const DEADLINE_MS = 10_000;
/** As the OTLP specification says: these are worth trying again. */
const RETRYABLE = new Set([
  status.CANCELLED,
  status.DEADLINE_EXCEEDED,
  status.RESOURCE_EXHAUSTED,
  status.ABORTED,
  status.OUT_OF_RANGE,
  status.UNAVAILABLE,
  status.DATA_LOSS,
]);
const SEVERITY = {
  deny: { severityNumber: 13, severityText: 'WARN' },
  audit: { severityNumber: 9, severityText: 'INFO' },
};

/** Denies as OpenTelemetry logs over gRPC, with the names of its network, k8s and security_rule conventions. */
export class OtlpExporter implements Exporter {
  readonly name = 'otlp';
  exported = 0;
  dropped = 0;
  readonly #options: OtlpOptions;
  readonly #client: Client;
  readonly #metadata = new Metadata();
  #queue: Event[] = [];
  #sending: Promise<void> | undefined;
  #closing = false;

  constructor(options: OtlpOptions) {
    this.#options = options;
    for (const [name, value] of Object.entries(options.headers ?? {})) this.#metadata.set(name, value);
    this.#client = openChannel(options);
  }

  push(events: readonly Event[]): void {
    const room = (this.#options.maxQueued ?? 50_000) - this.#queue.length;
    const taken = events.length <= room ? events : events.slice(0, Math.max(0, room));
    this.dropped += events.length - taken.length;
    for (const event of taken) this.#queue.push(event);
    if (this.#queue.length > 0) this.#sending ??= this.#send();
  }

  async close(): Promise<void> {
    this.#closing = true;
    await this.#sending;
    this.#client.close();
  }

  async #send(): Promise<void> {
    let delay = 200;
    while (this.#queue.length > 0) {
      const events = this.#queue.slice(0, REQUEST_EVENTS);
      try {
        const rejected = await this.#export(events);
        this.exported += events.length - rejected;
        this.dropped += rejected;
        delay = 200;
      } catch (error) {
        this.#options.onError?.(error);
        const again = RETRYABLE.has((error as ServiceError).code) && !this.#closing;
        if (again) {
          await new Promise((resolve) => setTimeout(resolve, delay * (0.5 + Math.random())));
          delay = Math.min(delay * 2, 30_000);
          continue;
        }
        this.dropped += events.length;
      }
      this.#queue.splice(0, events.length);
    }
    this.#sending = undefined;
  }

  /** How many the receiver rejected. */
  #export(events: readonly Event[]): Promise<number> {
    const request = exportRequest(events, this.#options.version ?? '');
    return new Promise((resolve, reject) => {
      this.#client.makeUnaryRequest(
        '/opentelemetry.proto.collector.logs.v1.LogsService/Export',
        (message: typeof request) => Buffer.from(v1.ExportLogsServiceRequest.encode(message).finish()),
        (data: Buffer) => v1.ExportLogsServiceResponse.decode(data),
        request,
        this.#metadata,
        { deadline: Date.now() + DEADLINE_MS },
        (error, reply) =>
          error === null ? resolve(Number(reply?.partialSuccess?.rejectedLogRecords ?? 0)) : reject(error),
      );
    });
  }
}

/** One resource for each node. */
export function exportRequest(
  events: readonly Event[],
  version: string,
): opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest.$Properties {
  const byNode = new Map<string, LogRecord[]>();
  for (const event of events) {
    const records = byNode.get(event.node ?? '') ?? [];
    records.push(logRecord(event));
    byNode.set(event.node ?? '', records);
  }
  return {
    resourceLogs: [...byNode].map(([node, logRecords]) => ({
      resource: { attributes: attributes({ 'service.name': 'osg', 'k8s.node.name': node }) },
      scopeLogs: [{ scope: { name: 'osg.denies', version }, logRecords }],
    })),
  };
}

function logRecord(event: Event): LogRecord {
  const context = event.context ?? {};
  const item = event.item ?? {};
  const ported = item.protocol === 6 || item.protocol === 17 || item.protocol === 132;
  const where = context.file ? `${context.file}:${context.line ?? 0}` : '';
  return {
    timeUnixNano: lastSeenUs(item) * 1000,
    observedTimeUnixNano: Date.now() * 1e6,
    eventName: 'osg.deny',
    ...(context.verdict === Verdict.VERDICT_DENY ? SEVERITY.deny : SEVERITY.audit),
    body: { stringValue: denyLine(event) },
    attributes: attributes({
      'source.address': addressText(item.source ?? new Uint8Array()),
      'source.port': ported ? item.sourcePort : undefined,
      'destination.address': addressText(item.destination ?? new Uint8Array()),
      'destination.port': ported ? item.destinationPort : undefined,
      'network.transport': protocolText(item.protocol ?? 0).toLowerCase(),
      'network.type': item.source?.length === 16 ? 'ipv6' : 'ipv4',
      'network.io.direction': context.egress ? 'transmit' : 'receive',
      'k8s.namespace.name': context.namespace,
      'k8s.pod.name': context.workload,
      'security_rule.name': context.rule,
      'security_rule.ruleset.name': context.policy,
      'security_rule.category': tierText(context.tier),
      'security_rule.description': context.ruleReason,
      'security_rule.reference': context.runbook || where,
      'security_rule.version': context.sourceVersion,
      'osg.verdict': verdictText(context.verdict),
      'osg.reason': reasonText(context.reason),
      'osg.peer': event.peer,
      'osg.owner': context.owner,
      'osg.isolated_by': (context.isolatedBy ?? []).map(({ policy }) => policy ?? ''),
      'osg.ticket': context.ticket,
      'osg.revision': context.revision,
      'osg.rollout': context.rollout,
      'osg.packets': item.packets,
      'osg.bytes': item.bytes,
      'osg.event.id': event.id,
    }),
  };
}

type Plain = string | number | readonly string[] | null | undefined;

function attributes(plain: Readonly<Record<string, Plain>>): KeyValue[] {
  return Object.entries(plain).flatMap(([key, value]) => {
    if (value === undefined || value === null || value === '') return [];
    if (typeof value === 'object' && value.length === 0) return [];
    return [{ key, value: anyValue(value) }];
  });
}

function anyValue(value: string | number | readonly string[]): Value {
  if (typeof value === 'string') return { stringValue: value };
  if (typeof value === 'number') return { intValue: value };
  return { arrayValue: { values: value.map((stringValue) => ({ stringValue })) } };
}
