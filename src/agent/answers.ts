/** The agent's answer to each revision: ACK when it is in force, NACK with the reason when it is refused; beside them log and metrics. */
import type { DistributionClient } from '../distribution/client.js';
import type { RevisedView } from '../distribution/receiver.js';
import { NACK_CODES } from '../distribution/words.js';
import type { Log } from '../part/log.js';
import type { AgentMetrics } from './metrics.js';
import type { Realised, Refusal } from './reconciler.js';

export interface AnswersParts {
  readonly log: Log;
  readonly metrics: AgentMetrics;
  readonly client: () => DistributionClient;
}

export class Answers {
  readonly #parts: AnswersParts;

  constructor(parts: AnswersParts) {
    this.#parts = parts;
  }

  /** @returns whether it came from the controller; what was found on disk is answered to nobody */
  realised({ desire, compileUs, publishUs, realisedUnixUs }: Realised): boolean {
    const { log, metrics, client } = this.#parts;
    const { revised, nonce } = desire;
    metrics.realised.set(revised.revision);
    metrics.compile.observe(compileUs / 1e6);
    metrics.publish.observe(publishUs / 1e6);
    if (nonce !== undefined) {
      const seconds = realisedUnixUs / 1e6 - revised.source.timeUnixUs / 1e6;
      if (seconds >= 0) metrics.latency.observe(seconds);
      client().send({
        ack: {
          nonce,
          revision: revised.revision,
          version: revised.version,
          receivedUnixUs: desire.receivedUnixUs,
          compileUs,
          publishUs,
          realisedUnixUs,
        },
      });
    }
    log.info(
      {
        revision: revised.revision,
        source: revised.source.id,
        compileUs,
        publishUs,
        endpoints: revised.view.endpoints.length,
      },
      'revision in force',
    );
    return nonce !== undefined;
  }

  /** @param inForce what deltas build on from now on */
  refused({ desire, code, object, field, reason }: Refusal, inForce: RevisedView | undefined): void {
    const { log, metrics, client } = this.#parts;
    const { revised, nonce } = desire;
    const { revision, version } = revised;
    metrics.nacks.inc();
    log.error({ revision, code, object, field, reason }, 'revision refused, the last good policy stays in force');
    client().revert(inForce);
    if (nonce !== undefined)
      client().send({
        nack: { nonce, revision, version, code: NACK_CODES.value[code], object, field, reason: reason.slice(0, 4_000) },
      });
  }
}
