/** What operators may ask of a controller, over gRPC. */
import { userInfo } from 'node:os';
import {
  type handleServerStreamingCall,
  type handleUnaryCall,
  type ServerUnaryCall,
  status,
  type UntypedServiceImplementation,
} from '@grpc/grpc-js';
import { type Service, statusOf } from '../distribution/server.js';
import type { osg } from '../distribution/wire.js';
import { ControlError } from '../rpc/error.js';
import { OPERATOR } from '../rpc/methods.js';
import { peerIdentity } from '../rpc/tls.js';
import type { Controller } from './controller.js';
import { ControllerError } from './error.js';
import type { Store } from './store.js';

type Call = Pick<ServerUnaryCall<unknown, unknown>, 'getAuthContext' | 'metadata'>;

/** The metadata key by which the command line says who runs it; on a unix socket it is believed, and marked as claimed. */
export const USER_KEY = 'osg-user';

/** @throws ControlError IDENTITY: only certificates with the role operator. */
function caller(call: Call): string {
  const peer = peerIdentity(call.getAuthContext());
  if (peer === undefined)
    return `local:${String(call.metadata.get(USER_KEY)[0] ?? userInfo().username)
      .replace(/[^\w.@-]/g, '_')
      .slice(0, 64)}`;
  if (peer.role !== 'operator')
    throw new ControlError(
      'IDENTITY',
      peer.names[0] ?? 'certificate',
      `has the role ${peer.role ?? 'none'}, operator is needed`,
    );
  return peer.names[0] ?? 'operator';
}

function unary<Q, R>(answer: (request: Q, who: string) => R): handleUnaryCall<Q, R> {
  return (call, callback) => {
    try {
      callback(null, answer(call.request, caller(call)));
    } catch (error) {
      const code =
        error instanceof ControllerError
          ? error.code === 'REQUEST'
            ? status.FAILED_PRECONDITION
            : status.INTERNAL
          : statusOf(error);
      callback({ code, details: error instanceof Error ? error.message : String(error) });
    }
  };
}

export function operatorService(controller: Controller): Service {
  const { store } = controller;
  const audit: handleServerStreamingCall<osg.v1.AuditRequest.$Properties, osg.v1.AuditRecord.$Properties> = (call) => {
    try {
      caller(call);
      let after = call.request.after ?? 0;
      for (;;) {
        const records = store.auditAfter(after);
        if (records.length === 0) break;
        for (const { timeMs, ...record } of records) call.write({ ...record, timeUnixUs: timeMs * 1000 });
        after = records.at(-1)?.sequence ?? after;
      }
      call.end();
    } catch (error) {
      call.emit('error', { code: statusOf(error), details: error instanceof Error ? error.message : String(error) });
    }
  };
  const implementation = {
    Status: unary<osg.v1.StatusRequest.$Properties, osg.v1.StatusReply.$Properties>(() => controller.status()),
    History: unary<osg.v1.HistoryRequest.$Properties, osg.v1.HistoryReply.$Properties>(({ limit, answers }) => ({
      revisions: history(store, limit || 20, answers === true),
    })),
    Diff: unary<osg.v1.DiffRequest.$Properties, osg.v1.DiffReply.$Properties>(({ from, to }) => ({
      changes: controller.operations.diff(from ?? 0, to ?? 0),
    })),
    Rollback: unary<osg.v1.RollbackRequest.$Properties, osg.v1.RevisionReply.$Properties>(({ revision, reason }, who) =>
      controller.operations.rollback(revision ?? 0, who, reason ?? ''),
    ),
    Resume: unary<osg.v1.ResumeRequest.$Properties, osg.v1.RevisionReply.$Properties>(({ reason }, who) =>
      controller.operations.resume(who, reason ?? ''),
    ),
    Emergency: unary<osg.v1.EmergencyRequest.$Properties, osg.v1.RevisionReply.$Properties>(
      ({ allow, isolate, forMs, reason, ticket }, who) =>
        controller.operations.emergency(
          {
            ...(allow != null && { allow: { from: allow.from ?? '', to: allow.to ?? '', ports: allow.ports ?? [] } }),
            ...(isolate != null && { isolate: { target: isolate.target ?? '' } }),
            reason: reason ?? '',
            ticket: ticket ?? '',
          },
          forMs ?? 0,
          who,
        ),
    ),
    EndEmergency: unary<osg.v1.EndEmergencyRequest.$Properties, osg.v1.RevisionReply.$Properties>(
      ({ id, reason }, who) => controller.operations.endEmergency(id ?? '', who, reason ?? ''),
    ),
    Audit: audit,
  };
  return { methods: OPERATOR, implementation: implementation as unknown as UntypedServiceImplementation };
}

function history(store: Store, limit: number, answers: boolean): osg.v1.RevisionRow.$Properties[] {
  return store.history(Math.min(limit, 1000)).map((row) => {
    const all = row.answers.map(
      ({ node, timeMs, refusal }): osg.v1.NodeAnswer.$Properties => ({
        node,
        timeUnixUs: timeMs * 1000,
        ...(refusal !== undefined && { nack: { ...refusal, revision: row.revision } }),
      }),
    );
    const refusals = all.filter(({ nack }) => nack != null);
    return {
      revision: row.revision,
      source: { ...row.source },
      kind: row.kind,
      who: row.who,
      timeUnixUs: row.timeMs * 1000,
      changes: [...row.changes],
      nodes: row.nodes,
      realised: all.length - refusals.length,
      refusals,
      reason: row.reason,
      ...(answers && { answers: all }),
    };
  });
}
