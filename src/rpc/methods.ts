/** The methods of every service of proto/osg/v1, for @grpc/grpc-js: protobuf.js makes messages, not services. */
import type { ServiceDefinition, UntypedServiceImplementation } from '@grpc/grpc-js';
import type { Reader } from 'protobufjs/minimal.js';
import { osg } from '../gen/proto.js';
import type { Role } from './peer.js';
import { decodeWith } from './reader.js';

/** Largest batch of flow records that either side takes. */
export const MAX_MESSAGE_BYTES = 32 << 20;

/** Largest question, unless its method says otherwise. */
const MAX_QUESTION_BYTES = 128 << 10;
/** Largest message of an agent on the distribution stream: what it has to say is cut to that (distribution/fit.ts). */
export const MAX_AGENT_MESSAGE_BYTES = 64 << 10;
/** Largest batch that a collector takes: what an agent makes of 4096 events stays below. */
const MAX_BATCH_BYTES = 4 << 20;
/** Of operators, who are believed. */
const MAX_OPERATOR_BYTES = 4 << 20;

export type Streams = 'unary' | 'server' | 'both';

/** A method as grpc-js takes it: what is sent may leave fields out (`QP`, `RP`), what is received has all of them. */
export interface Method<Q, QP, R, RP, S extends Streams = Streams> {
  readonly path: string;
  readonly streams: S;
  /** Largest request message that a server takes. */
  readonly maxRequestBytes: number;
  readonly requestStream: boolean;
  readonly responseStream: boolean;
  readonly requestSerialize: (message: QP) => Buffer;
  readonly requestDeserialize: (bytes: Buffer) => Q;
  readonly responseSerialize: (message: RP) => Buffer;
  readonly responseDeserialize: (bytes: Buffer) => R;
}

interface Codec<T, P> {
  encode(message: P): { finish(): Uint8Array };
  decode(reader: Reader): T;
}

const bytesOf = (array: Uint8Array): Buffer => Buffer.from(array.buffer, array.byteOffset, array.byteLength);

function method<Q, QP, R, RP, S extends Streams>(
  path: string,
  request: Codec<Q, QP>,
  response: Codec<R, RP>,
  streams: S,
  maxRequestBytes = MAX_QUESTION_BYTES,
): Method<Q, QP, R, RP, S> {
  return {
    maxRequestBytes,
    path: `/osg.v1.${path}`,
    streams,
    requestStream: streams === 'both',
    responseStream: streams !== 'unary',
    requestSerialize: (message) => bytesOf(request.encode(message).finish()),
    requestDeserialize: (bytes) => decodeWith(request, bytes),
    responseSerialize: (message) => bytesOf(response.encode(message).finish()),
    responseDeserialize: (bytes) => decodeWith(response, bytes),
  };
}

const { v1 } = osg;

export const DISTRIBUTION = {
  Stream: method('Distribution/Stream', v1.AgentMessage, v1.ControllerMessage, 'both', MAX_AGENT_MESSAGE_BYTES),
} as const;

export const OPERATOR = {
  Status: method('Operator/Status', v1.StatusRequest, v1.StatusReply, 'unary', MAX_OPERATOR_BYTES),
  History: method('Operator/History', v1.HistoryRequest, v1.HistoryReply, 'unary', MAX_OPERATOR_BYTES),
  Diff: method('Operator/Diff', v1.DiffRequest, v1.DiffReply, 'unary', MAX_OPERATOR_BYTES),
  Rollback: method('Operator/Rollback', v1.RollbackRequest, v1.RevisionReply, 'unary', MAX_OPERATOR_BYTES),
  Resume: method('Operator/Resume', v1.ResumeRequest, v1.RevisionReply, 'unary', MAX_OPERATOR_BYTES),
  Emergency: method('Operator/Emergency', v1.EmergencyRequest, v1.RevisionReply, 'unary', MAX_OPERATOR_BYTES),
  EndEmergency: method('Operator/EndEmergency', v1.EndEmergencyRequest, v1.RevisionReply, 'unary', MAX_OPERATOR_BYTES),
  AcceptClaim: method('Operator/AcceptClaim', v1.AcceptClaimRequest, v1.RevisionReply, 'unary', MAX_OPERATOR_BYTES),
  Approvals: method('Operator/Approvals', v1.ApprovalsRequest, v1.ApprovalsReply, 'unary', MAX_OPERATOR_BYTES),
  Approve: method('Operator/Approve', v1.ApproveRequest, v1.RevisionReply, 'unary', MAX_OPERATOR_BYTES),
  Audit: method('Operator/Audit', v1.AuditRequest, v1.AuditRecord, 'server', MAX_OPERATOR_BYTES),
  Blame: method('Operator/Blame', v1.BlameRequest, v1.BlameReply, 'unary', MAX_OPERATOR_BYTES),
  Rollouts: method('Operator/Rollouts', v1.RolloutsRequest, v1.RolloutsReply, 'unary', MAX_OPERATOR_BYTES),
  DecideRollout: method('Operator/DecideRollout', v1.RolloutDecision, v1.RolloutRow, 'unary', MAX_OPERATOR_BYTES),
  World: method('Operator/World', v1.WorldRequest, v1.WorldPart, 'server', MAX_OPERATOR_BYTES),
  Evidence: method('Operator/Evidence', v1.EvidenceRequest, v1.NodeEvidence, 'server', MAX_OPERATOR_BYTES),
} as const;

export const NODE_OPERATOR = {
  Status: method('NodeOperator/Status', v1.StatusRequest, v1.NodeReport, 'unary', MAX_OPERATOR_BYTES),
  Verify: method('NodeOperator/Verify', v1.VerifyRequest, v1.VerifyReply, 'unary', MAX_OPERATOR_BYTES),
  Conntrack: method('NodeOperator/Conntrack', v1.ConntrackRequest, v1.ConntrackReply, 'unary', MAX_OPERATOR_BYTES),
  Conversations: method(
    'NodeOperator/Conversations',
    v1.ConversationsRequest,
    v1.ConversationsReply,
    'unary',
    MAX_OPERATOR_BYTES,
  ),
} as const;

export const ENRICHMENT = {
  Watch: method('Enrichment/Watch', v1.InventoryRequest, v1.InventoryMessage, 'server'),
  Explain: method('Enrichment/Explain', v1.ExplainRequest, v1.Explanation, 'unary'),
  Blame: method('Enrichment/Blame', v1.ExplainRequest, v1.BlameReply, 'unary'),
} as const;

export const CERTIFICATES = {
  Renew: method('Certificates/Renew', v1.RenewRequest, v1.RenewReply, 'unary'),
} as const;

/** A ReportBatch as its sender encoded it. */
export type EncodedBatch = Buffer;

export const REPORTING = {
  /** Batches pass encoded: the agent encodes once for spool and wire, the collector stores what it got. */
  Report: {
    ...method('Reporting/Report', v1.ReportBatch, v1.ReportAck, 'both', MAX_BATCH_BYTES),
    requestSerialize: (batch: EncodedBatch) => batch,
    requestDeserialize: (bytes: Buffer): EncodedBatch => bytes,
  },
} as const;

export const DENIES = {
  Tail: method('Denies/Tail', v1.FlowQuery, v1.FlowReply, 'server'),
  Query: method('Denies/Query', v1.FlowQuery, v1.FlowReply, 'server'),
  Top: method('Denies/Top', v1.TopRequest, v1.TopReply, 'unary'),
  Acknowledge: method('Denies/Acknowledge', v1.AcknowledgeRequest, v1.AcknowledgeReply, 'unary'),
  Names: method('Denies/Names', v1.NamesRequest, v1.NamesReply, 'unary'),
  Accounts: method('Denies/Accounts', v1.AccountsRequest, v1.AccountsReply, 'unary'),
  Explain: method('Denies/Explain', v1.ExplainEventRequest, v1.Explanation, 'unary'),
  Blame: method('Denies/Blame', v1.ExplainEventRequest, v1.BlameReply, 'unary'),
} as const;

const SERVERS: Readonly<Record<string, Role>> = {
  Distribution: 'controller',
  Operator: 'controller',
  Enrichment: 'controller',
  Certificates: 'controller',
  Reporting: 'collector',
  Denies: 'collector',
  NodeOperator: 'node',
};

/** The role of who serves these methods. */
export function serverOf(methods: Readonly<Record<string, { readonly path: string }>>): Role {
  const service = Object.values(methods)[0]?.path.split(/[./]/)[3] ?? '';
  const role = SERVERS[service];
  if (role === undefined) throw new Error(`nobody is known to serve ${service}`);
  return role;
}

/** grpc-js wants a wider type than it needs. */
export const asService = (methods: object): ServiceDefinition<UntypedServiceImplementation> =>
  methods as ServiceDefinition<UntypedServiceImplementation>;
