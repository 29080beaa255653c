/** The gRPC methods of proto/osg/v1/events.proto, for @grpc/grpc-js: protobuf.js makes messages, not services. */
import type { Reader } from 'protobufjs/minimal.js';
import { osg } from '../gen/proto.js';
import { decodeWith } from '../rpc/reader.js';

interface Message<T, P> {
  encode(message: P): { finish(): Uint8Array };
  decode(reader: Reader): T;
}

/** A method as grpc-js takes it: what is sent may leave fields out (`P`), what is received has all of them. */
export interface Method<Request, RequestP, Reply, ReplyP> {
  readonly path: string;
  readonly requestStream: boolean;
  readonly responseStream: boolean;
  readonly requestSerialize: (message: RequestP) => Buffer;
  readonly requestDeserialize: (data: Buffer) => Request;
  readonly responseSerialize: (message: ReplyP) => Buffer;
  readonly responseDeserialize: (data: Buffer) => Reply;
}

/** Largest message that either side takes. */
export const MAX_MESSAGE_BYTES = 32 << 20;

function method<A, AP, R, RP>(
  service: string,
  name: string,
  request: Message<A, AP>,
  reply: Message<R, RP>,
  streams: { readonly request: boolean; readonly reply: boolean },
): Method<A, AP, R, RP> {
  return {
    path: `/osg.v1.${service}/${name}`,
    requestStream: streams.request,
    responseStream: streams.reply,
    requestSerialize: (message) => bytes(request.encode(message).finish()),
    requestDeserialize: (data) => decodeWith(request, data),
    responseSerialize: (message) => bytes(reply.encode(message).finish()),
    responseDeserialize: (data) => decodeWith(reply, data),
  };
}

const bytes = (array: Uint8Array): Buffer => Buffer.from(array.buffer, array.byteOffset, array.byteLength);

/** A ReportBatch as its sender encoded it. */
export type EncodedBatch = Buffer;

const { v1 } = osg;

export const REPORTING = {
  /** Batches pass encoded: the agent encodes once for spool and wire, the collector stores what it got. */
  report: {
    path: '/osg.v1.Reporting/Report',
    requestStream: true,
    responseStream: true,
    requestSerialize: (batch: EncodedBatch) => batch,
    requestDeserialize: (data: Buffer) => data,
    responseSerialize: (ack: osg.v1.ReportAck.$Properties) => bytes(v1.ReportAck.encode(ack).finish()),
    responseDeserialize: (data: Buffer) => decodeWith(v1.ReportAck, data),
  } satisfies Method<EncodedBatch, EncodedBatch, osg.v1.ReportAck, osg.v1.ReportAck.$Properties>,
};

export const DENIES = {
  tail: method('Denies', 'Tail', v1.DenyQuery, v1.DenyReply, { request: false, reply: true }),
  query: method('Denies', 'Query', v1.DenyQuery, v1.DenyReply, { request: false, reply: true }),
  top: method('Denies', 'Top', v1.TopRequest, v1.TopReply, { request: false, reply: false }),
  acknowledge: method('Denies', 'Acknowledge', v1.AcknowledgeRequest, v1.AcknowledgeReply, {
    request: false,
    reply: false,
  }),
  accounts: method('Denies', 'Accounts', v1.AccountsRequest, v1.AccountsReply, { request: false, reply: false }),
  explain: method('Denies', 'Explain', v1.ExplainEventRequest, v1.Explanation, { request: false, reply: false }),
};
