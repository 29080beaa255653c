/** The controller's metrics, each declared once; docs/operations.md lists them. */
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { DRIFT_OUTCOMES, NACK_CODES } from '../distribution/words.js';
import type { Fleet } from './fleet.js';
import { currentRing, type Run } from './rollout/state.js';

export function controllerMetrics() {
  const registers = [new Registry()];
  const metrics = {
    registry: registers[0] as Registry,
    revision: new Gauge({ name: 'osg_controller_revision', help: 'Newest revision', registers }),
    revisions: new Counter({
      name: 'osg_controller_revisions_total',
      help: 'Revisions made, by kind',
      labelNames: ['kind'],
      registers,
    }),
    inventory: new Counter({
      name: 'osg_controller_inventory_changes_total',
      help: 'Workloads and nodes that came, went or changed: they make no revision',
      registers,
    }),
    problems: new Gauge({
      name: 'osg_controller_source_problems',
      help: 'Why the newest input is not the newest revision: 0 is good',
      registers,
    }),
    nodes: new Gauge({ name: 'osg_controller_nodes', help: 'Nodes by state', labelNames: ['state'], registers }),
    acks: new Counter({ name: 'osg_controller_acks_total', help: 'Revisions realised by nodes', registers }),
    nacks: new Counter({
      name: 'osg_controller_nacks_total',
      help: 'Revisions refused by nodes',
      labelNames: ['code'],
      registers,
    }),
    drift: new Counter({
      name: 'osg_controller_drift_total',
      help: 'Foreign changes on nodes that are in the audit log, by outcome',
      labelNames: ['outcome'],
      registers,
    }),
    driftRefused: new Counter({
      name: 'osg_controller_drift_refused_total',
      help: 'Reports of drift, or events in them, that no agent would send',
      registers,
    }),
    certificates: new Counter({
      name: 'osg_controller_certificates_total',
      help: 'Certificates of nodes and collectors that were to be renewed, by what became of it',
      labelNames: ['outcome'],
      registers,
    }),
    realise: new Histogram({
      name: 'osg_controller_realise_seconds',
      help: "From the time the controller saw a change to its being in force in a node's kernel",
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
      registers,
    }),
    compute: new Histogram({
      name: 'osg_controller_compute_seconds',
      help: 'From objects to the views of all nodes concerned',
      buckets: [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5],
      registers,
    }),
    emergencyEnds: new Gauge({
      name: 'osg_controller_emergency_expires_seconds',
      help: 'Unix time at which each emergency ends',
      labelNames: ['id'],
      registers,
    }),
    rollout: new Gauge({
      name: 'osg_controller_rollout_ring',
      help: 'The rollout that is on its way: which of its rings, from 1; absent where there is none',
      labelNames: ['rollout', 'ring', 'state'],
      registers,
    }),
    reverted: new Gauge({
      name: 'osg_controller_rollout_reverted',
      help: '1 for the rollout that came back, as long as what it brought is kept out; absent where there is none',
      labelNames: ['rollout'],
      registers,
    }),
    emergencies: new Gauge({ name: 'osg_controller_emergencies', help: 'Emergency rules in force', registers }),
  };
  for (const kind of ['policy', 'rollback', 'resume', 'emergency']) metrics.revisions.inc({ kind }, 0);
  for (const outcome of ['issued', 'refused']) metrics.certificates.inc({ outcome }, 0);
  for (const outcome of DRIFT_OUTCOMES.all) metrics.drift.inc({ outcome }, 0);
  for (const state of ['realised', 'pending', 'refused', 'away']) metrics.nodes.set({ state }, 0);
  for (const code of NACK_CODES.all) metrics.nacks.inc({ code }, 0);
  return metrics;
}

/** Of the run that is on its way, which is one at most. */
export function countRollout({ rollout }: ControllerMetrics, run: Run | undefined): void {
  rollout.reset();
  const at = run === undefined ? undefined : currentRing(run);
  if (run === undefined || at === undefined) return;
  rollout.set({ rollout: run.id, ring: run.rings[at]?.name ?? '', state: run.state }, at + 1);
}

/** Of the one that came back last, if what it brought is kept out. */
export function countReverted({ reverted }: ControllerMetrics, rollout: string | undefined): void {
  reverted.reset();
  if (rollout !== undefined) reverted.set({ rollout }, 1);
}

export type ControllerMetrics = ReturnType<typeof controllerMetrics>;

/** Nodes by state, as of now. */
export function countNodes(metrics: ControllerMetrics, fleet: Fleet): void {
  const count = { realised: 0, pending: 0, refused: 0, away: 0 };
  for (const row of fleet.rows()) {
    if (row.connected !== true) count.away++;
    else if (row.refusal != null) count.refused++;
    else if (row.desiredVersion === row.realisedVersion && row.desiredRevision === row.realisedRevision)
      count.realised++;
    else count.pending++;
  }
  for (const [state, nodes] of Object.entries(count)) metrics.nodes.set({ state }, nodes);
}
