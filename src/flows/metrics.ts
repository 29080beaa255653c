import { Counter, Gauge, type Registry } from 'prom-client';
import type { FlowContext } from './names.js';
import type { DenyRecord } from './record.js';
import type { ReporterStatus } from './reporter.js';
import { reasonText, tierText, verdictText } from './words.js';
import { ALL_DROPS, dropLabels } from './workload-drops.js';

/** Where packets may be lost to the stream, and the figure that tells. */
const LOSSES = [
  ['rate', 'suppressed'],
  ['ring', 'lost'],
  ['crash', 'gap'],
  ['queue', 'droppedQueue'],
  ['spool', 'droppedSpool'],
  ['torn', 'torn'],
] as const;

/** The deny stream's metrics on a node. Labels are bounded: no workload, no address. */
export class DenyMetrics {
  /** By their labels, and by the contexts that have them: what one more event costs is one look-up. */
  readonly #tiers = new Map<string, Tier>();
  readonly #tierOf = new WeakMap<FlowContext, Tier>();

  readonly #rollout: () => string | undefined;

  /**
   * `ask` is asked once a scrape; undefined while nothing is reported. `rollout` is the one that the node has a part in: no other
   * becomes a label, and its series end with it.
   */
  constructor(
    ask: () => ReporterStatus | undefined,
    registry: Registry,
    rollout = (): string | undefined => undefined,
  ) {
    const registers = [registry];
    const status = once(ask);
    const tiers = this.#tiers;
    this.#rollout = rollout;
    new Counter({
      name: 'osg_denied_event_packets_total',
      help: 'Packets of deny events by direction, reason, tier of the deciding rule (empty: a default), verdict (deny, would-deny, would-allow) and rollout, while one is on its way that changes the verdict',
      labelNames: ['direction', 'reason', 'tier', 'verdict', 'rollout'],
      registers,
      collect() {
        this.reset();
        const running = rollout();
        for (const [key, { labels, packets }] of tiers) {
          if (labels.rollout === undefined || labels.rollout === running) this.inc(labels, packets);
          else tiers.delete(key);
        }
      },
    });
    new Counter({
      name: 'osg_denied_packets_total',
      help: 'Packets dropped, counted by the kernel program; reason policy: by a rule or by default',
      labelNames: ['direction', 'reason'],
      registers,
      collect() {
        this.reset();
        for (const drop of ALL_DROPS) this.inc({ ...dropLabels(drop) }, 0);
        for (const drop of status()?.kernel.drops ?? []) this.inc({ ...dropLabels(drop) }, drop.packets);
      },
    });
    const counter = (name: string, help: string, value: (status: ReporterStatus) => number): void => {
      new Counter({
        name,
        help,
        registers,
        collect() {
          const now = status();
          this.reset();
          this.inc(now === undefined ? 0 : value(now));
        },
      });
    };
    counter(
      'osg_audit_would_deny_packets_total',
      'Packets that audit rules would have denied',
      ({ kernel }) => kernel.wouldDeny,
    );
    counter(
      'osg_audit_would_allow_packets_total',
      'Denied packets that audit rules would have allowed',
      ({ kernel }) => kernel.wouldAllow,
    );
    counter(
      'osg_deny_acked_packets_total',
      'Denied packets whose events the collector has stored',
      ({ accounting }) => accounting.acked,
    );
    new Counter({
      name: 'osg_deny_lost_packets_total',
      help: 'Denied packets without an event, by the stage that lost it',
      labelNames: ['stage'],
      registers,
      collect() {
        const now = status();
        this.reset();
        for (const [stage, figure] of LOSSES) this.inc({ stage }, now?.accounting[figure] ?? 0);
      },
    });
    const gauge = (name: string, help: string, value: (status: ReporterStatus) => number): void => {
      new Gauge({
        name,
        help,
        registers,
        collect() {
          const now = status();
          this.set(now === undefined ? 0 : value(now));
        },
      });
    };
    gauge(
      'osg_deny_pending_packets',
      'Denied packets that wait in the kernel for a roll-up',
      ({ accounting }) => accounting.pending,
    );
    gauge(
      'osg_deny_waiting_packets',
      'Denied packets in events that are not acked',
      ({ accounting }) => accounting.waiting,
    );
    gauge('osg_deny_flows', 'Flow signatures in the kernel', ({ kernel }) => kernel.flows);
    gauge('osg_deny_ring_used_ratio', 'Fill of the ring buffer', ({ ring }) => ring.availableBytes / ring.ringBytes);
    gauge('osg_deny_spool_used_ratio', 'Fill of the spool', ({ spool }) =>
      spool.maxBytes === 0 ? 0 : spool.bytes / spool.maxBytes,
    );
    gauge('osg_deny_collector_connected', '1 while the stream to the collector is open', ({ connected }) =>
      connected ? 1 : 0,
    );
  }

  /** For `ReporterOptions.onEvent`. */
  readonly onEvent = (record: DenyRecord, context: FlowContext): void => {
    const rollout = context.rollout && context.rollout === this.#rollout() ? context.rollout : undefined;
    let tier = this.#tierOf.get(context);
    if (tier === undefined || tier.labels.rollout !== rollout) {
      tier = this.#tier(context, rollout);
      this.#tierOf.set(context, tier);
    }
    tier.packets += record.packets;
  };

  #tier({ egress, reason, tier, verdict }: FlowContext, rollout: string | undefined): Tier {
    const direction = egress ? 'egress' : 'ingress';
    const words = { direction, reason: reasonText(reason), tier: tierText(tier), verdict: verdictText(verdict) };
    const labels = { ...words, ...(rollout !== undefined && { rollout }) };
    const key = Object.values(labels).join('\0');
    const known = this.#tiers.get(key) ?? { labels, packets: 0 };
    this.#tiers.set(key, known);
    return known;
  }
}

interface Tier {
  readonly labels: Readonly<Record<'direction' | 'reason' | 'tier' | 'verdict', string>> & {
    readonly rollout?: string;
  };
  packets: number;
}

/** The same answer for all metrics of a scrape. */
function once<T>(ask: () => T): () => T {
  let answer: { readonly value: T } | undefined;
  return () => {
    if (answer === undefined) {
      answer = { value: ask() };
      setTimeout(() => {
        answer = undefined;
      }, 100).unref();
    }
    return answer.value;
  };
}
