/** What the agent tells the controller unasked: who it is, what came and went on its node, how it stands, drift. */
import type { DistributionClient } from '../distribution/client.js';
import type { RevisedView } from '../distribution/receiver.js';
import type { osg } from '../gen/proto.js';
import type { Clock } from '../part/clock.js';
import type { DriftEvents } from './drift-events.js';
import type { EnforcementPort } from './enforcement.js';
import type { Sandbox } from './locate/sandboxes.js';
import type { PodNews } from './pods.js';
import type { Standing } from './standing.js';

export interface ReportsParts {
  readonly bootId: string;
  readonly version: string;
  readonly port: Pick<EnforcementPort, 'capabilities' | 'budget'>;
  readonly clock: Clock;
  readonly pods: PodNews;
  readonly driftEvents: DriftEvents;
  readonly standing: () => Standing;
  readonly client: () => DistributionClient;
  /** Every five seconds, with the report. */
  readonly often: () => void;
}

const REPORT_MS = 5_000;

export class Reports {
  readonly #parts: ReportsParts;
  #cancel: (() => void) | undefined;
  #closed = false;

  constructor(parts: ReportsParts) {
    this.#parts = parts;
  }

  /** The first words to a controller. @param realised what is in force */
  hello(realised: RevisedView | undefined): osg.v1.Hello.$Properties {
    const { port, bootId, version } = this.#parts;
    return {
      bootId,
      agentVersion: version,
      capabilities: [...port.capabilities],
      budget: { ...port.budget },
      ...(realised && {
        realisedRevision: realised.revision,
        realisedEpoch: realised.epoch,
        realisedVersion: realised.version,
        realisedDigest: realised.digest,
      }),
    };
  }

  /** The stream is open: what a controller that just answered may not have heard. */
  connected(): void {
    for (const pods of this.#parts.pods.recent()) this.#parts.client().send({ pods });
    this.status();
    this.drift();
  }

  /** A pod came to this node, or left it, as its container runtime says. */
  pod(sandbox: Sandbox, gone: boolean): void {
    const pods = this.#parts.pods.take(sandbox, gone);
    const client = this.#parts.client();
    if (pods !== undefined && client.connected) client.send({ pods });
  }

  status(): void {
    const client = this.#parts.client();
    if (!this.#closed && client.connected) client.send({ status: this.#parts.standing().status() });
  }

  /** All that the controller has not confirmed: what it has already, it knows. */
  drift(): void {
    const { driftEvents, client } = this.#parts;
    if (driftEvents.waiting > 0) client().send({ drift: driftEvents.report() });
  }

  driftTaken(taken: osg.v1.DriftTaken.$Properties): void {
    const { driftEvents } = this.#parts;
    const before = driftEvents.waiting;
    driftEvents.taken(taken);
    // What did not fit in the report.
    if (driftEvents.waiting < before) this.drift();
  }

  start(): void {
    if (this.#closed) return;
    this.#cancel = this.#parts.clock.after(REPORT_MS, () => {
      this.status();
      this.drift();
      this.#parts.often();
      this.start();
    });
  }

  close(): void {
    this.#closed = true;
    this.#cancel?.();
  }
}
