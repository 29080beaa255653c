/** The stand-in for an API server, in a process of its own. */
import { KubernetesServer } from '../../test/support/kubernetes-server.js';
import { serve } from '../distribution/child.js';
import { objects, pod, type Size } from './cluster.js';
import { Roll } from './roll.js';

const server = new KubernetesServer();
const rounds = new Map<number, number>();
let roll: Roll | undefined;
const now = (): number => performance.timeOrigin + performance.now();

function move(size: Size, i: number): void {
  const round = (rounds.get(i) ?? 0) + 1;
  rounds.set(i, round);
  server.put('/api/v1/pods', pod(size, i, round));
}

serve({
  /** @returns its URL */
  start: async (size: Size): Promise<string> => {
    for (const { collection, object } of objects(size)) server.put(collection, object);
    server.compact();
    await server.listen();
    return server.url;
  },
  bytesOfPod: (size: Size): number => JSON.stringify(pod(size, 0)).length,
  /** Pod `i` has another address now. @returns when, Unix milliseconds */
  change: ({ size, i }: { size: Size; i: number }): number => {
    move(size, i);
    return now();
  },
  /** Pods change one after another, so many a second, for so many seconds. */
  churn: async ({ size, perSecond, seconds }: { size: Size; perSecond: number; seconds: number }): Promise<number> => {
    const began = performance.now();
    let done = 0;
    while (done < perSecond * seconds) {
      const due = Math.min(perSecond * seconds, Math.floor(((performance.now() - began) / 1000) * perSecond));
      for (; done < due; done++) move(size, (done * 7) % size.pods);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    return done;
  },
  /** As a cluster that is always being rolled out, until `rest`. */
  roll: ({ size, perSecond, first }: { size: Size; perSecond: number; first: number }): void => {
    roll = new Roll(server, size, first);
    roll.start(perSecond);
  },
  /** Changes of pods so far. */
  rolled: (): number => roll?.changes ?? 0,
  rest: (): void => roll?.stop(),
});
