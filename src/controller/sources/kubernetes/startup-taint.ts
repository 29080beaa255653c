/**
 * The startup taint: nodes that register with `openscg.dev/agent-not-ready` get no pods but those that tolerate it, until they
 * enforce. Taken off whenever it is there and the node enforces what it is to (F140), never before, and never anybody else's.
 */
import type { KubernetesApi } from './api.js';
import { KubernetesError } from './error.js';
import { type KubernetesObject, NODES, objectPath } from './resources.js';

export const STARTUP_TAINT = 'openscg.dev/agent-not-ready';

interface Taint {
  readonly key?: unknown;
}

/** A node after a refusal is left alone for so long, in ms. */
const AGAIN_MS = 10_000;

export class StartupTaint {
  readonly #api: KubernetesApi;
  readonly #told: { removed(node: string): void; failing(error: KubernetesError, node: string): void };
  readonly #now: () => number;
  /** Nodes that are asked for at the moment (infinity) or were refused: not before that time. */
  readonly #notBefore = new Map<string, number>();

  constructor(
    api: KubernetesApi,
    told: { removed(node: string): void; failing(error: KubernetesError, node: string): void },
    now: () => number = Date.now,
  ) {
    this.#api = api;
    this.#told = told;
    this.#now = now;
  }

  /** @param nodes as the API server has them @param enforces whether that node enforces what it is to */
  async look(nodes: Iterable<KubernetesObject>, enforces: (name: string) => boolean): Promise<void> {
    for (const [name, time] of this.#notBefore) if (time <= this.#now()) this.#notBefore.delete(name);
    const due = [...nodes].filter(({ metadata: { name } }) => !this.#notBefore.has(name));
    await Promise.all(
      due.map(async (node) => {
        const taints = ((node['spec'] as { taints?: Taint[] } | undefined)?.taints ?? []) as Taint[];
        if (taints.some(({ key }) => key === STARTUP_TAINT) && enforces(node.metadata.name))
          await this.#remove(node.metadata.name, taints);
      }),
    );
  }

  async #remove(name: string, taints: readonly Taint[]): Promise<void> {
    this.#notBefore.set(name, Number.POSITIVE_INFINITY);
    const rest = taints.filter(({ key }) => key !== STARTUP_TAINT);
    try {
      await this.#api.request('PATCH', objectPath(NODES, '', name), {
        contentType: 'application/json-patch+json',
        // Of a node whose taints are others by now nothing is changed: the next look has them.
        body: [
          { op: 'test', path: '/spec/taints', value: taints },
          rest.length === 0
            ? { op: 'remove', path: '/spec/taints' }
            : { op: 'replace', path: '/spec/taints', value: rest },
        ],
      });
      this.#notBefore.delete(name);
      this.#told.removed(name);
    } catch (error) {
      if (!(error instanceof KubernetesError)) throw error;
      this.#notBefore.set(name, this.#now() + AGAIN_MS);
      // Somebody else was faster, or the node is gone.
      if (error.code !== 'INVALID' && error.code !== 'CONFLICT' && error.code !== 'NOT_FOUND')
        this.#told.failing(error, name);
    }
  }
}
