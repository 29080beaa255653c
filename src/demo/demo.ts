/** The demo from its first to its last line, inside the sandbox. */
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import pino from 'pino';
import { formatDiagnostic } from '../policy/diagnostics.js';
import { loadSources } from '../policy/load.js';
import type { World } from '../policy/model.js';
import { Cluster } from './cluster.js';
import { keepTalking } from './keep.js';
import { prepareNode } from './namespaces.js';
import { Narrator } from './narrator.js';
import { Sandbox } from './sandbox.js';
import { tell } from './story.js';

export interface DemoOptions {
  /** Folder with `inventory.yaml` and `policies/`. */
  readonly policies: string;
  /** Folder whose policies say what should happen; default: those that are enforced. */
  readonly reference?: string;
  /** Unattended: no pauses for reading. */
  readonly once: boolean;
  /** Goes on after the story, until Ctrl-C. */
  readonly keep: boolean;
  readonly logLevel: string;
}

const READING_MS = 4000;
const SETTLE_MS = 15_000;

export { inSandbox, runInSandbox } from './namespaces.js';

/** @returns the exit code: 0 only if every check held */
export async function runDemo(options: DemoOptions): Promise<number> {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => stop.abort(new Error(`stopped by ${signal}`)));
  const say = new Narrator(process.stdout, stop.signal, options.once ? 0 : READING_MS);
  const log = pino({ level: options.logLevel }, pino.destination(2));
  const paths = prepareNode();
  const sources = join(paths.run, 'sources');
  cpSync(options.policies, sources, { recursive: true });
  const world = await declared(sources);
  let sandbox: Sandbox | undefined;
  let cluster: Cluster | undefined;
  try {
    say.step('a node in namespaces of its own, and on it:');
    sandbox = await Sandbox.build(world, (text) => say.step(text));
    cluster = await Cluster.start({ paths, sources, node: sandbox.nodeName, log });
    const running = cluster;
    await say.until(
      'controller, collector and agent run; every workload is enforced',
      SETTLE_MS,
      () => running.realised() > 0 && running.notReady() === undefined,
    );
    const reference = options.reference;
    const policies = join(sources, 'policies');
    await tell({
      sandbox,
      cluster,
      policies,
      reference: () => declared(reference ?? sources),
      say,
      signal: stop.signal,
    });
    const good = say.end();
    if (options.keep) await keepTalking({ sandbox, cluster, policies, say, signal: stop.signal });
    return good ? 0 : 1;
  } catch (error) {
    if (!stop.signal.aborted) throw error;
    say.step(`${stop.signal.reason instanceof Error ? stop.signal.reason.message : 'stopped'}; nothing is left behind`);
    return 130;
  } finally {
    await cluster?.close();
    await sandbox?.close();
  }
}

async function declared(folder: string): Promise<World> {
  const { world, diagnostics } = await loadSources([folder]);
  const errors = diagnostics.filter((d) => d.severity === 'error');
  if (errors.length > 0) throw new Error(errors.map(formatDiagnostic).join('\n'));
  return world;
}
