/** The gRPC services as grpc-js definitions over the generated messages. */
import type { MethodDefinition, ServiceDefinition, UntypedServiceImplementation } from '@grpc/grpc-js';
import type { Reader } from 'protobufjs/minimal.js';
import { osg } from '../gen/proto.js';
import { decodeWith } from './reader.js';

interface Codec<T> {
  encode(message: T): { finish(): Uint8Array };
  decode(reader: Reader): T;
}

function method<Q, R>(
  path: string,
  request: Codec<Q>,
  response: Codec<R>,
  streams: 'unary' | 'server' | 'both',
): MethodDefinition<Q, R> {
  return {
    path,
    requestStream: streams === 'both',
    responseStream: streams !== 'unary',
    requestSerialize: (message: Q) => Buffer.from(request.encode(message).finish()),
    requestDeserialize: (bytes: Buffer) => decodeWith(request, bytes),
    responseSerialize: (message: R) => Buffer.from(response.encode(message).finish()),
    responseDeserialize: (bytes: Buffer) => decodeWith(response, bytes),
  };
}

const { v1 } = osg;

export const DISTRIBUTION = {
  Stream: method('/osg.v1.Distribution/Stream', v1.AgentMessage, v1.ControllerMessage, 'both'),
} as const;

export const OPERATOR = {
  Status: method('/osg.v1.Operator/Status', v1.StatusRequest, v1.StatusReply, 'unary'),
  History: method('/osg.v1.Operator/History', v1.HistoryRequest, v1.HistoryReply, 'unary'),
  Diff: method('/osg.v1.Operator/Diff', v1.DiffRequest, v1.DiffReply, 'unary'),
  Rollback: method('/osg.v1.Operator/Rollback', v1.RollbackRequest, v1.RevisionReply, 'unary'),
  Resume: method('/osg.v1.Operator/Resume', v1.ResumeRequest, v1.RevisionReply, 'unary'),
  Emergency: method('/osg.v1.Operator/Emergency', v1.EmergencyRequest, v1.RevisionReply, 'unary'),
  EndEmergency: method('/osg.v1.Operator/EndEmergency', v1.EndEmergencyRequest, v1.RevisionReply, 'unary'),
  Audit: method('/osg.v1.Operator/Audit', v1.AuditRequest, v1.AuditRecord, 'server'),
} as const;

export const NODE_OPERATOR = {
  Status: method('/osg.v1.NodeOperator/Status', v1.StatusRequest, v1.NodeReport, 'unary'),
  Verify: method('/osg.v1.NodeOperator/Verify', v1.VerifyRequest, v1.VerifyReply, 'unary'),
  Conntrack: method('/osg.v1.NodeOperator/Conntrack', v1.ConntrackRequest, v1.ConntrackReply, 'unary'),
  Conversations: method('/osg.v1.NodeOperator/Conversations', v1.ConversationsRequest, v1.ConversationsReply, 'unary'),
} as const;

export const ENRICHMENT = {
  Watch: method('/osg.v1.Enrichment/Watch', v1.InventoryRequest, v1.InventoryMessage, 'server'),
  Explain: method('/osg.v1.Enrichment/Explain', v1.ExplainRequest, v1.Explanation, 'unary'),
} as const;

/** grpc-js wants a wider type than it needs. */
export const asService = (methods: object): ServiceDefinition<UntypedServiceImplementation> =>
  methods as ServiceDefinition<UntypedServiceImplementation>;
