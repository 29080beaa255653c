/** What operators may ask of a controller, over gRPC. */
import { NACK_CODES, REVISION_KINDS, ROLLOUT_ACTIONS } from '../distribution/words.js';
import type { osg } from '../gen/proto.js';
import { OPERATOR } from '../rpc/methods.js';
import type { PeerIdentity } from '../rpc/peer.js';
import { type Service, send, serve } from '../rpc/serve.js';
import { mayDecide } from './authority/given.js';
import type { Controller } from './controller.js';
import { ControllerError } from './error.js';
import { SOCKET } from './operations.js';
import { linesOf } from './recorder.js';
import type { RevisionStore } from './revision-store.js';
import { rolloutRow, rolloutRows } from './rollout/rows.js';
import { worldParts } from './world-parts.js';

export function operatorService(controller: Controller): Service {
  const { revisions } = controller;
  return serve(OPERATOR, 'operator', {
    Status: () => controller.status(),
    History: async ({ limit, answers }) => ({ revisions: await history(revisions, limit || 20, answers) }),
    Diff: async ({ from, to }) => ({ changes: await controller.operations.diff(from, to) }),
    Rollback: ({ revision, reason }, { who, peer }) =>
      controller.operations.rollback(revision, who, reason, identityOf(peer)),
    Resume: ({ reason }, { who, peer }) => controller.operations.resume(who, reason, identityOf(peer)),
    Emergency: ({ allow, isolate, forMs, reason, ticket }, { who, peer }) =>
      controller.operations.emergency(
        {
          ...(allow != null && { allow: { from: allow.from ?? '', to: allow.to ?? '', ports: allow.ports ?? [] } }),
          ...(isolate != null && { isolate: { target: isolate.target ?? '' } }),
          reason,
          ticket,
        },
        forMs,
        who,
        identityOf(peer),
      ),
    Rollouts: async ({ limit }) => ({
      rollouts: await rolloutRows(controller.staging.rollouts, limit || 20),
      waiting: controller.staging.waits,
    }),
    DecideRollout: async ({ action: asked, reason }, { who, peer }) => {
      const action = ROLLOUT_ACTIONS.known(asked);
      if (action === undefined)
        throw new ControllerError(
          'REQUEST',
          'rollout',
          `no action is known as ${ROLLOUT_ACTIONS.text(asked) || 'none'}`,
        );
      const may = mayDecide(controller.authority, action, identityOf(peer));
      const run = await controller.staging.rollouts.decide(action, who, reason, may);
      return rolloutRow(run, controller.staging.rollouts);
    },
    EndEmergency: ({ id, reason }, { who, peer }) =>
      controller.operations.endEmergency(id, who, reason, identityOf(peer)),
    Blame: (request) => controller.archive.blamer.ofFlow(request),
    AcceptClaim: async ({ node, reason }, { who, peer }) => {
      await controller.claims.accept(node, who, reason, identityOf(peer));
      return { revision: controller.status().revision ?? 0, nodes: 1 };
    },
    Approvals: () => ({ approvals: controller.status().approvals ?? [] }),
    Approve: ({ id, digest, reason }, { peer }) =>
      controller.approve({ id, digest, reason, identity: identityOf(peer) }),
    World: async (stream) => {
      const { revision } = stream.request;
      const { pinnedTo } = revision === 0 ? { pinnedTo: 0 } : await revisions.get(revision);
      const then = revision === 0 ? undefined : await revisions.content(pinnedTo || revision);
      for await (const part of worldParts(await controller.inForce(), then)) if (!(await send(stream, part))) return;
    },
    Evidence: (stream) => controller.evidence.ofNodes(stream.request.nodes, (reply) => send(stream, reply)),
    Audit: async (stream) => {
      let { after } = stream.request;
      for (;;) {
        const records = await revisions.audit(after);
        if (records.length === 0) return;
        for (const { timeMs, ...record } of records)
          if (!(await send(stream, { ...record, timeUnixUs: timeMs * 1000 }))) return;
        after = records.at(-1)?.sequence ?? after;
      }
    },
  });
}

/** By a certificate, or whoever opens the socket: a name that is only claimed proves nobody. */
const identityOf = (peer: PeerIdentity | undefined): string =>
  peer === undefined ? SOCKET : `certificate:${peer.names[0] ?? ''}`;

async function history(
  revisions: RevisionStore,
  limit: number,
  answers: boolean,
): Promise<osg.v1.RevisionRow.$Properties[]> {
  const rows = await revisions.history(Math.min(limit, 1000));
  return rows.map((row) => {
    const all = row.answers.map(
      ({ node, timeMs, refusal }): osg.v1.NodeAnswer.$Properties => ({
        node,
        timeUnixUs: timeMs * 1000,
        ...(refusal !== undefined && {
          nack: { ...refusal, code: NACK_CODES.value[refusal.code], revision: row.revision },
        }),
      }),
    );
    const refusals = all.filter(({ nack }) => nack != null);
    return {
      revision: row.revision,
      source: { ...row.source },
      kind: REVISION_KINDS.value[row.kind],
      who: row.who,
      timeUnixUs: row.timeMs * 1000,
      changes: linesOf(row.changes, row.changes.length, row.more),
      nodes: row.nodes,
      realised: all.length - refusals.length,
      refusals,
      reason: row.reason,
      ...(answers && { answers: all }),
    };
  });
}
