/**
 * A cluster that is always being rolled out: each pod is replaced by one with another name, uid, node and address, and its address
 * is another pod's some time later. Namespaces and nodes come and go too, more seldom.
 */
import type { KubernetesServer } from '../../test/support/kubernetes-server.js';
import { pod, type Size } from './cluster.js';

const PODS = '/api/v1/pods';
/** Addresses that are nobody's: one that is given back is taken again after as many. */
export const SPARE = 4096;
/** Changes of pods between two namespaces, or two nodes, that come while the last ones go. */
const SELDOM = 1000;
/** A server forgets what is older than some minutes. */
const COMPACT_EVERY = 6000;

export class Roll {
  readonly #server: KubernetesServer;
  readonly #size: Size;
  readonly #first: number;
  readonly #free: number[];
  readonly #addresses: number[];
  readonly #generations: number[];
  /** Who is to go next, after who takes its place has come. */
  #leaving: (() => void) | undefined;
  #timer: NodeJS.Timeout | undefined;
  #next = 0;
  changes = 0;

  /** @param first the generation of those that come */
  constructor(server: KubernetesServer, size: Size, first = 1) {
    this.#server = server;
    this.#size = size;
    this.#addresses = Array.from({ length: size.pods }, (_, i) => i);
    this.#first = first;
    this.#generations = this.#addresses.map(() => 0);
    this.#free = Array.from({ length: SPARE }, (_, i) => size.pods + i);
  }

  start(perSecond: number): void {
    const began = performance.now();
    this.#timer = setInterval(() => {
      const due = Math.floor(((performance.now() - began) / 1000) * perSecond);
      while (this.changes < due) this.#change();
    }, 10);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #change(): void {
    this.changes++;
    if (this.changes % COMPACT_EVERY === 0) {
      this.#server.compact();
      this.#server.requests.length = 0;
    }
    if (this.changes % SELDOM === 0) this.#seldom(this.changes / SELDOM);
    const leaving = this.#leaving;
    this.#leaving = undefined;
    if (leaving !== undefined) leaving();
    else this.#replace((this.#next++ * 7) % this.#size.pods);
  }

  #replace(i: number): void {
    const [generation, left] = [this.#generations[i] as number, this.#addresses[i] as number];
    const before = pod(this.#size, i, { generation, address: left }).metadata as { name: string; namespace: string };
    const address = this.#free.shift() as number;
    const next = Math.max(this.#first, generation + 1);
    this.#generations[i] = next;
    this.#addresses[i] = address;
    this.#server.put(PODS, pod(this.#size, i, { generation: next, address }));
    this.#leaving = () => {
      this.#server.delete(PODS, before.name, before.namespace);
      this.#free.push(left);
    };
  }

  #seldom(n: number): void {
    this.#server.put('/api/v1/namespaces', {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: `preview-${n}`, labels: { team: `t${n % 7}`, branch: `b${n}` } },
    });
    this.#server.delete('/api/v1/namespaces', `preview-${n - 1}`);
    this.#server.put('/api/v1/nodes', {
      apiVersion: 'v1',
      kind: 'Node',
      metadata: { name: `spot-${n}` },
      status: { addresses: [{ type: 'InternalIP', address: `10.2.${(n >> 8) & 255}.${n & 255}` }] },
    });
    this.#server.delete('/api/v1/nodes', `spot-${n - 1}`);
  }
}
