/**
 * Errors ↔ gRPC statuses, the only place. Every layer's errors have a `code`; a code means the same status wherever it is
 * thrown. It goes along as metadata, so that the other end has it, and not only its status.
 */
import { Metadata, type ServiceError, status } from '@grpc/grpc-js';
import { RpcError, type RpcErrorCode } from './error.js';

/** Statuses of the codes that may leave a service; all others are `INTERNAL`. */
const STATUS: Readonly<Record<string, status>> = {
  IDENTITY: status.PERMISSION_DENIED,
  ACCESS: status.PERMISSION_DENIED,
  UNREACHABLE: status.UNAVAILABLE,
  CONTROLLER: status.UNAVAILABLE,
  ARGUMENT: status.INVALID_ARGUMENT,
  FILTER: status.INVALID_ARGUMENT,
  PROTOCOL: status.INVALID_ARGUMENT,
  MALFORMED: status.INVALID_ARGUMENT,
  STALE_BASE: status.INVALID_ARGUMENT,
  EMPTY: status.INVALID_ARGUMENT,
  DIGEST: status.INVALID_ARGUMENT,
  ADDRESS: status.INVALID_ARGUMENT,
  TLS: status.INVALID_ARGUMENT,
  NOT_FOUND: status.NOT_FOUND,
  REPLACED: status.ABORTED,
  REQUEST: status.FAILED_PRECONDITION,
  STATE: status.FAILED_PRECONDITION,
  BUSY: status.RESOURCE_EXHAUSTED,
};

/** What a status means where the other end told no code: an older one, or gRPC itself. */
const CODE: Readonly<Partial<Record<status, RpcErrorCode>>> = {
  [status.UNAVAILABLE]: 'UNREACHABLE',
  [status.CANCELLED]: 'UNREACHABLE',
  [status.DEADLINE_EXCEEDED]: 'UNREACHABLE',
  [status.PERMISSION_DENIED]: 'IDENTITY',
  [status.UNAUTHENTICATED]: 'IDENTITY',
  [status.FAILED_PRECONDITION]: 'STATE',
  [status.NOT_FOUND]: 'NOT_FOUND',
  [status.ABORTED]: 'REPLACED',
  [status.RESOURCE_EXHAUSTED]: 'BUSY',
  [status.INVALID_ARGUMENT]: 'ARGUMENT',
  [status.UNIMPLEMENTED]: 'PROTOCOL',
};

const CODE_KEY = 'osg-code';

/** An error as a service gives it to grpc-js. */
export function toStatus(error: unknown): ServiceError {
  const details = error instanceof Error ? error.message : String(error);
  const code = (error as { code?: unknown } | null)?.code;
  const metadata = new Metadata();
  if (typeof code === 'string') metadata.set(CODE_KEY, code);
  // A message that protobuf.js cannot decode is a RangeError.
  const fallback = error instanceof RangeError ? status.INVALID_ARGUMENT : status.INTERNAL;
  const known = typeof code === 'string' && Object.hasOwn(STATUS, code) ? STATUS[code] : undefined;
  return { name: 'ServiceError', message: details, details, code: known ?? fallback, metadata };
}

/** Of gRPC's words, those about the connection. */
const plain = (details: string): string =>
  details
    .replace(/^No connection established\. Last error: /, '')
    .replace(/\s*Resolution note:\s*$/, '')
    .replace(/^Error: /, '')
    .replace(/\.$/, '');

/**
 * What a call ended with, at the caller: in the words of the other end, or of gRPC on the way to it.
 * @param peer whom was called, for the message
 */
export function fromStatus(error: Error, peer: string): RpcError {
  if (error instanceof RpcError) return error;
  const { code, details, metadata } = error as Partial<ServiceError>;
  const answered = metadata?.get(CODE_KEY)[0] !== undefined;
  const kind = (code !== undefined && CODE[code]) || 'INTERNAL';
  const message = details || error.message;
  return new RpcError(kind, answered ? '' : peer, answered ? message : plain(message), { cause: error });
}
