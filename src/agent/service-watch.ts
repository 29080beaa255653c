/** How Services are judged on the node: said when it changes, and for as long as it is less than what policies mean. */
import type { Figures } from '../distribution/figures.js';
import { SERVICE_MODES } from '../distribution/words.js';
import type { Clock } from '../part/clock.js';
import type { Log } from '../part/log.js';
import type { EnforcementPort, ServiceStanding } from './enforcement.js';
import type { AgentMetrics } from './metrics.js';

const OFF: ServiceStanding = { mode: 'off', offloaded: 0 };
/** A flow that a flowtable took over may last; who looks has so long to see it. */
const OFFLOADED_MS = 600_000;
const OFFLOADED =
  'a flowtable takes flows to Services past all hooks: where ingress is restricted their answers are dropped, elsewhere a revoked rule does not end them; keep pods out of flowtables (nft list flowtables), or set services: together (docs/kubernetes.md)';

/** What it means to people; empty: nothing is amiss. */
function meaning({ mode, reason }: Pick<ServiceStanding, 'mode' | 'reason'>): string {
  return reason === undefined || mode === 'deferred' ? '' : `${MEANINGS[mode]} (${reason})`;
}

const MEANINGS = {
  together:
    'who gets a packet to a Service cannot be told on this node: a Service is allowed only if all of its endpoints are, else denied as service-partial',
  literal:
    'who gets a packet to a Service cannot be told on this node: a Service is judged by its own address, and a rule for pods does not open it',
  off: 'a Service is judged by its own address, as any other',
} as const;

/** What the hooks have counted. */
export const serviceFigures = (of: Readonly<Record<'judged' | 'untagged' | 'offloaded', number>>): Figures => ({
  services_judged_total: of.judged,
  services_untagged_total: of.untagged,
  services_offloaded_total: of.offloaded,
});

export class ServiceWatch {
  readonly #port: Pick<EnforcementPort, 'services'>;
  readonly #metric: AgentMetrics['serviceMode'];
  readonly #log: Log;
  readonly #clock: Pick<Clock, 'monotonic'>;
  #said = JSON.stringify({ mode: 'off' });
  #offloaded = 0;
  #offloadedAt = Number.NEGATIVE_INFINITY;

  constructor(
    port: Pick<EnforcementPort, 'services'>,
    metric: AgentMetrics['serviceMode'],
    log: Log,
    clock: Pick<Clock, 'monotonic'>,
  ) {
    this.#clock = clock;
    this.#port = port;
    this.#metric = metric;
    this.#log = log;
  }

  /** To be called when it may have changed. */
  look(): void {
    this.#lookAtFlowtables();
    const { standing } = this;
    const now = JSON.stringify(standing);
    if (now === this.#said) return;
    this.#said = now;
    for (const mode of SERVICE_MODES.all) this.#metric.set({ mode }, mode === standing.mode ? 1 : 0);
    const warning = meaning(standing);
    if (warning === '') this.#log.info({ mode: standing.mode }, 'how Services are judged');
    else this.#log.warn({ ...standing }, warning);
  }

  #lookAtFlowtables(): void {
    const { offloaded } = this.#port.services ?? OFF;
    const more = offloaded > this.#offloaded;
    this.#offloaded = offloaded;
    if (!more) return;
    if (!this.#isOffloading) this.#log.warn({ packets: offloaded }, OFFLOADED);
    this.#offloadedAt = this.#clock.monotonic();
  }

  get #isOffloading(): boolean {
    return this.#clock.monotonic() - this.#offloadedAt < OFFLOADED_MS;
  }

  get standing(): Pick<ServiceStanding, 'mode' | 'reason'> {
    const { mode, reason } = this.#port.services ?? OFF;
    return { mode, ...(reason !== undefined && { reason }) };
  }

  warnings(): readonly string[] {
    const warning = meaning(this.standing);
    return [...(warning === '' ? [] : [warning]), ...(this.#isOffloading ? [OFFLOADED] : [])];
  }
}
