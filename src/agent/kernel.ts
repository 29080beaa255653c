/** The kernel as enforcement port: interfaces found, plans published, denies named, drift looked for. */
import type { AttachFault } from '../datapath/attach.js';
import type { Announce, Datapath, Interface, UnattachedInterface } from '../datapath/datapath.js';
import type { SuccessionReport } from '../datapath/succession.js';
import type { Figures } from '../distribution/figures.js';
import type { LinkInterface } from '../ebpf/binding.js';
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
import { Interfaces } from './interfaces.js';
import { shortDigest } from './last-good-file.js';
import { LocalEndpoints } from './local.js';
import type { EndpointLocator } from './locate/locator.js';
import { nameRevision } from './naming.js';
import { KernelQueries, type QueryPort } from './queries.js';
import { stateAfter } from './strange.js';
import { TrialWatch, wishOf } from './trial.js';
import { Upkeep } from './upkeep.js';

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
  readonly #interfaces: Interfaces;
  readonly #upkeep: Upkeep;
  readonly #names: DenyNames | undefined;
  readonly #onHolders: NonNullable<KernelPortOptions['onHolders']>;
  #listener: (why: string) => void = () => undefined;
  #bindings: ReadonlyMap<string, Binding> = NONE;
  #failed: readonly UnattachedInterface[] = [];
  readonly #local = new LocalEndpoints();
  #byId: ReadonlyMap<string, ViewEndpoint> = new Map();
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
    this.budget = budget;
    this.capabilities = capabilities;
    this.#names = names;
    this.#onHolders = options.onHolders ?? (() => undefined);
    this.#interfaces = new Interfaces({ datapath, locator, lingerMs, onError });
    this.#upkeep = new Upkeep(datapath, onError, options.onCrowded);
    locator.onChange((links) => this.#interfacesChanged(links));
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
      const found = this.#interfaces.find(endpoint, indexes.get(endpoint.id));
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
      this.#interfaces.own(ifindex, id, name);
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
    this.#upkeep.applied(new Map(plan.endpoints.map(({ index, id }) => [index, id])), lines);
    this.#bindings = bindings;
    this.#byId = byId;
    const without = this.#interfaces.applied(endpoints, nowhere, holders);
    this.#failed = unattached.filter(({ error }) => error.code !== 'ENODEV');
    const failures = new Map(unattached.map(({ id, error }) => [id, error]));
    const after = states.map((state) => stateAfter(state, failures.get(state.id)));
    return { endpoints: [...after, ...without], publishUs };
  }

  deny(endpoints: readonly ViewEndpoint[], why: string): readonly EndpointState[] {
    return this.#interfaces.deny(endpoints, why);
  }

  /** Everything is denied on the interface when this returns, until a policy is in force there. @throws BpfError it cannot be */
  shut(ifindex: number): void {
    this.#interfaces.shut(ifindex);
  }

  /** The endpoint whose policy is in force on the interface, as it was compiled. */
  inForce(ifindex: number): ViewEndpoint | undefined {
    for (const [id, binding] of this.#bindings)
      if (binding.ifindex === ifindex && this.datapath.enforced(ifindex)) return this.#byId.get(id);
    return undefined;
  }

  localised(endpoint: ViewEndpoint): ViewEndpoint {
    return this.#local.of(endpoint, this.#interfaces.addressesOf(endpoint));
  }

  get services(): ServiceStanding {
    return this.datapath.services;
  }

  get ways(): readonly string[] {
    return this.#interfaces.ways;
  }

  #interfacesChanged(links: readonly LinkInterface[]): void {
    if (this.#closed) return;
    this.#interfaces.changed(links);
    this.#listener('interfaces changed');
  }

  numbersKept(): void {
    this.#numbersKept = true;
  }

  onChange(listener: (why: string) => void): void {
    this.#listener = listener;
  }

  async inspect(): Promise<readonly Drift[]> {
    const { datapath } = this;
    if (this.#interfaces.lookAgain()) this.#interfacesChanged([]);
    const state = await datapath.repairState();
    const faults = datapath.repair();
    const describe = (fault: AttachFault): string => this.#interfaces.describe(fault);
    const left = new Set((faults.length === 0 ? [] : datapath.inspect()).map(describe));
    await this.#upkeep.maintain();
    return [
      ...state,
      ...faults.map((fault) => ({
        kind: DRIFT_KIND[fault.kind],
        detail: describe(fault),
        repaired: !left.has(describe(fault)),
        lasting: !fault.mendable,
      })),
      ...this.#failed.map(({ id, error }) => ({
        kind: 'link' as const,
        detail: `${id} is not attached: ${error.message}`,
        repaired: false,
      })),
    ];
  }

  /** Whose quota of tracked flows is fullest. */
  get fullest(): ConntrackFill | undefined {
    return this.#upkeep.fullest;
  }

  figures(): Figures {
    return this.#upkeep.figures;
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#upkeep.close();
    this.#interfaces.close();
    await this.datapath.close();
  }
}
