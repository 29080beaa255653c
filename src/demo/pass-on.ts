/** Signals for somebody inside a namespace, who may not be there yet, or not be listening. */
import { readFileSync } from 'node:fs';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const AGAIN_MS = 250;

export interface PassOn {
  /** Who shall have them; undefined: not there yet. */
  readonly to: () => number | undefined;
  /** Once heard, again and again until it ends: for a process that starts and listens later. */
  readonly insist?: boolean;
  /** A terminal gives its Ctrl-C to everybody in the foreground: they have it already. */
  readonly notFromTerminal?: boolean;
}

/** @returns ends it */
export function passSignalsOn({ to, insist = false, notFromTerminal = false }: PassOn): () => void {
  let timer: NodeJS.Timeout | undefined;
  const send = (signal: NodeJS.Signals): void => {
    try {
      const pid = to();
      if (pid !== undefined) process.kill(pid, signal);
    } catch {
      // It has just ended.
    }
  };
  const hear = (signal: NodeJS.Signals): void => {
    if (notFromTerminal && signal === 'SIGINT' && process.stdin.isTTY === true) return;
    send(signal);
    if (insist) timer ??= setInterval(send, AGAIN_MS, signal);
  };
  for (const signal of SIGNALS) process.on(signal, hear);
  return () => {
    clearInterval(timer);
    for (const signal of SIGNALS) process.off(signal, hear);
  };
}

/** The only child of `unshare --fork` or `nsenter --pid`, which ignore signals, or end without it, while they wait. */
export function onlyChild(parent: number | undefined): number | undefined {
  try {
    const pid = Number.parseInt(readFileSync(`/proc/${parent}/task/${parent}/children`, 'utf8'), 10);
    return Number.isNaN(pid) ? undefined : pid;
  } catch {
    return undefined;
  }
}
