/** Takes all that an agent left off a node. */
import { existsSync, readdirSync, rmdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Removed, removeDatapath } from '../datapath/remove.js';
import { BpfError, lockFile } from '../ebpf/binding.js';
import { AgentError } from './error.js';

/** Names that an agent gives in its state folder. */
const OWN = /^(last-good.*|spool|lock)$/;

export interface RemovedAgent extends Removed {
  /** Folders and files that are no more. */
  readonly folders: readonly string[];
}

/**
 * Programs, tables and pins, then what the agent kept on disk. Certificates and configuration are not its own. Harmless where there is nothing.
 * @throws AgentError ENFORCEMENT, DatapathError OWNED: an agent runs, and nothing has changed
 */
export function removeAgent(options: {
  readonly bpffsDir: string;
  readonly stateDir: string;
  readonly netns?: string | undefined;
}): RemovedAgent {
  const { bpffsDir, stateDir, netns } = options;
  const folders = existsSync(bpffsDir) ? [bpffsDir] : [];
  const lock = existsSync(stateDir) ? lockState(stateDir) : undefined;
  try {
    const removed = removeDatapath(bpffsDir, netns);
    return { ...removed, folders: [...folders, ...removeState(stateDir)] };
  } finally {
    lock?.close();
  }
}

/** Of a folder that is a volume, below a root that is read-only. */
const MOUNTED = ['EBUSY', 'EROFS'];

/** What others put into the folder stays, and the folder with it. @returns what was removed */
function removeState(stateDir: string): string[] {
  if (!existsSync(stateDir)) return [];
  const own = readdirSync(stateDir).filter((name) => OWN.test(name));
  for (const name of own) rmSync(join(stateDir, name), { recursive: true, force: true });
  if (readdirSync(stateDir).length > 0) return own.map((name) => join(stateDir, name));
  try {
    rmdirSync(stateDir);
  } catch (error) {
    // In a container it is where a volume is mounted: empty is all that it can be.
    if (!MOUNTED.includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
    return own.map((name) => join(stateDir, name));
  }
  return [stateDir];
}

function lockState(stateDir: string) {
  try {
    return lockFile(join(stateDir, 'lock'));
  } catch (cause) {
    if (!(cause instanceof BpfError) || cause.code !== 'EAGAIN') throw cause;
    throw new AgentError('ENFORCEMENT', 'remove', `an agent with its state in ${stateDir} runs: stop it first`, {
      cause,
    });
  }
}
