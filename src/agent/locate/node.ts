/** The locator of a node: the inventory's hint, then what the container runtime told, then routes and neighbours. */
import { BpfError, type LinkInterface, type Netns } from '../../ebpf/binding.js';
import type { Address } from '../../net/types.js';
import type { ViewEndpoint } from '../../policy/view.js';
import { CniCache } from './cache.js';
import { HintFinder } from './hint.js';
import { NodeLinks } from './links.js';
import type { EndpointLocator, Found, LocatedPod } from './locator.js';
import { RouteFinder } from './route.js';
import { Sandboxes } from './sandboxes.js';

export interface NodeLocatorOptions {
  readonly netns?: Netns | undefined;
  /** Where a CNI plugin of ours asks; absent: nowhere. For people only. */
  readonly plugin?: string | undefined;
  /** libcni's cache. */
  readonly cache?: string | undefined;
  /** Names of interfaces that are pods', `*` for any letters: denied from their first moment until it is known whose they are. */
  readonly interfaces?: readonly string[];
  /** Namespaces whose pods are open until a policy names them. */
  readonly exempt?: readonly string[] | undefined;
  readonly onError: (error: unknown) => void;
}

export class NodeLocator implements EndpointLocator {
  readonly links: NodeLinks;
  readonly hint: HintFinder;
  readonly sandboxes: Sandboxes;
  readonly #cache: CniCache | undefined;
  readonly #routes: RouteFinder;
  readonly #options: NodeLocatorOptions;
  readonly #pattern: RegExp | undefined;
  #changed: (links: readonly LinkInterface[]) => void = () => undefined;

  constructor(options: NodeLocatorOptions) {
    const { netns, cache, interfaces = [], exempt = [], onError } = options;
    this.#options = options;
    this.links = new NodeLinks(netns, onError);
    this.links.onChange((links) => {
      this.#routes.forget();
      this.sandboxes.prune();
      this.#changed(links);
    });
    this.hint = new HintFinder(this.links);
    this.sandboxes = new Sandboxes(this.links, exempt);
    this.#routes = new RouteFinder(netns, this.links);
    this.#pattern = patternOf(interfaces);
    this.#cache = cache === undefined ? undefined : new CniCache(cache, this.links, this.sandboxes);
    this.#cache?.start(() => this.#changed([]));
  }

  onChange(changed: (links: readonly LinkInterface[]) => void): void {
    this.#changed = changed;
  }

  has(ifindex: number): boolean {
    return this.links.byIndex.has(ifindex);
  }

  isPods(name: string): boolean {
    return this.#pattern?.test(name) ?? false;
  }

  find(endpoint: ViewEndpoint): Found {
    try {
      const told = this.hint.find(endpoint) ?? this.sandboxes.find(endpoint);
      if (told !== undefined) return told;
      return this.#routes.find(endpoint);
    } catch (error) {
      // One endpoint that cannot be located is no reason to refuse a revision.
      if (!(error instanceof BpfError)) throw error;
      return { kind: 'failed', detail: error.message };
    }
  }

  addressesOf(endpoint: ViewEndpoint): readonly Address[] | undefined {
    const { interface: name, netns } = endpoint.attach;
    if (name !== undefined || netns !== undefined) return undefined;
    const sandbox = this.sandboxes.of(endpoint);
    return sandbox === undefined || sandbox.addresses.length === 0 ? undefined : sandbox.addresses;
  }

  get pods(): readonly LocatedPod[] {
    return this.sandboxes.pods;
  }

  lookAgain(waiting: readonly ViewEndpoint[]): boolean {
    const moved = this.#cache?.scan() ?? false;
    if (waiting.length > 0) this.#routes.forget();
    return waiting.some((endpoint) => this.find(endpoint).kind === 'found') || moved;
  }

  get ways(): readonly string[] {
    const { plugin, cache } = this.#options;
    const read = this.#cache?.problem === undefined;
    return [
      ...(plugin === undefined ? [] : [`the CNI plugin, asking at ${plugin}`]),
      ...(cache === undefined
        ? []
        : [read ? `libcni's cache ${cache}` : `not libcni's cache: ${this.#cache?.problem}`]),
      'routes and bridge neighbours',
      ...(this.#pattern === undefined ? [] : [`${this.#options.interfaces?.join(' ')} is denied until located`]),
    ];
  }

  close(): void {
    this.#cache?.close();
    this.links.close();
  }
}

const patternOf = (names: readonly string[]): RegExp | undefined =>
  names.length === 0
    ? undefined
    : new RegExp(
        `^(?:${names.map((n) => n.replaceAll(/[.+?^$(){}|[\]\\]/g, '\\$&').replaceAll('*', '.*')).join('|')})$`,
      );
