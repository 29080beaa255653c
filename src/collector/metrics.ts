import { Counter, Gauge, Registry } from 'prom-client';
import { denyReasons, reasonText, tierText, tierWords, verdictText, verdictWords } from '../flows/index.js';
import { Placement, type StoredBatch } from './batch.js';
import type { CollectorStatus } from './collector.js';
import type { Exporter } from './export.js';

// What a node says may be anything: labels are of these words only.
const REASONS: ReadonlySet<string> = new Set(denyReasons);
const VERDICTS: ReadonlySet<string> = new Set(verdictWords);
/** A default has none. */
const TIERS: ReadonlySet<string> = new Set(['', ...tierWords]);
const known = (words: ReadonlySet<string>, word: string): string => (words.has(word) ? word : 'other');

/** The collector's metrics. Labels are bounded: no pod, no address. */
export class CollectorMetrics {
  readonly registry = new Registry();
  readonly #packets: Counter;
  readonly #events: Counter;
  readonly #errors: Counter;
  readonly #contradicted: Counter;

  constructor(status: () => CollectorStatus, usedBytes: () => Promise<number>, exporters: readonly Exporter[] = []) {
    const registers = [this.registry];
    this.#packets = new Counter({
      name: 'osg_collector_denied_packets_total',
      help: 'Packets of stored events',
      labelNames: ['direction', 'reason', 'tier', 'verdict'],
      registers,
    });
    this.#events = new Counter({ name: 'osg_collector_stored_events_total', help: 'Events stored', registers });
    this.#contradicted = new Counter({
      name: 'osg_collector_contradicted_events_total',
      help: 'Events of endpoints that the inventory has on another node than the one that reports them',
      registers,
    });
    this.#errors = new Counter({
      name: 'osg_collector_errors_total',
      help: 'Failed commits and refused batches',
      registers,
    });
    const gauge = (name: string, help: string, value: (status: CollectorStatus) => number): void => {
      new Gauge({
        name,
        help,
        registers,
        collect() {
          this.set(value(status()));
        },
      });
    };
    if (exporters.length > 0) {
      new Counter({
        name: 'osg_collector_exported_events_total',
        help: 'Events by exporter and what became of them',
        labelNames: ['exporter', 'outcome'],
        registers,
        collect() {
          this.reset();
          for (const { name: exporter, exported, dropped } of exporters) {
            this.inc({ exporter, outcome: 'exported' }, exported);
            this.inc({ exporter, outcome: 'dropped' }, dropped);
          }
        },
      });
    }
    const counter = (name: string, help: string, value: (status: CollectorStatus) => number): void => {
      new Counter({
        name,
        help,
        registers,
        collect() {
          this.reset();
          this.inc(value(status()));
        },
      });
    };
    gauge('osg_collector_tails', 'Live tails', ({ tails }) => tails);
    counter('osg_collector_tails_dropped_total', 'Tails dropped because they lagged', (now) => now.tailsDropped);
    gauge(
      'osg_collector_waiting_bytes',
      'Received batches that are not stored yet',
      ({ waitingBytes }) => waitingBytes,
    );
    new Gauge({
      name: 'osg_collector_database_bytes',
      help: 'Used pages of the database',
      registers,
      async collect() {
        this.set(await usedBytes());
      },
    });
    counter('osg_collector_expired_events_total', 'Events removed by retention', (now) => now.expiredEvents);
    gauge('osg_collector_inventory_addresses', 'Addresses whose owners are known', ({ addresses }) => addresses);
    gauge(
      'osg_collector_inventory_synced_seconds',
      'Unix time up to which the names of denies are right; 0: no controller has told any',
      ({ namesSyncedUs }) => namesSyncedUs / 1e6,
    );
  }

  stored({ batch, peers }: StoredBatch): void {
    const contexts = batch.contexts ?? [];
    const packets = new Array<number>(contexts.length).fill(0);
    for (const { context, packets: count } of batch.items ?? []) {
      packets[context ?? 0] = (packets[context ?? 0] ?? 0) + (count ?? 0);
    }
    for (const [i, { egress, reason, tier, verdict }] of contexts.entries()) {
      const labels = {
        direction: egress ? 'egress' : 'ingress',
        reason: known(REASONS, reasonText(reason)),
        tier: known(TIERS, tierText(tier)),
        verdict: known(VERDICTS, verdictText(verdict)),
      };
      this.#packets.inc(labels, packets[i]);
    }
    this.#events.inc((batch.items ?? []).length);
    const wrong = (batch.items ?? []).filter(
      ({ context }) => peers.placements[context ?? 0] === Placement.CONTRADICTED,
    );
    this.#contradicted.inc(wrong.length);
  }

  error(): void {
    this.#errors.inc();
  }
}
