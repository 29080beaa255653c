/** The cluster as source alone, as built: what it costs to list and hold it. */
import { readFileSync } from 'node:fs';
import type { Batch } from '../../src/controller/source.js';
import { serve } from '../distribution/child.js';

const built = (path: string): Promise<never> =>
  import(new URL(`../../dist/controller/sources/kubernetes/${path}.js`, import.meta.url).href) as Promise<never>;

type Access = typeof import('../../src/controller/sources/kubernetes/access.js');
type Api = typeof import('../../src/controller/sources/kubernetes/api.js');
type Reflectors = typeof import('../../src/controller/sources/kubernetes/reflector.js');
type Resources = typeof import('../../src/controller/sources/kubernetes/resources.js');
type Sources = typeof import('../../src/controller/sources/kubernetes/source.js');

const modules = {
  access: (await built('access')) as Access,
  api: (await built('api')) as Api,
  reflector: (await built('reflector')) as Reflectors,
  resources: (await built('resources')) as Resources,
  source: (await built('source')) as Sources,
};
/** What must not be collected. */
const held: unknown[] = [];

serve({
  peak: (): number => Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? 0) * 1024,
  /** One kind, listed and held. @returns how many objects */
  list: (kubeconfig: string): Promise<number> => {
    const api = new modules.api.KubernetesApi(modules.access.fromKubeconfig(kubeconfig));
    return new Promise((resolve, reject) => {
      const objects = new Map<string, unknown>();
      held.push(objects);
      const reflector = new modules.reflector.Reflector({
        api,
        resource: modules.resources.PODS,
        sink: {
          replaced: (all) => {
            held.push(all);
            for (const [key, object] of all) objects.set(key, object);
            resolve(objects.size);
          },
          upserted: () => undefined,
          deleted: () => undefined,
          failing: (error) => error && reject(error),
        },
      });
      reflector.start();
    });
  },
  /** Everything that the controller reads, as it gets it. @returns how many objects */
  source: (kubeconfig: string): Promise<number> => {
    const api = new modules.api.KubernetesApi(modules.access.fromKubeconfig(kubeconfig));
    const source = new modules.source.KubernetesSource({ api, take: 'both', maxShrink: 1, patience: 300_000 });
    return new Promise((resolve, reject) => {
      source
        .start({
          changed: ({ upserts }: Batch) => {
            held.push(upserts);
            resolve(upserts.length);
          },
          failed: (problems) => reject(new Error(problems[0]?.message)),
        })
        .catch(reject);
    });
  },
});
