/** `osg demo kubernetes`: the product on a cluster of one node, as operators install it, and the shop as its pods. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatDiagnostic } from '../../policy/diagnostics.js';
import { loadSources } from '../../policy/load.js';
import type { World } from '../../policy/model.js';
import { prepareNode, runInSandbox } from '../namespaces.js';
import { Narrator } from '../narrator.js';
import { Lab } from './cluster.js';
import { removeGroupsOf } from './containerd.js';
import { osgImage } from './images.js';
import { keepCluster } from './keep.js';
import { podsOf, tell } from './story.js';

/** Where the sandbox keeps its files: its first process is told, and who started it removes them. */
const FOLDER = 'OSG_DEMO_FOLDER';
const READING_MS = 4_000;

export interface KubernetesDemoOptions {
  /** Folder with `inventory.yaml` and `policies/`. */
  readonly policies: string;
  /** Unattended: no pauses for reading. */
  readonly once: boolean;
  readonly keep: boolean;
}

/** The sandbox, its files and its groups: all of it is gone when this resolves, however the demo ended. @returns its exit code */
export async function inOwnSandbox(): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'osg-k8s-'));
  process.env[FOLDER] = folder;
  // Whatever is made in there for a while goes with it.
  process.env['TMPDIR'] = folder;
  try {
    return await runInSandbox();
  } finally {
    removeGroupsOf(folder);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @returns the exit code: 0 only if every check held */
export async function runKubernetesDemo({ policies, once, keep }: KubernetesDemoOptions): Promise<number> {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => stop.abort(new Error(`stopped by ${signal}`)));
  const say = new Narrator(process.stdout, stop.signal, once ? 0 : READING_MS);
  const folder = process.env[FOLDER] ?? mkdtempSync(join(tmpdir(), 'osg-k8s-'));
  const { run } = prepareNode();
  // Folders of this mount namespace are the node's.
  execFileSync('mount', ['--make-rprivate', '/']);
  let lab: Lab | undefined;
  try {
    say.step('a node in namespaces of its own, and on it:');
    const began = performance.now();
    lab = await Lab.start({ folder, network: [] });
    say.step(`an API server, and containerd ${await lab.runtime.version()} with the CNI plugin ptp${took(began)}`);
    stop.signal.throwIfAborted();
    const image = performance.now();
    lab.runtime.load(await osgImage(join(folder, 'osg-image'), 'osg:0.1.0'));
    say.step(`the image osg:0.1.0, made of what is built here${took(image)}`);
    stop.signal.throwIfAborted();
    const here = lab;
    const world = () => declared(here, policies, folder);
    await tell({ lab, policies, say, signal: stop.signal, world });
    const good = say.end();
    if (keep) await keepCluster({ lab, run, pods: podsOf(policies), world: await world(), say, signal: stop.signal });
    return good ? 0 : 1;
  } catch (error) {
    if (!stop.signal.aborted) throw error;
    say.step(`${stop.signal.reason instanceof Error ? stop.signal.reason.message : 'stopped'}; nothing is left behind`);
    return 130;
  } finally {
    // A terminal gives its Ctrl-C to the runtime too, which then cannot be asked any more: the sandbox's end removes the rest.
    await lab?.close().catch((error: unknown) => {
      if (!stop.signal.aborted) throw error;
    });
  }
}

const took = (began: number): string => ` (${((performance.now() - began) / 1000).toFixed(1)} s)`;

/** The policies as the reference reads them, over what the cluster shows. */
async function declared(lab: Lab, policies: string, folder: string): Promise<World> {
  const { stdout } = await lab.kubectl(['get', 'namespaces,nodes,pods', '-A', '-o', 'yaml']);
  const inventory = join(folder, 'inventory.yaml');
  writeFileSync(inventory, stdout);
  const { world, diagnostics } = await loadSources([join(policies, 'policies'), inventory]);
  const errors = diagnostics.filter((d) => d.severity === 'error');
  if (errors.length > 0) throw new Error(errors.map(formatDiagnostic).join('\n'));
  return world;
}
