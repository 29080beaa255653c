/** Installs, and puts it back whenever somebody takes it away: a primary CNI that rewrites its configuration, a tidy hand. */
import { existsSync, type FSWatcher, watch } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Registry } from 'prom-client';
import { type Log, SILENT } from '../part/log.js';
import { Resources } from '../part/resources.js';
import type { Running } from '../part/run.js';
import { InstallerError } from './error.js';
import { chain, installBinary, isChained, type Places, wasChained } from './install.js';

export const SHIPPED = fileURLToPath(new URL('../../native/build/osg-cni', import.meta.url));

export interface InstallerOptions extends Places {
  /** The first time, chain the plugin only when an agent listens: a node whose agent never was there keeps starting pods. */
  readonly waitForAgent: boolean;
  readonly log?: Log;
  /** Without a word from the kernel it looks so often, ms. Default 2,000. */
  readonly lookMs?: number;
}

/** @throws what is none of `InstallerError`; nothing is left open then */
export const startInstaller = (options: InstallerOptions): Promise<Running> =>
  Resources.open((resources) => {
    const { log = SILENT, lookMs = 2_000, agentSocket, waitForAgent, confDir, binDir } = options;
    let problem: string | undefined = 'starting';
    let waiting = waitForAgent && !wasChained(options);
    const look = (): void => {
      const before = problem;
      try {
        for (const line of installBinary(options)) log.info({}, line);
        if (waiting && !existsSync(agentSocket)) {
          problem = `the plugin waits for an agent at ${agentSocket}: pods start without it`;
        } else {
          waiting = false;
          for (const line of chain(options)) log.info({}, line);
          problem = isChained(options) ? undefined : `the configuration in ${confDir} does not end with our plugin`;
        }
      } catch (error) {
        if (!(error instanceof InstallerError)) throw error;
        problem = error.message;
      }
      if (problem !== before && problem !== undefined) log.warn({ problem }, 'not installed');
      if (problem === undefined && before !== undefined) log.info({ confDir, binDir }, 'pods are handed to the agent');
    };
    for (const folder of [confDir, binDir]) for (const watcher of watched(folder, look)) resources.add(watcher);
    const timer = setInterval(look, lookMs);
    resources.defer(() => clearInterval(timer));
    look();
    return {
      metrics: new Registry(),
      notReady: () => problem,
      close: () => resources.close(),
    };
  });

/** A folder that cannot be watched (no inotify instance left, not there yet) is looked at all the same, only later. */
function watched(folder: string, look: () => void): FSWatcher[] {
  try {
    const watcher = watch(folder, { persistent: false }, look);
    watcher.on('error', () => watcher.close());
    return [watcher];
  } catch {
    return [];
  }
}
