/** An API server, a controller and simulated agents, each in a process of its own. */
import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { kubeconfigOf } from '../../test/support/kubernetes-server.js';
import { folderWith } from '../../test/support/shop-files.js';
import { certificates } from '../distribution/certificates.js';
import { Child, type Usage } from '../distribution/child.js';
import type { Start, Started } from '../distribution/fleet.js';
import type { Measured } from '../row/entry.js';
import { nodesConcerned, type Size } from './cluster.js';

const own = (name: string): URL => new URL(`${name}.ts`, import.meta.url);
const ofDistribution = (name: string): URL => new URL(`../distribution/${name}.ts`, import.meta.url);
const MiB = 1024 * 1024;

/** What listing and holding that many pods costs. */
export async function listed(size: Size): Promise<Measured[]> {
  const results: Measured[] = [];
  const folder = folderWith();
  const server = new Child(own('server'));
  try {
    const kubeconfig = join(folder.path, 'kubeconfig');
    writeFileSync(kubeconfig, kubeconfigOf(await server.ask<string>('start', size)));
    const bytes = await server.ask<number>('bytesOfPod', size);
    for (const what of ['list', 'source'] as const) {
      const cpu: number[] = [];
      const held: number[] = [];
      const resident: number[] = [];
      for (let round = 0; round < 5; round++) {
        const reader = new Child(own('reader'));
        try {
          const before = await reader.ask<Usage>('usage');
          const count = await reader.ask<number>(what, kubeconfig);
          if (count < size.pods) throw new Error(`${count} objects came, of ${size.pods} pods`);
          const after = await reader.ask<Usage>('usage');
          cpu.push(after.cpuMs - before.cpuMs);
          held.push((after.heldBytes - before.heldBytes) / MiB);
          resident.push((after.rssBytes - before.rssBytes) / MiB);
        } finally {
          reader.kill();
        }
      }
      const name =
        what === 'list'
          ? `${size.pods} pods of ${bytes} bytes listed by a reflector`
          : `${size.pods} pods read by the source, parsed and judged`;
      results.push({ name: `${name}: CPU`, unit: 'ms', samples: cpu });
      results.push({ name: `${name}: held beyond the base`, unit: 'MiB', samples: held });
      results.push({ name: `${name}: resident beyond the base, after a collection`, unit: 'MiB', samples: resident });
    }
    return results;
  } finally {
    server.kill();
    folder.remove();
  }
}

const bytesBelow = (path: string): number =>
  readdirSync(path, { withFileTypes: true }).reduce(
    (sum, entry) => sum + (entry.isDirectory() ? 0 : statSync(join(path, entry.name)).size),
    0,
  );

/** Pod changes through a whole controller. */
export async function followed(size: Size, rounds: number, seconds: number): Promise<Measured[]> {
  const results: Measured[] = [];
  const put = (name: string, unit: string, samples: readonly number[]): void =>
    void results.push({ name, unit, samples });
  const folder = folderWith();
  const stateDir = join(folder.path, 'store');
  mkdirSync(stateDir);
  const names = Array.from({ length: size.nodes }, (_, i) => `n${i}`);
  const { tls, ca, agents } = await certificates(folder.path, names);
  const server = new Child(own('server'));
  const controller = new Child(ofDistribution('controller'));
  const fleet = new Child(ofDistribution('fleet'));
  try {
    const kubeconfig = join(folder.path, 'kubeconfig');
    writeFileSync(kubeconfig, kubeconfigOf(await server.ask<string>('start', size)));
    const began = performance.now();
    const address = await controller.ask<string>('start', {
      kubernetes: { take: 'both', maxShrink: 0.5, kubeconfig },
      stateDir,
      tls,
      listen: '127.0.0.1:0',
    });
    const setting = `${size.pods} pods, ${size.policies} policies, ${size.nodes} nodes`;
    put(`${setting}: first start, until it listens`, 'ms', [performance.now() - began]);
    put('CPU of the controller until then', 'ms', [(await controller.ask<Usage>('usage')).cpuMs]);
    await fleet.ask<Started>('start', { address, ca, nodes: agents } satisfies Start);
    const change = async (i: number): Promise<number> => {
      await fleet.ask('arm');
      const at = await server.ask<number>('change', { size, i });
      const times = await fleet.ask<number[]>('answers', nodesConcerned(size, i));
      return Math.max(...times) - at;
    };
    for (let i = 0; i < 20; i++) await change(i);
    const alone: number[] = [];
    const before = await controller.ask<Usage>('usage');
    for (let i = 0; i < rounds; i++) alone.push(await change(20 + ((i * 37) % (size.pods - 20))));
    const after = await controller.ask<Usage>('usage');
    put(`${setting}: a pod's address changes, event to last ACK`, 'ms', alone);
    put('CPU of the controller for each', 'ms', [(after.cpuMs - before.cpuMs) / rounds]);

    // The first part fills what is bounded; growth is judged over the second.
    const burst = { size, perSecond: 100, seconds };
    await server.ask<number>('churn', burst);
    const idle = await controller.ask<Usage>('usage');
    const disk = bytesBelow(stateDir);
    await server.ask<number>('churn', burst);
    const busy = await controller.ask<Usage>('usage');
    put(`${setting}: 100 pod changes a second: CPU of the controller`, '% of a core', [
      (busy.cpuMs - idle.cpuMs) / (seconds * 10),
    ]);
    const changes = 100 * seconds;
    put('memory in use that grows by a change', 'bytes', [(busy.heldBytes - idle.heldBytes) / changes]);
    put('resident memory of the controller', 'MiB', [busy.rssBytes / MiB]);
    put('store that grows by a change, until 200,000 are kept', 'bytes', [(bytesBelow(stateDir) - disk) / changes]);
    return results;
  } finally {
    fleet.kill();
    controller.kill();
    server.kill();
    folder.remove();
  }
}
