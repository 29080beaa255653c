/** A pod that is on a lab's node, and its status as kubelet tells it. */
import type { Container, Pod } from './objects.js';

export interface Running {
  readonly id: string;
  readonly spec: Container;
  restarts: number;
  ready: boolean;
  ended: number | undefined;
}

export interface Status {
  readonly status: { readonly state: number; readonly exitCode: number };
}

/** A pod that is here. */
export interface Held {
  pod: Pod;
  readonly folder: string;
  sandbox: string;
  config: object;
  readonly containers: Running[];
  volumes: ReadonlyMap<string, string>;
  /** Init containers that ended well, and those that were begun. */
  initialised: number;
  begun: number;
  addresses: readonly string[];
  /** Why it is not there yet; not tried again before that moment (`performance.now()`). */
  problem: string;
  retryAt: number;
  told: string;
}

/** Whether a container that ended so begins anew. */
export function restarts({ pod }: Held, code: number): boolean {
  const { restartPolicy = 'Always' } = pod.spec;
  return restartPolicy === 'Always' || (restartPolicy === 'OnFailure' && code !== 0);
}

/** @param address the node's */
export function statusOf(held: Held, address: string): object {
  const { addresses, containers, problem } = held;
  const done = containers.length > 0 && containers.every(({ ended }) => ended !== undefined && !restarts(held, ended));
  const well = containers.every(({ ended }) => ended === 0);
  const ready = !done && containers.length > 0 && containers.every((container) => container.ready);
  const begun = containers.length > 0 ? 'Running' : 'Pending';
  return {
    phase: done ? (well ? 'Succeeded' : 'Failed') : begun,
    hostIP: address,
    ...(addresses.length > 0 && { podIP: addresses[0], podIPs: addresses.map((ip) => ({ ip })) }),
    ...(problem !== '' && { message: problem.slice(0, 1000) }),
    conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }],
    containerStatuses: containers.map(({ spec, restarts: restartCount, ready: up, id }) => ({
      name: spec.name,
      image: spec.image,
      imageID: '',
      containerID: `containerd://${id}`,
      restartCount,
      ready: up,
    })),
  };
}
