/** The kernel as enforcement port: interfaces found, plans published, denies named, drift looked for. */
import type { AttachFault } from '../datapath/attach.js';
import { fills } from '../datapath/conntrack-fill.js';
import type { Announce, Datapath, Interface, UnattachedInterface } from '../datapath/datapath.js';
import { denials } from '../datapath/stats.js';
import type { SuccessionReport } from '../datapath/succession.js';
import type { Figures } from '../distribution/figures.js';
import { BpfError, type LinkInterface } from '../ebpf/binding.js';
import type { DenyEndpoint, DenyNames } from '../flows/names.js';
import type { ViewEndpoint } from '../policy/view.js';
import type { Binding } from '../tables/index.js';
import type {
  Applied,
  ApplyRequest,
  Budget,
  ConntrackFill,
  Drift,
  EndpointState,
  EnforcementPort,
  ServiceStanding,
} from './enforcement.js';
import { shortDigest } from './last-good-file.js';
import { Linger } from './linger.js';
import { LocalEndpoints } from './local.js';
import type { EndpointLocator, Found } from './locate/locator.js';
import { nameRevision } from './naming.js';
import { KernelQueries, type QueryPort } from './queries.js';
import { Quotas } from './quotas.js';
import { serviceFigures } from './service-watch.js';
import { attachStrange, stateAfter } from './strange.js';
import { TrialWatch, wishOf } from './trial.js';
import { Turns } from './turns.js';

export interface KernelPortOptions {
  readonly datapath: Datapath;
  readonly budget: Budget;
  readonly capabilities: readonly string[];
  readonly locator: EndpointLocator;
  /** Gets the words for what the kernel's records call by numbers. */
  readonly names?: DenyNames;
  /** All who hold an index in the next revision, before they are attached. Must not throw. */
  readonly onHolders?: (holders: readonly DenyEndpoint[]) => void;
  /** An interface whose endpoint has gone stays attached, without policy, for so long: everything is denied. Default 30 s. */
  readonly lingerMs?: number;
  readonly onError: (error: unknown) => void;
  /** Once, when the maps of another layout version have been taken over. */
  readonly onSucceeded?: (report: SuccessionReport) => void;
  /** An endpoint has taken 80 % of the flows that it may have tracked: once, until it has come down again. */
  readonly onCrowded?: (fill: ConntrackFill) => void;
}

const MAINTAIN_MS = 5_000;
const NONE: ReadonlyMap<string, Binding> = new Map();
const DRIFT_KIND = { gone: 'link', behind: 'place', unpinned: 'bpffs' } as const;

export class KernelPort implements EnforcementPort {
  readonly capabilities: readonly string[];
  readonly budget: Budget;
  readonly found: bigint;
  /** In force when this process began; until it puts something in force itself. */
  #adopted: Datapath['inForce'];
  #numbersKept = false;
  readonly datapath: Datapath;
  readonly queries: QueryPort;
  readonly trials: TrialWatch;
  readonly #locator: EndpointLocator;
  readonly #names: DenyNames | undefined;
  readonly #onHolders: NonNullable<KernelPortOptions['onHolders']>;
  readonly #linger: Linger;
  #listener: (why: string) => void = () => undefined;
  #figures: Figures = {};
  readonly #onError: (error: unknown) => void;
  /** By index. */
  #endpointIds: ReadonlyMap<number, string> = new Map();
  /** Indexes that were ever in use; what was counted under them stays counted. */
  readonly #everUsed = new Set([0]);
  readonly #quotas: Quotas;
  #endpoints: readonly ViewEndpoint[] = [];
  /** Of the interfaces that the inventory names. */
  #hostNames: ReadonlySet<string> = new Set();
  #bindings: ReadonlyMap<string, Binding> = NONE;
  /** `shop/web (veth1)`, by interface index. */
  readonly #owners = new Map<number, string>();
  #failed: readonly UnattachedInterface[] = [];
  /** Interfaces that are pods' by their name alone. */
  readonly #unknown = new Set<number>();
  readonly #local = new LocalEndpoints();
  #byId: ReadonlyMap<string, ViewEndpoint> = new Map();
  /** Those that nothing locates although their address is known. */
  #nowhere: readonly ViewEndpoint[] = [];
  /** Without policy, and why. */
  #denied: readonly ViewEndpoint[] = [];
  #deniedWhy = '';
  /** Idle conversations are looked for once a minute: a day makes them idle. */
  readonly #turns = new Turns(60_000 / MAINTAIN_MS);
  #maintained = Number.NEGATIVE_INFINITY;
  /** Of the arena, in use by the revision in force. */
  #lines = 0;
  #closed = false;
  #onSucceeded: KernelPortOptions['onSucceeded'];

  constructor(options: KernelPortOptions) {
    const { datapath, budget, capabilities, locator, names, lingerMs = 30_000, onError } = options;
    this.datapath = datapath;
    this.queries = new KernelQueries(datapath);
    this.trials = new TrialWatch(datapath.trials);
    this.#adopted = datapath.inForce;
    this.found = this.#adopted?.digest ?? 0n;
    this.#onSucceeded = options.onSucceeded;
    this.#quotas = new Quotas(options.onCrowded);
    this.budget = budget;
    this.capabilities = capabilities;
    this.#names = names;
    this.#onHolders = options.onHolders ?? (() => undefined);
    this.#linger = new Linger(lingerMs, (ifindex) => {
      if (!this.#closed) datapath.detach(ifindex);
    });
    this.#onError = onError;
    this.#locator = locator;
    locator.onChange((links) => this.#interfacesChanged(links));
    // There from the first scrape on.
    const fullest = { conntrack_fullest_entries: 0, conntrack_fullest_limit: 0 };
    this.#count({ conntrack_entries: 0, conntrack_capacity: 0, conntrack_collected: 0, ...fullest });
  }

  async apply(request: ApplyRequest): Promise<Applied> {
    const { digest, plan, endpoints, services, confirmWithinMs } = request;
    const began = performance.now();
    const interfaces = new Map<string, Interface>();
    const holders = new Map<number, string>();
    const states: EndpointState[] = [];
    const nowhere: ViewEndpoint[] = [];
    const indexes = new Map(plan.endpoints.map(({ id, index }) => [id, index]));
    for (const endpoint of endpoints) {
      const found = this.#located(endpoint, indexes.get(endpoint.id));
      const { id } = endpoint;
      if (found.kind !== 'found') {
        const lost = found.nowhere === true && endpoint.addresses.length > 0;
        if (lost) nowhere.push(endpoint);
        states.push({ id, state: found.kind, detail: found.detail, ...(lost && { lacks: 'place' }) });
        continue;
      }
      const { by, name } = found;
      const { ifindex } = found.interface;
      const other = holders.get(ifindex);
      if (other !== undefined) {
        states.push({ id, state: 'failed', detail: `${name} is the interface of ${other} already` });
        continue;
      }
      holders.set(ifindex, id);
      this.#owners.set(ifindex, `${id} (${name})`);
      interfaces.set(id, found.interface);
      states.push({ id, state: 'attached', detail: by === undefined ? name : `${name}, ${by}` });
    }
    let bindings: ReadonlyMap<string, Binding> = new Map();
    const byId = new Map(endpoints.map((endpoint) => [endpoint.id, endpoint]));
    const announce: Announce = (kernelRevision, holdersNow) => {
      bindings = new Map(
        holdersNow.map(({ id, generation }) => [id, { ...(interfaces.get(id) as Interface), generation }]),
      );
      // What is told of the time before us has our words, if it was this policy with these numbers.
      const adopted = this.#adopted;
      this.#adopted = undefined;
      const same = adopted !== undefined && this.#numbersKept && adopted.digest === shortDigest(digest);
      const revisions = same ? [kernelRevision, adopted.revision] : [kernelRevision];
      this.#onHolders(nameRevision(this.#names, request, revisions, holdersNow));
    };
    this.datapath.know(services);
    const wish = wishOf(plan, confirmWithinMs);
    const known = this.trials.knows(wish);
    const { unattached, lines } = await this.datapath.publish(plan, interfaces, announce, shortDigest(digest), wish);
    this.trials.applied(plan, known);
    const publishUs = Math.round((performance.now() - began) * 1000);
    const { succession } = this.datapath;
    if (succession !== undefined) this.#onSucceeded?.(succession);
    this.#onSucceeded = undefined;
    this.#endpointIds = new Map(plan.endpoints.map(({ index, id }) => [index, id]));
    for (const { index } of plan.endpoints) this.#everUsed.add(index);
    this.#endpoints = endpoints;
    this.#nowhere = nowhere;
    this.#nameInterfaces();
    this.#bindings = bindings;
    this.#byId = byId;
    const denied = this.#attachDenied(new Set(holders.keys()));
    const strange = attachStrange(this.datapath, this.#locator, holders, this.#unknown);
    this.#release(new Set([...holders.keys(), ...denied.ifindexes, ...strange.ifindexes]));
    this.#lines = lines;
    this.#failed = unattached.filter(({ error }) => error.code !== 'ENODEV');
    const failures = new Map(unattached.map(({ id, error }) => [id, error]));
    const after = states.map((state) => stateAfter(state, failures.get(state.id)));
    return { endpoints: [...after, ...denied.states, ...strange.states], publishUs };
  }

  /** Where nothing says where a pod is, it is where it was: a restart changes no verdict (F46). */
  #located(endpoint: ViewEndpoint, index: number | undefined): Found {
    const found = this.#locator.find(endpoint);
    if (found.kind === 'found' || found.nowhere !== true || index === undefined) return found;
    const ifindex = this.datapath.interfaceOf({ id: endpoint.id, index });
    if (ifindex === undefined) return found;
    return { kind: 'found', interface: { ifindex }, name: `interface ${ifindex}`, by: 'as it was' };
  }

  deny(endpoints: readonly ViewEndpoint[], why: string): readonly EndpointState[] {
    this.#denied = endpoints;
    this.#deniedWhy = why;
    this.#nameInterfaces();
    return this.#attachDenied(new Set()).states;
  }

  #nameInterfaces(): void {
    const all = [...this.#endpoints, ...this.#denied];
    this.#hostNames = new Set(all.flatMap(({ attach }) => attach.interface ?? []));
  }

  /** The programs on the interfaces of those without policy. @param held interfaces that others have */
  #attachDenied(held: ReadonlySet<number>): { readonly states: EndpointState[]; readonly ifindexes: number[] } {
    const states: EndpointState[] = [];
    const ifindexes: number[] = [];
    for (const endpoint of this.#denied) {
      const { id } = endpoint;
      const found = this.#locator.find(endpoint);
      if (found.kind !== 'found') {
        states.push({ id, state: found.kind, detail: found.detail });
        continue;
      }
      const { ifindex } = found.interface;
      if (held.has(ifindex)) continue;
      try {
        this.datapath.attach(ifindex);
        ifindexes.push(ifindex);
        states.push({ id, state: 'denied', detail: `${found.name}: ${this.#deniedWhy}` });
      } catch (error) {
        if (!(error instanceof BpfError)) throw error;
        states.push(stateAfter({ id, state: 'denied', detail: found.name }, error));
      }
    }
    return { states, ifindexes };
  }

  /** Everything is denied on the interface when this returns, until a policy is in force there. @throws BpfError it cannot be */
  shut(ifindex: number): void {
    const { datapath } = this;
    if (datapath.enforced(ifindex)) return;
    datapath.detach(ifindex);
    datapath.attach(ifindex, true);
  }

  /** The endpoint whose policy is in force on the interface, as it was compiled. */
  inForce(ifindex: number): ViewEndpoint | undefined {
    for (const [id, binding] of this.#bindings)
      if (binding.ifindex === ifindex && this.datapath.enforced(ifindex)) return this.#byId.get(id);
    return undefined;
  }

  localised(endpoint: ViewEndpoint): ViewEndpoint {
    return this.#local.of(endpoint, this.#locator.addressesOf?.(endpoint));
  }

  get services(): ServiceStanding {
    return this.datapath.services;
  }

  get ways(): readonly string[] {
    return this.#locator.ways ?? [];
  }

  /**
   * Interfaces came, went or changed. What appears for a known endpoint is denied at once, until its policy is in force on
   * it: that takes longer, for the whole plan is published. First what is known by its name, without asking for more: until
   * then it is open.
   */
  #interfacesChanged(links: readonly LinkInterface[]): void {
    if (this.#closed) return;
    const { datapath } = this;
    try {
      for (const { name, ifindex } of links)
        if (this.#hostNames.has(name)) this.#deny(ifindex);
        else if (this.#locator.isPods?.(name) === true && !datapath.enforced(ifindex)) {
          this.#unknown.add(ifindex);
          this.#deny(ifindex);
        }
      for (const ifindex of datapath.attached) if (!datapath.enforced(ifindex)) datapath.detach(ifindex);
      // Without a revision nobody knows whether the pods that run here may talk: what is shut already stays so.
      if (this.#bindings !== NONE)
        for (const { ifindex, exempt } of this.#locator.pods ?? []) if (!exempt) this.#deny(ifindex);
      for (const endpoint of [...this.#endpoints, ...this.#denied]) {
        if (endpoint.attach.interface !== undefined && links.length > 0) continue;
        const found = this.#locator.find(endpoint);
        if (found.kind === 'found') datapath.attach(found.interface.ifindex);
      }
    } catch (error) {
      if (!(error instanceof BpfError) || error.code !== 'ENODEV') this.#onError(error);
    }
    this.#listener('interfaces changed');
  }

  /** The programs on an interface that may be new under an old index. */
  #deny(ifindex: number): void {
    const { datapath } = this;
    if (datapath.enforced(ifindex)) return;
    datapath.detach(ifindex);
    try {
      datapath.attach(ifindex, true);
    } catch (error) {
      if (!(error instanceof BpfError) || error.code !== 'ENODEV') this.#onError(error);
    }
  }

  /** Interfaces without endpoint: forgotten if they are gone, else denied for a while and then let go. */
  #release(wanted: ReadonlySet<number>): void {
    const { datapath } = this;
    for (const ifindex of datapath.attached) {
      if (!wanted.has(ifindex) && !this.#locator.has(ifindex)) datapath.detach(ifindex);
    }
    // Also of those that were let go as they went.
    for (const ifindex of this.#owners.keys()) if (!this.#locator.has(ifindex)) this.#owners.delete(ifindex);
    this.#linger.update(datapath.attached, wanted);
  }

  numbersKept(): void {
    this.#numbersKept = true;
  }

  onChange(listener: (why: string) => void): void {
    this.#listener = listener;
  }

  async inspect(): Promise<readonly Drift[]> {
    const { datapath } = this;
    if (this.#locator.lookAgain?.(this.#nowhere) === true) this.#interfacesChanged([]);
    const state = await datapath.repairState();
    const faults = datapath.repair();
    const describe = (fault: AttachFault): string => this.#describe(fault);
    const left = new Set((faults.length === 0 ? [] : datapath.inspect()).map(describe));
    await this.#maintain();
    return [
      ...state,
      ...faults.map((fault) => ({
        kind: DRIFT_KIND[fault.kind],
        detail: describe(fault),
        repaired: !left.has(describe(fault)),
        lasting: !fault.mendable,
      })),
      ...this.#failed.map(({ id, error }) => ({
        kind: 'link',
        detail: `${id} is not attached: ${error.message}`,
        repaired: false,
      })),
    ];
  }

  /** What keeps the tables small; it can wait, and its failure must hide no drift. */
  async #maintain(): Promise<void> {
    const now = performance.now();
    if (now - this.#maintained < MAINTAIN_MS) return;
    this.#maintained = now;
    try {
      const { live, collected } = await this.datapath.maintain(this.#turns.next([...this.#endpointIds.keys()]));
      if (this.#closed) return;
      const { kernel, conntrack } = this.datapath;
      this.#quotas.look(this.#endpointIds, fills(kernel, conntrack.quota));
      const { entries, limit } = this.fullest ?? { entries: 0, limit: 0 };
      this.#count({
        conntrack_entries: live,
        conntrack_capacity: this.datapath.conntrack.capacity,
        conntrack_collected: collected,
        conntrack_fullest_entries: entries,
        conntrack_fullest_limit: limit,
      });
    } catch (error) {
      this.#onError(error);
    }
  }

  /** Whose quota of tracked flows is fullest. */
  get fullest(): ConntrackFill | undefined {
    return this.#quotas.fullest;
  }

  #count(conntrack: Figures): void {
    const drops = denials(this.datapath.kernel, this.#everUsed);
    const { arena } = this.datapath.publisher;
    this.#figures = {
      drops_total: drops,
      arena_lines: arena.lines,
      arena_lines_used: this.#lines,
      ...conntrack,
      endpoints_attached: this.datapath.attached.length,
      ...serviceFigures(this.datapath.services),
    };
  }

  /** By whose interface it is; by its number where nobody's. */
  #describe({ ifindex, direction, kind }: AttachFault): string {
    return `${this.#owners.get(ifindex) ?? `interface ${ifindex}`} ${direction}: ${kind}`;
  }

  figures(): Figures {
    return this.#figures;
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#linger.close();
    this.#locator.close();
    await this.datapath.close();
  }
}
